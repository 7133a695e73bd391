import Columns
import TestSupport
import Testing

extension Rational {
  fileprivate static func + (a: Rational, b: Rational) -> Rational { known(a.adding(b)) }
  fileprivate static func - (a: Rational, b: Rational) -> Rational { known(a.subtracting(b)) }
  fileprivate static func * (a: Rational, b: Rational) -> Rational { known(a.multiplying(b)) }
  fileprivate static func / (a: Rational, b: Rational) -> Rational { known(a.dividing(b)) }

  private static func known(_ value: Rational?) -> Rational {
    guard let value else { preconditionFailure("the numbers are small") }
    return value
  }
}

/// Levels and packs against slow computations of the same.
@Suite struct LevellingTests {
  /// The parts by trying for each row whether it has nothing, all that it may have, or something in between.
  private static func slowParts(_ total: Rational, _ rows: [(weight: Int, start: Rational, cap: Int?)])
    -> [Rational]
  {
    let open = rows.indices.filter { rows[$0].weight > 0 }
    var result = [Rational](repeating: .zero, count: rows.count)
    let room = open.reduce(Rational.zero) { sum, row in
      sum + Rational(rows[row].cap ?? 1_000_000)
    }
    if total == .zero { return result }
    if total >= room {
      for row in open { result[row] = (Rational(rows[row].cap ?? 0)) }
      return result
    }
    var guess = [Int](repeating: 0, count: open.count)
    while true {
      let between = open.indices.filter { guess[$0] == 1 }.map { open[$0] }
      let full = open.indices.filter { guess[$0] == 2 }.map { open[$0] }
      if !between.isEmpty, full.allSatisfy({ rows[$0].cap != nil }) {
        let given = full.reduce(Rational.zero) { $0 + (Rational(rows[$1].cap ?? 0)) }
        let starts = between.reduce(Rational.zero) { $0 + rows[$1].start }
        let weights = between.reduce(Rational.zero) { $0 + (Rational(rows[$1].weight)) }
        let level = (total - given + starts) / weights
        var fits = true
        for (place, row) in open.enumerated() {
          let part = level * (Rational(rows[row].weight)) - rows[row].start
          let isBelow = part < Rational.zero
          let isAbove = rows[row].cap.map { part > (Rational($0)) } ?? false
          switch guess[place] {
          case 0: fits = fits && (isBelow || part == .zero)
          case 1: fits = fits && !isBelow && !isAbove
          default: fits = fits && (isAbove || rows[row].cap.map { part == (Rational($0)) } ?? false)
          }
          result[row] = guess[place] == 0 ? .zero : guess[place] == 1 ? part : (Rational(rows[row].cap ?? 0))
        }
        if fits { return result }
      }
      guard let place = guess.indices.first(where: { guess[$0] < 2 }) else {
        Issue.record("no level")
        return result
      }
      guess[place] += 1
      for lower in 0..<place { guess[lower] = 0 }
    }
  }

  @Test func levelsAreThoseOfASlowSearch() throws {
    var random = SeededRandom(seed: 4)
    for round in 0..<240 {
      let isPlain = round % 2 == 0
      let rows = (0..<(1 + random.below(4))).map { _ in
        (
          weight: random.below(4) == 0 ? 0 : 1 + random.below(9),
          start: isPlain ? 0 : random.below(41) - 20, cap: random.below(3) == 0 ? nil : random.below(30) as Int?
        )
      }
      let total = random.below(100)
      let step = [1, 4, 6][random.below(3)]
      let levels = rows.map {
        LevelRow(
          weight: Rational($0.weight), start: Rational($0.start), cap: $0.cap.map { Rational($0) })
      }
      let slow = LevellingTests.slowParts(
        (Rational(total)), rows.map { ($0.weight, (Rational($0.start)), $0.cap) })
      let parts = try #require(levelled(Rational(total), levels))
      #expect(parts.map { ($0) } == slow, "\(total) \(rows)")

      // Counted in steps: the exact parts of what is cut to whole steps, and their largest remainders.
      let cut = rows.map { ($0.weight, (Rational($0.start)) / (Rational(step)), $0.cap.map { $0 / step }) }
      let exact = LevellingTests.slowParts((Rational(total / step)), cut)
      let stepped = try #require(levelled(Rational(total), levels, step: Rational(step)))
      let counts = stepped.map { ($0) / (Rational(step)) }
      #expect(stepped.allSatisfy { $0.isMultiple(of: Rational(step)) })
      #expect(counts.reduce(.zero, +) == exact.reduce(.zero, +), "\(total) \(rows) in \(step)")
      for (count, part) in zip(counts, exact) { #expect((count - part).magnitude < Rational.one) }
      for (row, count) in counts.enumerated() {
        if let cap = cut[row].2 { #expect(count <= (Rational(cap))) }
        // Nobody with a smaller remainder, or an equal one and a later place, has the step that this row has not.
        for other in counts.indices where count < exact[row] && counts[other] > exact[other] {
          let (mine, theirs) = (exact[row] - count, exact[other] - counts[other] + Rational.one)
          #expect(mine < theirs || (mine == theirs && other < row), "\(total) \(rows) in \(step)")
        }
      }
    }
  }

  /// Each pack again to the row with the smallest level, by looking at all of them.
  @Test func packsAreThoseOfASlowSearch() throws {
    var random = SeededRandom(seed: 9)
    for round in 0..<300 {
      let isLeast = round % 3 == 0
      let rows = (0..<(1 + random.below(5))).map { _ in
        let pack = Rational(1 + random.below(12))
        let each = Rational(isLeast ? random.below(4) : 1)
        return PackRow(
          pack: pack, start: Rational(random.below(60) - 20), weight: Rational(random.below(5)),
          cap: random.below(2) == 0 ? nil : Rational(random.below(60)), worth: pack.multiplying(each) ?? .zero)
      }
      let total = Rational(random.below(200) - 20)
      var parts = rows.map { _ in Rational.zero }
      var left = (total)
      var open = Set(rows.indices.filter { rows[$0].weight.signum > 0 && rows[$0].worth.signum > 0 })
      func level(_ row: Int) -> Rational { ((rows[row].start) + parts[row]) / (rows[row].weight) }
      while left > .zero, let row = open.sorted().min(by: { level($0) < level($1) }) {
        let next = parts[row] + (rows[row].pack)
        let isTooMuch = rows[row].cap.map { next > ($0) } ?? false
        if isTooMuch || (!isLeast && (rows[row].worth) > left) {
          open.remove(row)
          continue
        }
        parts[row] = next
        left = left - (rows[row].worth)
      }
      let found = try dealtPacks(total, rows, isLeast: isLeast, limit: 1_000)
      #expect(found.map { ($0) } == parts, "\(total) \(rows)")
    }
    let row = PackRow(pack: .one, start: .zero, weight: .one, cap: nil, worth: .one)
    #expect(throws: PackError.tooManySteps) { try dealtPacks(Rational(11), [row], isLeast: false, limit: 10) }
    #expect(try dealtPacks(Rational(10), [row], isLeast: false, limit: 10) == [Rational(10)])
  }
}
