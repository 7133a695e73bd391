// One of two columns, row by row.

extension Column {
  /// The row of `then` where `condition` holds, of `otherwise` where it does not; missing where the condition is.
  ///
  /// What the branch not taken holds, a fault included, has no effect.
  public static func choose(_ condition: Column, then: Column, otherwise: Column) -> Column {
    precondition(condition.count == then.count && then.count == otherwise.count, "columns of the same number of rows")
    if condition.isConstant {
      if let fault = condition.fault(at: 0) { return .failed(fault, count: condition.count) }
      guard let isThen = condition.bool(at: 0) else { return .missing(count: condition.count) }
      return isThen ? then : otherwise
    }
    let conditions = condition.boolLane.elements
    // What is never chosen does not decide how the numbers are held.
    if condition.validity == nil, condition.faults == nil, !otherwise.isConstant, !conditions.contains(true) {
      return otherwise
    }
    var states = RowStates(count: condition.count, isConstant: false)
    if condition.validity != nil || then.validity != nil || otherwise.validity != nil {
      let isThen = Bitmap(conditions)
      let chosen = (isThen & then.presence) | (~isThen & otherwise.presence)
      let validity = condition.validity.map { $0 & chosen } ?? chosen
      states.validity = validity.isAllTrue ? nil : validity
    }
    if condition.faults != nil || then.faults != nil || otherwise.faults != nil {
      for row in 0..<condition.count {
        if let fault = condition.fault(at: row) {
          states.fail(row, fault)
        } else if condition.validity?[row] ?? true, let fault = (conditions[row] ? then : otherwise).fault(at: row) {
          states.fail(row, fault)
        }
      }
    }
    return states.column(chosen(conditions, then, otherwise))
  }

  private static func chosen(_ conditions: [Bool], _ then: Column, _ otherwise: Column) -> Storage {
    switch (then.isVoid ? otherwise : then).storage {
    case .bools: return .bools(selectLoop(conditions, then.boolLane, otherwise.boolLane))
    case .codes: return .codes(selectLoop(conditions, then.codeLane, otherwise.codeLane))
    case .integers, .wide, .fractions, .rationals:
      switch Form.common([then.numbers, otherwise.numbers]) {
      case .narrow(let parts, let denominator):
        return denominator.storage(select(conditions, parts, then, otherwise))
      case .wide(let parts, let scale): return .wide(select(conditions, parts, then, otherwise), scale: scale)
      case .rationals(let parts): return .rationals(select(conditions, parts, then, otherwise))
      }
    }
  }

  private static func select<Element>(
    _ conditions: [Bool], _ parts: [[Element]], _ then: Column, _ otherwise: Column
  ) -> [Element] {
    selectLoop(
      conditions, Lane(parts[0], isConstant: then.isConstant), Lane(parts[1], isConstant: otherwise.isConstant))
  }

  /// Which rows are not missing.
  private var presence: Bitmap {
    guard let validity else { return Bitmap(repeating: true, count: count) }
    return isConstant ? Bitmap(repeating: validity[0], count: count) : validity
  }

  /// The column's rows, and those of `other` where they are missing.
  public func coalescing(_ other: Column) -> Column {
    validity == nil ? self : .choose(isMissing(), then: other, otherwise: self)
  }
}
