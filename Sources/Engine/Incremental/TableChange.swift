/// A change of a table that is read from a file; cells are written as they are in the file.
public enum TableChange: Hashable, Sendable {
  /// A new row behind all others. Cells that are not named are empty.
  case insert(table: String, cells: [String: String])
  /// Other texts in some cells of a row.
  case update(table: String, row: RowName, cells: [String: String])
  case delete(table: String, row: RowName)

  /// What names a row.
  public enum RowName: Hashable, Sendable {
    /// The row's place in the file, from 0; rows that are inserted count on from there, and no row's number changes
    /// when another one is deleted.
    case number(Int)
    /// The texts of some cells, which no other row has.
    case cells([String: String])
  }
}

/// Why a change cannot be made.
public enum ChangeProblem: Hashable, Sendable {
  /// No table of this name is read from a file.
  case noTable(String, known: [String])
  /// The table has no such column.
  case noColumn(String, table: String, known: [String])
  /// No row of the table is named so.
  case noRow(TableChange.RowName, table: String)
  /// Several rows of the table are named so.
  case severalRows(TableChange.RowName, table: String)
  /// The file of the table can no longer be read.
  case unreadable(table: String, reason: String)

  /// One sentence in lower case without a full stop.
  public var message: String {
    switch self {
    case .noTable(let name, _): "no table `\(name)` is read from a file"
    case .noColumn(let name, let table, _): "the table `\(table)` has no column `\(name)`"
    case .noRow(let row, let table): "no row of `\(table)` has \(ChangeProblem.describe(row))"
    case .severalRows(let row, let table): "several rows of `\(table)` have \(ChangeProblem.describe(row))"
    case .unreadable(let table, let reason): "the file of the table `\(table)` cannot be read again: \(reason)"
    }
  }

  private static func describe(_ row: TableChange.RowName) -> String {
    switch row {
    case .number(let number): "the number \(number)"
    case .cells(let cells):
      cells.sorted { $0.key < $1.key }.map { "`\($0.value)` in `\($0.key)`" }.joined(separator: " and ")
    }
  }
}

/// All changes of one table since the base.
struct TableEdits: Sendable {
  /// The new texts of cells, by row and header.
  var updates: [Int32: [String: String]] = [:]
  /// The cells of new rows by header; nil for one that was deleted again.
  var inserted: [[String: String]?] = []
  /// The rows of the base that are deleted.
  var deleted: Set<Int32> = []

  /// True iff nothing was ever changed.
  var isEmpty: Bool { updates.isEmpty && deleted.isEmpty && inserted.isEmpty }
}
