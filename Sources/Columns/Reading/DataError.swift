/// A place in a data file that cannot be read as what it must be.
public struct DataError: Error, Hashable, Sendable {
  public let file: String
  /// The line, counted from 1; 0 where the fault is not on a line.
  public let line: Int
  /// The character in the line, counted from 1.
  public let column: Int
  /// The header of the cell's column.
  public let columnName: String?
  /// The cell's own text, shortened if it is long.
  public let text: String
  public let problem: DataProblem
  /// Statements that may help, such as `there is a column `Amount``.
  public let suggestions: [String]

  /// The same error with another name for the column.
  public func named(_ columnName: String) -> DataError {
    DataError(
      file: file, line: line, column: column, columnName: columnName, text: text, problem: problem,
      suggestions: suggestions)
  }

  /// One sentence in lower case without a full stop.
  public var message: String {
    let place = columnName.map { " in column `\($0)`" } ?? ""
    switch problem {
    case .emptyCell: return "a cell\(place) is empty"
    case .notReadable(let expected): return "`\(text)`\(place) is not \(expected)"
    case .notAChoice: return "`\(text)`\(place) is none of the texts that the column may hold"
    case .noSuchDay: return "`\(text)`\(place) is not a day of the calendar"
    case .tooManyDigits: return "`\(text)`\(place) has more digits than can be computed with"
    case .fullWidthDigits: return "`\(text)`\(place) is written with full-width digits"
    case .invalidUTF8: return "a text\(place) is not UTF-8"
    case .fieldCount(let expected, let found):
      return "this row has \(found) \(found == 1 ? "cell" : "cells") and the header has \(expected)"
    case .unclosedQuote: return "a quote opens here and is not closed before the end of the file"
    case .textAfterQuote(let line):
      return "text follows the closing quote of a cell that begins on line \(line)"
    case .rowTooLong: return "this row is longer than 1 GB"
    case .missingHeader(let header, _): return "there is no column `\(header)`"
    case .duplicateHeader(let header): return "two columns are named `\(header)`"
    case .emptyFile: return "the file is empty"
    case .notCSV(let kind): return "the file is \(kind), not CSV text"
    case .encoded(let kind, _): return "the file is \(kind)"
    }
  }
}

/// What is wrong with a place in a data file.
public enum DataProblem: Hashable, Sendable {
  /// The cell is empty and its column's values may not be missing.
  case emptyCell
  /// The cell is not what the column holds; `expected` is a phrase such as `a number like 1234.50`.
  case notReadable(expected: String)
  /// The cell is none of a closed list of texts.
  case notAChoice([String])
  case noSuchDay
  case tooManyDigits
  case fullWidthDigits
  case invalidUTF8
  case fieldCount(expected: Int, found: Int)
  case unclosedQuote
  case textAfterQuote(openedOnLine: Int)
  case rowTooLong
  case missingHeader(String, headers: [String])
  case duplicateHeader(String)
  case emptyFile
  /// Another kind of file; `kind` is a phrase such as `a Parquet file`.
  case notCSV(kind: String)
  /// Text in another form; `kind` is a phrase such as `compressed with gzip`, and `command`, followed by the file's name,
  /// writes it as UTF-8.
  case encoded(kind: String, command: String)
}

/// All that is wrong with a data file, in the order of the lines.
public struct DataErrors: Error, Hashable, Sendable {
  /// The first errors, as many as were asked for.
  public let errors: [DataError]
  /// The number of errors, those not described included.
  public let total: Int
}
