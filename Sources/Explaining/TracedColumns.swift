import Columns
import IR
import Model
import Source

/// What the text of a plan says about the columns of its program.
struct TracedColumns: Sendable {
  /// A line of a plan, sheet or rule.
  struct LinePlace: Hashable, Sendable {
    let sheet: Int
    let line: Int
  }

  let program: Program
  private let model: CheckedModel
  private let trace: Trace
  private var linesOf: [ColumnID: [LinePlace]] = [:]
  private var steps: [ColumnID: [(place: LinePlace, step: Trace.Step)]] = [:]
  private var expressions: [ColumnID: [TypedExpression]] = [:]
  private var credits: [FrameID: Trace.Credit] = [:]
  /// What happens to a total below zero, by the total's column.
  private var remainders: [ColumnID: String] = [:]
  private var isCarrying: [Bool] = []
  private var rightRows: [FrameID: ColumnID] = [:]

  init(_ program: Program, _ model: CheckedModel) {
    trace = program.trace ?? Trace()
    self.program = program
    self.model = model
    for line in trace.lines {
      let place = LinePlace(sheet: line.sheet, line: line.line)
      linesOf[line.column, default: []].append(place)
      for step in line.steps where step.before != step.after { steps[step.after, default: []].append((place, step)) }
    }
    for part in trace.parts { expressions[part.column, default: []].append(part.expression) }
    for credit in trace.credits { credits[credit.frame] = credit }
    for output in program.outputs where output.kind == .plan {
      let isCarried = output.columns.contains { $0.name == "carried" }
      for column in output.columns where column.name == "total" {
        remainders[column.column] = isCarried ? "below zero: carried forward" : "below zero: dropped"
      }
    }
    for index in program.columns.indices {
      if case .rightRow = program.columns[index].operation {
        rightRows[program.columns[index].frame] = ColumnID(index)
      }
    }
    for index in program.columns.indices { isCarrying.append(carriesNow(program.columns[index].operation)) }
  }

  /// Whether a column's values are made of others that sum to them; operands stand before what is made of them.
  private func carriesNow(_ operation: Operation) -> Bool {
    func any(_ columns: ColumnID...) -> Bool {
      columns.contains { Int($0.index) < isCarrying.count && isCarrying[Int($0.index)] }
    }
    switch operation {
    case .aggregate(let aggregation):
      switch aggregation.function {
      case .sum, .count, .average, .minimum, .maximum: return true
      case .countDistinct, .any, .every, .product: return false
      }
    case .runningSum, .tierAmount, .previous, .preceding, .apportion, .add, .subtract: return true
    case .gather(let of, _): return any(of)
    case .multiply(let a, let b), .minimum(let a, let b), .maximum(let a, let b), .coalesce(let a, let b):
      return any(a, b)
    case .divide(let a, _, _), .negate(let a), .absolute(let a), .round(let a, _, _), .require(let a), .finite(let a),
      .whole(let a, _), .assure(let a, _, _):
      return any(a)
    case .choose(_, let a, let b): return any(a, b)
    default: return false
    }
  }

  // MARK: Lines and steps

  /// The line that a column is, if it is another one than that at hand.
  func line(_ column: ColumnID, besides own: LinePlace?) -> LinePlace? {
    guard let lines = linesOf[column] else { return nil }
    if let own, lines.contains(own) { return nil }
    return lines.first
  }

  func lines(_ column: ColumnID) -> [LinePlace] { linesOf[column] ?? [] }

  func column(of line: LinePlace) -> ColumnID? {
    trace.lines.first { $0.sheet == line.sheet && $0.line == line.line }?.column
  }

  /// The step of a line whose outcome a column is.
  func step(_ column: ColumnID, in line: LinePlace?) -> Trace.Step? {
    guard let found = steps[column] else { return nil }
    return (found.first { $0.place == line } ?? found.first)?.step
  }

  func credit(_ frame: FrameID) -> Trace.Credit? { credits[frame] }

  /// The name of the credit whose rows a frame has, or some of them.
  func creditName(_ frame: FrameID) -> String? {
    if let credit = credits[frame] { return model.sheets[credit.sheet].credits[credit.credit].name }
    guard case .filter(let parent, _) = program[frame].rows else { return nil }
    return creditName(parent)
  }

  func credit(sheet: Int, credit: Int) -> Trace.Credit? {
    trace.credits.first { $0.sheet == sheet && $0.credit == credit }
  }

  /// The columns that compute a part of the text, each on another frame.
  func columns(of expression: TypedExpression) -> [ColumnID] {
    var seen: Set<ColumnID> = []
    return trace.parts.filter { $0.expression == expression && seen.insert($0.column).inserted }.map(\.column)
  }

  func remainder(_ column: ColumnID) -> String? { remainders[column] }

  /// The column that leads to the right side of pairs, if there is one.
  func rightRow(of frame: FrameID) -> ColumnID? { rightRows[frame] }

  /// True iff rows only stand for rows of the frame that they were made of.
  func isStructural(_ rows: ColumnID) -> Bool {
    switch program[rows].operation {
    case .parentRow, .rightRow, .rowNumber: true
    case .gather(let of, let at): isStructural(of) && isStructural(at)
    default: false
    }
  }

  /// True iff a column's values are cells of a table, as they are.
  func isCell(_ column: ColumnID) -> Bool {
    switch program[column].operation {
    case .input: true
    case .gather(let of, _): isCell(of)
    case .require(let a), .finite(let a): isCell(a)
    default: false
    }
  }

  // MARK: Expressions

  /// The part of the text that a column computes: of the line at hand if it stands there.
  func expression(_ column: ColumnID, in line: LinePlace?) -> TypedExpression? {
    guard let found = expressions[column] else { return nil }
    guard let line else { return found.first }
    let span = model.sheets[line.sheet].lines[line.line].span
    return found.first { $0.span.file == span.file && $0.span.start >= span.start && $0.span.end <= span.end }
      ?? found.first
  }

  /// True iff the text does not say it: a condition that the compiler has made.
  func isInternal(_ column: ColumnID) -> Bool { expressions[column] == nil }

  /// The order in which the rows of a credit, some of which a frame holds, fill tiers.
  func filling(of parent: FrameID, in line: LinePlace?) -> Trace.Filling? {
    let found = trace.fillings.filter { filling in
      filling.frame == parent || program[filling.frame].rows.parent == parent
    }
    guard let line, found.count > 1 else { return found.first }
    let value = model.sheets[line.sheet].lines[line.line].value
    return found.first { filling in
      if case .through(filling.through) = value.kind { return true }
      return false
    } ?? found.first
  }

  /// The name that the text has for a column.
  func name(_ column: ColumnID) -> String? {
    if let place = linesOf[column]?.first { return model.sheets[place.sheet].lines[place.line].name }
    return program[column].name
  }

  func initial(_ column: ColumnID) -> ColumnID? {
    switch program[column].operation {
    case .previous(_, let initial, _), .preceding(_, let initial, _, _): initial
    default: nil
    }
  }

  // MARK: Types

  /// What the checker knows of a column's values.
  func type(_ column: ColumnID) -> StaticType? {
    if let known = expressions[column]?.first?.type, known.value != .poison { return known }
    let node = program[column]
    switch node.operation {
    case .input(let place):
      guard case .scan(let table) = program[node.frame].rows else { return nil }
      let input = program.inputs[table]
      let declared = model.tables.first { $0.name == input.name }
      return declared?.columns.first { $0.name == input.columns[place].name }?.type
    case .gather(let of, _): return type(of)
    case .add(let a, _), .subtract(let a, _), .negate(let a), .absolute(let a), .round(let a, _, _), .require(let a),
      .finite(let a), .whole(let a, _), .assure(let a, _, _), .coalesce(let a, _), .minimum(let a, _),
      .maximum(let a, _), .runningSum(let a, _, _), .apportion(let a, _, _, _, _):
      return type(a)
    case .choose(_, let a, let b): return type(a) ?? type(b)
    case .previous(_, let initial, _), .preceding(_, let initial, _, _): return type(initial)
    case .aggregate(let aggregation): return aggregation.value.flatMap(type)
    case .tierRate(let table, _, _):
      let name = program.tiers[table].name
      return model.rates.first { $0.name == name }?.result
    case .multiply(let a, let b):
      let money = [a, b].compactMap(type).first { $0.quantity?.unit.isOne == false }
      return money ?? type(a)
    default: return nil
    }
  }

  /// Whether a column's values are made of others that sum to them.
  func carries(_ column: ColumnID) -> Bool { isCarrying[Int(column.index)] }

  /// The side of a product that carries the amount: the one with a unit, if it is made of others; else the one that is,
  /// unless it is a share.
  func carrier(_ a: ColumnID, _ b: ColumnID) -> ColumnID? {
    func hasUnit(_ column: ColumnID) -> Bool { type(column)?.quantity?.unit.isOne == false }
    func isShare(_ column: ColumnID) -> Bool {
      guard let quantity = type(column)?.quantity else { return false }
      return quantity.unit.isOne && quantity.form != .plain
    }
    switch (hasUnit(a), hasUnit(b)) {
    case (true, false):
      if carries(a) { return a }
      return carries(b) && !isShare(b) ? b : nil
    case (false, true):
      if carries(b) { return b }
      return carries(a) && !isShare(a) ? a : nil
    case (true, true), (false, false):
      if carries(a), !isShare(a) || !carries(b) { return a }
      return carries(b) ? b : nil
    }
  }
}
