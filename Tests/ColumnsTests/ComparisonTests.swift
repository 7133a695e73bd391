import Columns
import TestSupport
import Testing

/// Comparisons and rounding on columns against arithmetic of any size.
@Suite struct ComparisonTests {
  @Test(arguments: Comparison.allCases)
  func numbersCompareExactly(comparison: Comparison) {
    forEachPairOfColumns(count: 3, seed: 21) { a, b in
      let result = a.comparing(comparison, b).truths
      let same = a.comparing(comparison, a.adding(.constant(.zero, count: a.count), site: 0)).truths
      for row in 0..<a.count {
        if let fault = a.fault(at: row) ?? b.fault(at: row) {
          #expect(result[row] == .fault(fault.site))
        } else if let x = a.rational(at: row), let y = b.rational(at: row) {
          let (p, q) = (BigRational(x), BigRational(y))
          let holds =
            switch comparison {
            case .equal: p == q
            case .notEqual: !(p == q)
            case .less: p < q
            case .lessOrEqual: !(q < p)
            case .greater: q < p
            case .greaterOrEqual: !(p < q)
            }
          #expect(result[row] == (holds ? .yes : .no), "\(x) \(comparison.rawValue) \(y)")
          #expect(same[row] == (comparison.holds(.equal) ? .yes : .no))
        } else {
          #expect(result[row] == .missing)
        }
      }
    }
  }

  @Test func textComparesByteByByte() {
    var pool = TextPool()
    let words = ["b", "", "a", "ab", "Ab", "é", "z", "経", "a\u{0}"]
    let codes = words.map { pool.code(for: $0) }
    for (i, a) in words.enumerated() {
      for (j, b) in words.enumerated() {
        let left = Column.codes([codes[i]])
        let right = Column.constant(code: codes[j], count: 1)
        let isLess = a.utf8.lexicographicallyPrecedes(b.utf8)
        #expect(left.comparingText(.less, right, pool: pool).truths == [isLess ? .yes : .no])
        #expect(left.comparingText(.greaterOrEqual, right, pool: pool).truths == [isLess ? .no : .yes])
        #expect(left.comparingText(.equal, right, pool: pool).truths == [i == j ? .yes : .no])
      }
    }
  }

  @Test func membership() {
    let column = Column(.codes([3, 5, -1, 70_000, 0]), count: 5, validity: Bitmap([true, true, true, true, false]))
    #expect(column.isMember(of: [5, 0]).truths == [.no, .yes, .no, .no, .missing])
    #expect(column.isMember(of: [70_000, -1]).truths == [.no, .no, .yes, .yes, .missing])
    #expect(column.isMember(of: []).truths == [.no, .no, .no, .no, .missing])
  }

  @Test(arguments: RoundingMode.allCases)
  func roundingIsExact(mode: RoundingMode) {
    forEachPairOfColumns(count: 3, seed: 31) { a, b in check(mode, a, b) }
    // Steps and values as plans have them, with many ties.
    var random = SeededRandom(seed: 5)
    for scale in 0...4 {
      let values = Column.integers((0..<60).map { _ in Int64(random.below(4_001) - 2_000) }, scale: scale)
      for step in ["0.01", "1", "0.05", "-0.5", "25", "0.125", "1/3", "0"] {
        check(mode, values, .constant(Rational(decimal: step) ?? .zero, count: 60))
      }
    }
  }

  private func check(_ mode: RoundingMode, _ a: Column, _ step: Column) {
    let result = a.rounded(mode, toMultipleOf: step, site: 9).cells
    let isMultiple = a.isMultiple(of: step)
    for row in 0..<a.count {
      guard let x = a.rational(at: row), let y = step.rational(at: row) else { continue }
      if y == .zero {
        #expect(result[row] == .fault(.divisionByZero))
        #expect(isMultiple.bool(at: row) == (x == .zero))
        continue
      }
      let (value, unit) = (BigRational(x), BigRational(y).magnitude)
      let lower = (value / unit).floor
      let rest = value / unit - BigRational(lower, BigInteger(1))
      #expect(isMultiple.bool(at: row) == rest.isZero, "\(x) is a multiple of \(y)")
      let twice = rest + rest
      let one = BigRational(BigInteger(1), BigInteger(1))
      let isNegative = x < .zero
      let isLowerEven = lower.digits.first.map { $0 & 1 == 0 } ?? true
      let goesUp =
        switch mode {
        case .half: isNegative ? one < twice : !(twice < one)
        case .halfEven: twice == one ? !isLowerEven : one < twice
        case .up: !isNegative
        case .down: isNegative
        case .ceiling: true
        case .floor: false
        }
      let count = rest.isZero || !goesUp ? lower : lower + BigInteger(1)
      let exact = BigRational(count, BigInteger(1)) * unit
      switch result[row] {
      case .number(let number): #expect(BigRational(number) == exact, "\(x) \(mode) to \(y) is not \(number)")
      case .fault(.overflow): #expect(!exact.fits || count.bitWidth > 126, "\(x) \(mode) to \(y) fits")
      case .missing, .fault: Issue.record("\(x) \(mode) to \(y) is \(result[row])")
      }
    }
  }
}
