import Allot

extension SessionCommand {
  /// What is supposed, taken back and compared.
  static let supposing: [SessionCommand] = [
    SessionCommand(
      "what if", "CHANGE", .supposing, "suppose a change, and see who gets what then", takes: .change,
      examples: [
        Example("what if deal d17 amount = 20_000 USD, stage = Closed Won", "other values in a row"),
        Example("what if quotas[ann, 2026-Q1] target = 120_000 USD", "a row with several keys"),
        Example("what if deals add like d17 with id = d99, amount = 5 USD", "one row more"),
        Example("what if deals drop d17", "one row less"),
        Example("what if deals where name = Brio set amount = 5 USD", "the one row with a value"),
        Example("what if param rate = 6%", "a param"),
        Example("what if tier Accelerator from 100% = 10%", "a tier's rate"),
        Example("what if bound Accelerator 100% = 110%", "where a tier begins"),
        Example("what if line commission = 5% of bookings", "a line's text"),
      ],
      details: [
        "Values are written as a plan writes them; a text, a choice or a key needs no quotes. They become what the "
          + "table's file would hold. What was supposed before stays: `undo` takes the last step back."
      ]
    ) { session, phrase throws(SessionFailure) in
      try session.suppose(try phrase.required("what if", "a change"))
    },
    SessionCommand(
      "undo", "", .supposing, "take the last step back", examples: [Example("undo", "the step before the last")]
    ) { session, phrase throws(SessionFailure) in
      try session.step(phrase, "undo", back: true)
    },
    SessionCommand(
      "redo", "", .supposing, "take a step again that was taken back", examples: [Example("redo", "after `undo`")]
    ) { session, phrase throws(SessionFailure) in
      try session.step(phrase, "redo", back: false)
    },
    SessionCommand(
      "changes", "", .supposing, "all that is supposed", examples: [Example("changes", "in order")]
    ) { session, phrase throws(SessionFailure) in
      try session.putChanges(phrase)
    },
    SessionCommand(
      "scenario", "[NAME | file]", .supposing, "name what is supposed, or go to what has the name",
      takes: .scenario,
      examples: [
        Example("scenario acme-closes", "names the current one, or goes to the one of that name"),
        Example("scenario file", "back to what the files give"),
      ]
    ) { session, phrase throws(SessionFailure) in
      try session.nameOrGo(phrase)
    },
    SessionCommand(
      "save scenario", "NAME", .supposing, "name what is supposed, also again", takes: .scenario,
      examples: [Example("save scenario acme-closes", "the current one from now on")]
    ) { session, phrase throws(SessionFailure) in
      try session.saveScenario(try phrase.required("save scenario", "a name"))
    },
    SessionCommand(
      "scenarios", "", .supposing, "those that have a name, and what they cost",
      examples: [Example("scenarios", "each held against the files")]
    ) { session, phrase throws(SessionFailure) in
      try session.putScenarios(phrase)
    },
    SessionCommand(
      "compare", "[SCENARIO] [with SCENARIO | file]", .supposing, "who gets more and less", takes: .scenario,
      examples: [
        Example("compare", "what is supposed now with the files"),
        Example("compare acme-closes with new-tiers", "two that have a name"),
      ]
    ) { session, phrase throws(SessionFailure) in
      try session.compare(phrase)
    },
  ]
}
