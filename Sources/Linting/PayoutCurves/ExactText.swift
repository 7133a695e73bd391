import Columns
import Model
import Syntax

/// Exact numbers in messages, written as a plan writes them.
enum ExactText {
  /// `1_000`, `0.25`, `1/3`.
  static func number(_ value: Rational) -> String {
    let text = value.description
    let digits = text.prefix { $0 == "-" || $0.isNumber }
    let whole = digits.drop { $0 == "-" }
    guard whole.count > 4 || whole.count == 4 && whole.count == text.count, !text.contains("/") else { return text }
    var grouped = ""
    for (place, digit) in whole.enumerated() {
      if place > 0, (whole.count - place) % 3 == 0 { grouped.append("_") }
      grouped.append(digit)
    }
    return digits.prefix { $0 == "-" } + grouped + text.dropFirst(digits.count)
  }

  static func percent(_ value: Rational) -> String {
    guard let hundredths = value.multiplying(Rational(100)) else { return number(value) }
    return number(hundredths) + "%"
  }

  /// The percentage; rounded to two decimals, and said to be, if it does not end.
  static func roughPercent(_ value: Rational) -> String { rough(value) { percent($0) } }

  /// What `text` makes of a value that ends as a decimal, or of its neighbour with four decimals.
  private static func rough(_ value: Rational, _ text: (Rational) -> String) -> String {
    guard value.decimalScale == nil, let near = value.rounded(.half, toMultipleOf: Rational(Int64(1), scale: 4)) else {
      return text(value)
    }
    return "about \(text(near))"
  }

  /// `5%`, `1_000 USD`, `3`.
  static func quantity(_ value: Rational, _ quantity: Quantity) -> String {
    rough(value) { value in
      if quantity.form == .percent { return percent(value) }
      return quantity.unit.isOne ? number(value) : "\(number(value)) \(quantity.unit.description)"
    }
  }

  /// The smallest amount by which two values of the kind are told apart in a message: a coin, a hundredth of a percent,
  /// or one.
  static func step(of quantity: Quantity) -> Rational {
    if quantity.form == .percent { return Rational(Int64(1), scale: 4) }
    if let currency = quantity.unit.currency { return Rational(Int64(1), scale: currency.minorDigits) }
    return .one
  }
}
