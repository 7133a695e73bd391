import Columns
import Engine
import IR
import Model
import Source

/// A cell of a table that moves a value.
struct CellLever {
  /// The frame in which the table's rows are as they are read, the row, and the column that reads the cell.
  let frame: FrameID
  let row: Int
  let column: ColumnID
  /// By how much the value moves if the cell's number grows by one.
  let slope: Rational
  /// The words of the sum that the cell is a part of.
  var sum: String?
}

extension ExplanationBuilder {
  /// A cell that a number depends on in a straight line, as far as that can be seen; a run says whether it does.
  mutating func lever(_ column: ColumnID, _ row: Int, _ place: Place, depth: Int = 0) -> CellLever? {
    guard depth < 60 else { return nil }
    func next(_ inner: ColumnID, _ at: Int, times: Rational = .one) -> CellLever? {
      guard let found = lever(inner, at, place, depth: depth + 1), let slope = found.slope.multiplying(times),
        slope != .zero
      else { return nil }
      return CellLever(frame: found.frame, row: found.row, column: found.column, slope: slope, sum: found.sum)
    }
    func number(_ column: ColumnID) -> Rational? {
      if case .number(let value)? = run.value(column, row: row) { return value }
      return nil
    }
    switch run.program[column].operation {
    case .input:
      return CellLever(frame: run.program[column].frame, row: row, column: column, slope: .one, sum: nil)
    case .gather(let of, let at): return run.row(at, row: row).flatMap { next(of, $0) }
    case .add(let a, let b): return next(a, row) ?? next(b, row)
    case .subtract(let a, let b): return next(a, row) ?? next(b, row, times: Rational(-1))
    case .negate(let a): return next(a, row, times: Rational(-1))
    case .multiply(let a, let b):
      if let factor = number(b), let found = next(a, row, times: factor) { return found }
      return number(a).flatMap { next(b, row, times: $0) }
    case .divide(let a, let b, _):
      return number(b).flatMap { Rational.one.dividing($0) }.flatMap { next(a, row, times: $0) }
    case .round(let a, _, _), .require(let a), .finite(let a), .whole(let a, _), .assure(let a, _, _),
      .apportion(let a, _, _, _, _), .periodOf(let a, _), .firstDay(let a), .lastDay(let a), .addDays(let a, _),
      .dateOf(let a):
      return next(a, row)
    case .choose(let condition, let then, let otherwise):
      guard case .bool(let holds)? = run.value(condition, row: row) else { return nil }
      return next(holds ? then : otherwise, row)
    case .coalesce(let a, let b): return run.value(a, row: row) == .missing ? next(b, row) : next(a, row)
    case .minimum(let a, let b), .maximum(let a, let b):
      return run.value(a, row: row) == run.value(column, row: row) ? next(a, row) : next(b, row)
    case .runningSum(let of, _, _): return next(of, row)
    case .previous, .preceding: return earlier(column, row).flatMap { next($0.of, $0.row) }
    case .aggregate(let aggregation):
      guard aggregation.function == .sum, let value = aggregation.value else { return nil }
      var rows = rows(of: aggregation, at: row)
      if let date = aggregation.window?.date { sort(&rows, by: [date]) }
      for other in rows.reversed() {
        if var found = next(value, other) {
          found.sum = columns.creditName(aggregation.frame) ?? words(column, place)
          return found
        }
      }
      return nil
    default: return nil
    }
  }

  /// The cell of a value, with the column and the table that it stands in.
  func cell(_ lever: CellLever) -> (table: Int, column: Int, input: TableInput)? {
    guard case .scan(let number) = run.program[lever.frame].rows,
      case .input(let place) = run.program[lever.column].operation
    else { return nil }
    let input = run.program.inputs[number]
    guard let table = model.tables.firstIndex(where: { $0.name == input.name }),
      let column = model.tables[table].columns.firstIndex(where: { $0.name == input.columns[place].name })
    else { return nil }
    return (table, column, input)
  }
}

/// A change of a cell that would make a condition hold.
struct NeededChange {
  let words: String
  /// Nil for a table that is not read from a file.
  let change: TableChange?
  let why: String
}

extension ExplanationBuilder {
  /// Another value in the cell of a lever.
  mutating func change(_ lever: CellLever, to value: Value, words: String) -> NeededChange? {
    guard let (table, column, input) = cell(lever) else { return nil }
    let declared = model.tables[table].columns[column]
    let keys = keyColumns(of: table, on: lever.frame).compactMap { run.value($0, row: lever.row)?.description }
    var owner = keys.joined(separator: ", ")
    if owner.isEmpty, let place = run.place(lever.frame, row: lever.row) {
      owner = "line \(place.line) of \(place.file.split(separator: "/").last ?? "")"
    }
    let type = columns.type(lever.column)
    let now = run.value(lever.column, row: lever.row) ?? .missing
    let cell = owner.isEmpty ? "\(input.name).\(declared.name)" : "\(input.name).\(declared.name) of \(owner)"
    let old = now == .missing ? "nothing" : quoted(now, type)
    let text = "\(words): \(cell) \(quoted(value, type)) instead of \(old)"
    guard case .file = input.source, let written = written(value, column, table) else {
      return NeededChange(words: text, change: nil, why: "`\(input.name)` stands in the plan's text")
    }
    return NeededChange(
      words: text,
      change: .update(table: input.name, row: .number(lever.row), cells: [declared.header: written]), why: "")
  }

  private func quoted(_ value: Value, _ type: StaticType?) -> String {
    if case .text(let text) = value { return "`\(text)`" }
    return ValueWords.text(of: value, type: type)
  }

  /// A value as the table's file has it; a reference by its key.
  private func written(_ value: Value, _ column: Int, _ table: Int) -> String? {
    var value = value
    if case .number(let number) = value, let factor = model.tables[table].columns[column].factor {
      guard let cells = number.dividing(factor) else { return nil }
      value = .number(cells)
    }
    return model.cells(ofColumn: column, of: table)?.text(of: value)
  }

  /// The least number in a lever's cell that moves a value by `distance` or more, in steps that such cells have.
  func target(_ lever: CellLever, moving distance: Rational, isStrict: Bool) -> Rational? {
    guard case .number(let now)? = run.value(lever.column, row: lever.row),
      let exact = distance.dividing(lever.slope)
    else { return nil }
    let type = columns.type(lever.column)
    let digits = type?.quantity?.unit.currency?.minorDigits
    let isPercent = type?.quantity?.form == .percent
    let scale = max(digits ?? (isPercent ? 4 : 0), min(now.decimalScale ?? 0, 6))
    guard let step = Rational(Int128(1), scale: scale) else { return nil }
    guard var moved = exact.rounded(exact.signum < 0 ? .floor : .ceiling, toMultipleOf: step) else { return nil }
    if isStrict, moved == exact {
      let sign = distance.signum == 0 ? lever.slope.signum : exact.signum
      guard let further = moved.adding(sign < 0 ? step.negated : step) else { return nil }
      moved = further
    }
    return now.adding(moved)
  }
}
