// What the rows of a result inherit from the rows of its operands: missing values and faults.

/// The missing rows and the faults of a result, before its values are known.
struct RowStates {
  let count: Int
  let isConstant: Bool
  var validity: Bitmap?
  var faults: [Int32: Fault]?

  /// The states of a result of `operands`: missing where one is missing, faulty where one is faulty; the first goes first.
  init(_ operands: Column...) {
    count = operands[0].count
    isConstant = operands.allSatisfy { $0.isConstant }
    for operand in operands {
      precondition(operand.count == count, "columns of the same number of rows")
      let isSpread = operand.isConstant && !isConstant
      if let own = operand.validity {
        let spread = isSpread ? Bitmap(repeating: own[0], count: count) : own
        validity = validity.map { $0 & spread } ?? spread
      }
      guard let own = operand.faults, !own.isEmpty else { continue }
      var merged = faults ?? [:]
      if isSpread, let fault = own[0] {
        for row in 0..<Int32(count) where merged[row] == nil { merged[row] = fault }
      } else {
        for (row, fault) in own where merged[row] == nil { merged[row] = fault }
      }
      faults = merged
    }
  }

  /// The states of a result of which every row has a value so far.
  init(count: Int, isConstant: Bool) {
    self.count = count
    self.isConstant = isConstant
  }

  /// The number of elements of the result.
  var elementCount: Int { isConstant ? 1 : count }

  /// True iff the element is neither missing nor faulty.
  func hasValue(_ element: Int) -> Bool {
    if let validity, !validity[element] { return false }
    if let faults, faults[Int32(element)] != nil { return false }
    return true
  }

  mutating func fail(_ element: Int, _ fault: Fault) {
    if faults == nil { faults = [:] }
    faults?[Int32(element)] = fault
  }

  mutating func miss(_ element: Int) {
    if validity == nil { validity = Bitmap(repeating: true, count: elementCount) }
    validity?[element] = false
  }

  /// The column with these states and `storage`.
  func column(_ storage: Column.Storage) -> Column {
    Column(storage, count: count, isConstant: isConstant, validity: validity, faults: faults)
  }
}
