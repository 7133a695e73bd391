/// Plans of any length, for tests and measurements of what reading a plan costs.
public enum GeneratedPlan {
  /// A plan of `areas` parts of 106 lines: params, tables, rates, a plan, a replenishment rule and a sheet.
  public static func text(areas: Int) -> String {
    var text = "language 1\n\nunit boxes = 12 units\n"
    for area in 0..<areas { text += self.area(area) }
    return text
  }

  private static func area(_ n: Int) -> String {
    """

    param cap\(n) = 5_000 USD + \(n) USD
    param floor\(n) = \(n % 7 + 1)%

    ## The people of area \(n).
    table reps\(n) (id) from "reps\(n).csv" {
      id    text
      name  text
      boss  reps\(n)?
      base  USD
      rate  percent
    }

    table deals\(n) (id) dated closed from "deals\(n).csv" {
      id      text
      owner   reps\(n)
      amount  USD
      cost    USD?
      closed  date
      stage   "Open" | "Won" | "Lost"
      net     USD = amount - (cost else 0 USD)
    }

    table goals\(n) (rep, quarter) from "goals\(n).csv" {
      rep      reps\(n)
      quarter  quarter
      target   USD
    }

    marginal rates Tiers\(n) (share: percent) -> percent {
      from   0%: \(n % 5 + 1)%
      from  50%: 6%
      from 100%: 9%
      above 150%: 12%
    }

    whole rates Slab\(n) (sales: USD) -> percent {
      from 0 USD: 2%
      above \(1_000 + n)_000 USD: 4%
    }

    plan Area\(n) "Area \(n)" {
      for each reps\(n)
      during 2026
      paid monthly in USD, negative carried forward

      credit won from deals\(n)
        where stage = "Won" and amount > 10 USD
        to owner
        on closed
        of amount

      credit margin from deals\(n)
        where stage = "Won"
        to owner
        on closed
        of net

      let goal = goals\(n)[payee, this quarter].target
      let done = (won over quarter to date) / goal
      let good = done >= 80% + floor\(n)
      let part = margin * 3% rounded to 0.01 USD
      let more = max(part, 0 USD) + min(part, cap\(n))
      let less = 20 USD when good else 10 USD

      pay salary "Salary" = payee.base
      pay tiers "Tiers" = won through Tiers\(n) over quarter to date against goal
      pay slab "Slab" = won through Slab\(n) over month
      pay extra "Extra" = 50 USD when good else 0 USD
        then times 2 when done > 120%
        then at most cap\(n) "capped"
      pay kick "Kick" each quarter = more - less when good else 0 USD

      show seen "Seen" = percent(done)

      check "a goal" goal > 0 USD
    }

    table shelf\(n) (store, item) from "shelf\(n).csv" {
      store    text
      item     text
      on_hand  units
      moq      units
      pack     units
      room     units?
    }

    table sold\(n) dated day from "sold\(n).csv" {
      store     text
      item      text
      day       date
      quantity  units
    }

    replenish TopUp\(n) "Top up \(n)" {
      for each shelf\(n)
      let recent = sum(sold\(n).quantity per store, item over last 30 days before today)
      let need   = recent / 30 days * (20 days + \(n % 9) days) - on_hand

      order quantity from need {
        stop at 0 units "no need" when it <= 0 units
        at least moq "raised"
        round up to pack
        at most room rounded down to pack "cut" when room is not missing
      }
    }

    sheet Totals\(n) {
      for each reps\(n)
      let deals = count(deals\(n) where owner = this and stage = "Won")
      let big   = max(deals\(n).amount where owner = this) else 0 USD
      show all  = sum(deals\(n).amount where owner = this)
      show many "Many" = deals * 2
      show rest "Rest" = big - all
    }

    """
  }
}
