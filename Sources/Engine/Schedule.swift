import IR

/// The steps that compute some columns and everything that they need.
///
/// ```
/// depth 0   scan deals    pipeline of deals: c0 c1 c2
/// depth 1   filter won    pipeline of won: c3 c4
/// depth 2   …             whole-column steps of a depth come before its pipelines
/// ```
///
/// A column that is computed row by row joins the pipeline of its frame at the least depth at which all that it reads
/// from elsewhere is there; so the longest possible chains run batch by batch without being written to memory.
struct Schedule {
  enum Step {
    case rows(FrameID)
    /// A column that needs whole columns of its own frame.
    case whole(ColumnID)
    /// Columns that depend on themselves one period earlier.
    case recurrence([ColumnID])
    /// Columns that are computed row by row, operands first.
    case pipeline(FrameID, [ColumnID])
  }

  private(set) var depths: [[Step]] = []
  /// True for the columns that a later step or the caller reads, by column number.
  private(set) var isKept: [Bool]
  /// The columns whose last use is at a depth, so that they need not be kept afterwards.
  private(set) var released: [[ColumnID]] = []
  /// Those of them that nothing reads but the indexes that the pipelines of the depth join by.
  private(set) var releasedByJoins: [[ColumnID]] = []

  /// The steps for `roots` and for the rows of `frames`.
  ///
  /// - Parameters:
  ///   - isDone: whether a column is there already.
  ///   - isOpen: whether a frame's rows are there already.
  init(
    _ program: Program, roots: [ColumnID], frames: [FrameID], isDone: (ColumnID) -> Bool, isOpen: (FrameID) -> Bool
  ) {
    var planner = Planner(program)
    isKept = [Bool](repeating: false, count: program.columns.count)
    planner.markDone(isDone, isOpen)
    let units = planner.order(roots: roots, frames: frames)
    var steps: [[Step]] = []
    var pipelines: [[FrameID: [ColumnID]]] = []
    for unit in units {
      let depth = planner.depth[unit]
      while steps.count <= depth {
        steps.append([])
        pipelines.append([:])
      }
      switch planner.step(unit) {
      case .pipeline(let frame, let columns): pipelines[depth][frame, default: []] += columns
      case let step: steps[depth].append(step)
      }
    }
    for depth in steps.indices {
      for frame in pipelines[depth].keys.sorted(by: { $0.index < $1.index }) {
        steps[depth].append(.pipeline(frame, pipelines[depth][frame] ?? []))
      }
    }
    depths = steps
    markKept(planner, units, roots: roots)
  }

  private mutating func markKept(_ planner: Planner, _ units: [Int], roots: [ColumnID]) {
    var lastUse = [Int](repeating: -1, count: isKept.count)
    // The same without what only indexes are made of.
    var lastUseByRows = lastUse
    for unit in units {
      let depth = planner.depth[unit]
      for column in planner.columns(of: unit) {
        lastUse[column] = max(lastUse[column], depth)
        lastUseByRows[column] = lastUse[column]
      }
      let indexed = planner.isRowByRow(unit) ? planner.program.columns[unit].operation.indexed : []
      for edge in planner.edges(of: unit) {
        guard case .column(let other, let sameRow) = edge else { continue }
        let owner = planner.owner[other]
        let isSamePipeline =
          sameRow && planner.isRowByRow(unit) && planner.isRowByRow(owner) && planner.depth[owner] == depth
          && !planner.isDone[owner]
        if !isSamePipeline { isKept[other] = true }
        lastUse[other] = max(lastUse[other], depth)
        let isOnlyIndexed = !sameRow && indexed.contains(ColumnID(other))
        if !isOnlyIndexed { lastUseByRows[other] = max(lastUseByRows[other], depth) }
      }
    }
    for root in roots { isKept[Int(root.index)] = true }
    released = [[ColumnID]](repeating: [], count: depths.count)
    releasedByJoins = released
    if depths.isEmpty { return }
    let isRoot = Set(roots)
    for column in lastUse.indices where !isRoot.contains(ColumnID(column)) {
      // A column that is there and that nothing reads goes first.
      let depth = max(0, lastUse[column])
      released[depth].append(ColumnID(column))
      if lastUseByRows[column] < depth { releasedByJoins[depth].append(ColumnID(column)) }
    }
  }
}

/// The graph of what needs what. A unit is a column, a recurrence (named by its first column) or a frame.
private struct Planner {
  enum Edge {
    case column(Int, sameRow: Bool)
    case frame(Int)
  }

  let program: Program
  /// The unit that computes each column.
  var owner: [Int]
  /// The columns of each recurrence, by its unit.
  var cycles: [Int: [ColumnID]] = [:]
  var depth: [Int]
  var isDone: [Bool]

  init(_ program: Program) {
    self.program = program
    owner = Array(program.columns.indices)
    let units = program.columns.count + program.frames.count
    depth = [Int](repeating: -1, count: units)
    isDone = [Bool](repeating: false, count: units)
    for cycle in program.recurrences {
      let unit = Int(cycle[0].index)
      cycles[unit] = cycle
      for column in cycle { owner[Int(column.index)] = unit }
    }
  }

  private func unit(of frame: FrameID) -> Int { program.columns.count + Int(frame.index) }

  mutating func markDone(_ isColumnDone: (ColumnID) -> Bool, _ isFrameOpen: (FrameID) -> Bool) {
    for column in program.columns.indices where owner[column] == column {
      let members = cycles[column] ?? [ColumnID(column)]
      isDone[column] = members.allSatisfy(isColumnDone)
    }
    for frame in program.frames.indices {
      isDone[unit(of: FrameID(frame))] = isFrameOpen(FrameID(frame))
    }
  }

  func isRowByRow(_ unit: Int) -> Bool {
    guard unit < program.columns.count, cycles[unit] == nil else { return false }
    switch program.columns[unit].operation {
    case .runningSum, .apportion, .place, .preceding, .allot: return false
    default: return true
    }
  }

  /// The columns that a unit computes.
  func columns(of unit: Int) -> [Int] {
    if unit >= program.columns.count { return [] }
    return cycles[unit]?.map { Int($0.index) } ?? [unit]
  }

  func step(_ unit: Int) -> Schedule.Step {
    if unit >= program.columns.count { return .rows(FrameID(unit - program.columns.count)) }
    if let cycle = cycles[unit] { return .recurrence(cycle) }
    let column = ColumnID(unit)
    return isRowByRow(unit) ? .pipeline(program[column].frame, [column]) : .whole(column)
  }

  func edges(of unit: Int) -> [Edge] {
    if unit >= program.columns.count {
      let rows = program.frames[unit - program.columns.count].rows
      return rows.frames.map { .frame(Int($0.index)) } + rows.columns.map { .column(Int($0.index), sameRow: false) }
    }
    var edges: [Edge] = []
    for column in cycles[unit] ?? [ColumnID(unit)] {
      let node = program[column]
      edges.append(.frame(Int(node.frame.index)))
      if let other = node.operation.otherFrame { edges.append(.frame(Int(other.index))) }
      for operand in node.operation.operands where owner[Int(operand.column.index)] != unit || cycles[unit] == nil {
        edges.append(.column(Int(operand.column.index), sameRow: operand.reach == .row))
      }
    }
    return edges
  }

  private func target(_ edge: Edge) -> Int {
    switch edge {
    case .column(let column, _): owner[column]
    case .frame(let frame): unit(of: FrameID(frame))
    }
  }

  /// The units that are needed, each after all that it needs; sets their depths.
  mutating func order(roots: [ColumnID], frames: [FrameID]) -> [Int] {
    var result: [Int] = []
    for root in roots.map({ owner[Int($0.index)] }) + frames.map(unit) {
      guard depth[root] < 0 && !isDone[root] else { continue }
      // A stack of its own: a long chain of columns must not exhaust the thread's.
      var path = [(unit: root, edges: edges(of: root), next: 0)]
      while var top = path.popLast() {
        if top.next < top.edges.count {
          let next = target(top.edges[top.next])
          top.next += 1
          path.append(top)
          if depth[next] < 0 && !isDone[next] { path.append((next, edges(of: next), 0)) }
        } else if depth[top.unit] < 0 {
          depth[top.unit] = computeDepth(top.unit, top.edges)
          result.append(top.unit)
        }
      }
    }
    return result
  }

  private func computeDepth(_ unit: Int, _ edges: [Edge]) -> Int {
    let isRowByRow = isRowByRow(unit)
    var result = 0
    for edge in edges {
      let other = target(edge)
      if isDone[other] { continue }
      var isSameRow = false
      if case .column(_, true) = edge { isSameRow = true }
      let waits = self.isRowByRow(other) ? !(isSameRow && isRowByRow) : !isRowByRow
      result = max(result, depth[other] + (waits ? 1 : 0))
    }
    return result
  }
}
