import Columns
import Model

/// A value as a plan writes it: `8_000.04 USD`, `4%`, `2026-03-31`; a value that never ends is rounded and ends in `…`.
func text(of value: Value, type: StaticType) -> String {
  guard case .number(let number) = value else { return value == .missing ? "missing" : value.description }
  guard let quantity = type.quantity else { return grouped(number) }
  if quantity.form == .percent, let hundredths = number.multiplying(Rational(100)) { return grouped(hundredths) + "%" }
  return grouped(number) + (quantity.unit.isOne ? "" : " \(quantity.unit)")
}

/// The digits of a number in groups of three.
func grouped(_ number: Rational) -> String {
  let isExact = number.isInfinite || number.decimalScale != nil
  let text = number.description(decimals: 6) + (isExact ? "" : "…")
  let digits = text.drop { $0 == "-" }
  let whole = digits.prefix { $0.isNumber }
  var result = text.hasPrefix("-") ? "-" : ""
  for (place, digit) in whole.enumerated() {
    if place > 0, (whole.count - place) % 3 == 0 { result += "_" }
    result.append(digit)
  }
  return result + digits.dropFirst(whole.count)
}
