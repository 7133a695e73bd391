import Source

/// The pages about defines and their uses.
let definePages: [DiagnosticPage] = [
  page(
    "E0220", "an argument that the define does not take",
    """
    Arguments are given in the order of the parameters, or by name as in `draw: 3_000 USD`. Each parameter is given
    once. Built-in functions and rates take their values in order, without names.
    """, "costs", "cost"
  ) {
    """
    language 1

    define Margin (revenue: USD, cost: USD) = revenue - cost

    param margin = Margin(revenue: 90 USD, \($0): 60 USD)
    """
  },
  page(
    "E0221", "an argument is missing",
    "Each parameter is given a value, unless the define says what holds otherwise: `fee: USD = 0 USD`.",
    "90 USD", "90 USD, 60 USD"
  ) {
    """
    language 1

    define Margin (revenue: USD, cost: USD) = revenue - cost

    param margin = Margin(\($0))
    """
  },
  page(
    "E0222", "arguments in different units",
    """
    `in M` says that M stands for the unit of the arguments, whatever it is: one use may be in USD, another in units.
    Within one use it is the same unit everywhere. Some parameter must have the type M, so that its argument says what
    M is.
    """, "60 EUR", "60 USD"
  ) {
    """
    language 1

    define Margin (revenue: M, cost: M) in M = revenue - cost

    param margin = Margin(90 USD, \($0))
    """
  },
  page(
    "E0223", "a block where a value is wanted",
    """
    A define with lines between braces is a block. `let draw = Draw(…)` in a plan or sheet names it, and `draw.paid` is
    the value of its line `paid`. The block itself is not a value. A define without braces is one, and is called
    wherever a value may stand.
    """, "split", "split.half"
  ) {
    pageTables + """
      define Halves (amount: USD) {
        let half = amount / 2
      }

      sheet People {
        for each reps
        let split = Halves(salary)
        show half = \($0)
      }
      """
  },
  page(
    "E0224", "a define made of itself",
    """
    A define stands for its text. One that uses itself, directly or through another, would stand for a text without
    end. A balance that goes on from period to period is a line that reads `previous(x)`.
    """, "Double(x)", "x"
  ) {
    """
    language 1

    define Double (x: USD) = 2 * \($0)
    """
  },
  page(
    "E0225", "a name that a define does not see",
    """
    A define means the same wherever it is used. It sees its parameters, its own lines, params, rates, other defines,
    and tables that it looks a row up in, but no line, column or credit of the sheet that uses it. Those are handed in.
    """, "quota", "goal"
  ) {
    """
    language 1

    define Attainment (sold: USD, goal: USD) = sold / \($0)
    """
  },
  page(
    "E0226", "defines that grow too large",
    """
    Each use of a define stands for its whole text. Defines that use each other deeply, or that use an argument many
    times over in calls within calls, would stand for more than can be computed. Names that hold parts of the
    calculation, given with `let`, keep it small.
    """, "F(F(F(F(F(F(F(F(1 USD))))))))", "F(1 USD)"
  ) {
    """
    language 1

    define F (x: USD) = x + x + x + x + x + x

    param large = \($0)
    """
  },
]
