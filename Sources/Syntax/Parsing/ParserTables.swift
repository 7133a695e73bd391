import Source

/// Tables: their head, columns and rows.
extension Parser {
  mutating func table(_ documentation: String?) -> TableDeclaration {
    let mark = mark()
    advance()
    let name = declaredName("the table's name")
    var key: [Name] = []
    var isOneRow = false
    let keyMark = self.mark()
    if !isRecovering, kind == .leftParenthesis {
      let opening = span(of: index)
      advance()
      key = names("the name of a key column")
      expectClosing(.rightParenthesis, opening, or: "`,`")
      close(.tableKey, keyMark)
    } else if accept(.one) {
      expect(.row, "`row` behind `one`")
      isOneRow = true
      close(.tableKey, keyMark)
    }
    var options = TableOptions()
    while !isRecovering, tableOption(&options) {}
    var entries = TableEntries()
    tableBlock(name, &entries)
    var rows: [RowSyntax]?
    if !isRecovering, word == .rows { rows = rowBlock() }
    close(.table, mark)
    return TableDeclaration(
      name: name, key: key, isOneRow: isOneRow, dated: options.dated, latestBy: options.latestBy, path: options.path,
      separator: options.separator, numberFormat: options.numberFormat, columns: entries.columns,
      conditions: entries.conditions, checks: entries.checks, rows: rows, documentation: documentation,
      span: span(from: mark), validity: options.validity, unknownWithoutRows: options.unknownWithoutRows)
  }

  // MARK: - Head

  private struct TableOptions {
    var dated: Name?
    var latestBy: [Name] = []
    var validity: ValiditySyntax?
    var unknownWithoutRows: UnknownRowsSyntax?
    var path: TextLiteral?
    var separator: TextLiteral?
    var numberFormat: TextLiteral?
    var places: [Word: SourceSpan] = [:]
  }

  private mutating func tableOption(_ options: inout TableOptions) -> Bool {
    let mark = mark()
    guard let word else { return false }
    let here = span(of: index)
    switch word {
    case .dated:
      advance()
      let column = name("the name of the date column")
      options.dated = options.dated ?? column
    case .latest:
      advance()
      expect(.by, "`by` and the columns that say which row is the latest")
      let columns = names("a column's name")
      if options.latestBy.isEmpty { options.latestBy = columns }
    case .valid:
      advance()
      expect(.from, "`from` and the column with a version's first day, as in `valid from starts to ends`")
      let from = name("the name of the column with a version's first day")
      let to = accept(.to) ? name("the name of the column with a version's last day") : nil
      options.validity = options.validity ?? ValiditySyntax(from: from, to: to, span: span(from: mark))
    case .from:
      advance()
      let path = textLiteral("the file's path between quotes, as in `from \"deals.csv\"`")
      options.path = options.path ?? path
    case .unknown:
      advance()
      if expect(.without, "`without rows` behind `unknown`") { expect(.rows, "`rows` behind `unknown without`") }
      let per = accept(.per) ? names("the name of a column") : []
      options.unknownWithoutRows = options.unknownWithoutRows ?? UnknownRowsSyntax(per: per, span: span(from: mark))
    case .separated:
      advance()
      expect(.by, "`by` and the sign between the fields, as in `separated by \";\"`")
      let separator = textLiteral("the sign between the fields, between quotes")
      options.separator = options.separator ?? separator
    case .numbers:
      advance()
      let sample = textLiteral("a number as the file writes it, as in `numbers \"1.234,50\"`")
      options.numberFormat = options.numberFormat ?? sample
    default: return false
    }
    if let earlier = options.places[word] { report(.repeatedClause(word.rawValue, here, earlier: earlier)) }
    options.places[word] = here
    close(.tableOption, mark)
    return true
  }

  // MARK: - Entries

  private struct TableEntries {
    var columns: [ColumnDeclaration] = []
    var conditions: [Expression] = []
    var checks: [CheckDeclaration] = []
  }

  private mutating func tableBlock(_ name: Name, _ entries: inout TableEntries) {
    guard !isRecovering else { return recoverBlock() }
    let opening = span(of: index)
    guard expect(.leftBrace, "`{` and the table's columns") else { return recoverBlock() }
    let isIndented = index < limit && !isAtLineStart(index)
    while !atEnd, kind != .rightBrace {
      if word == .rows, kind(ahead: 1) == .leftBrace { break }
      if startsDeclaration(index), isIndented && isAtLineStart(index) || startsBlock(index) { break }
      entry(until: entryEnd(from: index)) { parser in parser.tableEntry(&entries) }
    }
    closeBlock(opening, of: "table \(name.text)")
  }

  private mutating func tableEntry(_ entries: inout TableEntries) {
    if word == .where {
      let mark = mark()
      advance()
      entries.conditions.append(expression())
      endOfEntry("the next line")
      close(.tableCondition, mark)
    } else if word == .check, kind(ahead: 1) == .text, !columnFollowsChoices {
      entries.checks.append(check())
      endOfEntry("the next line")
    } else if let column = column() {
      entries.columns.append(column)
    }
  }

  /// Iff the `check` at hand names a column of a closed choice: `check "yes" | "no"`.
  private var columnFollowsChoices: Bool { kind(ahead: 2) == .bar || index + 2 >= limit }

  private mutating func column() -> ColumnDeclaration? {
    let mark = mark()
    let documentation = documentation()
    let name = declaredName("a column's name")
    var type: TypeSyntax?
    if !isRecovering, kind != .equal {
      if atEnd {
        fail(.columnWithoutType(name.text, at: foundSpan))
        type = TypeSyntax(.error, name.span)
      } else {
        if kind == .colon {
          report(.colonBeforeType(name.text, span(of: index)))
          advance()
        }
        type = self.type("the column's type, as in `\(name.text) text`, or `=` and its value")
      }
    }
    var header: TextLiteral?
    var format: TextLiteral?
    var value: Expression?
    if accept(.equal) {
      value = expression()
    } else {
      if accept(.from) { header = textLiteral("the column's heading in the file, between quotes") }
      if accept(.as) { format = textLiteral("how the file writes it, between quotes, as in `as \"MM/DD/YYYY\"`") }
    }
    if value == nil {
      endOfEntry("`from`, `as`, `=` or the next column on a line of its own", isExpression: false)
    } else {
      endOfEntry("the next line")
    }
    close(.column, mark)
    guard !name.text.isEmpty else { return nil }
    return ColumnDeclaration(
      name: name, type: type, header: header, format: format, value: value, documentation: documentation)
  }

  /// A type, or `.error` and a message.
  mutating func type(_ what: String) -> TypeSyntax {
    let mark = mark()
    guard !isRecovering else { return TypeSyntax(.error, foundSpan) }
    let base: TypeSyntax.Kind
    switch kind {
    case .text:
      var choices = [textLiteral("a text")]
      while accept(.bar) { choices.append(textLiteral("the next choice between quotes")) }
      base = .choices(choices)
    case .name where word == .money && word(ahead: 1) == .in:
      advance()
      advance()
      base = .moneyIn(name("the name of the column that holds the currency"))
    case .name, .quotedName, .percent:
      let unit = unitExpression()
      let isOptional = kind == .question && word(ahead: 1) == .in && isOnSameLine(ahead: 1)
      if isOptional {
        report(.optionalBeforeIn(file.text(unit.span), span(of: index), column: text(of: index + 2)))
        advance()
      }
      if accept(.in) {
        let column = name("the name of the column that holds each row's unit")
        let isMoney = unit.denominator.isEmpty && unit.numerator.map(\.text) == ["money"]
        base = isMoney ? .moneyIn(column) : .unitIn(unit, column)
        if isOptional {
          close(.type, mark)
          return TypeSyntax(.optional(TypeSyntax(base, span(from: mark))), span(from: mark))
        }
      } else {
        base = .named(unit)
      }
    default:
      expected(what)
      return TypeSyntax(.error, foundSpan)
    }
    let type = TypeSyntax(base, span(from: mark))
    guard accept(.question) else {
      close(.type, mark)
      return type
    }
    close(.type, mark)
    return TypeSyntax(.optional(type), span(from: mark))
  }

  // MARK: - Entries that end with their line

  /// Reads one entry of a block with `body`; what it leaves is skipped.
  mutating func entry(until end: Int, _ body: (inout Parser) -> Void) {
    let outer = limit
    limit = end
    body(&self)
    isRecovering = false
    skip(to: end)
    limit = outer
  }

  /// Reports what is left of an entry.
  mutating func endOfEntry(_ what: String, isExpression: Bool = true) {
    guard !isRecovering, !atEnd else { return }
    if tokens[index].startsLine, let word, word.isReserved {
      fail(.reservedName(text(of: index), "a column's name", span(of: index)))
      return
    }
    reportLeftover(what, isExpression: isExpression)
  }

  /// The token behind the entry that starts at token `start`.
  ///
  /// An entry ends with its line, unless a parenthesis is open, or the line ends with an operator, or the next one starts
  /// with one; in a grid, bars stand between the cells of one line only.
  func entryEnd(from start: Int, isTier: Bool = false, isGrid: Bool = false) -> Int {
    var parentheses = 0
    var braces = 0
    // Words are operators in expressions only, so that a column may be given such a word as its name and be told so.
    var isExpression = isTier || tokens[start].word == .where || tokens[start].word == .check
    /// Where the entry would end if a parenthesis is never closed.
    var firstLineEnd: Int?
    var i = start
    scan: while i < limit {
      let token = tokens[i]
      if i > start, token.startsLine {
        if startsDeclaration(i), isAtLineStart(i) { break }
        let before = tokens[i - 1]
        let continues =
          token.kind.continuesLine || (before.kind.isOperator && (isTier || !resemblesColumn(i)))
          || (isExpression && [token, before].contains { $0.word.map(Word.continuations.contains) == true })
          || (!isExpression && token.word == .as && i + 1 < limit && tokens[i + 1].kind == .text)
        let isCell = isGrid && [token, before].contains { $0.kind == .bar }
        if !continues || isCell || (isTier && lineHoldsColon(i)) {
          firstLineEnd = firstLineEnd ?? i
          if parentheses == 0 { return i }
        }
      }
      switch token.kind {
      case .leftParenthesis, .leftBracket: parentheses += 1
      case .rightParenthesis, .rightBracket: parentheses = max(0, parentheses - 1)
      case .equal: isExpression = true
      case .leftBrace: braces += 1
      case .rightBrace:
        if braces == 0 { break scan }
        braces -= 1
      default: break
      }
      i += 1
    }
    return parentheses > 0 ? firstLineEnd ?? i : i
  }

  /// Iff a name and a type stand at token `i`, which no expression has side by side.
  private func resemblesColumn(_ i: Int) -> Bool {
    guard i + 1 < limit, !tokens[i + 1].startsLine, [.name, .quotedName].contains(tokens[i].kind),
      [.name, .quotedName, .text].contains(tokens[i + 1].kind), tokens[i + 1].word?.isReserved != true
    else { return false }
    switch tokens[i].word {
    case .all, .count, .next, .last: return false
    case let word?: return !word.isReserved
    case nil: return true
    }
  }

  /// Iff a `:` stands outside of parentheses on the line that starts at token `start`, so that it is a tier of its own.
  private func lineHoldsColon(_ start: Int) -> Bool {
    var i = start
    var depth = 0
    if tokens[start].kind == .colon || tokens[start].kind == .comma { return false }
    repeat {
      switch tokens[i].kind {
      case .leftParenthesis, .leftBracket: depth += 1
      case .rightParenthesis, .rightBracket: depth -= 1
      case .colon where depth == 0: return true
      default: break
      }
      i += 1
    } while i < limit && !tokens[i].startsLine
    return false
  }

  /// Iff token `i` starts a declaration whose line opens a block or a list of axes.
  func startsBlock(_ i: Int) -> Bool {
    guard let word = tokens[i].word,
      [.table, .plan, .sheet, .replenish, .rules, .rates, .marginal, .whole, .example, .data].contains(word)
    else { return false }
    var j = i + 1
    while j < limit, !tokens[j].startsLine {
      if tokens[j].kind == .leftBrace { return true }
      j += 1
    }
    return false
  }

  /// After a fault in a declaration's head, reads over its block, if it has one, as far as its closing brace.
  mutating func recoverBlock() {
    var i = index
    while i < limit, tokens[i].kind != .leftBrace {
      if i > index, startsDeclaration(i) || tokens[i].kind == .rightBrace { return }
      i += 1
    }
    var depth = 0
    while i < limit {
      if tokens[i].kind == .leftBrace { depth += 1 }
      if tokens[i].kind == .rightBrace {
        depth -= 1
        if depth == 0 {
          skip(to: i + 1)
          isRecovering = false
          return
        }
      }
      if startsDeclaration(i), isAtLineStart(i) { return }
      i += 1
    }
  }

  // MARK: - Rows

  private mutating func rowBlock() -> [RowSyntax] {
    let mark = mark()
    advance()
    let opening = span(of: index)
    guard expect(.leftBrace, "`{` and the table's rows") else { return [] }
    let rows = rows(opening, of: "rows")
    close(.rowBlock, mark)
    return rows
  }

  /// The rows behind an opening brace, and the closing one.
  mutating func rows(_ opening: SourceSpan, of what: String) -> [RowSyntax] {
    var rows: [RowSyntax] = []
    var others: [RowSyntax] = []
    // Rows in a run that are wrong by the same number of cells have one cause.
    var lastWrong: Int?
    while !atEnd, kind != .rightBrace, !startsDeclaration(index) {
      let row = row()
      let count = row.cells.count
      if let header = rows.first, count != header.cells.count {
        if count != lastWrong { others.append(row) }
        lastWrong = count
      } else {
        rows.append(row)
        lastWrong = nil
      }
      isRecovering = false
    }
    if let header = rows.first {
      for row in others {
        report(.rowLength(row.cells.count, header: header.cells.count, row.span, header: header.span))
      }
    }
    closeBlock(opening, of: what)
    return rows
  }

  private mutating func row() -> RowSyntax {
    let mark = mark()
    var cells: [TextLiteral] = []
    var isBehindBar = true
    repeat {
      switch kind {
      case .bar:
        if isBehindBar { cells.append(TextLiteral("", emptySpan)) }
        isBehindBar = true
        advance()
      case .cell, .text:
        if !isBehindBar { fail(.textBehindCell(span(of: index))) }
        if isBehindBar {
          cells.append(kind == .text ? textValue(of: index) : TextLiteral(text(of: index), span(of: index)))
        }
        isBehindBar = false
        advance()
      default:
        // The lexer makes nothing else of a row block.
        isBehindBar = false
        advance()
      }
    } while !atEnd && kind != .rightBrace && isOnSameLine
    if isBehindBar {
      let end = Int(tokens[index - 1].end)
      cells.append(TextLiteral("", SourceSpan(file: id, start: end, end: end)))
    }
    close(.row, mark)
    return RowSyntax(cells: cells, span: span(from: mark))
  }

  private var emptySpan: SourceSpan {
    let start = Int(token.start)
    return SourceSpan(file: id, start: start, end: start)
  }
}
