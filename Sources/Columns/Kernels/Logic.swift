// Truth values with missing rows and faults.
//
//     and      false  true     missing  FAULT          or       false    true  missing  FAULT
//     false    false  false    false    false          false    false    true  missing  FAULT
//     true     false  true     missing  FAULT          true     true     true  true     true
//     missing  false  missing  missing  FAULT          missing  missing  true  missing  FAULT
//     FAULT    FAULT  FAULT    FAULT    FAULT          FAULT    FAULT    FAULT FAULT    FAULT
//
// The left operand (down) decides first: where it settles the result, the right one (across) may fail.

extension Column {
  /// True where both are.
  public func and(_ other: Column) -> Column {
    if isPlain && other.isPlain {
      return RowStates(self, other).column(.bools(loop(boolLane, other.boolLane) { $0 && $1 }))
    }
    return combining(other, settlingValue: false)
  }

  /// True where one is.
  public func or(_ other: Column) -> Column {
    if isPlain && other.isPlain {
      return RowStates(self, other).column(.bools(loop(boolLane, other.boolLane) { $0 || $1 }))
    }
    return combining(other, settlingValue: true)
  }

  /// True where the column is false.
  public func not() -> Column { RowStates(self).column(.bools(loop(boolLane.elements) { !$0 })) }

  /// True where the row is missing.
  public func isMissing() -> Column {
    guard let validity else {
      let result = Column.constant(false, count: count)
      return faults == nil
        ? result : RowStates(self, result).column(.bools([Bool](repeating: false, count: elementCount)))
    }
    return Column(.bools((~validity).bools), count: count, isConstant: isConstant, faults: faults)
  }

  /// True iff every row has a value.
  private var isPlain: Bool { validity == nil && faults == nil }

  private func combining(_ other: Column, settlingValue: Bool) -> Column {
    let isConstant = isConstant && other.isConstant
    let left = boolLane
    let right = other.boolLane
    var states = RowStates(count: count, isConstant: isConstant)
    var result = [Bool](repeating: !settlingValue, count: states.elementCount)
    for element in result.indices {
      let leftHasValue = hasValue(at: element)
      if leftHasValue && left[element] == settlingValue {
        result[element] = settlingValue
      } else if let fault = fault(at: element) ?? other.fault(at: element) {
        states.fail(element, fault)
      } else if other.hasValue(at: element) && right[element] == settlingValue {
        result[element] = settlingValue
      } else if !leftHasValue || !other.hasValue(at: element) {
        states.miss(element)
      }
    }
    return states.column(.bools(result))
  }
}
