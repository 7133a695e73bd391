extension LibraryTheme {
  /// What is held back and released.
  static let holdbacks = LibraryTheme(
    title: "Holdbacks", path: "library/holdbacks.allot",
    text: #"""
      language 1

      ## A share of what is earned, held back until it is released or forfeited. A release pays, and a forfeit drops, all
      ## that is held at that time. What is held is rounded as a running total, so that the cents add up.
      ##
      ## Laws: what is earned is paid, held or forfeited; what has been held back is released, held or forfeited.
      ##
      ##     earned         | 1_000 USD | 1_000 USD | 0 USD
      ##     share          | 20%
      ##     release        | false | false | true
      ##     = paid         | 800 USD | 800 USD | 400 USD
      ##     = held         | 200 USD | 400 USD | 0 USD
      ##
      ##     earned         | 10.01 USD | 10.01 USD | 10.01 USD
      ##     share          | 1/3
      ##     release        | false
      ##     forfeit        | false | false | true
      ##     = kept         | 3.34 USD | 3.33 USD | 3.34 USD
      ##     = held         | 3.34 USD | 6.67 USD | 0 USD
      ##     = forfeited    | 0 USD | 0 USD | 10.01 USD
      ##     = paid         | 6.67 USD | 6.68 USD | 6.67 USD
      define Holdback (earned: M, share: percent, release: bool, forfeit: bool = false) in M {
        let exact starting 0 M = previous(exact) + share * earned
        let total starting 0 M = exact rounded to 0.01 M
        let kept = total - previous(total)
        let before = previous(held) + kept
        let released = before when release else 0 M
        let forfeited = before when forfeit and not release else 0 M
        let held starting 0 M = before - released - forfeited
        let gone starting 0 M = previous(gone) + released + forfeited
        let paid = earned - kept + released
        check "what is earned is paid, held or forfeited" earned
          = paid + (held - previous(held)) + forfeited
        check "what was held back is released, held or forfeited" total = held + gone
      }

      ## A share of what is earned, held back for a number of months. Each month's part is released so many months later.
      ## `months` is written as a number.
      ##
      ## Law: what is earned is paid or held.
      ##
      ##     earned         | 1_000 USD | 500 USD | 0 USD | 100 USD
      ##     share          | 20%
      ##     months         | 2
      ##     = paid         | 800 USD | 400 USD | 200 USD | 180 USD
      ##     = held         | 200 USD | 300 USD | 100 USD | 20 USD
      define HoldbackForMonths (earned: M, share: percent, months: number) in M {
        let exact starting 0 M = previous(exact) + share * earned
        let total starting 0 M = exact rounded to 0.01 M
        let kept = total - previous(total)
        let held starting 0 M = kept over last (months) months through this month
        let released = previous(held) + kept - held
        let paid = earned - kept + released
        check "what is earned is paid or held" earned = paid + held - previous(held)
      }
      """#)
}
