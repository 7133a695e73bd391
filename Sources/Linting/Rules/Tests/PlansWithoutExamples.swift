import Allot
import Model
import Syntax

extension Rule {
  static let plansWithoutExamples = Rule(
    .tests, 1, "plans-without-examples", .off,
    page: RulePage(
      "A plan or a replenishment rule that no example tests.",
      why: """
        An `example` says in rows what comes out, so that a change that should not matter is seen not to. `allot test`
        runs it. A rule that is chosen by `rules` is tested by an example of these, and a sheet by one that expects its
        rows.
        """,
      failing: """
        table reps (id) {
          id    text
          base  USD
        }

        plan Base {
          for each reps
          during   2026
          paid     monthly in USD, negative carried forward
          pay salary = payee.base
        }

        """,
      mended: """
        table reps (id) {
          id    text
          base  USD
        }

        plan Base {
          for each reps
          during   2026
          paid     monthly in USD, negative carried forward
          pay salary = payee.base
        }

        example "the base salary is paid each month" for Base {
          during 2026-01
          given reps {
            id  | base USD
            ann | 3_000
          }
          expect {
            payee | month   | salary
            ann   | 2026-01 | 3_000
          }
        }

        """,
      nearMisses: [
        RulePage.NearMiss("a file with tables alone", "table reps (id) {\n  id    text\n  base  USD\n}\n")
      ]),
    check: .plan { review in
      var tested: Set<Int> = []
      for example in review.model.examples {
        tested.insert(example.sheet)
        for rows in example.expectedRows { tested.insert(rows.sheet) }
      }
      let chosen = review.model.rulesChosen
      var names: [String: SourceSpan] = [:]
      for case .sheet(let sheet) in review.syntax.declarations { names[sheet.name.text] = sheet.name.span }
      return review.model.sheets.indices.compactMap { number in
        let sheet = review.model.sheets[number]
        guard review.isOwn(sheet.span), !tested.contains(number), !chosen.contains(number),
          let span = names[sheet.name]
        else { return nil }
        switch sheet.kind {
        case .sheet: return nil
        case .plan: return Finding("plan `\(sheet.name)` has no example", at: span)
        case .replenish: return Finding("rule `\(sheet.name)` has no example", at: span)
        case .rules: return Finding("`rules \(sheet.name)` has no example", at: span)
        }
      }
    })
}
