import TestSupport
import Testing

@testable import Columns

@Suite struct InexactFunctionTests {
  // MARK: Roots

  /// Roots that end, roots that do not, and the neighbours of half-way values.
  @Test(arguments: [
    ("0", 4, "0"), ("4", 0, "2"), ("2", 4, "1.4142"), ("2", 12, "1.414213562373"), ("2", 0, "1"), ("3", 0, "2"),
    ("1/4", 1, "0.5"), ("1/4", 0, "1"), ("9/4", 0, "2"), ("2.2499999999", 0, "1"), ("1/3", 6, "0.57735"),
    ("0.0001", 2, "0.01"), ("0.000024", 2, "0"), ("0.000025", 2, "0.01"), ("12.25", 0, "4"), ("12.2499", 0, "3"),
    ("170141183460469231731687303715884105727", 0, "13043817825332782212"),
    ("1/170141183460469231731687303715884105727", 12, "0"),
    ("18446744073709551615", 12, "4294967295.999999999884"),
  ])
  func rootsAreRounded(value: String, decimals: Int, root: String) throws {
    let value = try #require(Rational(decimal: value))
    #expect(value.squareRoot(decimals: decimals)?.description == root)
  }

  /// A root k is right iff (2k - 1)² ≤ 4x < (2k + 1)² in units of the last decimal.
  @Test func rootsAreNearest() throws {
    var random = SeededRandom(seed: 31)
    for bits in [8, 30, 60, 100] {
      for _ in 0..<150 {
        let value = random.rational(bits: bits).magnitude
        let decimals = Int.random(in: 0...12, using: &random)
        let root = try #require(value.squareRoot(decimals: decimals))
        let power = PowersOfTen.wide[decimals]
        let units = try #require(root.scaled(by: decimals))
        // 4x · 10^2s · d against (2k ± 1)² · d, in whole numbers of 512 bits.
        func order(_ odd: Int128) -> Bool {
          var square = FixedPoint(whole: 1, fraction: 2, wholeLimbs: 8)
          square.multiply(by: odd.magnitude)
          square.multiply(by: odd.magnitude)
          square.multiply(by: value.denominator.magnitude)
          var four = FixedPoint(whole: 4, fraction: 2, wholeLimbs: 8)
          four.multiply(by: value.numerator.magnitude)
          four.multiply(by: power.magnitude)
          four.multiply(by: power.magnitude)
          return !(four < square)
        }
        #expect(units == 0 || order(2 * units - 1), "\(value) to \(decimals)")
        #expect(!order(2 * units + 1), "\(value) to \(decimals)")
      }
    }
    #expect(Rational(-1).squareRoot(decimals: 2) == nil)
  }

  /// Columns take their roots in integers; each must be the root of its number.
  @Test func rootsOfColumns() {
    var random = SeededRandom(seed: 32)
    for (round, kind) in [StorageKind.narrow, .fraction, .wide, .rational].enumerated() {
      for decimals in [0, 3, 9, 11] {
        for bits in [6, 40, 63] {
          let column = random.column(
            kind, count: 40, bits: bits, isConstant: round % 2 == 1 && bits == 40, isTorn: true)
          for values in [column, column.magnitude(site: 1)] {
            let roots = values.squareRoot(decimals: decimals, site: 2).cells
            for row in 0..<values.count {
              guard let value = values.rational(at: row) else { continue }
              if let root = value.squareRoot(decimals: decimals) {
                #expect(roots[row] == .number(root), "\(value) to \(decimals)")
              } else if case .fault(let reason) = roots[row] {
                #expect(reason != .overflow || value.signum >= 0)
              } else {
                Issue.record("\(value) has the root \(roots[row])")
              }
            }
          }
        }
      }
    }
  }

  // MARK: Quantiles

  /// Published values first; the others by an independent calculation with 120 digits: the last is in units of
  /// the last decimal. The pairs at the end lie 10^-36 beside the probability of a half-way value.
  @Test(
    arguments: [
      ("9/10", 6, 1_281_552), ("19/20", 6, 1_644_854), ("39/40", 6, 1_959_964), ("99/100", 6, 2_326_348),
      ("999/1000", 6, 3_090_232), ("1/10", 9, -1_281_551_566), ("1/1000", 2, -309), ("2/3", 9, 430_727_299),
      ("1/3", 9, -430_727_299), ("1/2", 7, 0), ("5001/10000", 9, 250_663), ("999999/1000000", 9, 4_753_424_309),
      ("1/1000000000", 6, -5_997_807), ("999999999999999/1000000000000000", 9, 7_941_345_326),
      ("1/1000000000000000000000000000000", 9, -11_464_024_688),
      ("99999999999999999999999999999999999999/100000000000000000000000000000000000000", 0, 13),
      ("158177/993910", 9, -997_973_104), ("75955/810113", 9, -1_317_959_965), ("24540968/50535683", 1, 0),
      ("161042649/2179419895", 9, -1_447_400_179), ("9/19", 9, -66_011_812), ("3/32", 8, -131_801_090),
      ("10578237/151941337", 9, -1_478_623_128), ("4070378922/9548738651", 9, -185_868_380),
      ("571/765", 9, 663_220_190), ("121/555", 5, -77_890), ("4713428435/5101867207", 9, 1_431_548_141),
      ("546345432544/618744967225", 5, 119_007), ("505/4201", 9, -1_173_940_278), ("54/67", 7, 8_631_414),
      ("949999986906777197915051645552335846/1000000000000000000000000000000000000", 6, 1_644_853),
      ("949999986906777197915051645552335847/1000000000000000000000000000000000000", 6, 1_644_854),
      ("500000000199471140200716338961661732/1000000000000000000000000000000000000", 9, 0),
      ("500000000199471140200716338961661733/1000000000000000000000000000000000000", 9, 1),
      ("999000000001118501727440259543211848/1000000000000000000000000000000000000", 9, 3_090_232_306),
      ("999000000001118501727440259543211849/1000000000000000000000000000000000000", 9, 3_090_232_307),
      ("894350226333144742311227235974253445/1000000000000000000000000000000000000", 1, 12),
      ("894350226333144742311227235974253446/1000000000000000000000000000000000000", 1, 13),
    ] as [(String, Int, Int64)])
  func normalQuantilesAreRounded(probability: String, decimals: Int, units: Int64) throws {
    let probability = try #require(Rational(decimal: probability))
    #expect(probability.normalQuantile(decimals: decimals) == Rational(units, scale: decimals))
    let mirrored = try #require(Rational.one.subtracting(probability))
    #expect(mirrored.normalQuantile(decimals: decimals) == Rational(-units, scale: decimals))
  }

  /// The mean, the probability and the quantile by an independent calculation with 80 digits. The pairs at the end
  /// lie 10^-36 beside the probability of a whole number.
  @Test(
    arguments: [
      ("1/1", "3679/10000", 1), ("1/1", "1839/5000", 0), ("5/1", "19/20", 9), ("1/2", "1/2", 0), ("37/6", "39/40", 11),
      ("10000/1", "99/100", 10233), ("10000/1", "1/2", 10000), ("10000/1", "1/1000000000000", 9305),
      ("1/1000000000", "999/1000", 0),
      ("1/1000000000", "99999999999999999999/100000000000000000000", 2),
      ("400/1", "999999999999999999999999999999/1000000000000000000000000000000", 650),
      ("717/1", "1/10000000000000000000000000", 457),
      ("123456789012345678901234567890/10000000000000000000000000007", "9/10", 17),
      ("19/2", "279/500", 10), ("95/9", "469/500", 16), ("122/39", "641/1000", 4), ("121/1", "133/500", 114),
      ("121/46", "277/500", 3), ("82/13", "441/500", 9), ("67/5", "2/5", 12), ("152/49", "11/250", 0),
      ("10/1", "4/125", 5),
      ("0/1", "99/100", 0), ("5/1", "0/1", 0),
      ("5/1", "931906365278151441230413508280412438/1000000000000000000000000000000000000", 8),
      ("5/1", "931906365278151441230413508280412439/1000000000000000000000000000000000000", 9),
      ("37/6", "136939512697945244992095645499555161/1000000000000000000000000000000000000", 3),
      ("37/6", "136939512697945244992095645499555162/1000000000000000000000000000000000000", 4),
      ("9999/1", "893278763748465541354468015807461061/1000000000000000000000000000000000000", 10123),
      ("9999/1", "893278763748465541354468015807461062/1000000000000000000000000000000000000", 10124),
    ] as [(String, String, Int)])
  func poissonQuantilesAreExact(mean: String, probability: String, quantile: Int) throws {
    let mean = try #require(Rational(decimal: mean))
    let probability = try #require(Rational(decimal: probability))
    #expect(mean.poissonQuantile(probability: probability) == quantile)
  }

  // MARK: Columns

  @Test func columnsKeepMissingRowsAndNameWhatIsOutside() throws {
    let values = Column.numbers([Rational(4), Rational(-9), Rational(2)])
    let roots = values.squareRoot(decimals: 3, site: 7)
    #expect(roots.rational(at: 0) == Rational(2) && roots.rational(at: 2)?.description == "1.414")
    #expect(roots.fault(at: 1) == Fault(.rootOfNegative("-9 is below 0 and has no square root"), site: 7))
    let shares = Column.numbers([Rational(1), Rational(Int64(95), scale: 2), .zero])
    let quantiles = shares.normalQuantile(decimals: 2, site: 3)
    #expect(quantiles.rational(at: 1)?.description == "1.64")
    #expect(quantiles.fault(at: 0)?.reason == .outsideDomain("100% is not a probability between 0% and 100%"))
    #expect(quantiles.fault(at: 2)?.reason == .outsideDomain("0% is not a probability between 0% and 100%"))
    let means = Column.numbers([Rational(5), Rational(-1), Rational(10_001)])
    let counts = means.poissonQuantile(probability: .constant(Rational(Int64(95), scale: 2), count: 3), site: 4)
    #expect(counts.rational(at: 0) == Rational(9))
    #expect(counts.fault(at: 1)?.reason == .outsideDomain("-1 is not a mean from 0 to 10,000"))
    #expect(counts.fault(at: 2)?.reason == .outsideDomain("10001 is not a mean from 0 to 10,000"))
    let missing = Column.missing(count: 2).squareRoot(decimals: 2, site: 1)
    #expect(missing.isMissing(at: 0) && missing.isMissing(at: 1))
  }
}
