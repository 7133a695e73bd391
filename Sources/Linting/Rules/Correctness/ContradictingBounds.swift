import Allot
import Model
import Syntax

extension Rule {
  static let contradictingBounds = Rule(
    .correctness, 12, "contradicting-bounds",
    page: RulePage(
      "A least amount that is greater than the most.",
      why: """
        `at least` above `at most` cannot both hold: the later of the two steps wins, and the other one is broken for
        every row. One of the amounts is wrong, or a `when` is missing. A minimum order above the room on the shelf that
        occurs for some rows is a case for `conflict`.
        """,
      failing: """
        table stock (sku) {
          sku      text
          on_hand  units
          target   units
        }

        replenish TopUp {
          for each stock
          order quantity from target - on_hand {
            at least 48 units "least order"
            at most 24 units "room"
          }
        }

        """,
      mended: """
        table stock (sku) {
          sku      text
          on_hand  units
          target   units
        }

        replenish TopUp {
          for each stock
          order quantity from target - on_hand {
            at least 24 units "least order"
            at most 48 units "room"
          }
        }

        """,
      nearMisses: [
        RulePage.NearMiss(
          "a bound for some rows",
          """
          table stock (sku) {
            sku      text
            on_hand  units
            target   units
          }

          replenish TopUp {
            for each stock
            order quantity from target - on_hand {
              at least 48 units "least order" when on_hand = 0 units
              at most 24 units "room"
            }
          }

          """)
      ]),
    check: .plan { review in
      review.ownSteps.flatMap { line -> [Finding] in
        let bounds = line.steps.compactMap { step -> (isLeast: Bool, value: Rational, step: TypedStep)? in
          guard step.condition == nil else { return nil }
          switch step.action {
          case .atLeast(let amount): return review.number(amount).map { (true, $0, step) }
          case .atMost(let amount): return review.number(amount).map { (false, $0, step) }
          case .stop, .set, .times, .round, .end: return nil
          }
        }
        return bounds.indices.flatMap { second in
          bounds[..<second].compactMap { first -> Finding? in
            let later = bounds[second]
            guard first.isLeast != later.isLeast, first.isLeast ? first.value > later.value : first.value < later.value
            else { return nil }
            return Finding(
              "the least amount is greater than the most", at: later.step.span, "wins, because it comes later",
              also: [Diagnostic.Label(first.step.span, "is broken for every row that it acts on")])
          }
        }
      }
    })
}
