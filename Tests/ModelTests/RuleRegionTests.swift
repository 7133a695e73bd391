import Columns
import TestSupport
import Testing

@testable import Model

/// What is said of rows that choose a rule, against a look at every single combination of values.
@Suite struct RuleRegionTests {
  private static let texts = ["A", "B", "C", "other"]
  private static let numbers = [-1, 0, 1, 2, 3, 4, 5, 6]
  private static let types = [
    StaticType.text, StaticType(.choice(["shop", "agent"])), .quantity(Unit("CNY")),
  ]

  /// All combinations: two texts and twice each number, to stand between whole bounds.
  private static let world: [[Value]] = texts.flatMap { text in
    ["shop", "agent"].flatMap { kind in
      numbers.map { [.text(text), .text(kind), .number(Rational(Int64($0) * 5, scale: 1))] }
    }
  }

  private func row(_ random: inout SeededRandom) -> [KeyMatcher] {
    func one(_ count: Int) -> Int { Int.random(in: 0..<count, using: &random) }
    var row: [KeyMatcher] = []
    switch one(3) {
    case 0: row.append(.any)
    case 1: row.append(.values([.text(Self.texts[one(3)])]))
    default: row.append(.values([.text(Self.texts[one(2)]), .text("C")]))
    }
    row.append(one(2) == 0 ? .any : .values([.text(["shop", "agent"][one(2)])]))
    switch one(4) {
    case 0, 1: row.append(.any)
    case 2: row.append(.values([.number(Rational(Int64(one(4)), scale: 0))]))
    default: row.append(.from(Rational(one(3)), isIncluded: one(2) == 0))
    }
    return row
  }

  /// Whether a row is for a combination, by the words of the reference: a bound holds to the next greater one among the
  /// rows that differ in nothing else.
  private func matches(_ row: Int, _ rows: [[KeyMatcher]], _ values: [Value]) -> Bool {
    rows[row].indices.allSatisfy { axis in
      switch (rows[row][axis], values[axis]) {
      case (.any, _): return true
      case (.values(let list), let value): return list.contains(value)
      case (.from(let bound, let isIncluded), .number(let value)):
        guard isIncluded ? value >= bound : value > bound else { return false }
        return !rows.contains { other in
          guard case .from(let next, let isIn) = other[axis],
            other.indices.allSatisfy({ $0 == axis || other[$0] == rows[row][$0] }),
            next > bound || next == bound && isIncluded && !isIn
          else { return false }
          return isIn ? value >= next : value > next
        }
      default: return false
      }
    }
  }

  @Test(arguments: UInt64(0)..<400)
  func findingsAreThoseOfEveryCombination(seed: UInt64) {
    var random = SeededRandom(seed: seed)
    let rows = (0..<Int.random(in: 1...7, using: &random)).map { _ in row(&random) }
    let regions = RuleRegions(rows, types: Self.types)
    let specificity = rows.map { $0.count { $0 != .any } }
    let matching = Self.world.map { values in rows.indices.filter { matches($0, rows, values) } }
    var repeated: Set<Int> = []
    var silent: Set<Int> = []
    var ambiguous: Set<[Int]> = []
    for row in rows.indices {
      let places = matching.indices.filter { matching[$0].contains(row) }
      let isRepeated = (0..<row).contains { other in
        specificity[other] == specificity[row] && places == matching.indices.filter { matching[$0].contains(other) }
      }
      if isRepeated {
        repeated.insert(row)
      } else if places.allSatisfy({ place in matching[place].contains { specificity[$0] > specificity[row] } }) {
        silent.insert(row)
      }
    }
    let open = rows.indices.filter { !repeated.contains($0) && !silent.contains($0) }
    for found in matching {
      let most = found.map { specificity[$0] }.max() ?? 0
      let best = found.filter { specificity[$0] == most && open.contains($0) }
      for (place, a) in best.enumerated() {
        for b in best[(place + 1)...] { ambiguous.insert([a, b]) }
      }
    }
    for finding in regions.findings() {
      switch finding {
      case .repeated(let row, _): #expect(repeated.remove(row) != nil, "\(rows) \(row)")
      case .neverCounts(let row, _): #expect(silent.remove(row) != nil, "\(rows) \(row)")
      case .ambiguous(let row, let other, _):
        #expect(ambiguous.contains([other, row]), "\(rows) \(row)")
        ambiguous = ambiguous.filter { $0[1] != row }
      }
    }
    #expect(repeated.isEmpty && silent.isEmpty && ambiguous.isEmpty, "\(rows)")
  }
}
