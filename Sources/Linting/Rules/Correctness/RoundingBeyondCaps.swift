import Allot
import Model
import Syntax

extension Rule {
  static let roundingBeyondCaps = Rule(
    .correctness, 14, "rounding-beyond-caps",
    page: RulePage(
      "A rounding up behind the most that there may be.",
      why: """
        `round up` behind `at most` can lift the amount above the bound again: the shelf is full and a pack more is
        ordered, or more than the cap is paid. Round first, or bring the bound down to whole packs: `at most room
        rounded down to sku.pack`.
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
            at most 30 units "room"
            round up to 12 units "whole packs"
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
            round up to 12 units "whole packs"
            at most 30 units rounded down to 12 units "room"
          }
        }

        """,
      nearMisses: [
        RulePage.NearMiss(
          "a bound of whole packs",
          """
          table stock (sku) {
            sku      text
            on_hand  units
            target   units
          }

          replenish TopUp {
            for each stock
            order quantity from target - on_hand {
              at most 36 units "room"
              round up to 12 units "whole packs"
            }
          }

          """),
        RulePage.NearMiss(
          "another bound behind it",
          """
          table stock (sku) {
            sku      text
            on_hand  units
            target   units
          }

          replenish TopUp {
            for each stock
            order quantity from target - on_hand {
              at most 30 units "room"
              round up to 12 units "whole packs"
              at most 36 units "the truck"
            }
          }

          """),
      ]),
    check: .plan { RoundingBeyondCaps($0).findings })
}

private struct RoundingBeyondCaps {
  private let review: PlanReview

  init(_ review: PlanReview) { self.review = review }

  var findings: [Finding] { review.ownSteps.compactMap(finding) }

  private func finding(_ line: LineModel) -> Finding? {
    var cap: (amount: TypedExpression, step: TypedStep)?
    var whole: TypedExpression?
    var last: Finding?
    for step in line.steps {
      switch step.action {
      case .atMost(let amount):
        cap = (amount, step)
        whole = nil
        last = nil
      case .round(let mode, let pack):
        if mode == .down || mode == .floor {
          whole = pack
          continue
        }
        guard let cap, !isWhole(cap.amount, pack) else { continue }
        // What has been brought down to whole packs stays there.
        if let whole, review.wording(whole) == review.wording(pack) { continue }
        last = Finding(
          "a step rounds up behind the most that there may be", at: step.span, "may exceed the bound",
          also: [Diagnostic.Label(cap.step.span, "the bound")])
      case .set: (cap, last) = (nil, nil)
      case .stop, .times, .atLeast, .end: break
      }
    }
    return last
  }

  /// True iff the bound is a multiple of the pack, so that rounding does not lead beyond it.
  private func isWhole(_ bound: TypedExpression, _ pack: TypedExpression) -> Bool {
    if let bound = review.number(bound), let pack = review.number(pack), pack.signum > 0 {
      return bound.isMultiple(of: pack)
    }
    if case .round(_, _, let step) = bound.kind { return review.wording(step) == review.wording(pack) }
    return false
  }
}
