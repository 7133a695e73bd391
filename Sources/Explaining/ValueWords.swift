import Columns
import Engine
import IR
import Model

/// Values in the words of a result: `12,000.00 USD`, `112.4%`, `2026-03-31`; one that never ends has six decimals and `…`.
enum ValueWords {
  /// A value with its unit.
  static func text(of value: Value, type: StaticType?) -> String {
    guard case .number(let number) = value else { return value == .missing ? "missing" : value.description }
    guard let quantity = type?.quantity else { return text(of: number, unit: nil, minorDigits: 0) }
    if quantity.form == .percent || (quantity.form == .ratio && quantity.unit.isOne) {
      guard let hundredths = number.multiplying(Rational(100)) else { return number.description }
      return text(of: hundredths, unit: nil, minorDigits: 0) + "%"
    }
    let unit = quantity.unit.isOne ? nil : quantity.unit.description
    return text(of: number, unit: unit, minorDigits: quantity.unit.currency?.minorDigits ?? 0)
  }

  /// A number with at least so many decimals.
  static func text(of number: Rational, unit: String?, minorDigits: Int) -> String {
    let isExact = number.isInfinite || number.decimalScale != nil
    let digits = NumberLayout(.all(minimum: minorDigits)).text(of: number)
    return withThousands(digits) + (isExact ? "" : "…") + (unit.map { " \($0)" } ?? "")
  }

  /// The decimals of a currency's smallest coin; 0 of any other unit.
  static func minorDigits(of unit: String?) -> Int { unit.flatMap { IR.minorDigits(ofCurrency: $0) } ?? 0 }
}
