import Allot
import Model
import Syntax

extension Rule {
  static let renamingLines = Rule(
    .style, 8, "renaming-lines", .off,
    page: RulePage(
      "A `let` line that only gives another line or column a second name.",
      why: """
        Who reads the plan has to know both names. Use the first one, or give a name to what it means: a `let` line is
        worth its place where it computes something.
        """,
      failing: """
        table reps (id) {
          id     text
          base   USD
        }

        plan Base {
          for each reps
          during   2026
          paid     monthly in USD, negative carried forward
          let salary = base
          let doubled = salary * 2
          pay commission = doubled
        }

        """,
      mended: """
        table reps (id) {
          id     text
          base   USD
        }

        plan Base {
          for each reps
          during   2026
          paid     monthly in USD, negative carried forward
          let doubled = base * 2
          pay commission = doubled
        }

        """),
    check: .plan { review in
      review.ownSheets.flatMap { _, sheet -> [Finding] in
        sheet.lines.compactMap { line in
          guard line.kind == .let, review.isOwn(line.nameSpan), line.starting == nil, line.each == nil,
            review.isOwn(line.value.span), let place = review.places.sheets[sheet.name],
            line.nameSpan.start >= place.start, line.nameSpan.end <= place.end
          else { return nil }
          guard line.value.isName else { return nil }
          return Finding(
            "`\(line.name)` is another name of `\(review.text(line.value.span))`", at: line.nameSpan)
        }
      }
    })
}

extension TypedExpression {
  /// True iff it is a column or a line of the row at hand, and finds no other row.
  fileprivate var isName: Bool {
    switch kind {
    case .field(_, .column, 0), .field(_, .line, 0): return true
    case .member(_, .column, let row):
      if case .field(_, .entity, 0) = row.kind { return true }
      return false
    default: return false
    }
  }
}
