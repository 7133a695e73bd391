/// Expressions and types.
extension RandomPlan {
  /// An expression of any looseness.
  mutating func expression() {
    guard enter() else { return operand() }
    defer { depth += 1 }
    switch number(0...9) {
    case 0:
      condition()
      put("when")
      condition()
      put("else")
      expression()
    case 1:
      condition()
      put("else")
      expression()
    default: condition()
    }
  }

  private mutating func enter() -> Bool {
    guard depth > 0 else { return false }
    depth -= 1
    return true
  }

  mutating func condition() {
    guard enter() else { return operand() }
    defer { depth += 1 }
    switch number(0...9) {
    case 0, 1:
      comparison()
      for _ in 0..<number(1...3) {
        put(one(of: ["and", "or"]))
        if chance(20) { put("not") }
        comparison()
      }
    default: comparison()
    }
  }

  /// What holds no `and`, `or`, `when` or `else` outside of parentheses.
  mutating func comparison() {
    guard enter() else { return operand() }
    defer { depth += 1 }
    switch number(0...11) {
    case 0, 1:
      sum()
      put(one(of: ["=", "!=", "<", "<=", ">", ">="]))
      sum()
    case 2:
      sum()
      put("is")
      if chance(50) { put("not") }
      put(one(of: ["missing", "infinite", "tied"]))
    case 3:
      sum()
      if chance(30) { put("not") }
      put("in")
      put("(")
      list(1...3) { $0.expression() }
      put(")")
    case 4:
      sum()
      put("..")
      sum()
    case 5:
      put("(")
      phrase()
      put(")")
    default: sum()
    }
  }

  /// Sums and products, of which parts may stand in parentheses.
  mutating func sum() {
    guard enter() else { return operand() }
    defer { depth += 1 }
    product()
    for _ in 0..<[0, 0, 0, 1, 1, 2, 7][number(0...6)] {
      put(one(of: ["+", "-"]))
      product()
    }
  }

  private mutating func product() {
    while chance(8) { put("-") }
    operand()
    for _ in 0..<[0, 0, 0, 1, 2][number(0...4)] {
      put(one(of: ["*", "/", "of"]))
      if chance(5) { put("-") }
      operand()
    }
  }

  /// A phrase behind an amount; only in parentheses something may follow it.
  mutating func phrase() {
    sum()
    switch number(0...6) {
    case 0:
      put("over")
      window()
    case 1: through()
    case 2:
      put("rounded")
      rounding()
    case 3:
      put("as")
      put(one(of: ["weekly", "monthly", "quarterly", "yearly"]), .any)
    case 4:
      put("to")
      put("EUR")
      put("at")
      sum()
    default:
      put("over")
      window()
      put("rounded")
      rounding()
    }
  }

  private mutating func through() {
    put("through")
    name()
    if chance(40) {
      put("(", .tight)
      list(1...2) { $0.expression() }
      put(")")
    }
    put("over")
    window()
    if chance(30) {
      put("counting")
      name()
    }
    if chance(60) {
      put("against")
      // A number would take the words behind it for its unit.
      put("(")
      sum()
      put(")")
      if chance(30) { words(one(of: ["re - rated", "continued", "restarted"]), .any) }
    }
    if chance(40) {
      words("in order of", .any)
      list(1...2) { $0.name() }
    } else if chance(30) {
      words("pro rata", .any)
    }
  }

  mutating func rounding() {
    words(one(of: ["up", "down", "half", "half even", "ceiling", "floor", ""]), .any)
    put("to")
    sum()
  }

  mutating func window() {
    switch number(0...6) {
    case 0: put(one(of: ["week", "month", "quarter", "year"]))
    case 1: words(one(of: ["month to date", "plan to date", "all time", "quarter to date"]), .line)
    case 2:
      words("last \(number(1...30)) \(one(of: ["days", "months"])) before today", .any)
    case 3:
      put("last", .any)
      put("(", .line)
      expression()
      put(")")
      words("days through today")
    case 4:
      put("2026-01-01")
      put("..")
      put("2026-03")
    default: name()
    }
  }

  mutating func operand() {
    guard enter() else { return leaf() }
    defer { depth += 1 }
    switch number(0...17) {
    case 0, 1:
      put("(")
      expression()
      put(")")
    case 2, 3:
      name()
      put("(", .tight)
      list(0...3) { $0.expression() }
      if chance(30), !text.hasSuffix("(") {
        put(",")
        name()
        put(":")
        expression()
      }
      put(")")
    case 4, 5: lookup()
    case 6, 7: aggregate()
    case 8:
      put("previous")
      put("(", .tight)
      expression()
      put(")")
    case 9: special()
    default: leaf()
    }
  }

  private mutating func leaf() {
    switch number(0...12) {
    case 12:
      // Words that would start a declaration or a line, if they stood in front of one.
      put(one(of: ["order", "pay", "unit", "data", "plan", "check"]), .line)
    case 0: put("today")
    case 1: words(one(of: ["this month", "previous quarter", "next week"]), .any)
    case 2: put(one(of: ["2026-03-31", "2026-Q1", "2026-W14", "FY2026-Q1"]))
    case 3: put(one(of: ["true", "false", "missing"]))
    case 4: put(one(of: ["\"text\"", "\"文 # | {\"", "\"\""]))
    case 5, 6: amount()
    case 7:
      put("this")
      put(".", .tight)
      name(.tight)
    case 8:
      name()
      for _ in 0..<number(1...2) {
        put(".", .tight)
        put(one(of: ["where", "order", "owner", "`x y`", "价格"]), .tight)
      }
    default: name()
    }
  }

  private mutating func lookup() {
    name()
    put("[", .tight)
    if chance(80) { list(1...2) { $0.expression() } }
    if text.hasSuffix("[") || chance(20) {
      words("as of", .any)
      put("(")
      expression()
      put(")")
    }
    put("]")
    if chance(30) { put("?", .tight) }
    if chance(50) {
      put(".", .tight)
      name(.tight)
    }
  }

  private mutating func aggregate() {
    words(one(of: ["sum", "count", "avg", "min", "max", "any", "every", "count distinct", "product"]), .any)
    put("(", .line)
    sum()
    clauses()
    put(")")
  }

  private mutating func clauses() {
    if chance(40) {
      put("where")
      put("(")
      condition()
      put(")")
    }
    if chance(40) {
      put("over")
      words("last 30 days before today", .any)
    }
    if chance(30) {
      put("per")
      list(1...2) { $0.name() }
    } else if chance(20) {
      words("in total", .any)
    }
    if chance(20) {
      put("via")
      name()
      put(".", .tight)
      name(.tight)
    }
    if chance(20) {
      put("on")
      name()
    }
  }

  /// The constructs with a syntax of their own, in parentheses.
  private mutating func special() {
    put("(")
    defer { put(")") }
    switch number(0...5) {
    case 0:
      words("pick", .any)
      name(.line)
      put("where")
      put("(")
      condition()
      put(")")
      put("by")
      put(one(of: ["greatest", "least"]))
      name(.line)
    case 1:
      put("rank")
      put("(", .tight)
      expression()
      put(",", .tight)
      words(one(of: ["greatest first", "least first"]), .any)
      put(",", .tight)
      words(one(of: ["ties standard", "ties dense", "ties by x , b2"]), .any)
      put(")")
    case 2:
      put("running")
      put("(", .tight)
      sum()
      words("in order of", .any)
      list(1...2) { plan in
        if plan.chance(30) { plan.put("greatest") }
        plan.name(plan.text.hasSuffix("greatest") ? .line : .any)
      }
      if chance(40) {
        put("per")
        list(1...2) { $0.name() }
      }
      put(")")
    case 3:
      put("allocate")
      name(.line)
      put("by")
      sum()
      if chance(50) {
        put("per")
        name()
      }
      if chance(50) {
        words("at most", .any)
        sum()
      }
      words("in steps of", .any)
      amount()
      if chance(40) { words("leaving the rest", .any) }
      if chance(40) {
        words("ties by", .any)
        list(1...2) { $0.name() }
      }
    case 4:
      words("true up", .any)
      phrase()
    default:
      words("sample deviation", .any)
      put("(", .line)
      sum()
      put("over")
      name()
      words("per x each day to 4 decimals", .any)
      put(")")
    }
  }

  mutating func type() {
    switch number(0...7) {
    case 0:
      title(.any)
      for _ in 0..<number(0...2) {
        put("|", .line)
        title()
      }
    case 1: words("money in currency")
    case 2: words("units in unit_")
    case 3: words("units / days")
    default: put(one(of: ["text", "date", "percent", "USD", "deals", "经销商", "number", "bool", "month"]), .line)
    }
    if chance(20) { put("?", .tight) }
  }
}
