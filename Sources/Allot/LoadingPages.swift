/// The catalogue's pages about files that are used and about what a run asks for.
let loadingPages: [DiagnosticPage] = [
  DiagnosticPage(
    code: "E0160", title: "a used file cannot be read",
    explanation: """
      The path behind `use` is seen from the folder of the file in which it stands. The file is not there, or may not be
      read; the message has the system's own words.
      """,
    failing: """
      use "tabels.allot"
      sheet People { for each reps  show name = id }
      --- tables.allot
      table reps (id) { id text }
      """,
    mended: """
      use "tables.allot"
      sheet People { for each reps  show name = id }
      --- tables.allot
      table reps (id) { id text }
      --- reps.csv
      id
      ann
      """),
  DiagnosticPage(
    code: "E0161", title: "files use each other",
    explanation: """
      A file may use another one that uses a third, and each is read once; but the chain must end. Put what both files
      need into a file of its own and use that one in both.
      """,
    failing: """
      use "tables.allot"
      sheet People { for each reps  show name = id }
      --- tables.allot
      use "plan.allot"
      table reps (id) { id text }
      """,
    mended: """
      use "tables.allot"
      sheet People { for each reps  show name = id }
      --- tables.allot
      table reps (id) { id text }
      --- reps.csv
      id
      ann
      """),
  DiagnosticPage(
    code: "E0170", title: "a period that is none",
    explanation: """
      `--period` takes a year, a quarter, a month, an ISO week or a day, or two of them with `..` between, the earlier
      one first.
      """,
    failing: "allot run plan.allot --period 2026-Q5", mended: "allot run plan.allot --period 2026-Q1..2026-Q2"),
  DiagnosticPage(
    code: "E0171", title: "a date that is none",
    explanation: "`--as-of` takes a day of the calendar, with the year first: 2026-03-31.",
    failing: "allot run plan.allot --as-of 2026-02-30", mended: "allot run plan.allot --as-of 2026-02-28"),
  DiagnosticPage(
    code: "E0172", title: "an unknown plan, sheet or rule",
    explanation: "`--plan` takes the name that stands behind `plan`, `sheet` or `replenish`, not its title.",
    failing: "allot run plan.allot --plan Slod", mended: "allot run plan.allot --plan Sold"),
  DiagnosticPage(
    code: "E0173", title: "an unknown param",
    explanation: "`--param NAME=VALUE` gives another value to a `param` of the plan, once.",
    failing: "allot run plan.allot --param treshold=6%", mended: "allot run plan.allot --param threshold=6%"),
  DiagnosticPage(
    code: "E0174", title: "a param's value of another kind",
    explanation: """
      A param keeps the unit with which it is declared. 6 and 6% are different numbers, and so are 6 and 6 USD: the
      value is written with its unit, as in the plan.
      """,
    failing: "allot run plan.allot --param threshold=6", mended: "allot run plan.allot --param threshold=6%"),
  DiagnosticPage(
    code: "E0175", title: "a table that is not read from a file",
    explanation: """
      `--table NAME=PATH` names a table of the plan that is read from a file. A table whose rows stand in the plan, in
      `rows { … }`, has no file.
      """,
    failing: "allot run plan.allot --table deal=deals.csv", mended: "allot run plan.allot --table deals=deals.csv"),
  DiagnosticPage(
    code: "E0176", title: "the standard input for two tables",
    explanation: "The standard input can be read once. Give the other tables as files.",
    failing: "allot run plan.allot --table deals=- --table reps=-",
    mended: "allot run plan.allot --table deals=deals.csv --table reps=reps.csv"),
  DiagnosticPage(
    code: "E0177", title: "statements that are closed",
    explanation: """
      All periods of the run have a statement in the ledger, so there is nothing to add. What has changed since is paid
      with the next statement. Without `--ledger`, the run shows what the closed statements have paid.
      """,
    failing: "allot run plan.allot --period 2026-01 --paid ledger.csv --ledger ledger.csv",
    mended: "allot run plan.allot --period 2026-02 --paid ledger.csv --ledger ledger.csv"),
  DiagnosticPage(
    code: "E0178", title: "a statement out of turn",
    explanation: """
      Statements follow each other without a gap: what a period changes in an earlier one must have one statement that
      it is paid with. Ask for all periods from the first open one, or for that one first. A statement is due when its
      period is over: a run for January does not close the quarter.
      """,
    failing: "allot run plan.allot --period 2026-03 --paid ledger.csv",
    mended: "allot run plan.allot --period 2026-02..2026-03 --paid ledger.csv"),
  DiagnosticPage(
    code: "E0179", title: "a run without statements",
    explanation:
      "A ledger holds what the `pay` lines of plans pay. The plans, sheets and rules of this run pay nothing.",
    failing: "allot run plan.allot --plan Sold --ledger new.csv",
    mended: "allot run plan.allot --plan Paid --period 2026-01 --ledger new.csv"),
]
