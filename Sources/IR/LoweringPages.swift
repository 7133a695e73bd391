import Source

/// The catalogue's pages about plans that are sound, and that a run cannot compute with what it was given.
///
/// Each `failing` text fails when it is run without `--as-of` and with `--period 2026-Q1`, or without a period where the
/// text has rows for periods and no `during`.
public let loweringPages: [DiagnosticPage] = [
  DiagnosticPage(
    code: "E0901", title: "`today` is not given",
    explanation: """
      Results never depend on the day on which they are computed, or nobody could compute them again. A plan that says
      `today` is run with that date: `--as-of 2026-03-31`. It is recorded in the output.
      """,
    failing: """
      language 1

      table reps (id) {
        id     text
        hired  date
      }

      sheet People {
        for each reps
        show tenure = today - hired
      }
      """,
    mended: """
      language 1

      table reps (id) {
        id     text
        hired  date
      }

      sheet People {
        for each reps
        show tenure = 2026-03-31 - hired
      }
      """),
  DiagnosticPage(
    code: "E0902", title: "days without an end",
    explanation: "`all time` has no first and no last day, so its days cannot be counted. Name a window with two ends.",
    failing: """
      language 1

      sheet Calendar {
        for each all
        show length = days(all time)
      }
      """,
    mended: """
      language 1

      sheet Calendar {
        for each all
        show length = days(2026-Q1)
      }
      """),
  DiagnosticPage(
    code: "E0903", title: "no period to compute",
    explanation: """
      Rows for each month need to know for which months. `during 2026` in the plan says it for all runs, and
      `--period 2026-Q1` for one.
      A balance that goes back by `previous` also needs to know where it begins, or what a month pays would depend on the
      months that are asked for with it: only `during`, or the ledger that a run goes on from, says that.
      """,
    failing: """
      language 1

      table reps (id) {
        id  text
      }

      sheet Months {
        for each reps
        each month
        show first = first_day(this month)
      }
      """,
    mended: """
      language 1

      table reps (id) {
        id  text
      }

      sheet Months {
        for each reps
        each month
        during 2026
        show first = first_day(this month)
      }
      """),
  DiagnosticPage(
    code: "E0904", title: "a period outside the plan's",
    explanation: """
      The run asks for a period in which the plan does not hold. An empty result would look as if nobody had earned
      anything.
      """,
    failing: """
      language 1

      table reps (id) {
        id  text
      }

      sheet Months {
        for each reps
        each month
        during 2025
        show first = first_day(this month)
      }
      """,
    mended: """
      language 1

      table reps (id) {
        id  text
      }

      sheet Months {
        for each reps
        each month
        during 2026
        show first = first_day(this month)
      }
      """),
  DiagnosticPage(
    code: "E0955", title: "milestones that add up to too many digits",
    explanation: """
      The value of `adding rates` is the sum of all tiers that are reached. Sums are exact, and have at most 38 digits.
      """,
    failing: addingPage("0.00000000000000000000000000000000000001"), mended: addingPage("0.01")),
]

private func addingPage(_ last: String) -> String {
  """
  language 1

  table reps (id) {
    id     text
    sales  USD
  }

  adding rates Milestones (sales: USD) -> USD {
    from       0 USD: 0 USD
    from  10_000 USD: 99_999_999_999_999_999_999_999_999_999 USD
    from  20_000 USD: \(last) USD
  }

  sheet People {
    for each reps
    show bonus = Milestones(sales)
  }
  """
}
