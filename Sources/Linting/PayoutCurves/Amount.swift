import Columns

/// A product of values that do not depend on the variable and are taken to be above zero, such as a payee's quota; each
/// by its place in a list, with the power that it has.
package struct SymbolProduct: Hashable, Sendable {
  package let powers: [Int: Int]

  static let one = SymbolProduct([:])

  init(_ powers: [Int: Int]) { self.powers = powers.filter { $0.value != 0 } }

  static func symbol(_ index: Int) -> SymbolProduct { SymbolProduct([index: 1]) }

  static func * (a: SymbolProduct, b: SymbolProduct) -> SymbolProduct {
    SymbolProduct(a.powers.merging(b.powers) { $0 + $1 })
  }

  var inverse: SymbolProduct { SymbolProduct(powers.mapValues { -$0 }) }
}

/// What an amount is in one piece of a curve: a sum of polynomials of the variable, each times symbols of its own.
package struct Amount: Hashable, Sendable {
  /// No polynomial in it is zero.
  package let terms: [SymbolProduct: Polynomial]

  init(_ terms: [SymbolProduct: Polynomial]) { self.terms = terms.filter { !$0.value.isZero } }

  init(_ polynomial: Polynomial) { self.init([.one: polynomial]) }

  init(_ constant: Rational) { self.init(Polynomial(constant)) }

  static let zero = Amount([:])

  /// The polynomial, iff no symbol stands in the amount.
  package var polynomial: Polynomial? {
    terms.isEmpty ? .zero : terms.count == 1 ? terms[.one] : nil
  }

  func plus(_ other: Amount) throws(Undecided) -> Amount {
    var sum = terms
    for (symbols, polynomial) in other.terms { sum[symbols] = try (sum[symbols] ?? .zero).plus(polynomial) }
    return Amount(sum)
  }

  var negated: Amount { Amount(terms.mapValues(\.negated)) }

  func times(_ other: Amount) throws(Undecided) -> Amount {
    var product: [SymbolProduct: Polynomial] = [:]
    for (a, left) in terms {
      for (b, right) in other.terms {
        product[a * b] = try (product[a * b] ?? .zero).plus(left.times(right))
      }
    }
    return Amount(product)
  }

  /// The amount with `x` for the variable.
  package func value(at x: Rational) throws(Undecided) -> Amount {
    var values: [SymbolProduct: Polynomial] = [:]
    for (symbols, polynomial) in terms { values[symbols] = Polynomial(try polynomial.value(at: x)) }
    return Amount(values)
  }

  /// The symbols with which the parts of the amount do not grow alike.
  var scales: Set<Int> {
    var found: Set<Int> = []
    guard let first = terms.keys.first else { return [] }
    for product in terms.keys {
      for index in Set(product.powers.keys).union(first.powers.keys) where product.powers[index] != first.powers[index]
      {
        found.insert(index)
      }
    }
    return found
  }

  /// The places inside the interval at which one of the parts changes its sign.
  func zeros(in interval: OpenInterval) throws(Undecided) -> [Rational] {
    var places: Set<Rational> = []
    for polynomial in terms.values { places.formUnion(try polynomial.zeros(in: interval)) }
    return places.sorted()
  }

  /// -1, 0 or 1, as the amount at `x` is negative, zero or positive whatever the symbols are; nil iff that depends on
  /// them.
  func sign(at x: Rational) throws(Undecided) -> Int? {
    var sign = 0
    for polynomial in terms.values {
      let own = try polynomial.value(at: x).signum
      if own == 0 { continue }
      if sign == -own { return nil }
      sign = own
    }
    return sign
  }
}

/// One piece of a curve.
package enum Piece: Hashable, Sendable {
  case amount(Amount)
  /// The run stops with an error, or a division by zero asks for what stands behind `else`.
  case refused(Refusal)
}

/// Why there is no amount in a piece.
package enum Refusal: Hashable, Sendable {
  /// No tier, or no point, of what is called so holds the value.
  case outside(String)
  case divisionByZero
}
