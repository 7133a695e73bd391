import Columns

/// A sum of values by the weights of their outcomes, exact however many outcomes there are: weights are whole numbers
/// over one denominator, the product of those of all probabilities.
struct WeightedSum {
  /// The sums of what is above zero and below it, in steps of ``scale`` decimals.
  private var above = WideMagnitude.zero
  private var below = WideMagnitude.zero
  private let denominator: WideMagnitude
  private let scale: Int

  /// - Parameter scale: the decimals of all values.
  init(over denominator: WideMagnitude, scale: Int) {
    self.denominator = denominator
    self.scale = scale
  }

  /// Adds a value; false iff it has more digits than can be computed with.
  mutating func add(_ value: Rational, weight: WideMagnitude) -> Bool {
    guard let whole = value.scaled(by: scale), let steps = UInt64(exactly: whole.magnitude),
      let product = weight.multiplied(by: steps)
    else { return false }
    let sum = whole < 0 ? below + product : above + product
    if sum.isLarge { return false }
    if whole < 0 { below = sum } else { above = sum }
    return true
  }

  /// The sum, rounded to six decimals more than the values have; nil iff it has too many digits.
  var value: Rational? {
    let isNegative = above < below
    let difference = isNegative ? below - above : above - below
    guard let enlarged = difference.multiplied(by: 1_000_000) else { return nil }
    let (quotient, remainder) = enlarged.quotientAndRemainder(dividingBy: denominator)
    // Half away from zero.
    let rounded = remainder + remainder < denominator ? quotient : quotient + WideMagnitude(1)
    guard let whole = rounded.narrow.flatMap({ Int128(exactly: $0) }) else { return nil }
    return Rational(isNegative ? -whole : whole, scale: scale + 6)
  }
}
