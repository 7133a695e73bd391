import Allot
import Columns
import Engine
import IR
import Model
import Source

/// Why an amount is nothing, or less than it could be.
extension ExplainedRun {
  /// What stopped or cut an amount of a result; nil for a row or column that is not there.
  package mutating func whyNot(
    _ result: String, row: Int, column: String, trial: inout ChangeTrial
  ) -> WhyNot? {
    guard let (output, rows) = printed[result], rows.indices.contains(row),
      let definition = output.columns.first(where: { $0.name == column })
    else { return nil }
    builder.forgetNames()
    let line = model.sheets.firstIndex { $0.name == result }.flatMap { sheet in
      model.sheets[sheet].lines.lastIndex { $0.name == column }.map {
        TracedColumns.LinePlace(sheet: sheet, line: $0)
      }
    }
    let at = rows[row]
    var place = ExplanationBuilder.Place(line: line, sheet: line?.sheet, row: builder.name(output.frame, at))
    place.depth = 0
    var hurdles: [Hurdle] = []
    var seen: Set<Hurdle.Place> = []
    builder.findHurdles(definition.column, at, place, &seen, &hurdles)
    var reviews: [RuleReview] = []
    for hurdle in hurdles {
      var review = RuleReview(
        name: hurdle.name, span: hurdle.span, conditions: hurdle.conditions, changes: hurdle.changes.map(\.words),
        trial: nil)
      review.kind = .hurdle
      review.trial = trial.outcome(of: hurdle.changes)
      reviews.append(review)
    }
    let keys = output.keys.map { builder.text($0.column, row: at) }.joined(separator: ", ")
    var text = builder.text(definition.column, row: at)
    if case .number(let number)? = builder.run.value(definition.column, row: at) {
      text = withThousands(definition.format.text(of: number)) + (definition.unit.map { " \($0)" } ?? "")
    }
    return WhyNot(subject: "\(definition.title ?? definition.name) of \(keys)", got: text, rules: reviews)
  }

  /// Why a person or a row of a table has no row in a plan, sheet or rule that goes through the table; empty if none
  /// goes through it, or the table has no such row.
  package mutating func whyNotIncluded(_ words: [String], trial: inout ChangeTrial) -> [WhyNot] {
    builder.forgetNames()
    var found: [WhyNot] = []
    for sheet in model.sheets.indices {
      guard case .table(let table, let condition?) = model.sheets[sheet].rows, printed[model.sheets[sheet].name] != nil,
        let scan = builder.scan(of: model.tables[table].name), let count = builder.run.rowCount(scan)
      else { continue }
      let keys = builder.keyColumns(of: table, on: scan)
      guard keys.count == words.count, !keys.isEmpty else { continue }
      for row in 0..<count {
        let texts = keys.map { builder.run.value($0, row: row)?.description ?? "" }
        guard texts.sorted() == words.sorted() else { continue }
        let asked = TableRow(table: table, row: row, scan: scan, key: texts)
        var (review, changes) = builder.review(condition, of: asked, name: "for each of \(model.sheets[sheet].name)")
        if review.failed.isEmpty { continue }
        review.changes = changes.map(\.words)
        review.trial = trial.outcome(of: changes)
        let name = "\(texts.joined(separator: ", ")) of \(model.tables[table].name)"
        found.append(WhyNot(subject: name, got: nil, rules: [review]))
        changes = []
      }
    }
    return found
  }
}

/// What stood between a value and a greater one.
struct Hurdle {
  struct Place: Hashable {
    let column: ColumnID
    let row: Int
  }

  var name: String
  var span: SourceSpan?
  var conditions: [RuleReview.Condition] = []
  var changes: [NeededChange] = []
}

extension ExplanationBuilder {
  /// How many hurdles are looked for.
  private static let hurdleLimit = 12

  mutating func review(
    _ condition: TypedExpression, of row: ExplainedRun.TableRow, name: String
  ) -> (RuleReview, [NeededChange]) {
    var conditions: [RuleReview.Condition] = []
    var changes: [NeededChange] = []
    for part in model.tables[row.table].conditions.flatMap(conjuncts) + conjuncts(condition) {
      guard let (column, at) = column(of: part, above: row),
        let found = review(column, at, Place(row: row.key.joined(separator: ", ")))
      else { continue }
      conditions.append(found.condition)
      changes += found.changes
    }
    return (
      RuleReview(name: name, span: condition.span, conditions: conditions, changes: [], trial: nil), changes
    )
  }

  /// Goes down the values that an amount is made of, as they were taken, and notes what lessened them.
  mutating func findHurdles(
    _ column: ColumnID, _ row: Int, _ place: Place, _ seen: inout Set<Hurdle.Place>, _ hurdles: inout [Hurdle]
  ) {
    guard hurdles.count < Self.hurdleLimit, place.depth < 120,
      seen.insert(Hurdle.Place(column: column, row: row)).inserted
    else { return }
    var inner = place.deeper
    if let line = columns.line(column, besides: place.line) {
      inner.line = line
      inner.sheet = line.sheet
    }
    if let step = columns.step(column, in: inner.line) {
      noteStep(step, column, row, inner, &hurdles)
      findHurdles(step.before, row, inner, &seen, &hurdles)
      return
    }
    switch run.program[column].operation {
    case .choose(let condition, let then, let otherwise):
      guard case .bool(let holds)? = run.value(condition, row: row) else { return }
      noteChoice(column, condition, holds, holds ? otherwise : then, row, inner, &hurdles)
      findHurdles(holds ? then : otherwise, row, inner, &seen, &hurdles)
    case .minimum(let a, let b):
      noteBound(column, a, b, row, inner, &hurdles)
      findHurdles(a, row, inner, &seen, &hurdles)
      findHurdles(b, row, inner, &seen, &hurdles)
    case .gather(let of, let at):
      if let other = run.row(at, row: row) { findHurdles(of, other, inner, &seen, &hurdles) }
    case .aggregate(let aggregation): noteRows(aggregation, column, row, inner, &hurdles)
    case .tierAmount(_, let amount, _): findHurdles(amount, row, inner, &seen, &hurdles)
    case .subtract(let a, let b) where number(column, row) == .zero && isRunning(a, b, row):
      noteNothingAdded(a, row, inner, &hurdles)
    case .compare, .and, .or, .not, .previous, .preceding: break
    default:
      for operand in run.program[column].operation.operands where operand.reach == .row {
        guard case .number = run.program[operand.column].kind else { continue }
        findHurdles(operand.column, row, inner, &seen, &hurdles)
      }
    }
  }

  private func number(_ column: ColumnID, _ row: Int) -> Rational? {
    if case .number(let value)? = run.value(column, row: row) { return value }
    return nil
  }

  /// A step that made the value less, or ended it without one.
  private mutating func noteStep(
    _ step: Trace.Step, _ column: ColumnID, _ row: Int, _ place: Place, _ hurdles: inout [Hurdle]
  ) {
    guard run.value(step.isTaken, row: row) == .bool(true) else { return }
    let before = number(step.before, row)
    let after = number(column, row)
    let ends: Bool =
      switch step.step.action {
      case .stop, .end: true
      case .set, .times, .atLeast, .atMost, .round: false
      }
    if !ends, let before, let after, after >= before { return }
    var hurdle = Hurdle(name: words(step.step.span), span: step.step.span)
    let from = before.map { text(step.before, $0) } ?? "a missing value"
    let to = after.map { text(column, $0) } ?? "a missing value"
    let finding = "\(from) became \(to)"
    if step.step.condition != nil, let applies = step.applies {
      var condition = applies
      if columns.isInternal(applies), case .and(_, let own) = run.program[applies].operation { condition = own }
      if let found = review(condition, row, place, wanted: false) {
        var own = found.condition
        own.finding = "\(finding), since \(own.finding)"
        hurdle.conditions = [own]
        hurdle.changes = found.changes
      }
    }
    if hurdle.conditions.isEmpty {
      hurdle.conditions = [
        RuleReview.Condition(
          text: words(step.step.span), finding: finding, isMet: false, span: step.step.span, facts: [])
      ]
    }
    hurdles.append(hurdle)
  }

  /// A condition for want of which another value was not taken.
  private mutating func noteChoice(
    _ column: ColumnID, _ condition: ColumnID, _ holds: Bool, _ other: ColumnID, _ row: Int, _ place: Place,
    _ hurdles: inout [Hurdle]
  ) {
    guard let taken = number(column, row), let missed = number(other, row) else { return }
    if !columns.isInternal(condition), missed <= taken { return }
    if columns.isInternal(condition) {
      if let line = place.line, !holds, let each = model.sheets[line.sheet].lines[line.line].each,
        columns.column(of: line) == column
      {
        let declaration = model.sheets[line.sheet].lines[line.line]
        hurdles.append(
          Hurdle(
            name: "\(declaration.title ?? declaration.name) each \(each.rawValue)", span: declaration.span,
            conditions: [
              RuleReview.Condition(
                text: "each \(each.rawValue)", finding: "this is not the last period of the \(each.rawValue)",
                isMet: false, span: declaration.span, facts: [])
            ]))
      }
      return
    }
    guard let found = review(condition, row, place, wanted: !holds) else { return }
    var own = found.condition
    own.finding = "\(text(other, missed)) would be taken, but \(own.finding)"
    hurdles.append(
      Hurdle(name: words(column, place), span: span(column, place), conditions: [own], changes: found.changes))
  }

  /// A bound above which a value was cut.
  private mutating func noteBound(
    _ column: ColumnID, _ a: ColumnID, _ b: ColumnID, _ row: Int, _ place: Place, _ hurdles: inout [Hurdle]
  ) {
    guard let left = number(a, row), let right = number(b, row), left != right, !columns.isInternal(column) else {
      return
    }
    let (least, greater) = left < right ? (a, right) : (b, left)
    hurdles.append(
      Hurdle(
        name: words(column, place), span: span(column, place),
        conditions: [
          RuleReview.Condition(
            text: "at most \(words(least, place))",
            finding: "\(text(column, greater)) was cut to \(text(column, min(left, right)))", isMet: false,
            span: span(least, place), facts: facts(of: least, row, place))
        ]))
  }

  /// True iff two values are what one running amount earns, now and before.
  private func isRunning(_ a: ColumnID, _ b: ColumnID, _ row: Int) -> Bool {
    guard let (now, _) = filling(a, row), let (before, _) = filling(b, row) else { return false }
    return now.table == before.table
  }

  /// A running amount to which nothing was added.
  private mutating func noteNothingAdded(
    _ column: ColumnID, _ row: Int, _ place: Place, _ hurdles: inout [Hurdle]
  ) {
    guard let (filling, at) = filling(column, row) else { return }
    var facts: [ExplanationFact] = []
    var name = words(filling.amount, place)
    if let (aggregation, asking) = total(filling.amount, at) {
      name = columns.creditName(aggregation.frame) ?? name
      facts = nearRows(aggregation, asking, from: aggregation.window?.through) ?? []
    }
    hurdles.append(
      Hurdle(
        name: words(column, place), span: span(column, place),
        conditions: [
          RuleReview.Condition(
            text: name, finding: "nothing was added since the payment before", isMet: false,
            span: span(filling.amount, place), facts: facts)
        ]))
  }

  /// A sum that has no rows: those that came near.
  private mutating func noteRows(
    _ aggregation: Aggregation, _ column: ColumnID, _ row: Int, _ place: Place, _ hurdles: inout [Hurdle]
  ) {
    guard rows(of: aggregation, at: row).isEmpty else { return }
    var finding = "no row counts"
    if let window = aggregation.window {
      let from = window.from.flatMap { run.value($0, row: row) }.map(\.description) ?? ""
      let through = window.through.flatMap { run.value($0, row: row) }.map(\.description) ?? ""
      finding += " in \(from) .. \(through)"
    }
    var facts: [ExplanationFact] = []
    if let near = nearRows(aggregation, row, from: aggregation.window?.from) { facts = near }
    hurdles.append(
      Hurdle(
        name: words(column, place), span: span(column, place),
        conditions: [
          RuleReview.Condition(
            text: words(column, place), finding: finding, isMet: false, span: span(column, place), facts: facts)
        ]))
  }

  /// Rows of the same keys that lie outside of the window.
  private mutating func nearRows(
    _ aggregation: Aggregation, _ row: Int, from bound: ColumnID?
  ) -> [ExplanationFact]? {
    guard let window = aggregation.window else { return nil }
    var open = aggregation
    open.window = nil
    var rows = rows(of: open, at: row)
    sort(&rows, by: [window.date])
    guard let from = bound, case .date(let first)? = run.value(from, row: row) else { return nil }
    // The one that comes nearest to the window.
    let near = rows.compactMap { other -> (row: Int, day: CalendarDate)? in
      guard case .date(let day)? = run.value(window.date, row: other) else { return nil }
      return (other, day)
    }.min { abs(Int($0.day.days) - Int(first.days)) < abs(Int($1.day.days) - Int(first.days)) }
    guard let near else { return nil }
    return [
      ExplanationFact(
        "the nearest is \(rowLabel(aggregation.frame, near.row, date: window.date))",
        aggregation.value.map { text($0, row: near.row) } ?? "", data: data(aggregation.frame, near.row))
    ]
  }
}
