import Allot
import Model

extension Rule {
  static let undecidedAsserts = Rule(
    .money, 2, "undecided-asserts", .warning,
    page: RulePage(
      "An `assert` that can be neither proved nor refuted.",
      why: """
        The law is about amounts that are no straight lines of its variable, or that depend on something that is not known
        here: another credit, an earlier period, a value of the payee that scales otherwise than the quota. Nothing is
        guessed. The finding says what stands in the way, and what can be written: most often a name for the value, and
        what it is, `with factor = 1`.
        """,
      failing: lawText(
        "assert total pay <= 30_000 USD for attainment in 0% .. 150%"),
      mended: lawText(
        "assert total pay <= 30_000 USD for attainment in 0% .. 150% with quota = 100_000 USD"),
      nearMisses: [
        RulePage.NearMiss(
          "both sides grow with the quota, whatever it is",
          lawText("assert total pay <= 25% of quota for attainment in 0% .. 150%"))
      ]),
    check: .plan { review in ReviewedLaw.all(in: review).compactMap { $0.undecided(in: review) } })
}

extension ReviewedLaw {
  fileprivate func undecided(in review: PlanReview) -> Finding? {
    guard case .undecided(let undecided) = verdict else { return nil }
    let place = undecided.span.flatMap { review.plan.sources.contains($0.file) ? $0 : nil }
    let isElsewhere = place.map { $0.start < law.span.start || $0.end > law.span.end } ?? false
    let reason = undecided.clause(text.words.symbol)
    return Finding(
      "whether the law \(name) holds cannot be decided: \(reason)", at: law.condition.span,
      "not decided for \(text.domain)",
      also: isElsewhere ? place.map { [Diagnostic.Label($0, "because of this")] } ?? [] : [],
      help: (undecided.advice ?? advice(undecided.symbols)).map { [Diagnostic.Help($0)] } ?? [])
  }

  /// How to say what the values are on which the answer depends.
  private func advice(_ symbols: [CurveSymbol]) -> String? {
    if symbols.isEmpty { return nil }
    let named = symbols.compactMap(\.line)
    if named.count == symbols.count {
      return "say what the law is about: `with \(named.map { "\($0) = VALUE" }.joined(separator: ", "))`"
    }
    return "give each a name of its own, as in `let factor = …`, and say what it is: `with factor = 1`"
  }
}
