import Allot
import Linting
import Model

/// What a pay line pays as the total of its one credit grows, and what must be asked to know where a payee stands on it.
struct LineCurve: Sendable {
  let question: NaturalQuestion
  let answers: [CurveAnswer<PayoutCurve>]
  /// The texts whose values at a payee's row choose the payee's own curve: the total, what measures it, the values that
  /// are not known to the plan alone, and the conditions.
  let texts: [String]
  private let totalText: Int
  private let measureText: Int?
  private let symbolTexts: [[Int]]
  private let caseTexts: [[Int]]

  /// Why a line has no curve, in words that follow "no curve"; nil where there is nothing to be said.
  enum Refusal: Error {
    case silent
    case reason(String)
  }

  init(_ plan: Plan, sheet: Int, line: Int) throws(Refusal) {
    guard let question = NaturalQuestion(plan, sheet: sheet, lines: [line]) else { throw .silent }
    self.question = question
    do {
      answers = try payoutCurves(plan.model, question.question, line: line)
    } catch {
      throw .reason(error.reason)
    }
    var texts: [String] = []
    var isOwn = true
    func place(_ text: String?) -> Int {
      guard let text else {
        isOwn = false
        return 0
      }
      if let known = texts.firstIndex(of: text) { return known }
      texts.append(text)
      return texts.count - 1
    }
    let own = plan.model.sheets[sheet].span
    /// The text of an expression; nil for one that stands outside of the plan, where its names mean other things.
    func text(_ span: SourceSpan) -> String? {
      guard span.file == own.file, span.start >= own.start, span.end <= own.end else { return nil }
      return plan.sources[span.file].text(span)
    }
    totalText = place(LineCurve.text(of: question.total, text))
    measureText = question.measure.map { place(text($0.span)) }
    symbolTexts = answers.map { $0.symbols.map { place(text($0.span)) } }
    caseTexts = answers.map { $0.cases.map { place(text($0.span)) } }
    guard isOwn else { throw .reason("it rests on values that stand outside of the plan's own text") }
    self.texts = texts
  }

  /// A total with its window, which may stand elsewhere in the text.
  private static func text(of total: TypedExpression, _ text: (SourceSpan) -> String?) -> String? {
    guard let own = text(total.span) else { return nil }
    guard case .aggregate(let aggregate) = total.kind, let window = aggregate.window,
      !(window.span.file == total.span.file && window.span.start >= total.span.start
        && window.span.end <= total.span.end)
    else { return own }
    return text(window.span).map { "\(own) over \($0)" }
  }

  /// Where a payee stands on which curve, by the values of ``texts`` at a row; nil where that is not known.
  func position(_ values: [Value]) -> (curve: PersonCurve, x: Rational)? {
    guard case .number(let total) = values[totalText], !total.isInfinite else { return nil }
    var x = total
    if let measureText {
      guard case .number(let measure) = values[measureText], measure.signum > 0, let share = total.dividing(measure)
      else { return nil }
      x = share
    }
    for (place, answer) in answers.enumerated() {
      let isMet = zip(answer.cases, caseTexts[place]).allSatisfy { values[$1] == .bool($0.holds) }
      guard isMet else { continue }
      var symbols: [Rational] = []
      for text in symbolTexts[place] {
        guard case .number(let number) = values[text], number.signum > 0, !number.isInfinite else { return nil }
        symbols.append(number)
      }
      return PersonCurve(answer.answer, symbols).map { ($0, x) }
    }
    return nil
  }
}
