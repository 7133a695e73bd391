import Source

/// Declarations that say which rule replenishes what.
extension Parser {
  mutating func ruleChoice(_ documentation: String?) -> SheetDeclaration {
    let mark = mark()
    advance()
    let name = declaredName("the name of the rules")
    let title = optionalText()
    let axes = choiceAxes()
    var header: SheetDeclaration.Rows?
    var rows: [RuleChoiceSyntax.Row] = []
    choiceBlock(name, axes, &header, &rows)
    close(.ruleChoice, mark)
    return SheetDeclaration(
      kind: .rules, name: name, title: title, rows: header, during: nil, each: nil, payment: nil, items: [],
      documentation: documentation, span: span(from: mark), choice: RuleChoiceSyntax(axes: axes, rows: rows))
  }

  /// `(class: sku.class, kind: dealer.kind)`.
  private mutating func choiceAxes() -> [RuleChoiceSyntax.Axis] {
    var axes: [RuleChoiceSyntax.Axis] = []
    let opening = span(of: index)
    guard expect(.leftParenthesis, "`(` and what the choice depends on, as in `(class: sku.class)`") else { return [] }
    repeat {
      let mark = mark()
      let name = axisName("the name of what the choice depends on")
      expect(.colon, "`:` and its value in each row, as in `class: sku.class`")
      let value = expression()
      close(.axis, mark)
      axes.append(RuleChoiceSyntax.Axis(name: name, value: value))
    } while accept(.comma)
    expectClosing(.rightParenthesis, opening, or: "`,`")
    return axes
  }

  private mutating func choiceBlock(
    _ name: Name, _ axes: [RuleChoiceSyntax.Axis], _ header: inout SheetDeclaration.Rows?,
    _ rows: inout [RuleChoiceSyntax.Row]
  ) {
    guard !isRecovering else { return recoverBlock() }
    let opening = span(of: index)
    guard expect(.leftBrace, "`{`, a `for each` line and the rows of the choice") else { return recoverBlock() }
    while !atEnd, kind != .rightBrace, !startsDeclaration(index) {
      entry(until: entryEnd(from: index, isTier: true)) { parser in
        if parser.word == .for, parser.word(ahead: 1) == .each {
          let here = parser.span(of: parser.index)
          let found = parser.rowsHeader()
          if let earlier = header { parser.report(.repeatedClause("for each", here, earlier: earlier.span)) }
          header = header ?? found
        } else if let row = parser.choiceRow(axes) {
          rows.append(row)
        }
      }
    }
    closeBlock(opening, of: "rules \(name.text)")
  }

  private mutating func choiceRow(_ axes: [RuleChoiceSyntax.Axis]) -> RuleChoiceSyntax.Row? {
    let mark = mark()
    var matchers: [RatesDeclaration.Matcher] = []
    repeat { matchers.append(matcher()) } while accept(.comma)
    expect(.colon, "`:` and the rule that counts, as in `\"A\", any: Turnover`")
    let choice = self.choice()
    endOfEntry("the next row on a line of its own", isExpression: false)
    let span = span(from: mark)
    close(.choiceRow, mark)
    guard !isRecovering, let choice else { return nil }
    if !axes.isEmpty, matchers.count != axes.count {
      report(.choiceWidth(matchers.count, axes: axes.map(\.name.text), span))
      return nil
    }
    return RuleChoiceSyntax.Row(matchers: matchers, choice: choice, span: span)
  }

  private mutating func choice() -> RuleChoiceSyntax.Choice? {
    guard !isRecovering else { return nil }
    if word == .nothing {
      let here = span(of: index)
      advance()
      guard kind == .text, isOnSameLine else {
        fail(.nothingWithoutReason(here))
        return nil
      }
      return .nothing(reason: textLiteral("a reason"))
    }
    if kind == .text {
      let text = textValue(of: index)
      fail(.ruleBetweenQuotes(text))
      return nil
    }
    return .rule(name("the name of a rule, or `nothing` and the reason"))
  }
}
