/// A plan with every kind of thing that an example may reach, and examples by title.
enum ProvingScenario {
  static let plan = """
    language 1

    param cap = 10_000 USD

    table reps (id) {
      id      text
      csat    percent?
      senior  bool
      double  = csat * 2
    }

    table deals (id) dated closed {
      id      text
      owner   reps
      stage   "Won" | "Lost"
      kind    "new" | "old"
      closed  date
      amount  USD
    }

    marginal rates Slices (sales: USD) -> percent {
      from       0 USD: 2%
      from 200_000 USD: 4%
      from 500_000 USD: 5%
    }

    whole rates Rate (count: number) -> USD {
      from 0: 0 USD
      from 2: 100 USD
      from 4: 300 USD
    }

    rates Kind (kind: text) -> percent {
      "new": 150%
      "old": 100%
    }

    plan Pay {
      for each reps where senior
      during 2026
      paid monthly in USD, negative carried forward
      credit sales from deals where stage = "Won" and amount > 0 USD to owner on closed of amount * Kind(kind)
      pay commission =
        sales through Slices over month
        then times 50% "CSAT" when (payee.csat else 100%) < 80%
        then at most cap "capped"
      pay bonus = Rate(count(sales))
      let idle = commission when commission > 50 USD else 0 USD
      check "no month is negative" sales >= 0 USD
    }

    data Team {
      reps {
        id  | csat | senior
        ann | 90%  | yes
        bob |      | no
      }
    }


    """

  /// An example that gives deals and expects ann's commission in May.
  static func example(_ title: String, deals: [String], csat: String = "90%", expected: String) -> String {
    let team = csat == "90%" ? "given Team" : "given reps {\nid | csat | senior\nann | \(csat) | yes\n}"
    let rows = deals.enumerated().map { "d\($0.offset) | ann | \($0.element)" }.joined(separator: "\n")
    return """
      example "\(title)" for Pay {
        \(team)
        given deals {
          id | owner | stage | kind | closed | amount
          \(rows)
        }
        expect {
          payee | month | commission | bonus
          ann | 2026-05 | \(expected)
        }
      }


      """
  }
}
