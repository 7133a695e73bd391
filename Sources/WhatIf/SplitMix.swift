import Columns

/// SplitMix64, a small generator of random bits: the same seed gives the same draws on every machine.
struct SplitMix: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var bits = state
    bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
    bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
    return bits ^ (bits >> 31)
  }

  /// True with a probability, to one part in 2⁶⁴.
  mutating func draw(_ probability: Rational) -> Bool {
    let bits = next()
    // Whether bits / 2⁶⁴ is less than the probability.
    let left = UInt128(bits).multipliedFullWidth(by: probability.denominator.magnitude)
    let right = probability.numerator.magnitude.multipliedFullWidth(by: UInt128(1) << 64)
    return (left.high, left.low) < (right.high, right.low)
  }
}
