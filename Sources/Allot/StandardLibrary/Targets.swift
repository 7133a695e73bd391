extension LibraryTheme {
  /// Quotas and targets for a part of the time.
  static let targets = LibraryTheme(
    title: "Quotas and targets", path: "library/targets.allot",
    text: #"""
      language 1

      ## A quota for a part of the days of a period. The period is from `first` through `last`; somebody was there from
      ## `joined`, if that is given, through `left`, if that is given. It is rounded to 0.01.
      ##
      ##     amount               | 3_100 USD
      ##     first                | 2026-01-01
      ##     last                 | 2026-01-31
      ##     joined               | 2025-05-01 | 2026-01-11 | 2026-01-31 | 2026-02-01
      ##     = ProratedByDays     | 3_100 USD | 2_100 USD | 100 USD | 0 USD
      ##
      ##     amount               | 3_100 USD
      ##     first                | 2026-01-01
      ##     last                 | 2026-01-31
      ##     joined               | 2026-01-11
      ##     left                 | 2026-01-15 | 2026-02-15 | 2025-12-31
      ##     = ProratedByDays     | 500 USD | 2_100 USD | 0 USD
      define ProratedByDays (
        amount: M, first: date, last: date, joined: date? = missing, left: date? = missing
      ) in M =
        amount
        * (max(
          ((left else last) when (left else last) < last else last)
          - ((joined else first) when (joined else first) > first else first) + 1 days,
          0 days) / (last - first + 1 days))
        rounded to 0.01 M

      ## A quota for a part of the months of a period. Somebody was there in `months` of `count` months. It is rounded to
      ## 0.01.
      ##
      ##     amount               | 100_000 USD
      ##     months               | 12 | 7 | 0
      ##     count                | 12
      ##     = ProratedByMonths   | 100_000 USD | 58_333.33 USD | 0 USD
      define ProratedByMonths (amount: M, months: number, count: number) in M =
        amount * (min(max(months, 0), count) / count) rounded to 0.01 M

      ## The share of the full quota in the first months after the hiring date. From the fourth month on it is 100%. `day` is a
      ## day of the month that counts, such as its last one.
      ##
      ##     hired                | 2026-01-15
      ##     day                  | 2026-01-31 | 2026-02-28 | 2026-03-31 | 2026-04-30
      ##     first                | 0%
      ##     second               | 50%
      ##     third                | 75%
      ##     = Ramp               | 0% | 50% | 75% | 100%
      define Ramp (
        hired: date, day: date, first: percent, second: percent = 100%, third: percent = 100%
      ) =
        first when months_between(hired, day) < 1
        else second when months_between(hired, day) < 2
        else third when months_between(hired, day) < 3
        else 100%

      ## One target for a period in which it changes. From the day `change` on, `after` counts; both are weighted by their
      ## days between `first` and `last`. It is rounded to 0.01.
      ##
      ##     before               | 3_000 USD
      ##     after                | 6_000 USD
      ##     change               | 2026-01-01 | 2026-01-11 | 2026-01-31 | 2026-02-01
      ##     first                | 2026-01-01
      ##     last                 | 2026-01-30
      ##     = BlendedByDays      | 6_000 USD | 5_000 USD | 3_000 USD | 3_000 USD
      define BlendedByDays (before: M, after: M, change: date, first: date, last: date) in M =
        before
        + (after - before)
        * (min(max(last - change + 1 days, 0 days), last - first + 1 days) / (last - first + 1 days))
        rounded to 0.01 M

      ## The payout of a target incentive. It is the target times its weight times what has been reached, of which at most
      ## `most` counts; below `least` it is nothing. It is rounded to 0.01.
      ##
      ##     target               | 20_000 USD
      ##     reached              | 90% | 49% | 150% | 250%
      ##     weight               | 60%
      ##     least                | 50%
      ##     most                 | 200%
      ##     = TargetPayout       | 10_800 USD | 0 USD | 18_000 USD | 24_000 USD
      define TargetPayout (
        target: M, reached: percent, weight: percent = 100%, least: percent = 0%, most: percent? = missing
      ) in M =
        ((target * weight * min(reached, most else reached)) when reached >= least else 0 M)
        rounded to 0.01 M
      """#)
}
