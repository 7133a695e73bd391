import Allot
import Model
import Syntax

extension Rule {
  static let averagesOfRatios = Rule(
    .correctness, 18, "averages-of-ratios",
    page: RulePage(
      "An average of quotients, where the quotient of two sums is likely meant.",
      why: """
        The mean of each deal's margin is not the margin of all deals: a small deal counts as much as a large one.
        Divide the sums, or say in the line's documentation that the plain mean is meant and allow it.
        """,
      failing: """
        table reps (id) {
          id     text
          base   USD
        }

        table deals (id) dated closed {
          id      text
          owner   reps
          closed  date
          amount  USD
          margin  USD
        }

        plan Base {
          for each reps
          during   2026
          paid     monthly in USD, negative carried forward
          pay salary = payee.base
          show mean = avg(deals.margin / deals.amount)
        }

        """,
      mended: """
        table reps (id) {
          id     text
          base   USD
        }

        table deals (id) dated closed {
          id      text
          owner   reps
          closed  date
          amount  USD
          margin  USD
        }

        plan Base {
          for each reps
          during   2026
          paid     monthly in USD, negative carried forward
          pay salary = payee.base
          show mean = sum(deals.margin) / sum(deals.amount)
        }

        """,
      nearMisses: [
        RulePage.NearMiss(
          "an average of amounts",
          """
          table reps (id) {
            id     text
            base   USD
          }

          table deals (id) dated closed {
            id      text
            owner   reps
            closed  date
            amount  USD
            margin  USD
          }

          plan Base {
            for each reps
            during   2026
            paid     monthly in USD, negative carried forward
            pay salary = payee.base
            show mean = avg(deals.margin)
          }

          """)
      ]),
    check: .plan { review in
      review.places(of: .aggregate).compactMap { place in
        let node = review.nodes[place]
        guard case .aggregate(let aggregate) = node.expression.kind, aggregate.function == .average,
          let value = aggregate.value, case .binary(.divide, let above, let below) = value.kind,
          review.literal(below) == nil, review.isOwn(value.span),
          // What is divided by a fixed price or pack is an amount, and no ratio.
          let over = above.type.quantity, let under = below.type.quantity, over.unit == under.unit, !over.unit.isOne
        else { return nil }
        return Finding(
          "an average of quotients counts every row alike, however large", at: value.span, "a quotient for each row",
          help: [Diagnostic.Help("the quotient of two sums counts each row by its size")])
      }
    })
}
