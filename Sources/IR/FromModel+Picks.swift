import Columns
import Model
import Source
import Syntax

/// Picks: one row among those that an aggregate would take in.
extension Lowering {
  /// The rows that rank first, found from the row at hand.
  private struct LoweredPick {
    /// One of them, as a row of `best`.
    let found: ColumnID
    let count: ColumnID
    /// The picked table's or sheet's rows, of those of `best`.
    let tableRow: ColumnID
    let best: FrameID
  }

  /// The picked row; missing if there is none, a fault if there are several.
  mutating func lower(_ pick: TypedPick, _ span: SourceSpan, in context: Context) -> ColumnID {
    let lowered = lowered(pick, span, in: context)
    let frame = frame(of: context)
    let row = emit(.single(lowered.found, count: lowered.count), .row(lowered.best), on: frame, span)
    return gather(lowered.tableRow, at: row, on: frame, span)
  }

  mutating func isTied(_ pick: TypedPick, _ span: SourceSpan, in context: Context) -> ColumnID {
    let lowered = lowered(pick, span, in: context)
    let frame = frame(of: context)
    let test = emit(.compare(.greater, lowered.count, number(1, on: frame, span)), .bool, on: frame, span)
    return emit(.coalesce(test, constant(.bool(false), .bool, on: frame, span)), .bool, on: frame, span)
  }

  private mutating func lowered(_ pick: TypedPick, _ span: SourceSpan, in context: Context) -> LoweredPick {
    let rows = pick.rows
    let relation = rows.relation
    let base = countedRows(of: rows, in: context)
    let read = pick.order.map(\.value) + [rows.condition].compactMap { $0 }
    var inner = base
    var theirs: [ColumnID]
    var mine: [ColumnID]
    if rows.window != nil || read.contains(where: { readsOuter($0) }) {
      let left = frame(of: context)
      let pairs = addFrame(
        name(of: relation),
        .pairs(
          left: left, leftKeys: rows.joins.map { lower($0.mine, in: context) }, right: frame(of: base),
          rightKeys: rows.joins.map { lower($0.theirs, in: base) }, keepsUnmatched: false), span)
      inner = .pairs(pairs, left: context, right: base)
      if let keep = condition(rows, pairs, inner, context, span) {
        inner = .filtered(filter(pairs, keep: keep, name(of: relation), span), of: inner)
      }
      theirs = [rowOutside(inner, left: left, span)]
      mine = [rowNumber(on: left, span)]
    } else {
      if let condition = rows.condition {
        let keep = lower(condition, in: base)
        inner = .filtered(filter(frame(of: base), keep: keep, name(of: relation), condition.span), of: base)
      }
      theirs = rows.joins.map { lower($0.theirs, in: inner) }
      mine = rows.joins.map { lower($0.mine, in: context) }
    }
    let order = pick.order.map { ranking in
      RowSource.Ranking(lower(ranking.value, in: inner), isGreatest: ranking.isGreatest)
    }
    let best = addFrame(name(of: relation), .best(of: frame(of: inner), key: theirs, order: order), span)
    let outer = Context.filtered(best, of: inner)
    let parent = emit(.parentRow, .row(frame(of: inner)), on: best, span)
    theirs = theirs.map { gather($0, at: parent, on: best, span) }
    let tableRow = column(relation, .row, depth: 0, in: outer, span)
    program.frames[Int(best.index)].identity = identity(of: relation, at: tableRow, on: best)
    let frame = frame(of: context)
    let found = emit(
      .lookup(frame: best, theirs: theirs, keys: mine, isRequired: false), .row(best), on: frame, span)
    let (different, columns) = differentRows(of: relation, best, theirs, in: outer, span)
    let counted = Aggregation(
      function: .count, frame: different, value: nil, theirs: columns, keys: mine, window: nil)
    let count = emit(.aggregate(counted), .number, on: frame, span)
    return LoweredPick(found: found, count: count, tableRow: tableRow, best: best)
  }

  /// The rows of `best` that differ in some column, and the columns by which they are found: of a table without a key,
  /// a row that comes twice is one row.
  private mutating func differentRows(
    of relation: Relation, _ best: FrameID, _ theirs: [ColumnID], in context: Context, _ span: SourceSpan
  ) -> (frame: FrameID, theirs: [ColumnID]) {
    guard case .table(let table) = relation else { return (best, theirs) }
    let declaration = model.tables[table]
    guard declaration.key.isEmpty, !declaration.isOneRow else { return (best, theirs) }
    let content = declaration.columns.indices.filter { declaration.columns[$0].value == nil }.map {
      column(.table(table), .column($0), depth: 0, in: context, span)
    }
    let frame = addFrame(declaration.name, .keys([RowSource.KeySet(frame: best, columns: theirs + content)]), span)
    let columns = theirs.indices.map { emit(.key($0), program[theirs[$0]].kind, on: frame, span) }
    return (frame, columns)
  }

  /// Which pairs count: by the condition, and by the window of the left row.
  private mutating func condition(
    _ rows: TypedAggregate, _ pairs: FrameID, _ inner: Context, _ context: Context, _ span: SourceSpan
  ) -> ColumnID? {
    var tests = rows.condition.map { [lower($0, in: inner)] } ?? []
    if let window = rows.window, let dated = rows.date {
      let date = lower(dated, in: inner)
      let left = emit(.parentRow, .row(frame(of: context)), on: pairs, span)
      if let from = window.from {
        let bound = gather(lower(from, in: context), at: left, on: pairs, span)
        tests.append(emit(.compare(.greaterOrEqual, date, bound), .bool, on: pairs, span))
      }
      if let through = window.through {
        let bound = gather(lower(through, in: context), at: left, on: pairs, span)
        tests.append(emit(.compare(.lessOrEqual, date, bound), .bool, on: pairs, span))
      }
    }
    guard var all = tests.first else { return nil }
    for test in tests.dropFirst() { all = emit(.and(all, test), .bool, on: pairs, span) }
    return all
  }

  // ---- Days that windows share ----

  /// The days from the later beginning to the earlier end, at least 0.
  mutating func overlap(
    _ windows: [TypedExpression], _ span: SourceSpan, in context: Context, it: ColumnID?
  ) -> ColumnID {
    let frame = frame(of: context)
    var first: ColumnID?
    var last: ColumnID?
    for case .window(let window) in windows.map(\.kind) {
      if let from = window.from.map({ lower($0, in: context, it: it) }) {
        first = first.map { later($0, from, .greater, on: frame, span) } ?? from
      }
      if let through = window.through.map({ lower($0, in: context, it: it) }) {
        last = last.map { later($0, through, .less, on: frame, span) } ?? through
      }
    }
    guard let first, let last else {
      fail(.windowWithoutEnds(span, function: "overlap"))
      return constant(.missing, .number, on: frame, span)
    }
    let between = emit(.daysBetween(last, first), .number, on: frame, span)
    let days = emit(.add(between, number(1, on: frame, span)), .number, on: frame, span)
    return emit(.maximum(days, number(0, on: frame, span)), .number, on: frame, span)
  }

  /// The one of two dates that compares as wanted with the other.
  private mutating func later(
    _ a: ColumnID, _ b: ColumnID, _ comparison: Operation.Comparison, on frame: FrameID, _ span: SourceSpan
  ) -> ColumnID {
    let test = emit(.compare(comparison, a, b), .bool, on: frame, span)
    return emit(.choose(test, then: a, otherwise: b), .date, on: frame, span)
  }
}
