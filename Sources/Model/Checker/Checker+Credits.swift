import Source
import Syntax

/// Whom a credit goes to.
extension Checker {
  mutating func checkRecipients(
    of credit: inout CreditModel, _ syntax: CreditDeclaration, payees: Int, in scope: Scope
  ) {
    var shares: SourceSpan?
    for (place, recipient) in syntax.recipients.enumerated() {
      switch recipient {
      case .to(let expression):
        let person = person(expression, credited: credit.table, payees: payees, in: scope)
        guard let earlier = credit.recipient else {
          credit.recipient = person
          continue
        }
        if !earlier.type.isOptional, !earlier.type.isPoison {
          report(.recipientNeverReached(recipient.span, earlier.span))
        }
        let type = person.type.optional(person.type.isOptional && earlier.type.isOptional)
        credit.recipient = TypedExpression(.otherwise(earlier, person), type, earlier.span.union(person.span))
      case .split(let name, let share, let via, let span):
        if let other = shares { report(.twoWaysToShare(span, other)) }
        shares = span
        credit.split = split(.split, name, share, via, of: credit.table, payees, span, in: scope) ?? credit.split
      case .overlay(let name, let share, let via, let span):
        if let other = shares { report(.twoWaysToShare(span, other)) }
        shares = span
        credit.split = split(.overlay, name, share, via, of: credit.table, payees, span, in: scope) ?? credit.split
        if syntax.recipients.count > 1 { report(.overlayWithOthers(span)) }
      case .everyone(let name, let via, let span):
        if let other = shares { report(.twoWaysToShare(span, other)) }
        shares = span
        credit.split = split(.team, name, nil, via, of: credit.table, payees, span, in: scope) ?? credit.split
      case .nobody(let span):
        credit.allowsNobody = true
        if place != syntax.recipients.count - 1 || place == 0 { report(.nobodyNotLast(span)) }
      }
    }
    if let recipient = credit.recipient, shares == nil, recipient.type.isOptional, !credit.allowsNobody {
      report(
        .mayBeMissing(
          recipient.span, what: "a credit's recipient", sources: [], type: recipient.type,
          handling: "say who is credited then, or that nobody is: `… or nobody`"))
    }
    if let recipient = credit.recipient, !recipient.type.isOptional, !recipient.type.isPoison, credit.allowsNobody,
      let last = syntax.recipients.last
    {
      report(.recipientNeverReached(last.span, recipient.span))
    }
    if let rollUp = syntax.rollUp {
      credit.rollUp = check(rollUp, syntax, credited: credit.table, payees: payees, in: scope)
    }
  }

  private mutating func person(
    _ expression: Expression, credited table: Int, payees: Int, in scope: Scope
  ) -> TypedExpression {
    let known: TypedExpression
    if let path = expression.path, let first = path.first {
      // Each step by itself: what the credit's `where` has shown to be there may stand anywhere on the path.
      var step = member(path: [first], of: .table(table)).known(in: scope)
      for name in path.dropFirst() { step = member(name, of: step, first.span.union(name.span)).known(in: scope) }
      known = step
    } else {
      known = check(expression, in: scope).known(in: scope)
    }
    if !known.type.isPoison, known.type.value != .row(.table(payees)) {
      report(
        .recipientIsNoPayee(
          known.span, found: describe(known.type), isText: known.type.value == .text,
          payees: model.tables[payees].name))
    }
    return known
  }

  private mutating func split(
    _ kind: CreditModel.Split.Kind, _ name: Name, _ share: Name?, _ via: [Name]?, of credited: Int, _ payees: Int,
    _ span: SourceSpan, in scope: Scope
  ) -> CreditModel.Split? {
    guard let split = table(name) else { return nil }
    let columns = model.tables[split].columns
    func reference(to target: Int) -> [Int] {
      columns.indices.filter { columns[$0].type.value == .row(.table(target)) }
    }
    var owner = credited
    var path: TypedExpression?
    if let via {
      let typed = member(path: via, of: .table(credited)).known(in: scope)
      if typed.type.isPoison { return nil }
      guard case .row(.table(let target)) = typed.type.value else {
        report(.sharesViaNoRow(typed.span, found: describe(typed.type), table: name.text))
        return nil
      }
      owner = target
      path = typed
    }
    let rows = reference(to: owner)
    let people = reference(to: payees).filter { owner != payees || $0 != rows.first }
    guard rows.count == 1, people.count == 1 else {
      // The shares may belong to a row that the credited one refers to.
      let ways = model.tables[credited].columns.filter { column in
        guard case .row(.table(let target)) = column.type.value, via == nil, target != payees else { return false }
        return reference(to: target).count == 1
      }
      report(
        .splitNeedsReferences(
          name, to: model.tables[owner].name, and: model.tables[payees].name, via: ways.map(\.name),
          isTeam: kind == .team, behind: span))
      return nil
    }
    var shareColumn: Int?
    if let share {
      guard let column = columns.firstIndex(where: { $0.name == share.text }) else {
        report(.unknownColumn(share, table: name.text, known: columns.map(\.name)))
        return nil
      }
      let type = columnType(table: split, column: column, at: share.span)
      if case .number(let quantity) = type.value, quantity.unit.isOne {
        shareColumn = column
        if type.isOptional {
          report(
            .mayBeMissing(
              share.span, what: "a share", sources: [], type: type,
              handling: "declare the column without `?`: an empty cell would be a share of nothing"))
        }
      } else if !type.isPoison {
        report(.typeExpected(share.span, what: "a share", expected: "a percent", found: describe(type)))
      }
    }
    return CreditModel.Split(
      kind: kind, table: split, via: path, rowColumn: rows[0], payeeColumn: people[0], shareColumn: shareColumn,
      span: span)
  }

  // ---- Those above ----

  private mutating func check(
    _ syntax: RollUpSyntax, _ credit: CreditDeclaration, credited: Int, payees: Int, in scope: Scope
  ) -> RollUpModel? {
    if let above = syntax.above, credit.recipients.map(\.person) != [above.path?.map(\.text)] {
      report(.aboveSomebodyElse(above.span))
    }
    guard let first = syntax.path.first, let last = syntax.path.last else { return nil }
    var table = payees
    var member: Int?
    if syntax.path.count > 1 {
      guard syntax.path.count == 2 else {
        report(.hierarchyForm(first.span.union(last.span)))
        return nil
      }
      guard let found = self.table(first) else { return nil }
      if found != payees {
        table = found
        let key = lookupKey(of: found)
        guard key.count == 1, model.tables[found].columns[key[0]].type.value == .row(.table(payees)) else {
          report(.hierarchyNotKeyed(first, payees: model.tables[payees].name))
          return nil
        }
        member = key[0]
      }
    }
    guard let superior = model.tables[table].columns.firstIndex(where: { $0.name == last.text }) else {
      report(
        .unknownColumn(last, table: model.tables[table].name, known: model.tables[table].columns.map(\.name)))
      return nil
    }
    let type = columnType(table: table, column: superior, at: last.span)
    if type.isPoison { return nil }
    guard type == StaticType(.row(.table(payees)), isOptional: true) else {
      report(
        .hierarchyColumn(
          last, found: describe(type), payees: model.tables[payees].name,
          isFull: type.value == .row(.table(payees)), declared: model.tables[table].columns[superior].span))
      return nil
    }
    var date: TypedExpression?
    switch (syntax.date, model.tables[table].validity != nil) {
    case (let day?, true):
      let typed = required(dateOnly(check(day, in: scope)), what: "the day behind `as of`")
      if typed.type.isPoison { return nil }
      guard typed.type.value == .date else {
        report(
          .typeExpected(typed.span, what: "what stands behind `as of`", expected: "a date", found: describe(typed.type))
        )
        return nil
      }
      date = typed
    case (nil, true):
      let day = model.tables[credited].dated.map { model.tables[credited].columns[$0].name }
      report(.versionNotChosen(last.span, table: model.tables[table].name, day: day ?? "today"))
      return nil
    case (let day?, false):
      report(.dateOfPlainTable(between: last.span, and: day.span, table: model.tables[table].name))
      return nil
    case (nil, false): break
    }
    let condition = syntax.condition.map {
      checkCondition($0, in: Scope(row: .table(table)), what: "the `where` of those above")
    }
    return RollUpModel(
      isBesides: syntax.isBesides, table: table, member: member, superior: superior, date: date, levels: syntax.levels,
      condition: condition, span: syntax.span)
  }
}

extension CreditRecipient {
  /// The path of columns that names one person; empty for any other recipient.
  fileprivate var person: [String]? {
    if case .to(let expression) = self { return expression.path?.map(\.text) }
    return nil
  }
}

extension Expression {
  /// The names of a path of columns, `owner.manager`; nil for anything else.
  var path: [Name]? {
    switch kind {
    case .name(let text): return [Name(text, span)]
    case .member(let base, let name): return base.path.map { $0 + [name] }
    default: return nil
    }
  }
}
