import Columns
import IR

/// What aggregates over windows read of a value, in the order of a ``WindowIndex``.
struct PrefixSums: Sendable {
  enum Sums: Sendable {
    case none
    /// `sums[p]` is the sum of the values at the places before p, over ten to the power of `scale`.
    case narrow([Int64], scale: Int)
    case wide([Int128], scale: Int)
    /// The value at each place; nil where it is missing or faulty.
    case numbers([Rational?])
  }

  /// `counts[p]` is the number of values at the places before p; nil where each place has one.
  private(set) var counts: [Int32]?
  private(set) var sums = Sums.none
  /// Keys that order and distinguish the values; the least number is a missing one.
  private(set) var keys: [Int64] = []
  /// The places with a fault, in order.
  private(set) var faults: [(place: Int32, fault: Fault)] = []

  init(_ index: WindowIndex, value: Column?, needs: Needs, kind: ValueKind?, pool: TextPool) {
    guard let value, let kind else { return }
    var faultAt = [Int32: Fault]()
    for (row, fault) in value.faultyRows { faultAt[Int32(row)] = fault }
    let validity = value.validity
    func isPresent(_ row: Int32) -> Bool {
      if let validity, !validity[value.isConstant ? 0 : Int(row)] { return false }
      return faultAt.isEmpty || faultAt[row] == nil
    }
    if validity != nil || !faultAt.isEmpty {
      var counts: [Int32] = [0]
      counts.reserveCapacity(index.rows.count + 1)
      var count: Int32 = 0
      for (place, row) in index.rows.enumerated() {
        if isPresent(row) { count += 1 }
        if !faultAt.isEmpty, let fault = faultAt[row] { faults.append((Int32(place), fault)) }
        counts.append(count)
      }
      self.counts = counts
    }
    switch needs {
    case .sums: sums = PrefixSums.sums(index, value, isPresent)
    case .numbers: sums = .numbers(index.rows.map { isPresent($0) ? value.rational(at: Int($0)) : nil })
    case .keys:
      let keys = SortKeys(value, kind, pool).keys
      self.keys = index.rows.map { isPresent($0) ? keys[Int($0)] : .min }
    case .counts: break
    }
  }

  /// Which parts of a value's index a function reads.
  enum Needs: Hashable, Sendable {
    case counts, sums, keys, numbers

    init(_ function: Aggregation.Function) {
      switch function {
      case .count: self = .counts
      case .sum, .average: self = .sums
      case .countDistinct, .minimum, .maximum, .any, .every: self = .keys
      case .product: self = .numbers
      }
    }
  }

  private static func sums(_ index: WindowIndex, _ value: Column, _ isPresent: (Int32) -> Bool) -> Sums {
    let isWhole = value.validity == nil && (value.faults ?? [:]).isEmpty
    switch value.storage {
    case .integers(let values, let scale):
      if isWhole, !value.isConstant, let sums = plainSums(index.rows, values) { return .narrow(sums, scale: scale) }
      var narrow: [Int64] = [0]
      narrow.reserveCapacity(index.rows.count + 1)
      var sum: Int64 = 0
      for row in index.rows {
        if isWhole || isPresent(row) {
          let (next, isOver) = sum.addingReportingOverflow(values[value.isConstant ? 0 : Int(row)])
          if isOver { return wideSums(index, { Int128(values[value.isConstant ? 0 : $0]) }, scale, isPresent) }
          sum = next
        }
        narrow.append(sum)
      }
      return .narrow(narrow, scale: scale)
    case .wide(let values, let scale):
      return wideSums(index, { values[value.isConstant ? 0 : $0] }, scale, isPresent)
    case .fractions, .rationals, .bools, .codes:
      return .numbers(index.rows.map { isPresent($0) ? value.rational(at: Int($0)) : nil })
    }
  }

  /// The sums of the values of the rows before each place; nil if one does not fit.
  private static func plainSums(_ rows: [Int32], _ values: [Int64]) -> [Int64]? {
    var over = 0
    let sums = [Int64](unsafeUninitializedCapacity: rows.count + 1) { sums, count in
      values.withUnsafeBufferPointer { values in
        var sum: Int64 = 0
        sums[0] = 0
        for place in rows.indices {
          let (next, isOver) = sum.addingReportingOverflow(values[Int(rows[place])])
          sum = next
          sums[place &+ 1] = next
          over |= isOver ? 1 : 0
        }
      }
      count = rows.count + 1
    }
    return over == 0 ? sums : nil
  }

  private static func wideSums(
    _ index: WindowIndex, _ value: (Int) -> Int128, _ scale: Int, _ isPresent: (Int32) -> Bool
  ) -> Sums {
    var sums: [Int128] = [0]
    sums.reserveCapacity(index.rows.count + 1)
    var sum: Int128 = 0
    for row in index.rows {
      if isPresent(row) {
        let (next, isOver) = sum.addingReportingOverflow(value(Int(row)))
        if isOver { return .numbers(index.rows.map { isPresent($0) ? Rational(value(Int($0)), scale: scale) : nil }) }
        sum = next
      }
      sums.append(sum)
    }
    return .wide(sums, scale: scale)
  }

  /// The number of values at the places of a range.
  func count(_ range: Range<Int32>) -> Int64 {
    guard let counts else { return Int64(range.count) }
    return Int64(counts[Int(range.upperBound)] - counts[Int(range.lowerBound)])
  }

  /// The first fault at the places of a range.
  func fault(in range: Range<Int32>) -> Fault? {
    if faults.isEmpty { return nil }
    var low = 0
    var high = faults.count
    while low < high {
      let middle = (low + high) / 2
      if faults[middle].place < range.lowerBound { low = middle + 1 } else { high = middle }
    }
    return low < faults.count && faults[low].place < range.upperBound ? faults[low].fault : nil
  }
}

extension Execution {
  /// The aggregate over one range of places for each row.
  func windowed(
    _ aggregation: Aggregation, _ prefix: PrefixSums, _ index: WindowIndex, _ ranges: [Range<Int32>], site: ColumnID
  ) -> Column {
    var faults: [Int32: Fault] = [:]
    if !prefix.faults.isEmpty {
      for (row, range) in ranges.enumerated() { faults[Int32(row)] = prefix.fault(in: range) }
    }
    let held = faults.isEmpty ? nil : faults
    switch aggregation.function {
    case .count:
      return Column(.integers(ranges.map(prefix.count), scale: 0), count: ranges.count, faults: held)
    case .sum:
      return sums(prefix, ranges, &faults, site: site)
    case .average:
      let sums = sums(prefix, ranges, &faults, site: site)
      return GroupTotals.averages(sums, ranges.map(prefix.count), site: site)
    case .countDistinct:
      let counts = ranges.map { range in
        Int64(Set(prefix.keys[Int(range.lowerBound)..<Int(range.upperBound)].lazy.filter { $0 != .min }).count)
      }
      return Column(.integers(counts, scale: 0), count: ranges.count, faults: held)
    case .minimum, .maximum:
      let isGreatest = aggregation.function == .maximum
      let best: [Int32]
      if aggregation.value == aggregation.window?.date {
        // Places are in the order of the dates, so that the first and the last date need no search.
        best = ranges.map { $0.isEmpty ? -1 : index.rows[Int(isGreatest ? $0.upperBound - 1 : $0.lowerBound)] }
      } else {
        best = ranges.map { PrefixSums.extreme(prefix.keys, $0, isGreatest: isGreatest).map { index.rows[$0] } ?? -1 }
      }
      guard let value = aggregation.value else { preconditionFailure("an extreme of no value") }
      var result = whole(value).gather(best)
      result.faults = held
      return result
    case .any, .every:
      let isAny = aggregation.function == .any
      let bools = ranges.map { range in
        let values = prefix.keys[Int(range.lowerBound)..<Int(range.upperBound)]
        return isAny ? values.contains(1) : !values.contains(0)
      }
      return Column(.bools(bools), count: ranges.count, faults: held)
    case .product:
      guard case .numbers(let numbers) = prefix.sums else { preconditionFailure("c\(site.index) has no factors") }
      return GroupTotals.products(
        ranges.map { range in numbers[Int(range.lowerBound)..<Int(range.upperBound)].compactMap { $0 } }, faults,
        site: site)
    }
  }

  private func sums(
    _ prefix: PrefixSums, _ ranges: [Range<Int32>], _ faults: inout [Int32: Fault], site: ColumnID
  ) -> Column {
    switch prefix.sums {
    case .narrow(let sums, let scale):
      let values = ranges.map { Int128(sums[Int($0.upperBound)]) - Int128(sums[Int($0.lowerBound)]) }
      return Column.numbers(values, scale: scale, validity: nil, faults: faults)
    case .wide(let sums, let scale):
      var values: [Int128] = []
      values.reserveCapacity(ranges.count)
      for (row, range) in ranges.enumerated() {
        let (value, isOver) = sums[Int(range.upperBound)].subtractingReportingOverflow(sums[Int(range.lowerBound)])
        if isOver && faults[Int32(row)] == nil { faults[Int32(row)] = Fault(.overflow, site: site.index) }
        values.append(isOver ? 0 : value)
      }
      return Column.numbers(values, scale: scale, validity: nil, faults: faults)
    case .numbers(let numbers):
      var values: [Rational] = []
      values.reserveCapacity(ranges.count)
      for (row, range) in ranges.enumerated() {
        var sum: Rational? = .zero
        for case let number? in numbers[Int(range.lowerBound)..<Int(range.upperBound)] { sum = sum?.adding(number) }
        if sum == nil && faults[Int32(row)] == nil { faults[Int32(row)] = Fault(.overflow, site: site.index) }
        values.append(sum ?? .zero)
      }
      return Column.narrowest(values, validity: nil, faults: faults)
    case .none:
      preconditionFailure("c\(site.index) sums no value")
    }
  }
}

extension PrefixSums {
  /// The place of the least or greatest key in a range, the first of equal ones; nil if all are missing.
  static func extreme(_ keys: [Int64], _ range: Range<Int32>, isGreatest: Bool) -> Int? {
    var best: Int?
    for place in Int(range.lowerBound)..<Int(range.upperBound) where keys[place] != .min {
      guard let old = best else {
        best = place
        continue
      }
      if isGreatest ? keys[place] > keys[old] : keys[place] < keys[old] { best = place }
    }
    return best
  }
}
