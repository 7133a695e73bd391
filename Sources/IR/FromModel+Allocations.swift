import Columns
import Model
import Source

/// Allocations: parts of an amount that all rows of a sheet's period share.
///
/// What must hold is tested where a part is used, so that a part that a condition leaves out refuses nothing. What is
/// wrong with a group is told of its first row, and makes all of its parts faulty.
extension Lowering {
  /// The columns of an allocation that its parts and what it leaves are made of.
  private struct Sharing {
    let group: Group
    /// The group's amount, tested.
    let pool: ColumnID
    /// What the parts have of the amount together.
    let given: ColumnID
    let part: ColumnID
  }

  /// A row's part.
  ///
  /// - Parameter zeroIsMissing: whether weights that are all zero give missing, as inside `E else F`.
  mutating func lower(
    _ allocation: TypedAllocation, _ span: SourceSpan, zeroIsMissing: Bool, in context: Context
  ) -> ColumnID {
    guard case .sheet(let sheet) = context else { return constant(.missing, .number, on: frame(of: context), span) }
    return sharing(allocation, span, zeroIsMissing: zeroIsMissing, sheet).part
  }

  /// What an allocation leaves of its group's amount; of one that is to reach an amount, what is missing.
  mutating func left(of allocation: TypedAllocation, _ span: SourceSpan, in context: Context) -> ColumnID {
    guard case .sheet(let sheet) = context else { return constant(.missing, .number, on: frame(of: context), span) }
    let sharing = sharing(allocation, span, zeroIsMissing: false, sheet)
    let frame = sharing.group.frame
    let left = emit(.subtract(sharing.pool, sharing.given), .number, on: frame, span)
    guard allocation.isLeast else { return left }
    return emit(.maximum(left, number(0, on: frame, span)), .number, on: frame, span)
  }

  private mutating func sharing(
    _ allocation: TypedAllocation, _ span: SourceSpan, zeroIsMissing: Bool, _ sheet: Int
  ) -> Sharing {
    let context = Context.sheet(sheet)
    let group = group(sheet, allocation.per, span)
    let frame = group.frame
    let zero = number(0, on: frame, span)
    func made(_ operation: Operation) -> ColumnID { emit(operation, .number, on: frame, span) }
    func test(_ comparison: Operation.Comparison, _ a: ColumnID, _ b: ColumnID) -> ColumnID {
      emit(.compare(comparison, a, b), .bool, on: frame, span)
    }
    func assured(_ value: ColumnID, _ holds: ColumnID, _ text: String) -> ColumnID {
      made(.assure(value, holds: holds, text: text))
    }
    func notNegative(_ expression: TypedExpression, _ text: String) -> ColumnID {
      let value = lower(expression, in: context)
      return assured(value, test(.greaterOrEqual, value, zero), text)
    }
    let rows =
      allocation.perNames.isEmpty
      ? "all rows" : "the rows with the same " + allocation.perNames.map { "`\($0)`" }.joined(separator: ", ")
    let weight: ColumnID? =
      switch allocation.manner {
      case .proportional(let weight): notNegative(weight, "a weight is below 0")
      case .levelling(_, let weight): notNegative(weight, "what a row is measured by is below 0")
      case .oneByOne(let step): notNegative(step.weight, "what a row is measured by is below 0")
      case .inOrder: nil
      }
    let whole = lower(allocation.pool, in: context)
    let order = keyColumns(sheet).map(\.column)
    let place = made(.runningSum(of: number(1, on: frame, span), group: group.keys, order: order))
    let isLater = test(.greater, place, number(1, on: frame, span))
    func ofGroup(_ value: ColumnID, _ holds: ColumnID, _ text: String) -> ColumnID {
      assured(value, emit(.or(isLater, holds), .bool, on: frame, span), text)
    }
    let isOne = test(.equal, aggregate(.minimum, whole, group, []), aggregate(.maximum, whole, group, []))
    var first = ofGroup(whole, isOne, "\(rows) share one amount, and they have different ones")
    let isEmpty = test(.equal, whole, zero)
    if !allocation.isProportion, !allocation.isLeast {
      first = ofGroup(first, test(.greaterOrEqual, whole, zero), "the amount is below 0, and no part may be")
    }
    let sum = weight.map { aggregate(.sum, $0, group, []) }
    let isShared = sum.map { emit(.or(isEmpty, test(.greater, $0, zero)), .bool, on: frame, span) }
    if let isShared, allocation.isStrict, !zeroIsMissing {
      first = ofGroup(first, isShared, "the weights of \(rows) are 0, so that nobody gets the amount")
    }
    let unit = allocation.step.map { lower($0, in: context) }
    if let unit, allocation.isStrict {
      let isWhole = test(.equal, made(.round(whole, .down, step: unit)), whole)
      first = ofGroup(first, isWhole, "the amount is not a whole number of steps")
    }
    let pool = aggregate(.minimum, first, group, [])
    let ties = allocation.ties.map { orderColumn($0, in: context) } + order
    var part: ColumnID
    if allocation.isProportion, let weight, let sum {
      // A share of each, and the steps by largest remainder; the parts of -x are the negated parts of x.
      let share = made(.divide(made(.multiply(pool, weight)), sum, zeroIsMissing: true))
      let nothing = emit(.and(isEmpty, test(.equal, sum, zero)), .bool, on: frame, span)
      part = made(.choose(nothing, then: zero, otherwise: share))
      if let unit { part = made(.apportion(of: part, unit: unit, mode: .half, group: group.keys, order: ties)) }
      let given = aggregate(.sum, part, group, [])
      part = assured(part, test(.equal, given, pool), "the parts do not add up to the amount")
      return Sharing(group: group, pool: pool, given: given, part: part)
    }
    let cap = allocation.cap.map { notNegative($0, "the most that a row may have is below 0") }
    var counted: ColumnID?
    let manner: Allotment.Manner
    switch allocation.manner {
    case .proportional: manner = .level(weight: weight ?? zero, start: nil, step: unit)
    case .levelling(let start, _):
      manner = .level(weight: weight ?? zero, start: lower(start, in: context), step: unit)
    case .inOrder: manner = .inOrder(step: unit)
    case .oneByOne(let step):
      let size = lower(step.pack, in: context)
      let pack = assured(size, test(.greater, size, zero), "what is given at a time is not above 0")
      counted = step.counting.map { notNegative($0, "what one counts for is below 0") }
      manner = .oneByOne(
        Allotment.OneByOne(
          pack: pack, start: lower(step.start, in: context), weight: weight ?? zero, counting: counted))
    }
    let tiers = tiers(allocation, group, context, span)
    part = made(
      .allot(Allotment(total: first, manner: manner, cap: cap, group: group.keys, order: tiers, ties: ties)))
    if let isShared, allocation.isStrict, zeroIsMissing {
      part = made(.choose(isShared, then: part, otherwise: constant(.missing, .number, on: frame, span)))
    }
    let given = aggregate(.sum, counted.map { made(.multiply(part, $0)) } ?? part, group, [])
    var isWithin = test(.greaterOrEqual, part, zero)
    if let cap { isWithin = emit(.and(isWithin, test(.lessOrEqual, part, cap)), .bool, on: frame, span) }
    if !allocation.isLeast {
      let adds = test(allocation.isStrict ? .equal : .lessOrEqual, given, pool)
      isWithin = emit(.and(isWithin, adds), .bool, on: frame, span)
    }
    part = assured(part, isWithin, "the parts do not add up to the amount")
    return Sharing(group: group, pool: pool, given: given, part: part)
  }

  /// What puts rows into tiers; where each row stands for itself, no two may stand in one place.
  private mutating func tiers(
    _ allocation: TypedAllocation, _ group: Group, _ context: Context, _ span: SourceSpan
  ) -> [RowSource.Ranking] {
    var tiers = allocation.order.map { key in
      RowSource.Ranking(orderColumn(key.value, in: context), isGreatest: key.isGreatest)
    }
    guard case .inOrder = allocation.manner, let last = tiers.popLast() else { return tiers }
    let frame = group.frame
    let count = aggregate(.count, nil, group, tiers.map(\.column) + [last.column])
    let isAlone = emit(.compare(.equal, count, number(1, on: frame, span)), .bool, on: frame, span)
    let text = "another row has the same place: `in order of` does not tell them apart"
    let tested = emit(.assure(last.column, holds: isAlone, text: text), program[last.column].kind, on: frame, span)
    return tiers + [RowSource.Ranking(tested, isGreatest: last.isGreatest)]
  }
}

extension TypedAllocation {
  /// True iff the parts are plain shares by weight.
  fileprivate var isProportion: Bool {
    if case .proportional = manner { return isStrict }
    return false
  }

  /// True iff the pool is an amount that is to be reached.
  fileprivate var isLeast: Bool {
    if case .oneByOne(let step) = manner { return step.counting != nil }
    return false
  }
}
