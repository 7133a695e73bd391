import Columns
import TestSupport
import Testing

/// Groups, aggregates, orders and running sums against the plain definition.
@Suite struct GroupingTests {
  /// The group numbers of rows with equal keys, in the order of first appearance.
  private func naiveIDs(_ keys: [[String]]) -> [Int32] {
    var seen: [[String]: Int32] = [:]
    return keys.map { key in
      if let id = seen[key] { return id }
      let id = Int32(seen.count)
      seen[key] = id
      return id
    }
  }

  private func keyColumns(_ random: inout SeededRandom, count: Int) -> [Column] {
    let validity = Bitmap((0..<count).map { _ in random.below(6) != 0 })
    return [
      .codes((0..<count).map { _ in Int32(random.below(5)) - 1 }),
      Column(.codes((0..<count).map { _ in Int32(random.below(4)) * 700_000_000 }), count: count, validity: validity),
      .integers((0..<count).map { _ in [Int64.min, .max, 0, 7][random.below(4)] }, scale: 2),
      Column(.wide((0..<count).map { _ in [Int128.max, 3, -5][random.below(3)] }, scale: 1), count: count),
      .numbers((0..<count).map { _ in Rational(Int128(random.below(3)), over: 3) }),
      .bools((0..<count).map { _ in random.below(2) == 0 }), .constant(code: 4, count: count),
    ]
  }

  private func texts(_ column: Column) -> [String] {
    (0..<column.count).map { row in
      if column.isMissing(at: row) { return "-" }
      switch column.storage {
      case .bools: return "\(column.bool(at: row) ?? false)"
      case .codes: return "\(column.code(at: row) ?? 0)"
      case .integers, .wide, .rationals: return "\(column.rational(at: row) ?? .zero)"
      }
    }
  }

  @Test func groupsAreRowsWithEqualKeys() {
    var random = SeededRandom(seed: 61)
    for round in 0..<60 {
      let count = round == 0 ? 0 : 1 + random.below(80)
      let keys = keyColumns(&random, count: count).shuffled(using: &random).prefix(1 + random.below(4))
      let columns = keys.map { texts($0) }
      let expected = naiveIDs((0..<count).map { row in columns.map { $0[row] } })
      let grouping = Grouping(keys: Array(keys), count: count)
      #expect(grouping.ids == expected)
      #expect(grouping.groupCount == Int(expected.max() ?? -1) + 1)
      for (id, row) in grouping.firstRows.enumerated() { #expect(expected.firstIndex(of: Int32(id)) == Int(row)) }
    }
    #expect(Grouping(keys: [], count: 3).ids == [0, 0, 0])
    #expect(Grouping(keys: [.failed(Fault(.overflow, site: 1), count: 2)], count: 2).ids == [-1, -1])
  }

  @Test(arguments: StorageKind.allCases)
  func aggregatesAreExact(kind: StorageKind) {
    var random = SeededRandom(seed: 62)
    for bits in [10, 62, 127] {
      for round in 0..<8 {
        let count = 24
        let ids = (0..<count).map { _ in Int32(random.below(4)) - 1 }
        let column = random.column(kind, count: count, bits: bits, isConstant: round == 7, isTorn: round % 2 == 0)
        let grouping = Grouping(ids: ids, groupCount: 4)
        let sums = grouping.sum(column, site: 9)
        for group in 0..<4 {
          let rows = ids.indices.filter { ids[$0] == group }
          if let failed = rows.first(where: { column.fault(at: $0) != nil }) {
            #expect(sums.fault(at: group) == column.fault(at: failed))
            #expect(grouping.maximum(column).fault(at: group) == column.fault(at: failed))
            #expect(grouping.countDistinct(column).fault(at: group) == column.fault(at: failed))
            continue
          }
          let values = rows.compactMap { column.rational(at: $0) }
          check(sums.cells[group], values.reduce(.zero) { $0 + BigRational($1) })
          #expect(grouping.count(column).cells[group] == .number(Rational(values.count)))
          #expect(grouping.rowCounts().cells[group] == .number(Rational(rows.count)))
          #expect(grouping.countDistinct(column).cells[group] == .number(Rational(Set(values).count)))
          #expect(grouping.minimum(column).cells[group] == (values.min().map { .number($0) } ?? .missing))
          #expect(grouping.maximum(column).cells[group] == (values.max().map { .number($0) } ?? .missing))
        }
        // The order of the rows changes nothing, but for which fault is named.
        let order = Array(0..<Int32(count)).shuffled(using: &random)
        let shuffled = Grouping(ids: order.map { ids[Int($0)] }, groupCount: 4)
        if column.faults == nil { #expect(shuffled.sum(column.gather(order), site: 9).cells == sums.cells) }
      }
    }
  }

  private func check(_ cell: Cell, _ exact: BigRational) {
    switch cell {
    case .number(let number): #expect(BigRational(number) == exact)
    // A sum of fractions may pass through a greater denominator on its way.
    case .fault(.overflow): #expect(!exact.fits || exact.denominator.bitWidth > 127)
    case .missing, .fault: Issue.record("a sum is \(cell)")
    }
  }

  @Test func aSumMayLeaveTheRangeOnItsWay() {
    let column = Column(.wide([.max, .max, -.max, -.max, 5], scale: 0), count: 5)
    #expect(Grouping.whole(count: 5).sum(column, site: 1).cells == [.number(Rational(5))])
    #expect(Grouping.whole(count: 2).sum(column.slice(0..<2), site: 1).cells == [.fault(.overflow)])
    // (2¹²⁷ - 1) · 2 / 10 fits once it is reduced.
    let tenths = Column(.wide([.max, .max], scale: 1), count: 2)
    #expect(Grouping.whole(count: 2).sum(tenths, site: 1).cells == [.number(Rational(.max, over: 5) ?? .zero)])
    // Over the common denominator 6 these numerators would not fit.
    let great = [Rational(.max, over: 3), Rational(-.max, over: 3), Rational(.max - 1, over: 2)].map { $0 ?? .zero }
    #expect(Grouping.whole(count: 3).sum(.numbers(great), site: 1).cells == [.number(great[2])])
    #expect(Grouping(ids: [], groupCount: 2).sum(.integers([]), site: 1).cells == [.number(.zero), .number(.zero)])
  }

  @Test func conditionsAndTexts() {
    var pool = TextPool()
    let codes = ["b", "a", "c"].map { pool.code(for: $0) }
    let texts = Column(.codes(codes), count: 3)
    #expect(Grouping.whole(count: 3).minimum(texts, pool: pool).codesOfRows == [codes[1]])
    #expect(Grouping.whole(count: 3).maximum(texts, pool: pool).codesOfRows == [codes[2]])
    let grouping = Grouping(ids: [0, 0, 1, 1, 2], groupCount: 4)
    let bools = Column(
      .bools([true, false, true, true, false]), count: 5, validity: Bitmap([true, true, true, false, true]))
    #expect(grouping.any(bools).truths == [.yes, .yes, .no, .no])
    #expect(grouping.every(bools).truths == [.no, .yes, .no, .yes])
    #expect(grouping.count(where: bools).cells == [1, 1, 0, 0].map { .number(Rational($0 as Int)) })
    #expect(grouping.minimum(bools).truths == [.no, .yes, .no, .missing])
  }

  @Test func ordersAreStable() {
    var random = SeededRandom(seed: 63)
    var pool = TextPool()
    for word in ["m", "z", "a", "mm"] { _ = pool.code(for: word) }
    for round in 0..<80 {
      let count = random.below(40)
      var keys = keyColumns(&random, count: count).map { SortKey($0, isAscending: random.below(2) == 0) }
      let words = (0..<count).map { _ in Int32(random.below(4)) }
      keys.append(SortKey(.codes(words), isAscending: round % 2 == 0, pool: pool))
      keys = Array(keys.shuffled(using: &random).prefix(1 + random.below(3)))
      let naive = (0..<count).sorted { a, b in
        for key in keys {
          let order = self.order(key, a, b)
          if order != .equal { return order == .less }
        }
        return a < b
      }
      #expect(sortOrder(by: keys, count: count) == naive.map { Int32($0) })
    }
  }

  private func order(_ key: SortKey, _ a: Int, _ b: Int) -> Order {
    switch (key.column.isMissing(at: a), key.column.isMissing(at: b)) {
    case (true, true): return .equal
    case (true, false): return .greater
    case (false, true): return .less
    case (false, false): break
    }
    func holds(_ comparison: Comparison) -> Bool {
      let (x, y) = (key.column.gather([Int32(a)]), key.column.gather([Int32(b)]))
      let result = key.pool.map { x.comparingText(comparison, y, pool: $0) } ?? x.comparing(comparison, y)
      return result.bool(at: 0) == true
    }
    if holds(.equal) { return .equal }
    return holds(.less) == key.isAscending ? .less : .greater
  }

  @Test func runningSums() {
    var random = SeededRandom(seed: 64)
    for kind in StorageKind.allCases {
      for round in 0..<12 {
        let count = 20
        let column = random.column(
          kind, count: count, bits: round < 6 ? 30 : 127, isConstant: round == 5, isTorn: round % 2 == 0)
        let ids = (0..<count).map { _ in Int32(random.below(4)) - 1 }
        let order = Array(0..<Int32(count)).shuffled(using: &random).dropLast(3)
        let running = Grouping(ids: ids, groupCount: 3).runningSums(column, order: Array(order), site: 9).cells
        var sums = [BigRational](repeating: .zero, count: 3)
        var faults = [Fault.Reason?](repeating: nil, count: 3)
        for row in order.map({ Int($0) }) where ids[row] >= 0 {
          let group = Int(ids[row])
          if faults[group] == nil { faults[group] = column.fault(at: row)?.reason }
          if let value = column.rational(at: row) { sums[group] = sums[group] + BigRational(value) }
          if faults[group] == nil && !sums[group].fits { faults[group] = .overflow }
          if let fault = faults[group] {
            #expect(running[row] == .fault(fault))
          } else if case .number(let number) = running[row] {
            #expect(BigRational(number) == sums[group])
          } else {
            Issue.record("a running sum is \(running[row])")
          }
        }
        for row in 0..<count where ids[row] < 0 || !order.contains(Int32(row)) { #expect(running[row] == .missing) }
      }
    }
  }
}
