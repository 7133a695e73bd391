import Columns
import Model
import Source

/// What a question comes to in one case of the conditions that no credited row changes.
package struct CurveAnswer<Answer: Sendable>: Sendable {
  package let cases: [CurveCase]
  /// The values that are taken to be above zero.
  package let symbols: [CurveSymbol]
  package let answer: Answer
}

/// How many cases of conditions are looked at before a question is given up.
private let caseLimit = 64

/// Answers a question in every case.
///
/// - Throws: why there is no answer.
func answers<Answer: Sendable>(
  _ model: CheckedModel, _ question: CurveQuestion,
  _ body: (inout CurveEvaluation) throws(CurveStop) -> Answer
) throws(Undecided) -> [CurveAnswer<Answer>] {
  var open: [[CurveCase]] = [[]]
  var found: [CurveAnswer<Answer>] = []
  while let cases = open.popLast() {
    if found.count + open.count > caseLimit {
      throw Undecided("what is paid depends on more than \(caseLimit) combinations of conditions")
    }
    var evaluation = CurveEvaluation(model, question, cases: cases)
    do throws(CurveStop) {
      try evaluation.prepare()
      let answer = try body(&evaluation)
      found.append(CurveAnswer(cases: cases, symbols: evaluation.symbols, answer: answer))
    } catch {
      switch error {
      case .undecided(let undecided): throw undecided.among(evaluation.symbols)
      case .needsCase(let key, let span, let subjects):
        for holds in [false, true] {
          open.append(cases + [CurveCase(key: key, span: span, holds: holds, subjects: subjects)])
        }
      }
    }
  }
  return found
}

/// What a line of a plan pays, in every case, before it is rounded to the coin.
package func payoutCurves(
  _ model: CheckedModel, _ question: CurveQuestion, line: Int
) throws(Undecided) -> [CurveAnswer<PayoutCurve>] {
  let span = model.sheets[question.sheet].lines[line].nameSpan
  return try answers(model, question) { evaluation throws(CurveStop) in
    try evaluation.value(ofLine: line, at: span)
  }
}
