import Columns
import IR

/// Something that is wrong, by the numbers of its frame, row and columns; it becomes a ``RunFinding`` with names and
/// places once all are known and the first ones are chosen.
struct Suspect: Sendable {
  enum Problem: Sendable {
    case duplicateKey([ColumnID], first: Int32)
    case severalRows(first: Int32)
    case tie([ColumnID], differing: [ColumnID], first: Int32)
    /// A fault in a value that is used.
    case fault(Fault, ColumnID)
    /// A law, by number, that does not hold.
    case check(Int, isMissing: Bool)
    case tooManyRows
    /// A range of rows whose bounds, by their columns, are not whole numbers or too far apart.
    case range(ColumnID, ColumnID, isTooLong: Bool, in: FrameID)
    /// A version that ends before it begins, by its columns.
    case endsFirst(ColumnID, ColumnID)
    /// Two versions of a key that share a day, or, without `through`, begin on the same.
    case overlap([ColumnID], from: ColumnID, through: ColumnID?, other: Int32)
    /// Somebody in a hierarchy without a row in it.
    case noPlace(Int32, day: Int32?, people: FrameID)
    /// People who stand above each other.
    case circle([Int32], day: Int32?, people: FrameID)
  }

  var problem: Problem
  var frame: FrameID
  var row: Int32?

  init(_ problem: Problem, frame: FrameID, row: Int32?) {
    self.problem = problem
    self.frame = frame
    self.row = row
  }
}

extension Execution {
  /// Notes the faults of columns of `frame`, whose values decide something.
  ///
  /// - Parameter rows: the only rows whose values are used; nil for all.
  mutating func suspect(faultsOf columns: [ColumnID], in frame: FrameID, rows: Set<Int32>? = nil) {
    for column in columns {
      for (row, fault) in whole(column).faultyRows where rows?.contains(Int32(row)) ?? true {
        suspects.append(Suspect(.fault(fault, column), frame: frame, row: Int32(row)))
      }
    }
  }
}
