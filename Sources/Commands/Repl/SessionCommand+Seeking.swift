import Allot

extension SessionCommand {
  /// What runs through values, and what is looked for.
  static let seeking: [SessionCommand] = [
    SessionCommand(
      "sweep", "UNKNOWN from VALUE to VALUE [by STEP] of EXPRESSION [for KEY, …] [in PERIOD]", .seeking,
      "a value over a range: a table, and a curve", takes: .change,
      examples: [
        Example(
          "sweep amount of deal d17 from 0 USD to 100_000 USD of commission for ann in 2026-03", "a deal's amount"),
        Example(
          "sweep target of quotas[ann, 2026-Q1] from 80_000 USD to 120_000 USD by 10_000 USD of total for ann",
          "a quota"),
        Example("sweep tier Accelerator 100% from 5% to 15% by 1% of total", "a rate, for everybody"),
        Example("sweep amount of another deal like d17 with id = d99 from 0 USD to 50k USD of total", "one deal more"),
      ],
      details: ["Jumps that lie between two values are found and told; what is supposed stays as it is."]
    ) { session, phrase throws(SessionFailure) in
      try session.sweep(try phrase.required("sweep", "what varies"))
    },
    SessionCommand(
      "solve", "EXPRESSION [for KEY, …] [in PERIOD] >= VALUE [by UNKNOWN] [from VALUE [to VALUE]]", .seeking,
      "the smallest value that is enough", takes: .change,
      examples: [
        Example("solve total for ann in 2026-Q1 >= 25_000 USD by amount of deal d17", "what the deal must bring"),
        Example(
          "solve attained for ann in 2026-03 >= 120% by amount of another deal like d17 with id = d99", "one more"),
        Example("solve total > 500_000 USD by tier Accelerator 100%", "the rate that is too much"),
      ],
      details: [
        "The sign is >=, <=, =, > or <. The answer is checked by a whole run with it, and by one with a step less; where "
          + "a cliff makes the value unreachable, it says what comes on both sides."
      ]
    ) { session, phrase throws(SessionFailure) in
      try session.solve(try phrase.required("solve", "what is to be reached"))
    },
    SessionCommand(
      "pipeline",
      "TABLE where CONDITION won COLUMN = VALUE, … at PROBABILITY [by COLUMN] of EXPRESSION [for KEY, …] [in PERIOD]",
      .seeking, "what open deals make of a line: three figures", takes: .table,
      examples: [
        Example("pipeline deals where stage = \"Open\" won stage = Won at 40% of total in 2026-Q1", "everybody's"),
        Example(
          "pipeline deals where stage = \"Open\" won stage = Won, closed = expected at odds of total for ann", ""),
      ],
      details: [
        "The probability is a percent or an expression of the row's columns; a cell of a won row may be another column. "
          + "`by` names the column of the amount, where there are several of money.",
        "It says which figure is which: the scenario that all open rows are won, the payout of the expected amount, and "
          + "the expected payout. That one is exact for up to 20 open rows of a payee where the line has an exact curve, "
          + "for up to 12 elsewhere, and else simulated: `seed N` and `draws N` at the end say how.",
      ]
    ) { session, phrase throws(SessionFailure) in
      try session.forecast(try phrase.required("pipeline", "a table"))
    },
  ]
}
