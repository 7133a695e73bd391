import Columns
import IR

extension Execution {
  /// The rows of a frame by group, then by `order`, then by number, and the group of each row.
  func orderedGroups(
    _ frame: FrameID, group: [ColumnID], order: [ColumnID]
  ) -> (rows: [Int32], groups: [Int32]) {
    let count = rowCount(frame)
    let index = KeyIndex(group.map(whole), rowCount: count, missing: .isAValue)
    let keys = order.map { SortKeys(whole($0), program[$0].kind, pool) }
    let rows = RowSorting.sorted(Array(0..<Int32(count)), by: [SortKeys(groups: index.groups)] + keys)
    return (rows, index.groups)
  }

  /// The sums of `of` from the first row of each group on.
  ///
  /// A row without a value has no sum, and neither have the rows after it in its group.
  func runningSum(_ of: ColumnID, group: [ColumnID], order: [ColumnID], site: ColumnID) -> Column {
    let frame = program[of].frame
    let (rows, groups) = orderedGroups(frame, group: group, order: order)
    let value = whole(of)
    var faults = Column.faults(of: (group + order).map(whole))
    var broken: Fault?
    let failed = Dictionary(uniqueKeysWithValues: value.faultyRows.map { (Int32($0.row), $0.fault) })
    /// The fault of a row, whether its own or one of an earlier row of the group.
    func check(_ row: Int32) -> Fault? {
      if broken == nil {
        broken = failed[row] ?? (value.isMissing(at: Int(row)) ? Fault(.missing, site: site.index) : nil)
      }
      return broken
    }
    func isFirst(_ place: Int) -> Bool {
      place == 0 || groups[Int(rows[place])] != groups[Int(rows[place - 1])]
    }
    func overflow() -> Fault { Fault(.overflow, site: site.index) }

    if let sums = plainSums(value, rows, groups) {
      return Column(sums, count: rows.count, faults: faults.isEmpty ? nil : faults)
    }
    if case .integers(let values, let scale) = value.storage {
      var sums = [Int128](repeating: 0, count: rows.count)
      var sum: Int128 = 0
      for (place, row) in rows.enumerated() {
        if isFirst(place) { (sum, broken) = (0, nil) }
        if let fault = check(row) {
          if faults[row] == nil { faults[row] = fault }
          continue
        }
        // 2³¹ rows of 64 bits fit 128 bits.
        sum &+= Int128(values[value.isConstant ? 0 : Int(row)])
        sums[Int(row)] = sum
      }
      return Column.numbers(sums, scale: scale, validity: nil, faults: faults)
    }
    var sums = [Rational](repeating: .zero, count: rows.count)
    var sum = Rational.zero
    for (place, row) in rows.enumerated() {
      if isFirst(place) { (sum, broken) = (.zero, nil) }
      if check(row) == nil {
        if let next = value.rational(at: Int(row)).flatMap({ sum.adding($0) }) {
          sum = next
        } else {
          broken = overflow()
        }
      }
      if let broken {
        if faults[row] == nil { faults[row] = broken }
      } else {
        sums[Int(row)] = sum
      }
    }
    return Column.narrowest(sums, validity: nil, faults: faults)
  }

  /// The sums of plain numbers that are all there; nil if one of them does not fit 64 bits.
  private func plainSums(_ value: Column, _ rows: [Int32], _ groups: [Int32]) -> Column.Storage? {
    guard case .integers(let values, let scale) = value.storage, !value.isConstant, value.validity == nil,
      value.faults == nil
    else { return nil }
    var over = 0
    let sums = [Int64](unsafeUninitializedCapacity: rows.count) { sums, count in
      values.withUnsafeBufferPointer { values in
        groups.withUnsafeBufferPointer { groups in
          var sum: Int64 = 0
          var group: Int32 = -1
          for row in rows {
            let row = Int(row)
            let (next, isOver) = (groups[row] == group ? sum : 0).addingReportingOverflow(values[row])
            group = groups[row]
            sum = next
            sums[row] = next
            over |= isOver ? 1 : 0
          }
        }
      }
      count = rows.count
    }
    return over == 0 ? .integers(sums, scale: scale) : nil
  }

  /// The values of `of` as multiples of `unit` that sum to each group's rounded sum.
  ///
  /// ```
  /// exact      3.34  3.33  3.33     sum 10.00, unit 0.5, rounds to 10.0
  /// cut        3.0   3.0   3.0      1.0 is missing: two units
  /// remainder  0.34  0.33  0.33
  /// result     3.5   3.5   3.0
  /// ```
  func apportion(
    _ of: ColumnID, unit: ColumnID, mode: RoundingMode, group: [ColumnID], order: [ColumnID], site: ColumnID
  ) -> Column {
    let frame = program[of].frame
    let (rows, groups) = orderedGroups(frame, group: group, order: order)
    let value = whole(of).requiringFinite(site: site.index)
    let step = whole(unit).requiringFinite(site: site.index)
    var faults = Column.faults(of: (group + order).map(whole))
    let failed = Column.faults(of: [value, step])
    var results = [Rational](repeating: .zero, count: rows.count)
    var validity = Bitmap(repeating: true, count: rows.count)
    var start = 0
    while start < rows.count {
      var end = start + 1
      while end < rows.count && groups[Int(rows[end])] == groups[Int(rows[start])] { end += 1 }
      let members = rows[start..<end]
      start = end
      let present = members.filter { !value.isMissing(at: Int($0)) || failed[$0] != nil }
      for row in members where value.isMissing(at: Int(row)) && failed[row] == nil { validity[Int(row)] = false }
      var fault = present.lazy.compactMap { failed[$0] }.first
      if fault == nil {
        switch parts(of: present, value, step, mode, site: site) {
        case .success(let parts):
          for (row, part) in zip(present, parts) { results[Int(row)] = part }
        case .failure(let failure): fault = failure.fault
        }
      }
      if let fault {
        for row in present where faults[row] == nil { faults[row] = fault }
      }
    }
    return Column.narrowest(results, validity: validity.isAllTrue ? nil : validity, faults: faults)
  }

  private struct ApportionFailure: Error {
    let fault: Fault
  }

  /// The parts of one group's rows, which are in the order that decides ties.
  private func parts(
    of rows: [Int32], _ value: Column, _ step: Column, _ mode: RoundingMode, site: ColumnID
  ) -> Result<[Rational], ApportionFailure> {
    func failure(_ reason: Fault.Reason) -> Result<[Rational], ApportionFailure> {
      .failure(ApportionFailure(fault: Fault(reason, site: site.index)))
    }
    guard let first = rows.first else { return .success([]) }
    guard let unit = step.rational(at: Int(first))?.magnitude else { return failure(.missing) }
    if rows.contains(where: { step.rational(at: Int($0))?.magnitude != unit }) {
      return failure(.ambiguous("the rows of one total are rounded to different steps"))
    }
    if unit.signum == 0 { return failure(.divisionByZero) }
    var cuts: [Rational] = []
    var remainders: [Rational] = []
    var sum: Rational? = .zero
    var cutSum: Rational? = .zero
    for row in rows {
      guard let exact = value.rational(at: Int(row)), let cut = exact.rounded(.down, toMultipleOf: unit),
        let remainder = exact.subtracting(cut)
      else { return failure(.overflow) }
      cuts.append(cut)
      remainders.append(remainder)
      sum = sum?.adding(exact)
      cutSum = cutSum?.adding(cut)
    }
    guard let total = sum?.rounded(mode, toMultipleOf: unit), let cutTotal = cutSum,
      let missing = total.subtracting(cutTotal)?.dividing(unit)
    else { return failure(.overflow) }
    let isNegative = missing.signum < 0
    let places = rows.indices.map { $0 }.sorted { a, b in
      if remainders[a] == remainders[b] { return a < b }
      return (remainders[a] < remainders[b]) == isNegative
    }
    let count = Int(missing.magnitude.numerator)
    for place in places.prefix(count) {
      guard let part = isNegative ? cuts[place].subtracting(unit) : cuts[place].adding(unit) else {
        return failure(.overflow)
      }
      cuts[place] = part
    }
    return .success(cuts)
  }
}
