/// How a number is printed.
public struct NumberLayout: Hashable, Sendable {
  /// How many decimals are printed.
  public enum Decimals: Hashable, Sendable {
    /// All of a value that ends, without trailing zeros; the fraction of one that does not end.
    case exact
    /// All of a value that ends, but at least `minimum`; six of one that does not end.
    case all(minimum: Int)
    /// Exactly so many, rounded half away from zero.
    case fixed(Int)
  }

  public var decimals: Decimals
  /// True iff the number is printed as a number of hundredths with `%`.
  public var isPercent: Bool

  public init(_ decimals: Decimals, isPercent: Bool = false) {
    self.decimals = decimals
    self.isPercent = isPercent
  }

  /// A number as it is printed.
  public func text(of number: Rational) -> String {
    if number.isInfinite { return number.description }
    guard isPercent else { return NumberLayout.text(of: number, decimals) }
    // A number that is too large for its hundredfold is shown as it is, which is exact too.
    guard let hundredths = number.multiplying(Rational(100)) else { return number.description }
    return NumberLayout.text(of: hundredths, decimals) + "%"
  }

  private static func text(of number: Rational, _ decimals: Decimals) -> String {
    let minimum: Int
    let maximum: Int
    switch decimals {
    case .exact: return number.description
    case .all(let least):
      minimum = least
      maximum = max(least, number.decimalScale ?? 6)
    case .fixed(let count): (minimum, maximum) = (count, count)
    }
    var shown = number
    if number.decimalScale.map({ $0 > maximum }) ?? true, let unit = Rational(Int128(1), scale: min(maximum, 38)),
      let rounded = number.rounded(.half, toMultipleOf: unit)
    {
      shown = rounded
    }
    var text = shown.description(decimals: maximum)
    // A value that does not end keeps its rounded decimals; one that ends early is filled up.
    let isRounded = shown != number
    let decimals = text.utf8.lastIndex(of: UInt8(ascii: ".")).map {
      text.utf8.distance(from: $0, to: text.utf8.endIndex) - 1
    }
    let wanted = isRounded ? maximum : minimum
    if (decimals ?? 0) < wanted {
      if decimals == nil { text += "." }
      text += String(repeating: "0", count: wanted - (decimals ?? 0))
    }
    return text
  }
}
