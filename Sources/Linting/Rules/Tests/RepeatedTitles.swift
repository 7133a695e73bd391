import Allot
import Model
import Syntax

extension Rule {
  static let repeatedTitles = Rule(
    .tests, 3, "repeated-titles",
    page: RulePage(
      "Two examples of a plan with the same title.",
      why: """
        `allot test --filter` and reports name an example by its title: of two with one title nobody knows which one has
        failed. Say in the title what this one shows.
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
          pay salary = payee.base
        }

        example "the base salary is paid" for Base {
          during 2026-01
          given reps {
            id  | base USD
            ann | 3_000
          }
          expect {
            payee | salary
            ann   | 3_000
          }
        }

        example "the base salary is paid" for Base {
          during 2026-02
          given reps {
            id  | base USD
            ann | 3_000
          }
          expect {
            payee | salary
            ann   | 3_000
          }
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
          pay salary = payee.base
        }

        example "the base salary is paid" for Base {
          during 2026-01
          given reps {
            id  | base USD
            ann | 3_000
          }
          expect {
            payee | salary
            ann   | 3_000
          }
        }

        example "the base salary is paid again in February" for Base {
          during 2026-02
          given reps {
            id  | base USD
            ann | 3_000
          }
          expect {
            payee | salary
            ann   | 3_000
          }
        }

        """),
    check: .text { review in
      var seen: [String: SourceSpan] = [:]
      return review.syntax.declarations.compactMap { declaration in
        guard case .example(let example) = declaration else { return nil }
        let key = "\(example.sheet.text) \(example.title.text)"
        guard let first = seen.updateValue(example.title.span, forKey: key) else { return nil }
        return Finding(
          "two examples of `\(example.sheet.text)` have the same title", at: example.title.span,
          also: [Diagnostic.Label(first, "the first")])
      }
    })
}
