/// The integer of a scaled number: `Int64`, or `Int128` without its smallest value, so that negating always fits.
protocol Mantissa: FixedWidthInteger & SignedInteger & Sendable {
  /// Ten to the power of `exponent`; nil iff it does not fit.
  static func powerOfTen(_ exponent: Int) -> Self?

  func plus(_ other: Self) -> (partialValue: Self, overflow: Bool)
  func minus(_ other: Self) -> (partialValue: Self, overflow: Bool)
  func times(_ other: Self) -> (partialValue: Self, overflow: Bool)
}

extension Int64: Mantissa {
  static func powerOfTen(_ exponent: Int) -> Int64? {
    exponent < PowersOfTen.narrow.count ? PowersOfTen.narrow[exponent] : nil
  }

  @inline(__always)
  func plus(_ other: Int64) -> (partialValue: Int64, overflow: Bool) { addingReportingOverflow(other) }

  @inline(__always)
  func minus(_ other: Int64) -> (partialValue: Int64, overflow: Bool) { subtractingReportingOverflow(other) }

  @inline(__always)
  func times(_ other: Int64) -> (partialValue: Int64, overflow: Bool) { multipliedReportingOverflow(by: other) }
}

extension Int128: Mantissa {
  static func powerOfTen(_ exponent: Int) -> Int128? {
    exponent < PowersOfTen.wide.count ? PowersOfTen.wide[exponent] : nil
  }

  @inline(__always)
  func plus(_ other: Int128) -> (partialValue: Int128, overflow: Bool) {
    let (sum, overflow) = addingReportingOverflow(other)
    return (sum, overflow || sum == .min)
  }

  @inline(__always)
  func minus(_ other: Int128) -> (partialValue: Int128, overflow: Bool) {
    let (difference, overflow) = subtractingReportingOverflow(other)
    return (difference, overflow || difference == .min)
  }

  @inline(__always)
  func times(_ other: Int128) -> (partialValue: Int128, overflow: Bool) {
    // Most factors fit 64 bits, whose product always fits and is one instruction.
    if Int128(Int64(truncatingIfNeeded: self)) == self && Int128(Int64(truncatingIfNeeded: other)) == other {
      return (Int128(Int64(truncatingIfNeeded: self)) &* Int128(Int64(truncatingIfNeeded: other)), false)
    }
    let (product, overflow) = multipliedReportingOverflow(by: other)
    return (product, overflow || product == .min)
  }
}
