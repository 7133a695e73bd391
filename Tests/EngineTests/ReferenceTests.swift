import Columns
import Engine
import IR
import Source
import TestSupport
import Testing

/// Aggregates, windows, running sums and apportionments of random tables, against loops over rows that are too simple
/// to be wrong.
@Suite struct ReferenceTests {
  struct Entry {
    var key: String?
    var day: Int?
    var value: Rational?
    var flag: Bool?
  }

  static let functions: [Aggregation.Function] = [
    .sum, .count, .countDistinct, .average, .minimum, .maximum, .any, .every,
  ]

  static func entries(_ random: inout SeededRandom, _ count: Int, fractions: Bool) -> [Entry] {
    (0..<count).map { _ in
      let number = Rational(Int.random(in: -9...9, using: &random))
      let divisor = Rational(fractions ? [1, 3, 7].randomElement(using: &random) ?? 1 : 100)
      return Entry(
        key: Int.random(in: 0..<12, using: &random) == 0 ? nil : "k\(Int.random(in: 0..<5, using: &random))",
        day: Int.random(in: 0..<12, using: &random) == 0 ? nil : Int.random(in: 20_000..<20_030, using: &random),
        value: Int.random(in: 0..<10, using: &random) == 0 ? nil : number.dividing(divisor),
        flag: Int.random(in: 0..<10, using: &random) == 0 ? nil : Bool.random(using: &random))
    }
  }

  static func csv(_ entries: [Entry]) -> String {
    entries.enumerated().reduce(into: "id,key,day,value,flag\n") { text, entry in
      let day = entry.element.day.map { CalendarDate(days: Int32($0)).description } ?? ""
      let flag = entry.element.flag.map { $0 ? "true" : "false" } ?? ""
      let value = entry.element.value.map { "\($0.numerator)/\($0.denominator)" } ?? ""
      text += "\(entry.offset),\(entry.element.key ?? ""),\(day),\(value),\(flag)\n"
    }
  }

  static func aggregate(_ function: Aggregation.Function, _ rows: [Entry]) -> String {
    let values = rows.compactMap(\.value)
    let flags = rows.compactMap(\.flag)
    let sum = values.reduce(Rational.zero) { $0.adding($1) ?? .zero }
    switch function {
    case .sum: return sum.description(decimals: 6)
    case .count: return String(values.count)
    case .countDistinct: return String(Set(values).count)
    case .average: return values.isEmpty ? "" : sum.dividing(Rational(values.count))?.description(decimals: 6) ?? "?"
    case .minimum: return values.min()?.description(decimals: 6) ?? ""
    case .maximum: return values.max()?.description(decimals: 6) ?? ""
    case .any: return flags.contains(true) ? "true" : "false"
    case .product: return values.reduce(Rational.one) { $0.multiplying($1) ?? .zero }.description(decimals: 6)
    case .every: return flags.contains(false) ? "false" : "true"
    }
  }

  static func scan(_ plan: inout ProgramBuilder) -> (frame: FrameID, columns: [ColumnID]) {
    plan.scan("t", [("id", .number), ("key?", .text), ("day?", .date), ("value?", .number), ("flag?", .bool)])
  }

  @Test(arguments: [false, true]) func aggregatesWholeGroupsAndWindows(fractions: Bool) {
    var random = SeededRandom(seed: fractions ? 1 : 2)
    for _ in 0..<8 {
      let entries = Self.entries(&random, Int.random(in: 0..<60, using: &random), fractions: fractions)
      var plan = ProgramBuilder()
      let t = Self.scan(&plan)
      let back = plan.number(t.frame, "-4")
      let forth = plan.number(t.frame, "3")
      let from = plan.column(t.frame, .date, .addDays(t.columns[2], back))
      let through = plan.column(t.frame, .date, .addDays(t.columns[2], forth))
      let window = Aggregation.Window(date: t.columns[2], from: from, through: through)
      let open = Aggregation.Window(date: t.columns[2], from: nil, through: through)
      var columns = [("id", t.columns[0])]
      for function in Self.functions {
        let value = function == .any || function == .every ? t.columns[4] : t.columns[3]
        for (name, window) in [("all", nil), ("window", window), ("open", open)] as [(String, Aggregation.Window?)] {
          let column = plan.aggregate(
            function, value, t.frame, [t.columns[1]], equal: [t.columns[1]], in: t.frame, window: window)
          columns.append(("\(function)-\(name)", column))
        }
      }
      plan.output("o", t.frame, columns)
      var expected = [columns.map(\.0).joined(separator: ",")]
      for (id, row) in entries.enumerated() {
        var cells = [String(id)]
        for function in Self.functions {
          for range in [nil, -4...3, Int.min / 2...3] {
            if row.key == nil {
              cells.append("")
              continue
            }
            let rows = entries.filter { other in
              guard other.key == row.key else { return false }
              guard let range else { return true }
              guard let day = other.day else { return false }
              // A bound that is missing does not bound.
              guard let own = row.day else { return true }
              return (own + range.lowerBound...own + range.upperBound).contains(day)
            }
            cells.append(Self.aggregate(function, rows))
          }
        }
        expected.append(cells.joined(separator: ","))
      }
      for threads in [1, 2, 7] {
        let actual = outcome(plan.program, ["t": Self.csv(entries)], threads: threads)
        #expect(actual == expected.joined(separator: "\n"))
      }
    }
  }

  @Test func runsSumsInOrder() {
    var random = SeededRandom(seed: 3)
    for _ in 0..<10 {
      var entries = Self.entries(
        &random, Int.random(in: 0..<40, using: &random), fractions: Bool.random(using: &random))
      for index in entries.indices where entries[index].value == nil { entries[index].value = .one }
      var plan = ProgramBuilder()
      let t = Self.scan(&plan)
      let sum = plan.column(
        t.frame, .number, .runningSum(of: t.columns[3], group: [t.columns[1]], order: [t.columns[2]]))
      plan.output("o", t.frame, [("id", t.columns[0]), ("sum", sum)])
      var expected = ["id,sum"]
      for (id, row) in entries.enumerated() {
        let before = entries.enumerated().filter { other in
          other.element.key == row.key
            && (other.element.day ?? .min, other.offset) <= (row.day ?? .min, id)
        }
        expected.append("\(id),\(Self.aggregate(.sum, before.map(\.element)))")
      }
      #expect(outcome(plan.program, ["t": Self.csv(entries)], threads: 2) == expected.joined(separator: "\n"))
    }
  }

  @Test(arguments: RoundingMode.allCases) func apportionsExactly(mode: RoundingMode) {
    var random = SeededRandom(seed: 4)
    let step = Rational(1).dividing(Rational(4)) ?? .one
    for _ in 0..<5 {
      let entries = Self.entries(
        &random, Int.random(in: 1..<30, using: &random), fractions: Bool.random(using: &random))
      func parts(_ entries: [Entry]) -> [Value] {
        var plan = ProgramBuilder()
        let t = Self.scan(&plan)
        let unit = plan.number(t.frame, "0.25")
        let part = plan.column(
          t.frame, .number,
          .apportion(of: t.columns[3], unit: unit, mode: mode, group: [t.columns[1]], order: [t.columns[2]]))
        plan.output("o", t.frame, [("id", t.columns[0]), ("part", part)])
        let source = DataSource.bytes(Array(Self.csv(entries).utf8), name: "t.csv")
        guard case .results(let results) = run(plan.program, tables: ["t": source]) else { return [] }
        return entries.indices.map { results.outputs[0].value(row: $0, column: 1) }
      }
      let values = parts(entries)
      #expect(values.count == entries.count)
      // Each part is a neighbour of its value, and each group's parts sum to its rounded sum.
      var sums: [String?: (exact: Rational, parts: Rational)] = [:]
      for (entry, value) in zip(entries, values) {
        guard let exact = entry.value, case .number(let part) = value else {
          #expect(entry.value == nil && value == .missing)
          continue
        }
        #expect(part.isMultiple(of: step))
        if mode == .half || mode == .halfEven {
          #expect((part.subtracting(exact) ?? .one).magnitude < step)
        }
        let sum = sums[entry.key] ?? (.zero, .zero)
        sums[entry.key] = (sum.exact.adding(exact) ?? .zero, sum.parts.adding(part) ?? .zero)
      }
      for sum in sums.values { #expect(sum.parts == sum.exact.rounded(mode, toMultipleOf: step)) }
      // The parts of -x are the negated parts of x, where the mode is symmetric.
      if mode != .ceiling && mode != .floor {
        let mirrored = entries.map { entry in
          var entry = entry
          entry.value = entry.value?.negated
          return entry
        }
        let negated = parts(mirrored).map { value in
          if case .number(let number) = value { return Value.number(number.negated) }
          return value
        }
        #expect(negated == values)
      }
    }
  }

  @Test func takesTheLatestAndPairs() {
    var random = SeededRandom(seed: 5)
    for _ in 0..<10 {
      let left = Self.entries(&random, Int.random(in: 0..<30, using: &random), fractions: false)
      let right = Self.entries(&random, Int.random(in: 0..<30, using: &random), fractions: false)
      var plan = ProgramBuilder()
      let l = Self.scan(&plan)
      let r = plan.scan(
        "r", [("id", .number), ("key?", .text), ("day?", .date), ("value?", .number), ("flag?", .bool)])
      let latest = plan.frame(
        "latest", .latest(of: l.frame, key: [l.columns[1]], by: [l.columns[2], l.columns[0]], content: []))
      let latestRow = plan.parent(latest)
      let latestID = plan.gather(l.columns[0], at: latestRow)
      plan.output("latest", latest, [("id", latestID)])
      let keys = [[l.columns[1], l.columns[3]], [r.columns[1], r.columns[3]]]
      let pairs = plan.frame(
        "pairs",
        .pairs(left: l.frame, leftKeys: keys[0], right: r.frame, rightKeys: keys[1], keepsUnmatched: true))
      let leftRow = plan.parent(pairs)
      let rightRow = plan.column(pairs, .row(r.frame), .rightRow)
      let leftID = plan.gather(l.columns[0], at: leftRow)
      let rightID = plan.gather(r.columns[0], at: rightRow)
      plan.output("pairs", pairs, [("left", leftID), ("right", rightID)], keys: 2)

      var best: [String?: Int] = [:]
      for (id, row) in left.enumerated() {
        guard let old = best[row.key] else {
          best[row.key] = id
          continue
        }
        if (row.day ?? .min, id) > (left[old].day ?? .min, old) { best[row.key] = id }
      }
      var expected = (["id"] + best.values.sorted().map { String($0) }).joined(separator: "\n") + "\n\nleft,right"
      for (id, row) in left.enumerated() {
        let matches = right.indices.filter {
          row.key != nil && row.value != nil && right[$0].key == row.key && right[$0].value == row.value
        }
        for match in matches { expected += "\n\(id),\(match)" }
        if matches.isEmpty { expected += "\n\(id)," }
      }
      let tables = ["t": Self.csv(left), "r": Self.csv(right)]
      for threads in [1, 2] { #expect(outcome(plan.program, tables, threads: threads) == expected) }
    }
  }
}
