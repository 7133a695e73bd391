import Columns
import TestSupport
import Testing

@Suite struct ApportionmentTests {
  private func number(_ text: String) -> Rational { Rational(decimal: text) ?? .zero }

  private func parts(_ total: String, _ weights: [String], unit: String, ties: [Int]? = nil) throws -> [String] {
    try apportion(
      total: number(total), weights: weights.map { number($0) }, unit: number(unit),
      tieOrder: ties ?? Array(weights.indices)
    ).map { "\($0)" }
  }

  @Test func shares() throws {
    #expect(try parts("100.00", ["1", "1", "1"], unit: "0.01") == ["33.34", "33.33", "33.33"])
    #expect(try parts("100.00", ["1/3", "1/3", "1/3"], unit: "0.01", ties: [2, 1, 0]) == ["33.33", "33.33", "33.34"])
    #expect(try parts("-100.00", ["1", "1", "1"], unit: "0.01") == ["-33.34", "-33.33", "-33.33"])
    #expect(try parts("0.05", ["1", "0", "3"], unit: "0.01") == ["0.01", "0", "0.04"])
    #expect(try parts("7", ["0.5", "0.25", "0.25"], unit: "1") == ["3", "2", "2"])
    #expect(try parts("0", ["2", "1"], unit: "1") == ["0", "0"])
    #expect(try parts("36", ["1", "1"], unit: "12") == ["24", "12"])
  }

  @Test(arguments: [
    ("1", [] as [String], "1", ApportionmentError.noWeight), ("1", ["0", "0"], "1", .noWeight),
    ("1", ["2", "-1"], "1", .negativeWeight), ("1.005", ["1"], "0.01", .notWhole), ("1", ["1"], "0", .notWhole),
    ("1", ["1"], "-1", .notWhole),
    (
      "1", ["1/170141183460469231731687303715884105727", "1/170141183460469231731687303715884105725"], "1", .overflow
    ),
  ])
  func refuses(total: String, weights: [String], unit: String, error: ApportionmentError) {
    #expect(throws: error) { try parts(total, weights, unit: unit) }
  }

  @Test func partsSumToTheWholeAndAreNear() throws {
    var random = SeededRandom(seed: 71)
    for _ in 0..<150 {
      let unit = number(["0.01", "1", "12", "0.05", "1/3"][random.below(5)])
      let total = try #require(Rational(Int64(random.below(200_001) - 100_000), scale: 0).multiplying(unit))
      let count = 1 + random.below(9)
      var weights = (0..<count).map { _ in Rational(Int64(random.below(50)), scale: random.below(3)) }
      weights[0] = .one
      let order = Array(0..<count).shuffled(using: &random)
      let parts = try apportion(total: total, weights: weights, unit: unit, tieOrder: order)
      let sum = weights.reduce(BigRational.zero) { $0 + BigRational($1) }
      #expect(parts.reduce(BigRational.zero) { $0 + BigRational($1) } == BigRational(total))
      for (part, weight) in zip(parts, weights) {
        let exact = BigRational(total) * BigRational(weight) / sum
        #expect((BigRational(part) - exact).magnitude < BigRational(unit))
        #expect(part.isMultiple(of: unit))
      }
      let negated = try apportion(total: total.negated, weights: weights, unit: unit, tieOrder: order)
      #expect(negated == parts.map { $0.negated })
      // Whoever comes first gets the same, whatever the order of the rows.
      let place = order.map { order.firstIndex(of: $0) ?? 0 }
      let moved = try apportion(
        total: total, weights: order.map { weights[$0] }, unit: unit, tieOrder: Array(0..<count))
      #expect(place.map { moved[$0] } == order.map { parts[$0] })
    }
  }
}
