import Columns

/// A place at which a curve does not go on from where it was.
package struct CurveJump: Hashable, Sendable {
  package let place: Rational
  /// True iff the curve jumps behind the place, and not at it: the place itself belongs to what comes before.
  package let isBehind: Bool
  package let before: Amount
  package let after: Amount

  /// The sign of the jump: 1 upwards, -1 downwards; nil iff it depends on the symbols.
  package var sign: Int? {
    get throws(Undecided) { try after.plus(before.negated).sign(at: place) }
  }
}

extension PayoutCurve {
  /// The places at which the curve jumps, in ascending order.
  package var jumps: [CurveJump] {
    get throws(Undecided) {
      var found: [CurveJump] = []
      for (index, place) in pieces.places.enumerated() {
        guard case .amount(let point) = pieces.points[index] else { continue }
        let here = try point.value(at: place)
        if index > 0, case .amount(let left) = pieces.gaps[index - 1] {
          let before = try left.value(at: place)
          if before != here { found.append(CurveJump(place: place, isBehind: false, before: before, after: here)) }
        }
        if index < pieces.gaps.count, case .amount(let right) = pieces.gaps[index] {
          let after = try right.value(at: place)
          if after != here { found.append(CurveJump(place: place, isBehind: true, before: here, after: after)) }
        }
      }
      return found
    }
  }

  /// The first interval of each stretch in which the curve goes down, whatever its symbols are.
  package var slopesDown: [OpenInterval] {
    get throws(Undecided) {
      var found: [OpenInterval] = []
      for case (.gap(let interval), .amount(let amount)) in pieces.cells {
        var slopes: [SymbolProduct: Polynomial] = [:]
        for (symbols, polynomial) in amount.terms { slopes[symbols] = try polynomial.derivative }
        let slope = Amount(slopes)
        let cut = try Piecewise(slope, from: interval.lower, to: interval.upper).split {
          (slope, interval) throws(Undecided) in try slope.zeros(in: interval)
        }
        for case (.gap(let part), let slope) in cut.cells where try slope.sign(at: part.sample) == -1 {
          found.append(part)
        }
      }
      return found
    }
  }

  /// What is paid at `x`; nil iff that is refused or outside the domain.
  package func amount(at x: Rational) throws(Undecided) -> Amount? {
    guard case .amount(let amount)? = pieces.element(at: x) else { return nil }
    return try amount.value(at: x)
  }
}
