import Allot
import Model

/// A law of the reviewed file with what is known of it.
struct ReviewedLaw {
  let law: AssertionModel
  let text: LawText
  let verdict: LawVerdict

  static func all(in review: PlanReview) -> [ReviewedLaw] {
    var found: [ReviewedLaw] = []
    for (number, sheet) in review.model.sheets.enumerated() {
      for law in sheet.assertions where review.isOwn(law.span) {
        found.append(
          ReviewedLaw(
            law: law, text: LawText(review: review, law: law, sheet: number),
            verdict: law.verdict(review.model, sheet: number)))
      }
    }
    return found
  }

  /// What the law is called in a message: its title, or else its condition.
  var name: String { law.title.map { "\"\($0)\"" } ?? text.condition }
}
