import Source

/// What a sheet has a row for.
extension Parser {
  /// What stands behind `for each`; a range of values goes into `range`.
  mutating func rowSource(_ range: inout RowRange?) -> SheetDeclaration.Rows.Source {
    let mark = mark()
    defer { close(.rowSource, mark) }
    if word == .all {
      advance()
      let all = SheetDeclaration.Rows.Source.all(span(from: mark))
      if accept(.comma) { range = namedRange() }
      return all
    }
    var first = names("a table's name, key columns and `in`, or `all`")
    if !startsOrder(index), accept(.in) {
      if startsMatch { return match(first) }
      if startsRange, let name = first.popLast() {
        range = rowRange(name)
        if first.isEmpty { return .all(name.span) }
        if first.count > 1, let table = first.last {
          fail(.rangeBehindKeys(first.map(\.text), range: name.text, table.span))
        }
        return .table(first[0])
      }
      var tables = [name("a table's name")]
      while accept(.or) { tables.append(name("a table's name")) }
      if accept(.comma) { range = namedRange() }
      return .keys(first, in: tables)
    }
    if first.count > 1 {
      expected("`in` and the tables in which these keys occur, as in `for each dealer, sku in stock`")
    }
    return .table(first[0])
  }

  /// Iff what stands behind `in` is a value, and no table's name.
  private var startsRange: Bool {
    switch kind {
    case .number, .date, .period, .text, .leftParenthesis, .minus: return true
    case .name where word?.isReserved == true: return true
    case .name, .quotedName:
      switch kind(ahead: 1) {
      case .dotDot: return true
      case .dot, .leftBracket, .leftParenthesis, .plus, .minus, .star, .slash: return isOnSameLine(ahead: 1)
      default: return false
      }
    default: return false
    }
  }

  private mutating func namedRange() -> RowRange {
    let name = name("the name of a range, as in `day in today .. today + 30 days`")
    expect(.in, "`in` and a range, as in `day in today .. today + 30 days`")
    return rowRange(name)
  }

  /// The bounds, from behind `in` on.
  private mutating func rowRange(_ name: Name) -> RowRange {
    let mark = mark()
    let first = additive()
    var last = errorExpression()
    if !isRecovering, kind == .dotDot {
      advance()
      last = additive()
    } else {
      fail(.rangeWithoutEnd(name.text, found: described, at: foundSpan))
    }
    close(.rowRange, mark)
    return RowRange(name: name, first: first, last: last, span: span(from: mark))
  }
}
