import Allot
import Model
import Syntax

extension Rule {
  static let unreachableBranches = Rule(
    .correctness, 4, "unreachable-branches",
    page: RulePage(
      "A branch that an earlier one leaves nothing of.",
      why: """
        In `A when C else B when D else E` the first condition that holds decides. Where D can only hold if C does, B is
        never given: the conditions stand in the wrong order, as in `10% when x >= 50% else 20% when x >= 100%`, or one
        is written twice. Put the narrower one first.
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
        }

        plan Base {
          for each reps
          during   2026
          paid     monthly in USD, negative carried forward
          credit bookings from deals to owner on closed of amount
          pay kicker =
            100 USD when bookings >= 1_000 USD
            else 500 USD when bookings >= 5_000 USD
            else 0 USD
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
        }

        plan Base {
          for each reps
          during   2026
          paid     monthly in USD, negative carried forward
          credit bookings from deals to owner on closed of amount
          pay kicker =
            500 USD when bookings >= 5_000 USD
            else 100 USD when bookings >= 1_000 USD
            else 0 USD
        }

        """,
      nearMisses: [
        RulePage.NearMiss(
          "another condition beside it",
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
          }

          plan Base {
            for each reps
            during   2026
            paid     monthly in USD, negative carried forward
            credit bookings from deals to owner on closed of amount
            pay kicker =
              100 USD when bookings >= 1_000 USD and payee.base > 0 USD
              else 500 USD when bookings >= 5_000 USD
              else 0 USD
          }

          """)
      ]),
    check: .plan { UnreachableBranches($0).findings })
}

private struct UnreachableBranches {
  private let review: PlanReview

  init(_ review: PlanReview) { self.review = review }

  var findings: [Finding] { review.places(of: .conditional).flatMap(chain) }

  /// What is wrong in a chain of branches that begins here.
  private func chain(_ place: Int) -> [Finding] {
    if let parent = review.nodes[place].parent,
      case .conditional(_, _, let otherwise) = review.nodes[parent].expression.kind,
      otherwise.span == review.nodes[place].expression.span
    {
      return []
    }
    var found: [Finding] = []
    var earlier: [(condition: TypedExpression, simple: [SimpleCondition]?)] = []
    var next = review.nodes[place].expression
    while case .conditional(let value, let condition, let otherwise) = next.kind {
      let parts = review.joined(by: .and, condition)
      let simple = parts.compactMap(review.simpleCondition)
      let isWhole = simple.count == parts.count
      if let first = earlier.first(where: { covers($0, condition, simple) }) {
        found.append(
          Finding(
            "a branch is never reached", at: value.span, "never given",
            also: [
              Diagnostic.Label(condition.span, "where this holds"),
              Diagnostic.Label(first.condition.span, "this holds, and comes first"),
            ]))
      }
      earlier.append((condition, isWhole ? simple : nil))
      next = otherwise
    }
    return found
  }

  /// True only if the earlier condition holds wherever the later one does.
  private func covers(
    _ earlier: (condition: TypedExpression, simple: [SimpleCondition]?), _ condition: TypedExpression,
    _ parts: [SimpleCondition]
  ) -> Bool {
    let wording = review.wording(condition)
    if !wording.isEmpty, wording == review.wording(earlier.condition) { return true }
    guard let simple = earlier.simple, !simple.isEmpty else { return false }
    return simple.allSatisfy { wanted in
      parts.contains { $0.operand == wanted.operand && $0.allowed.isSubset(of: wanted.allowed) }
    }
  }
}
