import Allot

extension SessionCommand {
  /// What is kept beyond the session.
  static let keeping: [SessionCommand] = [
    SessionCommand(
      "export", "FILE [RESULT] [all]", .keeping, "write the results; the name's ending says how", takes: .file,
      examples: [
        Example("export pay.csv", "csv, json, jsonl or md"),
        Example("export orders.json TopUp", "one result of several"),
      ]
    ) { session, phrase throws(SessionFailure) in
      try session.export(try phrase.required("export", "a file"))
    },
    SessionCommand(
      "save patch", "FILE", .keeping, "write what is supposed as changes of the plan's and the data's files",
      takes: .file, examples: [Example("save patch raise.patch", "for `git apply -p0` or `patch -p0`")]
    ) { session, phrase throws(SessionFailure) in
      try session.savePatch(try phrase.required("save patch", "a file"))
    },
    SessionCommand(
      "save example", "\"TITLE\" FILE [of PLAN] [for KEY, …] [in PERIOD]", .keeping,
      "write what is supposed, and what it gives, as an `example`", takes: .file,
      examples: [
        Example("save example \"a big deal\" big-deal.allot", "all rows of results"),
        Example("save example \"a big deal\" big-deal.allot for ann in 2026-03", "one of them"),
      ],
      details: ["The example is run before it is written: it passes `allot test`."]
    ) { session, phrase throws(SessionFailure) in
      try session.saveExample(try phrase.required("save example", "a title and a file"))
    },
    SessionCommand(
      "save session", "FILE", .keeping, "write lines that bring the session back", takes: .file,
      examples: [Example("save session monday.repl", "then `run monday.repl`")]
    ) { session, phrase throws(SessionFailure) in
      try session.saveSession(try phrase.required("save session", "a file"))
    },
    SessionCommand(
      "run", "FILE", .keeping, "do the lines of a file, up to the first that fails", takes: .file,
      examples: [Example("run monday.repl", "as if they were typed")]
    ) { session, phrase throws(SessionFailure) in
      try session.runScript(try phrase.required("run", "a file"))
    },
  ]

  /// What answers are about, and how they look.
  static let setting: [SessionCommand] = [
    SessionCommand(
      "load", "FILE …", .setting, "read other plans", takes: .file, examples: [Example("load plan.allot", "one plan")]
    ) { session, phrase throws(SessionFailure) in
      try session.load(try phrase.required("load", "a plan file"))
    },
    SessionCommand(
      "reload", "[on change | by hand]", .setting, "read the files again",
      examples: [
        Example("reload", "the plan and the data, with what was supposed done again"),
        Example("reload on change", "from now on whenever a file changed"),
      ]
    ) { session, phrase throws(SessionFailure) in
      try session.reload(phrase)
    },
    SessionCommand(
      "data", "[DIR]", .setting, "the folder of the tables", takes: .folder,
      examples: [Example("data exports/2026-03", "other data for the same plan")]
    ) { session, phrase throws(SessionFailure) in
      try session.setData(phrase)
    },
    SessionCommand(
      "period", "[PERIOD | all]", .setting, "the periods of results",
      examples: [
        Example("period 2026-Q1", "a quarter"),
        Example("period all", "all that the plan is during"),
      ]
    ) { session, phrase throws(SessionFailure) in
      try session.setPeriod(phrase)
    },
    SessionCommand(
      "as-of", "[DATE | none]", .setting, "what `today` is", examples: [Example("as-of 2026-03-31", "a day")]
    ) { session, phrase throws(SessionFailure) in
      try session.setAsOf(phrase)
    },
    SessionCommand(
      "plan", "[NAME | none]", .setting, "whose lines are meant where several plans have them", takes: .plan,
      examples: [Example("plan AccountExecutive", "questions are about it")]
    ) { session, phrase throws(SessionFailure) in
      try session.setPlan(phrase)
    },
    SessionCommand(
      "format", "[table | csv | json | jsonl | md]", .setting, "how answers are written", takes: .format,
      examples: [Example("format md", "Markdown, for a ticket or a mail")]
    ) { session, phrase throws(SessionFailure) in
      try session.setFormat(phrase)
    },
    SessionCommand(
      "timing", "[on | off]", .setting, "how long each line took", examples: [Example("timing on", "say it")]
    ) { session, phrase throws(SessionFailure) in
      try session.setTiming(phrase)
    },
    SessionCommand("quit", "", .setting, "end the session", examples: [Example("quit", "or Ctrl-D")]) {
      session, phrase throws(SessionFailure) in
      try phrase.expectEnd(of: "quit")
      session.isEnding = true
    },
  ]
}
