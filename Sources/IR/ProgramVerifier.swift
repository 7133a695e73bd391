import Columns

/// What is wrong with a program's form, a sentence each; empty iff an engine may run it.
public func verify(_ program: Program) -> [String] {
  var verifier = ProgramVerifier(program: program)
  verifier.verifyAll()
  return verifier.findings
}

private struct ProgramVerifier {
  let program: Program
  var findings: [String] = []

  mutating func verifyAll() {
    for index in program.frames.indices { verifyFrame(index) }
    for index in program.columns.indices { verifyColumn(index) }
    // Kinds and cycles of columns that do not exist mean nothing.
    guard findings.isEmpty else { return }
    for index in program.columns.indices { verifyKinds(index) }
    for cycle in program.recurrences { verifyRecurrence(cycle) }
    verifyTables()
    verifyUses()
  }

  private mutating func expect(_ condition: Bool, _ message: @autoclosure () -> String) {
    if !condition { findings.append(message()) }
  }

  private func exists(_ column: ColumnID) -> Bool { program.columns.indices.contains(Int(column.index)) }

  private func exists(_ frame: FrameID) -> Bool { program.frames.indices.contains(Int(frame.index)) }

  private func kind(_ column: ColumnID) -> ValueKind { program[column].kind }

  private func frame(_ column: ColumnID) -> FrameID { program[column].frame }

  // MARK: Frames

  private mutating func verifyFrame(_ index: Int) {
    let frame = program.frames[index]
    let name = "f\(index)"
    for parent in frame.rows.frames {
      expect(exists(parent) && Int(parent.index) < index, "\(name) comes before f\(parent.index), whose rows it reads")
    }
    for column in frame.rows.columns + frame.identity.map(\.column) where !exists(column) {
      findings.append("\(name) reads c\(column.index), which does not exist")
    }
    guard findings.isEmpty else { return }
    for column in frame.identity where self.frame(column.column).index != index {
      findings.append("\(name) is named by c\(column.column.index) of another frame")
    }
    switch frame.rows {
    case .scan(let table):
      expect(program.inputs.indices.contains(table), "\(name) scans t\(table), which does not exist")
    case .filter(let parent, let keep):
      verifyColumns([keep], of: parent, for: name)
      expect(kind(keep) == .bool, "\(name) keeps rows by c\(keep.index), which is no truth value")
    case .unique(let parent, let key):
      verifyColumns(key, of: parent, for: name)
    case .latest(let parent, let key, let by, let content):
      verifyColumns(key + by + content, of: parent, for: name)
    case .versions(let parent, let key, let from, let through):
      let days = [from] + [through].compactMap { $0 }
      verifyColumns(key + days, of: parent, for: name)
      expect(days.allSatisfy { kind($0) == .date }, "\(name) has versions that begin or end with what is no date")
    case .best(let parent, let key, let order):
      verifyColumns(key + order.map(\.column), of: parent, for: name)
      expect(!order.isEmpty, "\(name) ranks rows by nothing")
    case .ancestors(let ancestry):
      verifyColumns([ancestry.person] + [ancestry.date].compactMap { $0 }, of: ancestry.frame, for: name)
      verifyColumns(ancestry.hierarchyColumns, of: ancestry.hierarchy, for: name)
      let people = [ancestry.member, ancestry.superior].map(kind)
      expect(people.allSatisfy { $0 == kind(ancestry.person) }, "\(name) has people of different tables")
      let days = [ancestry.date, ancestry.from, ancestry.through].compactMap { $0 }
      expect(days.allSatisfy { kind($0) == .date }, "\(name) reads a hierarchy for what is no date")
      expect((ancestry.date == nil) == (ancestry.from == nil), "\(name) has a day or versions, and not both")
    case .keys(let sets):
      for set in sets {
        verifyColumns(set.columns, of: set.frame, for: name)
        expect(set.columns.map(kind) == sets[0].columns.map(kind), "\(name) unites keys of different kinds")
      }
      expect(!sets.isEmpty, "\(name) has no keys")
    case .match(let match):
      for side in [match.giver, match.taker] {
        verifyColumns(side.columns, of: side.frame, for: name)
        expect(kind(side.amount) == .number, "\(name) matches what is no number")
      }
      expect(match.giver.group.map(kind) == match.taker.group.map(kind), "\(name) matches keys of different kinds")
    case .single: break
    case .repeated(let parent, let first, let through):
      verifyColumns([first, through], of: parent, for: name)
      expect(kind(first) == kind(through), "\(name) repeats rows between values of different kinds")
      switch kind(first) {
      case .number, .date, .period: break
      default: findings.append("\(name) repeats rows for \(kind(first))s")
      }
    case .spine(_, _, let count):
      expect(count >= 0, "\(name) has a negative number of periods")
    case .pairs(let left, let leftKeys, let right, let rightKeys, _):
      verifyColumns(leftKeys, of: left, for: name)
      verifyColumns(rightKeys, of: right, for: name)
      expect(leftKeys.map(kind) == rightKeys.map(kind), "\(name) pairs keys of different kinds")
    }
  }

  private mutating func verifyColumns(_ columns: [ColumnID], of frame: FrameID, for user: String) {
    for column in columns where self.frame(column) != frame {
      findings.append("\(user) reads c\(column.index) as a column of f\(frame.index)")
    }
  }

  // MARK: Columns

  private mutating func verifyColumn(_ index: Int) {
    let node = program.columns[index]
    let name = "c\(index)"
    expect(exists(node.frame), "\(name) is of f\(node.frame.index), which does not exist")
    for operand in node.operation.operands {
      let other = Int(operand.column.index)
      guard exists(operand.column) else {
        findings.append("\(name) reads c\(other), which does not exist")
        continue
      }
      expect(operand.reach == .earlier || other < index, "\(name) reads c\(other), which comes later")
      expect(
        operand.reach == .rows || program.columns[other].frame == node.frame,
        "\(name) reads c\(other), which is of another frame")
    }
    if let other = node.operation.otherFrame {
      expect(exists(other), "\(name) reads f\(other.index), which does not exist")
    }
  }

  /// Checks that `verified` holds of the column's form, and names the column if not.
  private mutating func expect(_ index: Int, _ verified: Bool, _ what: String) {
    expect(verified, "c\(index) \(what)")
  }

  private mutating func verifyKinds(_ index: Int) {
    let node = program.columns[index]
    let own = node.kind
    let rows = program[node.frame].rows
    switch node.operation {
    case .input(let place):
      guard case .scan(let table) = rows, program.inputs[table].columns.indices.contains(place) else {
        findings.append("c\(index) reads an input that its frame does not have")
        return
      }
      expect(index, own == program.inputs[table].columns[place].kind.valueKind, "has another kind than its input")
    case .constant(let value):
      expect(index, value.kind == nil || value.kind == own, "has another kind than its constant")
    case .key(0) where rows.rangeStart != nil:
      expect(index, rows.rangeStart.map { own == kind($0) } ?? false, "has another kind than its range")
    case .key(let place):
      if case .match = rows {
        expect(index, place == 0 && own == .number, "reads what a match does not have")
        return
      }
      guard case .keys(let sets) = rows, sets[0].columns.indices.contains(place) else {
        findings.append("c\(index) reads a key that its frame does not have")
        return
      }
      expect(index, own == kind(sets[0].columns[place]), "has another kind than its key")
    case .parentRow:
      expect(index, rows.parent.map { own == .row($0) } ?? false, "names rows of no parent")
    case .rightRow:
      guard let right = rows.rightSide else {
        findings.append("c\(index) has no right side")
        return
      }
      expect(index, own == .row(right), "names rows of another frame than the right side")
    case .period:
      guard case .spine(_, let first, _) = rows else {
        findings.append("c\(index) has no period")
        return
      }
      expect(index, own == .period(first.unit), "has another kind than its frame's periods")
    case .rowNumber:
      expect(index, own == .row(node.frame), "is a row number of another kind")
    case .gather(let column, let at):
      expect(index, kind(at) == .row(frame(column)), "gathers at rows of another frame")
      expect(index, own == kind(column), "has another kind than what it gathers")
    case .lookup(let other, let theirs, let keys, _):
      expect(index, own == .row(other), "looks up rows of another frame than its kind names")
      verifyJoin(index, theirs, other, keys)
    case .aggregate(let aggregation):
      verifyAggregate(index, aggregation)
    case .runningSum(let of, let group, let order):
      expect(index, own == .number && kind(of) == .number, "sums what is no number")
      verifyColumns([of] + group + order, of: node.frame, for: "c\(index)")
    case .apportion(let of, let unit, _, let group, let order):
      expect(index, own == .number && kind(of) == .number && kind(unit) == .number, "apportions what is no number")
      verifyColumns([of, unit] + group + order, of: node.frame, for: "c\(index)")
    case .place(let group, let order):
      expect(index, own == .number && !order.isEmpty, "is a place in no order")
      verifyColumns(group + order.map(\.column), of: node.frame, for: "c\(index)")
    case .preceding(let of, let initial, let group, let place):
      expect(index, own == kind(of) && own == kind(initial), "has another kind than its earlier or initial value")
      expect(index, kind(place) == .number, "follows what is no place")
      verifyColumns(group + [place], of: node.frame, for: "c\(index)")
    case .allot(let allotment):
      expect(index, own == .number && allotment.amounts.allSatisfy { kind($0) == .number }, "allots what is no number")
      verifyColumns(node.operation.operands.map(\.column), of: node.frame, for: "c\(index)")
    case .previous(let of, let initial, let restarts):
      guard case .spine = rows else {
        findings.append("c\(index) has no earlier period")
        return
      }
      expect(index, own == kind(of) && own == kind(initial), "has another kind than its earlier or initial value")
      expect(index, restarts.map { kind($0) == .bool } ?? true, "restarts by what is no truth value")
    case .add(let a, let b), .subtract(let a, let b), .multiply(let a, let b), .divide(let a, let b, _),
      .minimum(let a, let b), .maximum(let a, let b), .round(let a, _, let b), .whole(let a, let b),
      .poissonQuantile(let a, let b):
      verifySignature(index, [a, b], [.number, .number], .number)
    case .negate(let a), .absolute(let a), .finite(let a), .squareRoot(let a, _), .normalQuantile(let a, _):
      verifySignature(index, [a], [.number], .number)
    case .tierAmount(_, let a, let against), .tierRate(_, let a, let against):
      verifySignature(
        index, [a] + (against.map { [$0] } ?? []), against == nil ? [.number] : [.number, .number], .number)
    case .compare(_, let a, let b):
      expect(index, own == .bool && kind(a) == kind(b), "compares different kinds")
    case .and(let a, let b), .or(let a, let b):
      verifySignature(index, [a, b], [.bool, .bool], .bool)
    case .not(let a):
      verifySignature(index, [a], [.bool], .bool)
    case .choose(let condition, let then, let otherwise):
      verifySignature(index, [condition, then, otherwise], [.bool, own, own], own)
    case .coalesce(let a, let b):
      verifySignature(index, [a, b], [own, own], own)
    case .isMissing:
      expect(index, own == .bool, "is no truth value")
    case .single(let a, let count):
      expect(index, own == kind(a) && kind(count) == .number, "has another kind than its row")
    case .require(let a):
      expect(index, own == kind(a), "has another kind than what it requires")
    case .assure(let a, let holds, _):
      verifySignature(index, [a, holds], [own, .bool], own)
    case .startsWith(let a, let b), .contains(let a, let b):
      verifySignature(index, [a, b], [.text, .text], .bool)
    case .addDays(let a, let b), .addMonths(let a, let b, _):
      verifySignature(index, [a, b], [.date, .number], .date)
    case .daysBetween(let a, let b), .monthsBetween(let a, let b):
      verifySignature(index, [a, b], [.date, .date], .number)
    case .periodsBetween(let a, let b):
      guard case .period = kind(a), kind(a) == kind(b), own == .number else {
        findings.append("c\(index) counts between what are no periods of one unit")
        return
      }
    case .dateOf(let a):
      verifySignature(index, [a], [.timestamp], .date)
    case .periodOf(let a, let unit):
      verifySignature(index, [a], [.date], .period(unit))
    case .firstDay(let a), .lastDay(let a):
      guard case .period = kind(a), own == .date else {
        findings.append("c\(index) takes a day of what is no period")
        return
      }
    case .shiftPeriod(let a, _):
      guard case .period = own, kind(a) == own else {
        findings.append("c\(index) shifts what is no period")
        return
      }
    case .schedule(let question): verifyQuestion(index, question)
    case .weekdayNumber(let a): verifySignature(index, [a], [.text], .number)
    case .notBefore(let a, let b): verifySignature(index, [a, b], [.date, .date], .date)
    case .addPeriods(let a, let b):
      guard case .period = own, kind(a) == own, kind(b) == .number else {
        findings.append("c\(index) shifts what is no period, or by what is no number")
        return
      }
    case .matchRates(let table, let axes):
      guard program.keyedRates.indices.contains(table) else {
        findings.append("c\(index) matches k\(table), which does not exist")
        return
      }
      expect(index, axes.count == program.keyedRates[table].axisNames.count, "gives another number of axes")
    }
    if case .tierRate(let table, _, _) = node.operation { verifyTier(index, table) }
    if case .tierAmount(let table, _, _) = node.operation { verifyTier(index, table) }
  }

  private mutating func verifyQuestion(_ index: Int, _ question: ScheduleQuestion) {
    guard program.schedules.indices.contains(question.schedule) else {
      findings.append("c\(index) asks s\(question.schedule), which does not exist")
      return
    }
    let schedule = program.schedules[question.schedule]
    expect(index, schedule.columns == question.reads, "reads other columns than its schedule has")
    expect(index, schedule.keys == question.keys, "asks for rows of another frame than its schedule has")
    expect(index, question.key.map(kind) == schedule.keys.map { .row($0) }, "asks for nobody's schedule")
    for rows in schedule.rows {
      expect(index, kind(rows.first) == (rows.effect == .every ? .number : .date), "has days of another kind")
      expect(index, rows.last.map { kind($0) == .date } ?? true, "has days that end with what is no date")
      expect(
        index, rows.key == nil || rows.key.map(kind) == schedule.keys.map { .row($0) }, "has days of nobody")
    }
    let (kinds, result): ([ValueKind], ValueKind) =
      switch question.kind {
      case .contains: ([.date], .bool)
      case .count: ([.date, .date], .number)
      case .next, .previous: (question.arguments.count == 2 ? [.date, .number] : [.date], .date)
      case .from, .through: ([.date], .date)
      }
    expect(index, question.arguments.count == kinds.count, "gives another number of arguments")
    verifySignature(index, question.arguments, kinds, result)
  }

  private mutating func verifyTier(_ index: Int, _ table: Int) {
    expect(index, program.tiers.indices.contains(table), "reads tiers that do not exist")
  }

  private mutating func verifySignature(
    _ index: Int, _ operands: [ColumnID], _ kinds: [ValueKind], _ result: ValueKind
  ) {
    expect(index, program.columns[index].kind == result, "is no \(result)")
    for (operand, expected) in zip(operands, kinds) {
      expect(index, kind(operand) == expected, "takes a \(kind(operand)), c\(operand.index), for a \(expected)")
    }
  }

  private mutating func verifyJoin(_ index: Int, _ theirs: [ColumnID], _ other: FrameID, _ keys: [ColumnID]) {
    verifyColumns(theirs, of: other, for: "c\(index)")
    expect(index, theirs.map(kind) == keys.map(kind), "joins keys of different kinds")
  }

  private mutating func verifyAggregate(_ index: Int, _ aggregation: Aggregation) {
    let own = program.columns[index].kind
    verifyJoin(index, aggregation.theirs, aggregation.frame, aggregation.keys)
    if let value = aggregation.value { verifyColumns([value], of: aggregation.frame, for: "c\(index)") }
    if let window = aggregation.window {
      verifyColumns([window.date], of: aggregation.frame, for: "c\(index)")
      for column in [window.date, window.from, window.through].compactMap({ $0 }) {
        expect(index, kind(column) == .date, "has a window of what is no date")
      }
    }
    let value = aggregation.value.map(kind)
    switch aggregation.function {
    case .sum, .average, .product: expect(index, value == .number && own == .number, "sums what is no number")
    case .count: expect(index, own == .number, "is a count and no number")
    case .countDistinct: expect(index, value != nil && own == .number, "counts the distinct values of nothing")
    case .minimum, .maximum: expect(index, value == own, "has another kind than its extreme")
    case .any, .every: expect(index, value == .bool && own == .bool, "asks what is no truth value")
    }
  }

  private mutating func verifyRecurrence(_ cycle: [ColumnID]) {
    for column in cycle {
      let name = "c\(column.index)"
      expect(frame(column) == frame(cycle[0]), "\(name) depends on itself through another frame")
      let members = program[column].operation.operands.filter { cycle.contains($0.column) }
      expect(members.allSatisfy { $0.reach != .rows }, "\(name) depends on all rows of itself")
    }
    let orders = Set(cycle.compactMap { program[$0].operation.rowOrder })
    expect(orders.count <= 1, "c\(cycle[0].index) depends on itself along several orders")
  }

  // MARK: Tables and uses

  private mutating func verifyTables() {
    for (index, table) in program.tiers.enumerated() {
      let counts = [table.isIncluded.count, table.rates.count, table.isWhole.count]
      expect(
        !table.bounds.isEmpty && counts.allSatisfy { $0 == table.bounds.count }, "r\(index) has tiers without a part")
      let ends = table.bounds + (table.end.map { [$0] } ?? [])
      expect(zip(ends, ends.dropFirst()).allSatisfy { $0 <= $1 }, "r\(index) has tiers that do not ascend")
    }
    for (index, rates) in program.keyedRates.enumerated() {
      for row in rates.rows where row.matchers.count != rates.axisNames.count {
        findings.append("k\(index) has a row with \(row.matchers.count) matchers")
      }
    }
  }

  private mutating func verifyUses() {
    for column in program.required where !exists(column) {
      findings.append("c\(column.index) is required and does not exist")
    }
    for check in program.checks {
      let columns = [check.condition] + [check.applies].compactMap { $0 } + check.witnesses.map(\.column)
      verifyUse("check \(check.text)", columns, of: check.frame)
    }
    for output in program.outputs {
      verifyUse("output \(output.name)", output.columnsRead, of: output.frame)
    }
    for report in program.rowReports {
      for part in report.parts { verifyUse("report \(report.name)", part.columnsRead, of: part.frame) }
    }
  }

  private mutating func verifyUse(_ user: String, _ columns: [ColumnID], of frame: FrameID) {
    guard exists(frame), columns.allSatisfy(exists) else {
      findings.append("\(user) reads what does not exist")
      return
    }
    verifyColumns(columns, of: frame, for: user)
  }
}

extension Operation {
  /// What a row's earlier row is found by: nothing for a spine's; nil for an operation that reads no earlier row.
  fileprivate var rowOrder: [ColumnID]? {
    switch self {
    case .previous: []
    case .preceding(_, _, let group, let place): group + [place]
    default: nil
    }
  }
}

extension RowSource {
  /// The first value of a range of rows.
  fileprivate var rangeStart: ColumnID? {
    if case .repeated(_, let first, _) = self { return first }
    return nil
  }
}

extension TableInput.CellKind {
  /// The kind of the values that cells of this kind become.
  public var valueKind: ValueKind {
    switch self {
    case .text, .choice: .text
    case .bool: .bool
    case .number, .percent: .number
    case .date: .date
    case .timestamp: .timestamp
    case .period(let unit): .period(unit)
    }
  }
}

extension Value {
  /// The kind of the value; nil for a missing one, which is of every kind.
  fileprivate var kind: ValueKind? {
    switch self {
    case .missing: nil
    case .bool: .bool
    case .number: .number
    case .text: .text
    case .date: .date
    case .period(let period): .period(period.unit)
    case .timestamp: .timestamp
    }
  }
}
