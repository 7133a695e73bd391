import Columns
import Source

/// Why a question about what is paid has no answer: nothing is guessed instead.
package struct Undecided: Error, Hashable, Sendable {
  /// A clause that stands alone, as a message does.
  package let reason: String
  /// What in the text it is about; nil if it is about no single place.
  package let span: SourceSpan?
  /// What the author can write so that there is an answer.
  package let advice: String?
  /// The values on which the answer depends, by their places among those that are not known; the reason is to be followed
  /// by their names.
  let dependsOn: Set<Int>
  /// The same values, once they have been looked up.
  package fileprivate(set) var symbols: [CurveSymbol] = []

  package init(
    _ reason: String, at span: SourceSpan? = nil, advice: String? = nil, dependsOn: Set<Int> = []
  ) {
    self.reason = reason
    self.span = span
    self.advice = advice
    self.dependsOn = dependsOn
  }

  static let tooManyDigits = Undecided("the exact numbers have more digits than can be computed with")

  /// The reason with the names of the values on which the answer depends.
  package func clause(_ name: (CurveSymbol) -> String) -> String {
    symbols.isEmpty ? reason : "\(reason) \(symbols.map(name).joined(separator: " and "))"
  }

  /// The same about `span`, unless it knows its place already.
  func at(_ span: SourceSpan) -> Undecided {
    self.span == nil ? Undecided(reason, at: span, advice: advice, dependsOn: dependsOn) : self
  }

  /// The same with the values on which the answer depends, of all that are not known.
  func among(_ known: [CurveSymbol]) -> Undecided {
    guard symbols.isEmpty else { return self }
    var result = self
    result.symbols = dependsOn.sorted().filter { $0 < known.count }.map { known[$0] }
    return result
  }
}

extension Rational {
  func plus(_ other: Rational) throws(Undecided) -> Rational {
    guard let sum = adding(other) else { throw .tooManyDigits }
    return sum
  }

  func minus(_ other: Rational) throws(Undecided) -> Rational { try plus(other.negated) }

  func times(_ other: Rational) throws(Undecided) -> Rational {
    guard let product = multiplying(other) else { throw .tooManyDigits }
    return product
  }

  /// - Requires: `other` is not zero.
  func over(_ other: Rational) throws(Undecided) -> Rational {
    guard let quotient = dividing(other) else { throw .tooManyDigits }
    return quotient
  }

  /// The number whose square this is, not negative; nil iff it is no fraction.
  var exactSquareRoot: Rational? {
    guard signum >= 0, !isInfinite, let above = numerator.magnitude.exactSquareRoot,
      let below = denominator.magnitude.exactSquareRoot
    else { return nil }
    return Rational(Int128(above), over: Int128(below))
  }
}

extension UInt128 {
  /// The whole number whose square this is; nil iff there is none.
  fileprivate var exactSquareRoot: UInt128? {
    if self < 2 { return self }
    // Newton's steps come down to the root's whole part from any start above it.
    var root = UInt128(1) << UInt128((UInt128.bitWidth - leadingZeroBitCount + 1) / 2)
    while true {
      let next = (root + self / root) / 2
      if next >= root { break }
      root = next
    }
    return root * root == self ? root : nil
  }
}
