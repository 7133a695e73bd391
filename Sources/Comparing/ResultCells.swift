import Allot
import Columns
import Engine
import IR
import Model

/// Where an amount stands in the results of a plan.
struct CellKey: Hashable, Sendable {
  /// The plan, sheet or rule.
  let result: String
  /// The keys of the row, as they are printed.
  let row: [String]
  let line: String
}

/// The amounts that a run gives: pay lines, orders and what they are worth, the numbers of sheets.
struct ResultCells: Sendable {
  struct Cell: Hashable, Sendable {
    /// Nil iff it is missing.
    let value: Rational?
    let place: Place
    /// What an order's row says beside its quantity: `unknown`, `ordered`.
    let status: String
  }

  /// What all amounts of one line have in common.
  struct Place: Hashable, Sendable {
    let result: String
    let line: String
    let title: String
    /// Nil for what has none, or one in each row.
    let unit: String?
    let format: OutputColumn.Format
    let isAdditive: Bool
    /// Whether it is what a plan pays, so that the lines of a row can be added up.
    let isOfPlan: Bool
  }

  private(set) var cells: [CellKey: Cell] = [:]
  /// The order in which they are printed.
  private(set) var order: [CellKey] = []
  /// What the rows that are not among ``cells`` add up to, line by line.
  private(set) var rest: [(place: Place, sum: Rational)] = []
  private(set) var titles: [String: String] = [:]
  /// The names of the keys of each result.
  private(set) var keys: [String: [String]] = [:]

  init() {}

  init(_ results: Results, of plan: Plan, naming: Naming) {
    for table in results.outputs { add(table, plan, naming) }
  }

  /// The amounts of some rows of each result, by its name, and what those of all other rows add up to; of a result that
  /// is not named, of all rows.
  init(_ results: Results, of plan: Plan, rows: [String: [Int]]) {
    for table in results.outputs { add(table, plan, Naming.same, only: rows[table.output.name]) }
  }

  private mutating func add(_ table: OutputTable, _ plan: Plan, _ naming: Naming, only: [Int]? = nil) {
    let output = table.output
    let name = naming.result(output.name)
    let chosen: [Int]
    var carrying: (total: Int, lines: [Int])?
    switch output.kind {
    case .plan:
      let lines = Set(
        plan.model.sheets.first { $0.name == output.owner }?.lines.filter { $0.kind == .pay }.map(\.name) ?? [])
      let total = table.definitions.lastIndex { $0.name == "total" && !lines.contains("total") }
      chosen = table.definitions.indices.filter { index in
        !table.isKey[index] && lines.contains(table.definitions[index].name) && index < total ?? Int.max
      }
      carrying = total.map { ($0, chosen) }
    case .replenish, .rules:
      let amounts = output.orders.flatMap { [$0.quantity] + ($0.value.map { [$0] } ?? []) }
      chosen = table.definitions.indices.filter { amounts.contains(table.definitions[$0].column) }
    case .sheet: chosen = table.definitions.indices.filter { !table.isKey[$0] && table.kinds[$0] == .number }
    case .detail, .orders, .closedPeriods, .orderEntries, .priorPeriods: return
    }
    titles[name] = output.title.map { "\($0) (\(name))" } ?? name
    keys[name] = table.definitions.indices.filter { table.isKey[$0] }.map { table.definitions[$0].name }
    let statuses = output.orders.map(\.status)
    let statusColumns = table.definitions.indices.filter { statuses.contains(table.definitions[$0].column) }
    if let only { addRest(table, Set(only), chosen, carrying, naming) }
    for row in only ?? Array(0..<table.rowCount) {
      let keyCells = table.definitions.indices.filter { table.isKey[$0] }.map { table.text(row: row, column: $0) }
      let status = statusColumns.map { table.text(row: row, column: $0) }.joined(separator: ", ")
      for column in chosen {
        let place = ResultCells.place(table, column, naming)
        put(
          CellKey(result: name, row: keyCells, line: place.line), ResultCells.number(table, row, column), place, status)
      }
      guard let carrying, let carried = ResultCells.carried(table, row, carrying) else { continue }
      put(
        CellKey(result: name, row: keyCells, line: "carried"), carried,
        ResultCells.carriedPlace(table, carrying.total, naming), status)
    }
  }

  private static func place(_ table: OutputTable, _ column: Int, _ naming: Naming) -> Place {
    let definition = table.definitions[column]
    return Place(
      result: naming.result(table.output.name), line: naming.line(definition.name),
      title: definition.title ?? definition.name, unit: definition.unit, format: definition.format,
      isAdditive: definition.isAdditive, isOfPlan: table.output.kind == .plan)
  }

  private static func carriedPlace(_ table: OutputTable, _ total: Int, _ naming: Naming) -> Place {
    let total = table.definitions[total]
    return Place(
      result: naming.result(table.output.name), line: "carried", title: "carried", unit: total.unit,
      format: total.format, isAdditive: true, isOfPlan: true)
  }

  /// Adds up the amounts of the rows that are not among `listed`, line by line.
  private mutating func addRest(
    _ table: OutputTable, _ listed: Set<Int>, _ chosen: [Int], _ carrying: (total: Int, lines: [Int])?,
    _ naming: Naming
  ) {
    func sum(_ column: Int) -> Rational {
      var sum = Rational.zero
      for row in 0..<table.rowCount where !listed.contains(row) {
        // What has too many digits is in none of the totals.
        if let value = ResultCells.number(table, row, column), let next = sum.adding(value) { sum = next }
      }
      return sum
    }
    for column in chosen where table.definitions[column].isAdditive {
      rest.append((ResultCells.place(table, column, naming), sum(column)))
    }
    guard let carrying else { return }
    var carried = sum(carrying.total)
    for line in carrying.lines {
      if let next = carried.subtracting(sum(line)) { carried = next }
    }
    rest.append((ResultCells.carriedPlace(table, carrying.total, naming), carried))
  }

  private mutating func put(_ key: CellKey, _ value: Rational?, _ place: Place, _ status: String) {
    if cells.updateValue(Cell(value: value, place: place, status: status), forKey: key) == nil { order.append(key) }
  }

  private static func number(_ table: OutputTable, _ row: Int, _ column: Int) -> Rational? {
    guard case .number(let number) = table.value(row: row, column: column), !number.isInfinite else { return nil }
    return number
  }

  /// What a row's total is more, or less, than its lines: carried forward, taken off or dropped.
  private static func carried(
    _ table: OutputTable, _ row: Int, _ columns: (total: Int, lines: [Int])
  ) -> Rational? {
    guard var rest = number(table, row, columns.total) else { return nil }
    for line in columns.lines {
      guard let value = number(table, row, line), let next = rest.subtracting(value) else { return nil }
      rest = next
    }
    return rest
  }
}

/// The names under which the results of both versions are put side by side: those of the new one.
struct Naming: Sendable {
  private var results: [String: String] = [:]
  private var lines: [String: String] = [:]

  /// Every name stands for itself.
  static let same = Naming()

  private init() {}

  init(_ renaming: Renaming, old: Plan, new: Plan) {
    let newResults = Set(new.resultNames)
    let newLines = Set(new.model.sheets.flatMap { $0.lines.map(\.name) })
    for entry in renaming.entries {
      if !newResults.contains(entry.old), newResults.contains(entry.new) { results[entry.old] = entry.new }
      if !newLines.contains(entry.old), newLines.contains(entry.new) { lines[entry.old] = entry.new }
    }
  }

  func result(_ name: String) -> String { results[name] ?? name }
  func line(_ name: String) -> String { lines[name] ?? name }
}
