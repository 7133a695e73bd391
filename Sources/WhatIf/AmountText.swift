import Allot
import Columns
import Model
import Syntax

/// Reads amounts that are written in the language: a literal, or an expression of literals and params.
struct AmountText {
  private let plan: Plan

  init(_ plan: Plan) { self.plan = plan }

  /// What a constant expression is, by the checker's own judgement, or what it says against it.
  enum Constant {
    case value(Rational, Quantity)
    case refused(String?)
  }

  func constant(_ text: String) -> Constant {
    guard let file = plan.readFiles.first else { return .refused(nil) }
    let name = "_amount"
    let bytes = plan.sources[file].bytes
    let checked = plan.replacing(file, with: bytes + Array("\nparam \(name) = (\n\(text)\n)\n".utf8))
    let own = checked.diagnostics.first(where: { diagnostic in
      let place = diagnostic.primary.span
      return diagnostic.severity == .error && place.file == file && Int(place.start) >= bytes.count
    })
    if let own { return .refused(own.message) }
    guard let parameter = checked.model.parameters.first(where: { $0.name == name }),
      case .number(let value)? = checked.model.constantValue(parameter.value), !value.isInfinite,
      let quantity = parameter.value.type.quantity
    else { return .refused(nil) }
    return .value(value, quantity)
  }

  /// A literal: the number and the unit's name; nil for all that must be computed or checked.
  func literal(_ text: String) -> (number: Rational, unit: String?)? {
    let parsed = parseExpression(SourceFile(path: "amount", bytes: Array(text.utf8)), id: FileID(0))
    guard parsed.diagnostics.isEmpty else { return nil }
    return AmountText.literal(parsed.expression)
  }

  private static func literal(_ expression: Expression) -> (number: Rational, unit: String?)? {
    switch expression.kind {
    case .unary(.minus, let inner): return literal(inner).map { ($0.number.negated, $0.unit) }
    case .number(let digits, nil): return Rational(decimal: digits).map { ($0, nil) }
    case .number(let digits, let unit?):
      guard unit.denominator.isEmpty, unit.numerator.count == 1 else { return nil }
      return Rational(decimal: digits).map { ($0, unit.numerator[0].text) }
    default: return nil
    }
  }

  /// A percent, or an amount of a unit, whose name may be left out; nil for anything else.
  func value(_ text: String, of isPercent: Bool, unit: String?) -> Rational? {
    if let (number, name) = literal(text) {
      if isPercent, name == "%" { return number.dividing(Rational(100)) }
      if !isPercent, name == nil || name == unit { return number }
    }
    guard case .value(let value, let quantity) = constant(text) else { return nil }
    let isShare = quantity.form == .percent || quantity.form == .ratio
    if isPercent { return quantity.unit.isOne && (isShare || text.contains("/")) ? value : nil }
    let own = quantity.unit.isOne ? nil : quantity.unit.description
    return !isShare && own == unit ? value : nil
  }
}
