/// Declarations.
extension RandomPlan {
  mutating func file() {
    if chance(10) { put("\u{FEFF}") }
    if chance(80) {
      if chance(30) { newLine(indentation: "") }
      words("language 1")
    }
    for _ in 0..<number(0...2) {
      newLine(indentation: "")
      put("use", .line)
      put("\"crm.allot\"", .line)
    }
    for _ in 0..<number(1...5) {
      newLine(indentation: "")
      depth = number(2...9)
      declaration()
    }
    if chance(80) { newLine(indentation: "") }
  }

  private mutating func declaration() {
    one(of: [
      { $0.small() }, { $0.define() }, { $0.table() }, { $0.table() }, { $0.rates() }, { $0.rates() }, { $0.curve() },
      { $0.matrix() }, { $0.plan() }, { $0.plan() }, { $0.sheet() }, { $0.replenish() }, { $0.position() },
      { $0.rules() }, { $0.schedule() }, { $0.data() }, { $0.example() },
    ])
  }

  private mutating func small() {
    switch number(0...3) {
    case 0:
      put("unit", .line)
      name(.line)
      if chance(60) {
        put("=")
        expression()
      }
    case 1:
      put("calendar", .line)
      words("4 - 4 - 5 weeks , year ends on the saturday nearest january 31 , named by its start")
    default:
      put("param", .line)
      put(one(of: ["cap", "floor_", "上限"]), .line)
      put("=", .line)
      expression()
    }
  }

  private mutating func define() {
    put("define", .line)
    name(.line)
    put("(")
    list(1...3) { plan in
      plan.name()
      plan.put(":", .tight)
      plan.type()
      if plan.chance(30) {
        plan.put("=")
        plan.expression()
      }
    }
    put(")")
    if chance(40) {
      put("in")
      list(1...2) { $0.name() }
    }
    if chance(50) {
      put("=")
      expression()
    } else {
      block(1...3, onLines: false) { $0.chance(80) ? $0.letLine() : $0.check() }
    }
  }

  // MARK: - Tables

  private mutating func table() {
    put("table", .line)
    name(.line)
    if chance(60) {
      put("(")
      list(1...2) { $0.name() }
      put(")")
    } else if chance(30) {
      words("one row", .any)
    }
    if chance(30) {
      put("dated")
      name()
    }
    if chance(20) {
      words("latest by", .any)
      list(1...2) { $0.name() }
    }
    if chance(20) { words("valid from x to b2", .any) }
    if chance(20) { words("unknown without rows", .any) }
    if chance(30) { words("from \"deals.csv\"", .any) }
    if chance(20) { words("separated by \";\"", .any) }
    if chance(20) { words("numbers \"1.234,50\"", .any) }
    block(1...5) { plan in
      plan.entry { plan in
        switch plan.number(0...9) {
        case 0:
          plan.put("where", .line)
          plan.condition()
        case 1: plan.check()
        default: plan.column()
        }
      }
    }
    if chance(30) {
      if chance(50) { newLine(indentation: "") }
      put("rows", .line)
      rows()
    }
  }

  private mutating func column() {
    name(.line)
    if chance(25) {
      if chance(50) { type() }
      put("=", .line)
      expression()
      return
    }
    type()
    if chance(40) {
      put("from", .line)
      title()
    }
    if chance(20) {
      put("as", .line)
      put("\"DD.MM.YYYY\"", .line)
    }
  }

  /// `{`, rows with as many cells each, `}`.
  private mutating func rows() {
    put("{", .any)
    let width = number(1...4)
    for _ in 0..<number(1...4) {
      newLine()
      // A row whose only cell is empty is no row.
      var isEmpty = true
      for column in 0..<width {
        let cell = one(of: [
          "id", "amount USD", "经销商", "1_000", "2026-01-01", "\"a | } b\"", "#1", "x #", "# x", "#", "", "a b  c",
        ])
        let isUnfit =
          isEmpty && column == width - 1 && cell.isEmpty || cell.hasPrefix("#") && column == 0
          || cell == "x #" && column == width - 1
        // With a blank beside it, the sign of a comment would begin one.
        let touches = text.hasSuffix("#") || ["# x", "#"].contains(cell)
        if column > 0 { text += touches ? "|" : one(of: ["|", " | ", "  |\t"]) }
        text += isUnfit ? "x" : cell
        if !cell.isEmpty { isEmpty = false }
      }
    }
    newLine()
    put("}", .line)
  }

  // MARK: - Rates

  private mutating func axes(_ count: Int, hasPrecedence: Bool = true) {
    put("(")
    for index in 0..<count {
      if index > 0 { put(",", .tight) }
      put(one(of: ["x", "on", "客户", "where"]))
      put(":", .tight)
      type()
    }
    put(")")
    put("->")
    type()
    if hasPrecedence, chance(20) {
      words(one(of: ["first match", "most specific", "highest match", "all matches added"]), .any)
    }
  }

  private mutating func matcher(isTier: Bool) {
    switch number(0...3) {
    case 0, 1:
      put(one(of: ["from", "above"]), .line)
      if chance(70) { amount(.line) } else { sum() }
    case 2: put("any", .line)
    default:
      title()
      if isTier, chance(30) {
        put("|", .line)
        title()
      }
    }
  }

  private mutating func rates() {
    if chance(70) { put(one(of: ["marginal", "whole", "reached", "entered", "adding"]), .line) }
    put("rates", .line)
    name(.line)
    let count = number(1...3)
    axes(count)
    put("{")
    entry { plan in
      for _ in 0..<plan.number(1...4) {
        plan.newLine()
        for index in 0..<count {
          if index > 0 { plan.put(",", .tight) }
          plan.matcher(isTier: true)
        }
        plan.put(":", .tight)
        if plan.chance(10) {
          plan.newLine()
          plan.amount(.line)
        } else {
          plan.expression()
        }
        if plan.chance(20) { plan.put(plan.one(of: ["marginal", "whole"]), .line) }
      }
      if plan.chance(20) {
        plan.newLine()
        plan.words(plan.one(of: ["up to", "below"]))
        plan.amount(.line)
      }
    }
    newLine()
    put("}", .line)
  }

  private mutating func curve() {
    put("curve", .line)
    name(.line)
    axes(1, hasPrecedence: false)
    put("{")
    entry { plan in
      for _ in 0..<plan.number(1...3) {
        plan.newLine()
        plan.put("at", .line)
        plan.amount(.line)
        plan.put(":", .tight)
        plan.expression()
      }
      for side in ["below", "above"] where plan.chance(50) {
        plan.newLine()
        plan.put(side, .line)
        plan.put(":", .tight)
        plan.put(plan.one(of: ["held", "extended", "refused", "0%"]), .line)
      }
    }
    newLine()
    put("}", .line)
  }

  private mutating func matrix() {
    put("matrix", .line)
    name(.line)
    axes(2)
    put("{")
    let columns = number(1...3)
    entry { plan in
      plan.newLine()
      for _ in 0..<columns {
        plan.put("|", .line)
        plan.matcher(isTier: false)
      }
      for _ in 0..<plan.number(1...3) {
        plan.newLine()
        plan.matcher(isTier: false)
        for _ in 0..<columns {
          plan.put("|", .line)
          plan.expression()
        }
      }
      if plan.chance(20) {
        plan.newLine()
        plan.words("up to 5_000 USD")
      }
    }
    newLine()
    put("}", .line)
  }

  private mutating func rules() {
    put("rules", .line)
    name(.line)
    if chance(50) { title() }
    put("(")
    let count = number(1...3)
    for index in 0..<count {
      if index > 0 { put(",", .tight) }
      name()
      put(":", .tight)
      expression()
    }
    put(")")
    put("{")
    entry { plan in
      plan.newLine()
      plan.words("for each stock")
      for _ in 0..<plan.number(1...3) {
        plan.newLine()
        for index in 0..<count {
          if index > 0 { plan.put(",", .tight) }
          plan.matcher(isTier: true)
        }
        plan.put(":", .tight)
        if plan.chance(70) {
          plan.name(.line)
        } else {
          plan.put("nothing", .line)
          plan.title()
        }
      }
    }
    newLine()
    put("}", .line)
  }

  private mutating func schedule() {
    put("schedule", .line)
    name(.line)
    if chance(50) { title() }
    if chance(50) {
      put("for", .line)
      name()
    }
    var hasWeekdays = false
    block(1...3) { plan in
      if plan.chance(40), !hasWeekdays {
        plan.words("every mon , tue")
        hasWeekdays = true
      } else {
        plan.put(plan.one(of: ["every", "never", "also"]), .line)
        plan.words("x . day .. x . last")
        if plan.chance(30) {
          plan.put("where")
          plan.condition()
        }
      }
    }
  }

  // MARK: - Sheets

  private mutating func plan() {
    put("plan", .line)
    name(.line)
    if chance(50) { title() }
    put("{")
    headers()
    newLine()
    words("paid monthly in USD")
    if chance(20) {
      put(",", .tight)
      words("converted to", .any)
      sum()
      put("at")
      sum()
    }
    if chance(50) {
      put(",", .tight)
      words(one(of: ["negative carried forward", "negative collected", "negative dropped"]), .any)
    }
    for _ in 0..<number(1...5) {
      newLine()
      one(of: [
        { $0.letLine() }, { $0.showLine() }, { $0.payLine() }, { $0.credit() }, { $0.check() }, { $0.assertion() },
      ])
    }
    newLine()
    put("}", .line)
  }

  private mutating func headers() {
    newLine()
    words("for each", .line)
    switch number(0...4) {
    case 0: put("all")
    case 1: words("x , b2 in stock or sales", .any)
    case 2: words("day_ in today .. today + 3 days", .any)
    default: name()
    }
    if chance(30) {
      put("where")
      condition()
    }
    if chance(30) {
      newLine()
      words("during 2026-01 .. 2026-Q2")
    }
  }

  private mutating func sheet() {
    put("sheet", .line)
    name(.line)
    if chance(50) { title() }
    put("{")
    headers()
    if chance(30) {
      newLine()
      words("each month")
    }
    for _ in 0..<number(1...4) {
      newLine()
      one(of: [{ $0.letLine() }, { $0.showLine() }, { $0.check() }])
    }
    newLine()
    put("}", .line)
  }

  private mutating func letLine() {
    put("let", .line)
    name(.line)
    if chance(20) { words("each month", .any) }
    if chance(20) {
      put("starting")
      sum()
    }
    put("=")
    chance(20) ? phrase() : expression()
  }

  private mutating func showLine() {
    put("show", .line)
    name(.line)
    if chance(50) { title() }
    if chance(20) { words("to 2 decimals", .any) }
    put("=")
    expression()
  }

  private mutating func payLine() {
    put("pay", .line)
    name(.line)
    if chance(50) { title() }
    if chance(20) { words("each quarter", .any) }
    put("=")
    chance(30) ? phrase() : expression()
    for _ in 0..<number(0...3) {
      put("then")
      step()
    }
  }

  /// A step; what it says of an outcome stands in orders only.
  private mutating func step() {
    switch number(0...5) {
    case 0:
      words("stop at")
      sum()
    case 1:
      words("set to")
      sum()
    case 2:
      words("times")
      sum()
    case 3:
      words("at least")
      sum()
    case 4:
      words("at most")
      sum()
    default:
      words("round")
      rounding()
    }
    if chance(40) { title(.any) }
    if chance(30) {
      put("when")
      condition()
    }
  }

  private mutating func credit() {
    put("credit", .line)
    name(.line)
    put("from")
    name()
    for _ in 0..<number(0...2) {
      put("where")
      put("(")
      condition()
      put(")")
    }
    put("to")
    switch number(0...3) {
    case 0:
      name()
      put(",", .tight)
      words("or split by b2 . share", .any)
    case 1: words("everyone above x by x . manager as of today within 2 levels", .any)
    default: name()
    }
    if chance(40) {
      put("on")
      name()
    }
    put("of")
    sum()
    if chance(30) {
      put("rounded")
      rounding()
    }
  }

  private mutating func check() {
    put("check", .line)
    title()
    condition()
  }

  private mutating func assertion() {
    put("assert", .line)
    // Without it, a text that starts the law would be its title.
    title()
    if chance(30) {
      words("total pay <=", .any)
      sum()
    } else {
      comparison()
    }
    words("for x")
    switch number(0...2) {
    case 0: words("in 0% .. 250%")
    case 1: words("= 3 USD")
    default: words(">= 1 USD")
    }
    if chance(50) {
      words("with b2 = 3 USD", .any)
      if chance(50) { words(", quota = 100%", .tight) }
    }
  }

  private mutating func replenish() {
    put("replenish", .line)
    name(.line)
    if chance(50) { title() }
    put("{")
    headers()
    if chance(30) {
      newLine()
      words("grouped by x . y , b2")
    }
    for _ in 0..<number(0...3) {
      newLine()
      letLine()
    }
    newLine()
    put("order", .line)
    put("quantity", .line)
    if chance(50) { title() }
    put("from")
    expression()
    if chance(30) {
      put("at")
      sum()
    }
    if chance(80) { block(0...4, onLines: false) { $0.chance(80) ? $0.step() : $0.outcome() } }
    newLine()
    put("}", .line)
  }

  private mutating func outcome() {
    put(one(of: ["unknown", "conflict"]), .line)
    title()
    if chance(50) {
      put("when")
      condition()
    }
  }

  private mutating func position() {
    put("position", .line)
    name(.line)
    if chance(50) { title() }
    put("{")
    headers()
    for _ in 0..<number(1...3) {
      newLine()
      put(one(of: ["counts", "less"]), .line)
      name(.line)
      if chance(30) { title() }
      put("=")
      expression()
    }
    newLine()
    words(one(of: ["below zero kept", "below zero as 0"]))
    newLine()
    put("}", .line)
  }

  // MARK: - Examples

  private mutating func data() {
    put("data", .line)
    name(.line)
    put("{", .line)
    for _ in 0..<number(0...3) {
      newLine()
      name(.line)
      rows()
    }
    newLine()
    put("}", .line)
  }

  private mutating func example() {
    put("example", .line)
    title()
    put("for", .line)
    name(.line)
    put("{", .line)
    for _ in 0..<number(0...2) {
      newLine()
      put("given", .line)
      name(.line)
      if chance(70) { rows() }
    }
    if chance(40) {
      newLine()
      words("as of 2026-03-31")
    }
    if chance(40) {
      newLine()
      words("during 2026-Q1")
    }
    if chance(30) {
      newLine()
      words("param cap =")
      expression()
    }
    newLine()
    switch number(0...2) {
    case 0: words(one(of: ["expect error E0922", "expect error \"no tier\""]))
    default:
      put("expect", .line)
      if chance(30) { put("exactly", .line) }
      if chance(30) { name(.line) }
      rows()
    }
    newLine()
    put("}", .line)
  }
}
