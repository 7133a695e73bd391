import Columns
import Model
import Source
import Syntax

extension Lowering {
  mutating func lower(
    _ aggregate: TypedAggregate, _ kind: ValueKind, _ span: SourceSpan, in context: Context
  ) -> ColumnID {
    if let joins = aggregate.knownBy { return lower(aggregate, knownBy: joins, kind, span, in: context) }
    let base = countedRows(of: aggregate, in: context)
    let (condition, window, equalities) = bounds(of: aggregate)
    let joins = aggregate.joins.map { Equality(theirs: $0.theirs, mine: $0.mine) } + equalities
    let readsOuter = [aggregate.isOfOwnRows ? nil : aggregate.value, condition].contains {
      $0.map { self.readsOuter($0) } ?? false
    }
    if readsOuter {
      return lowerPairs(aggregate, joins, condition, window, kind, span, base, in: context)
    }
    var inner = base
    if let condition {
      let keep = lower(condition, in: base)
      inner = .filtered(filter(frame(of: base), keep: keep, name(of: aggregate.relation), condition.span), of: base)
    }
    let theirs = joins.map { lower($0.theirs, in: inner) }
    let keys = joins.map { lower($0.mine, in: context) }
    return finish(aggregate, window, kind, span, inner, theirs, keys, in: context)
  }

  private func hasPeriods(_ context: Context) -> Bool {
    switch context {
    case .sheet(let sheet): model.sheets[sheet].period != nil
    case .filtered(_, let inner): hasPeriods(inner)
    case .pairs(_, let left, let right): hasPeriods(left) || hasPeriods(right)
    case .scan, .table, .credit, .shares: false
    }
  }

  /// The rows that may count: of a sheet, not those that are only computed for a running total. Rows without periods
  /// read those that the run was asked for.
  mutating func countedRows(of aggregate: TypedAggregate, in context: Context) -> Context {
    let base = self.context(of: aggregate.relation)
    if case .shares(let sheet, let line) = aggregate.relation {
      let isOfRun = aggregate.window == nil && !hasPeriods(context)
      guard let keep = isCounted(sheet, line, isOfRun: isOfRun) else { return base }
      return .filtered(
        filter(frame(of: base), keep: keep, name(of: aggregate.relation), model.sheets[sheet].lines[line].nameSpan),
        of: base)
    }
    guard case .sheet(let sheet) = aggregate.relation else { return base }
    let lowered = lowered(sheet)
    let span = model.sheets[sheet].span
    var keep: ColumnID?
    if aggregate.window == nil, !hasPeriods(context) {
      keep = shown(sheet, lowered)
    } else if let first = lowered.planStart {
      let bound = constant(.period(first), .period(first.unit), on: lowered.frame, span)
      let period = sheetColumn(sheet, .period, span)
      keep = emit(.compare(.greaterOrEqual, period, bound), .bool, on: lowered.frame, span)
    }
    guard let keep else { return base }
    return .filtered(filter(lowered.frame, keep: keep, model.sheets[sheet].name, span), of: base)
  }

  /// An aggregate whose condition or value reads the row outside: over pairs of rows.
  private mutating func lowerPairs(
    _ aggregate: TypedAggregate, _ joins: [Equality], _ condition: TypedExpression?, _ window: DatedWindow?,
    _ kind: ValueKind, _ span: SourceSpan, _ base: Context, in context: Context
  ) -> ColumnID {
    let left = frame(of: context)
    let right = frame(of: base)
    let leftKeys = joins.map { lower($0.mine, in: context) }
    let rightKeys = joins.map { lower($0.theirs, in: base) }
    let pairs = addFrame(
      name(of: aggregate.relation),
      .pairs(left: left, leftKeys: leftKeys, right: right, rightKeys: rightKeys, keepsUnmatched: false), span)
    var inner = Context.pairs(pairs, left: context, right: base)
    if let condition {
      let keep = lower(condition, in: inner)
      inner = .filtered(filter(pairs, keep: keep, name(of: aggregate.relation), condition.span), of: inner)
    }
    let outer = rowOutside(inner, left: left, span)
    let mine = rowNumber(on: left, span)
    return finish(aggregate, window, kind, span, inner, [outer], [mine], in: context)
  }

  /// The left row of pairs, or of those of them that a filter has kept.
  mutating func rowOutside(_ context: Context, left: FrameID, _ span: SourceSpan) -> ColumnID {
    switch context {
    case .filtered(let frame, let inner):
      let row = rowOutside(inner, left: left, span)
      let parent = self.frame(of: inner)
      return gather(row, at: emit(.parentRow, .row(parent), on: frame, span), on: frame, span)
    default: return emit(.parentRow, .row(left), on: frame(of: context), span)
    }
  }

  /// A value of all of a sheet's rows, for those that a filter has kept: it may read rows that were not kept.
  private mutating func lowerOwn(_ value: TypedExpression, in context: Context) -> ColumnID {
    guard case .filtered(let frame, let inner) = context else { return lower(value, in: context) }
    let whole = lowerOwn(value, in: inner)
    return gather(
      whole, at: emit(.parentRow, .row(self.frame(of: inner)), on: frame, value.span), on: frame, value.span)
  }

  private mutating func finish(
    _ aggregate: TypedAggregate, _ window: DatedWindow?, _ kind: ValueKind, _ span: SourceSpan, _ inner: Context,
    _ theirs: [ColumnID], _ keys: [ColumnID], in context: Context
  ) -> ColumnID {
    let value = aggregate.value.map { aggregate.isOfOwnRows ? lowerOwn($0, in: inner) : lower($0, in: inner) }
    var dated: Aggregation.Window?
    if let window {
      var date = lower(window.date, in: inner)
      if case .shares = aggregate.relation { date = notBeforePayment(date, in: inner, span) }
      let from = window.from.map { lower($0, in: context) }
      let through = window.through.map { lower($0, in: context) }
      dated = Aggregation.Window(date: date, from: from, through: through)
    }
    let rows = FoundRows(
      frame: frame(of: inner), value: value, theirs: theirs, keys: keys, window: dated, span: span,
      name: name(of: aggregate.relation))
    return lower(aggregate, rows, kind, on: frame(of: context))
  }

  func context(of relation: Relation) -> Context {
    switch relation {
    case .table(let table): .table(table)
    case .sheet(let sheet): .sheet(sheet)
    case .credit(let sheet, let credit): .credit(sheet: sheet, credit: credit)
    case .shares(let sheet, let line): .shares(sheet: sheet, line: line)
    }
  }

  func name(of relation: Relation) -> String {
    switch relation {
    case .table(let table): model.tables[table].name
    case .sheet(let sheet): model.sheets[sheet].name
    case .credit(let sheet, let credit): model.sheets[sheet].credits[credit].name
    case .shares(let sheet, let line): model.sheets[sheet].lines[line].name
    }
  }

  /// True iff the expression reads the row around the aggregate.
  func readsOuter(_ expression: TypedExpression) -> Bool {
    switch expression.kind {
    case .field(_, _, let depth): return depth > 0
    case .rowPeriod: return true
    case .aggregate(let inner):
      // An aggregate inside reads this one's row; only what it holds against that row may reach further out.
      return inner.joins.contains { readsOuter($0.mine) }
        || [inner.window?.from, inner.window?.through].contains { $0.map { readsOuter($0) } ?? false }
    case .pick(let pick), .isTied(let pick):
      let rows = TypedExpression(.aggregate(pick.rows), expression.type, expression.span)
      return readsOuter(rows)
    default: return expression.children.contains { readsOuter($0) }
    }
  }

  // ---- Bounds by the row outside ----

  struct DatedWindow {
    var date: TypedExpression
    var from: TypedExpression?
    var through: TypedExpression?
  }

  /// A value of the rows that is held against one of the row outside.
  struct Equality {
    var theirs: TypedExpression
    var mine: TypedExpression
  }

  /// What the rows are found by: the aggregate's window, what its condition holds equal, and what is left of it.
  ///
  /// Where no window is written, comparisons of one date of the rows with dates of the row outside
  /// (`where sold_on > this.reported_on`) make one, and `where region = this.region` is a join: rows are then found by
  /// date and key instead of in pairs.
  private func bounds(
    of aggregate: TypedAggregate
  ) -> (condition: TypedExpression?, window: DatedWindow?, equalities: [Equality]) {
    var window: DatedWindow?
    if let date = aggregate.date, let written = aggregate.window {
      window = DatedWindow(date: date, from: written.from, through: written.through)
    }
    let isWritten = window != nil
    guard let condition = aggregate.condition else { return (nil, window, []) }
    // Who asks for the values of the text's parts asks for those of conditions that joins and windows answer, too.
    if options.traced == .parts { return (condition, window, []) }
    var equalities: [Equality] = []
    var rest: [TypedExpression] = []
    for part in conjuncts(of: condition) {
      if let equality = equality(part) {
        equalities.append(equality)
        continue
      }
      if !isWritten, let bound = dateBound(part), window == nil || window?.date.kind == bound.date.kind {
        var merged = window ?? DatedWindow(date: bound.date)
        if let from = bound.from, merged.from == nil {
          merged.from = from
          window = merged
          continue
        }
        if let through = bound.through, merged.through == nil {
          merged.through = through
          window = merged
          continue
        }
      }
      rest.append(part)
    }
    let left = rest.dropFirst().reduce(rest.first) { all, part in
      all.map { TypedExpression(.binary(.and, $0, part), .bool, $0.span.union(part.span)) }
    }
    return (left, window, equalities)
  }

  /// A comparison that a join answers as well: of a column of the rows with a value of the row outside that is never
  /// missing, as a join by a missing key would be.
  private func equality(_ condition: TypedExpression) -> Equality? {
    // A missing value of the rows equals nothing, which is what `else false` says.
    if case .otherwise(let comparison, let rest) = condition.kind, case .constant(.bool(false)) = rest.kind {
      return equality(comparison)
    }
    guard case .binary(.equal, let a, let b) = condition.kind, a.type.value == b.type.value else { return nil }
    switch a.type.value {
    case .text, .date, .choice, .number, .period, .row: break
    case .poison, .bool, .timestamp, .moneyInColumn, .calendarSpan, .window, .nothing: return nil
    }
    if isField(a), isOuter(b), !b.type.isOptional { return Equality(theirs: a, mine: withoutDepth(b)) }
    if isField(b), isOuter(a), !a.type.isOptional { return Equality(theirs: b, mine: withoutDepth(a)) }
    return nil
  }

  func conjuncts(of condition: TypedExpression) -> [TypedExpression] {
    if case .binary(.and, let a, let b) = condition.kind { return conjuncts(of: a) + conjuncts(of: b) }
    return [condition]
  }

  private func dateBound(_ condition: TypedExpression) -> DatedWindow? {
    guard case .binary(let operation, let a, let b) = condition.kind, a.type == .date, b.type == .date else {
      return nil
    }
    let theirs: TypedExpression
    let mine: TypedExpression
    let isReversed: Bool
    if isField(a), isOuter(b) {
      (theirs, mine, isReversed) = (a, b, false)
    } else if isField(b), isOuter(a) {
      (theirs, mine, isReversed) = (b, a, true)
    } else {
      return nil
    }
    let outside = withoutDepth(mine)
    func shifted(_ days: Int) -> TypedExpression {
      let count = TypedExpression(.constant(.number(Rational(days))), .quantity(.days), mine.span)
      return TypedExpression(.binary(.plus, outside, count), .date, mine.span)
    }
    switch (operation, isReversed) {
    case (.greater, false), (.less, true): return DatedWindow(date: theirs, from: shifted(1))
    case (.greaterOrEqual, false), (.lessOrEqual, true): return DatedWindow(date: theirs, from: outside)
    case (.less, false), (.greater, true): return DatedWindow(date: theirs, through: shifted(-1))
    case (.lessOrEqual, false), (.greaterOrEqual, true): return DatedWindow(date: theirs, through: outside)
    default: return nil
    }
  }

  private func isField(_ expression: TypedExpression) -> Bool {
    if case .field(.table, .column, 0) = expression.kind { return true }
    return false
  }

  private func isOuter(_ expression: TypedExpression) -> Bool {
    if case .field(_, _, 1) = expression.kind { return true }
    if case .member(_, _, let row) = expression.kind { return isOuter(row) }
    return false
  }

  /// An expression of the row outside, as it reads at that row.
  private func withoutDepth(_ expression: TypedExpression) -> TypedExpression {
    switch expression.kind {
    case .field(let relation, let field, let depth):
      return TypedExpression(.field(relation, field, depth: max(0, depth - 1)), expression.type, expression.span)
    case .member(let relation, let field, let row):
      return TypedExpression(.member(relation, field, at: withoutDepth(row)), expression.type, expression.span)
    default: return expression
    }
  }
}
