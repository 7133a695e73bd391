import Columns
import Model
import Source
import Syntax

/// A credit as rows: one for each payee of each row that counts.
struct LoweredCredit {
  let frame: FrameID
  let source: ColumnID
  let payee: ColumnID
  let date: ColumnID
  let amount: ColumnID
}

extension Lowering {
  mutating func creditColumn(_ sheet: Int, _ credit: Int, _ field: Field, _ span: SourceSpan) -> ColumnID {
    let lowered = lowered(sheet: sheet, credit: credit)
    switch field {
    case .creditPayee: return lowered.payee
    case .creditDate: return lowered.date
    case .creditAmount: return lowered.amount
    case .creditSource: return lowered.source
    case .column, .line, .status, .reason, .key, .range, .entity, .period, .row, .paid:
      return rowNumber(on: lowered.frame, span)
    }
  }

  mutating func lowered(sheet: Int, credit: Int) -> LoweredCredit {
    let relation = Relation.credit(sheet: sheet, credit: credit)
    if let known = credits[relation] { return known }
    let declaration = model.sheets[sheet].credits[credit]
    let span = declaration.span
    let table = Context.table(declaration.table)
    var counted = table
    if let condition = declaration.condition {
      let keep = lower(condition, in: table)
      counted = .filtered(filter(frame(of: table), keep: keep, declaration.name, condition.span), of: table)
    }
    if declaration.split == nil, declaration.allowsNobody, let recipient = declaration.recipient {
      counted = present(lower(recipient, in: counted), counted, declaration)
    }
    var result =
      if let split = declaration.split {
        lower(declaration, split, counted, table)
      } else {
        lower(declaration, counted)
      }
    if let rollUp = declaration.rollUp { result = lower(rollUp, of: declaration, below: result) }
    credits[relation] = result
    tracing?.add(result, sheet, credit)
    program.frames[Int(result.frame.index)].identity = identity(
      of: result, sheet: sheet, table: declaration.table, span)
    return result
  }

  /// Credit to one payee a row.
  private mutating func lower(_ credit: CreditModel, _ counted: Context) -> LoweredCredit {
    let frame = frame(of: counted)
    let span = credit.span
    let source = column(.table(credit.table), .row, depth: 0, in: counted, span)
    let payee = credit.recipient.map { lower($0, in: counted) } ?? source
    var amount = lower(credit.amount, in: counted)
    if let rounding = credit.rounding {
      amount = emit(.round(amount, rounding.mode, step: lower(rounding.step, in: counted)), .number, on: frame, span)
    }
    return LoweredCredit(
      frame: frame, source: source, payee: payee, date: lower(credit.date, in: counted), amount: amount)
  }

  /// The rows in which a person is there.
  private mutating func present(_ person: ColumnID, _ context: Context, _ credit: CreditModel) -> Context {
    let frame = frame(of: context)
    let isMissing = emit(.isMissing(person), .bool, on: frame, credit.span)
    let keep = emit(.not(isMissing), .bool, on: frame, credit.span)
    return .filtered(filter(frame, keep: keep, credit.name, credit.span), of: context)
  }

  /// Credit shared by the rows of another table; a row without shares goes to its direct recipient, if there is one.
  private mutating func lower(
    _ credit: CreditModel, _ split: CreditModel.Split, _ counted: Context, _ table: Context
  ) -> LoweredCredit {
    let span = credit.span
    let shares = shares(of: split, credit)
    let row = column(.table(credit.table), .row, depth: 0, in: counted, span)
    let owner = split.via.map { lower($0, in: counted) } ?? row
    var pairs = sharedFrame(
      credit.name,
      .pairs(
        left: frame(of: counted), leftKeys: [owner], right: shares.frame, rightKeys: [shares.row],
        keepsUnmatched: credit.recipient != nil), span)
    var left = emit(.parentRow, .row(frame(of: counted)), on: pairs, span)
    var right = emit(.rightRow, .row(shares.frame), on: pairs, span)
    checkShares(credit, split, row: row, owner: owner, counted)
    if credit.allowsNobody, let recipient = credit.recipient {
      // Rows of nobody go; the others are left as they are.
      let direct = gather(lower(recipient, in: counted), at: left, on: pairs, span)
      let isUnmatched = emit(.isMissing(right), .bool, on: pairs, span)
      let isNobodys = emit(
        .and(isUnmatched, emit(.isMissing(direct), .bool, on: pairs, span)), .bool, on: pairs, span)
      let kept = filter(pairs, keep: emit(.not(isNobodys), .bool, on: pairs, span), credit.name, span)
      let parent = emit(.parentRow, .row(pairs), on: kept, span)
      left = gather(left, at: parent, on: kept, span)
      right = gather(right, at: parent, on: kept, span)
      pairs = kept
    }
    let isDirect = emit(.isMissing(right), .bool, on: pairs, span)
    let source = gather(row, at: left, on: pairs, span)
    let total = gather(lower(credit.amount, in: counted), at: left, on: pairs, span)
    var payee = gather(shares.payee, at: right, on: pairs, span)
    var share = shareColumn(split, pairs: pairs, owner: gather(owner, at: left, on: pairs, span), right: right, span)
    if let recipient = credit.recipient {
      let direct = gather(lower(recipient, in: counted), at: left, on: pairs, span)
      payee = emit(.choose(isDirect, then: direct, otherwise: payee), program[direct].kind, on: pairs, span)
      let all = number(1, on: pairs, span)
      share = emit(.choose(isDirect, then: all, otherwise: share), .number, on: pairs, span)
    }
    payee = emit(.require(payee), program[payee].kind, on: pairs, span)
    var amount = split.kind == .team ? total : emit(.multiply(total, share), .number, on: pairs, span)
    if let rounding = credit.rounding {
      let step = gather(lower(rounding.step, in: counted), at: left, on: pairs, span)
      if split.kind == .team {
        amount = emit(.round(amount, rounding.mode, step: step), .number, on: pairs, span)
      } else {
        let tie = readable(payee, type: payeeType(program[payee].kind), on: pairs)
        amount = emit(
          .apportion(of: amount, unit: step, mode: rounding.mode, group: [source], order: [tie]), .number, on: pairs,
          span)
      }
    }
    let date = gather(lower(credit.date, in: counted), at: left, on: pairs, span)
    return LoweredCredit(frame: pairs, source: source, payee: payee, date: date, amount: amount)
  }

  /// The rows that share: those of the split table, or of a team each person once.
  private mutating func shares(
    of split: CreditModel.Split, _ credit: CreditModel
  ) -> (frame: FrameID, row: ColumnID, payee: ColumnID) {
    let row = tableColumn(split.table, split.rowColumn)
    let payee = tableColumn(split.table, split.payeeColumn)
    guard split.kind == .team else { return (tableFrame(split.table), row, payee) }
    let set = RowSource.KeySet(frame: tableFrame(split.table), columns: [row, payee])
    let frame = sharedFrame(credit.name, .keys([set]), split.span)
    return (
      frame, emit(.key(0), program[row].kind, on: frame, split.span),
      emit(.key(1), program[payee].kind, on: frame, split.span)
    )
  }

  /// The checked type of a row of a table, from the frame that it is a row of.
  private func payeeType(_ kind: ValueKind) -> StaticType {
    if case .row(let frame) = kind, let table = tableFrames.first(where: { $0.value == frame })?.key {
      return StaticType(.row(.table(table)))
    }
    return .text
  }

  private mutating func shareColumn(
    _ split: CreditModel.Split, pairs: FrameID, owner: ColumnID, right: ColumnID, _ span: SourceSpan
  ) -> ColumnID {
    if let column = split.shareColumn {
      return gather(tableColumn(split.table, column), at: right, on: pairs, span)
    }
    if split.kind == .team { return number(1, on: pairs, span) }
    let theirs = tableColumn(split.table, split.rowColumn)
    let count = emit(
      .aggregate(
        Aggregation(
          function: .count, frame: tableFrame(split.table), value: nil, theirs: [theirs], keys: [owner], window: nil)),
      .number, on: pairs, span)
    return emit(.divide(number(1, on: pairs, span), count, zeroIsMissing: true), .number, on: pairs, span)
  }

  /// The law of a split: the shares of a row make exactly 100%.
  private mutating func checkShares(
    _ credit: CreditModel, _ split: CreditModel.Split, row: ColumnID, owner: ColumnID, _ counted: Context
  ) {
    if split.kind == .overlay { return }
    // Equal shares always add up; but without a row to share, and nobody else to go to, a row would be nobody's.
    let goesToOthers = credit.recipient != nil || credit.allowsNobody
    if split.shareColumn == nil && goesToOthers { return }
    let frame = frame(of: counted)
    let theirs = [tableColumn(split.table, split.rowColumn)]
    func aggregate(_ function: Aggregation.Function, _ value: ColumnID?) -> Operation {
      .aggregate(
        Aggregation(
          function: function, frame: tableFrame(split.table), value: value, theirs: theirs, keys: [owner], window: nil))
    }
    if program.frames[Int(frame.index)].identity.isEmpty {
      program.frames[Int(frame.index)].identity = tableIdentity(credit.table, at: row, on: frame)
    }
    guard let shareColumn = split.shareColumn else {
      let count = emit(aggregate(.count, nil), .number, on: frame, split.span)
      let isShared = emit(.compare(.greater, count, number(0, on: frame, split.span)), .bool, on: frame, split.span)
      program.checks.append(
        Check(
          text: split.kind == .team
            ? "a row goes to somebody in `\(model.tables[split.table].name)`" : "a row that is split goes to somebody",
          frame: frame, condition: isShared, applies: nil,
          witnesses: [NamedColumn(split.kind == .team ? "number of people" : "number of shares", count)],
          span: split.span))
      return
    }
    let share = tableColumn(split.table, shareColumn)
    let sum = emit(aggregate(.sum, share), .number, on: frame, split.span)
    let isWhole = emit(.compare(.equal, sum, number(1, on: frame, split.span)), .bool, on: frame, split.span)
    var applies: ColumnID?
    if goesToOthers {
      let count = emit(aggregate(.count, nil), .number, on: frame, split.span)
      applies = emit(.compare(.greater, count, number(0, on: frame, split.span)), .bool, on: frame, split.span)
    }
    program.checks.append(
      Check(
        text: "the shares of a split add up to exactly 100%", frame: frame, condition: isWhole, applies: applies,
        witnesses: [NamedColumn("sum of shares", sum)], span: split.span))
  }

  /// The key columns of a table's row, by name.
  mutating func tableIdentity(_ table: Int, at row: ColumnID, on frame: FrameID) -> [NamedColumn] {
    model.tables[table].key.map { key in
      let declaration = model.tables[table].columns[key]
      let value = gather(tableColumn(table, key), at: row, on: frame, declaration.span)
      return NamedColumn(declaration.name, readable(value, type: declaration.type, on: frame))
    }
  }

  private mutating func identity(
    of credit: LoweredCredit, sheet: Int, table: Int, _ span: SourceSpan
  ) -> [NamedColumn] {
    let payee = readable(credit.payee, type: payeeType(program[credit.payee].kind), on: credit.frame)
    return tableIdentity(table, at: credit.source, on: credit.frame) + [NamedColumn("payee", payee)]
  }
}
