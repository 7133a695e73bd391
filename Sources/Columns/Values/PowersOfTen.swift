/// The powers of ten that fit a type, by exponent.
enum PowersOfTen {
  /// The largest scale of a column: ten to this power is the largest that an `Int128` holds.
  static let greatestExponent = 38

  /// The powers that an `Int64` holds: exponents 0 to 18.
  static let narrow: [Int64] = {
    var powers: [Int64] = [1]
    for _ in 1...18 { powers.append(powers[powers.count - 1] * 10) }
    return powers
  }()

  /// The powers that an `Int128` holds: exponents 0 to 38.
  static let wide: [Int128] = {
    var powers: [Int128] = [1]
    for _ in 1...greatestExponent { powers.append(powers[powers.count - 1] * 10) }
    return powers
  }()
}
