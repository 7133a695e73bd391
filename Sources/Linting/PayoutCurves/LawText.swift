import Columns
import Model
import Source
import Syntax

/// Laws and what is known of them, in words.
struct LawText {
  let review: PlanReview
  let law: AssertionModel
  let sheet: Int

  var words: CurveWords { CurveWords(review) }

  private var name: String { review.text(law.variableSpan) }

  var condition: String { "`\(words.oneLine(law.condition.span))`" }

  func place(_ value: Rational) -> String { ExactText.quantity(value, law.quantity) }

  /// `attainment in 0% .. 250%`.
  var domain: String {
    guard let last = law.last else { return "`\(name)` from \(place(law.first)) on" }
    return last == law.first ? "`\(name)` = \(place(last))" : "`\(name)` in \(place(law.first)) .. \(place(last))"
  }

  /// `above 150%`, `in 20% .. 30%`.
  func stretch(_ stretch: LawRefutation.Stretch) -> String {
    let first = place(stretch.first)
    guard let last = stretch.last else { return stretch.isFirstIncluded ? "from \(first) on" : "above \(first)" }
    if stretch.first == last { return "at \(first)" }
    if last == law.last, stretch.isLastIncluded {
      return stretch.isFirstIncluded ? "from \(first) on" : "above \(first)"
    }
    let start = stretch.isFirstIncluded ? "from \(first)" : "above \(first)"
    return stretch.isLastIncluded ? "\(start) to \(place(last))" : "\(start) and below \(place(last))"
  }

  func stretches(_ all: [LawRefutation.Stretch]) -> String {
    let shown = all.prefix(3).map(stretch).joined(separator: ", ")
    return all.count > 3 ? "\(shown) and \(all.count - 3) more" : shown
  }
}
