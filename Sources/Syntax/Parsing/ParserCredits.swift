import Source

/// Who is credited: people, shares, teams, and those above them.
extension Parser {
  /// What stands behind `to`.
  mutating func creditRecipients() -> (recipients: [CreditRecipient], rollUp: RollUpSyntax?) {
    let mark = mark()
    if accept(.everyone, .above) {
      let recipients: [CreditRecipient]
      if !isRecovering, kind == .leftParenthesis {
        let opening = span(of: index)
        advance()
        recipients = alternatives()
        expectClosing(.rightParenthesis, opening, or: "`or`")
      } else {
        recipients = [recipient()]
      }
      return (recipients, rollUp(above: nil, isBesides: false, mark))
    }
    let recipients = alternatives()
    guard !isRecovering, word == .and || (kind == .comma && word(ahead: 1) == .and) else { return (recipients, nil) }
    _ = accept(.comma)
    let second = self.mark()
    advance()
    guard accept(.everyone, .above) else {
      expected("`everyone above them` behind `and`")
      return (recipients, nil)
    }
    let above = accept(.them) ? nil : person()
    return (recipients, rollUp(above: above, isBesides: true, second))
  }

  /// `owner, or split by splits.share, or nobody`.
  private mutating func alternatives() -> [CreditRecipient] {
    var recipients = [recipient()]
    while !isRecovering, word == .or || (kind == .comma && word(ahead: 1) != .and) {
      _ = accept(.comma)
      expect(.or, "`or` and the next way to credit, as in `to owner, or split by splits.share`")
      recipients.append(recipient())
    }
    return recipients
  }

  private mutating func recipient() -> CreditRecipient {
    let mark = mark()
    defer { close(.recipient, mark) }
    if accept(.split, .by) {
      let table = name("the name of the table of shares")
      expect(.dot, "`.` and the column that holds the share, as in `split by splits.share`")
      let share = name("the name of the column that holds the share")
      let via = via()
      return .split(table: table, share: share, via: via, span: span(from: mark))
    }
    if accept(.split, .equally) {
      expect(.by, "`by` and a table's name, as in `split equally by splits`")
      let table = name("the name of the table of shares")
      let via = via()
      return .split(table: table, share: nil, via: via, span: span(from: mark))
    }
    if accept(.overlay, .by) {
      let table = name("the name of the table of shares")
      expect(.dot, "`.` and the column that holds the share, as in `overlay by specialists.share`")
      let share = name("the name of the column that holds the share")
      let via = via()
      return .overlay(table: table, share: share, via: via, span: span(from: mark))
    }
    if accept(.everyone, .in) {
      let table = name("the name of the table that says who belongs to the team")
      let via = via()
      return .everyone(in: table, via: via, span: span(from: mark))
    }
    if word == .nobody, kind(ahead: 1) != .dot {
      advance()
      return .nobody(span(from: mark))
    }
    return .to(person())
  }

  /// A column that refers to somebody, a path of them, or a lookup.
  private mutating func person() -> Expression {
    let what = "who is credited: a column that refers to them, or `split by`"
    guard !isRecovering, kind == .name || kind == .quotedName, word?.isReserved != true else {
      expected(what)
      return errorExpression()
    }
    return postfix()
  }

  /// `via deal`: the column by which the credited row leads to the row of the shares.
  private mutating func via() -> [Name]? { accept(.via) ? path("the name of a column") : nil }

  /// What stands behind `everyone above owner`.
  private mutating func rollUp(above: Expression?, isBesides: Bool, _ mark: Mark) -> RollUpSyntax {
    defer { close(.rollUp, mark) }
    expect(.by, "`by` and the column that says who is one level higher, as in `by manager` or `by positions.manager`")
    let path = path("the column that says who is one level higher")
    var date: Expression?
    if accept(.as, .of) { date = postfix() }
    var levels: Int?
    if accept(.within) {
      if !isRecovering, kind == .number, let count = Int(Parser.digits(of: text(of: index))), count > 0 {
        advance()
        if !accept(.levels) { expect(.level, "`levels`, as in `within 2 levels`") }
        levels = count
      } else {
        expected("a number of levels from 1 on, as in `within 2 levels`")
      }
    }
    var condition: Expression?
    if accept(.where) {
      let outer = owners
      owners.ofEndsCondition = true
      condition = expression()
      owners = outer
    }
    return RollUpSyntax(
      above: above, isBesides: isBesides, path: path, date: date, levels: levels, condition: condition,
      span: span(from: mark))
  }
}
