extension Column {
  /// The values themselves, and a fault wherever there is one and `condition` is not true.
  public func assured(by condition: Column, or reason: Fault.Reason, site: Int32) -> Column {
    if condition.validity == nil, condition.faults == nil,
      (0..<condition.elementCount).allSatisfy({ condition.boolLane[$0] })
    {
      return self
    }
    var result = isConstant && condition.isConstant ? self : flattened()
    var failed = result.faults ?? [:]
    for row in 0..<result.elementCount where result.hasValue(at: row) && condition.bool(at: row) != true {
      failed[Int32(row)] = condition.fault(at: row) ?? Fault(reason, site: site)
    }
    result.faults = failed.isEmpty ? nil : failed
    return result
  }
}
