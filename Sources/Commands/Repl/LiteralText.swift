import Allot
import Model

/// Values as a plan writes them, exactly.
enum LiteralText {
  /// The text of an expression with this value; nil for what has no literal.
  static func text(of value: Value, _ type: StaticType) -> String? {
    switch value {
    case .missing: "missing"
    case .bool(let value): value ? "true" : "false"
    case .text(let text): quoted(text)
    case .date(let date): date.description
    case .period(let period): period.description
    case .timestamp: nil
    case .number(let number): text(of: number, type)
    }
  }

  static func quoted(_ text: String) -> String {
    "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n") + "\""
  }

  private static func text(of number: Rational, _ type: StaticType) -> String? {
    guard !number.isInfinite, let quantity = type.quantity else { return nil }
    let isDecimal = number.decimalScale != nil
    let plain = isDecimal ? decimal(number) : "(\(number.numerator) / \(number.denominator))"
    if quantity.form == .percent {
      guard isDecimal, let hundredths = number.multiplying(Rational(100)) else { return "percent(\(plain))" }
      return decimal(hundredths) + "%"
    }
    if quantity.unit.isOne { return plain }
    return isDecimal ? "\(plain) \(quantity.unit)" : "\(plain) * 1 \(quantity.unit)"
  }

  /// A number that ends, with all of its digits.
  private static func decimal(_ number: Rational) -> String { number.description }
}
