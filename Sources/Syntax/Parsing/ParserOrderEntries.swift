import Source

/// Lines that say how an order enters the position.
extension Parser {
  mutating func orderEntry() -> OrderEntrySyntax? {
    let mark = mark()
    let start = span(of: index)
    advance()
    let target: OrderEntrySyntax.Target
    if accept(.counts) {
      expect(.in, "`in` and a column, as in `ordered counts in stock.in_transit`")
      let table = name("a table's name, as in `ordered counts in stock.in_transit`")
      expect(.dot, "`.` and the column that the order is added to")
      target = .column(table: table, column: name("the column that the order is added to"))
    } else if accept(.joins) {
      let table = name("the name of the table that the order joins")
      target = .row(table: table, values: assignments())
    } else {
      fail(.orderEntryForm(start))
      return nil
    }
    endOfStatement("the next line")
    close(.orderEntry, mark)
    return isRecovering ? nil : OrderEntrySyntax(target: target, span: span(from: mark))
  }

  /// `(dealer = dealer, quantity = quantity)`.
  private mutating func assignments() -> [OrderEntrySyntax.Assignment] {
    var values: [OrderEntrySyntax.Assignment] = []
    let opening = span(of: index)
    guard expect(.leftParenthesis, "`(` and the columns of the row, as in `(dealer = dealer, quantity = quantity)`")
    else { return [] }
    repeat {
      let column = name("the name of a column")
      expect(.equal, "`=` and the column's value, as in `quantity = quantity`")
      values.append(OrderEntrySyntax.Assignment(column: column, value: expression()))
    } while accept(.comma)
    expectClosing(.rightParenthesis, opening, or: "`,`")
    return values
  }
}
