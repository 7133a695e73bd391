import Source

/// Examples and the data that they share.
extension Parser {
  // MARK: - Data

  mutating func data(_ documentation: String?) -> DataDeclaration {
    let mark = mark()
    advance()
    let name = declaredName("the data's name")
    var tables: [TableRowsSyntax] = []
    if isRecovering {
      recoverBlock()
    } else {
      let opening = span(of: index)
      if expect(.leftBrace, "`{` and tables with their rows") {
        while !atEnd, kind != .rightBrace, !startsDeclaration(index) {
          let start = index
          let tableMark = self.mark()
          let table = self.name("the name of a table, with its rows behind it in `{ … }`")
          if !isRecovering { tables.append(tableRows(of: table, from: tableMark)) }
          close(.tableRows, tableMark)
          if isRecovering || index == start { skipToExampleItem(from: start) }
        }
        closeBlock(opening, of: "data \(name.text)")
      } else {
        recoverBlock()
      }
    }
    close(.data, mark)
    return DataDeclaration(name: name, tables: tables, documentation: documentation, span: span(from: mark))
  }

  private mutating func tableRows(of table: Name, from mark: Mark) -> TableRowsSyntax {
    let rows = braceRows("rows of \(table.text)")
    return TableRowsSyntax(table: table, rows: rows, span: span(from: mark))
  }

  /// `{`, a header, rows, `}`.
  private mutating func braceRows(_ what: String) -> [RowSyntax] {
    let opening = span(of: index)
    guard expect(.leftBrace, "`{` and a header, with rows below it") else { return [] }
    return rows(opening, of: what)
  }

  // MARK: - Examples

  private struct ExampleItems {
    var givens: [ExampleDeclaration.Given] = []
    var asOf: Expression?
    var during: Expression?
    var parameters: [ParameterDeclaration] = []
    var expectedRows: [ExampleDeclaration.ExpectedRows] = []
    var expectedErrors: [ExampleDeclaration.ExpectedError] = []
    var places: [Word: SourceSpan] = [:]
  }

  mutating func example(_ documentation: String?) -> ExampleDeclaration {
    let mark = mark()
    advance()
    let title = textLiteral("what the example shows, between quotes")
    expect(.for, "`for` and the plan, sheet or rule, as in `example \"no sales, no pay\" for Regular`")
    let sheet = name("the name of a plan, sheet or rule")
    var items = ExampleItems()
    if isRecovering {
      recoverBlock()
    } else {
      let opening = span(of: index)
      if expect(.leftBrace, "`{` and what is given and expected") {
        exampleItems(&items)
        closeBlock(opening, of: "example")
      } else {
        recoverBlock()
      }
    }
    close(.example, mark)
    return ExampleDeclaration(
      title: title, sheet: sheet, givens: items.givens, asOf: items.asOf, during: items.during,
      parameters: items.parameters, expectedRows: items.expectedRows, expectedErrors: items.expectedErrors,
      documentation: documentation, span: span(from: mark))
  }

  private mutating func exampleItems(_ items: inout ExampleItems) {
    // A `param` belongs to the example, unless it stands further out than the example's lines.
    isInExample = true
    defer { isInExample = false }
    let isIndented = index < limit && !isAtLineStart(index)
    while !atEnd, kind != .rightBrace {
      if startsDeclaration(index), word != .param || (isIndented && isAtLineStart(index)) { break }
      let start = index
      nesting += 1
      exampleItem(&items)
      nesting -= 1
      if isRecovering || index == start { skipToExampleItem(from: start) }
    }
  }

  private mutating func exampleItem(_ items: inout ExampleItems) {
    let mark = mark()
    let here = span(of: index)
    switch word {
    case .given:
      advance()
      let name = self.name("the name of a table or of a `data` declaration")
      if !isRecovering, kind == .leftBrace {
        items.givens.append(.rows(tableRows(of: name, from: mark)))
      } else if !isRecovering {
        items.givens.append(.data(name))
        endOfStatement("`{` and rows, or the next line")
      }
      close(.given, mark)
    case .as:
      advance()
      expect(.of, "`of` and a date, as in `as of 2026-04-01`")
      let date = additive()
      endOfStatement("the next line")
      close(.asOf, mark)
      items.asOf = items.asOf ?? date
      refuseSecond(.as, "as of", here, &items)
    case .during:
      advance()
      let period = range()
      endOfStatement("the next line")
      close(.periodHeader, mark)
      items.during = items.during ?? period
      refuseSecond(.during, "during", here, &items)
    case .param: items.parameters.append(parameter(nil))
    case .expect:
      advance()
      expectation(&items, mark)
      close(.expect, mark)
    default:
      let word = kind == .name ? text(of: index) : nil
      fail(.unknownExampleItem(describedToken, word: word, here))
    }
  }

  private mutating func refuseSecond(_ word: Word, _ text: String, _ here: SourceSpan, _ items: inout ExampleItems) {
    if let earlier = items.places[word] { report(.repeatedClause(text, here, earlier: earlier)) }
    items.places[word] = here
  }

  private mutating func expectation(_ items: inout ExampleItems, _ mark: Mark) {
    if word == .error, kind(ahead: 1) != .leftBrace {
      advance()
      if kind == .text, isOnSameLine {
        let text = textLiteral("a part of the message")
        items.expectedErrors.append(.init(.text(text.text), span: span(from: mark)))
      } else if kind == .name, isOnSameLine, Parser.isCode(text(of: index)) {
        items.expectedErrors.append(.init(.code(text(of: index)), span: span(of: mark.token).union(span(of: index))))
        advance()
      } else {
        fail(.expectedErrorForm(found: described, at: foundSpan))
      }
      endOfStatement("the next line")
      return
    }
    let isExact = word == .exactly && [.leftBrace, .name, .quotedName].contains(kind(ahead: 1)) && accept(.exactly)
    var sheet: Name?
    if !isRecovering, kind != .leftBrace { sheet = name("`{`, `exactly`, `error` or the name of another sheet") }
    guard !isRecovering else { return }
    let rows = braceRows("expect")
    items.expectedRows.append(.init(sheet: sheet, isExact: isExact, rows: rows, span: span(of: mark.token)))
  }

  /// Iff the text is a message's code: `E0922`.
  private static func isCode(_ text: String) -> Bool {
    text.utf8.count == 5 && text.utf8.first == UInt8(ascii: "E")
      && text.utf8.dropFirst().allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
  }

  /// Skips to the next line of the example that starts with one of its words, the end of its block, or the next
  /// declaration.
  private mutating func skipToExampleItem(from start: Int) {
    isRecovering = false
    let first = max(index, start + 1)
    var depth = 0
    var i = start
    while i < limit {
      if i >= first {
        if startsDeclaration(i), tokens[i].word != .param || isAtLineStart(i) { break }
        if depth <= 0, tokens[i].kind == .rightBrace { break }
        if depth <= 0, tokens[i].startsLine, let word = tokens[i].word, Word.exampleStarts.contains(word) { break }
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
}
