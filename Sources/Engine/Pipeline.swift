import Columns
import IR

/// How a run of row-by-row columns of one frame is computed: batch by batch, each batch small enough for its columns
/// to stay in the cache, the batches spread over the threads and joined in the order of their rows.
extension Execution {
  /// The number of rows of a batch.
  static let batchSize = 8_192

  /// Computes what needs no batches, and the indexes that the batches will read; nil if there will be none.
  mutating func preparePipeline(_ frame: FrameID, _ list: [ColumnID], _ isKept: [Bool]) -> Pipeline? {
    let rowCount = rowCount(frame)
    var batched: [ColumnID] = []
    for column in list {
      if let whole = wholeSource(column, rowCount) {
        columns[Int(column.index)] = whole
      } else if isUniform(column) {
        prepareSchedule(askedBy: column)
        columns[Int(column.index)] = evaluate(column, rows: 0..<rowCount) { whole($0) }.settled()
      } else {
        batched.append(column)
      }
    }
    batched = read(of: batched, isKept)
    guard !batched.isEmpty else { return nil }
    prepareJoins(batched)
    // Joins may have asked for some of them already.
    batched.removeAll { columns[Int($0.index)] != nil }
    return Pipeline(rowCount: rowCount, plan: BatchPlan(program, batched, isKept))
  }

  mutating func run(_ pipeline: Pipeline) {
    let plan = pipeline.plan
    let rowCount = pipeline.rowCount
    let ranges = rowCount == 0 ? [0..<0] : Workers.morsels(of: rowCount, size: Execution.batchSize)
    let snapshot = self
    let results = ColumnAssembly.columns(of: ranges, workers: workers) { snapshot.runBatch(plan, rows: $0) }
    for (column, result) in zip(plan.kept, results) { columns[Int(column.index)] = result }
  }

  /// Those of `list` that are kept, or read by one of them.
  private func read(of list: [ColumnID], _ isKept: [Bool]) -> [ColumnID] {
    var isRead = isKept
    var result: [ColumnID] = []
    for column in list.reversed() where isRead[Int(column.index)] {
      result.append(column)
      for operand in program[column].operation.operands { isRead[Int(operand.column.index)] = true }
    }
    return result.reversed()
  }

  /// A column that is there without computing, or nil.
  private func wholeSource(_ column: ColumnID, _ rowCount: Int) -> Column? {
    let node = program[column]
    guard let rows = frames[Int(node.frame.index)] else { return nil }
    switch node.operation {
    case .gather(let of, let at):
      // Rows that are those of the parent, each at its place, have the parent's values.
      guard case .same = rows.parent, case .parentRow = program[at].operation else { return nil }
      return columns[Int(of.index)]
    case .key(let place):
      return rows.keys[place]
    case .parentRow:
      if case .rows(let parents) = rows.parent { return Column(.codes(parents), count: rowCount) }
      return nil
    case .rightRow:
      let isMatched = rows.right.contains(-1) ? Bitmap(rows.right.map { $0 >= 0 }) : nil
      return Column(.codes(rows.right), count: rowCount, validity: isMatched)
    case .constant(let value):
      return constant(value, node.kind, count: rowCount)
    default:
      return nil
    }
  }

  /// True iff the column has the same value in every row because all that it reads has.
  private func isUniform(_ column: ColumnID) -> Bool {
    switch program[column].operation {
    case .input, .constant, .key, .parentRow, .rightRow, .period, .rowNumber, .gather, .lookup, .aggregate,
      .runningSum, .apportion, .place, .preceding, .allot, .previous:
      return false
    case .schedule(let question):
      let operands = [question.key].compactMap { $0 } + question.arguments
      return operands.allSatisfy { columns[Int($0.index)]?.isConstant ?? false }
    default:
      return program[column].operation.operands.allSatisfy { columns[Int($0.column.index)]?.isConstant ?? false }
    }
  }

  private func runBatch(_ plan: BatchPlan, rows: Range<Int>) -> [Column] {
    var registers = [Column?](repeating: nil, count: plan.registerCount)
    for (place, column) in plan.columns.enumerated() {
      registers[place] = evaluate(column, rows: rows) { operand in
        guard let register = plan.register(operand) else { return whole(operand).slice(rows) }
        if let value = registers[register] { return value }
        // The batch's part of a whole column is cut out once.
        let part = whole(operand).slice(rows)
        registers[register] = part
        return part
      }
      for dead in plan.deadAfter[place] { registers[dead] = nil }
    }
    return plan.kept.compactMap { plan.register($0).flatMap { registers[$0]?.settled() } }
  }

  /// A constant column.
  func constant(_ value: Value, _ kind: ValueKind, count: Int) -> Column {
    switch value {
    case .missing:
      let storage: Column.Storage =
        switch kind {
        case .bool: .bools([false])
        case .number, .timestamp: .integers([0], scale: 0)
        case .text, .date, .period, .row: .codes([0])
        }
      return Column(storage, count: count, isConstant: true, validity: Bitmap([false]))
    case .bool(let bool): return Column(.bools([bool]), count: count, isConstant: true)
    case .number(let number): return Column.constant(number, count: count)
    case .text(let text): return Column(.codes([pool.find(text) ?? -1]), count: count, isConstant: true)
    case .date(let date): return Column(.codes([date.days]), count: count, isConstant: true)
    case .period(let period): return Column(.codes([period.ordinal]), count: count, isConstant: true)
    case .timestamp(let seconds):
      return Column(.integers([seconds], scale: 0), count: count, isConstant: true)
    }
  }
}

/// A run of row-by-row columns for which everything that they read is there.
struct Pipeline {
  let rowCount: Int
  let plan: BatchPlan
}

/// The columns of a pipeline that are computed batch by batch, and where each batch holds them and its parts of the whole
/// columns that they read.
struct BatchPlan: Sendable {
  let columns: [ColumnID]
  /// The columns that are needed after the pipeline.
  let kept: [ColumnID]
  private(set) var registerCount: Int
  /// The registers whose last use is at a place, so that the next columns can take over their memory.
  private(set) var deadAfter: [[Int]]
  private var registers: [Int32]

  init(_ program: Program, _ columns: [ColumnID], _ isKept: [Bool]) {
    self.columns = columns
    kept = columns.filter { isKept[Int($0.index)] }
    registers = [Int32](repeating: -1, count: program.columns.count)
    for (place, column) in columns.enumerated() { registers[Int(column.index)] = Int32(place) }
    var lastUse = Array(columns.indices)
    for (place, column) in columns.enumerated() {
      for operand in program[column].operation.operands where operand.reach == .row {
        let index = Int(operand.column.index)
        if registers[index] < 0 {
          registers[index] = Int32(lastUse.count)
          lastUse.append(place)
        }
        lastUse[Int(registers[index])] = place
      }
    }
    registerCount = lastUse.count
    deadAfter = [[Int]](repeating: [], count: columns.count)
    for register in lastUse.indices where register >= columns.count || !isKept[Int(columns[register].index)] {
      deadAfter[lastUse[register]].append(register)
    }
  }

  func register(_ column: ColumnID) -> Int? {
    let place = registers[Int(column.index)]
    return place < 0 ? nil : Int(place)
  }
}
