extension LibraryTheme {
  /// What is paid now and what later.
  static let payments = LibraryTheme(
    title: "Payments and what is carried", path: "library/payments.allot",
    text: #"""
      language 1

      ## A least and a most payment in each period, the rest carried. What is earned above `most` is carried to later periods; what `least`
      ## adds is taken from them. With the default of `least`, a negative amount is carried until it is made up.
      ##
      ## Law: what is earned is paid or carried.
      ##
      ##     earned         | 700 USD | 100 USD | 400 USD
      ##     most           | 500 USD
      ##     = paid         | 500 USD | 300 USD | 400 USD
      ##     = carried      | 200 USD | 0 USD | 0 USD
      ##
      ##     earned         | 100 USD | 500 USD | 300 USD
      ##     least          | 200 USD
      ##     = paid         | 200 USD | 400 USD | 300 USD
      ##     = carried      | -100 USD | 0 USD | 0 USD
      ##
      ##     earned         | -300 USD | 1_000 USD
      ##     = paid         | 0 USD | 700 USD
      ##     = carried      | -300 USD | 0 USD
      define PaymentLimits (earned: M, least: M = 0 M, most: M? = missing) in M {
        let due = previous(carried) + earned
        let paid = max(min(due, most else due), least)
        let carried starting 0 M = due - paid
        check "what is earned is paid or carried" previous(carried) + earned = paid + carried
      }

      ## A least and a most payment in each period, the rest lost.
      ##
      ##     earned              | 700 USD | 100 USD | -50 USD
      ##     least               | 0 USD
      ##     most                | 500 USD
      ##     = PaymentLimitsLost | 500 USD | 100 USD | 0 USD
      define PaymentLimitsLost (earned: M, least: M = 0 M, most: M? = missing) in M =
        max(min(earned, most else earned), least)

      ## Small amounts that wait until they are worth paying. Nothing is paid until what has been earned reaches `least`, and
      ## then all of it.
      ##
      ## Law: what is earned is paid or waits.
      ##
      ##     earned         | 30 USD | 40 USD | 50 USD | 120 USD
      ##     least          | 100 USD
      ##     = paid         | 0 USD | 0 USD | 120 USD | 120 USD
      ##     = waiting      | 30 USD | 70 USD | 0 USD | 0 USD
      define PaymentThreshold (earned: M, least: M) in M {
        let due = previous(waiting) + earned
        let paid = due when due >= least else 0 M
        let waiting starting 0 M = due - paid
        check "what is earned is paid or waits" previous(waiting) + earned = paid + waiting
      }

      ## One of several equal instalments. It is number `part` of `count`, a whole number from 1 on. Each is the rounded sum so far less the
      ## rounded sum before, so that all of them make up the amount. Outside 1 to `count` it is 0.
      ##
      ## Law: all parts make up the amount.
      ##
      ##     amount         | 100 USD
      ##     part           | 1 | 2 | 3 | 4
      ##     count          | 3
      ##     = Instalment   | 33.33 USD | 33.34 USD | 33.33 USD | 0 USD
      define Instalment (amount: M, part: number, count: number) in M =
        (amount * part / count rounded to 0.01 M) - (amount * (part - 1) / count rounded to 0.01 M)
        when part >= 1 and part <= count
        else 0 M

      ## A commission in three parts, paid at booking, billing and collection. Each is paid in the period in which that
      ## happens. The shares must make 100%. `at_booking`, `at_billing` and `at_collection` are the parts themselves.
      ##
      ## Law: the parts make up the rounded amount.
      ##
      ##     amount          | 2_000 USD
      ##     booking         | 50%
      ##     billing         | 25%
      ##     collection      | 25%
      ##     booked          | true | false | false | false
      ##     billed          | false | false | true | false
      ##     collected       | false | false | false | true
      ##     = paid          | 1_000 USD | 0 USD | 500 USD | 500 USD
      ##
      ##     amount          | 100 USD
      ##     booking         | 1/3
      ##     billing         | 1/3
      ##     collection      | 1/3
      ##     booked          | true
      ##     billed          | true
      ##     collected       | false
      ##     = at_booking    | 33.33 USD
      ##     = at_billing    | 33.34 USD
      ##     = at_collection | 33.33 USD
      ##     = paid          | 66.67 USD
      define PaymentByEvent (
        amount: M,
        booking: percent,
        billing: percent,
        collection: percent,
        booked: bool,
        billed: bool,
        collected: bool
      ) in M {
        let whole = amount rounded to 0.01 M
        let at_booking = booking * amount rounded to 0.01 M
        let at_billing = ((booking + billing) * amount rounded to 0.01 M) - at_booking
        let at_collection = whole - at_booking - at_billing
        let paid =
          (at_booking when booked else 0 M) + (at_billing when billed else 0 M)
          + (at_collection when collected else 0 M)
        check "the shares make 100%" booking + billing + collection = 100%
        check "the parts make up the amount" at_booking + at_billing + at_collection = whole
      }
      """#)
}
