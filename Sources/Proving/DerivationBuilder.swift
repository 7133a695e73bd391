import Allot
import Columns
import Engine
import Explaining
import IR
import Model
import Source

/// Reads the derivation of a value from a run that keeps every column.
struct DerivationBuilder {
  /// How many lines are followed, and how deep they may lie below each other.
  private static let lineLimit = 24
  private static let depthLimit = 12
  /// How many rows of an aggregate are named.
  private static let rowLimit = 5

  private let model: CheckedModel
  private let trace: Trace
  private let anchors: Anchors
  private var run: KeptRun
  private var seen: Set<LinePlace> = []

  /// A line at a row.
  private struct LinePlace: Hashable {
    let sheet: Int
    let line: Int
    let row: Int
  }

  /// What is found below an expression.
  private struct Found {
    var parts: [Derivation.Part] = []
    var slices: [Derivation.Slice] = []
    var paidBefore: String?
    var rows: [Derivation.Rows] = []
    var lines: [(place: LinePlace, isElsewhere: Bool)] = []
    /// Parts whose text stands in another place: the bodies of defines.
    var bodies: [Int] = []
  }

  init(_ run: KeptRun, _ trace: Trace, _ model: CheckedModel, _ sources: SourceMap) {
    self.run = run
    self.trace = trace
    self.model = model
    anchors = Anchors(sources)
  }

  /// The derivation of a line's value in a row of its frame.
  mutating func derivation(sheet: Int, line: Int, row: Int) -> Derivation? {
    derivation(LinePlace(sheet: sheet, line: line, row: row), isElsewhere: false, depth: 0)
  }

  private mutating func derivation(_ place: LinePlace, isElsewhere: Bool, depth: Int) -> Derivation? {
    guard depth < Self.depthLimit, seen.count < Self.lineLimit, seen.insert(place).inserted,
      let traced = trace.lines.first(where: { $0.sheet == place.sheet && $0.line == place.line })
    else { return nil }
    let line = model.sheets[place.sheet].lines[place.line]
    var found = Found()
    let frame = run.program[traced.column].frame
    // What a line pays is not the value of its expression where the payment is rounded or taken off.
    if !traced.parts.contains(where: { trace.parts[$0].expression == line.value }) {
      let start = traced.steps.first?.before ?? traced.column
      add(line.value, start, place.row, within: line.value.span, to: &found)
    }
    for part in traced.parts { visit(part, frame, place.row, within: line.value.span, &found) }
    let type = line.value.type
    let steps = traced.steps.map { step in
      Derivation.Step(
        span: step.step.span, value: text(step.after, place.row, type),
        isTaken: run.value(step.isTaken, row: place.row) == .bool(true))
    }
    var reads: [Derivation] = []
    for body in found.bodies { reads += self.body(body, frame, place.row, depth: depth) }
    for next in found.lines {
      if let read = derivation(next.place, isElsewhere: next.isElsewhere, depth: depth + 1) { reads.append(read) }
    }
    let identity = isElsewhere ? run.identity(frame, row: place.row) : []
    let sheetName = model.sheets[place.sheet].name
    return Derivation(
      name: isElsewhere ? "\(sheetName).\(line.name)" : line.name,
      row: identity.map { "\($0.name) `\($0.text)`" }.joined(separator: ", "),
      value: text(traced.column, place.row, type), span: line.value.span, parts: ordered(found.parts), steps: steps,
      slices: found.slices, paidBefore: found.paidBefore, rows: found.rows, reads: reads)
  }

  /// A part whose text stands elsewhere.
  private mutating func body(_ index: Int, _ frame: FrameID, _ row: Int, depth: Int) -> [Derivation] {
    guard depth < Self.depthLimit else { return [] }
    let part = trace.parts[index]
    var found = Found()
    visit(index, frame, row, within: part.expression.span, &found)
    var reads: [Derivation] = []
    for inner in found.bodies where inner != index { reads += body(inner, frame, row, depth: depth + 1) }
    for next in found.lines {
      if let read = derivation(next.place, isElsewhere: next.isElsewhere, depth: depth + 1) { reads.append(read) }
    }
    return [
      Derivation(
        name: "", row: "", value: text(part.column, row, part.expression.type), span: part.expression.span,
        parts: ordered(found.parts), steps: [], slices: found.slices, paidBefore: found.paidBefore, rows: found.rows,
        reads: reads)
    ]
  }

  private func ordered(_ parts: [Derivation.Part]) -> [Derivation.Part] {
    var seen: Set<SourceSpan> = []
    return parts.sorted { ($0.place, $0.span) < ($1.place, $1.span) }.filter { seen.insert($0.place).inserted }
  }

  /// Collects what is shown of a part and of those below it.
  private mutating func visit(_ index: Int, _ frame: FrameID, _ row: Int, within span: SourceSpan, _ found: inout Found)
  {
    let part = trace.parts[index]
    guard run.program[part.column].frame == frame else { return }
    let own = part.expression.span
    guard own.file == span.file, own.start >= span.start, own.end <= span.end else {
      if case .constant = part.expression.kind { return }
      found.bodies.append(index)
      return
    }
    add(part.expression, part.column, row, within: span, to: &found)
    let hidden = hiddenParts(of: part.expression)
    for inner in part.parts where !hidden.contains(trace.parts[inner].expression) {
      visit(inner, frame, row, within: span, &found)
    }
  }

  /// What stands in the text by other words than its value: the keys and the window of an aggregate, the days of a
  /// period.
  private func hiddenParts(of expression: TypedExpression) -> Set<TypedExpression> {
    switch expression.kind {
    case .aggregate(let aggregate): hidden(aggregate)
    case .pick(let pick), .isTied(let pick): hidden(pick.rows)
    case .isInWindow(_, let window): Set([window.from, window.through].compactMap { $0 })
    default: []
    }
  }

  private func hidden(_ aggregate: TypedAggregate) -> Set<TypedExpression> {
    Set(aggregate.joins.map(\.mine) + [aggregate.window?.from, aggregate.window?.through].compactMap { $0 })
  }

  private mutating func add(
    _ expression: TypedExpression, _ column: ColumnID, _ row: Int, within span: SourceSpan, to found: inout Found
  ) {
    let here = LinePlace(sheet: 0, line: 0, row: row)
    switch expression.kind {
    case .constant, .error, .window, .lookup, .sheetRow: return
    case .field(.sheet(let sheet), .line(let line), 0):
      found.lines.append((LinePlace(sheet: sheet, line: line, row: here.row), false))
    case .member(.sheet(let sheet), .line(let line), let at):
      if let other = rowOfMember(at, column, row) {
        found.lines.append((LinePlace(sheet: sheet, line: line, row: other), true))
      }
    case .aggregate(let aggregate):
      addRows(of: aggregate.value?.type ?? expression.type, expression, column, row, to: &found)
    case .through(let through): addSlices(of: through, expression, column, row, to: &found)
    default: break
    }
    found.parts.append(
      Derivation.Part(
        span: expression.span, place: anchors.place(of: expression), value: text(column, row, expression.type)))
  }

  private func rowOfMember(_ at: TypedExpression, _ column: ColumnID, _ row: Int) -> Int? {
    guard case .gather(_, let rows) = run.program[column].operation else { return nil }
    return run.row(rows, row: row)
  }

  private mutating func text(_ column: ColumnID, _ row: Int, _ type: StaticType) -> String {
    guard let value = run.value(column, row: row) else { return "cannot be computed" }
    if case .row(let frame) = run.program[column].kind {
      guard let named = run.row(column, row: row) else { return "missing" }
      return run.identity(frame, row: named).map(\.text).joined(separator: ", ")
    }
    return Proving.text(of: value, type: type)
  }

  // MARK: Rows

  /// The rows that an aggregate has taken in.
  private mutating func addRows(
    of type: StaticType, _ expression: TypedExpression, _ column: ColumnID, _ row: Int, to found: inout Found
  ) {
    guard let aggregation = aggregation(below: column) else { return }
    let program = run.program
    guard let count = run.rowCount(aggregation.frame) else { return }
    let keys = aggregation.keys.map { run.value($0, row: row) }
    var texts: [String] = []
    var omitted = 0
    for other in 0..<count {
      guard zip(aggregation.theirs, keys).allSatisfy({ run.value($0, row: other) == $1 }) else { continue }
      var words = run.identity(aggregation.frame, row: other).map(\.text)
      if let window = aggregation.window {
        guard let date = run.value(window.date, row: other), isInside(date, window, row) else { continue }
        words.append(date.description)
      }
      if let value = aggregation.value {
        if run.value(value, row: other) == .missing { continue }
        if case .row = program[value].kind {} else { words.append(text(value, other, type)) }
      }
      if texts.count < Self.rowLimit { texts.append(words.joined(separator: " ")) } else { omitted += 1 }
    }
    found.rows.append(Derivation.Rows(span: expression.span, rows: texts, omitted: omitted))
  }

  private func isInside(_ date: Value, _ window: Aggregation.Window, _ row: Int) -> Bool {
    guard case .date(let day) = date else { return false }
    if let from = window.from, case .date(let bound)? = run.value(from, row: row), day.days < bound.days {
      return false
    }
    if let through = window.through, case .date(let bound)? = run.value(through, row: row), day.days > bound.days {
      return false
    }
    return true
  }

  /// The aggregation that a column is, or is made of by what only looks at its result.
  private func aggregation(below column: ColumnID) -> Aggregation? {
    switch run.program[column].operation {
    case .aggregate(let aggregation): aggregation
    case .coalesce(let a, _), .require(let a), .finite(let a), .round(let a, _, _): aggregation(below: a)
    default: nil
    }
  }

  // MARK: Tiers

  /// The slices of an amount that runs through tiers, where they are all that there is to it, with what has been paid of
  /// them before; else the rows that earn one by one.
  private mutating func addSlices(
    of through: TypedThrough, _ expression: TypedExpression, _ column: ColumnID, _ row: Int, to found: inout Found
  ) {
    guard let (earnedColumn, taken) = earned(below: column) else {
      addRows(of: expression.type, expression, column, row, to: &found)
      return
    }
    guard case .tierAmount(let table, let amount, let against) = run.program[earnedColumn].operation,
      case .number(let position)? = run.value(amount, row: row),
      case .number(let earned)? = run.value(earnedColumn, row: row)
    else { return }
    let tiers = run.program.tiers[table]
    var quota = Rational(1)
    if let against {
      guard case .number(let value)? = run.value(against, row: row) else { return }
      quota = value
    }
    guard tiers.tierSpans.count == tiers.rates.count,
      let slices = TierSlices(tiers, position: position, against: quota), slices.total == earned
    else { return }
    let amountType = through.position.type
    let rateType = model.rates[through.rates].result
    for slice in slices.slices {
      found.slices.append(
        Derivation.Slice(
          span: tiers.tierSpans[slice.tier], amount: Proving.text(of: .number(slice.amount), type: amountType),
          rate: Proving.text(of: .number(tiers.rates[slice.tier]), type: rateType),
          earned: Proving.text(of: .number(slice.earned), type: expression.type)))
    }
    if let taken, case .number(let before)? = run.value(taken, row: row), before != .zero {
      found.paidBefore = Proving.text(of: .number(before), type: expression.type)
    }
  }

  /// The column of what slices earn, and that of what is taken off it.
  private func earned(below column: ColumnID) -> (earned: ColumnID, taken: ColumnID?)? {
    switch run.program[column].operation {
    case .tierAmount: (column, nil)
    case .round(let a, _, _): earned(below: a)
    case .subtract(let a, let b): earned(below: a).map { ($0.earned, $0.taken ?? b) }
    default: nil
    }
  }
}
