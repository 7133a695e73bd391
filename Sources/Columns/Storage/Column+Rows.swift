// What a single row of a column holds, and whole-column questions about missing rows and faults.

/// What the elements of a column mean; only the author of the column knows.
public enum ValueKind: Hashable, Sendable {
  case bool
  case number
  case text
  case date
  case period(CalendarUnit)
  case timestamp
}

extension Column {
  /// The index in `storage`, `validity` and `faults` of what they say of `row`.
  @inline(__always)
  public func element(of row: Int) -> Int { isConstant ? 0 : row }

  /// The number of elements in storage.
  public var elementCount: Int { isConstant ? 1 : count }

  public func fault(at row: Int) -> Fault? { faults?[Int32(element(of: row))] }

  /// True iff the row has no value and did not fail.
  public func isMissing(at row: Int) -> Bool {
    guard let validity, !validity[element(of: row)] else { return false }
    return fault(at: row) == nil
  }

  /// True iff the row is neither missing nor faulty.
  @inline(__always)
  public func hasValue(at row: Int) -> Bool {
    let element = element(of: row)
    if let validity, !validity[element] { return false }
    if let faults, faults[Int32(element)] != nil { return false }
    return true
  }

  /// The row's truth value; nil iff it is missing or faulty.
  public func bool(at row: Int) -> Bool? {
    guard hasValue(at: row) else { return nil }
    return boolLane[row]
  }

  /// The row's code; nil iff it is missing or faulty.
  public func code(at row: Int) -> Int32? {
    guard hasValue(at: row) else { return nil }
    return codeLane[row]
  }

  /// The row's number; nil iff it is missing or faulty.
  public func rational(at row: Int) -> Rational? {
    guard hasValue(at: row) else { return nil }
    return storage.rational(element(of: row))
  }

  /// The row's value, its text taken from `pool`; missing if the row failed: look at ``fault(at:)`` first.
  public func value(at row: Int, as kind: ValueKind, pool: TextPool) -> Value {
    guard hasValue(at: row) else { return .missing }
    switch kind {
    case .bool: return .bool(boolLane[row])
    case .number: return .number(storage.rational(element(of: row)))
    case .text: return .text(pool.string(codeLane[row]))
    case .date: return .date(CalendarDate(days: codeLane[row]))
    case .period(let unit): return .period(Period(unit, ordinal: codeLane[row]))
    case .timestamp: return .timestamp(Int64(clamping: storage.rational(element(of: row)).numerator))
    }
  }

  /// The first row that failed, and why.
  public var firstFault: (row: Int, fault: Fault)? {
    guard count > 0, let first = faults?.min(by: { $0.key < $1.key }) else { return nil }
    return (Int(first.key), first.value)
  }

  /// True iff a row has no value and did not fail.
  public var hasMissing: Bool { firstMissingRow != nil }

  /// The first row that is missing.
  public var firstMissingRow: Int? {
    guard let validity, count > 0 else { return nil }
    for (index, word) in validity.words.enumerated() where word != .max {
      for bit in 0..<min(64, validity.count - index * 64) where word >> UInt64(bit) & 1 == 0 {
        let row = index * 64 + bit
        if faults?[Int32(row)] == nil { return row }
      }
    }
    return nil
  }

  /// The column with `fault` in every row that is missing, where a value is required.
  public func requiringValues(site: Int32) -> Column {
    guard let validity else { return self }
    var faults = faults ?? [:]
    if !validity.isAllTrue {
      for row in 0..<validity.count where !validity[row] && faults[Int32(row)] == nil {
        faults[Int32(row)] = Fault(.missing, site: site)
      }
    }
    return Column(
      storage, count: count, isConstant: isConstant, validity: nil, faults: faults.isEmpty ? nil : faults)
  }
}

// MARK: - Lanes

extension Column {
  /// True iff the column is missing or faulty in every row, so that its storage says nothing of its kind.
  var isVoid: Bool {
    (0..<elementCount).allSatisfy { !hasValue(at: $0) }
  }

  /// The truth values of a column of bools.
  var boolLane: Lane<Bool> {
    if case .bools(let elements) = storage { return Lane(elements, isConstant: isConstant) }
    precondition(isVoid, "truth values expected")
    return Lane([Bool](repeating: false, count: elementCount), isConstant: isConstant)
  }

  /// The codes of a column of codes.
  var codeLane: Lane<Int32> {
    if case .codes(let elements) = storage { return Lane(elements, isConstant: isConstant) }
    precondition(isVoid, "codes expected")
    return Lane([Int32](repeating: 0, count: elementCount), isConstant: isConstant)
  }

  /// The codes of a column of row numbers, one for each row, and -1 where there is none.
  public var rowNumbers: [Int32] {
    let rows = flattened()
    var codes = rows.codeLane.elements
    if let validity = rows.validity {
      codes = selectLoop(validity.bools, Lane(codes, isConstant: false), Lane([-1], isConstant: true))
    }
    for row in (rows.faults ?? [:]).keys { codes[Int(row)] = -1 }
    return codes
  }

  /// The storage of a column of numbers.
  var numbers: Storage {
    switch storage {
    case .integers, .wide, .fractions, .rationals: return storage
    case .bools, .codes:
      precondition(isVoid, "numbers expected")
      return .integers([Int64](repeating: 0, count: elementCount), scale: 0)
    }
  }
}

extension Column.Storage {
  /// The number at `element`.
  func rational(_ element: Int) -> Rational {
    switch self {
    case .integers(let elements, let scale): return Rational(elements[element], scale: scale)
    case .wide(let elements, let scale): return Column.Storage.rational(elements[element], scale)
    case .fractions(let elements, let denominator): return Column.Storage.fraction(elements[element], denominator)
    case .rationals(let elements): return elements[element]
    case .bools, .codes: preconditionFailure("numbers expected")
    }
  }

  /// A wide element is never the smallest `Int128`, so that it always is a fraction.
  static func rational(_ integer: Int128, _ scale: Int) -> Rational {
    guard let value = Rational(integer, scale: scale) else { preconditionFailure("a wide element out of range") }
    return value
  }

  /// The elements as fractions.
  var asRationals: [Rational] {
    switch self {
    case .integers(let elements, let scale): loop(elements) { Rational($0, scale: scale) }
    case .wide(let elements, let scale): loop(elements) { Column.Storage.rational($0, scale) }
    case .fractions(let elements, let denominator): loop(elements) { Column.Storage.fraction($0, denominator) }
    case .rationals(let elements): elements
    case .bools, .codes: preconditionFailure("numbers expected")
    }
  }

  /// The elements as integers over a power of ten; nil iff they are fractions.
  var asWide: (elements: [Int128], scale: Int)? {
    switch self {
    case .integers(let elements, let scale): (loop(elements) { Int128($0) }, scale)
    case .wide(let elements, let scale): (elements, scale)
    case .fractions, .rationals, .bools, .codes: nil
    }
  }
}
