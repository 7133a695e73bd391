extension Rule {
  static let unusedSuppressions = Rule(
    .style, 1, "unused-suppressions",
    page: RulePage(
      "An `allow` that allows nothing.",
      why: """
        The thing that it allowed is gone, or the comment stands at another place than it. Left where it is, it would
        allow the next mistake of that kind unseen. Remove it.

        Where the plan has errors, or a rule reads data and `--data` is not given, nothing is said, because nobody has
        looked.
        """,
      failing: """
        # allow unused-declarations: the desk reads it
        param bonus = 500 USD

        """,
      mended: """
        param bonus = 500 USD

        """,
      nearMisses: [
        RulePage.NearMiss(
          "a comment that begins with the word",
          """
          # allow for the bonus of the desk
          param bonus = 500 USD

          """)
      ],
      fix: "Removes the comment, or the names in it that allow nothing. This is a safe fix."),
    check: .linter)
}
