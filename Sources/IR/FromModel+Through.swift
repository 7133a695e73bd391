import Columns
import Model
import Source
import Syntax

/// The amounts that go through tiers, of one row: what fills them, and what is paid where that is not the same.
private struct ThroughAmounts {
  var position: ColumnID
  /// Nil where the position is what is paid.
  var paid: ColumnID?
  /// What is paid of each key's rows, where tiers are for keys.
  var byKey: [ColumnID]

  var all: [ColumnID] { [position] + (paid.map { [$0] } ?? []) + byKey }

  /// The same with each column replaced, in the order of `all`.
  func replaced(by columns: [ColumnID]) -> ThroughAmounts {
    let start = paid == nil ? 1 : 2
    return ThroughAmounts(
      position: columns[0], paid: paid == nil ? nil : columns[1], byKey: Array(columns[start...]))
  }
}

/// What credited rows earn through tiers.
struct RowEarnings {
  let rows: HeldRows
  /// The position after each row, less where it was restarted.
  let position: ColumnID
  /// What fills the tiers, where it is not what is paid.
  let counted: ColumnID?
  let window: [ColumnID]
  let order: [ColumnID]
  /// What a row earns, where that is said row by row.
  let own: ColumnID?
  /// Otherwise what all rows up to it earn, with it and without it.
  let running: (after: ColumnID, before: ColumnID)?
}

extension Lowering {
  // ---- The plan's rows ----

  /// What a payment is, with running amounts rounded before the earlier payments are taken off if there is a step.
  mutating func paid(
    _ through: TypedThrough, step: ColumnID?, _ span: SourceSpan, in context: Context
  ) -> ColumnID {
    let frame = frame(of: context)
    func rounded(_ column: ColumnID) -> ColumnID {
      step.map { emit(.round(column, .half, step: $0), .number, on: frame, span) } ?? column
    }
    guard case .sheet(let sheet) = context else {
      return constant(.missing, .number, on: frame, span)
    }
    if options.traced == .amounts { traceFilling(of: through, sheet, span) }
    if through.method.isByRow {
      return rounded(sumByRow(through, sheet, span))
    }
    let amounts = self.amounts(of: through, sheet, span)
    let against = through.against.map { lower($0, in: context) }
    guard let scope = through.scope, let change = through.change, change != .reRated, let against else {
      let now = rounded(earned(through, amounts, against: against, on: frame, span))
      return difference(now, scope: through.scope, through.lookBack, span, in: context)
    }
    let zero = number(0, on: frame, span)
    let hasBefore = self.hasBefore(scope, through.lookBack, sheet, span)
    var now = amounts.all
    var before = now.map { earlier($0, initial: zero, scope, through.lookBack, sheet, span) }
    var isContinued = hasBefore
    if change == .restarted {
      let changed = self.changed(against, hasBefore: hasBefore, scope, through.lookBack, sheet, span)
      isContinued = emit(.and(hasBefore, emit(.not(changed), .bool, on: frame, span)), .bool, on: frame, span)
      for place in now.indices {
        let start = self.start(
          of: now[place], before: before[place], changed: changed, hasBefore: hasBefore, scope, through.lookBack, sheet,
          span)
        now[place] = emit(.subtract(now[place], start), .number, on: frame, span)
        before[place] = emit(.subtract(before[place], start), .number, on: frame, span)
      }
    }
    let total = rounded(earned(through, amounts.replaced(by: now), against: against, on: frame, span))
    let past = rounded(earned(through, amounts.replaced(by: before), against: against, on: frame, span))
    let taken = emit(.choose(isContinued, then: past, otherwise: zero), .number, on: frame, span)
    return emit(.subtract(total, taken), .number, on: frame, span)
  }

  /// Notes in which order the credited rows fill the tiers, where they have one.
  private mutating func traceFilling(of through: TypedThrough, _ sheet: Int, _ span: SourceSpan) {
    if rowEarnings[through] != nil { return }
    let known = failures
    if let earnings = rowEarnings(through, sheet, span) { tracing?.add(through, earnings) }
    // A plan that asks for no rows is none the worse for rows that have no order.
    failures = known
  }

  /// The running amounts of the plan's rows.
  private mutating func amounts(of through: TypedThrough, _ sheet: Int, _ span: SourceSpan) -> ThroughAmounts {
    let context = Context.sheet(sheet)
    let position = lower(through.position, in: context)
    let paid = through.paid.map { lower($0, in: context) }
    var byKey: [ColumnID] = []
    if !through.keys.isEmpty, case .aggregate(let aggregate) = (through.paid ?? through.position).kind,
      case .credit(_, let number)? = through.credit
    {
      let credit = lowered(sheet: sheet, credit: number)
      let inner = Context.credit(sheet: sheet, credit: number)
      let key = keyColumn(of: through, in: inner, span)
      let frame = credit.frame
      let zero = self.number(0, on: frame, span)
      for place in columnTables(through.rates).indices {
        let isHere = emit(.compare(.equal, key, self.number(place, on: frame, span)), .bool, on: frame, span)
        let value = emit(.choose(isHere, then: credit.amount, otherwise: zero), .number, on: frame, span)
        byKey.append(sum(of: value, as: aggregate, inner, context, span))
      }
    }
    return ThroughAmounts(position: position, paid: paid, byKey: byKey)
  }

  /// The sum of a column of a credit's rows over the days, and for the payee, of an aggregate.
  private mutating func sum(
    of value: ColumnID, as aggregate: TypedAggregate, _ inner: Context, _ context: Context, _ span: SourceSpan
  ) -> ColumnID {
    let theirs = aggregate.joins.map { lower($0.theirs, in: inner) }
    let keys = aggregate.joins.map { lower($0.mine, in: context) }
    var window: Aggregation.Window?
    if let date = aggregate.date, let bounds = aggregate.window {
      window = Aggregation.Window(
        date: lower(date, in: inner), from: bounds.from.map { lower($0, in: context) },
        through: bounds.through.map { lower($0, in: context) })
    }
    return emit(
      .aggregate(
        Aggregation(
          function: .sum, frame: frame(of: inner), value: value, theirs: theirs, keys: keys, window: window)), .number,
      on: frame(of: context), span)
  }

  /// What the amounts earn together.
  private mutating func earned(
    _ through: TypedThrough, _ amounts: ThroughAmounts, against: ColumnID?, on frame: FrameID, _ span: SourceSpan
  ) -> ColumnID {
    if through.keys.isEmpty {
      let table = tierTable(through.rates)
      guard through.method == .blended, let paid = amounts.paid else {
        return emit(.tierAmount(table: table, amounts.position, against: against), .number, on: frame, span)
      }
      let rate = blend(through, table, amounts.position, against, on: frame, span)
      return emit(.multiply(paid, rate), .number, on: frame, span)
    }
    let zero = number(0, on: frame, span)
    var sum = zero
    for (place, table) in columnTables(through.rates).enumerated() {
      let paid = amounts.byKey[place]
      let rate = blend(through, table, amounts.position, against, on: frame, span)
      let product = emit(.multiply(paid, rate), .number, on: frame, span)
      // Tiers of a key that no row has are not looked at.
      let isNone = emit(.compare(.equal, paid, zero), .bool, on: frame, span)
      let part = emit(.choose(isNone, then: zero, otherwise: product), .number, on: frame, span)
      sum = emit(.add(sum, part), .number, on: frame, span)
    }
    return sum
  }

  /// The one rate that a position gives all that is paid: the tier's of whole rates, or the mean of the slices.
  private mutating func blend(
    _ through: TypedThrough, _ table: Int, _ position: ColumnID, _ against: ColumnID?, on frame: FrameID,
    _ span: SourceSpan
  ) -> ColumnID {
    let rate = emit(.tierRate(table: table, position, against: against), .number, on: frame, span)
    if program.tiers[table].isWhole.allSatisfy({ $0 }) { return rate }
    let earned = emit(.tierAmount(table: table, position, against: against), .number, on: frame, span)
    let mean = emit(.divide(earned, position, zeroIsMissing: true), .number, on: frame, span)
    return emit(.coalesce(mean, rate), .number, on: frame, span)
  }

  // ---- Earlier payments ----

  /// A column's value at the payment before, `initial` where the window begins.
  private mutating func earlier(
    _ column: ColumnID, initial: ColumnID, _ scope: RunningScope, _ rows: Int, _ sheet: Int, _ span: SourceSpan
  ) -> ColumnID {
    let restarts = starts(scope, sheet: sheet, span)
    var result = column
    for _ in 0..<max(1, rows) {
      result = emit(
        .previous(of: result, initial: initial, restarts: restarts), program[column].kind, on: program[column].frame,
        span)
    }
    return result
  }

  /// True in rows whose window holds an earlier payment.
  private mutating func hasBefore(_ scope: RunningScope, _ rows: Int, _ sheet: Int, _ span: SourceSpan) -> ColumnID {
    let frame = lowered(sheet).frame
    let yes = constant(.bool(true), .bool, on: frame, span)
    return earlier(yes, initial: constant(.bool(false), .bool, on: frame, span), scope, rows, sheet, span)
  }

  /// True where what stands `against` is another than at the payment before.
  private mutating func changed(
    _ against: ColumnID, hasBefore: ColumnID, _ scope: RunningScope, _ rows: Int, _ sheet: Int, _ span: SourceSpan
  ) -> ColumnID {
    let frame = program[against].frame
    let past = earlier(against, initial: number(0, on: frame, span), scope, rows, sheet, span)
    let differs = emit(.compare(.notEqual, against, past), .bool, on: frame, span)
    return emit(.and(hasBefore, differs), .bool, on: frame, span)
  }

  /// Where a running amount stood when it was last restarted: 0, or what it was before the last change.
  private mutating func start(
    of amount: ColumnID, before: ColumnID, changed: ColumnID, hasBefore: ColumnID, _ scope: RunningScope, _ rows: Int,
    _ sheet: Int, _ span: SourceSpan
  ) -> ColumnID {
    let frame = program[amount].frame
    let zero = number(0, on: frame, span)
    let restarts = starts(scope, sheet: sheet, span)
    let first = emitUnshared(.previous(of: zero, initial: zero, restarts: restarts), .number, on: frame, span)
    var past = first
    for _ in 1..<max(1, rows) {
      past = emit(.previous(of: past, initial: zero, restarts: restarts), .number, on: frame, span)
    }
    let start = emit(.choose(changed, then: before, otherwise: past), .number, on: frame, span)
    program.columns[Int(first.index)].operation = .previous(of: start, initial: zero, restarts: restarts)
    return start
  }

  // ---- Credited rows ----

  /// What each credited row earns, and where it stands.
  mutating func rowEarnings(_ through: TypedThrough, _ sheet: Int, _ span: SourceSpan) -> RowEarnings? {
    if let known = rowEarnings[through] { return known }
    guard case .credit(_, let creditNumber)? = through.credit, let period = through.period else { return nil }
    let rows = heldRows(of: creditNumber, in: sheet, each: period)
    let frame = rows.frame
    var counted: ColumnID?
    if case .credit(_, let other)? = through.counted {
      let credit = lowered(sheet: sheet, credit: creditNumber)
      let moving = lowered(sheet: sheet, credit: other)
      // Credits of the same rows share their frame.
      guard moving.frame == credit.frame else {
        fail(.countedRowsDiffer(span))
        return nil
      }
      counted = gather(moving.amount, at: emit(.parentRow, .row(credit.frame), on: frame, span), on: frame, span)
    }
    let window = windows(of: rows, through.scope, sheet, each: period)
    let order = self.order(of: rows, through.order, amounts: [counted, rows.amount].compactMap { $0 })
    func runningSum(_ column: ColumnID) -> ColumnID {
      emit(.runningSum(of: column, group: window, order: order), .number, on: frame, span)
    }
    let key = through.keys.isEmpty ? nil : keyColumn(of: through, in: rows.context, span)
    var own = ThroughAmounts(position: counted ?? rows.amount, paid: counted.map { _ in rows.amount }, byKey: [])
    if let key, through.method == .blended {
      let zero = number(0, on: frame, span)
      own.byKey = columnTables(through.rates).indices.map { place in
        let isHere = emit(.compare(.equal, key, number(place, on: frame, span)), .bool, on: frame, span)
        return emit(.choose(isHere, then: rows.amount, otherwise: zero), .number, on: frame, span)
      }
    }
    let against = through.against.map { gather(lower($0, in: .sheet(sheet)), at: rows.sheetRow, on: frame, span) }
    let starts = startsAtRows(of: through, own.all.count, sheet, rows, span)
    var after = own.all.map { runningSum($0) }
    if let starts {
      after = zip(after, starts).map { emit(.subtract($0, $1), .number, on: frame, span) }
    }
    let before = zip(after, own.all).map { emit(.subtract($0, $1), .number, on: frame, span) }
    var result: RowEarnings
    func made(_ earned: ColumnID?, _ running: (after: ColumnID, before: ColumnID)?) -> RowEarnings {
      RowEarnings(
        rows: rows, position: after[0], counted: counted, window: window, order: order, own: earned, running: running)
    }
    if through.method.isByRow {
      result = made(
        earnedByRow(through, key, own, after: after[0], before: before[0], against: against, on: frame, span), nil)
    } else {
      let total = earned(through, own.replaced(by: after), against: against, on: frame, span)
      let past = earned(through, own.replaced(by: before), against: against, on: frame, span)
      result = made(nil, (total, orNothing(past, at: before, on: frame, span)))
    }
    rowEarnings[through] = result
    return result
  }

  /// Where each running amount stood when it was last restarted, at the credited rows; nil if it is not restarted.
  private mutating func startsAtRows(
    of through: TypedThrough, _ count: Int, _ sheet: Int, _ rows: HeldRows, _ span: SourceSpan
  ) -> [ColumnID]? {
    guard through.change == .restarted, let scope = through.scope, let against = through.against else { return nil }
    let frame = lowered(sheet).frame
    let zero = number(0, on: frame, span)
    let hasBefore = self.hasBefore(scope, through.lookBack, sheet, span)
    let quota = lower(against, in: .sheet(sheet))
    let changed = self.changed(quota, hasBefore: hasBefore, scope, through.lookBack, sheet, span)
    var all = self.amounts(of: through, sheet, span).all
    all = Array(all.prefix(count))
    return all.map { amount in
      let before = earlier(amount, initial: zero, scope, through.lookBack, sheet, span)
      let start = self.start(
        of: amount, before: before, changed: changed, hasBefore: hasBefore, scope, through.lookBack, sheet, span)
      return gather(start, at: rows.sheetRow, on: rows.frame, span)
    }
  }

  /// What amounts earn, or nothing where all are 0: tiers may begin above it.
  private mutating func orNothing(
    _ earned: ColumnID, at amounts: [ColumnID], on frame: FrameID, _ span: SourceSpan
  ) -> ColumnID {
    let zero = number(0, on: frame, span)
    var isNone: ColumnID?
    for amount in amounts {
      let isZero = emit(.compare(.equal, amount, zero), .bool, on: frame, span)
      isNone = isNone.map { emit(.and($0, isZero), .bool, on: frame, span) } ?? isZero
    }
    return isNone.map { emit(.choose($0, then: zero, otherwise: earned), .number, on: frame, span) } ?? earned
  }

  /// What one row earns by itself.
  private mutating func earnedByRow(
    _ through: TypedThrough, _ key: ColumnID?, _ own: ThroughAmounts, after: ColumnID, before: ColumnID,
    against: ColumnID?, on frame: FrameID, _ span: SourceSpan
  ) -> ColumnID {
    let tables = through.keys.isEmpty ? [tierTable(through.rates)] : columnTables(through.rates)
    let parts = tables.map { table -> ColumnID in
      func rate(_ position: ColumnID) -> ColumnID {
        emit(.tierRate(table: table, position, against: against), .number, on: frame, span)
      }
      let paid = own.paid ?? own.position
      switch through.method {
      case .reached: return emit(.multiply(paid, rate(after)), .number, on: frame, span)
      case .entered: return emit(.multiply(paid, rate(before)), .number, on: frame, span)
      case .sliced, .running, .blended:
        let total = emit(.tierAmount(table: table, after, against: against), .number, on: frame, span)
        let past = emit(.tierAmount(table: table, before, against: against), .number, on: frame, span)
        let earned = emit(
          .subtract(total, orNothing(past, at: [before], on: frame, span)), .number, on: frame, span)
        guard let amount = own.paid else { return earned }
        // A row that does not move the position is paid at the tier where it stands.
        let mean = emit(.divide(earned, own.position, zeroIsMissing: true), .number, on: frame, span)
        return emit(
          .multiply(amount, emit(.coalesce(mean, rate(after)), .number, on: frame, span)), .number, on: frame, span)
      }
    }
    guard let key, var result = parts.last else { return parts[0] }
    for (place, part) in parts.enumerated().dropLast().reversed() {
      let isHere = emit(.compare(.equal, key, number(place, on: frame, span)), .bool, on: frame, span)
      result = emit(.choose(isHere, then: part, otherwise: result), .number, on: frame, span)
    }
    // A row whose key has no tiers is an error, even where one table holds all keys.
    let isKnown = emit(.compare(.greaterOrEqual, key, number(0, on: frame, span)), .bool, on: frame, span)
    return emit(.choose(isKnown, then: result, otherwise: key), .number, on: frame, span)
  }

  /// What a plan's row pays of credited rows that earn one by one, exactly.
  private mutating func sumByRow(_ through: TypedThrough, _ sheet: Int, _ span: SourceSpan) -> ColumnID {
    guard let earnings = rowEarnings(through, sheet, span), let own = earnings.own else {
      return constant(.missing, .number, on: lowered(sheet).frame, span)
    }
    return sum(of: own, heldBy: sheet, at: earnings.rows.sheetRow, span)
  }

  /// The sum of a column of credited rows for each of the plan's rows.
  mutating func sum(of column: ColumnID, heldBy sheet: Int, at row: ColumnID, _ span: SourceSpan) -> ColumnID {
    let frame = lowered(sheet).frame
    return emit(
      .aggregate(
        Aggregation(
          function: .sum, frame: program[column].frame, value: column, theirs: [row],
          keys: [rowNumber(on: frame, span)],
          window: nil)), .number, on: frame, span)
  }

  // ---- Tiers for keys ----

  /// The tier tables of rates with tiers for each key.
  mutating func columnTables(_ index: Int) -> [Int] {
    if let known = columnTables[index] { return known }
    let rates = model.rates[index]
    let tables = model.tierColumns(of: rates).map { addTierTable(rates, $0.rows) }
    columnTables[index] = tables
    return tables
  }

  /// Which of the tier tables is a credited row's, as a number.
  private mutating func keyColumn(of through: TypedThrough, in context: Context, _ span: SourceSpan) -> ColumnID {
    let values = through.keys.map { lower($0, in: context) }
    return emit(.matchRates(table: keyTable(through.rates), values), .number, on: frame(of: context), span)
  }

  private mutating func keyTable(_ index: Int) -> Int {
    if let known = keyTables[index] { return known }
    let rates = model.rates[index]
    let precedence: KeyedRates.Precedence =
      switch rates.precedence {
      case .firstMatch: .firstMatch
      case .mostSpecific: .mostSpecific
      // Rates of which several rows count have no tiers of their own for a key.
      case .highest, .allAdded, nil: .only
      }
    let rows = model.tierColumns(of: rates).enumerated().map { place, column in
      KeyedRates.Row(
        matchers: column.keys.map { matcher($0) }, value: .number(Rational(place)),
        span: column.rows.first?.span ?? rates.span)
    }
    program.keyedRates.append(
      KeyedRates(
        name: rates.name, axisNames: rates.axes.dropFirst().map(\.name), precedence: precedence, rows: rows,
        end: nil, includesEnd: true, span: rates.span))
    keyTables[index] = program.keyedRates.count - 1
    return program.keyedRates.count - 1
  }
}

extension Diagnostic {
  static func countedRowsDiffer(_ span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .error, "E0709", "the rows that fill the tiers are not those that are paid", at: span, "two sets of rows")
  }

  static func sumTooLong(_ span: SourceSpan, name: String) -> Diagnostic {
    Diagnostic(
      .error, "E0955", "the tiers of `\(name)` add up to a number with too many digits", at: span, "from here on")
  }
}
