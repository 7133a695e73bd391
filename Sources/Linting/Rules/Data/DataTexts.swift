/// The plans that the pages of the data rules show, with their rows in the text.
enum DataTexts {
  /// Two people and their deals, which one credit counts.
  static func plan(deals: String, condition: String?) -> String {
    """
    language 1

    table reps (id) {
      id  text
    } rows {
      id
      ann
    }

    table deals (id) dated closed {
      id      text
      owner   reps
      closed  date
      stage   text
      amount  USD
    } rows {
    \(indented(deals, by: 2))
    }

    plan Sales {
      for each reps
      during 2026
      paid monthly in USD, negative collected

      credit won from deals
        \(condition.map { "where \($0)\n    " } ?? "")to owner
        of amount

      pay commission = 10% of won
    }
    \(example)
    """
  }

  /// People with roles, some of whom have a plan.
  static func people(rows: String, condition: String) -> String {
    """
    language 1

    table reps (id) {
      id    text
      role  text
    } rows {
    \(indented(rows, by: 2))
    }

    plan Sales {
      for each reps \(condition)
      during 2026
      paid monthly in USD, negative collected

      pay salary = 10 USD
    }

    example "a salary" for Sales {
      given reps {
        id  | role
        ann | AE
      }
      expect {
        payee | month   | salary
        ann   | 2026-01 | 10
      }
    }
    """
  }

  /// Two plans that credit deals to their owners.
  static func twoPlans(second: String, role: String = "AE") -> String {
    """
    language 1

    table reps (id) {
      id    text
      role  text
    } rows {
      id  | role
      ann | AE
    }

    table deals (id) dated closed {
      id      text
      owner   reps
      closed  date
      stage   text
      amount  USD
    } rows {
      id | owner | closed     | stage | amount
      d1 | ann   | 2026-01-05 | Won   | 1_000
    }

    plan Sales {
      for each reps where role = "AE"
      during 2026
      paid monthly in USD, negative collected

      credit won from deals
        where stage = "Won"
        to owner
        of amount

      pay commission = 10% of won
    }

    plan Services {
      for each reps where role = "\(role)"
      during 2026
      paid monthly in USD, negative collected

      credit served from deals
        where \(second)
        to owner
        of amount

      pay commission = 5% of served
    }
    \(example)
    example "services pay 5%" for Services {
      given reps {
        id  | role
        ann | \(role)
      }
      given deals {
        id | owner | closed     | stage   | amount
        d1 | ann   | 2026-01-05 | Renewed | 100
      }
      expect {
        payee | month   | commission
        ann   | 2026-01 | 5
      }
    }
    """
  }

  /// A plan that pays against a quota of each quarter.
  static func quotas(
    rows: String, during: String = "2026", target: String = "quotas[payee, this quarter].target"
  ) -> String {
    """
    language 1

    table reps (id) {
      id  text
    } rows {
      id
      ann
    }

    table quotas (rep, quarter) {
      rep      reps
      quarter  quarter
      target   USD
    } rows {
    \(indented(rows, by: 2))
    }

    plan Sales {
      for each reps
      during \(during)
      paid quarterly in USD, negative collected

      pay bonus = 10% of \(target)
    }

    example "a tenth" for Sales {
      given reps {
        id
        ann
      }
      given quotas {
        rep | quarter | target
        ann | 2026-Q1 | 100
      }
      expect {
        payee | quarter | bonus
        ann   | 2026-Q1 | 10
      }
    }
    """
  }

  /// A plan that pays by a factor of each person.
  static func factors(rows: String, value: String = "10 USD * (factors[payee]?.factor else 1)") -> String {
    """
    language 1

    table reps (id) {
      id  text
    } rows {
      id
      ann
      bob
    }

    table factors (rep) {
      rep     reps
      factor  number
    } rows {
    \(indented(rows, by: 2))
    }

    plan Sales {
      for each reps
      during 2026
      paid yearly in USD, negative collected

      pay bonus = \(value)
    }

    example "twice as much" for Sales {
      given reps {
        id
        ann
      }
      given factors {
        rep | factor
        ann | 2
      }
      expect {
        payee | year | bonus
        ann   | 2026 | 20
      }
    }
    """
  }

  private static let example = """

    example "a tenth" for Sales {
      given reps {
        id
        ann
      }
      given deals {
        id | owner | closed     | stage | amount
        d1 | ann   | 2026-01-05 | Won   | 100
      }
      expect {
        payee | month   | commission
        ann   | 2026-01 | 10
      }
    }

    """

  private static func indented(_ text: String, by count: Int) -> String {
    text.split(separator: "\n").map { String(repeating: " ", count: count) + $0 }.joined(separator: "\n")
  }
}
