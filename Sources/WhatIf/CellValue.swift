import Allot
import Columns
import Model
import Syntax

/// Reads values of the language for the cells of one column.
struct CellValue {
  private let plan: Plan
  private let table: Int
  private let declared: TableModel.ColumnModel
  private let type: CellType

  init(_ plan: Plan, table: Int, column: Int) throws(RequestProblem) {
    self.plan = plan
    self.table = table
    declared = plan.model.tables[table].columns[column]
    guard let type = plan.model.cellType(of: declared.type) else {
      throw RequestProblem("the column `\(declared.name)` cannot be read")
    }
    self.type = type
  }

  /// The value in the cell's own unit.
  func read(_ written: String) throws(RequestProblem) -> Value {
    let text = CellValue.trimmed(written)
    if text.isEmpty || text == "missing" {
      if declared.type.isOptional { return .missing }
      throw problem(written, text.isEmpty ? "nothing" : "`missing`", notes: ["its type is no `…?`"])
    }
    switch type {
    case .text: return .text(try CellValue.unquoted(text))
    case .choice(let choices):
      let choice = try CellValue.unquoted(text)
      if choices.contains(choice) { return .text(choice) }
      throw problem(written, "`\(choice)`", help: RequestProblem.nearest(to: choice, among: choices))
    case .bool:
      if text == "true" { return .bool(true) }
      if text == "false" { return .bool(false) }
    case .date: if let date = CalendarDate(iso: text) { return .date(date) }
    case .timestamp: if let value = CSVColumn("value", .timestamp).value(ofCell: text) { return value }
    case .period(let unit):
      if let period = Period(text, in: plan.model.calendar), period.unit == unit { return .period(period) }
    case .number, .percent: return try number(text, written)
    }
    throw problem(written, "`\(text)`")
  }

  // MARK: Numbers

  private func number(_ text: String, _ written: String) throws(RequestProblem) -> Value {
    if let (number, unit) = AmountText(plan).literal(text) {
      switch unit {
      case nil where type == .number: return .number(number)
      case "%"? where type == .percent:
        if let share = number.dividing(Rational(100)) { return .number(share) }
      case let unit? where type == .number && declared.factor == nil && declared.rowUnit == nil:
        if declared.type.quantity?.unit.singleName == unit { return .number(number) }
      default: break
      }
    }
    let (value, found) = try constant(text, written)
    // An amount is given in the base unit, and written in the column's own.
    guard let factor = declared.factor, !found.unit.isOne else { return .number(value) }
    guard let cell = value.dividing(factor) else { throw problem(written, "`\(text)`") }
    return .number(cell)
  }

  /// The value of an expression of literals and params, by the checker's own judgement.
  private func constant(
    _ text: String, _ written: String
  ) throws(RequestProblem) -> (value: Rational, quantity: Quantity) {
    let (value, found): (Rational, Quantity)
    switch AmountText(plan).constant(text) {
    case .refused(let message):
      throw problem(written, "`\(text)`", notes: message.map { [$0] } ?? [])
    case .value(let number, let quantity): (value, found) = (number, quantity)
    }
    guard let wanted = declared.type.quantity, declared.rowUnit == nil else {
      if found.unit.isOne, found.form == .plain { return (value, found) }
      throw problem(
        written, "`\(text)`", help: ["write the number alone: its unit stands in another column of the row"])
    }
    let isShare = found.form == .percent || found.form == .ratio
    let agrees =
      type == .percent
      ? found.unit.isOne && (isShare || found.form == .plain && text.contains("/"))
      : found.unit == wanted.unit && !isShare
    if agrees { return (value, found) }
    throw problem(written, "`\(text)`, which is \(CellValue.words(found))")
  }

  private static func words(_ quantity: Quantity) -> String {
    quantity.form == .percent ? "a percent" : quantity.unit.isOne ? "a plain number" : quantity.unit.description
  }

  // MARK: Texts

  private static func trimmed(_ text: String) -> String {
    var text = text[...]
    while let first = text.first, first.isWhitespace { text.removeFirst() }
    while let last = text.last, last.isWhitespace { text.removeLast() }
    return String(text)
  }

  /// A text literal's text, or the text itself where it stands without quotes.
  static func unquoted(_ text: String) throws(RequestProblem) -> String {
    guard text.hasPrefix("\"") else { return text }
    let parsed = parseExpression(SourceFile(path: "value", bytes: Array(text.utf8)), id: FileID(0))
    guard parsed.diagnostics.isEmpty, case .text(let inner) = parsed.expression.kind else {
      throw RequestProblem("`\(text)` is no text in quotes", about: text)
    }
    return inner
  }

  // MARK: Messages

  private func problem(
    _ written: String, _ seen: String, notes: [String] = [], help: [String] = []
  ) -> RequestProblem {
    RequestProblem(
      "`\(declared.name)` of `\(plan.model.tables[table].name)` is \(seen), and \(expected) is expected",
      about: written, notes: notes, help: help)
  }

  /// What a value of the column looks like.
  private var expected: String {
    switch type {
    case .text: "a text"
    case .bool: "`true` or `false`"
    case .choice(let choices):
      choices.count <= 8
        ? "one of " + choices.map { "`\($0)`" }.joined(separator: ", ") : "one of its \(choices.count) choices"
    case .date: "a day such as `2026-03-31`"
    case .timestamp: "a time such as `2026-03-31 14:05`"
    case .period(let unit): "a period such as `\(Period(unit, containing: CalendarDate(days: 20_500)))`"
    case .percent: "a percent such as `6%`"
    case .number:
      switch declared.type.quantity {
      case let quantity? where !quantity.unit.isOne: "an amount such as `20_000 \(quantity.unit)`"
      case .some, nil: "a number such as `12.5`"
      }
    }
  }
}
