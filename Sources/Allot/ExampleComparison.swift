import Model

/// Holds results against the rows that an example expects.
struct ExampleComparison {
  private(set) var diagnostics: [Diagnostic] = []
  private(set) var differences: [ExampleDifference] = []
  private let model: CheckedModel

  init(_ model: CheckedModel) { self.model = model }

  mutating func compare(_ expected: ExampleModel.ExpectedRows, with results: Results) {
    let name = model.sheets[expected.sheet].name
    guard let table = results.outputs.first(where: { $0.output.name == name && $0.output.kind != .detail }) else {
      return
    }
    let places = expected.columns.indices.map { place(expected.columns[$0], expected.names[$0], in: table) }
    var matched: Set<Int> = []
    for row in expected.rows {
      let keys = expected.columns.indices.filter { expected.columns[$0].isKey }
      let found = (0..<table.rowCount).filter { number in
        keys.allSatisfy { key in
          places[key].map { table.value(row: number, column: $0) == row.cells[key].value } ?? false
        }
      }
      matched.formUnion(found)
      let named = keys.map { NamedText(expected.names[$0], row.cells[$0].text) }
      if found.count == 1 {
        compare(row, expected, table, found[0], places, named)
      } else {
        diagnostics.append(
          .notOneRow(
            found.count, of: name, named: ExampleComparison.list(named), row.span,
            rows: (found.isEmpty ? Array(0..<table.rowCount) : found).map { keyText(table, $0) }))
      }
    }
    guard expected.isExact else { return }
    let further = (0..<table.rowCount).filter { table.isPrimary[$0] && !matched.contains($0) }
    if !further.isEmpty {
      diagnostics.append(.furtherRows(of: name, expected.span, rows: further.map { keyText(table, $0) }))
    }
  }

  private mutating func compare(
    _ row: ExampleModel.ExpectedRow, _ expected: ExampleModel.ExpectedRows, _ table: OutputTable, _ number: Int,
    _ places: [Int?], _ named: [NamedText]
  ) {
    var own: [ExampleDifference] = []
    for (index, cell) in row.cells.enumerated() where !expected.columns[index].isKey {
      guard let place = places[index] else { continue }
      let value = table.value(row: number, column: place)
      if ExampleComparison.isAsExpected(value, cell) { continue }
      own.append(
        ExampleDifference(
          sheet: table.output.name, row: named, line: expected.names[index], expected: cell.text,
          found: ExampleComparison.text(value, table.definitions[place].format, decimals: cell.decimals),
          span: cell.span, rowNumber: number))
    }
    if own.isEmpty { return }
    differences += own
    diagnostics.append(.valuesDiffer(own, row: ExampleComparison.list(named)))
  }

  /// The result's column; lines follow the columns that results have by themselves.
  private func place(_ column: ExampleModel.ExpectedColumn, _ name: String, in table: OutputTable) -> Int? {
    let keys = table.output.keys.count
    switch column {
    case .key(let key): return key < keys ? key : nil
    case .line: return table.definitions.indices.last { $0 >= keys && table.definitions[$0].name == name }
    case .other(let name): return table.definitions.indices.first { $0 >= keys && table.definitions[$0].name == name }
    }
  }

  private func keyText(_ table: OutputTable, _ row: Int) -> String {
    ExampleComparison.list(
      table.output.keys.indices.map { NamedText(table.definitions[$0].name, table.text(row: row, column: $0)) })
  }

  static func list(_ values: [NamedText]) -> String {
    values.map { "\($0.name) \($0.text.isEmpty ? "missing" : "`\($0.text)`")" }.joined(separator: ", ")
  }

  /// Exactly the same value; a number that never ends is rounded to the decimals that are written.
  static func isAsExpected(_ value: Value, _ cell: ExampleModel.ExpectedCell) -> Bool {
    if value == cell.value { return true }
    guard case .number(let found) = value, case .number(let wanted) = cell.value, found.decimalScale == nil,
      wanted.decimalScale != nil, let step = Rational(Int128(1), scale: min(cell.decimals, 38))
    else { return false }
    return found.rounded(.half, toMultipleOf: step) == wanted
  }

  /// All digits of a value that ends; of any other two more than are expected, and at least six.
  private static func text(_ value: Value, _ format: OutputColumn.Format, decimals: Int) -> String {
    guard case .number(let number) = value else { return value.description }
    let isPercent: Bool
    if case .percent = format { isPercent = true } else { isPercent = false }
    let written = max(6, decimals - (isPercent ? 2 : 0) + 2)
    let shown: OutputColumn.Decimals = number.decimalScale == nil ? .fixed(min(written, 36)) : .all(minimum: 0)
    return (isPercent ? OutputColumn.Format.percent(shown) : .number(shown)).text(of: number)
      + (number.decimalScale == nil ? "…" : "")
  }
}

extension ExampleModel.ExpectedColumn {
  fileprivate var isKey: Bool {
    if case .key = self { return true }
    return false
  }
}
