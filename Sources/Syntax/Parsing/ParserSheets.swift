import Source

/// Plans, sheets and replenishment rules.
extension Parser {
  struct Headers {
    var rows: SheetDeclaration.Rows?
    var during: Expression?
    var each: PeriodUnit?
    var payment: SheetDeclaration.Payment?
    var order: StatedOrder?
    var grouping: GroupingSyntax?
    var places: [Word: SourceSpan] = [:]
  }

  mutating func sheet(_ kind: SheetDeclaration.Kind, _ documentation: String?) -> SheetDeclaration {
    let mark = mark()
    advance()
    let name = declaredName("the \(kind == .replenish ? "rule" : kind.rawValue)'s name")
    let title = optionalText()
    var headers = Headers()
    var items: [SheetDeclaration.Item] = []
    sheetBlock("\(kind.rawValue) \(name.text)", &headers, &items)
    close(.sheet, mark)
    return SheetDeclaration(
      kind: kind, name: name, title: title, rows: headers.rows, during: headers.during, each: headers.each,
      payment: headers.payment, grouping: headers.grouping, items: items, documentation: documentation,
      span: span(from: mark),
      order: headers.order)
  }

  private mutating func sheetBlock(
    _ what: String, _ headers: inout Headers, _ items: inout [SheetDeclaration.Item]
  ) {
    guard !isRecovering else { return recoverBlock() }
    let opening = span(of: index)
    guard expect(.leftBrace, "`{` and the lines of the \(what)") else { return recoverBlock() }
    while !atEnd, kind != .rightBrace, !startsDeclaration(index) {
      let start = index
      nesting += 1
      if let word, Word.itemStarts.contains(word) || startsOrder(index) {
        if header(word, &headers) {
        } else if let item = item(word) {
          items.append(item)
        }
      } else {
        unknownItem()
      }
      nesting -= 1
      if isRecovering || index == start { skipToItem(from: start) }
    }
    closeBlock(opening, of: what)
  }

  /// The lines, credits and checks between braces; a header among them is reported.
  mutating func blockItems(_ what: String) -> [SheetDeclaration.Item] {
    var headers = Headers()
    var items: [SheetDeclaration.Item] = []
    sheetBlock(what, &headers, &items)
    if let first = headers.places.values.min() { report(.headerInDefine(first)) }
    return items
  }

  // MARK: - Headers

  mutating func header(_ word: Word, _ headers: inout Headers) -> Bool {
    let mark = mark()
    let here = span(of: index)
    switch word {
    case .for:
      let rows = rowsHeader()
      headers.rows = headers.rows ?? rows
    case .during:
      advance()
      let period = range()
      endOfStatement("the next line")
      close(.periodHeader, mark)
      headers.during = headers.during ?? period
    case .each:
      advance()
      let unit = periodUnit()
      endOfStatement("the next line")
      close(.eachHeader, mark)
      headers.each = headers.each ?? unit
    case .paid:
      let payment = payment()
      headers.payment = headers.payment ?? payment
    case .in:
      let order = orderHeader()
      headers.order = headers.order ?? order
    case .grouped:
      let grouping = grouping()
      headers.grouping = headers.grouping ?? grouping
    default: return false
    }
    if let earlier = headers.places[word] {
      let text = word == .for ? "for each" : word == .in ? "in order of" : word.rawValue
      report(.repeatedClause(text, here, earlier: earlier))
    }
    headers.places[word] = here
    return true
  }

  /// `for each dealer, sku in stock or sales`.
  mutating func rowsHeader() -> SheetDeclaration.Rows {
    let mark = mark()
    advance()
    expect(.each, "`each` behind `for`")
    var range: RowRange?
    let source = rowSource(&range)
    let condition = accept(.where) ? expression() : nil
    endOfStatement("the next line")
    close(.rowsHeader, mark)
    return SheetDeclaration.Rows(source: source, range: range, condition: condition, span: span(from: mark))
  }

  /// `month`, `quarter`; `month` and a message if none stands here.
  private mutating func periodUnit() -> PeriodUnit {
    if !isRecovering, let unit = word?.periodUnit {
      advance()
      return unit
    }
    expected("`week`, `month`, `quarter` or `year`")
    return .month
  }

  private mutating func payment() -> SheetDeclaration.Payment {
    let mark = mark()
    advance()
    var every = PeriodUnit.month
    if let unit = word?.periodAdverb {
      every = unit
      advance()
    } else {
      expected("`weekly`, `monthly`, `quarterly` or `yearly`")
    }
    expect(.in, "`in` and a currency, as in `paid monthly in USD`")
    let currency = name("a currency, as in `paid monthly in USD`")
    var conversion: SheetDeclaration.Payment.Conversion?
    var negative: SheetDeclaration.NegativePolicy?
    while accept(.comma) {
      if conversion == nil, negative == nil, accept(.converted) {
        expect(.to, "`to` and a currency, as in `converted to payee.currency at rate`")
        let currency = additive()
        expect(.at, "`at` and how much of that currency one unit of the plan's is")
        conversion = SheetDeclaration.Payment.Conversion(currency: currency, rate: additive())
        continue
      }
      expect(.negative, "`negative` and what happens to a total below zero, as in `negative carried forward`")
      if accept(.carried) {
        expect(.forward, "`forward` behind `carried`")
        negative = .carried
      } else if accept(.collected) {
        negative = .collected
      } else if accept(.dropped) {
        negative = .dropped
      } else {
        expected("`carried forward`, `collected` or `dropped`")
      }
      break
    }
    endOfStatement("the next line")
    close(.paymentHeader, mark)
    return SheetDeclaration.Payment(
      every: every, currency: currency, conversion: conversion, negative: negative, span: span(from: mark))
  }

  // MARK: - Items

  mutating func item(_ word: Word) -> SheetDeclaration.Item? {
    let documentation = documentation()
    switch word {
    case .credit: return .credit(credit(documentation))
    case .let: return .line(line(.let, documentation))
    case .show: return .line(line(.show, documentation))
    case .pay: return .line(line(.pay, documentation))
    case .order: return .line(line(.order, documentation))
    case .ordered: return orderEntry().map { .entry($0) }
    case .check: return .check(check())
    case .assert: return assertion().map { .assertion($0) }
    default: return nil
    }
  }

  private mutating func unknownItem() {
    let word = kind == .name ? text(of: index) : nil
    if kind == .name, kind(ahead: 1) == .equal {
      fail(.lineWithoutWord(text(of: index), span(of: index)))
    } else if index > 0, !tokens[index].startsLine, kind != .leftBrace {
      reportLeftover("the next line")
    } else {
      fail(.unknownItem(describedToken, word: word, span(of: index)))
    }
  }

  /// Skips to the next line that starts an item, the end of the block, or the next declaration.
  mutating func skipToItem(from start: Int, startsItem: (Parser, Int) -> Bool = { $0.startsItem($1) }) {
    isRecovering = false
    let first = max(index, start + 1)
    var depth = 0
    var i = start
    while i < limit {
      if i >= first {
        if startsDeclaration(i) { break }
        if depth <= 0, tokens[i].kind == .rightBrace { break }
        if depth <= 0, tokens[i].startsLine, startsItem(self, i) || resemblesItem(i) { break }
      }
      switch tokens[i].kind {
      case .leftBrace: depth += 1
      case .rightBrace: depth -= 1
      default: break
      }
      i += 1
    }
    skip(to: i)
  }

  /// Iff an item's word stands at token `i` with what may follow it there.
  func startsItem(_ i: Int) -> Bool {
    if startsOrder(i) { return tokens[i].startsLine }
    guard let word = tokens[i].word, Word.itemStarts.contains(word), i + 1 < tokens.count, !tokens[i + 1].startsLine
    else { return false }
    if word == .ordered { return tokens[i + 1].word == .counts || tokens[i + 1].word == .joins }
    switch tokens[i + 1].kind {
    case .quotedName: return true
    // `pay over month` goes on with an expression whose column is called `pay`.
    case .name: return tokens[i + 1].word?.isReserved != true
    case .text: return word == .check || word == .assert
    case .number: return word == .during || word == .assert
    case .date, .period: return word == .during
    case .leftParenthesis, .minus: return word == .assert
    default: return false
    }
  }

  /// Iff the line at token `i` is built as an item is whose word is missing or misspelt: `quota = 5`, `lett x = 5`.
  func resemblesItem(_ i: Int) -> Bool {
    guard tokens[i].kind == .name, tokens[i].word?.isReserved != true, i + 2 < tokens.count else { return false }
    if tokens[i + 1].kind == .equal { return true }
    return [.name, .quotedName].contains(tokens[i + 1].kind) && !tokens[i + 1].startsLine
      && [.equal, .text].contains(tokens[i + 2].kind) && !tokens[i + 2].startsLine
  }

  /// What a row counts for: an amount, which may be converted. Its rounding belongs to the credit.
  private mutating func creditedAmount() -> Expression {
    let mark = mark()
    let amount = additive()
    return !isRecovering && word == .to && isConversion ? conversion(of: amount, mark) : amount
  }

  private mutating func credit(_ documentation: String?) -> CreditDeclaration {
    let mark = mark()
    advance()
    let name = declaredName("the credit's name")
    expect(.from, "`from` and the table whose rows count")
    let table = self.name("the name of the table whose rows count")
    var conditions: [Expression] = []
    while accept(.where) { conditions.append(expression()) }
    if !isRecovering, word != .to {
      let swallowed = conditions.last?.endsInPercentOf == true
      fail(.creditWithoutTo(name.text, swallowedOf: swallowed, found: described, at: foundSpan))
    }
    _ = accept(.to)
    let (recipients, rollUp) = creditRecipients()
    let date = accept(.on) ? self.name("the name of a date column") : nil
    if !isRecovering, word != .of {
      let swallowed = conditions.last?.endsInPercentOf == true
      fail(.creditWithoutOf(name.text, swallowedOf: swallowed, found: described, at: foundSpan))
    }
    _ = accept(.of)
    let amount = isRecovering ? errorExpression() : creditedAmount()
    let rounding = accept(.rounded) ? self.rounding() : nil
    endOfStatement("the next line")
    close(.credit, mark)
    return CreditDeclaration(
      name: name, table: table, conditions: conditions, recipients: recipients, date: date, amount: amount,
      rounding: rounding, documentation: documentation, span: span(from: mark), rollUp: rollUp)
  }

  // MARK: - Lines

  private mutating func line(_ kind: LineDeclaration.Kind, _ documentation: String?) -> LineDeclaration {
    let mark = mark()
    advance()
    let name = declaredName("the line's name")
    let title = kind == .let ? nil : optionalText()
    let each = kind != .order && accept(.each) ? periodUnit() : nil
    let roundedPerDeal = kind == .pay ? self.roundedPerDeal() : nil
    let starting = kind == .let && accept(.starting) ? additive() : nil
    let decimals = kind == .show && accept(.to) ? self.decimals() : nil
    if kind == .order {
      expect(.from, "`from` and the quantity to start with, as in `order quantity from need`")
    } else if self.kind == .colon, !isRecovering {
      report(.colonForEqual(span(of: index)))
      advance()
    } else {
      expect(.equal, "`=` and the line's value")
    }
    let value = expression()
    let price = kind == .order && accept(.at) ? additive() : nil
    var steps: [Step] = []
    if kind == .order, self.kind == .leftBrace, !isRecovering {
      steps = stepBlock("order \(name.text)")
    } else {
      while accept(.then) { steps.append(step()) }
      if let first = steps.first, kind == .let || kind == .show {
        report(.stepsOutsidePay(kind.rawValue, first.span))
      }
    }
    endOfStatement("the next line")
    close(.line, mark)
    return LineDeclaration(
      kind: kind, name: name, title: title, each: each, starting: starting, decimals: decimals, value: value,
      price: price, steps: steps, roundedPerDeal: roundedPerDeal, documentation: documentation, span: span(from: mark))
  }

  /// `rounded per deal`, in front of the `=`.
  private mutating func roundedPerDeal() -> SourceSpan? {
    let mark = mark()
    guard accept(.rounded) else { return nil }
    expect(.per, "`per deal` behind `rounded`")
    expect(.deal, "`deal` behind `rounded per`")
    return isRecovering ? nil : span(from: mark)
  }

  /// `4 decimals`, behind its `to`.
  mutating func decimals() -> Int? {
    guard !isRecovering, kind == .number, let count = Int(Parser.digits(of: text(of: index))), count <= 100 else {
      expected("a number of decimals from 0 to 100, as in `to 4 decimals`")
      return nil
    }
    advance()
    expect(.decimals, "`decimals`, as in `to 4 decimals`")
    return count
  }

  private mutating func stepBlock(_ what: String) -> [Step] {
    let opening = span(of: index)
    advance()
    var steps: [Step] = []
    while !atEnd, kind != .rightBrace, !startsDeclaration(index), !(tokens[index].startsLine && startsItem(index)) {
      let start = index
      steps.append(step())
      if isRecovering || index == start { skipToStep(from: start) }
    }
    closeBlock(opening, of: what)
    return steps
  }

  /// Skips to the next line that starts a step or an item, the end of the block, or the next declaration.
  private mutating func skipToStep(from start: Int) {
    isRecovering = false
    var i = max(index, start + 1)
    while i < limit, tokens[i].kind != .rightBrace, !startsDeclaration(i) {
      if tokens[i].startsLine, startsItem(i) || tokens[i].word.map(Word.stepStarts.contains) == true { break }
      i += 1
    }
    skip(to: i)
  }

  private mutating func step() -> Step {
    let mark = mark()
    let action: Step.Action
    if accept(.stop) {
      expect(.at, "`at` and a value behind `stop`")
      action = .stop(at: comparison())
    } else if accept(.set) {
      expect(.to, "`to` and a value behind `set`")
      action = .set(to: comparison())
    } else if accept(.times) {
      action = .times(comparison())
    } else if accept(.at, .least) {
      action = .atLeast(comparison())
    } else if accept(.at, .most) {
      action = .atMost(comparison())
    } else if accept(.round) {
      action = .round(rounding())
    } else if accept(.at) {
      expected("`least` or `most` behind `at`")
      action = .set(to: errorExpression())
    } else if let outcome = outcome() {
      action = .end(outcome)
    } else {
      let word = kind == .name ? text(of: index) : nil
      fail(.unknownStep(describedToken, word: word, at: span(of: index)))
      action = .set(to: errorExpression())
    }
    let reason = optionalText()
    let condition = accept(.when) ? disjunction() : nil
    endOfStatement("the next step")
    close(.step, mark)
    return Step(action: action, reason: reason, condition: condition, span: span(from: mark))
  }
}

extension Expression {
  /// Iff it ends in `x of y`, as a condition does whose credit has its `of` too early.
  var endsInPercentOf: Bool {
    guard case .binary(let sign, _, let right, _) = kind else { return false }
    return sign == .percentOf || right.endsInPercentOf
  }
}
