import Source

/// Defines, and the arguments that they are given.
extension Parser {
  mutating func define(_ documentation: String?) -> DefineDeclaration {
    let mark = mark()
    advance()
    let name = declaredName("the name of the define")
    let parameters = defineParameters(of: name)
    var units: [Name] = []
    if accept(.in) { units = names("a name for the unit of the arguments, as in `in M`") }
    let body: DefineDeclaration.Body
    if kind == .leftBrace, !isRecovering {
      body = defineBlock(name)
    } else {
      expect(.equal, "`=` and the value, or `{` and lines")
      body = .value(isRecovering ? errorExpression() : expression())
      endOfStatement("the next declaration")
      if isRecovering { recoverBlock() }
    }
    close(.define, mark)
    return DefineDeclaration(
      name: name, parameters: parameters, units: units, body: body, documentation: documentation,
      span: span(from: mark))
  }

  private mutating func defineParameters(of name: Name) -> [DefineDeclaration.Parameter] {
    guard !isRecovering else { return [] }
    let opening = span(of: index)
    if kind != .leftParenthesis, kind == .equal || kind == .leftBrace {
      fail(.defineWithoutParameters(name, isValue: kind == .equal))
      return []
    }
    guard expect(.leftParenthesis, "`(` and the parameters, as in `(earned: USD, draw: USD)`") else { return [] }
    if kind == .rightParenthesis {
      fail(.defineWithoutParameters(name, isValue: false))
      return []
    }
    var parameters: [DefineDeclaration.Parameter] = []
    repeat {
      let mark = mark()
      let name = declaredName("the name of a parameter")
      expect(.colon, "`:` and a type, as in `earned: USD`")
      let type = type("the type of `\(name.text)`")
      let value = accept(.equal) ? expression() : nil
      close(.defineParameter, mark)
      parameters.append(DefineDeclaration.Parameter(name: name, type: type, defaultValue: value))
    } while accept(.comma)
    expectClosing(.rightParenthesis, opening, or: "`,`")
    return parameters
  }

  private mutating func defineBlock(_ name: Name) -> DefineDeclaration.Body {
    var lines: [LineDeclaration] = []
    var checks: [CheckDeclaration] = []
    for item in blockItems("define \(name.text)") {
      switch item {
      case .line(let line) where line.kind == .let: lines.append(line)
      case .line(let line): report(.defineHolds(line.kind.rawValue, line.span, name: line.name))
      case .credit(let credit): report(.defineHolds("credit", credit.span, name: credit.name))
      case .check(let check): checks.append(check)
      case .assertion(let law): report(.defineHolds("assert", law.span, name: name))
      case .entry(let entry): report(.defineHolds("ordered", entry.span, name: name))
      }
    }
    return .block(lines: lines, checks: checks)
  }

  /// What stands between the parentheses of a call, behind the opening one.
  mutating func arguments(_ opening: SourceSpan) -> (arguments: [Argument], height: Int) {
    var elements: [Argument] = []
    var tallest = 0
    let outer = owners
    owners = WordOwners()
    defer { owners = outer }
    repeat {
      let mark = mark()
      let isNamed = [.name, .quotedName].contains(kind) && kind(ahead: 1) == .colon && !isRecovering
      var label: Name?
      if isNamed {
        label = Name(
          kind == .quotedName ? String(text(of: index).dropFirst().dropLast()) : text(of: index), span(of: index))
        advance()
        advance()
      }
      let value = decimals { parser in
        let mark = parser.mark()
        return parser.scheduled(parser.expression(), mark)
      }
      tallest = max(tallest, height)
      if isNamed { close(.argument, mark) }
      if label == nil, let named = elements.last?.label { report(.argumentOrder(value.span, named: named)) }
      elements.append(Argument(label: label, value))
    } while accept(.comma)
    expectClosing(.rightParenthesis, opening)
    return (elements, tallest)
  }
}
