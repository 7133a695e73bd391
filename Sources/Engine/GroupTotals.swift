import Columns
import IR

/// Aggregates over whole groups of rows: one value a group.
extension Execution {
  /// The value of `aggregation` for each group of `rows`, and last the value over no rows.
  func totals(_ aggregation: Aggregation, _ rows: GroupedRows, site: ColumnID) -> Column {
    let count = rows.index.count + 1
    guard let valueID = aggregation.value else {
      return Column(.integers(GroupTotals.counts(rows, nil, count, workers), scale: 0), count: count)
    }
    let value = whole(valueID)
    if value.faults == nil, !value.isConstant {
      switch aggregation.function {
      case .count:
        let counts = GroupTotals.counts(rows, value.validity, count, workers)
        return Column(.integers(counts, scale: 0), count: count)
      case .sum:
        if let sums = GroupTotals.sums(rows, value, count, workers) { return sums }
      case .average:
        if let sums = GroupTotals.sums(rows, value, count, workers) {
          let counts = GroupTotals.counts(rows, value.validity, count, workers)
          return GroupTotals.averages(sums, counts, site: site)
        }
      case .countDistinct, .minimum, .maximum, .any, .every, .product: break
      }
    }
    return totals(aggregation, value, valueID, rows.all(), count: count, site: site)
  }

  /// The same for values of any form, in which rows may have failed.
  private func totals(
    _ aggregation: Aggregation, _ value: Column, _ valueID: ColumnID, _ rowGroups: [Int32], count: Int, site: ColumnID
  ) -> Column {
    let groups = GroupTotals.present(rowGroups, value)
    var faults: [Int32: Fault] = [:]
    for (row, fault) in value.faultyRows {
      let group = rowGroups[row]
      if group >= 0 && faults[group] == nil { faults[group] = fault }
    }
    switch aggregation.function {
    case .count:
      let counts = GroupTotals.counts(groups, count)
      return Column(.integers(counts, scale: 0), count: count, faults: faults.isEmpty ? nil : faults)
    case .countDistinct:
      let counts = GroupTotals.distinctCounts(groups, value, count)
      return Column(.integers(counts, scale: 0), count: count, faults: faults.isEmpty ? nil : faults)
    case .sum:
      return GroupTotals.sums(groups, value, count, workers, faults, site: site)
    case .average:
      let sums = GroupTotals.sums(groups, value, count, workers, faults, site: site)
      return GroupTotals.averages(sums, GroupTotals.counts(groups, count), site: site)
    case .minimum, .maximum:
      let keys = SortKeys(value, program[valueID].kind, pool).keys
      let best = GroupTotals.extremes(groups, keys, count, isGreatest: aggregation.function == .maximum)
      var result = value.gather(best)
      result.faults = faults.isEmpty ? nil : faults
      return result
    case .any, .every:
      let keys = SortKeys(value, .bool, pool).keys
      var bools = [Bool](repeating: aggregation.function == .every, count: count)
      let decisive: Int64 = aggregation.function == .any ? 1 : 0
      for row in groups.indices where groups[row] >= 0 && keys[row] == decisive {
        bools[Int(groups[row])] = aggregation.function == .any
      }
      return Column(.bools(bools), count: count, faults: faults.isEmpty ? nil : faults)
    case .product:
      var factors = [[Rational]](repeating: [], count: count)
      for row in groups.indices where groups[row] >= 0 {
        if let factor = value.rational(at: row), factor != .one { factors[Int(groups[row])].append(factor) }
      }
      return GroupTotals.products(factors, faults, site: site)
    }
  }
}

enum GroupTotals {
  /// `groups` without the rows whose value is missing or faulty.
  static func present(_ groups: [Int32], _ value: Column) -> [Int32] {
    var result = groups
    if let validity = value.validity {
      for row in result.indices where !validity[value.isConstant ? 0 : row] { result[row] = -1 }
    }
    for (row, _) in value.faultyRows { result[row] = -1 }
    return result
  }

  /// The number of rows of each group.
  static func counts(_ groups: [Int32], _ count: Int) -> [Int64] {
    var result = [Int64](repeating: 0, count: count)
    for group in groups where group >= 0 { result[Int(group)] &+= 1 }
    return result
  }

  static func distinctCounts(_ groups: [Int32], _ value: Column, _ count: Int) -> [Int64] {
    let values = KeyIndex([value], rowCount: groups.count, missing: .matchesNothing)
    let width = Int64(values.count) + 1
    let words = groups.indices.map { row in
      groups[row] < 0 || values.groups[row] < 0 ? -1 : Int64(groups[row]) * width + Int64(values.groups[row])
    }
    var table = WordTable()
    var result = [Int64](repeating: 0, count: count)
    var next: Int32 = 0
    for (row, number) in table.intern(words).enumerated() where number == next {
      // Numbers are given in order, so the next one marks a pair of group and value that was not seen before.
      result[Int(groups[row])] += 1
      next += 1
    }
    return result
  }

  /// The row of the least or greatest key of each group, the first of equal ones; -1 for a group without rows.
  static func extremes(_ groups: [Int32], _ keys: [Int64], _ count: Int, isGreatest: Bool) -> [Int32] {
    var best = [Int32](repeating: -1, count: count)
    for row in groups.indices where groups[row] >= 0 {
      let group = Int(groups[row])
      if best[group] < 0 {
        best[group] = Int32(row)
      } else {
        let old = keys[Int(best[group])]
        if isGreatest ? keys[row] > old : keys[row] < old { best[group] = Int32(row) }
      }
    }
    return best
  }

  /// The product of each group's factors, in ascending order, so that what overflows does not depend on the rows' order.
  static func products(_ factors: [[Rational]], _ faults: [Int32: Fault], site: ColumnID) -> Column {
    var faults = faults
    let products = factors.enumerated().map { group, factors in
      if faults[Int32(group)] != nil { return Rational.zero }
      if factors.contains(.zero) { return .zero }
      var product: Rational? = .one
      for factor in factors.sorted() { product = product?.multiplying(factor) }
      if product == nil { faults[Int32(group)] = Fault(.overflow, site: site.index) }
      return product ?? .zero
    }
    return Column.narrowest(products, validity: nil, faults: faults)
  }

  // MARK: Plain rows

  /// The number of rows of each group that are `present`.
  static func counts(_ rows: GroupedRows, _ present: Bitmap?, _ count: Int, _ workers: Workers) -> [Int64] {
    let parts = rows.parts(workers, sums: count)
    var results = workers.map(parts.count) { part in
      var counts = [Int64](repeating: 0, count: count)
      counts.withUnsafeMutableBufferPointer { counts in
        rows.forEachBlock(in: parts[part], present: present) { groups, _ in
          for group in groups { counts[Int(group)] &+= 1 }
        }
      }
      return counts
    }
    guard var counts = results.popLast() else { return [Int64](repeating: 0, count: count) }
    for part in results {
      for group in counts.indices { counts[group] &+= part[group] }
    }
    return counts
  }

  /// The sum of the values of each group; nil if one does not fit 64 bits on the way, or the values are of another form.
  static func sums(_ rows: GroupedRows, _ value: Column, _ count: Int, _ workers: Workers) -> Column? {
    guard case .integers(let values, let scale) = value.storage else { return nil }
    let parts = rows.parts(workers, sums: count)
    var results = workers.map(parts.count) { part -> (sums: [Int64], isOver: Bool) in
      var sums = [Int64](repeating: 0, count: count)
      var isOver = false
      sums.withUnsafeMutableBufferPointer { sums in
        values.withUnsafeBufferPointer { values in
          rows.forEachBlock(in: parts[part], present: value.validity) { groups, places in
            isOver = add(values, at: places, to: sums, of: groups) || isOver
          }
        }
      }
      return (sums, isOver)
    }
    guard var (sums, isOver) = results.popLast() else {
      return Column(.integers([Int64](repeating: 0, count: count), scale: scale), count: count)
    }
    for part in results {
      isOver = isOver || part.isOver
      for group in sums.indices {
        let (sum, own) = sums[group].addingReportingOverflow(part.sums[group])
        sums[group] = sum
        isOver = isOver || own
      }
    }
    return isOver ? nil : Column(.integers(sums, scale: scale), count: count)
  }

  /// Adds the values at `places` to the sums of their groups; true iff a sum does not fit.
  @inline(__always)
  static func add(
    _ values: UnsafeBufferPointer<Int64>, at places: UnsafeBufferPointer<Int32>,
    to sums: UnsafeMutableBufferPointer<Int64>, of groups: UnsafeBufferPointer<Int32>
  ) -> Bool {
    var over = 0
    for place in groups.indices {
      let group = Int(groups[place])
      let (sum, isOver) = sums[group].addingReportingOverflow(values[Int(places[place])])
      sums[group] = sum
      over |= isOver ? 1 : 0
    }
    return over != 0
  }

  // MARK: Sums

  static func sums(
    _ groups: [Int32], _ value: Column, _ count: Int, _ workers: Workers, _ faults: [Int32: Fault], site: ColumnID
  ) -> Column {
    let overflow = Fault(.overflow, site: site.index)
    var faults = faults
    switch value.storage {
    case .integers(let values, let scale):
      // 2³¹ rows of 64 bits fit 128 bits: these sums cannot overflow.
      let sums = sums(groups, values, value.isConstant, count, workers)
      return Column.numbers(sums, scale: scale, validity: nil, faults: faults)
    case .wide(let values, let scale):
      var sums = [Int128](repeating: 0, count: count)
      for row in groups.indices where groups[row] >= 0 {
        let group = Int(groups[row])
        let (sum, isOver) = sums[group].addingReportingOverflow(values[value.isConstant ? 0 : row])
        sums[group] = sum
        if isOver && faults[groups[row]] == nil { faults[groups[row]] = overflow }
      }
      return Column.numbers(sums, scale: scale, validity: nil, faults: faults)
    case .fractions, .rationals, .bools, .codes:
      var sums = [Rational](repeating: .zero, count: count)
      for row in groups.indices where groups[row] >= 0 {
        guard let number = value.rational(at: row) else { continue }
        if let sum = sums[Int(groups[row])].adding(number) {
          sums[Int(groups[row])] = sum
        } else if faults[groups[row]] == nil {
          faults[groups[row]] = overflow
        }
      }
      return Column.narrowest(sums, validity: nil, faults: faults)
    }
  }

  private static func sums(
    _ groups: [Int32], _ values: [Int64], _ isConstant: Bool, _ count: Int, _ workers: Workers
  ) -> [Int128] {
    @Sendable func partial(_ rows: Range<Int>) -> [Int128] {
      var sums = [Int128](repeating: 0, count: count)
      groups.withUnsafeBufferPointer { groups in
        values.withUnsafeBufferPointer { values in
          sums.withUnsafeMutableBufferPointer { sums in
            for row in rows where groups[row] >= 0 {
              sums[Int(groups[row])] &+= Int128(values[isConstant ? 0 : row])
            }
          }
        }
      }
      return sums
    }
    // Each thread has sums of its own; that pays only where there are many more rows than groups.
    let parts = groups.count >= 65_536 && count * 4 <= groups.count ? workers.count : 1
    if parts == 1 { return partial(0..<groups.count) }
    let ranges = Workers.morsels(of: groups.count, size: (groups.count + parts - 1) / parts)
    var results = workers.map(ranges.count) { partial(ranges[$0]) }
    var sums = results.removeFirst()
    for part in results {
      for group in sums.indices { sums[group] &+= part[group] }
    }
    return sums
  }

  /// The sums by the counts; missing where the count is zero.
  static func averages(_ sums: Column, _ counts: [Int64], site: ColumnID) -> Column {
    var averages = [Rational](repeating: .zero, count: counts.count)
    var validity = Bitmap(repeating: true, count: counts.count)
    var faults = sums.faults ?? [:]
    for group in counts.indices {
      if counts[group] == 0 {
        validity[group] = false
      } else if faults[Int32(group)] == nil {
        if let average = sums.rational(at: group)?.dividing(Rational(counts[group])) {
          averages[group] = average
        } else {
          faults[Int32(group)] = Fault(.overflow, site: site.index)
        }
      }
    }
    return Column.narrowest(averages, validity: validity.isAllTrue ? nil : validity, faults: faults)
  }
}
