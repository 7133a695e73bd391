import Columns
import TestSupport

/// One row of a column, as a test sees it.
enum Cell: Equatable {
  case number(Rational)
  case missing
  case fault(Fault.Reason)
}

/// Which storage a random column has.
enum StorageKind: CaseIterable {
  case narrow
  case wide
  case fraction
  case rational
}

extension BigRational {
  init(_ value: Rational) { self.init(BigInteger(value.numerator), BigInteger(value.denominator)) }
}

extension SeededRandom {
  /// A number below `count`.
  mutating func below(_ count: Int) -> Int { Int.random(in: 0..<count, using: &self) }

  /// A whole number of up to `bits` bits, often at the edge of what they hold.
  mutating func integer(bits: Int) -> Int128 {
    let width = below(4) == 0 ? bits : below(bits + 1)
    let greatest = width == 127 ? Int128.max : (Int128(1) << Int128(width)) - 1
    let value: Int128
    switch below(6) {
    case 0: value = greatest
    case 1: value = max(greatest - 1, 0)
    case 2: value = greatest / 2 + (width > 0 ? 1 : 0)
    default: value = Int128.random(in: 0...greatest, using: &self)
    }
    return below(2) == 0 ? value : -value
  }

  mutating func rational(bits: Int) -> Rational {
    let denominator = below(3) == 0 ? Int128(below(12) + 1) : max(integer(bits: bits).magnitude, 1).asInt128
    return Rational(integer(bits: bits), over: denominator) ?? .one
  }

  /// A column of numbers, some missing and some faulty if it is `torn`.
  mutating func column(
    _ kind: StorageKind, count: Int, bits: Int, isConstant: Bool = false, isTorn: Bool = false, site: Int32 = 1
  ) -> Column {
    let elements = isConstant ? 1 : count
    let storage: Column.Storage
    switch kind {
    case .narrow:
      var values = (0..<elements).map { _ in Int64(truncatingIfNeeded: integer(bits: min(bits, 63))) }
      if bits >= 63 && below(4) == 0 { values[0] = .min }
      storage = .integers(values, scale: below(7))
    case .wide: storage = .wide((0..<elements).map { _ in integer(bits: bits) }, scale: below(20))
    case .fraction:
      let values = (0..<elements).map { _ in Int64(truncatingIfNeeded: integer(bits: min(bits, 63))) }
      storage = .fractions(values, over: [3, 30, 870, 7_000_000, 1 << 40, .max][below(6)])
    case .rational: storage = .rationals((0..<elements).map { _ in rational(bits: bits) })
    }
    var validity: Bitmap?
    var faults: [Int32: Fault] = [:]
    if isTorn {
      validity = Bitmap((0..<elements).map { _ in below(5) != 0 })
      for row in 0..<elements where below(6) == 0 { faults[Int32(row)] = Fault(.ambiguous("\(site)"), site: site) }
    }
    return Column(
      storage, count: count, isConstant: isConstant, validity: validity, faults: faults.isEmpty ? nil : faults)
  }
}

extension UInt128 {
  fileprivate var asInt128: Int128 { Int128(truncatingIfNeeded: self & UInt128(Int128.max)) }
}

extension Column {
  /// The rows of a column of numbers.
  var cells: [Cell] {
    (0..<count).map { row in
      if let fault = fault(at: row) { return .fault(fault.reason) }
      guard let number = rational(at: row) else { return .missing }
      return .number(number)
    }
  }

  /// The rows of a column of truth values: true, false, missing, or a fault's reason.
  var truths: [Truth] {
    (0..<count).map { row in
      if let fault = fault(at: row) { return .fault(fault.site) }
      guard let bool = bool(at: row) else { return .missing }
      return bool ? .yes : .no
    }
  }

  /// The rows of a column of codes, nil where there is no value.
  var codesOfRows: [Int32?] { (0..<count).map { code(at: $0) } }
}

enum Truth: Equatable {
  case no, yes, missing
  case fault(Int32)
}

/// Calls `body` with columns of all pairs of storages, constant or not, of small and of large numbers.
func forEachPairOfColumns(count: Int, rounds: Int = 1, seed: UInt64, _ body: (Column, Column) -> Void) {
  var random = SeededRandom(seed: seed)
  for _ in 0..<rounds {
    for bits in [8, 40, 63, 100, 127] {
      for left in StorageKind.allCases {
        for right in StorageKind.allCases {
          for (leftIsConstant, rightIsConstant) in [(false, false), (true, false), (false, true), (true, true)] {
            let isTorn = random.below(2) == 0
            body(
              random.column(left, count: count, bits: bits, isConstant: leftIsConstant, isTorn: isTorn, site: 1),
              random.column(right, count: count, bits: bits, isConstant: rightIsConstant, isTorn: isTorn, site: 2))
          }
        }
      }
    }
  }
}
