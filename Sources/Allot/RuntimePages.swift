/// The catalogue's pages about values that cannot be computed and laws that do not hold.
let faultPages: [DiagnosticPage] = [
  page(
    "E0920", "a division by zero",
    """
    A ratio whose divisor is zero is neither zero nor infinite by itself. Say what the value is then: `a / b else 0%`, or
    `else missing` to show nothing. Behind `else infinite`, an amount above zero that is divided by zero is infinite.
    """, "show share = sold / goal", "show share = sold / goal else missing", rows: "ann | 100 USD | 0 USD"),
  page(
    "E0921", "a number with too many digits",
    """
    Values are exact in up to 38 digits. Round where many fractions meet: `rounded to 0.01 USD`.
    """, "", "", rows: ""),
  page(
    "E0922", "a row that must be there is not",
    """
    `t[key]` needs a row with that key; a person without a quota is not a person with a quota of zero. Add the row, or
    write `t[key]?` and say with `else` what holds where there is none.
    """, "show other = people[\"bob\"].sold", "show other = people[\"bob\"]?.sold else 0 USD",
    rows: "ann | 100 USD | 50 USD"),
  page(
    "E0923", "a value that must be there is missing",
    "The value comes from an empty cell or from a row that is not there, and a value is needed here. Say `else`.",
    "", "", rows: ""),
  page(
    "E0924", "a value outside the tiers",
    """
    The first tier begins at its bound, and below it there is no rate: it is not 0%. Add a tier that begins lower.
    """, "show rate = Rate(sold)", "show rate = Rate(max(sold, 0 USD))", rows: "ann | -1 USD | 50 USD"),
  page(
    "E0925", "several rates, or none, for a case",
    """
    Two rows of a keyed rates table hold for the same case. Say which wins: `first match` or `most specific` in the
    declaration; or make the rows differ.
    """,
    """
    rates Bonus (who: text, place: text) -> USD {
      "ann", any: 100 USD
      any, "Oslo": 200 USD
    }
    sheet Pay { for each all  show bonus = Bonus("ann", "Oslo") }

    """,
    """
    rates Bonus (who: text, place: text) -> USD first match {
      "ann", any: 100 USD
      any, "Oslo": 200 USD
    }
    sheet Pay { for each all  show bonus = Bonus("ann", "Oslo") }

    """),
  page(
    "E0926", "a day that does not exist",
    "31 January plus one month is no day. `plus_months_clamped(d, 1)` takes the month's last day instead.",
    "sheet Due { for each all  show due = plus_months(2026-01-31, 1) }\n",
    "sheet Due { for each all  show due = plus_months_clamped(2026-01-31, 1) }\n"),
  page(
    "E0927", "an order that is not whole",
    """
    An order in units must be whole, and it is never rounded silently. Say how: `round up to 1 unit` as the last step.
    """,
    """
    table goods (id) {
      id    text
      need  units
    }
    rows {
      id | need
      g1 | 2.5
    }
    replenish Refill { for each goods  order quantity from need }

    """,
    """
    table goods (id) {
      id    text
      need  units
    }
    rows {
      id | need
      g1 | 2.5
    }
    replenish Refill { for each goods  order quantity from need { round up to 1 unit } }

    """),
  page(
    "E0930", "a check that does not hold",
    """
    A `check` is a law of the plan: it must hold in every row, else there are no results at all. The message has the
    row's key and the values that the condition was judged by. Mend the data, or the law.
    """, "check \"no returns\" sold >= 0 USD  show sum = sold", "show sum = sold", rows: "ann | -1 USD | 50 USD"),
  page(
    "E0931", "a check that cannot be judged",
    "The condition is missing for a row, so it neither holds nor fails. Say what a missing value means: `… else true`.",
    "", "", rows: ""),
]

/// The catalogue's pages about runs.
let runtimePages: [DiagnosticPage] =
  dataPages + faultPages + infinityPages + ledgerPages + refusalPages + schedulePages + versionPages + rowOrderPages

private func page(
  _ code: String, _ title: String, _ explanation: String, _ failing: String, _ mended: String
) -> DiagnosticPage {
  DiagnosticPage(code: code, title: title, explanation: explanation, failing: failing, mended: mended)
}

/// A page whose examples are lines of one sheet over one table.
private func page(
  _ code: String, _ title: String, _ explanation: String, _ failing: String, _ mended: String, rows: String
) -> DiagnosticPage {
  func example(_ line: String) -> String {
    if line.isEmpty { return "" }
    let cells = rows.split(separator: "|").map { $0.filter { $0 != " " } }
    let rates = line.contains("Rate(") ? "whole rates Rate (sold: USD) -> percent {\n  from 0 USD: 2%\n}\n" : ""
    let name = cells[0]
    let numbers = cells.dropFirst().map { $0.replacingUSD }
    return rates + """
      table people (id) {
        id    text
        sold  USD
        goal  USD
        hint  USD?
      }
      rows {
        id  | sold | goal | hint
        \(name) | \(numbers.joined(separator: " | ")) |
      }
      sheet Result {
        for each people
        \(line)
      }

      """
  }
  return page(code, title, explanation, example(failing), example(mended))
}

extension String {
  /// The amount without its unit, as a cell has it.
  fileprivate var replacingUSD: String { hasSuffix("USD") ? String(dropLast(3)) : self }
}
