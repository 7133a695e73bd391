extension LibraryTheme {
  /// Bonuses and shares of a budget.
  static let bonuses = LibraryTheme(
    title: "Bonuses, curves and budgets", path: "library/bonuses.allot",
    text: #"""
      language 1

      ## A bonus for each full step above a start. `most` is the greatest number of steps that count.
      ##
      ##     reached              | 95% | 100% | 119.9% | 120% | 190%
      ##     start                | 100%
      ##     step                 | 10%
      ##     bonus                | 500 USD
      ##     most                 | 5
      ##     = SteppedBonus       | 0 USD | 0 USD | 500 USD | 1_000 USD | 2_500 USD
      define SteppedBonus (
        reached: percent, start: percent, step: percent, bonus: M, most: number? = missing
      ) in M =
        bonus * min(
          (max(reached - start, 0%) / step rounded floor to 1),
          most else (max(reached - start, 0%) / step rounded floor to 1))

      ## A value on the straight line between two points. At `x1` it is `y1`, at `x2` it is `y2`, in between in proportion, and
      ## outside as at the nearer end. It is not rounded.
      ##
      ##     x                    | 40% | 50% | 75% | 100% | 130%
      ##     x1                   | 50%
      ##     y1                   | 0 USD
      ##     x2                   | 100%
      ##     y2                   | 10_000 USD
      ##     = Interpolated       | 0 USD | 0 USD | 5_000 USD | 10_000 USD | 10_000 USD
      ##
      ## The points may stand in either order:
      ##
      ##     x                    | 10 days | 20 days | 90 days
      ##     x1                   | 60 days
      ##     y1                   | 0%
      ##     x2                   | 10 days
      ##     y2                   | 5%
      ##     = Interpolated       | 5% | 4% | 0%
      define Interpolated (x: X, x1: X, y1: Y, x2: X, y2: Y) in X, Y =
        y1 + (y2 - y1) * ((min(max(x, min(x1, x2)), max(x1, x2)) - x1) / (x2 - x1))

      ## The share of each claim that a budget can pay. It is 100%, or what the budget is of all claims together, so that all
      ## claims are cut alike.
      ##
      ##     budget               | 10_000 USD
      ##     claims               | 8_000 USD | 10_000 USD | 12_500 USD | 0 USD
      ##     = BudgetFactor       | 100% | 100% | 80% | 100%
      define BudgetFactor (budget: M, claims: M) in M =
        100% when claims <= budget else percent(budget / claims)
      """#)
}
