import Allot
import Syntax

/// A question about the rows of a table or of a sheet, answered by the plan's own engine.
///
/// The values are texts of the language. They become a sheet over the table, or lines of the sheet, in a plan that is
/// otherwise the author's: whatever a rule of the linter wants to know about data means exactly what it means in a plan.
struct DataQuestion: Hashable, Sendable {
  enum Place: Hashable, Sendable {
    /// The rows of a table.
    case table(String)
    /// The rows of a plan, sheet or rule of the reviewed file.
    case sheet(String)
  }

  let place: Place
  let values: [String]

  init(_ place: Place, _ values: [String]) {
    self.place = place
    self.values = values
  }
}

/// The rows that a ``DataQuestion`` asked about.
struct DataAnswer: Sendable {
  private let table: OutputTable
  private let keys: [Int]
  private let values: [Int]

  /// - Parameter names: of the columns that hold the values.
  init?(_ table: OutputTable, values names: [String]) {
    self.table = table
    keys = table.isKey.indices.filter { table.isKey[$0] }
    values = names.compactMap { name in table.definitions.firstIndex { $0.name == name } }
    if values.count != names.count { return nil }
  }

  var rowCount: Int { table.rowCount }

  /// A value of a row, by its place in the question.
  func value(_ value: Int, ofRow row: Int) -> Value { table.value(row: row, column: values[value]) }

  /// A value as a result prints it.
  func text(_ value: Int, ofRow row: Int) -> String { table.text(row: row, column: values[value]) }

  func isTrue(_ value: Int, ofRow row: Int) -> Bool { self.value(value, ofRow: row) == .bool(true) }

  /// The values of a row's keys, in the order of the key.
  func key(ofRow row: Int) -> [Value] { keys.map { table.value(row: row, column: $0) } }

  /// What names a row in a message: `` `D-991` ``, or its number where it has no key.
  func name(ofRow row: Int) -> String {
    keys.isEmpty
      ? "row \(row + 1)"
      : "`" + keys.map { table.text(row: row, column: $0) }.joined(separator: ", ") + "`"
  }

  /// The sum of a value over rows, with its unit; nil if it is no number, or is too large for one.
  func sum(_ value: Int, overRows rows: [Int]) -> String? {
    var sum = Rational.zero
    for row in rows {
      switch self.value(value, ofRow: row) {
      case .number(let number):
        guard !number.isInfinite, let next = sum.adding(number) else { return nil }
        sum = next
      case .missing: continue
      default: return nil
      }
    }
    let definition = table.definitions[values[value]]
    guard let unit = definition.unit else { return nil }
    return definition.format.text(of: sum) + " " + unit
  }
}
