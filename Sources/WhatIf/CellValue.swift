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
      let near = suggestions(for: choice, among: choices)
      throw problem(
        written, "`\(choice)`",
        help: near.isEmpty ? [] : ["did you mean " + near.map { "`\($0)`" }.joined(separator: " or ") + "?"])
    case .bool:
      if text == "true" { return .bool(true) }
      if text == "false" { return .bool(false) }
    case .date: if let date = CalendarDate(iso: text) { return .date(date) }
    case .timestamp: return try timestamp(text, written)
    case .period(let unit):
      if let period = Period(text, in: plan.model.calendar), period.unit == unit { return .period(period) }
    case .number, .percent: return try number(text, written)
    }
    throw problem(written, "`\(text)`")
  }

  private func timestamp(_ text: String, _ written: String) throws(RequestProblem) -> Value {
    let plain = CSVColumn("value", .timestamp)
    var pool = TextPool()
    do throws(DataErrors) {
      let cell = text.replacing("\"", with: "\"\"")
      let file = MappedFile(copying: Array("value,end\n\"\(cell)\",\n".utf8), name: "")
      let column = try readCSV(file, columns: [plain], options: CSVOptions(threads: 1), pool: &pool).columns[0]
      return column.value(at: 0, as: .timestamp, pool: pool)
    } catch {
      throw problem(written, "`\(text)`")
    }
  }

  // MARK: Numbers

  private func number(_ text: String, _ written: String) throws(RequestProblem) -> Value {
    let source = SourceFile(path: "value", bytes: Array(text.utf8))
    let parsed = parseExpression(source, id: FileID(0))
    guard parsed.diagnostics.isEmpty else { throw problem(written, "`\(text)`") }
    if let number = plain(parsed.expression) { return .number(number) }
    let (value, found) = try constant(text, written)
    // A number of amounts is given in the column's base unit, and written in the one of the column.
    guard let factor = declared.factor else { return .number(value) }
    guard found.unit != Quantity(.one).unit else { return .number(value) }
    guard let cell = value.dividing(factor) else { throw problem(written, "`\(text)`") }
    return .number(cell)
  }

  /// A literal without a unit, or in the column's own; nil for all that must be computed or checked.
  private func plain(_ expression: Expression) -> Rational? {
    switch expression.kind {
    case .unary(.minus, let inner): return plain(inner)?.negated
    case .number(let digits, nil): return type == .percent ? nil : Rational(decimal: digits)
    case .number(let digits, let unit?):
      guard unit.denominator.isEmpty, unit.numerator.count == 1 else { return nil }
      let name = unit.numerator[0].text
      if type == .percent { return name == "%" ? Rational(decimal: digits)?.dividing(Rational(100)) : nil }
      guard declared.factor == nil, declared.rowUnit == nil, declared.type.quantity?.unit.singleName == name else {
        return nil
      }
      return Rational(decimal: digits)
    default: return nil
    }
  }

  /// The value of an expression of literals and params, by the checker's own judgement.
  private func constant(
    _ text: String, _ written: String
  ) throws(RequestProblem) -> (value: Rational, quantity: Quantity) {
    guard let file = plan.readFiles.first else { throw problem(written, "`\(text)`") }
    let name = "_cell_value"
    let checked = plan.replacing(file, with: plan.sources[file].bytes + Array("\nparam \(name) = (\n\(text)\n)\n".utf8))
    let start = plan.sources[file].bytes.count
    let own = checked.diagnostics.first(where: { diagnostic in
      diagnostic.severity == .error && diagnostic.primary.span.file == file
        && Int(diagnostic.primary.span.start) >= start
    })
    if let own { throw problem(written, "`\(text)`", notes: [own.message]) }
    guard let parameter = checked.model.parameters.first(where: { $0.name == name }),
      case .number(let value)? = checked.model.constantValue(parameter.value), !value.isInfinite,
      let found = parameter.value.type.quantity
    else { throw problem(written, "`\(text)`") }
    guard let wanted = declared.type.quantity else {
      if found.unit.isOne, found.form == .plain { return (value, found) }
      throw problem(written, "`\(text)`", help: ["write the number alone: its currency stands in another column"])
    }
    let isPercent = found.form == .percent || found.form == .ratio
    let agrees =
      type == .percent
      ? found.unit.isOne && (isPercent || found.form == .plain && text.contains("/"))
      : found.unit == wanted.unit && !isPercent
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
