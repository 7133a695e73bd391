import Source

/// Inventory positions.
extension Parser {
  /// `position Available "Inventory position" { for each … counts on_hand = … less reserved = … below zero kept }`.
  mutating func position(_ documentation: String?) -> SheetDeclaration {
    let mark = mark()
    advance()
    let name = declaredName("the position's name")
    let title = optionalText()
    var headers = Headers()
    var items: [SheetDeclaration.Item] = []
    var components: [PositionClauses.Component] = []
    var belowZero: (value: PositionClauses.BelowZero?, span: SourceSpan)?
    guard !isRecovering else {
      recoverBlock()
      return positionSheet(name, title, headers, items, PositionClauses(components: [], belowZero: nil), nil, mark)
    }
    let opening = span(of: index)
    guard expect(.leftBrace, "`{` and the lines of the position \(name.text)") else {
      recoverBlock()
      return positionSheet(name, title, headers, items, PositionClauses(components: [], belowZero: nil), nil, mark)
    }
    while !atEnd, kind != .rightBrace, !startsDeclaration(index) {
      let start = index
      nesting += 1
      switch word {
      case .counts?, .less?:
        let isAdded = word == .counts
        let line = component(isAdded: isAdded)
        items.append(.line(line))
        components.append(PositionClauses.Component(name: line.name, isAdded: isAdded))
      case .below?:
        let here = span(of: index)
        let value = policy()
        if let belowZero { report(.repeatedClause("below zero", here, earlier: belowZero.span)) }
        belowZero = belowZero ?? (value, here)
      case let word?:
        if Word.itemStarts.contains(word), word != .paid {
          if header(word, &headers) {
          } else if let item = item(word) {
            items.append(item)
          }
        } else {
          fail(.unknownPositionItem(describedToken, word: text(of: index), span(of: index)))
        }
      case nil:
        let word = kind == .name ? text(of: index) : nil
        fail(.unknownPositionItem(describedToken, word: word, span(of: index)))
      }
      nesting -= 1
      if isRecovering || index == start { skipToItem(from: start) { $0.startsPositionItem($1) } }
    }
    closeBlock(opening, of: "position \(name.text)")
    if belowZero == nil { report(.positionWithoutPolicy(name)) }
    if components.isEmpty { report(.positionOfNothing(name)) }
    let clauses = PositionClauses(components: components, belowZero: belowZero?.value)
    return positionSheet(name, title, headers, items, clauses, documentation, mark)
  }

  /// The sheet that a position is: its lines, and behind the last component the line with their total.
  private mutating func positionSheet(
    _ name: Name, _ title: TextLiteral?, _ headers: Headers, _ items: [SheetDeclaration.Item],
    _ clauses: PositionClauses, _ documentation: String?, _ mark: Mark
  ) -> SheetDeclaration {
    close(.sheet, mark)
    var items = items
    let last = items.lastIndex { item in
      if case .line(let line) = item { clauses.components.last?.name == line.name } else { false }
    }
    if let last, let total = total(of: clauses) {
      let line = LineDeclaration(
        kind: .show, name: Name(PositionClauses.total, name.span), title: nil, each: nil, starting: nil, decimals: nil,
        value: total, steps: [], documentation: nil, span: name.span)
      items.insert(.line(line), at: last + 1)
    }
    return SheetDeclaration(
      kind: .sheet, name: name, title: title, rows: headers.rows, during: headers.during, each: headers.each,
      payment: nil, items: items, documentation: documentation, span: span(from: mark), position: clauses)
  }

  /// The components with their signs, as an expression.
  private func total(of clauses: PositionClauses) -> Expression? {
    var result: Expression?
    for component in clauses.components {
      let span = component.name.span
      let value = Expression(.name(component.name.text), span)
      if let sum = result {
        let sign: BinaryOperator = component.isAdded ? .plus : .minus
        result = Expression(.binary(sign, sum, value, operatorSpan: span), span)
      } else {
        result = component.isAdded ? value : Expression(.unary(.minus, value), span)
      }
    }
    return result
  }

  private mutating func component(isAdded: Bool) -> LineDeclaration {
    let documentation = documentation()
    let mark = mark()
    advance()
    let name = declaredName("the name of what is \(isAdded ? "counted" : "taken off")")
    let title = optionalText()
    expect(.equal, "`=` and how much it is")
    let value = expression()
    endOfStatement("the next line")
    close(.line, mark)
    return LineDeclaration(
      kind: .show, name: name, title: title, each: nil, starting: nil, decimals: nil, value: value, steps: [],
      documentation: documentation, span: span(from: mark))
  }

  /// `below zero kept`, `below zero as 0`.
  private mutating func policy() -> PositionClauses.BelowZero? {
    let mark = mark()
    let here = span(of: index)
    advance()
    defer { close(.belowZero, mark) }
    guard accept(.zero) else {
      fail(.positionPolicyForm(here.union(span(of: index))))
      return nil
    }
    if accept(.kept) {
      endOfStatement("the next line")
      return .kept
    }
    if accept(.as), !isRecovering, kind == .number, Parser.digits(of: text(of: index)) == "0" {
      advance()
      endOfStatement("the next line")
      return .zero
    }
    fail(.positionPolicyForm(here))
    return nil
  }

  /// Iff a line of a position starts at token `i`.
  fileprivate func startsPositionItem(_ i: Int) -> Bool {
    if startsItem(i) { return true }
    guard let word = tokens[i].word, i + 1 < tokens.count, !tokens[i + 1].startsLine else { return false }
    switch word {
    case .counts, .less: return [.name, .quotedName].contains(tokens[i + 1].kind)
    case .below: return tokens[i + 1].word == .zero
    default: return false
    }
  }
}
