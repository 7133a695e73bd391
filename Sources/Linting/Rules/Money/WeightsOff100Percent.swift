import Allot
import Columns
import Model
import Syntax

extension Rule {
  static let weightsOff100Percent = Rule(
    .money, 7, "weights-off-100-percent", .warning,
    page: RulePage(
      "Weights of a sum that are nearly, and not exactly, 100%.",
      why: """
        A score or a target incentive is made of parts with weights, and the weights are meant to be the whole. 99.99% is
        not 100%: everybody is paid a little less than the plan says. Thirds are written `1 / 3`. Sums of less than 80% or
        more than 120% are not looked at: those are rates, and no weights.
        """,
      failing: pageText(
        "",
        "pay bonus = 70% of payee.target * payee.factor + 25% of payee.target * payee.factor\nshow sold = bookings"),
      mended: pageText(
        "",
        "pay bonus = 70% of payee.target * payee.factor + 30% of payee.target * payee.factor\nshow sold = bookings"),
      nearMisses: [
        RulePage.NearMiss(
          "two rates, which are no parts of a whole",
          pageText("", "pay bonus = 5% of bookings + 2% of payee.target"))
      ]),
    check: .plan { review in
      review.nodes.indices.compactMap { number -> Finding? in
        let node = review.nodes[number]
        guard case .binary(.plus, _, _) = node.expression.kind, review.isOwn(node.expression.span) else { return nil }
        // Only the whole sum is looked at.
        if let parent = node.parent, case .binary(.plus, _, _) = review.nodes[parent].expression.kind { return nil }
        guard let weights = weights(node.expression, review.model), weights.count > 1 else { return nil }
        var sum = Rational.zero
        for weight in weights {
          guard weight.value.signum > 0, let next = sum.adding(weight.value) else { return nil }
          sum = next
        }
        guard sum != .one, sum >= Rational(Int64(80), scale: 2), sum <= Rational(Int64(120), scale: 2) else {
          return nil
        }
        return Finding(
          "the weights add up to \(ExactText.percent(sum)), and not to 100%", at: weights[0].span,
          "\(weights.map { ExactText.percent($0.value) }.joined(separator: " + "))",
          also: weights.dropFirst().map { Diagnostic.Label($0.span, "") },
          help: [Diagnostic.Help("let them add up to 100%; a third is `1 / 3`")])
      }
    })

  /// The weight of each part of a sum, if each part is a percent of something.
  private static func weights(
    _ expression: TypedExpression, _ model: CheckedModel
  ) -> [(value: Rational, span: SourceSpan)]? {
    switch expression.kind {
    case .binary(.plus, let left, let right):
      guard let a = weights(left, model), let b = weights(right, model) else { return nil }
      return a + b
    case .binary(.percentOf, let left, let right), .binary(.times, let left, let right):
      for part in [left, right] where part.type.quantity?.form == .percent {
        if case .number(let value)? = model.constantValue(part) { return [(value, part.span)] }
      }
      return weights(left, model) ?? weights(right, model)
    default: return nil
    }
  }
}
