import Columns
import TestSupport
import Testing

@Suite struct RationalTests {
  @Test(arguments: [
    ("0", "0"), ("-0", "0"), ("270000.01", "270000.01"), ("+1.50", "1.5"), ("-0.05", "-0.05"), ("007", "7"),
    ("1/3", "0.333333"), ("-2/3", "-0.666667"), ("10/4", "2.5"), ("0.5/0.25", "2"), ("1/-3", "-0.333333"),
    ("1/3000000000", "0.000000"), ("-1/3000000000", "0.000000"), ("2999999.9999/3", "999999.999967"),
    ("59999999/30000000", "2.000000"), ("1.00000000000000000000000000000000000000000", "1"),
    ("170141183460469231731687303715884105727", "170141183460469231731687303715884105727"),
    ("0.00000000000000000000000000000000000001", "0.00000000000000000000000000000000000001"),
    ("1/1024", "0.0009765625"),
  ])
  func readsAndPrints(text: String, printed: String) throws {
    let value = try #require(Rational(decimal: text))
    #expect(value.description(decimals: 6) == printed)
    #expect(Rational(decimal: value.description) == value)
  }

  @Test(arguments: [
    "", ".", "1.", ".5", "-", "1..2", "1.2.3", "1e5", "1 2", "a", "1/0", "1/", "/2", "--1", "1/2/3", "１",
    "170141183460469231731687303715884105728", "0.000000000000000000000000000000000000001",
  ])
  func refuses(text: String) {
    #expect(Rational(decimal: text) == nil)
  }

  /// Two operands and what they make: the sum, the difference, the product and the quotient; `none` where it has no value.
  @Test(arguments: [
    ("inf", "inf", "inf", "none", "inf", "none"), ("inf", "-inf", "none", "inf", "-inf", "none"),
    ("inf", "3", "inf", "inf", "inf", "inf"), ("3", "inf", "inf", "-inf", "inf", "0"),
    ("inf", "-1/3", "inf", "inf", "-inf", "-inf"), ("-1/3", "inf", "inf", "-inf", "-inf", "0"),
    ("inf", "0", "inf", "inf", "none", "none"), ("0", "inf", "inf", "-inf", "none", "0"),
    ("-inf", "-2", "-inf", "-inf", "inf", "inf"),
    ("170141183460469231731687303715884105727", "inf", "inf", "-inf", "inf", "0"),
  ])
  func whatIsInfinite(
    _ a: String, _ b: String, _ sum: String, _ difference: String, _ product: String, _ quotient: String
  )
    throws
  {
    func value(_ text: String) -> Rational? {
      text == "inf" ? .infinite : text == "-inf" ? Rational.infinite.negated : Rational(decimal: text)
    }
    let x = try #require(value(a))
    let y = try #require(value(b))
    #expect(x.adding(y) == value(sum) && x.subtracting(y) == value(difference))
    #expect(x.multiplying(y) == value(product) && x.dividing(y) == value(quotient))
    for mode in RoundingMode.allCases where x.isInfinite || y.isInfinite {
      #expect((y.signum == 0 ? nil : x.rounded(mode, toMultipleOf: y)) == nil)
    }
    #expect((x < y) == (b == "inf" && a != "inf" || a == "-inf" && b != "-inf"))
    #expect(
      Rational.infinite.description == "infinite" && Rational.infinite.negated.description(decimals: 2) == "-infinite")
    #expect(Rational.infinite.decimalScale == nil && Rational.infinite.scaled(by: 2) == nil)
    #expect(!Rational.infinite.isMultiple(of: .one) && !Rational.infinite.isInteger && Rational.infinite.signum == 1)
  }

  @Test func printsToDecimals() throws {
    let value = try #require(Rational(decimal: "2/3"))
    #expect(value.description(decimals: 0) == "1")
    #expect(value.description(decimals: 2) == "0.67")
    #expect(try #require(Rational(decimal: "299/300")).description(decimals: 2) == "1.00")
    #expect("\(value)" == "2/3")
    let smallest = try #require(Rational(1, over: .max))
    #expect(smallest.description(decimals: 40) == "0.0000000000000000000000000000000000000059")
  }

  @Test func numbersWithoutAnEndAreNotScaled() throws {
    let third = try #require(Rational(decimal: "1/3"))
    #expect(third.decimalScale == nil)
    #expect(third.scaled(by: 6) == nil)
    #expect(Rational(Int64(1250), scale: 3).decimalScale == 2)
    #expect(Rational(Int64(1250), scale: 3).scaled(by: 4) == 12_500)
    #expect(Rational(Int64.min, scale: 0).numerator == Int128(Int64.min))
    #expect(Rational(Int128.min, over: 1) == nil)
    #expect(Rational(Int128.min, over: 2)?.numerator == -(Int128(1) << 126))
    #expect(Rational(5, over: 0) == nil)
  }

  @Test func equalValuesAreTheSame() {
    var random = SeededRandom(seed: 8)
    for _ in 0..<300 {
      let value = random.rational(bits: 60)
      guard let doubled = value.adding(value), let halved = doubled.dividing(Rational(2)) else { continue }
      #expect(halved == value && halved.hashValue == value.hashValue)
    }
  }
}
