import Allot
import Columns
import Model

extension Rule {
  static let unreachableTiers = Rule(
    .tiers, 7, "unreachable-tiers", .warning,
    page: RulePage(
      "A tier that no value of what the table is called with can reach.",
      why: """
        Everywhere in the plan the table is called with a value that is cut off before the tier begins, as
        `min(attained, 150%)` is before a tier from 200%. What the tier promises is never paid. Cut the value off
        elsewhere, or take the tier out.
        """,
      failing: pageText(
        """
        rates Factor (attainment: percent) -> percent {
          from   0%: 50%
          from 100%: 100%
          from 200%: 150%
        }
        """,
        """
        let attained = percent(bookings / 100_000 USD)
        pay bonus = 1_000 USD * Factor(min(attained, 150%))
        """),
      mended: pageText(
        """
        rates Factor (attainment: percent) -> percent {
          from   0%: 50%
          from 100%: 100%
          from 150%: 150%
        }
        """,
        """
        let attained = percent(bookings / 100_000 USD)
        pay bonus = 1_000 USD * Factor(min(attained, 150%))
        """),
      nearMisses: []),
    check: .plan { review in
      ReviewedTiers.all(in: review).flatMap { tiers -> [Finding] in
        guard tiers.rates.isTiers, tiers.uses.through.isEmpty, !tiers.uses.calls.isEmpty else { return [] }
        var low: Rational?
        var high: Rational?
        var isFirst = true
        for call in tiers.uses.calls {
          let range = ValueRange(call.argument, review.model)
          low = isFirst ? range.low : lesser(low, range.low, isLow: true)
          high = isFirst ? range.high : lesser(high, range.high, isLow: false)
          isFirst = false
        }
        let bounds = tiers.curve.tiers.bounds
        return tiers.rows.indices.compactMap { row in
          let bound = bounds[row]
          let isAbove = high.map { bound.value > $0 || (bound.value == $0 && !bound.isIncluded) } ?? false
          let isBelow =
            row + 1 < bounds.count
            && (low.map { bounds[row + 1].value < $0 || (bounds[row + 1].value == $0 && bounds[row + 1].isIncluded) }
              ?? false)
          guard isAbove || isBelow else { return nil }
          let limit = isAbove ? "at most \(high.map(tiers.place) ?? "")" : "at least \(low.map(tiers.place) ?? "")"
          return Finding(
            "no value reaches this tier of `\(tiers.rates.name)`: it is called with \(limit)", at: tiers.rows[row].span,
            "never reached", also: [Diagnostic.Label(tiers.uses.calls[0].span, "called here")],
            help: [Diagnostic.Help("take the tier out, or let the value go further")])
        }
      }
    })

  /// The bound of two ranges together; nil where one has none.
  private static func lesser(_ a: Rational?, _ b: Rational?, isLow: Bool) -> Rational? {
    guard let a, let b else { return nil }
    return isLow ? min(a, b) : max(a, b)
  }
}
