import Columns
import Testing

@testable import WhatIf

/// Means of outcomes of either sign.
@Suite struct WeightedSumTests {
  @Test(
    arguments: [
      // Values in cents with the weights of their outcomes; the mean in steps of a hundred-millionth.
      ([(1_000, 1), (-400, 3)], -50_000_000),
      ([(-1_000, 1), (400, 3)], 50_000_000),
      ([(1, 2), (-1, 2)], 0),
      ([(-1, 1), (0, 2)], -333_333),
      ([(-2, 1), (0, 2)], -666_667),
      ([(2, 1), (0, 2)], 666_667),
    ] as [([(cents: Int, weight: UInt64)], Int)])
  func meansKeepTheirSign(outcomes: [(cents: Int, weight: UInt64)], mean: Int) throws {
    let all = outcomes.reduce(0) { $0 + $1.weight }
    var sum = WeightedSum(over: WideMagnitude(all), scale: 2)
    for outcome in outcomes {
      let value = try #require(Rational(Int128(outcome.cents), scale: 2))
      let isAdded = sum.add(value, weight: WideMagnitude(outcome.weight))
      #expect(isAdded)
    }
    #expect(sum.value == Rational(Int128(mean), scale: 8))
  }
}
