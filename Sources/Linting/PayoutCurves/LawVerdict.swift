import Columns
import Model
import Source
import Syntax

/// What can be said of a law.
package enum LawVerdict: Sendable {
  /// It holds for every value, where these are above zero.
  case proved([CurveSymbol])
  case refuted(LawRefutation)
  case undecided(Undecided)
}

/// A value that breaks a law.
package struct LawRefutation: Sendable {
  /// A stretch of values that all break it.
  package struct Stretch: Hashable, Sendable {
    package var first: Rational
    package var isFirstIncluded: Bool
    /// Nil for a stretch without an end.
    package var last: Rational?
    package var isLastIncluded: Bool
  }

  package let place: Rational
  /// Both sides of the comparison there, if the law is one.
  package let sides: (left: Amount, right: Amount)?
  package let stretches: [Stretch]
  package let cases: [CurveCase]
  package let symbols: [CurveSymbol]
}

/// The truth of a law in each piece, and both sides of its comparison.
private struct JudgedLaw: Sendable {
  let truth: Piecewise<Truth>
  let sides: (PayoutCurve, PayoutCurve)?
}

extension AssertionModel {
  /// The question that the law asks.
  package func question(ofSheet sheet: Int) -> CurveQuestion {
    var lines: [Int: Rational] = [:]
    var credits: [Int: Rational] = [:]
    for part in fixed {
      switch part.variable {
      case .line(let line): lines[line] = part.value
      case .credit(let credit): credits[credit] = part.value
      }
    }
    let runs: CurveQuestion.Variable =
      switch variable {
      case .line(let line): .line(line)
      case .credit(let credit): .credit(credit)
      }
    return CurveQuestion(sheet: sheet, variable: runs, from: first, to: last, lines: lines, credits: credits)
  }

  /// Proves or refutes the law, or says why neither can be done.
  package func verdict(_ model: CheckedModel, sheet: Int) -> LawVerdict {
    do throws(Undecided) {
      let judged = try answers(model, question(ofSheet: sheet)) { evaluation throws(CurveStop) in
        let truth = try evaluation.truth(of: condition)
        guard case .binary(let sign, let left, let right) = condition.kind, sign.isComparison else {
          return JudgedLaw(truth: truth, sides: nil)
        }
        return JudgedLaw(truth: truth, sides: (try evaluation.value(of: left), try evaluation.value(of: right)))
      }
      var symbols: Set<CurveSymbol> = []
      for answer in judged {
        if let refutation = try refutation(answer) { return .refuted(refutation) }
        symbols.formUnion(answer.symbols)
      }
      for answer in judged {
        for case (let cell, .refused(let refusal)) in answer.answer.truth.cells {
          return .undecided(try refused(refusal, cell))
        }
      }
      return .proved(symbols.sorted { $0.span < $1.span })
    } catch {
      return .undecided(error)
    }
  }

  private func refutation(_ answer: CurveAnswer<JudgedLaw>) throws(Undecided) -> LawRefutation? {
    let broken = answer.answer.truth.cells.filter { $0.element == .holds(false) }.map(\.cell)
    guard let first = broken.first else { return nil }
    for (number, one) in answer.cases.enumerated() {
      for other in answer.cases.dropFirst(number + 1) where !one.subjects.isDisjoint(with: other.subjects) {
        throw Undecided(
          "it is broken where two conditions meet that are about one value, and may never meet", at: one.span,
          advice: "give the value a name with `let`, and say what it is with `with`")
      }
    }
    let place = try witness(in: first)
    let sides: (left: Amount, right: Amount)?
    if let (left, right) = answer.answer.sides, let a = try left.amount(at: place), let b = try right.amount(at: place)
    {
      sides = (a, b)
    } else {
      sides = nil
    }
    return LawRefutation(
      place: place, sides: sides, stretches: stretches(broken), cases: answer.cases, symbols: answer.symbols)
  }

  /// A value of the cell: the first one as it would be written, if that is one of its values.
  private func witness(in cell: Piecewise<Truth>.Cell) throws(Undecided) -> Rational {
    guard case .gap(let interval) = cell else { return try cell.sample }
    let step = ExactText.step(of: quantity)
    if let near = interval.lower.rounded(.floor, toMultipleOf: step)?.adding(step), interval.contains(near) {
      return near
    }
    return try interval.sample
  }

  private func stretches(_ cells: [Piecewise<Truth>.Cell]) -> [LawRefutation.Stretch] {
    var found: [LawRefutation.Stretch] = []
    for cell in cells {
      switch cell {
      case .point(let place):
        if let last = found.last, last.last == place, !last.isLastIncluded {
          found[found.count - 1].isLastIncluded = true
        } else {
          found.append(
            LawRefutation.Stretch(first: place, isFirstIncluded: true, last: place, isLastIncluded: true))
        }
      case .gap(let interval):
        if let last = found.last, last.last == interval.lower, last.isLastIncluded {
          found[found.count - 1].last = interval.upper
          found[found.count - 1].isLastIncluded = false
        } else {
          found.append(
            LawRefutation.Stretch(
              first: interval.lower, isFirstIncluded: false, last: interval.upper, isLastIncluded: false))
        }
      }
    }
    return found
  }

  private func refused(_ refusal: Refusal, _ cell: Piecewise<Truth>.Cell) throws(Undecided) -> Undecided {
    let place = ExactText.quantity(try witness(in: cell), quantity)
    switch refusal {
    case .outside(let name):
      return Undecided(
        "at \(place) a value lies outside of `\(name)`, which stops the run",
        advice: "let the values of the law end there, or say in `\(name)` what holds beyond")
    case .divisionByZero:
      return Undecided("at \(place) a division by zero stops the run", advice: "say what holds there: `else`")
    }
  }
}
