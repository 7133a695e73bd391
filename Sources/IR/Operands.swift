import Model

/// A column that an operation reads, and which of its rows.
public struct Operand: Hashable, Sendable {
  public enum Reach: Hashable, Sendable {
    /// The same row of the same frame.
    case row
    /// Any row of the same or of another frame: the whole column must be there.
    case rows
    /// The row of the same entity one period earlier.
    case earlier
  }

  public var column: ColumnID
  public var reach: Reach

  public init(_ column: ColumnID, _ reach: Reach = .row) {
    self.column = column
    self.reach = reach
  }
}

extension Operation {
  /// The columns that the operation reads, in the order in which it names them.
  public var operands: [Operand] {
    switch self {
    case .input, .constant, .key, .parentRow, .rightRow, .period, .rowNumber:
      return []
    case .gather(let column, let at):
      return [Operand(column, .rows), Operand(at)]
    case .lookup(_, let theirs, let keys, _):
      return theirs.map { Operand($0, .rows) } + keys.map { Operand($0) }
    case .aggregate(let aggregation):
      return aggregation.operands
    case .runningSum(let of, let group, let order):
      return ([of] + group + order).map { Operand($0, .rows) }
    case .apportion(let of, let unit, _, let group, let order):
      return ([of, unit] + group + order).map { Operand($0, .rows) }
    case .place(let group, let order):
      return (group + order.map(\.column)).map { Operand($0, .rows) }
    case .preceding(let of, let initial, let group, let place):
      return [Operand(of, .earlier), Operand(initial)] + (group + [place]).map { Operand($0, .rows) }
    case .allot(let allotment):
      return (allotment.amounts + allotment.group + allotment.order.map(\.column) + allotment.ties)
        .map { Operand($0, .rows) }
    case .previous(let of, let initial, let restarts):
      return [Operand(of, .earlier), Operand(initial)] + (restarts.map { [Operand($0)] } ?? [])
    case .add(let a, let b), .subtract(let a, let b), .multiply(let a, let b), .divide(let a, let b, _),
      .minimum(let a, let b), .maximum(let a, let b), .round(let a, _, let b), .whole(let a, let b),
      .compare(_, let a, let b), .and(let a, let b), .or(let a, let b), .coalesce(let a, let b), .single(let a, let b),
      .startsWith(let a, let b), .contains(let a, let b), .addDays(let a, let b), .daysBetween(let a, let b),
      .addMonths(let a, let b, _), .monthsBetween(let a, let b),
      .periodsBetween(let a, let b), .poissonQuantile(let a, let b), .addPeriods(let a, let b),
      .notBefore(let a, let b):
      return [Operand(a), Operand(b)]
    case .negate(let a), .absolute(let a), .finite(let a), .not(let a), .isMissing(let a), .require(let a),
      .dateOf(let a),
      .squareRoot(let a, _), .normalQuantile(let a, _), .periodOf(let a, _), .firstDay(let a), .lastDay(let a),
      .shiftPeriod(let a, _), .weekdayNumber(let a):
      return [Operand(a)]
    case .schedule(let question):
      return question.reads.map { Operand($0, .rows) }
        + ([question.key].compactMap { $0 } + question.arguments).map { Operand($0) }
    case .assure(let a, let holds, _):
      return [Operand(a), Operand(holds)]
    case .choose(let condition, let then, let otherwise):
      return [Operand(condition), Operand(then), Operand(otherwise)]
    case .tierAmount(_, let a, let against), .tierRate(_, let a, let against):
      return [Operand(a)] + (against.map { [Operand($0)] } ?? [])
    case .matchRates(_, let axes):
      return axes.map { Operand($0) }
    }
  }

  /// The frame that the operation reads besides its own, where it names one.
  public var otherFrame: FrameID? {
    switch self {
    case .lookup(let frame, _, _, _): frame
    case .aggregate(let aggregation): aggregation.frame
    case .schedule(let question): question.keys
    default: nil
    }
  }
}

extension Aggregation {
  fileprivate var operands: [Operand] {
    let whole = (value.map { [$0] } ?? []) + theirs + (window.map { [$0.date] } ?? [])
    let bounds = [window?.from, window?.through].compactMap { $0 }
    return whole.map { Operand($0, .rows) } + (keys + bounds).map { Operand($0) }
  }
}

extension RowSource {
  /// The columns that decide which rows the frame has.
  public var columns: [ColumnID] {
    switch self {
    case .scan, .single, .spine: []
    case .filter(_, let keep): [keep]
    case .unique(_, let key): key
    case .latest(_, let key, let by, let content): key + by + content
    case .versions(_, let key, let from, let through): key + [from] + [through].compactMap { $0 }
    case .best(_, let key, let order): key + order.map(\.column)
    case .ancestors(let ancestry):
      [ancestry.person] + [ancestry.date].compactMap { $0 } + ancestry.hierarchyColumns
    case .repeated(_, let first, let through): [first, through]
    case .keys(let sets): sets.flatMap(\.columns)
    case .match(let match): match.giver.columns + match.taker.columns
    case .pairs(_, let leftKeys, _, let rightKeys, _): leftKeys + rightKeys
    }
  }

  /// The frames whose rows these rows come from.
  public var frames: [FrameID] {
    switch self {
    case .scan, .single: []
    case .filter(let parent, _), .unique(let parent, _), .latest(let parent, _, _, _), .versions(let parent, _, _, _),
      .best(let parent, _, _):
      [parent]
    case .ancestors(let ancestry): [ancestry.frame, ancestry.hierarchy]
    case .keys(let sets): sets.map(\.frame)
    case .match(let match): [match.giver.frame, match.taker.frame]
    case .spine(let entities, _, _): [entities]
    case .repeated(let parent, _, _): [parent]
    case .pairs(let left, _, let right, _, _): [left, right]
    }
  }

  /// The frame that ``Operation/parentRow`` leads to.
  public var parent: FrameID? {
    switch self {
    case .scan, .single, .keys: nil
    case .filter(let parent, _), .unique(let parent, _), .latest(let parent, _, _, _), .versions(let parent, _, _, _),
      .best(let parent, _, _):
      parent
    case .ancestors(let ancestry): ancestry.frame
    case .match(let match): match.giver.frame
    case .spine(let entities, _, _): entities
    case .repeated(let parent, _, _): parent
    case .pairs(let left, _, _, _, _): left
    }
  }

  /// The frame that ``Operation/rightRow`` leads to.
  var rightSide: FrameID? {
    switch self {
    case .pairs(_, _, let right, _, _): right
    case .ancestors(let ancestry): ancestry.hierarchy
    case .match(let match): match.taker.frame
    case .scan, .single, .filter, .unique, .latest, .versions, .best, .keys, .spine, .repeated: nil
    }
  }
}
