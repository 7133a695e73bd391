import Columns
import TestSupport
import Testing

@testable import Engine

/// Rows in the order of keys, against a sort that compares key by key.
@Suite struct RowSortingTests {
  private static func random(_ count: Int, _ random: inout SeededRandom, _ pool: inout TextPool) -> SortKeys {
    func below(_ limit: Int) -> Int { Int.random(in: 0..<limit, using: &random) }
    let validity = below(3) == 0 ? Bitmap((0..<count).map { _ in below(6) != 0 }) : nil
    switch below(6) {
    case 0:
      let codes = (0..<count).map { _ in pool.code(for: "D\(10_000 + below(40))") }
      return SortKeys(Column(.codes(codes), count: count, validity: validity), .text, pool)
    case 1:
      let codes = (0..<count).map { _ in pool.code(for: ["b", "", "a", "é", "aa"][below(5)]) }
      return SortKeys(Column(.codes(codes), count: count, validity: validity), .text, pool)
    case 2:
      // Wider than a word, together or alone.
      let edges: [Int64] = [.min, .min + 1, -1, 0, 1, .max]
      return SortKeys(
        Column(.integers((0..<count).map { _ in edges[below(6)] }, scale: 0), count: count, validity: validity),
        .number,
        pool)
    case 3:
      return SortKeys(
        Column(.integers((0..<count).map { _ in Int64(below(1 << 40)) }, scale: 2), count: count, validity: validity),
        .number, pool)
    case 4: return SortKeys(groups: (0..<count).map { _ in Int32(below(3)) })
    default: return SortKeys(groups: (0..<count).map { Int32($0 / 9) })
    }
  }

  @Test func rowsComeInTheOrderOfTheirKeys() {
    var random = SeededRandom(seed: 77)
    var pool = TextPool()
    for round in 0..<150 {
      let count = [0, 1, 2, 7, 60, 400][round % 6]
      let keys = (0..<(round / 6) % 6).map { _ in Self.random(count, &random, &pool) }
      let rows = (0..<Int32(count)).filter { _ in round % 4 != 0 || Bool.random(using: &random) }
      let expected = rows.sorted { a, b in
        for key in keys where key.keys[Int(a)] != key.keys[Int(b)] { return key.keys[Int(a)] < key.keys[Int(b)] }
        return a < b
      }
      #expect(RowSorting.sorted(rows, by: keys) == expected)
    }
  }

  /// A key is not made where those before it have told all rows apart.
  @Test func keysThatDecideNothingAreNotMade() {
    let widest = SortKeys(Column.integers([Int64.max, 0, Int64.min + 2]), .number, TextPool())
    var made: [Int] = []
    let rows = RowSorting.sorted([0, 1, 2], keyCount: 3) { place in
      made.append(place)
      return widest
    }
    #expect(rows == [2, 1, 0] && made == [0])
  }
}
