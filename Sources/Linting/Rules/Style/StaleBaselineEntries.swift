extension Rule {
  public static let staleBaselineEntries = Rule(
    .style, 5, "stale-baseline-entries",
    page: RulePage(
      "A finding that a baseline knows and that is not there any more.",
      why: """
        A baseline only shrinks: what has been mended is taken out of it, so that it cannot come back unseen.
        `allot lint FILES --write-baseline FILE` takes it out. Nothing is said about files that the run does not look at.
        """,
      failing: "", mended: ""),
    check: .linter)
}
