import Columns
import Model
import Source
import Syntax

/// Rows that are repeated for each value of a range.
extension Lowering {
  /// The frame of a sheet's rows before its periods, and the frame of all repeated rows if there is a range.
  mutating func repeated(_ sheet: Int, _ front: FrameID, keys: FrameID?) -> (rows: FrameID, range: FrameID?) {
    guard let range = model.sheets[sheet].range else { return (front, nil) }
    let name = model.sheets[sheet].name
    // What decides about rows stands at those that it is decided of.
    func standing<Result>(
      on frame: FrameID, range: FrameID?, _ front: FrameID, _ body: (inout Lowering) -> Result
    ) -> Result {
      sheets[sheet] = LoweredSheet(
        frame: frame, entities: frame, front: front, range: range, keys: keys, hasPeriods: false, firstShown: nil,
        lastShown: nil, planStart: nil)
      defer { sheets[sheet] = nil }
      return body(&self)
    }
    let parts = range.condition.map { conjuncts(of: $0) } ?? []
    let (first, last, identity) = standing(on: front, range: nil, front) { lowering in
      (
        lowering.lower(range.first, in: .sheet(sheet)), lowering.lower(range.last, in: .sheet(sheet)),
        lowering.keyColumns(sheet).map { NamedColumn($0.name, $0.column) }
      )
    }
    if program[front].identity.isEmpty { program.frames[Int(front.index)].identity = identity }
    let all = addFrame(name, .repeated(of: front, first: first, through: last), range.span)
    var frame = all
    for part in parts {
      let keep = standing(on: frame, range: all, front) { $0.lower(part, in: .sheet(sheet)) }
      frame = filter(frame, keep: keep, name, part.span)
    }
    return (frame, all)
  }

  /// The value of the range in each row of a sheet.
  mutating func rangeColumn(_ lowered: LoweredSheet, _ range: RangeModel, _ span: SourceSpan) -> ColumnID {
    guard let all = lowered.range else { return rowNumber(on: lowered.frame, span) }
    let value = emit(.key(0), kind(of: range.type), on: all, span, name: range.name)
    if all == lowered.frame { return value }
    return gather(value, at: row(of: all, from: lowered.frame, span), on: lowered.frame, span)
  }

  /// The row of a frame from which another one comes, through all the frames between.
  mutating func row(of ancestor: FrameID, from frame: FrameID, _ span: SourceSpan) -> ColumnID {
    if frame == ancestor { return rowNumber(on: frame, span) }
    var at = frame
    var row: ColumnID?
    while at != ancestor, let parent = program[at].rows.parent {
      let step = emit(.parentRow, .row(parent), on: at, span)
      row = row.map { gather(step, at: $0, on: frame, span) } ?? step
      at = parent
    }
    return row ?? rowNumber(on: frame, span)
  }
}
