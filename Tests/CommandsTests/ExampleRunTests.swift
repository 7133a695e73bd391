import Foundation
import Testing

@testable import Allot

/// Examples run the plan's own program over the rows that they give.
@Suite struct ExampleRunTests {
  /// 10% of the year's sales so far above 100 USD, less what was paid, for people who have a level.
  private static let plan = """
    language 1

    param share = 10%
    param bound = 100 USD
    param start = 2026-01-01

    table reps (id) {
      id      text
      level   "A" | "B"
      packs   units?
      salary  USD       from "Base Salary"
      hired   date?     as "DD.MM.YYYY"
      double  = salary * 2
    }

    table deals (id) dated closed from "deals.csv" numbers "1.234,50" {
      id      text
      owner   reps
      closed  date  as "DD.MM.YYYY"
      amount  USD
    }

    table stock (rep) latest by day {
      rep   reps
      day   date
      left  units
      note  text
    }

    table bonuses (level) {
      level  "A" | "B"
      bonus  USD
    }
    rows {
      level | bonus
      A     | 7
      B     | 11
    }

    marginal rates Share (sales: USD) -> percent {
      from 0 USD: 0%
      from bound: share
    }

    plan Pay {
      for each reps where level = "A"
      paid monthly in USD, negative carried forward
      credit sales from deals to owner of amount
      pay commission = sales through Share over year to date
      let third = sales / 3
      let attained = percent(sales / 300 USD)
      let won = sales > 0 USD
      let best each quarter = 5 USD
      check "no month is worse than -1000" sales >= -1000 USD
    }

    sheet People {
      for each reps
      show wage = salary
      show bonus = bonuses[level].bonus
      show late = hired > start
      show since = hired
    }

    sheet Company {
      for each all
      show people = count(reps)
      show salaries = sum(reps.salary)
    }

    replenish Refill {
      for each stock
      order quantity from 10 units - left {
        stop at 0 units "full" when it <= 0 units
      }
      let low = left < 3 units
    }

    data Team {
      reps {
        id  | level | salary
        ann | A     | 1_000
        bob | B     | 500.50
      }
    }


    """

  /// Lines of an example, and the codes of what it says; none if it passes.
  struct Case: CustomTestStringConvertible, Sendable {
    let sheet: String
    let lines: String
    let codes: [String]
    var testDescription: String { lines }

    init(_ sheet: String, _ lines: String, _ codes: String...) {
      self.sheet = sheet
      self.lines = lines
      self.codes = codes
    }
  }

  /// ann sells 99.99 + 0.01 in January, 200 in February: 10% of 0 and of 200.
  private static let sales = """
    given Team
    given deals {
      id | owner | closed     | amount
      d1 | ann   | 2026-01-31 | 99.99
      d2 | ann   | 2026-01-01 | 0.01
      d3 | ann   | 2026-02-28 | 200
    }

    """

  private static func paid(_ header: String, _ rows: String..., keyword: String = "expect") -> String {
    "\(keyword) {\n\(header)\n\(rows.joined(separator: "\n"))\n}"
  }

  static let cases: [Case] = [
    // Values are compared exactly, whatever zeros are written.
    Case("Pay", sales + paid("payee | month | commission", "ann | 2026-01 | 0", "ann | 2026-02 | 20.000")),
    Case("Pay", sales + paid("payee | month | commission USD", "ann | 2026-02 | 20.01"), "E0941"),
    Case("Pay", sales + paid("payee | month | commission", "ann | 2026-02 | "), "E0941"),
    // One message for a row, whatever its values.
    Case(
      "Pay", sales + paid("payee | month | commission | total", "ann | 2026-02 | 2 | 3", "ann | 2026-01 | 1 | 0"),
      "E0941", "E0941"),
    // A value that never ends: 200 / 3 = 66.666…, 200 / 300 = 66.666…%; half away from zero.
    Case("Pay", sales + paid("payee | month | third | attained", "ann | 2026-02 | 66.67 | 66.7%")),
    Case("Pay", sales + paid("payee | month | third | attained", "ann | 2026-02 | 67 | 66.666667%")),
    Case("Pay", sales + paid("payee | month | third", "ann | 2026-02 | 66.66"), "E0941"),
    Case("Pay", sales + paid("payee | month | attained", "ann | 2026-02 | 66.6%"), "E0941"),
    // A value that ends is not rounded: 100 / 300 never ends, 300 / 300 does.
    Case(
      "Pay",
      "param bound = 50 USD\nparam share = 1%\n" + sales
        + paid("payee | month | commission", "ann | 2026-01 | 0.5", "ann | 2026-02 | 2")),
    Case("Pay", sales + paid("payee | month | won", "ann | 2026-01 | true", "ann | 2026-02 | yes")),
    Case("Pay", sales + paid("payee | month | won", "ann | 2026-01 | false"), "E0941"),
    // Lines of a longer period are missing in between.
    Case("Pay", sales + paid("payee | month | best", "ann | 2026-02 | ", "ann | 2026-03 | 5")),
    Case("Pay", sales + paid("payee | month | best", "ann | 2026-02 | 5"), "E0941"),
    // The periods go from the first to the last that is expected, and the year to date reaches back.
    Case("Pay", sales + paid("payee | month | commission", "ann | 2026-02 | 20", keyword: "expect exactly")),
    Case(
      "Pay",
      sales + paid("payee | month | commission", "ann | 2026-01 | 0", "ann | 2026-03 | 0", keyword: "expect exactly"),
      "E0943"),
    Case(
      "Pay",
      sales + "during 2026-Q1\n" + paid("payee | month | commission", "ann | 2026-02 | 20", keyword: "expect exactly"),
      "E0943"),
    Case("Pay", sales + "during 2026-02\n" + paid("payee | commission", "ann | 20")),
    Case("Pay", sales + "during 2026-Q1\n" + paid("payee | commission", "ann | 20"), "E0942"),
    Case("Pay", sales + "during 2026-01\n" + paid("payee | month | commission", "ann | 2026-02 | 20"), "E0942"),
    Case("Pay", sales + paid("payee | month | commission", "bob | 2026-02 | 0"), "E0942"),
    // Nothing says which periods are meant.
    Case("Pay", sales + paid("payee | commission", "ann | 20"), "E0903"),
    Case("Pay", "during 2026-01\nexpect exactly { }"),
    Case("Pay", sales + "during 2026-01\nexpect exactly { }", "E0943"),
    // What a return takes back is carried: 30 in February are paid, 30 are taken back in March.
    Case(
      "Pay",
      sales + "given deals {\n id | owner | closed | amount\n r | ann | 2026-03-01 | -300\n}\n"
        + paid(
          "payee | month | commission | total | carried", "ann | 2026-02 | 20 | 20 | 0", "ann | 2026-03 | -20 | 0 | 20")
    ),
    // Errors.
    Case(
      "Pay",
      sales
        + "given deals {\n id | owner | closed | amount\n r | ann | 2026-03-01 | -1000.01\n}\nduring 2026-Q1\nexpect error \"no month is worse\""
    ),
    Case("Pay", sales + "during 2026-Q1\nexpect error E0930", "E0944"),
    Case("Pay", sales + "given reps {\n id | level | salary\n ann | A | 1\n}\nduring 2026-Q1\nexpect error E0821"),
    Case(
      "Pay", sales + "given reps {\n id | level | salary\n ann | A | 1\n}\nduring 2026-Q1\nexpect error E0930", "E0944",
      "E0821"),
    Case(
      "Pay",
      "given deals {\n id | owner | closed | amount\n d | ann | 2026-03-01 | 1\n}\nduring 2026-Q1\nexpect error E0820"),
    Case(
      "Pay",
      "given deals {\n id | owner | closed | amount\n d | ann | 2026-03-01 | 1\n}\nduring 2026-Q1\nexpect exactly { }",
      "E0820"),
    // A param that breaks the tiers is an error of the example.
    Case("Pay", "param bound = -1 USD\nduring 2026-Q1\nexpect exactly { }", "E0701"),
    // Rows in the text stay; columns that are not given are missing if they may be.
    Case(
      "People",
      "given Team\n" + paid("id | wage | bonus | late | since", "ann | 1_000 | 7 | | ", "bob | 500.5 | 11.00 | | ")),
    Case("People", "given Team\ngiven bonuses {\n level | bonus\n A | 1\n}\n" + paid("id | bonus", "ann | 1"), "E0820"),
    Case(
      "People",
      "given reps {\n id | level | salary | hired\n ann | A | 1 | 2026-01-02\n}\n"
        + paid("id | late | since", "ann | true | 2026-01-02")),
    Case(
      "People",
      "param start = 2026-01-02\ngiven reps {\n id | level | salary | hired\n ann | A | 1 | 2026-01-02\n}\n"
        + paid("id | late", "ann | false")),
    Case("People", "given reps {\n id | salary\n ann | 1\n}\n" + paid("id | wage", "ann | 1"), "E0940"),
    Case("Company", "given reps {\n id | salary\n ann | 1\n}\n" + paid("people | salaries", "1 | 1")),
    Case("Company", paid("people | salaries", "0 | 0", keyword: "expect exactly")),
    Case(
      "Company",
      "given Team\n" + paid("salaries", "1500.5") + "\n" + paid("id | wage", "bob | 500.5", keyword: "expect People")),
    Case(
      "Company",
      "given Team\n" + paid("salaries", "1500.5") + "\n"
        + paid("id | wage", "bob | 500", keyword: "expect exactly People"), "E0941", "E0943"),
    // `latest by` asks for no further columns; rows that order nothing are expected by name only.
    Case(
      "Refill",
      "given Team\ngiven stock {\n rep | day | left\n ann | 2026-01-01 | 1\n ann | 2026-01-02 | 4\n bob | 2026-01-01 | 10\n}\n"
        + paid("rep | quantity units | low | reason", "ann | 6 | no | ", keyword: "expect exactly")),
    Case(
      "Refill",
      "given Team\ngiven stock {\n rep | day | left\n bob | 2026-01-01 | 10\n}\n"
        + paid("rep | quantity | reason", "bob | 0 | full")),
    Case("Refill", "given Team\ngiven stock {\n rep | day | left\n bob | 2026-01-01 | 10\n}\nexpect exactly { }"),
    Case("Refill", "given Team\ngiven stock {\n rep | day\n bob | 2026-01-01\n}\n" + paid("rep", "bob"), "E0940"),
  ]

  @Test(arguments: cases) func examplesAreJudged(_ test: Case) throws {
    let plan = Plan(text: ExampleRunTests.plan + "example \"it\" for \(test.sheet) {\n\(test.lines)\n}\n")
    let hasErrors = plan.hasErrors
    try #require(!hasErrors, "\(DiagnosticRenderer(plan.sources).render(plan.diagnostics))")
    let outcome = plan.run(try #require(plan.examples.first))
    let said = DiagnosticRenderer(outcome.sources).render(outcome.diagnostics)
    #expect(outcome.diagnostics.map(\.code) == test.codes, "\(said)")
  }

  /// Each value that differs is told with its row, and points to its cell.
  @Test func differencesAreTold() throws {
    let lines =
      ExampleRunTests.sales
      + ExampleRunTests.paid("payee | month | third | commission", "ann | 2026-02 | 66.666 | 20.5")
    let plan = Plan(text: ExampleRunTests.plan + "example \"it\" for Pay {\n\(lines)\n}\n")
    let outcome = plan.run(try #require(plan.examples.first))
    let cells = outcome.differences.map { difference in
      let text = outcome.sources[difference.span.file].text(difference.span)
      let row = difference.row.map { "\($0.name) \($0.text)" }.joined(separator: " ")
      return "\(row) \(difference.line): \(difference.found), not \(difference.expected) \(text)"
    }
    #expect(
      cells == [
        "payee ann month 2026-02 third: 66.666667…, not 66.666 66.666",
        "payee ann month 2026-02 commission: 20, not 20.5 20.5",
      ])
  }

  /// An example of a file that is used is not run with the file that uses it.
  @Test func onlyOwnExamplesAreRun() {
    let used = ExampleRunTests.plan + "example \"used\" for People {\n  expect exactly { }\n}\n"
    let plan = Plan(
      text: "use \"used.allot\"\nexample \"own\" for People {\n  expect exactly { }\n}\n", path: "plan.allot",
      others: ["used.allot": used])
    #expect(plan.examples.map(\.title) == ["own"])
  }

  /// Every example of every plan that the package shows passes.
  @Test func shownExamplesPass() throws {
    let root = Package.root.appendingPathComponent("examples")
    let files = FileManager.default.enumerator(at: root, includingPropertiesForKeys: nil)
    var count = 0
    for case let file as URL in try #require(files) where file.pathExtension == "allot" {
      let plan = try Plan.load(paths: [file.path])
      for example in plan.examples {
        let outcome = plan.run(example)
        count += 1
        let said = DiagnosticRenderer(outcome.sources).render(outcome.diagnostics)
        #expect(outcome.isPassed, "\(file.lastPathComponent), \(example.title): \(said)")
      }
    }
    #expect(count >= 20)
  }
}
