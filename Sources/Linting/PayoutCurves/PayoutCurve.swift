import Columns
import Model

/// What is paid, or a value on the way there, as a function of one variable: exact in every piece.
package struct PayoutCurve: Sendable {
  package let pieces: Piecewise<Piece>

  init(_ pieces: Piecewise<Piece>) { self.pieces = pieces.joined { $0 == $1 } }

  init(_ amount: Amount, from first: Rational, to last: Rational?) {
    pieces = Piecewise(.amount(amount), from: first, to: last)
  }

  var negated: PayoutCurve {
    get throws(Undecided) { try map { .amount($0.negated) } }
  }

  func map(_ transform: (Amount) throws(Undecided) -> Piece) throws(Undecided) -> PayoutCurve {
    PayoutCurve(
      try pieces.map { (_, piece) throws(Undecided) in
        switch piece {
        case .amount(let amount): try transform(amount)
        case .refused: piece
        }
      })
  }

  func combined(
    _ other: PayoutCurve, _ operation: (Amount, Amount) throws(Undecided) -> Piece
  ) throws(Undecided) -> PayoutCurve {
    PayoutCurve(
      try pieces.zip(other.pieces).map { (_, pair) throws(Undecided) in
        switch pair {
        case (.amount(let a), .amount(let b)): try operation(a, b)
        case (.refused, _): pair.0
        case (_, .refused): pair.1
        }
      })
  }

  /// The sum of two curves over one variable.
  package func plus(_ other: PayoutCurve) throws(Undecided) -> PayoutCurve {
    try combined(other) { (a, b) throws(Undecided) in .amount(try a.plus(b)) }
  }

  func minus(_ other: PayoutCurve) throws(Undecided) -> PayoutCurve { try plus(other.negated) }

  func times(_ other: PayoutCurve) throws(Undecided) -> PayoutCurve {
    try combined(other) { (a, b) throws(Undecided) in .amount(try a.times(b)) }
  }

  /// The quotient by what is one value times symbols in each piece, or zero.
  func over(_ other: PayoutCurve) throws(Undecided) -> PayoutCurve {
    try combined(other) { (a, b) throws(Undecided) in
      guard let (symbols, polynomial) = b.terms.first else { return .refused(.divisionByZero) }
      guard b.terms.count == 1, let divisor = polynomial.constant else {
        throw Undecided("a quotient whose divisor depends on the variable is no curve of straight pieces")
      }
      return .amount(try a.times(Amount([symbols.inverse: Polynomial(Rational.one.over(divisor))])))
    }
  }

  /// Where the first is less than, equal to or greater than the second.
  func compared(with other: PayoutCurve) throws(Undecided) -> Piecewise<Comparison> {
    try minus(other).signs
  }

  /// The sign of the curve: -1, 0 or 1 in each piece.
  package var signs: Piecewise<Comparison> {
    get throws(Undecided) {
      try cutAtZeros().map { (cell, piece) throws(Undecided) in
        switch piece {
        case .refused(let refusal): .refused(refusal)
        case .amount(let amount): try amount.sign(at: cell.sample).map { .sign($0) } ?? .dependsOn(amount.scales)
        }
      }
    }
  }

  /// The pieces, cut so that nothing in them changes its sign.
  private func cutAtZeros() throws(Undecided) -> Piecewise<Piece> {
    try pieces.split { (piece, interval) throws(Undecided) in
      switch piece {
      case .amount(let amount): try amount.zeros(in: interval)
      case .refused: []
      }
    }
  }

  /// The lesser of the two, or the greater.
  func bounded(by other: PayoutCurve, isLeast: Bool) throws(Undecided) -> PayoutCurve {
    let comparison = try compared(with: other)
    let pairs = try pieces.zip(other.pieces).zip(comparison).map { (_, all) throws(Undecided) -> Piece in
      let ((mine, theirs), comparison) = all
      switch comparison {
      case .sign(let sign): return (sign < 0) == isLeast ? mine : theirs
      case .refused(let refusal): return .refused(refusal)
      case .dependsOn(let symbols): throw .scales(symbols)
      }
    }
    return PayoutCurve(pairs)
  }
}

/// How two amounts compare in a piece.
package enum Comparison: Hashable, Sendable {
  case sign(Int)
  /// Which is greater depends on values that are not known.
  case dependsOn(Set<Int>)
  case refused(Refusal)
}

extension Undecided {
  /// - Parameter symbols: the values with which the two amounts grow, and not alike.
  static func scales(_ symbols: Set<Int>) -> Undecided {
    Undecided("which of two amounts is greater depends on", dependsOn: symbols)
  }
}
