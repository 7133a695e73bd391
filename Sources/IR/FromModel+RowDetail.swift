import Columns
import Model
import Source
import Syntax

/// The rows that the aggregates behind a rule's orders have taken in, and those that they have not.
extension Lowering {
  /// An aggregate over a table in a line of a rule.
  private struct Found {
    let line: String
    let aggregate: TypedAggregate
    let text: String
  }

  /// A line of another sheet that is read at a row.
  private struct Hop: Hashable {
    let sheet: Int
    let line: Int
    let row: TypedExpression
  }

  mutating func addRowDetail(_ sheet: Int, _ output: Output) {
    let lines = model.sheets[sheet].lines
    let orders = lines.indices.filter { lines[$0].kind == .order }
    var seen: Set<[String]> = []
    let parts = parts(of: sheet, orders, output.frame).filter { seen.insert([$0.line, $0.aggregate]).inserted }
    guard !parts.isEmpty else { return }
    program.rowReports.append(
      RowReport(
        name: "\(model.sheets[sheet].name).rows", rule: output, parts: parts, place: program.outputs.count))
  }

  /// The candidates of all aggregates over tables that some lines depend on, beside the sheet's rows: those of its own
  /// lines, and those of the lines of other sheets that are read at a row.
  private mutating func parts(of sheet: Int, _ lines: [Int], _ frame: FrameID) -> [RowReport.Part] {
    let (found, hops) = readings(of: sheet, lines)
    var result = found.compactMap { part($0, sheet, frame) }
    for hop in hops {
      let there = lowered(hop.sheet).frame
      let row = lower(hop.row, in: .sheet(sheet))
      for part in parts(of: hop.sheet, [hop.line], there) {
        var lifted = lift(part, to: frame, at: row, there)
        if !lifted.line.contains(".") { lifted.line = "\(model.sheets[hop.sheet].name).\(lifted.line)" }
        result.append(lifted)
      }
    }
    return result
  }

  /// A part beside the rows of one sheet, as one beside the rows of another, each of which reads it `at` a row.
  private mutating func lift(
    _ part: RowReport.Part, to left: FrameID, at row: ColumnID, _ there: FrameID
  ) -> RowReport.Part {
    let span = program[row].span
    let frame = sharedFrame(
      part.table,
      .pairs(left: left, leftKeys: [row], right: part.frame, rightKeys: [part.owner], keepsUnmatched: true), span)
    let right = emit(.rightRow, .row(part.frame), on: frame, span)
    func lifted(_ column: ColumnID) -> ColumnID { gather(column, at: right, on: frame, span) }
    var result = part
    result.frame = frame
    result.owner = emit(.parentRow, .row(left), on: frame, span)
    result.candidate = lifted(part.candidate)
    result.key = part.key.map(lifted)
    result.date = part.date.map(lifted)
    result.value?.column = part.value.map { lifted($0.column) } ?? result.owner
    result.refusal = lifted(part.refusal)
    result.window = part.window.map { window in
      RowReport.Part.Window(
        from: window.from.map(lifted), through: window.through.map(lifted), holds: lifted(window.holds))
    }
    return result
  }

  /// What lines of a sheet depend on, by the line and in the order of the text: aggregates over tables, directly and
  /// through the sheet's other lines; and lines of other sheets.
  private func readings(of sheet: Int, _ start: [Int]) -> (found: [Found], hops: [Hop]) {
    let lines = model.sheets[sheet].lines
    var seen: Set<Int> = []
    var toDo = start
    var result: [(line: Int, found: Found)] = []
    var hops: [Hop] = []
    func visit(_ expression: TypedExpression, _ line: Int) {
      switch expression.kind {
      case .field(.sheet(sheet), .line(let other), 0): toDo.append(other)
      case .member(.sheet(let other), .line(let read), let row):
        let hop = Hop(sheet: other, line: read, row: row)
        if other != sheet, !hops.contains(hop) { hops.append(hop) }
        visit(row, line)
      case .aggregate(let aggregate):
        if case .table = aggregate.relation {
          let text = sources?.words(expression.span) ?? ""
          let isKnown = result.contains { $0.line == line && $0.found.text == text }
          if !isKnown { result.append((line, Found(line: lines[line].name, aggregate: aggregate, text: text))) }
        }
        let own = aggregate.joins.map(\.mine) + [aggregate.window?.from, aggregate.window?.through].compactMap { $0 }
        for part in own { visit(part, line) }
      default: for child in expression.children { visit(child, line) }
      }
    }
    while let line = toDo.popLast() {
      guard seen.insert(line).inserted else { continue }
      visit(lines[line].value, line)
      for step in lines[line].steps {
        if let condition = step.condition { visit(condition, line) }
        switch step.action {
        case .stop(let value), .set(let value), .times(let value), .atLeast(let value), .atMost(let value),
          .round(_, let value):
          visit(value, line)
        case .end: break
        }
      }
    }
    let ordered = result.enumerated().sorted { ($0.element.line, $0.offset) < ($1.element.line, $1.offset) }
    return (ordered.map(\.element.found), hops)
  }

  private mutating func part(_ found: Found, _ sheet: Int, _ left: FrameID) -> RowReport.Part? {
    let aggregate = found.aggregate
    guard case .table(let table) = aggregate.relation else { return nil }
    let span = model.tables[table].span
    // Without a join, every row of the table would stand beside every row of the rule.
    if aggregate.joins.isEmpty { guard case .one = model.sheets[sheet].rows else { return nil } }
    let declaration = model.tables[table]
    // Rows that the table itself leaves out are among the candidates, unless something asks which row it is.
    let leavesOut = !declaration.conditions.isEmpty || !declaration.latestBy.isEmpty
    let isRead = leavesOut && !readsRow(aggregate, of: table)
    let right: Context = isRead ? .scan(table) : .table(table)
    let leftKeys = aggregate.joins.map { lower($0.mine, in: .sheet(sheet)) }
    let rightKeys = aggregate.joins.map { lower($0.theirs, in: right) }
    let frame = sharedFrame(
      declaration.name,
      .pairs(
        left: left, leftKeys: leftKeys, right: self.frame(of: right), rightKeys: rightKeys, keepsUnmatched: true), span)
    let context = Context.pairs(frame, left: .sheet(sheet), right: right)
    let owner = emit(.parentRow, .row(left), on: frame, span)
    let candidate = emit(.rightRow, .row(self.frame(of: right)), on: frame, span)
    // Of the versions of one key, what orders them tells them apart.
    let key = (declaration.key + declaration.latestBy).map { column -> ColumnID in
      let value = self.column(.table(table), .column(column), depth: 0, in: context, span)
      return readable(value, type: declaration.columns[column].type, on: frame)
    }
    var part = RowReport.Part(
      line: found.line, aggregate: found.text, table: declaration.name, frame: frame, owner: owner,
      candidate: candidate, key: key, date: nil, value: nil,
      refusal: refusal(aggregate, table, isRead, candidate, in: context), window: nil)
    part.value = value(of: aggregate, in: context)
    if let window = aggregate.window, let date = aggregate.date {
      let date = lower(date, in: context)
      func bound(_ expression: TypedExpression?) -> ColumnID? {
        expression.map { gather(lower($0, in: .sheet(sheet)), at: owner, on: frame, span) }
      }
      let (from, through) = (bound(window.from), bound(window.through))
      var holds = emit(.not(emit(.isMissing(date), .bool, on: frame, span)), .bool, on: frame, span)
      for (bound, comparison) in [(from, Operation.Comparison.greaterOrEqual), (through, .lessOrEqual)] {
        guard let bound else { continue }
        // A missing bound is none.
        let isOpen = emit(.isMissing(bound), .bool, on: frame, span)
        let lies = emit(.compare(comparison, date, bound), .bool, on: frame, span)
        holds = emit(.and(holds, emit(.or(isOpen, lies), .bool, on: frame, span)), .bool, on: frame, span)
      }
      part.date = date
      part.window = RowReport.Part.Window(from: from, through: through, holds: holds)
    }
    return part
  }

  /// What is aggregated of a row, with the format of its type; nil for rows that are only counted.
  private mutating func value(of aggregate: TypedAggregate, in context: Context) -> OutputColumn? {
    guard let value = aggregate.value else { return nil }
    let column = readable(lower(value, in: context), type: value.type, on: frame(of: context))
    let (format, unit) = format(of: value.type, decimals: nil)
    return OutputColumn(name: "value", title: nil, column: column, format: format, unit: unit, isAdditive: false)
  }

  /// Why a row does not count, by the first of the table's and the aggregate's conditions that is false.
  private mutating func refusal(
    _ aggregate: TypedAggregate, _ table: Int, _ isRead: Bool, _ candidate: ColumnID, in context: Context
  ) -> ColumnID {
    let frame = frame(of: context)
    let declaration = model.tables[table]
    func word(_ text: String) -> ColumnID { constant(.text(text), .text, on: frame, declaration.span) }
    var tests: [(test: ColumnID, word: ColumnID)] = []
    func add(_ condition: TypedExpression) {
      for part in conjuncts(of: condition) {
        tests.append((lower(part, in: context), word("false: \(sources?.words(part.span) ?? "")")))
      }
    }
    if isRead {
      for condition in declaration.conditions { add(condition) }
      let rows = tableFrame(table)
      if !declaration.latestBy.isEmpty, let own = tableContexts[table] {
        // The row as it is read, of each row that the table has kept.
        let kept = column(.table(table), .row, depth: 0, in: own, declaration.span)
        let row = emit(
          .lookup(frame: rows, theirs: [kept], keys: [candidate], isRequired: false), .row(rows), on: frame,
          declaration.span)
        let isKept = emit(
          .not(emit(.isMissing(row), .bool, on: frame, declaration.span)), .bool, on: frame, declaration.span)
        tests.append((isKept, word("replaced by a later row")))
      }
    }
    if let condition = aggregate.condition { add(condition) }
    let no = constant(.bool(false), .bool, on: frame, declaration.span)
    return tests.reversed().reduce(constant(.missing, .text, on: frame, declaration.span)) { rest, next in
      let holds = emit(.coalesce(next.test, no), .bool, on: frame, declaration.span)
      return emit(.choose(holds, then: rest, otherwise: next.word), .text, on: frame, declaration.span)
    }
  }

  /// True iff the aggregate asks which row of its table it has before it, not only what the row holds.
  private func readsRow(_ aggregate: TypedAggregate, of table: Int) -> Bool {
    func reads(_ expression: TypedExpression) -> Bool {
      if case .field(.table(table), .row, _) = expression.kind { return true }
      return expression.children.contains(where: reads)
    }
    let parts =
      [aggregate.value, aggregate.condition, aggregate.date].compactMap { $0 } + aggregate.joins.map(\.theirs)
    return (parts + model.tables[table].conditions).contains(where: reads)
  }
}
