import Columns
import IR

/// Which row of another frame a row stands for, and the order of rows.
extension Revision {
  /// The rows of the parent that rows stand for.
  func parentRows(_ frame: FrameID, _ rows: [Int32]) -> [Int32] {
    let change = frames[Int(frame.index)]
    let own = base.execution.frames[Int(frame.index)]
    let count = Int32(base.rowCount(frame))
    return rows.map { row in
      if row >= count { return change.parents[Int(row - count)] }
      switch own?.parent {
      case .rows(let parents): return parents[Int(row)]
      case .cyclic(let entities): return row % Int32(entities)
      case .same, .some(.none), nil: return row
      }
    }
  }

  /// The right side's rows of pairs; -1 where there is none.
  func rightRows(_ frame: FrameID, _ rows: [Int32]) -> [Int32] {
    let change = frames[Int(frame.index)]
    let own = base.execution.frames[Int(frame.index)]?.right ?? []
    let count = Int32(base.rowCount(frame))
    return rows.map { $0 >= count ? change.rights[Int($0 - count)] : own[Int($0)] }
  }

  /// The numbers of the periods of a spine's rows.
  func periodNumbers(_ frame: FrameID, _ rows: [Int32]) -> [Int32] {
    let change = frames[Int(frame.index)]
    let count = Int32(base.rowCount(frame))
    guard case .cyclic(let entities)? = base.execution.frames[Int(frame.index)]?.parent else { return rows }
    return rows.map { $0 >= count ? change.periods[Int($0 - count)] : $0 / Int32(entities) }
  }

  /// The row of the same entity one period earlier; -1 in the first period.
  func earlierRows(_ frame: FrameID, _ rows: [Int32]) -> [Int32] {
    let change = frames[Int(frame.index)]
    let count = Int32(base.rowCount(frame))
    guard case .cyclic(let entities)? = base.execution.frames[Int(frame.index)]?.parent,
      case .spine(_, _, let periods) = program[frame].rows
    else { return rows.map { _ in -1 } }
    let appended = Int32(change.appended / max(1, periods))
    return rows.map { row in
      if row < count { return row < Int32(baseEntities(entities, frame)) ? -1 : row - Int32(entities) }
      return row < count + appended ? -1 : row - appended
    }
  }

  private func baseEntities(_ cycle: Int, _ frame: FrameID) -> Int {
    guard case .spine(let entities, _, _) = program[frame].rows else { return cycle }
    return base.rowCount(entities)
  }

  /// The rows of a frame, which ascend, in the order that they would have in a run: a row that is new stands behind the
  /// others of a table, but within rows that are made of other rows it stands where these have it.
  func ordered(_ rows: [Int32], in frame: FrameID) -> [Int32] {
    guard frames[Int(frame.index)].appended > 0, hasOwnOrder(frame), rows.count > 1 else { return rows }
    let paths = rows.map { path($0, frame) }
    return rows.indices.sorted { a, b in
      paths[a] == paths[b] ? a < b : paths[a].lexicographicallyPrecedes(paths[b])
    }.map { rows[$0] }
  }

  /// False iff rows come in the order of their numbers.
  private func hasOwnOrder(_ frame: FrameID) -> Bool {
    switch program[frame].rows {
    case .scan, .single, .keys, .match: false
    case .filter, .unique, .latest, .versions, .best, .ancestors, .spine, .repeated, .pairs: true
    }
  }

  /// Numbers that order the rows of a frame.
  private func path(_ row: Int32, _ frame: FrameID) -> [Int32] {
    func parent(_ frame: FrameID) -> Int32 { parentRows(frame, [row])[0] }
    switch program[frame].rows {
    case .scan, .single, .keys, .match: return [row]
    case .filter(let of, _), .unique(let of, _), .latest(let of, _, _, _), .versions(let of, _, _, _),
      .best(let of, _, _):
      return path(parent(frame), of)
    case .spine(let entities, _, _):
      return periodNumbers(frame, [row]) + path(parent(frame), entities)
    case .repeated(let of, _, _):
      return path(parent(frame), of) + [row]
    case .ancestors(let ancestry):
      return path(parent(frame), ancestry.frame) + [row]
    case .pairs(let left, _, let right, _, _):
      let other = rightRows(frame, [row])[0]
      return path(parent(frame), left) + (other < 0 ? [other] : path(other, right))
    }
  }
}
