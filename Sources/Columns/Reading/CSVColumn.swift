/// What the cells of a column hold.
public enum CellType: Hashable, Sendable {
  case text
  case bool
  /// Also money and quantities, whose unit is not the file's business.
  case number
  case percent
  case date
  case timestamp
  case period(CalendarUnit)
  /// One of these texts.
  case choice([String])
}

/// How numbers or dates are written where it is not in the default way.
public enum CellFormat: Hashable, Sendable {
  case number(NumberFormat)
  case date(DateFormat)

  /// The format that `text`, written after `as`, means for cells of this type.
  public init(_ text: String, for type: CellType) throws(FormatError) {
    switch type {
    case .number: self = .number(try NumberFormat(sample: text))
    case .percent: self = .number(try NumberFormat(percentSample: text))
    case .date: self = .date(try DateFormat(pattern: text, for: .date))
    case .timestamp: self = .date(try DateFormat(pattern: text, for: .timestamp))
    case .text, .bool, .period, .choice:
      throw FormatError("only numbers, percentages, dates and timestamps have a format")
    }
  }
}

/// Why a text is no format; the message is a sentence in lower case without a full stop.
public struct FormatError: Error, Hashable, Sendable {
  public let message: String

  init(_ message: String) { self.message = message }
}

/// A column of a file that is to be read; the columns not asked for are passed over.
public struct CSVColumn: Hashable, Sendable {
  /// The column's header, exactly as in the file.
  public let header: String
  public let type: CellType
  /// True iff an empty cell is a missing value and not an error.
  public let isOptional: Bool
  /// nil: `1234.50`, `5%`, `2026-03-31`.
  public let format: CellFormat?

  public init(_ header: String, _ type: CellType, isOptional: Bool = false, format: CellFormat? = nil) {
    self.header = header
    self.type = type
    self.isOptional = isOptional
    self.format = format
  }
}

/// How a file is read; none of it but the separator changes the result.
public struct CSVOptions: Sendable {
  /// nil: the one of `,` `;` tab `|` that is most frequent in the header line.
  public var separator: UInt8?
  /// The number of threads; nil: one for each processor.
  public var threads: Int?
  /// The number of errors that are described; further ones are counted.
  public var errorLimit: Int
  /// True iff numbers may have single underscores between digits, as in the text of a plan.
  public var allowsUnderscores: Bool
  /// The number of bytes of a file that one thread reads at a time.
  var chunkSize: Int

  public init(separator: UInt8? = nil, threads: Int? = nil, errorLimit: Int = 20, allowsUnderscores: Bool = false) {
    self.init(
      separator: separator, threads: threads, errorLimit: errorLimit, allowsUnderscores: allowsUnderscores,
      chunkSize: 1 << 20)
  }

  init(separator: UInt8?, threads: Int?, errorLimit: Int, allowsUnderscores: Bool, chunkSize: Int) {
    self.separator = separator
    self.threads = threads
    self.errorLimit = errorLimit
    self.allowsUnderscores = allowsUnderscores
    self.chunkSize = chunkSize
  }
}

/// The columns read from a file, in the order in which they were asked for.
public struct CSVTable: Sendable {
  public let columns: [Column]
  public let rowCount: Int
  /// The line of the file on which each row begins.
  public let lines: RowLines
  /// All headers of the file.
  public let header: [String]
}

/// The line, counted from 1, on which each row of a file begins.
///
/// Only the rows are kept that do not begin on the line after the previous row's: where a cell holds a line end, and
/// after empty lines.
public struct RowLines: Hashable, Sendable {
  struct Run: Hashable, Sendable {
    let row: Int
    let line: Int
  }

  private(set) var runs: [Run] = []

  /// Notes that `row` begins on `line`; rows come in order.
  mutating func note(row: Int, line: Int) {
    if let last = runs.last, last.line + (row - last.row) == line { return }
    runs.append(Run(row: row, line: line))
  }

  /// The line on which `row` begins.
  public func line(ofRow row: Int) -> Int {
    // The last run that begins at the row or before it.
    var low = 0
    var high = runs.count
    while low < high {
      let middle = (low + high) / 2
      if runs[middle].row <= row { low = middle + 1 } else { high = middle }
    }
    guard low > 0 else { return row + 1 }
    return runs[low - 1].line + (row - runs[low - 1].row)
  }
}
