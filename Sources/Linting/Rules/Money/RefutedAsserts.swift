import Allot
import Model

extension Rule {
  static let refutedAsserts = Rule(
    .money, 1, "refuted-asserts", .error,
    page: RulePage(
      "An `assert` that some value breaks.",
      why: """
        The law was to hold for every value that it names, and it does not. The finding gives the first value that breaks
        it, what both sides are there, and all the stretches of values that do. Change the plan, or the law.

        The amounts are exact, before a payment is rounded to the coin. `grammar/payout-curves.md` says what a law is about.
        """,
      failing: lawText("assert total pay <= 16% of (bookings over quarter to date) for attainment in 0% .. 250%"),
      mended: lawText("assert total pay <= 17% of (bookings over quarter to date) for attainment in 0% .. 250%"),
      nearMisses: [
        RulePage.NearMiss(
          "a law that holds as far as it goes",
          lawText("assert total pay <= 16% of (bookings over quarter to date) for attainment in 0% .. 119.99%"))
      ]),
    check: .plan { review in ReviewedLaw.all(in: review).compactMap(\.refuted) })
}

extension ReviewedLaw {
  fileprivate var refuted: Finding? {
    guard case .refuted(let found) = verdict else { return nil }
    var notes: [String] = []
    if let sides = found.sides, case .binary(_, let left, let right) = law.condition.kind {
      let a = text.words.amount(sides.left, left.type, found.symbols)
      let b = text.words.amount(sides.right, right.type, found.symbols)
      notes.append(
        "at \(text.place(found.place)), `\(text.words.oneLine(left.span))` is \(a) and `\(text.words.oneLine(right.span))` is \(b)"
      )
    }
    return Finding(
      "the law \(name) is broken at \(text.place(found.place)), of \(text.domain)", at: law.condition.span,
      "broken \(text.stretches(found.stretches))", notes: notes + text.words.cases(found.cases))
  }
}
