import Columns
import IR

extension Execution {
  /// More rows than this from one row are a mistake, and not a range.
  static let rangeLimit = 100_000

  /// The parent's rows, each once for each value of its range.
  mutating func repeatedRows(
    _ parent: FrameID, _ first: ColumnID, _ through: ColumnID, in id: FrameID
  ) -> FrameRows {
    suspect(faultsOf: [first, through], in: parent)
    let lows = whole(first)
    let highs = whole(through)
    let isNumber = program[first].kind == .number
    var parents: [Int32] = []
    var codes: [Int32] = []
    var numbers: [Int64] = []
    for row in 0..<rowCount(parent) {
      let bounds = isNumber ? Execution.wholeBounds(lows, highs, row) : Execution.codeBounds(lows, highs, row)
      let low: Int64
      let high: Int64
      switch bounds {
      case .none: continue
      case .notWhole:
        suspects.append(Suspect(.range(first, through, isTooLong: false, in: id), frame: parent, row: Int32(row)))
        continue
      case .values(let a, let b): (low, high) = (a, b)
      }
      guard low <= high else { continue }
      let (width, isOver) = high.subtractingReportingOverflow(low)
      guard !isOver, width < Int64(Execution.rangeLimit) else {
        suspects.append(Suspect(.range(first, through, isTooLong: true, in: id), frame: parent, row: Int32(row)))
        continue
      }
      guard parents.count + Int(width) + 1 <= Int(Int32.max) else {
        suspects.append(Suspect(.tooManyRows, frame: id, row: nil))
        break
      }
      parents += repeatElement(Int32(row), count: Int(width) + 1)
      if isNumber {
        for value in low...high { numbers.append(value) }
      } else {
        for value in low...high { codes.append(Int32(truncatingIfNeeded: value)) }
      }
    }
    let value = isNumber ? Column.integers(numbers) : Column.codes(codes)
    return FrameRows(count: parents.count, parent: .rows(parents), keys: [value])
  }

  private enum Bounds {
    case none
    case notWhole
    case values(Int64, Int64)
  }

  private static func codeBounds(_ lows: Column, _ highs: Column, _ row: Int) -> Bounds {
    guard let low = lows.code(at: row), let high = highs.code(at: row) else { return .none }
    return .values(Int64(low), Int64(high))
  }

  private static func wholeBounds(_ lows: Column, _ highs: Column, _ row: Int) -> Bounds {
    guard let low = lows.rational(at: row), let high = highs.rational(at: row) else { return .none }
    guard low.isInteger, high.isInteger, let first = Int64(exactly: low.numerator),
      let last = Int64(exactly: high.numerator)
    else { return .notWhole }
    return .values(first, last)
  }
}
