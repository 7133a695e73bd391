// Columns made of other rows of columns.

extension Column {
  /// The rows of `range`.
  public func slice(_ range: Range<Int>) -> Column {
    precondition(range.lowerBound >= 0 && range.upperBound <= count, "a range within the column")
    if isConstant { return withCount(range.count) }
    if range.count == count { return self }
    let storage: Storage
    switch self.storage {
    case .bools(let elements): storage = .bools(Array(elements[range]))
    case .codes(let elements): storage = .codes(Array(elements[range]))
    case .integers(let elements, let scale): storage = .integers(Array(elements[range]), scale: scale)
    case .wide(let elements, let scale): storage = .wide(Array(elements[range]), scale: scale)
    case .fractions(let elements, let denominator): storage = .fractions(Array(elements[range]), over: denominator)
    case .rationals(let elements): storage = .rationals(Array(elements[range]))
    }
    var sliced: [Int32: Fault] = [:]
    for (row, fault) in faults ?? [:] where range.contains(Int(row)) {
      sliced[row - Int32(range.lowerBound)] = fault
    }
    return Column(
      storage, count: range.count, validity: validity?.slice(range), faults: sliced.isEmpty ? nil : sliced)
  }

  /// The rows at `indices`; a negative index gives a missing row.
  public func gather(_ indices: [Int32]) -> Column {
    let hasNone = hasNegative(indices)
    if isConstant {
      if !hasNone { return withCount(indices.count) }
      return flattened(count: 1).gather(indices.map { min($0, 0) })
    }
    let gathered: Storage
    switch storage {
    case .bools(let elements): gathered = .bools(gatherLoop(elements, indices, filler: false))
    case .codes(let elements): gathered = .codes(gatherLoop(elements, indices, filler: 0))
    case .integers(let elements, let scale):
      gathered = .integers(gatherLoop(elements, indices, filler: 0), scale: scale)
    case .wide(let elements, let scale): gathered = .wide(gatherLoop(elements, indices, filler: 0), scale: scale)
    case .fractions(let elements, let denominator):
      gathered = .fractions(gatherLoop(elements, indices, filler: 0), over: denominator)
    case .rationals(let elements): gathered = .rationals(gatherLoop(elements, indices, filler: .zero))
    }
    var validity = validity?.gather(indices)
    if validity == nil && hasNone { validity = Bitmap(loop(indices) { $0 >= 0 }) }
    var moved: [Int32: Fault] = [:]
    if let faults, !faults.isEmpty {
      for (row, index) in indices.enumerated() {
        if let fault = faults[index] { moved[Int32(row)] = fault }
      }
    }
    return Column(gathered, count: indices.count, validity: validity, faults: moved.isEmpty ? nil : moved)
  }

  /// The rows that `selection` lists.
  public func filtered(by selection: [Int32]) -> Column { gather(selection) }

  /// The rows where a condition without faults holds; a missing condition does not hold.
  public var selection: [Int32] {
    let lane = boolLane
    if isConstant { return hasValue(at: 0) && lane[0] ? Array(0..<Int32(count)) : [] }
    return [Int32](unsafeUninitializedCapacity: count) { output, initialized in
      lane.elements.withUnsafeBufferPointer { bools in
        var length = 0
        for row in 0..<bools.count {
          (output.baseAddress! + length).initialize(to: Int32(truncatingIfNeeded: row))
          length &+= bools[row] && (validity.map { $0[row] } ?? true) ? 1 : 0
        }
        initialized = length
      }
    }
  }

  /// The same value over another number of rows.
  func withCount(_ count: Int) -> Column {
    Column(storage, count: count, isConstant: true, validity: validity, faults: faults)
  }

  /// The column with one element for each row.
  public func flattened() -> Column { flattened(count: count) }

  private func flattened(count: Int) -> Column {
    guard isConstant else { return self }
    let storage: Storage
    switch self.storage {
    case .bools(let elements): storage = .bools([Bool](repeating: elements[0], count: count))
    case .codes(let elements): storage = .codes([Int32](repeating: elements[0], count: count))
    case .integers(let elements, let scale):
      storage = .integers([Int64](repeating: elements[0], count: count), scale: scale)
    case .wide(let elements, let scale): storage = .wide([Int128](repeating: elements[0], count: count), scale: scale)
    case .fractions(let elements, let denominator):
      storage = .fractions([Int64](repeating: elements[0], count: count), over: denominator)
    case .rationals(let elements): storage = .rationals([Rational](repeating: elements[0], count: count))
    }
    var faults: [Int32: Fault]?
    if let fault = self.faults?[0] {
      faults = Dictionary(uniqueKeysWithValues: (0..<Int32(count)).map { ($0, fault) })
    }
    return Column(
      storage, count: count, validity: validity.map { Bitmap(repeating: $0[0], count: count) }, faults: faults)
  }

  /// The rows of all `columns`, which are of one kind, one column after the other.
  public static func concatenated(_ columns: [Column]) -> Column {
    if columns.count == 1 { return columns[0] }
    let count = columns.reduce(0) { $0 + $1.count }
    var validity: Bitmap?
    if columns.contains(where: { $0.validity != nil }) {
      var bits = Bitmap(repeating: false, count: 0)
      for column in columns {
        if column.isConstant {
          bits.append(contentsOf: Bitmap(repeating: column.validity?[0] ?? true, count: column.count))
        } else {
          bits.append(contentsOf: column.validity ?? Bitmap(repeating: true, count: column.count))
        }
      }
      validity = bits
    }
    var faults: [Int32: Fault] = [:]
    var start = 0
    for column in columns {
      if column.faults != nil {
        for row in 0..<column.count {
          if let fault = column.fault(at: row) { faults[Int32(start + row)] = fault }
        }
      }
      start += column.count
    }
    return Column(
      concatenatedStorage(columns, count: count), count: count, validity: validity,
      faults: faults.isEmpty ? nil : faults)
  }

  private static func concatenatedStorage(_ columns: [Column], count: Int) -> Storage {
    // A column without any value may have storage of another kind; the first that has a value decides.
    let model = columns.first { !$0.isVoid } ?? columns.first { $0.count > 0 } ?? columns.first
    guard let model else { return .integers([], scale: 0) }
    switch model.storage {
    case .bools: return .bools(joined(columns.map { ($0.boolLane, $0.count) }, count: count))
    case .codes: return .codes(joined(columns.map { ($0.codeLane, $0.count) }, count: count))
    case .integers, .wide, .fractions, .rationals:
      let form = Form.common(columns.map { $0.numbers })
      let counts = columns.map { ($0.isConstant, $0.count) }
      switch form {
      case .narrow(let parts, let denominator):
        return denominator.storage(joined(lanes(parts, counts), count: count))
      case .wide(let parts, let scale): return .wide(joined(lanes(parts, counts), count: count), scale: scale)
      case .rationals(let parts): return .rationals(joined(lanes(parts, counts), count: count))
      }
    }
  }

  private static func lanes<Element>(
    _ parts: [[Element]], _ counts: [(isConstant: Bool, count: Int)]
  ) -> [(Lane<Element>, Int)] {
    zip(parts, counts).map { (Lane($0, isConstant: $1.isConstant), $1.count) }
  }

  private static func joined<Element>(_ lanes: [(Lane<Element>, Int)], count: Int) -> [Element] {
    var result: [Element] = []
    result.reserveCapacity(count)
    for (lane, count) in lanes {
      if lane.isConstant {
        result.append(contentsOf: repeatElement(lane.elements[0], count: count))
      } else {
        result.append(contentsOf: lane.elements)
      }
    }
    return result
  }
}
