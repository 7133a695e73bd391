import Allot

extension SessionCommand {
  /// What is asked of the results as they stand.
  static let asking: [SessionCommand] = [
    SessionCommand(
      "payouts", "[PLAN] [for KEY, …] [in PERIOD] [all]", .asking, "what plans pay, with totals", takes: .plan,
      examples: [
        Example("payouts", "everybody, by pay period"),
        Example("payouts for ann in 2026-Q1", "one payee's months of a quarter"),
        Example("payouts all", "all rows, however many there are"),
      ],
      details: ["Another period than the session's is computed for the answer alone."]
    ) { session, phrase throws(SessionFailure) in
      try session.putResults(phrase, command: "payouts", kinds: [.plan])
    },
    SessionCommand(
      "orders", "[RULE] [for KEY, …] [all]", .asking, "what rules order, with reasons", takes: .plan,
      examples: [
        Example("orders", "the lines that order something"),
        Example("orders for D1", "one dealer's"),
        Example("orders all", "also the lines that order nothing, and why"),
      ]
    ) { session, phrase throws(SessionFailure) in
      try session.putResults(phrase, command: "orders", kinds: [.replenish, .rules, .orders])
    },
    SessionCommand(
      "results", "[NAME] [for KEY, …] [in PERIOD] [all]", .asking, "any result: of plans, sheets and rules",
      takes: .plan,
      examples: [
        Example("results", "all of them"),
        Example("results Approvals", "those of a sheet"),
      ]
    ) { session, phrase throws(SessionFailure) in
      try session.putResults(phrase, command: "results", kinds: nil)
    },
    SessionCommand(
      "explain", "[LINE] [for KEY, …] [in PERIOD] [depth N] [rows N]", .asking,
      "how an amount came about: a tree whose parts add up to it", takes: .line,
      examples: [
        Example("explain commission for ann in 2026-03", "deals, tiers, rates, rounding"),
        Example("explain for ann in 2026-03", "all lines of the row, and the total"),
        Example("explain quantity for D1, S1", "an order with its steps"),
        Example("explain", "the line that was last asked for"),
      ],
      details: ["`depth` and `rows` fold what lies deeper, or stands behind the first rows; it still adds up."]
    ) { session, phrase throws(SessionFailure) in
      try session.explain(phrase)
    },
    SessionCommand(
      "why not", "KEY … [LINE] [in PERIOD]", .asking, "why something got nothing, and what would be enough",
      takes: .expression,
      examples: [
        Example("why not d17", "why a deal counts for nobody"),
        Example("why not ann kicker in 2026-03", "why a person did not get it, or less of it"),
        Example("why not D1, S1", "why a dealer gets none of an article"),
      ],
      details: ["What is said to be enough has been tried by a run with it."]
    ) { session, phrase throws(SessionFailure) in
      try session.explainWhyNot(try phrase.required("why not", "what it is about"))
    },
    SessionCommand(
      "type", "EXPRESSION", .asking, "what an expression is: its unit, its grain, its period", takes: .expression,
      examples: [Example("type attained", "whether it is a percent, and whose")]
    ) { session, phrase throws(SessionFailure) in
      try session.putType(try phrase.required("type", "an expression"))
    },
    SessionCommand(
      "let", "NAME = EXPRESSION", .asking, "name an expression for later lines", takes: .expression,
      examples: [
        Example("let pay = commission + kicker", "then `pay for ann in 2026-Q1`"),
        Example("let", "the names there are"),
      ],
      details: [
        "The name stands for the expression, not for its value of the moment: after `what if` it gives another one. "
          + "`ans` is the last value that was answered, and `_1`, `_2` are the first ones."
      ]
    ) { session, phrase throws(SessionFailure) in
      try session.define(phrase)
    },
  ]

  /// What there is to ask about.
  static let looking: [SessionCommand] = [
    SessionCommand(
      "lines", "[PLAN]", .looking, "the lines of plans, sheets and rules", takes: .plan,
      examples: [Example("lines", "their names, what they are, where they stand")]
    ) { session, phrase throws(SessionFailure) in
      try session.putLines(phrase)
    },
    SessionCommand(
      "tables", "[TABLE]", .looking, "the tables, or the columns of one", takes: .table,
      examples: [
        Example("tables", "names, keys, files, numbers of rows"),
        Example("tables deals", "the columns of one"),
      ]
    ) { session, phrase throws(SessionFailure) in
      try session.putTables(phrase)
    },
    SessionCommand(
      "rows", "TABLE [where CONDITION] [all]", .looking, "rows of a table as they stand", takes: .table,
      examples: [
        Example("rows deals where owner = \"ann\"", "with the changes that were supposed"),
        Example("rows quotas all", "however many there are"),
      ]
    ) { session, phrase throws(SessionFailure) in
      try session.putRows(try phrase.required("rows", "a table"))
    },
    SessionCommand(
      "ir", "[LINE]", .looking, "the program that the plan compiles to", takes: .line,
      examples: [Example("ir commission", "the operations that a line's text becomes")]
    ) { session, phrase throws(SessionFailure) in
      try session.putProgram(phrase)
    },
    SessionCommand(
      "help", "[COMMAND | CODE | FUNCTION]", .looking, "commands; or a command, a message, a function", takes: .topic,
      examples: [
        Example("help rows", "one command, with examples"),
        Example("help E0301", "a message and how its cause is mended"),
      ]
    ) { session, phrase throws(SessionFailure) in
      try session.putHelp(phrase)
    },
  ]

}
