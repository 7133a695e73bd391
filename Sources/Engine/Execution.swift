import Columns
import IR

/// A run in progress: the tables that were read, and the rows and columns that are there so far.
///
/// Columns are computed on demand, step by step as a ``Schedule`` says. Everything is a value, so worker threads read a
/// copy that costs nothing while the steps themselves follow each other on one thread.
struct Execution: Sendable {
  let program: Program
  let options: RunOptions
  let workers: Workers
  var pool = TextPool()
  /// The tables, by input number; nil where no frame that is needed scans it.
  var tables: [LoadedTable?]
  /// The rows of the frames that are there, by frame number.
  var frames: [FrameRows?]
  /// The whole columns that are there, by column number; those that nothing will read any more are not kept.
  var columns: [Column?]
  var joins = JoinIndexes()
  /// The schedules that are there, by number.
  var schedules: [Int: DaySchedules] = [:]
  /// The row before each row in its order, by the frame's number and those of the order's columns: only messages ask.
  var tracedOrders: [[Int32]: [Int32]] = [:]
  /// What is wrong so far, yet without names and places.
  var suspects: [Suspect] = []

  init(_ program: Program, options: RunOptions) {
    self.program = program
    self.options = options
    workers = Workers(count: options.threads)
    tables = [LoadedTable?](repeating: nil, count: program.inputs.count)
    frames = [FrameRows?](repeating: nil, count: program.frames.count)
    columns = [Column?](repeating: nil, count: program.columns.count)
  }

  /// The number of rows of a frame that is there.
  func rowCount(_ frame: FrameID) -> Int { frames[Int(frame.index)]?.count ?? 0 }

  /// A whole column that is there.
  func whole(_ column: ColumnID) -> Column {
    guard let result = columns[Int(column.index)] else {
      preconditionFailure("c\(column.index) is read before it is computed")
    }
    return result
  }

  // MARK: Computing

  /// Computes `roots` and the rows of `frames` and all that they need.
  ///
  /// - Parameter stopsEarly: whether to stop after the depth at which something is found to be wrong with the rows of a
  ///   frame, so that nothing is reported that only follows from it.
  /// - Parameter neededLater: the columns besides `roots` that are read afterwards. Any other is given up, with the
  ///   indexes over it, after the depth that reads it last.
  /// - Parameter keepingEverything: whether to give up nothing.
  mutating func demand(
    _ roots: [ColumnID], frames: [FrameID] = [], stopsEarly: Bool = true, neededLater: Set<ColumnID> = [],
    keepingEverything: Bool = false
  ) {
    let schedule = Schedule(
      program, roots: roots, frames: frames, isDone: { columns[Int($0.index)] != nil },
      isOpen: { self.frames[Int($0.index)] != nil })
    let lastJoins = depthsOfJoins(schedule) { _ in true }
    let lastTotals = depthsOfJoins(schedule) { if case .aggregate = program[$0].operation { true } else { false } }
    let joinsLater = Set(neededLater.compactMap(joinKey))
    for (depth, steps) in schedule.depths.enumerated() {
      var pipelines: [Pipeline] = []
      for step in steps {
        if let pipeline = run(step, schedule.isKept) { pipelines.append(pipeline) }
      }
      // Rows that only indexes were made of go before the pipelines make new ones.
      if !keepingEverything {
        release(schedule.releasedByJoins[depth], neededLater)
        joins.forgetGroups { (lastTotals[$0] ?? -1) <= depth && !joinsLater.contains($0) }
      }
      for pipeline in pipelines { run(pipeline) }
      if stopsEarly && !suspects.isEmpty { return }
      if keepingEverything { continue }
      release(schedule.released[depth], neededLater)
      joins.keep { (lastJoins[$0] ?? -1) > depth || joinsLater.contains($0) }
    }
  }

  private mutating func release(_ list: [ColumnID], _ neededLater: Set<ColumnID>) {
    for column in list where !neededLater.contains(column) { columns[Int(column.index)] = nil }
  }

  /// The depth of the last column among those wanted that joins by each index.
  private func depthsOfJoins(_ schedule: Schedule, _ isWanted: (ColumnID) -> Bool) -> [JoinIndexes.Key: Int] {
    var result: [JoinIndexes.Key: Int] = [:]
    for (depth, steps) in schedule.depths.enumerated() {
      for step in steps {
        switch step {
        case .pipeline(_, let columns), .recurrence(let columns):
          for key in columns.filter(isWanted).compactMap(joinKey) { result[key] = depth }
        case .rows, .whole: break
        }
      }
    }
    return result
  }

  /// Carries out a step; a pipeline is only made ready.
  private mutating func run(_ step: Schedule.Step, _ isKept: [Bool]) -> Pipeline? {
    switch step {
    case .rows(let frame):
      frames[Int(frame.index)] = openRows(frame)
    case .whole(let column):
      columns[Int(column.index)] = computeWhole(column)
    case .recurrence(let cycle):
      prepareJoins(cycle, isRecurrence: true)
      let results = computeRecurrence(cycle, isKept)
      for (column, result) in zip(cycle, results) where isKept[Int(column.index)] {
        columns[Int(column.index)] = result
      }
    case .pipeline(let frame, let list):
      return preparePipeline(frame, list, isKept)
    }
    return nil
  }

  /// A column that needs whole columns of its own frame.
  func computeWhole(_ column: ColumnID) -> Column {
    switch program[column].operation {
    case .runningSum(let of, let group, let order):
      return runningSum(of, group: group, order: order, site: column)
    case .place(let group, let order):
      return place(group: group, order: order, site: column)
    case .preceding(let of, let initial, let group, let place):
      return preceding(of, initial: initial, group: group, place: place)
    case .apportion(let of, let unit, let mode, let group, let order):
      return apportion(of, unit: unit, mode: mode, group: group, order: order, site: column)
    case .allot(let allotment):
      return allot(allotment, site: column)
    default:
      preconditionFailure("c\(column.index) is computed row by row")
    }
  }
}

/// The rows of a frame: how many, and which rows of other frames they stand for.
struct FrameRows: Sendable {
  /// Which row of the parent each row stands for.
  enum Parent: Sendable {
    case none
    /// The row with the same number.
    case same
    case rows([Int32])
    /// The row's number modulo the number of entities.
    case cyclic(Int)
  }

  var count: Int
  var parent = Parent.none
  /// The right side's row of pairs; -1 where there is none.
  var right: [Int32] = []
  /// The keys of a frame of keys.
  var keys: [Column] = []
}
