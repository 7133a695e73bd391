import Allot
import Linting
import Testing

/// What cannot be looked at is said: it must not pass for being in order.
@Suite struct DataReviewTests {
  private let text = """
    language 1

    table reps (id) {
      id    text
      start date
    }ROWS

    plan Sales {
      for each reps where start <= DAY
      during 2026
      paid monthly in USD, negative collected

      pay salary = 10 USD
    }

    example "a salary" for Sales {
      as of 2026-02-01
      given reps {
        id  | start
        ann | 2026-01-01
      }
      expect {
        payee | month   | salary
        ann   | 2026-01 | 10
      }
    }
    """

  private func findings(rows: String, day: String, asOf: String? = nil) -> [String] {
    let plan = Plan(
      text: text.replacing("ROWS", with: rows).replacing("DAY", with: day), path: "nowhere/plan.allot")
    let data = DataReview.Request(data: DataLocation(), asOf: asOf)
    return Linter().findings(in: plan, data: data).map { "\($0.diagnostic.severity) \($0.diagnostic.message)" }
  }

  private let ann = " rows {\n  id | start\n  ann | 2026-01-01\n}"

  @Test func filesThatAreNotThereAreErrors() {
    let found = findings(rows: "", day: "2026-02-01")
    #expect(found.count == 1 && found[0].hasPrefix("error the file `nowhere/reps.csv`"), "\(found)")
    #expect(findings(rows: ann, day: "2026-02-01") == [])
  }

  @Test func questionsWithoutAnswerAreRemarks() {
    let found = findings(rows: ann, day: "today")
    #expect(
      found.count == 1 && found[0].hasPrefix("info rules about data have not looked at all of `reps`: "), "\(found)")
    #expect(findings(rows: ann, day: "today", asOf: "2026-02-01") == [])
  }
}
