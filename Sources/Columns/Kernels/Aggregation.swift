// Aggregates of groups of rows. Missing rows are skipped; a faulty row makes its group faulty, the first one of a group
// with its fault. Results do not depend on the order of the rows, but for which fault is reported.

extension Grouping {
  /// The sum of each group; 0 of a group without values.
  public func sum(_ column: Column, site: Int32) -> Column {
    let states = states(faultsOf: column)
    let column = column.flattened()
    switch column.numbers {
    case .integers(let elements, let scale):
      // Sums of 2³² integers of 64 bits fit 128 bits.
      var sums = [Int128](repeating: 0, count: groupCount)
      forEachValue(column) { row, group in sums[group] &+= Int128(elements[row]) }
      return states.column(Column.Storage(narrowing: sums, scale: scale))
    case .wide(let elements, let scale):
      var sums = [ExactSum](repeating: ExactSum(), count: groupCount)
      forEachValue(column) { row, group in sums[group].add(elements[row]) }
      return self.column(of: sums.map { $0.over(PowersOfTen.wide[scale]) }, states, site)
    case .rationals(let elements):
      return sum(rationals: elements, column, states, site)
    case .bools, .codes: preconditionFailure("numbers expected")
    }
  }

  /// The sums of fractions: of each denominator apart, then together in the order of the denominators, so that neither the
  /// sum nor an overflow depends on the order of the rows.
  private func sum(rationals elements: [Rational], _ column: Column, _ states: RowStates, _ site: Int32) -> Column {
    struct Part: Hashable {
      let group: Int
      let denominator: Int128
    }
    if let totals = commonSums(rationals: elements, column) { return self.column(of: totals, states, site) }
    var sums: [Part: ExactSum] = [:]
    var infinite: [Int: Rational?] = [:]
    forEachValue(column) { row, group in
      if elements[row].isInfinite {
        infinite[group] = infinite[group, default: elements[row]]?.addingInfinite(elements[row])
        return
      }
      sums[Part(group: group, denominator: elements[row].denominator), default: ExactSum()].add(elements[row].numerator)
    }
    var totals = [Rational?](repeating: .zero, count: groupCount)
    for (part, sum) in sums.sorted(by: { $0.key.denominator < $1.key.denominator }) {
      totals[part.group] = sum.over(part.denominator).flatMap { totals[part.group]?.adding($0) }
    }
    for (group, sum) in infinite { totals[group] = sum }
    return self.column(of: totals, states, site)
  }

  /// The sums over the common denominator of all rows; nil if that, or a numerator over it, is too great.
  private func commonSums(rationals elements: [Rational], _ column: Column) -> [Rational?]? {
    var common: UInt64 = 1
    var fits = true
    forEachValue(column) { row, _ in
      guard let own = UInt64(exactly: elements[row].denominator), own > 0, fits else {
        fits = false
        return
      }
      if common % own == 0 { return }
      let (product, overflow) = (common / greatestCommonDivisor(common, own)).multipliedReportingOverflow(by: own)
      fits = !overflow && product <= UInt64(Int64.max)
      common = product
    }
    guard fits else { return nil }
    var sums = [ExactSum](repeating: ExactSum(), count: groupCount)
    forEachValue(column) { row, group in
      let factor = Int128(common / UInt64(elements[row].denominator))
      let (numerator, overflow) = elements[row].numerator.times(factor)
      if overflow { fits = false }
      sums[group].add(numerator)
    }
    return fits ? sums.map { $0.over(Int128(common)) } : nil
  }

  /// The column of the totals, with an overflow in place of each that is nil.
  private func column(of totals: [Rational?], _ states: RowStates, _ site: Int32) -> Column {
    var states = states
    for group in totals.indices where totals[group] == nil && states.hasValue(group) {
      states.fail(group, Fault(.overflow, site: site))
    }
    return states.column(Column.Storage(narrowing: totals.map { $0 ?? .zero }))
  }

  /// The number of rows of each group.
  public func rowCounts() -> Column {
    var counts = [Int64](repeating: 0, count: groupCount)
    for id in ids where id >= 0 { counts[Int(id)] &+= 1 }
    return .integers(counts)
  }

  /// The number of rows of each group that have a value.
  public func count(_ column: Column) -> Column {
    var counts = [Int64](repeating: 0, count: groupCount)
    forEachValue(column) { _, group in counts[group] &+= 1 }
    return states(faultsOf: column).column(.integers(counts, scale: 0))
  }

  /// The number of rows of each group where a condition holds.
  public func count(where condition: Column) -> Column {
    let lane = condition.boolLane
    var counts = [Int64](repeating: 0, count: groupCount)
    forEachValue(condition) { row, group in counts[group] &+= lane[row] ? 1 : 0 }
    return states(faultsOf: condition).column(.integers(counts, scale: 0))
  }

  /// The number of different values of each group.
  public func countDistinct(_ column: Column) -> Column {
    let values = Grouping(keys: [column, Column.codes(ids)], count: ids.count)
    var counts = [Int64](repeating: 0, count: groupCount)
    for row in values.firstRows where row >= 0 && ids[Int(row)] >= 0 && column.hasValue(at: Int(row)) {
      counts[Int(ids[Int(row)])] &+= 1
    }
    return states(faultsOf: column).column(.integers(counts, scale: 0))
  }

  /// True for each group where a row is; false for one without values.
  public func any(_ column: Column) -> Column {
    count(where: column).comparing(.greater, .constant(.zero, count: groupCount))
  }

  /// True for each group where every row with a value is; true for one without values.
  public func every(_ column: Column) -> Column { any(column.not()).not() }

  /// The smallest value of each group; missing of a group without values. `pool` is needed for text only.
  public func minimum(_ column: Column, pool: TextPool? = nil) -> Column {
    extreme(column, pool: pool) { $0 == .less }
  }

  /// The greatest value of each group; missing of a group without values. `pool` is needed for text only.
  public func maximum(_ column: Column, pool: TextPool? = nil) -> Column {
    extreme(column, pool: pool) { $0 == .greater }
  }

  /// The row of each group whose value goes before those of all others, gathered.
  private func extreme(_ column: Column, pool: TextPool?, goesBefore: (Order) -> Bool) -> Column {
    let column = column.flattened()
    let best: [Int32]
    switch column.storage {
    case .bools(let elements): best = rows(column) { goesBefore(Order(elements[$0] ? 1 : 0, elements[$1] ? 1 : 0)) }
    case .codes(let elements):
      if let pool {
        best = rows(column) { goesBefore(pool.order(elements[$0], elements[$1])) }
      } else {
        best = rows(column) { goesBefore(Order(elements[$0], elements[$1])) }
      }
    case .integers(let elements, _): best = rows(column) { goesBefore(Order(elements[$0], elements[$1])) }
    case .wide(let elements, _): best = rows(column) { goesBefore(Order(elements[$0], elements[$1])) }
    case .rationals(let elements): best = rows(column) { goesBefore(elements[$0].order(against: elements[$1])) }
    }
    let values = Column(column.storage, count: column.count).gather(best)
    var states = states(faultsOf: column)
    states.validity = values.validity
    return states.column(values.storage)
  }

  @inline(__always)
  private func rows(_ column: Column, goesBefore: (Int, Int) -> Bool) -> [Int32] {
    var best = [Int32](repeating: -1, count: groupCount)
    forEachValue(column) { row, group in
      if best[group] < 0 || goesBefore(row, Int(best[group])) { best[group] = Int32(row) }
    }
    return best
  }

  /// The running sum of each row within its group, the row included, taking the rows in `order`; a missing row adds
  /// nothing. From a faulty row on, its group is faulty. Rows in no group or not in `order` are missing.
  public func runningSums(_ column: Column, order: [Int32], site: Int32) -> Column {
    let column = column.flattened()
    var states = RowStates(count: ids.count, isConstant: false)
    var validity = Bitmap(repeating: false, count: ids.count)
    var failures = [Fault?](repeating: nil, count: groupCount)
    let hasFaults = column.faults != nil
    for row in order where ids[Int(row)] >= 0 {
      validity[Int(row)] = true
      if hasFaults {
        let group = Int(ids[Int(row)])
        if failures[group] == nil { failures[group] = column.faults?[row] }
        if let fault = failures[group] { states.fail(Int(row), fault) }
      }
    }
    states.validity = validity.isAllTrue ? nil : validity
    if let (elements, scale) = column.numbers.asWide,
      let storage = runningIntegers(elements, scale, column, order)
    {
      return states.column(storage)
    }
    let elements = column.numbers.asRationals
    var sums = [Rational](repeating: .zero, count: groupCount)
    var results = [Rational](repeating: .zero, count: ids.count)
    var hasOverflown = [Bool](repeating: false, count: groupCount)
    for row in order.map({ Int($0) }) where ids[row] >= 0 {
      let group = Int(ids[row])
      if !hasOverflown[group] {
        if states.faults?[Int32(row)] != nil { continue }
        if !column.hasValue(at: row) {
          results[row] = sums[group]
        } else if let next = sums[group].adding(elements[row]) {
          sums[group] = next
          results[row] = next
        } else {
          hasOverflown[group] = true
        }
      }
      if hasOverflown[group] { states.fail(row, Fault(.overflow, site: site)) }
    }
    return states.column(Column.Storage(narrowing: results))
  }

  /// The running sums of integers; nil iff one does not fit 128 bits.
  private func runningIntegers(
    _ elements: [Int128], _ scale: Int, _ column: Column, _ order: [Int32]
  ) -> Column.Storage? {
    var sums = [Int128](repeating: 0, count: groupCount)
    var results = [Int128](repeating: 0, count: ids.count)
    for row in order {
      let group = Int(ids[Int(row)])
      if group < 0 { continue }
      if column.hasValue(at: Int(row)) {
        let (sum, overflow) = sums[group].plus(elements[Int(row)])
        if overflow { return nil }
        sums[group] = sum
      }
      results[Int(row)] = sums[group]
    }
    return Column.Storage(narrowing: results, scale: scale)
  }

  /// Calls `body` with each row that has a value and a group, and that group.
  @inline(__always)
  private func forEachValue(_ column: Column, _ body: (_ row: Int, _ group: Int) -> Void) {
    precondition(column.count == ids.count, "a column of as many rows as the grouping has")
    if column.validity == nil && column.faults == nil {
      for row in ids.indices where ids[row] >= 0 { body(row, Int(ids[row])) }
    } else {
      for row in ids.indices where ids[row] >= 0 && column.hasValue(at: row) { body(row, Int(ids[row])) }
    }
  }

  /// The states of an aggregate: each group with the fault of its first faulty row.
  private func states(faultsOf column: Column) -> RowStates {
    var states = RowStates(count: groupCount, isConstant: false)
    guard column.faults != nil else { return states }
    for row in ids.indices where ids[row] >= 0 {
      if let fault = column.fault(at: row), states.faults?[ids[row]] == nil { states.fail(Int(ids[row]), fault) }
    }
    return states
  }
}
