// Comparisons, exact across scales and representations.

/// How a comparison's left side relates to its right side.
public enum Comparison: String, CaseIterable, Hashable, Sendable {
  case equal = "="
  case notEqual = "!="
  case less = "<"
  case lessOrEqual = "<="
  case greater = ">"
  case greaterOrEqual = ">="
}

extension Comparison {
  /// True iff the comparison holds between values that compare as `order`.
  public func holds(_ order: Order) -> Bool {
    switch self {
    case .equal: order == .equal
    case .notEqual: order != .equal
    case .less: order == .less
    case .lessOrEqual: order != .greater
    case .greater: order == .greater
    case .greaterOrEqual: order != .less
    }
  }

  /// The comparison for each row of two lanes; the choice is made once, outside the loop.
  @inline(__always)
  func loop<Element: Comparable>(_ x: Lane<Element>, _ y: Lane<Element>) -> [Bool] {
    switch self {
    case .equal: Columns.loop(x, y) { $0 == $1 }
    case .notEqual: Columns.loop(x, y) { $0 != $1 }
    case .less: Columns.loop(x, y) { $0 < $1 }
    case .lessOrEqual: Columns.loop(x, y) { $0 <= $1 }
    case .greater: Columns.loop(x, y) { $0 > $1 }
    case .greaterOrEqual: Columns.loop(x, y) { $0 >= $1 }
    }
  }
}

extension Column {
  /// Whether each row relates to that of `other`: numbers by value, codes by number, false before true.
  ///
  /// Codes of dates and of periods of one unit compare as such; codes of text can only be equal or not, see
  /// ``comparingText(_:_:pool:)``.
  public func comparing(_ comparison: Comparison, _ other: Column) -> Column {
    let states = RowStates(self, other)
    let model = isVoid ? other : self
    switch model.storage {
    case .bools:
      let x = boolLane.map { UInt8($0 ? 1 : 0) }
      let y = other.boolLane.map { UInt8($0 ? 1 : 0) }
      return states.column(.bools(comparison.loop(x, y)))
    case .codes:
      return states.column(.bools(comparison.loop(codeLane, other.codeLane)))
    case .integers, .wide, .fractions, .rationals:
      return states.column(.bools(Column.compareNumbers(comparison, self, other)))
    }
  }

  private static func compareNumbers(_ comparison: Comparison, _ a: Column, _ b: Column) -> [Bool] {
    switch Form.common([a.numbers, b.numbers]) {
    case .narrow(let parts, _): comparison.loop(lane(parts[0], a), lane(parts[1], b))
    case .wide(let parts, _): comparison.loop(lane(parts[0], a), lane(parts[1], b))
    case .rationals(let parts):
      loop(lane(parts[0], a), lane(parts[1], b)) { comparison.holds($0.order(against: $1)) }
    }
  }

  private static func lane<Element>(_ elements: [Element], _ column: Column) -> Lane<Element> {
    Lane(elements, isConstant: column.isConstant)
  }

  /// Whether each row's text relates to that of `other`, byte by byte.
  public func comparingText(_ comparison: Comparison, _ other: Column, pool: TextPool) -> Column {
    switch comparison {
    case .equal, .notEqual: return comparing(comparison, other)
    case .less, .lessOrEqual, .greater, .greaterOrEqual:
      let states = RowStates(self, other)
      let x = codeLane
      let y = other.codeLane
      var result = [Bool](repeating: false, count: states.elementCount)
      for element in result.indices where states.hasValue(element) {
        result[element] = comparison.holds(pool.order(x[element], y[element]))
      }
      return states.column(.bools(result))
    }
  }

  /// Whether each row's code is one of `codes`.
  public func isMember(of codes: [Int32]) -> Column {
    let states = RowStates(self)
    let lane = codeLane
    let highest = codes.max() ?? -1
    if highest < 65_536 && !codes.contains(where: { $0 < 0 }) {
      var isMember = [Bool](repeating: false, count: Int(highest) + 1)
      for code in codes { isMember[Int(code)] = true }
      return states.column(.bools(loop(lane.elements) { $0 >= 0 && $0 <= highest && isMember[Int($0)] }))
    }
    let members = Set(codes)
    return states.column(.bools(loop(lane.elements) { members.contains($0) }))
  }
}
