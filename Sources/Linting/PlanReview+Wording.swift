import Allot
import Model
import Syntax

extension PlanReview {
  /// The text of an expression without blanks and comments: equal for two that are written alike.
  ///
  /// Two expressions of one line that are written alike mean the same, if neither stands inside of an aggregate.
  public func wording(_ expression: TypedExpression) -> String {
    guard plan.sources.contains(expression.span.file) else { return "" }
    let bytes = plan.sources[expression.span.file].bytes
    let start = min(max(0, Int(expression.span.start)), bytes.count)
    var result: [UInt8] = []
    var isQuoted = false
    var isComment = false
    for byte in bytes[start..<min(max(start, Int(expression.span.end)), bytes.count)] {
      if isComment {
        isComment = byte != 0x0A
        continue
      }
      if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
      if !isQuoted {
        if byte == UInt8(ascii: "#") {
          isComment = true
          continue
        }
        if byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { continue }
      }
      result.append(byte)
    }
    while result.first == UInt8(ascii: "("), result.last == UInt8(ascii: ")"), PlanReview.isEnclosed(result) {
      result = Array(result.dropFirst().dropLast())
    }
    return String(decoding: result, as: UTF8.self)
  }

  /// Whether the first parenthesis is closed by the last byte.
  private static func isEnclosed(_ text: [UInt8]) -> Bool {
    var depth = 0
    var isQuoted = false
    for (place, byte) in text.enumerated() {
      if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
      if isQuoted { continue }
      if byte == UInt8(ascii: "(") { depth += 1 }
      if byte == UInt8(ascii: ")") { depth -= 1 }
      if depth == 0 { return place == text.count - 1 }
    }
    return false
  }

  /// The value of an expression of literals; nil if it names a param, which a run may set.
  public func literal(_ expression: TypedExpression) -> Value? {
    guard let value = model.constantValue(expression) else { return nil }
    if case .constant = expression.kind { return value }
    var pending = [expression]
    while let next = pending.popLast() {
      if case .parameter = next.kind { return nil }
      pending += next.children
    }
    return value
  }

  /// Where the declaration of the file stands that an expression belongs to.
  func declaration(of owner: ExpressionOwner) -> SourceSpan? {
    // What says which rule counts is made of rows, and written as conditions by the checker.
    if case .choice = owner { return nil }
    if let sheet = owner.sheet {
      return model.sheets[sheet].kind == .rules ? nil : places.sheets[model.sheets[sheet].name]
    }
    switch owner {
    case .column(let table, _), .tableCondition(let table), .tableCheck(let table, _):
      return places.tables[model.tables[table].name]
    case .ratesBound(let rates, _), .ratesValue(let rates, _), .ratesEnd(let rates):
      return places.rates[model.rates[rates].name]
    case .curve(let curve): return places.rates[model.curves[curve].name]
    case .schedule(let schedule): return places.schedules[model.schedules[schedule].name]
    case .parameter(let number): return model.parameters[number].value.span
    case .rows, .rowCondition, .credit, .line, .starting, .step, .check, .grouping, .orderEntry, .conversion, .choice:
      return nil
    }
  }

}

/// Where the declarations of a file stand, by their names.
struct DeclarationPlaces: Sendable {
  private(set) var sheets: [String: SourceSpan] = [:]
  private(set) var tables: [String: SourceSpan] = [:]
  /// Rates and curves.
  private(set) var rates: [String: SourceSpan] = [:]
  private(set) var schedules: [String: SourceSpan] = [:]

  init(_ syntax: FileSyntax) {
    for declaration in syntax.declarations {
      switch declaration {
      case .sheet(let sheet): sheets[sheet.name.text] = sheet.span
      case .table(let table): tables[table.name.text] = table.span
      case .rates(let own): rates[own.name.text] = own.span
      case .curve(let curve): rates[curve.name.text] = curve.span
      case .schedule(let schedule): schedules[schedule.name.text] = schedule.span
      case .unit, .parameter, .define, .data, .example, .calendar: break
      }
    }
  }
}
