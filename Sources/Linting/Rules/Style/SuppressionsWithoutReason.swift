extension Rule {
  static let suppressionsWithoutReason = Rule(
    .style, 3, "suppressions-without-reason",
    page: RulePage(
      "An `allow` that does not say why.",
      why: """
        Who reads the plan in a year must see who agreed to what. Without a reason the `allow` has no effect. Write it
        behind a colon: `# allow unused-declarations until 2026-12-31: the pilot of the desk uses it`.
        """,
      failing: """
        # allow unused-declarations
        param bonus = 500 USD

        """,
      mended: """
        param bonus = 500 USD

        """,
      nearMisses: [
        RulePage.NearMiss(
          "a reason is given",
          """
          table reps (id) {
            id    text
            base  USD
          }

          # allow unused-declarations: the pilot of the desk uses it
          param bonus = 500 USD

          plan Base {
            for each reps
            during   2026
            paid     monthly in USD, negative carried forward
            pay salary = payee.base
          }

          """)
      ]),
    check: .linter)
}
