import Source

/// Files and the small declarations, and the ways to go on after a fault.
extension Parser {
  mutating func parseFile() -> FileSyntax {
    let mark = mark()
    var language: Int?
    var uses: [TextLiteral] = []
    var declarations: [Declaration] = []
    while index < limit {
      let start = index
      if word == .language, kind(ahead: 1) == .number || index == 0 {
        let place = span(of: index)
        if let version = languageLine() {
          if index != start, language != nil || start > 0 { report(.misplacedLanguage(place)) }
          language = language ?? version
        }
      } else if word == .use {
        let useMark = self.mark()
        advance()
        let path = textLiteral("the path of a file between quotes, as in `use \"crm.allot\"`")
        if !isRecovering { uses.append(path) }
        close(.use, useMark)
      } else if let declaration = declaration() {
        declarations.append(declaration)
      } else {
        unknownDeclaration()
      }
      if isRecovering || index == start { skipToDeclaration(from: start) }
    }
    index = tokens.count
    close(.file, mark)
    return FileSyntax(language: language, uses: uses, declarations: declarations)
  }

  private mutating func languageLine() -> Int? {
    let mark = mark()
    advance()
    defer { close(.language, mark) }
    guard kind == .number, isOnSameLine else {
      expected("the number of the language, as in `language 1`")
      return nil
    }
    let version = text(of: index)
    if version != "1" { report(.unknownLanguage(version, span(of: index))) }
    advance()
    return Int(version) ?? 1
  }

  private mutating func declaration() -> Declaration? {
    let documentation = documentation()
    switch word {
    case .unit: return .unit(unitDeclaration(documentation))
    case .param: return .parameter(parameter(documentation))
    case .define: return .define(define(documentation))
    case .table: return .table(table(documentation))
    case .rates: return .rates(rates(documentation))
    case .calendar: return .calendar(calendar(documentation))
    case .schedule: return .schedule(schedule(documentation))
    case .marginal, .whole, .reached, .entered, .adding:
      return word(ahead: 1) == .rates ? .rates(rates(documentation)) : nil
    case .curve: return .curve(curve(documentation))
    case .matrix: return .rates(matrix(documentation))
    case .plan: return .sheet(sheet(.plan, documentation))
    case .sheet: return .sheet(sheet(.sheet, documentation))
    case .replenish: return .sheet(sheet(.replenish, documentation))
    case .rules: return .sheet(ruleChoice(documentation))
    case .position: return .sheet(position(documentation))
    case .example: return .example(example(documentation))
    case .data: return .data(data(documentation))
    default: return nil
    }
  }

  private mutating func unitDeclaration(_ documentation: String?) -> UnitDeclaration {
    let mark = mark()
    advance()
    let name = declaredName("the unit's name")
    let value = accept(.equal) ? expression() : nil
    if value != nil { endOfStatement("the next declaration") }
    close(.unit, mark)
    return UnitDeclaration(name: name, value: value, documentation: documentation)
  }

  mutating func parameter(_ documentation: String?) -> ParameterDeclaration {
    let mark = mark()
    advance()
    let name = declaredName("the parameter's name")
    expect(.equal, "`=` and the parameter's value")
    let value = expression()
    endOfStatement("the next declaration")
    close(.parameter, mark)
    return ParameterDeclaration(name: name, value: value, documentation: documentation)
  }

  // MARK: - Checks

  mutating func check() -> CheckDeclaration {
    let mark = mark()
    advance()
    let text = textLiteral("the check's text between quotes, as in `check \"a quota is not negative\" quota >= 0 USD`")
    let condition = expression()
    endOfStatement("the next line")
    close(.check, mark)
    return CheckDeclaration(text: text, condition: condition, span: span(from: mark))
  }

  // MARK: - After a fault

  /// Reports what follows a complete expression on its line, where only a new statement could stand.
  mutating func endOfStatement(_ what: String) {
    guard !isRecovering, !atEnd, kind != .rightBrace, isOnSameLine else { return }
    if let word, Word.itemStarts.contains(word) || Word.stepStarts.contains(word) || word == .then { return }
    if let word, nesting == 0, Word.declarationStarts.contains(word) { return }
    if startsOrder(index) { return }
    reportLeftover(what)
  }

  /// Reports the token behind a complete expression, or behind another complete part.
  mutating func reportLeftover(_ what: String, isExpression: Bool = true) {
    if kind == .question {
      fail(.ternary(span(of: index)))
    } else if Word.foreignConditionWords.contains(lowercasedName() ?? "") {
      fail(.conditionForm(text(of: index), span(of: index), edit: nil))
    } else if kind == .fatArrow {
      fail(.fatArrowForComparison(span(of: index)))
    } else if let closing = kind.sign, [.rightParenthesis, .rightBracket].contains(kind) {
      fail(.strayClosing(closing, span(of: index)))
    } else {
      expected(isExpression ? "an operator or \(what)" : what)
    }
  }

  private mutating func unknownDeclaration() {
    if kind == .rightBrace {
      fail(.strayBrace(span(of: index)))
      return
    }
    let word = kind == .name ? text(of: index) : nil
    fail(.unknownDeclaration(describedToken, word: word, span(of: index)))
  }

  /// Skips to the next line that starts a declaration.
  private mutating func skipToDeclaration(from start: Int) {
    isRecovering = false
    var end = max(index, start + 1)
    // A fault in front of a `{` leaves its block behind, which is part of what could not be read.
    while end < limit, !startsDeclaration(end) { end += 1 }
    skip(to: end)
  }

  /// Iff a line starts at token `i` with a declaration's word in front of what follows it in a declaration.
  func startsDeclaration(_ i: Int) -> Bool {
    guard i < limit, tokens[i].startsLine, let word = tokens[i].word, Word.declarationStarts.contains(word) else {
      return false
    }
    let next = i + 1 < tokens.count ? tokens[i + 1] : tokens[tokens.count - 1]
    if [.reached, .entered, .adding].contains(word) { return next.word == .rates && !next.startsLine }
    guard !next.startsLine else { return isAtLineStart(i) }
    switch word {
    case .use: return next.kind == .text
    case .language: return next.kind == .number
    case .marginal, .whole: return next.word == .rates
    case .example: return next.kind == .text
    case .data:
      // `data over month` goes on with an expression whose line is called `data`.
      return [.name, .quotedName].contains(next.kind) && i + 2 < tokens.count && tokens[i + 2].kind == .leftBrace
    case .position:
      // `position text` is a column of that name.
      let third = i + 2 < tokens.count ? tokens[i + 2] : next
      return [.name, .quotedName].contains(next.kind) && [.leftBrace, .text].contains(third.kind)
    case .calendar:
      let third = i + 2 < tokens.count ? tokens[i + 2] : next
      return next.word == .year && third.word == .from
        || next.kind == .number && (third.kind == .minus || third.word == .periods || third.word == .weeks)
    case .rules:
      // A column may be called `rules`; axes follow the name of a declaration, or its title.
      guard [.name, .quotedName].contains(next.kind), i + 2 < tokens.count else { return false }
      return tokens[i + 2].kind == .leftParenthesis || tokens[i + 2].kind == .text && !tokens[i + 2].startsLine
    case .schedule:
      let third = i + 2 < tokens.count ? tokens[i + 2] : next
      return [.name, .quotedName].contains(next.kind)
        && (third.kind == .leftBrace || third.kind == .text || third.word == .for)
    case .param:
      // An example sets params, too, on lines that are indented.
      return next.kind == .name && i + 2 < tokens.count && tokens[i + 2].kind == .equal && isAtLineStart(i)
    default: return [.name, .quotedName].contains(next.kind)
    }
  }

  /// Iff a line starts at token `i` that starts a declaration or an item, so that no operand stands there.
  func startsStatement(_ i: Int) -> Bool {
    i > 0 && i < limit && tokens[i].startsLine && (startsDeclaration(i) || startsItem(i))
  }

  /// Iff no blank stands in front of token `i` on its line.
  func isAtLineStart(_ i: Int) -> Bool {
    let start = Int(tokens[i].start)
    return start == 0 || file.bytes[start - 1] == 0x0A || file.bytes[start - 1] == 0x0D
  }

  /// Reads the brace that closes a block; a block that a new declaration cuts short is reported and closed.
  mutating func closeBlock(_ opening: SourceSpan, of what: String) {
    if isRecovering || accept(.rightBrace) { return }
    report(.unclosedBlock(what, opening: opening, found: describedToken, at: foundSpan))
  }
}
