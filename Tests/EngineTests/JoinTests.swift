import Columns
import IR
import TestSupport
import Testing

@testable import Engine

/// Groups of rows by key, in whatever way they are numbered, and windows of rows that ask one by one.
@Suite struct JoinTests {
  /// A random column, and its values as texts that are equal iff the values are; nil where one is missing.
  static func column(_ random: inout SeededRandom, _ rowCount: Int) -> (column: Column, values: [String?]) {
    let isMissing = (0..<rowCount).map { _ in Int.random(in: 0..<9, using: &random) == 0 }
    let hasMissing = Bool.random(using: &random)
    let validity = hasMissing ? Bitmap(isMissing.map { !$0 }) : nil
    let spread = Int64([3, 40, 1_000_000, 1 << 30].randomElement(using: &random) ?? 3)
    let numbers = (0..<rowCount).map { _ in Int64.random(in: -spread..<spread, using: &random) }
    func texts(_ text: (Int) -> String) -> [String?] {
      (0..<rowCount).map { hasMissing && isMissing[$0] ? nil : text($0) }
    }
    switch Int.random(in: 0..<6, using: &random) {
    case 0:
      let storage = Column.Storage.bools(numbers.map { $0 > 0 })
      return (Column(storage, count: rowCount, validity: validity), texts { "\(numbers[$0] > 0)" })
    case 1:
      let storage = Column.Storage.integers(numbers, scale: 2)
      return (Column(storage, count: rowCount, validity: validity), texts { "\(numbers[$0])" })
    case 2:
      let rationals = numbers.map { Rational($0).dividing(Rational(7)) ?? .zero }
      return (Column(.rationals(rationals), count: rowCount, validity: validity), texts { "\(rationals[$0])" })
    case 3:
      let constant = Column(.codes([7]), count: rowCount, isConstant: true)
      return (constant, [String?](repeating: "7", count: rowCount))
    default:
      var codes = numbers.map { Int32($0) }
      if Bool.random(using: &random) { codes.sort() }
      let storage = Column.Storage.codes(codes)
      return (Column(storage, count: rowCount, validity: validity), texts { "\(codes[$0])" })
    }
  }

  /// Rows in the order of their first key: by runs, and by a hash where a run is long or the order breaks.
  @Test func groupsKeysInRuns() {
    var random = SeededRandom(seed: 12)
    for round in 0..<40 {
      let rowCount = [0, 1, 900, 5_000].randomElement(using: &random) ?? 0
      var firsts = (0..<rowCount).map { _ in Int32.random(in: -2_000..<2_000, using: &random) }
      if round % 4 > 0 { firsts.sort() }
      let seconds = (0..<rowCount).map { row in
        // A few kinds in each run, or as many as rows.
        Int32.random(in: 0..<(round % 5 == 0 ? 1 << 30 : 4), using: &random) << (round % 5 == 0 ? 0 : 28)
      }
      let isPresent = Bitmap((0..<rowCount).map { _ in Int.random(in: 0..<20, using: &random) > 0 })
      let columns = [
        Column(.codes(seconds), count: rowCount, validity: round % 3 == 0 ? isPresent : nil),
        Column(.codes(firsts), count: rowCount),
      ]
      let index = KeyIndex(columns, rowCount: rowCount, missing: .matchesNothing)
      var known: [[Int32]: Int32] = [:]
      let groups = (0..<rowCount).map { row -> Int32 in
        if round % 3 == 0 && !isPresent[row] { return -1 }
        let key = [firsts[row], seconds[row]]
        if known[key] == nil { known[key] = Int32(known.count) }
        return known[key] ?? -1
      }
      #expect(index.groups == groups && index.count == known.count)
      // In another order, and with keys that are not there.
      let order = (0..<Int32(rowCount)).shuffled(using: &random)
      #expect(
        index.find(columns.map { $0.gather(order) }, rowCount: rowCount) == order.map { groups[Int($0)] })
      let others = [Column.codes(seconds.map { $0 ^ 1 }), Column.codes(firsts.map { $0 + 1 })]
      #expect(
        index.find(others, rowCount: rowCount)
          == (0..<rowCount).map { known[[firsts[$0] + 1, seconds[$0] ^ 1]] ?? -1 })
    }
  }

  @Test func groupsEqualKeys() {
    var random = SeededRandom(seed: 11)
    for round in 0..<60 {
      let rowCount = [0, 1, 30, 700, 2_500].randomElement(using: &random) ?? 0
      let made = (0..<Int.random(in: 0..<5, using: &random)).map { _ in Self.column(&random, rowCount) }
      let columns = made.map(\.column)
      let missing: KeyIndex.Missing = Bool.random(using: &random) ? .isAValue : .matchesNothing
      // The key of each row; nil where it is none.
      let keys = (0..<rowCount).map { row -> [String?]? in
        let key = made.map { $0.values[row] }
        return missing == .matchesNothing && key.contains(nil) ? nil : key
      }
      var first: [[String?]: Int32] = [:]
      for (row, key) in keys.enumerated() where key.map({ first[$0] == nil }) == true { first[key ?? []] = Int32(row) }
      for hasGaps in [false, true] {
        let index = KeyIndex(columns, rowCount: rowCount, missing: missing, hasGaps: hasGaps)
        let groups = index.find(columns, rowCount: rowCount)
        if !hasGaps { #expect(index.groups == groups && index.count == first.count) }
        let firstRows = index.firstRows(columns, rowCount: rowCount)
        let found = groups.map { $0 < 0 ? nil : firstRows[Int($0)] }
        #expect(found == keys.map { $0.flatMap { first[$0] } }, "round \(round)")
        // Other rows, in columns of their own: those that the index knows, and those that it does not.
        let part = rowCount / 3..<rowCount
        let sliced = columns.map { $0.slice(part) }
        #expect(index.find(sliced, rowCount: part.count) == Array(groups[part]))
        let half = KeyIndex(columns.map { $0.slice(0..<rowCount / 2) }, rowCount: rowCount / 2, missing: missing)
        let known = Set(keys[..<(rowCount / 2)])
        let isKnown = keys.map { $0 != nil && known.contains($0) }
        #expect(half.find(columns, rowCount: rowCount).map { $0 >= 0 } == isKnown, "round \(round)")
      }
      let isUnique = keys.count { $0 != nil } == first.count
      #expect(KeyIndex.isUnique(columns, rowCount: rowCount, missing: missing) == isUnique)
    }
  }

  @Test func knowsNoOtherKeys() {
    let own = [Column.codes([3, 5, 5]), Column.integers([-2, 4, 4], scale: 1)]
    let asked = [
      Column.codes([3, 5, 2, 4, 6, 3, .max, .min, 5]),
      Column.integers([-20, 40, -20, 40, 40, 40, -20, 40, 45], scale: 2),
    ]
    for places in [[0], [1], [0, 1], [1, 0]] {
      for hasGaps in [false, true] {
        let columns = places.map { own[$0] }
        let index = KeyIndex(columns, rowCount: 3, missing: .matchesNothing, hasGaps: hasGaps)
        let firstRows = index.firstRows(columns, rowCount: 3)
        let found = index.find(places.map { asked[$0] }, rowCount: 9).map { $0 < 0 ? -1 : firstRows[Int($0)] }
        let expected: [Int32] =
          switch places {
          case [0]: [0, 1, -1, -1, -1, 0, -1, -1, 1]
          case [1]: [0, 1, 0, 1, 1, 1, 0, 1, -1]
          default: [0, 1, -1, -1, -1, -1, -1, -1, -1]
          }
        #expect(found == expected, "\(places), \(hasGaps)")
      }
    }
  }

  struct Ask {
    var key: Int?
    var from: Int?
    var through: Int?
  }

  /// Few windows over few groups are read from sums of steps; many that each ask for a group of their own are held
  /// against its rows; the others are looked for among sorted rows.
  @Test(arguments: [(5, 40, 20, false), (400, 400, 600, true), (400, 500, 600, false), (3, 0, 9, false)])
  func readsWindowsOfRows(_ keys: Int, _ asks: Int, _ rows: Int, _ isUnique: Bool) {
    var random = SeededRandom(seed: UInt64(keys + asks))
    func day(_ random: inout SeededRandom) -> Int? {
      Int.random(in: 0..<10, using: &random) == 0 ? nil : Int.random(in: 20_000..<20_400, using: &random)
    }
    for magnitude in [100, Int.max / 2] {
      var asked: [Ask] = []
      for place in 0..<asks {
        let key = isUnique ? place : Int.random(in: 0...keys, using: &random)
        asked.append(Ask(key: key % 9 == 8 ? nil : key, from: day(&random), through: day(&random)))
      }
      let entries = (0..<rows).map { _ in
        (
          key: Int.random(in: 0..<keys, using: &random), day: day(&random),
          value: Int.random(in: 0..<9, using: &random) == 0
            ? nil : Int.random(in: -magnitude...magnitude, using: &random)
        )
      }
      func text(_ day: Int?) -> String { day.map { CalendarDate(days: Int32($0)).description } ?? "" }
      let tables = [
        "ask": asked.enumerated().reduce(into: "id,key,from,through\n") { other, ask in
          other += "\(ask.offset),\(ask.element.key.map { "k\($0)" } ?? ""),"
          other += "\(text(ask.element.from)),\(text(ask.element.through))\n"
        },
        "t": entries.reduce(into: "key,day,value\n") { other, entry in
          other += "k\(entry.key),\(text(entry.day)),\(entry.value.map { "\($0)" } ?? "")\n"
        },
      ]
      var plan = ProgramBuilder()
      let ask = plan.scan("ask", [("id", .number), ("key?", .text), ("from?", .date), ("through?", .date)])
      let t = plan.scan("t", [("key", .text), ("day?", .date), ("value?", .number)])
      // A bound that is computed, as those of plans are.
      let one = plan.number(ask.frame, "1")
      let after = plan.column(ask.frame, .date, .addDays(ask.columns[2], one))
      let bounds: [(ColumnID?, ColumnID?)] = [
        (after, nil), (nil, ask.columns[3]), (after, ask.columns[3]),
      ]
      let functions: [Aggregation.Function] = [.sum, .count, .average, .maximum, .countDistinct]
      var columns = [("id", ask.columns[0])]
      for (place, bound) in bounds.enumerated() {
        for function in functions {
          let column = plan.aggregate(
            function, t.columns[2], t.frame, [t.columns[0]], equal: [ask.columns[1]], in: ask.frame,
            window: Aggregation.Window(date: t.columns[1], from: bound.0, through: bound.1))
          columns.append(("\(function)\(place)", column))
        }
      }
      plan.output("o", ask.frame, columns)
      var expected = [columns.map(\.0).joined(separator: ",")]
      for (id, ask) in asked.enumerated() {
        var cells = ["\(id)"]
        for bound in bounds {
          let found = entries.filter { entry in
            guard entry.key == ask.key, let day = entry.day else { return false }
            if bound.0 != nil, let from = ask.from, day < from + 1 { return false }
            if bound.1 != nil, let through = ask.through, day > through { return false }
            return true
          }
          for function in functions {
            let values = found.map { entry in
              ReferenceTests.Entry(key: nil, day: nil, value: entry.value.map { Rational($0) }, flag: nil)
            }
            cells.append(ask.key == nil ? "" : ReferenceTests.aggregate(function, values))
          }
        }
        expected.append(cells.joined(separator: ","))
      }
      for threads in [1, 3] {
        #expect(outcome(plan.program, tables, threads: threads) == expected.joined(separator: "\n"))
      }
    }
  }
}
