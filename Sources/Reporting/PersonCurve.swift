import Allot
import Linting

/// A payout curve for one payee: exact numbers in every piece, with the payee's own quota and conditions in it.
struct PersonCurve: Hashable {
  /// Where pieces begin, ascending; the last one goes on.
  let places: [Rational]
  /// What is paid at each place, and behind it up to the next; nil where a run would stop.
  let points: [Polynomial?]
  let gaps: [Polynomial?]

  /// Nil iff a number has too many digits.
  init?(_ curve: PayoutCurve, _ symbols: [Rational]) {
    places = curve.pieces.places
    do throws(Undecided) {
      points = try PersonCurve.pieces(curve.pieces.points, symbols)
      gaps = try PersonCurve.pieces(curve.pieces.gaps, symbols)
    } catch {
      return nil
    }
  }

  private static func pieces(_ pieces: [Piece], _ symbols: [Rational]) throws(Undecided) -> [Polynomial?] {
    var result: [Polynomial?] = []
    for piece in pieces {
      switch piece {
      case .amount(let amount): result.append(try polynomial(amount, symbols))
      case .refused: result.append(nil)
      }
    }
    return result
  }

  /// The amount with numbers for its symbols.
  private static func polynomial(_ amount: Amount, _ symbols: [Rational]) throws(Undecided) -> Polynomial {
    var coefficients: [Rational] = []
    for (product, polynomial) in amount.terms {
      var factor = Rational.one
      for (index, power) in product.powers {
        guard symbols.indices.contains(index) else { throw Undecided("a value is not known") }
        for _ in 0..<abs(power) {
          let next = power > 0 ? factor.multiplying(symbols[index]) : factor.dividing(symbols[index])
          guard let next else { throw Undecided("the exact numbers have more digits than can be computed with") }
          factor = next
        }
      }
      for (place, coefficient) in polynomial.coefficients.enumerated() {
        while coefficients.count <= place { coefficients.append(.zero) }
        guard let part = coefficient.multiplying(factor), let sum = coefficients[place].adding(part) else {
          throw Undecided("the exact numbers have more digits than can be computed with")
        }
        coefficients[place] = sum
      }
    }
    return Polynomial(coefficients)
  }

  /// What is paid at `x`; nil where nothing is, or a number has too many digits.
  func value(at x: Rational) -> Rational? {
    guard let index = places.lastIndex(where: { $0 <= x }) else { return nil }
    let piece = places[index] == x ? points[index] : index < gaps.count ? gaps[index] : nil
    return PersonCurve.value(piece, at: x)
  }

  static func value(_ piece: Polynomial?, at x: Rational) -> Rational? {
    do throws(Undecided) {
      return try piece?.value(at: x)
    } catch {
      return nil
    }
  }
}
