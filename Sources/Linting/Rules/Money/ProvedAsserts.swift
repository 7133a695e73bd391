import Allot
import Model

extension Rule {
  static let provedAsserts = Rule(
    .money, 3, "proved-asserts", .off,
    page: RulePage(
      "An `assert` that holds, said aloud.",
      why: """
        A law that holds is passed over in silence. With `--select proved-asserts` the linter says that it has been
        proved, for which values, and what was taken to be above zero for it.
        """,
      failing: lawText("assert total pay <= 25% of quota for attainment in 0% .. 150%"),
      mended: lawText("check \"a quota is above zero\" quota > 0 USD"),
      nearMisses: []),
    check: .plan { review in
      ReviewedLaw.all(in: review).compactMap { law in
        guard case .proved(let symbols) = law.verdict else { return nil }
        return Finding(
          "the law \(law.name) holds for \(law.text.domain)", at: law.law.condition.span, "proved",
          notes: law.text.words.assumptions(symbols) + [
            "it is about a payee for whom all that is credited falls into one pay period"
          ])
      }
    })
}
