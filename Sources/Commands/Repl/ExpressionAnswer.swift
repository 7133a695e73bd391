import Allot
import Model

/// What an expression gives for the rows that were asked for.
struct ExpressionAnswer {
  /// One value with the keys of its row, in the words of results.
  struct Item {
    let keys: [String]
    let value: Value
    let text: String
    /// The periods of the rows that it is of; empty iff rows have none.
    let periods: [Period]
  }

  /// What becomes of a value in several periods.
  enum Gathering: Hashable {
    /// The periods add up to what is asked for.
    case sum
    /// The last one's counts.
    case last
  }

  /// The names of the keys, without the period where each item is of all that were asked for.
  let keys: [String]
  let items: [Item]
  /// `percent`, `USD`, `text`.
  let unit: String
  /// The unit that stands behind the value; nil where the text says it, or where there is none.
  let suffix: String?
  let isNumber: Bool
  /// All keys of a row: `payee`, `month`.
  let grain: [String]
  let gathering: Gathering
  /// The stretch over which items were gathered, as it was written; nil iff each is of one row.
  let stretch: String?

  /// - Parameters:
  ///   - table: the results of the plan that asks.
  ///   - column: the one that holds the answer.
  ///   - form: what kind of a number it is; nil where the column says it.
  ///   - isAdditive: whether the values of several periods may be added up.
  init(
    _ table: OutputTable, column: Int, form: Quantity.Form?, isAdditive: Bool, scope: AskedExpression.Scope,
    days: ClosedRange<CalendarDate>?, rowPeriod: Int?
  ) throws(SessionFailure) {
    let keyColumns = table.definitions.indices.filter { table.isKey[$0] }
    let names = keyColumns.map { table.definitions[$0].name }
    grain = names
    let definition = table.definitions[column]
    isNumber = table.kinds[column] == .number
    let isRatio = form == .ratio
    let format: OutputColumn.Format = isRatio ? .percent(.all(minimum: 0)) : definition.format
    unit = ExpressionAnswer.unit(form, definition, table, column)
    suffix = isNumber && definition.unit != "percent" ? definition.unit : nil
    gathering = isAdditive ? .sum : .last

    // The rows that were asked for.
    var rows = Array(0..<table.rowCount)
    if !scope.keys.isEmpty { rows = try ExpressionAnswer.rows(of: table, keyColumns, scope.keys, among: rows) }
    if let days, let rowPeriod {
      rows = rows.filter { row in
        guard case .period(let period) = table.value(row: row, column: rowPeriod) else { return false }
        return days.lowerBound <= period.lastDay && period.firstDay <= days.upperBound
      }
    }
    func text(_ value: Value, _ row: Int) -> String {
      guard case .number(let number) = value, isRatio || value != table.value(row: row, column: column) else {
        return table.text(row: row, column: column)
      }
      return format.text(of: number)
    }
    guard let stretch = scope.period, let rowPeriod else {
      stretch = nil
      keys = names
      items = rows.map { row in
        let value = table.value(row: row, column: column)
        return Item(
          keys: keyColumns.map { table.text(row: row, column: $0) }, value: value, text: text(value, row), periods: [])
      }
      return
    }
    self.stretch = stretch
    let others = keyColumns.filter { $0 != rowPeriod }
    keys = others.map { table.definitions[$0].name }
    var order: [[String]] = []
    var groups: [[String]: [Int]] = [:]
    for row in rows {
      let key = others.map { table.text(row: row, column: $0) }
      if groups[key] == nil { order.append(key) }
      groups[key, default: []].append(row)
    }
    var items: [Item] = []
    for key in order {
      let dated = (groups[key] ?? []).compactMap { row -> (row: Int, period: Period)? in
        guard case .period(let period) = table.value(row: row, column: rowPeriod) else { return nil }
        return (row, period)
      }.sorted { $0.period.firstDay < $1.period.firstDay }
      guard let last = dated.last else { continue }
      var value = table.value(row: last.row, column: column)
      if isAdditive, dated.count > 1 {
        var sum = Rational.zero
        for row in dated.map(\.row) {
          guard case .number(let number) = table.value(row: row, column: column) else { continue }
          guard let next = sum.adding(number) else {
            throw .complaint("the sum over \(stretch) has more digits than can be computed with")
          }
          sum = next
        }
        value = .number(sum)
      }
      items.append(Item(keys: key, value: value, text: text(value, last.row), periods: dated.map(\.period)))
    }
    self.items = items
  }

  /// `percent`, `ratio`, `USD`, `date`: what a value is.
  private static func unit(
    _ form: Quantity.Form?, _ definition: OutputColumn, _ table: OutputTable, _ column: Int
  ) -> String {
    switch form {
    case .percent: "percent"
    case .ratio: "ratio"
    case .plain, nil: definition.unit ?? table.type(of: column)
    }
  }

  /// The rows that have all of some keys, each in a column of its own.
  static func rows(
    of table: OutputTable, _ keyColumns: [Int], _ asked: [String], among candidates: [Int]
  ) throws(SessionFailure) -> [Int] {
    if keyColumns.isEmpty {
      throw .complaint("the value has no keys, so `for \(asked.joined(separator: ", "))` chooses nothing")
    }
    var found: Set<String> = []
    var rows: [Int] = []
    for row in candidates {
      let texts = keyColumns.map { table.text(row: row, column: $0) }
      var isWanted = true
      for key in asked {
        if texts.contains(key) { found.insert(key) } else { isWanted = false }
      }
      if isWanted { rows.append(row) }
    }
    if let missing = asked.first(where: { !found.contains($0) }) {
      throw unknown(missing, table, keyColumns, candidates)
    }
    if rows.isEmpty {
      throw .complaint("no row has all of the keys \(asked.map { "`\($0)`" }.joined(separator: ", "))")
    }
    return rows
  }
}

extension ExpressionAnswer {
  /// What is said of a key that no row has: periods are near it only if it looks like one.
  private static func unknown(
    _ key: String, _ table: OutputTable, _ keyColumns: [Int], _ rows: [Int]
  ) -> SessionFailure {
    let isDigits = key.first?.isNumber ?? false
    let columns = keyColumns.filter { column in
      if case .period = table.kinds[column] { isDigits || keyColumns.count == 1 } else { true }
    }
    var known: [String] = []
    var seen: Set<String> = []
    for row in rows {
      for column in columns {
        let text = table.text(row: row, column: column)
        if seen.insert(text).inserted { known.append(text) }
      }
    }
    let names = columns.map { table.definitions[$0].name }
    let what = names.count == 1 ? names[0] : names.dropLast().joined(separator: ", ") + " or " + (names.last ?? "")
    return .unknown(what, key, among: known)
  }

  /// How a single value was found: `percent, per payee and month; 2026-03, the last month of 2026-Q1`.
  func description(of item: Item) -> String {
    var parts: [String] = []
    // A unit that stands behind the value is not said again.
    let about = [suffix == nil ? unit : "", ValueWords.perWords(grain)].filter { !$0.isEmpty }
    if !about.isEmpty { parts.append(about.joined(separator: ", ")) }
    if let gathered = gatheredWords(item) { parts.append(gathered) }
    if case .number(let number) = item.value, number.decimalScale == nil, !number.isInfinite {
      parts.append("exactly \(number.description)")
    }
    return parts.joined(separator: "; ")
  }

  /// Which periods a value is of, where several were asked for.
  private func gatheredWords(_ item: Item) -> String? {
    guard let stretch, let last = item.periods.last else { return nil }
    let name = last.unit.name
    if item.periods.count == 1 { return "\(last)" == stretch ? nil : "\(last), the only \(name) of \(stretch)" }
    switch gathering {
    case .sum: return "the sum of \(item.periods.count) \(name)s of \(stretch)"
    case .last: return "\(last), the last \(name) of \(stretch)"
    }
  }

  /// All values as a table of at most `limit` rows.
  func table(limit: Int?) -> AnswerTable {
    var table = AnswerTable(
      columns: keys.map { AnswerTable.Column($0) } + [AnswerTable.Column("value", unit: suffix, isNumber: isNumber)])
    let shown = limit.map { items.prefix(AnswerTable.shownCount(items.count, limit: $0)) } ?? items[...]
    for item in shown { table.add(.row(item.keys + [item.text])) }
    table.omitted = items.count - shown.count
    var about = [unit]
    if let first = items.first(where: { $0.periods.count > 1 }), let words = gatheredWords(first) {
      about.append(words)
    }
    table.notes = [about.joined(separator: "; ")]
    return table
  }
}
