import Source
import Syntax

/// Lines that need the values of other rows, which in turn need theirs.
///
/// A line may need its own earlier value by way of `previous`, row by row. It may also read lines of all rows of its
/// sheet. It may not do both in one circle: the rows of a period would wait for each other.
extension Checker {
  /// A line or a column that is read.
  private struct Reading: Hashable {
    let what: Dependency
    /// True iff it is read in other rows than the one at hand.
    let isOfOtherRows: Bool
    /// True iff it decides, as a value of the row at hand, which rows a total counts or what they count.
    var isInsideTotal = false
    let span: SourceSpan
  }

  /// Reports lines that depend on themselves by way of other rows.
  ///
  /// - Requires: nothing else is wrong.
  mutating func checkCircles() {
    // Without `previous`, every circle has been reported where it was read.
    guard model.sheets.contains(where: { $0.lines.contains { $0.starting != nil } }) else { return }
    var readings: [Dependency: [Reading]] = [:]
    var order: [Dependency] = []
    for sheet in model.sheets.indices {
      for line in model.sheets[sheet].lines.indices {
        let what = Dependency.line(sheet: sheet, line: line)
        readings[what] = self.readings(ofLine: model.sheets[sheet].lines[line], sheet: sheet)
        order.append(what)
      }
    }
    for table in model.tables.indices {
      for (column, declaration) in model.tables[table].columns.enumerated() {
        guard let value = declaration.value else { continue }
        var found: [Reading] = []
        collect(value, nesting: 0, sheet: nil, into: &found)
        let what = Dependency.column(table: table, column: column)
        readings[what] = found
        order.append(what)
      }
    }
    for what in order {
      let circle = readings[what]?.first { $0.isOfOtherRows && reaches($0.what, what, readings) }
      if let circle { report(.circleOfRows(circle.span, line: name(of: what), read: name(of: circle.what))) }
      let chosen = readings[what]?.first { $0.isInsideTotal && reaches($0.what, what, readings) }
      if let chosen { report(.totalInChain(chosen.span, line: name(of: what), read: name(of: chosen.what))) }
    }
    for sheet in model.sheets.indices { checkOrderStandsAlone(sheet, readings) }
  }

  /// Reports an order of rows that depends on what goes on from row to row in it.
  private mutating func checkOrderStandsAlone(_ sheet: Int, _ readings: [Dependency: [Reading]]) {
    guard let order = model.sheets[sheet].order else { return }
    for key in order.values {
      var found: [Reading] = []
      collect(key, nesting: 0, sheet: sheet, into: &found)
      var toDo = found.map(\.what)
      var seen = Set(toDo)
      var goingOn: Dependency?
      while goingOn == nil, let next = toDo.popLast() {
        if case .line(sheet, let line) = next, goesOn(model.sheets[sheet].lines[line]) { goingOn = next }
        for reading in readings[next] ?? [] where seen.insert(reading.what).inserted { toDo.append(reading.what) }
      }
      if goingOn != nil || key.readsPrevious {
        report(.orderOnPrevious(key.span, line: goingOn.map { name(of: $0) }))
        return
      }
    }
  }

  /// True iff the line itself reads an earlier row.
  private func goesOn(_ line: LineModel) -> Bool {
    parts(of: line).contains(where: \.readsPrevious)
  }

  /// True iff the computation of `start` needs `goal`.
  private func reaches(_ start: Dependency, _ goal: Dependency, _ readings: [Dependency: [Reading]]) -> Bool {
    var seen: Set<Dependency> = [start]
    var toDo = [start]
    while let next = toDo.popLast() {
      if next == goal { return true }
      for reading in readings[next] ?? [] where seen.insert(reading.what).inserted { toDo.append(reading.what) }
    }
    return false
  }

  private func readings(ofLine line: LineModel, sheet: Int) -> [Reading] {
    var found: [Reading] = []
    for part in parts(of: line) { collect(part, nesting: 0, sheet: sheet, into: &found) }
    return found
  }

  /// The expressions that a line is made of.
  private func parts(of line: LineModel) -> [TypedExpression] {
    var parts = [line.value, line.starting].compactMap { $0 }
    for step in line.steps {
      if let condition = step.condition { parts.append(condition) }
      switch step.action {
      case .stop(let value), .set(let value), .times(let value), .atLeast(let value), .atMost(let value),
        .round(_, let value):
        parts.append(value)
      case .end: break
      }
    }
    return parts
  }

  /// - Parameter nesting: how many aggregates stand around the expression, or all rows for ranks and allocations.
  private func collect(_ expression: TypedExpression, nesting: Int, sheet: Int?, into found: inout [Reading]) {
    switch expression.kind {
    case .field(let relation, let field, let depth):
      add(
        relation, field, isOfOtherRows: depth < nesting, isInsideTotal: nesting > 0 && depth == nesting,
        expression.span, &found)
    case .member(let relation, let field, let row):
      add(relation, field, isOfOtherRows: true, expression.span, &found)
      collect(row, nesting: nesting, sheet: sheet, into: &found)
      return
    case .previous(let line, _):
      if let sheet {
        found.append(
          Reading(what: .line(sheet: sheet, line: line), isOfOtherRows: nesting > 0, span: expression.span))
      }
    case .aggregate(let aggregate):
      let inside = [aggregate.value, aggregate.condition, aggregate.date].compactMap { $0 }
      for part in inside + aggregate.joins.map(\.theirs) {
        collect(part, nesting: nesting + 1, sheet: sheet, into: &found)
      }
      for part in aggregate.joins.map(\.mine) + [aggregate.window?.from, aggregate.window?.through].compactMap({ $0 }) {
        collect(part, nesting: nesting, sheet: sheet, into: &found)
      }
      return
    case .schedule(let question):
      for days in model.schedules[question.schedule].days {
        for part in [days.condition, days.first, days.last, days.key].compactMap({ $0 }) {
          collect(part, nesting: nesting + 1, sheet: nil, into: &found)
        }
      }
    case .rank, .allocate, .running, .left:
      for part in expression.children { collect(part, nesting: nesting + 1, sheet: sheet, into: &found) }
      return
    default: break
    }
    for child in expression.children { collect(child, nesting: nesting, sheet: sheet, into: &found) }
  }

  private func add(
    _ relation: Relation, _ field: Field, isOfOtherRows: Bool, isInsideTotal: Bool = false, _ span: SourceSpan,
    _ found: inout [Reading]
  ) {
    switch (relation, field) {
    case (.sheet(let sheet), .line(let line)), (.sheet(let sheet), .status(let line)),
      (.sheet(let sheet), .reason(let line)):
      found.append(
        Reading(
          what: .line(sheet: sheet, line: line), isOfOtherRows: isOfOtherRows, isInsideTotal: isInsideTotal,
          span: span))
    case (.table(let table), .column(let column)):
      found.append(Reading(what: .column(table: table, column: column), isOfOtherRows: isOfOtherRows, span: span))
    default: break
    }
  }
}

extension TypedExpression {
  /// True iff a value of the row before is read.
  fileprivate var readsPrevious: Bool {
    if case .previous = kind { return true }
    return children.contains(where: \.readsPrevious)
  }
}
