extension Rule {
  static let unknownSuppressedRules = Rule(
    .style, 2, "unknown-suppressed-rules",
    page: RulePage(
      "An `allow` that names no rule.",
      why: """
        The name is misspelt, or is one of an error of the checker, which nothing can allow: a plan with errors is not
        run. `allot help rules` shows all names.
        """,
      failing: """
        # allow unused-declaration: the desk reads it
        param bonus = 500 USD

        """,
      mended: """
        param bonus = 500 USD

        """,
      nearMisses: [
        RulePage.NearMiss(
          "a comment that begins with the word",
          """
          # allow bonus payments in the desk's own plan
          param bonus = 500 USD

          """)
      ]),
    check: .linter)
}
