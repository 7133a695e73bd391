extension LibraryTheme {
  /// What is taken back.
  static let clawbacks = LibraryTheme(
    title: "Clawbacks and chargebacks", path: "library/clawbacks.allot",
    text: #"""
      language 1

      ## All of what was paid, if the customer leaves within the window. Somebody who has served `window` months or more
      ## owes nothing; `served` is the number of whole months.
      ##
      ##     paid                 | 1_200 USD
      ##     served               | 5 | 6 | 0
      ##     window               | 6
      ##     = ClawbackInFull     | 1_200 USD | 0 USD | 1_200 USD
      define ClawbackInFull (
        paid: M, served: number, window: number
      ) in M = paid when served < window else 0 M

      ## The part of what was paid for the months not served. It is rounded to cents.
      ##
      ##     paid                 | 1_200 USD
      ##     served               | 5 | 0 | 12 | 15
      ##     term                 | 12
      ##     = ClawbackProRata    | 700 USD | 1_200 USD | 0 USD | 0 USD
      define ClawbackProRata (paid: M, served: number, term: number) in M =
        paid * (max(term - max(served, 0), 0) / term) rounded to 0.01 M

      ## All of what was paid at first, a share of it later. All is taken back before `all_within` months, `share` of it
      ## before `part_within`, and nothing afterwards.
      ##
      ##     paid                 | 1_200 USD
      ##     served               | 2 | 3 | 5 | 6
      ##     all_within           | 3
      ##     share                | 50%
      ##     part_within          | 6
      ##     = ClawbackInSteps    | 1_200 USD | 600 USD | 600 USD | 0 USD
      define ClawbackInSteps (
        paid: M, served: number, all_within: number, share: percent, part_within: number
      ) in M =
        paid when served < all_within
        else (share * paid rounded to 0.01 M) when served < part_within
        else 0 M

      ## The part of an advance for the months that a contract did not last. Commission for `months` months was paid in
      ## advance, and the contract lapsed after `kept` of them.
      ##
      ##     advance              | 900 USD
      ##     months               | 9
      ##     kept                 | 4 | 0 | 9 | 12
      ##     = Chargeback         | 500 USD | 900 USD | 0 USD | 0 USD
      define Chargeback (advance: M, months: number, kept: number) in M =
        advance * (max(months - max(kept, 0), 0) / months) rounded to 0.01 M

      ## The part of a term's amount that is not earned yet. The term is from `first` through `last`; what counts is the end
      ## of `day`. It is computed by days and rounded to cents.
      ##
      ##     amount               | 365 USD
      ##     first                | 2026-01-01
      ##     last                 | 2026-12-31
      ##     day                  | 2025-12-31 | 2026-01-31 | 2026-12-31 | 2027-01-01
      ##     = Unearned           | 365 USD | 334 USD | 0 USD | 0 USD
      define Unearned (amount: M, first: date, last: date, day: date) in M =
        amount * (min(max(last - day, 0 days), last - first + 1 days) / (last - first + 1 days))
        rounded to 0.01 M
      """#)
}
