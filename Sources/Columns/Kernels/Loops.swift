// The loops of all kernels. An operation is a closure of a line or two; these lifts own the loop, its bounds and what a
// constant operand means, and are always inlined so that a closure costs nothing.
//
// This is the only file of the kernels that touches memory by pointer.

/// The elements of a column with the knowledge whether one stands for all rows.
struct Lane<Element> {
  let elements: [Element]
  let isConstant: Bool

  init(_ elements: [Element], isConstant: Bool) {
    self.elements = elements
    self.isConstant = isConstant
  }

  @inline(__always)
  subscript(row: Int) -> Element { elements[isConstant ? 0 : row] }

  /// The same lane with another value for each element.
  @inline(__always)
  func map<Result>(_ operation: (Element) -> Result) -> Lane<Result> {
    Lane<Result>(loop(elements, operation), isConstant: isConstant)
  }
}

/// `operation` of each element.
@inline(__always)
func loop<A, Result>(_ a: [A], _ operation: (A) -> Result) -> [Result] {
  let count = a.count
  return [Result](unsafeUninitializedCapacity: count) { output, initialized in
    a.withUnsafeBufferPointer { a in
      for row in 0..<count { (output.baseAddress! + row).initialize(to: operation(a[row])) }
    }
    initialized = count
  }
}

/// `operation` of each row of two lanes; one element iff both are constant.
@inline(__always)
func loop<A, B, Result>(_ a: Lane<A>, _ b: Lane<B>, _ operation: (A, B) -> Result) -> [Result] {
  let count = a.isConstant ? b.elements.count : a.elements.count
  return [Result](unsafeUninitializedCapacity: count) { output, initialized in
    a.elements.withUnsafeBufferPointer { x in
      b.elements.withUnsafeBufferPointer { y in
        if count == 0 { return }
        let output = output.baseAddress!
        if a.isConstant {
          let left = x[0]
          for row in 0..<count { (output + row).initialize(to: operation(left, y[row])) }
        } else if b.isConstant {
          let right = y[0]
          for row in 0..<count { (output + row).initialize(to: operation(x[row], right)) }
        } else {
          precondition(x.count == y.count, "columns of the same number of rows")
          for row in 0..<count { (output + row).initialize(to: operation(x[row], y[row])) }
        }
      }
    }
    initialized = count
  }
}

/// `operation` of each row of two lanes, nil iff it reports trouble for any.
///
/// The reports are gathered and looked at once, so that the loop has no way out and can be vectorised.
@inline(__always)
func checkedLoop<A, B, Result>(
  _ a: Lane<A>, _ b: Lane<B>, _ operation: (A, B) -> (partialValue: Result, overflow: Bool)
) -> [Result]? {
  var failed = false
  let result = loop(a, b) { x, y in
    let (value, trouble) = operation(x, y)
    failed = failed || trouble
    return value
  }
  return failed ? nil : result
}

/// `operation` of each element, nil iff it reports trouble for any.
@inline(__always)
func checkedLoop<A, Result>(_ a: [A], _ operation: (A) -> (partialValue: Result, overflow: Bool)) -> [Result]? {
  var failed = false
  let result = loop(a) { x in
    let (value, trouble) = operation(x)
    failed = failed || trouble
    return value
  }
  return failed ? nil : result
}

/// The element of `a` where the condition holds, and of `b` elsewhere; neither `condition` nor the result is constant.
@inline(__always)
func selectLoop<Element>(_ condition: [Bool], _ a: Lane<Element>, _ b: Lane<Element>) -> [Element] {
  let count = condition.count
  return [Element](unsafeUninitializedCapacity: count) { output, initialized in
    condition.withUnsafeBufferPointer { condition in
      a.elements.withUnsafeBufferPointer { x in
        b.elements.withUnsafeBufferPointer { y in
          if count == 0 { return }
          precondition(a.isConstant || x.count == count, "columns of the same number of rows")
          precondition(b.isConstant || y.count == count, "columns of the same number of rows")
          let output = output.baseAddress!
          switch (a.isConstant, b.isConstant) {
          case (false, false):
            for row in 0..<count { (output + row).initialize(to: condition[row] ? x[row] : y[row]) }
          case (false, true):
            let right = y[0]
            for row in 0..<count { (output + row).initialize(to: condition[row] ? x[row] : right) }
          case (true, false):
            let left = x[0]
            for row in 0..<count { (output + row).initialize(to: condition[row] ? left : y[row]) }
          case (true, true):
            let left = x[0]
            let right = y[0]
            for row in 0..<count { (output + row).initialize(to: condition[row] ? left : right) }
          }
        }
      }
    }
    initialized = count
  }
}

/// True iff one of the integers is negative; without a way out, so that it can be vectorised.
func hasNegative(_ integers: [Int32]) -> Bool {
  var signs: Int32 = 0
  for integer in integers { signs |= integer }
  return signs < 0
}

/// The elements at `indices`, and `filler` where an index is negative.
@inline(__always)
func gatherLoop<Element>(_ elements: [Element], _ indices: [Int32], filler: Element) -> [Element] {
  elements.withUnsafeBufferPointer { elements in
    loop(indices) { $0 >= 0 ? elements[Int($0)] : filler }
  }
}
