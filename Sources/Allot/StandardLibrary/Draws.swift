extension LibraryTheme {
  /// Draws and guarantees.
  static let draws = LibraryTheme(
    title: "Draws and guarantees", path: "library/draws.allot",
    text: #"""
      language 1

      ## A draw, taken back from what is earned above it later. Whoever earns less than the draw is paid the draw, and owes
      ## the difference.
      ##
      ## `recovering` is false as long as nothing is taken back. `most_recovered` is the most that is taken in a period.
      ## With `most_owed`, the draw is cut such that no more than that is ever owed. Where `forgiven` is true, what was
      ## owed before the period is dropped.
      ##
      ## Law: what is owed grows by what is paid and not earned, and falls by what is forgiven.
      ##
      ##     earned         | 2_000 USD | 4_500 USD | 3_200 USD
      ##     draw           | 3_000 USD
      ##     = paid         | 3_000 USD | 3_500 USD | 3_200 USD
      ##     = owed         | 1_000 USD | 0 USD | 0 USD
      ##
      ## Nothing is taken back before the third period, and then at most 500 a period:
      ##
      ##     earned         | 2_000 USD | 4_500 USD | 4_500 USD | 4_500 USD | 4_500 USD
      ##     draw           | 3_000 USD
      ##     recovering     | false | false | true | true | true
      ##     most_recovered | 500 USD
      ##     = paid         | 3_000 USD | 4_500 USD | 4_000 USD | 4_000 USD | 4_500 USD
      ##     = owed         | 1_000 USD | 1_000 USD | 500 USD | 0 USD | 0 USD
      ##
      ## Never more than 1,500 is owed, and the debt is forgiven at the end:
      ##
      ##     earned         | 2_000 USD | 2_000 USD | 3_200 USD | 0 USD
      ##     draw           | 3_000 USD
      ##     most_owed      | 1_500 USD
      ##     forgiven       | false | false | false | true
      ##     = paid         | 3_000 USD | 2_500 USD | 3_000 USD | 1_500 USD
      ##     = owed         | 1_000 USD | 1_500 USD | 1_300 USD | 1_500 USD
      ##     = dropped      | 0 USD | 0 USD | 0 USD | 1_300 USD
      define RecoverableDraw (
        earned: M,
        draw: M,
        recovering: bool = true,
        most_recovered: M? = missing,
        most_owed: M? = missing,
        forgiven: bool = false
      ) in M {
        let dropped = previous(owed) when forgiven else 0 M
        let before = previous(owed) - dropped
        let short = max(draw - earned, 0 M)
        let advanced = min(short, max(most_owed - before, 0 M) else short)
        let above = max(earned - draw, 0 M)
        let recovered = min(before, above, most_recovered else above) when recovering else 0 M
        let owed starting 0 M = before + advanced - recovered
        let paid = earned + advanced - recovered
        check "what is paid and not earned is owed" owed - previous(owed) = paid - earned - dropped
      }

      ## A draw, taken back from everything that is earned later. In a period that earns the draw or more, all of what is
      ## earned pays off what is owed first, so that less than the draw may be paid.
      ##
      ## Law: what is owed grows by what is paid and not earned.
      ##
      ##     earned         | 2_000 USD | 3_200 USD | 4_500 USD
      ##     draw           | 3_000 USD
      ##     = paid         | 3_000 USD | 2_200 USD | 4_500 USD
      ##     = owed         | 1_000 USD | 0 USD | 0 USD
      define DrawRecoveredFromAll (
        earned: M, draw: M, recovering: bool = true, most_recovered: M? = missing
      ) in M {
        let advanced = max(draw - earned, 0 M)
        let available = max(earned, 0 M) when recovering and earned >= draw else 0 M
        let recovered = min(previous(owed), available, most_recovered else available)
        let owed starting 0 M = previous(owed) + advanced - recovered
        let paid = earned + advanced - recovered
        check "what is paid and not earned is owed" owed - previous(owed) = paid - earned
      }

      ## A draw, paid on top of what is earned. It is taken back from what is earned as soon as `recovering` is true.
      ##
      ## Law: what is owed grows by what is paid and not earned.
      ##
      ##     earned         | 2_000 USD | 2_000 USD | 1_500 USD | 3_000 USD
      ##     advance        | 1_000 USD | 1_000 USD | 0 USD | 0 USD
      ##     recovering     | false | false | true | true
      ##     = paid         | 3_000 USD | 3_000 USD | 0 USD | 2_500 USD
      ##     = owed         | 1_000 USD | 2_000 USD | 500 USD | 0 USD
      define DrawOnTop (earned: M, advance: M, recovering: bool) in M {
        let recovered = min(previous(owed), max(earned, 0 M)) when recovering else 0 M
        let owed starting 0 M = previous(owed) + advance - recovered
        let paid = earned + advance - recovered
        check "what is paid and not earned is owed" owed - previous(owed) = paid - earned
      }

      ## A guarantee, or non-recoverable draw. At least `least` is paid in each period, and nothing is owed for it.
      ##
      ##     earned         | 2_000 USD | 8_000 USD
      ##     least          | 5_000 USD
      ##     = Guarantee    | 5_000 USD | 8_000 USD
      define Guarantee (earned: M, least: M) in M = max(earned, least)

      ## A guarantee for the quarter, paid at its end. What is earned is paid each month, and in the quarter's last month
      ## also what the quarter's sum falls short of `least`. Of what is earned in the quarter, a good month pays for a bad one.
      ## A quarter that the plan cuts off at its end has no last month, and so no top-up.
      ##
      ## Law: a quarter's payments are what it earned, or `least` if that is more.
      ##
      ##     earned         | 2_000 USD | 8_000 USD | 3_000 USD | 6_000 USD | 7_000 USD | 8_000 USD
      ##     least          | 15_000 USD
      ##     = paid         | 2_000 USD | 8_000 USD | 5_000 USD | 6_000 USD | 7_000 USD | 8_000 USD
      define QuarterGuarantee (earned: M, least: M) in M {
        let missed each quarter = max(least - (earned over quarter), 0 M)
        let top_up = (missed else 0 M) as monthly
        let paid = earned + top_up
        let total each quarter = paid over quarter
        check "a quarter pays what it earned or the guarantee" total is missing or total >= least
      }

      ## A guarantee for the quarter, paid as it goes on. Each month's payment brings the quarter's sum to what has been earned
      ## in it, or to `least` for each month so far if that is more. A good month pays for the bad ones before it. What has
      ## been paid is rounded to cents.
      ##
      ##     earned         | 2_000 USD | 8_000 USD | 3_000 USD | 6_000 USD
      ##     least          | 5_000 USD
      ##     = paid         | 5_000 USD | 5_000 USD | 5_000 USD | 6_000 USD
      define RunningGuarantee (earned: M, least: M) in M {
        let due = max((earned over quarter to date), (least over quarter to date))
        let paid = true up due
      }
      """#)
}
