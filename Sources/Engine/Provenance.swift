import Columns
import IR
import Source

/// Where rows and values come from. Only messages ask for it, so columns that it needs are computed then.
extension Execution {
  /// The row of `frame`'s parent that `row` stands for.
  func parentRow(_ frame: FrameID, _ row: Int) -> Int? {
    guard let rows = frames[Int(frame.index)] else { return nil }
    switch rows.parent {
    case .none: return nil
    case .same: return row
    case .rows(let parents): return parents.indices.contains(row) ? Int(parents[row]) : nil
    case .cyclic(let entities): return row % entities
    }
  }

  /// The row of a table's file that a row goes back to, through all the frames between.
  func scanned(_ frame: FrameID, _ row: Int) -> (frame: FrameID, row: Int)? {
    var frame = frame
    var row = row
    while true {
      if case .scan = program[frame].rows { return (frame, row) }
      guard let parent = program[frame].rows.parent, let next = parentRow(frame, row) else { return nil }
      (frame, row) = (parent, next)
    }
  }

  /// The place of a row in its file; nil if it comes from no file.
  func place(_ frame: FrameID, _ row: Int) -> DataPlace? {
    guard let (scan, line) = scanned(frame, row), case .scan(let number) = program[scan].rows,
      let table = tables[number], let file = table.file
    else { return nil }
    return DataPlace(file: file, line: table.lines.line(ofRow: line))
  }

  /// The place in the plan of a row of a constant table.
  func constantSpan(_ frame: FrameID, _ row: Int) -> SourceSpan? {
    guard let (scan, line) = scanned(frame, row), case .scan(let number) = program[scan].rows else { return nil }
    return constantSpan(program.inputs[number], row: line, header: nil)
  }

  /// The names and texts of what names a row: its frame's own, else its parent's.
  mutating func identity(_ frame: FrameID, _ row: Int) -> [NamedText] {
    var frame = frame
    var row = row
    var periods: [NamedText] = []
    while true {
      let names = program[frame].identity
      if !names.isEmpty {
        var result: [NamedText] = []
        for name in names { result.append(NamedText(name.name, text(name.column, row))) }
        return result + periods
      }
      if case .spine(let entities, let first, _) = program[frame].rows, rowCount(entities) > 0 {
        let period = first.advanced(by: row / rowCount(entities))
        periods.append(NamedText(first.unit.name, period?.description ?? ""))
      }
      guard let parent = program[frame].rows.parent, let next = parentRow(frame, row) else { return periods }
      (frame, row) = (parent, next)
    }
  }

  /// The column, which is computed now if it is not there; nil if its file cannot be read again.
  mutating func recomputed(_ column: ColumnID) -> Column? {
    if columns[Int(column.index)] == nil {
      guard loadInputs(under: column) else { return nil }
      // What is wrong is known already; computing anew must not note it again.
      let known = suspects
      demand([column], stopsEarly: false, keepingEverything: true)
      suspects = known
    }
    return columns[Int(column.index)]
  }

  /// Reads the columns of files that `column` needs and that were passed over or are no longer there.
  private mutating func loadInputs(under column: ColumnID) -> Bool {
    // A recurrence of which a column is no longer there is computed anew, with all that any of its columns reads.
    let partial = Set(
      program.recurrences.filter { cycle in cycle.contains { columns[Int($0.index)] == nil } }.joined())
    let reach = Reach(
      program, roots: [column], frames: [],
      isDone: { columns[Int($0.index)] != nil && !partial.contains($0) },
      isOpen: { frames[Int($0.index)] != nil })
    var places: [Int: [Int]] = [:]
    for needed in reach.columns where columns[Int(needed.index)] == nil {
      if let input = inputPlace(needed) { places[input.table, default: []].append(input.place) }
    }
    for (table, places) in places.sorted(by: { $0.key < $1.key }) where !loadMissingColumns(table, places) {
      return false
    }
    return true
  }

  /// The value as messages show it; a row is shown by what names it.
  mutating func text(_ column: ColumnID, _ row: Int) -> String {
    guard let values = recomputed(column), row < values.count else { return "" }
    let kind = program[column].kind
    if values.fault(at: row) != nil { return "" }
    if case .row(let frame) = kind, case .codes(let codes) = values.storage {
      if values.isMissing(at: row) { return "" }
      return identity(frame, Int(codes[values.isConstant ? 0 : row])).map(\.text).joined(separator: ", ")
    }
    return value(values, kind, row).description
  }

  /// One element of a column.
  func value(_ column: Column, _ kind: ValueKind, _ row: Int) -> Value {
    Execution.value(column, kind, row, pool)
  }

  static func value(_ column: Column, _ kind: ValueKind, _ row: Int, _ pool: TextPool) -> Value {
    switch kind {
    case .bool: column.value(at: row, as: .bool, pool: pool)
    case .number: column.value(at: row, as: .number, pool: pool)
    case .text: column.value(at: row, as: .text, pool: pool)
    case .date: column.value(at: row, as: .date, pool: pool)
    case .timestamp: column.value(at: row, as: .timestamp, pool: pool)
    case .period(let unit): column.value(at: row, as: .period(unit), pool: pool)
    case .row: column.code(at: row).map { .number(Rational(Int($0))) } ?? .missing
    }
  }
}

/// The columns and frames that some columns and frames need.
struct Reach {
  private(set) var columns: [ColumnID] = []
  private(set) var frames: [FrameID] = []

  /// - Parameters:
  ///   - isDone: whether a column is there already, so that nothing is needed for it.
  ///   - isOpen: whether a frame's rows are there already.
  init(
    _ program: Program, roots: [ColumnID], frames rootFrames: [FrameID],
    isDone: (ColumnID) -> Bool = { _ in false }, isOpen: (FrameID) -> Bool = { _ in false }
  ) {
    var isColumnSeen = [Bool](repeating: false, count: program.columns.count)
    var isFrameSeen = [Bool](repeating: false, count: program.frames.count)
    var columnsToDo = roots
    var framesToDo = rootFrames
    while true {
      if let column = columnsToDo.popLast() {
        if isColumnSeen[Int(column.index)] { continue }
        isColumnSeen[Int(column.index)] = true
        if isDone(column) { continue }
        let node = program[column]
        framesToDo.append(node.frame)
        if let other = node.operation.otherFrame { framesToDo.append(other) }
        columnsToDo += node.operation.operands.map(\.column)
      } else if let frame = framesToDo.popLast() {
        if isFrameSeen[Int(frame.index)] { continue }
        isFrameSeen[Int(frame.index)] = true
        if isOpen(frame) { continue }
        framesToDo += program[frame].rows.frames
        columnsToDo += program[frame].rows.columns
      } else {
        break
      }
    }
    columns = isColumnSeen.indices.filter { isColumnSeen[$0] }.map { ColumnID($0) }
    frames = isFrameSeen.indices.filter { isFrameSeen[$0] }.map { FrameID($0) }
  }
}
