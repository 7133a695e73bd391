extension Rule {
  static let expiredSuppressions = Rule(
    .style, 4, "expired-suppressions",
    page: RulePage(
      "An `allow` whose last day is over.",
      why: """
        What was allowed for a time is to be mended now, or agreed upon anew with a later day. From the day after `until`
        on the `allow` has no effect. Today is the machine's date; `--today DATE` sets it, so that a run can be repeated.
        """,
      failing: """
        # allow unused-declarations until 2025-12-31: the pilot of the desk uses it
        param bonus = 500 USD

        """,
      mended: """
        param bonus = 500 USD

        """,
      nearMisses: [
        RulePage.NearMiss(
          "the day has not come",
          """
          table reps (id) {
            id    text
            base  USD
          }

          # allow unused-declarations until 2100-12-31: the pilot of the desk uses it
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
