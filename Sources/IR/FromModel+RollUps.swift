import Columns
import Model
import Source
import Syntax

/// Credit for those above: each row once for each of them, however many ways lead there.
extension Lowering {
  mutating func lower(
    _ rollUp: RollUpModel, of credit: CreditModel, below base: LoweredCredit
  ) -> LoweredCredit {
    let span = rollUp.span
    let above = above(rollUp, of: credit, base)
    let sets =
      (rollUp.isBesides ? [RowSource.KeySet(frame: base.frame, columns: [base.source, base.payee])] : []) + [
        RowSource.KeySet(frame: above.frame, columns: [above.source, above.payee])
      ]
    let frame = sharedFrame(credit.name, .keys(sets), span)
    let source = emit(.key(0), program[base.source].kind, on: frame, span)
    let payee = emit(.key(1), program[base.payee].kind, on: frame, span)
    func total(_ function: Aggregation.Function, _ part: LoweredCredit, isOfPayee: Bool) -> ColumnID {
      let theirs = isOfPayee ? [part.source, part.payee] : [part.source]
      let mine = isOfPayee ? [source, payee] : [source]
      let value = function == .count ? nil : part.amount
      return emit(
        .aggregate(
          Aggregation(
            function: function, frame: part.frame, value: value, theirs: theirs, keys: mine, window: nil)), .number,
        on: frame, span)
    }
    // Everyone in a team has all of a row, so their manager has it once; shares of a row add up.
    var amount =
      credit.split?.kind == .team
      ? total(.maximum, base, isOfPayee: false) : total(.sum, above, isOfPayee: true)
    if rollUp.isBesides {
      let direct = total(.sum, base, isOfPayee: true)
      let count = total(.count, base, isOfPayee: true)
      let isDirect = emit(.compare(.greater, count, number(0, on: frame, span)), .bool, on: frame, span)
      amount = emit(.choose(isDirect, then: direct, otherwise: amount), .number, on: frame, span)
    }
    let date = gather(lower(credit.date, in: .table(credit.table)), at: source, on: frame, span)
    return LoweredCredit(frame: frame, source: source, payee: payee, date: date, amount: amount)
  }

  /// The rows of a credit for each person above.
  private mutating func above(
    _ rollUp: RollUpModel, of credit: CreditModel, _ base: LoweredCredit
  ) -> LoweredCredit {
    let span = rollUp.span
    let table = model.tables[rollUp.table]
    let hierarchy = tableFrame(rollUp.table)
    let member = rollUp.member.map { tableColumn(rollUp.table, $0) } ?? rowNumber(on: hierarchy, span)
    let date = rollUp.date.map { day in
      gather(lower(day, in: .table(credit.table)), at: base.source, on: base.frame, span)
    }
    if program.frames[Int(base.frame.index)].identity.isEmpty {
      program.frames[Int(base.frame.index)].identity = tableIdentity(credit.table, at: base.source, on: base.frame)
    }
    let ancestry = Ancestry(
      frame: base.frame, person: base.payee, date: date, hierarchy: hierarchy, member: member,
      superior: tableColumn(rollUp.table, rollUp.superior),
      from: table.validity.map { tableColumn(rollUp.table, $0.from) },
      through: table.validity?.to.map { tableColumn(rollUp.table, $0) }, levels: rollUp.levels)
    var frame = sharedFrame(credit.name, .ancestors(ancestry), span)
    var context = Context.pairs(frame, left: .table(credit.table), right: .table(rollUp.table))
    var row = emit(.parentRow, .row(base.frame), on: frame, span)
    var right = emit(.rightRow, .row(hierarchy), on: frame, span)
    if let condition = rollUp.condition {
      let kept = filter(frame, keep: lower(condition, in: context), credit.name, condition.span)
      let parent = emit(.parentRow, .row(frame), on: kept, span)
      row = gather(row, at: parent, on: kept, span)
      right = gather(right, at: parent, on: kept, span)
      context = .filtered(kept, of: context)
      frame = kept
    }
    let source = gather(base.source, at: row, on: frame, span)
    return LoweredCredit(
      frame: frame, source: source, payee: gather(member, at: right, on: frame, span), date: source,
      amount: gather(base.amount, at: row, on: frame, span))
  }
}
