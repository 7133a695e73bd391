import Columns
import IR

extension OutputTable {
  /// The rows in which the table differs from another one whose rows stand for the same keys in the same order; nil if
  /// they do not.
  ///
  /// Whole columns are held against each other, so that a large table that differs in one row is compared at once.
  public func rowsDiffering(from other: OutputTable) -> [Int]? {
    guard rowCount == other.rowCount, output.name == other.output.name, definitions.count == other.definitions.count,
      zip(definitions, other.definitions).allSatisfy({ $0.name == $1.name && $0.unit == $1.unit }),
      kinds == other.kinds || zip(kinds, other.kinds).allSatisfy(OutputTable.isAlike), isKey == other.isKey
    else { return nil }
    var differs = [Bool](repeating: false, count: rowCount)
    for column in definitions.indices where !mark(column, other, in: &differs) { return nil }
    return differs.indices.filter { differs[$0] }
  }

  /// Rows of two programs are both shown as texts.
  private static func isAlike(_ a: ValueKind, _ b: ValueKind) -> Bool {
    if case .row = a, case .row = b { return true }
    return a == b
  }

  /// Marks the rows in which a column differs; false iff it is a key.
  private func mark(_ column: Int, _ other: OutputTable, in differs: inout [Bool]) -> Bool {
    let (mine, its) = (source[column], other.source[column])
    let isText: Bool
    switch kinds[column] {
    case .text, .row: isText = true
    case .bool, .number, .date, .timestamp, .period: isText = false
    }
    for row in 0..<rowCount {
      let isSame: Bool
      if isText {
        // Codes of texts are those of one run.
        isSame = value(row: row, column: column) == other.value(row: row, column: column)
      } else {
        isSame = mine.isSame(at: sourceRow(row), as: its, at: other.sourceRow(row))
      }
      if isSame { continue }
      if isKey[column] { return false }
      differs[row] = true
    }
    return true
  }
}
