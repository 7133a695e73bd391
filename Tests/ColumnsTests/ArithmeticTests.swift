import Columns
import TestSupport
import Testing

/// Arithmetic on columns against arithmetic of any size.
@Suite struct ArithmeticTests {
  enum Operation: CaseIterable {
    case add, subtract, multiply, divide, divideOrMissing, minimum, maximum

    func callAsFunction(_ a: Column, _ b: Column) -> Column {
      switch self {
      case .add: a.adding(b, site: 9)
      case .subtract: a.subtracting(b, site: 9)
      case .multiply: a.multiplying(b, site: 9)
      case .divide: a.dividing(by: b, site: 9)
      case .divideOrMissing: a.dividing(by: b, onZero: .missing, site: 9)
      case .minimum: a.minimum(b, site: 9)
      case .maximum: a.maximum(b, site: 9)
      }
    }

    /// The exact result; nil of a division by zero.
    func exact(_ x: BigRational, _ y: BigRational) -> BigRational? {
      switch self {
      case .add: x + y
      case .subtract: x - y
      case .multiply: x * y
      case .divide, .divideOrMissing: y.isZero ? nil : x / y
      case .minimum: min(x, y)
      case .maximum: max(x, y)
      }
    }
  }

  @Test(arguments: Operation.allCases)
  func everyRowIsExactOrAFault(operation: Operation) {
    forEachPairOfColumns(count: 4, seed: 11) { a, b in
      let result = operation(a, b)
      #expect(result.count == a.count)
      for (row, cell) in result.cells.enumerated() {
        if let fault = a.fault(at: row) ?? b.fault(at: row) {
          #expect(cell == .fault(fault.reason))
        } else if a.isMissing(at: row) || b.isMissing(at: row) {
          #expect(cell == .missing)
        } else if let x = a.rational(at: row), let y = b.rational(at: row) {
          check(cell, operation.exact(BigRational(x), BigRational(y)), "\(operation) of \(x) and \(y)", operation)
        }
      }
    }
  }

  private func check(_ cell: Cell, _ exact: BigRational?, _ text: String, _ operation: Operation) {
    guard let exact else {
      #expect(cell == (operation == .divide ? .fault(.divisionByZero) : .missing), "\(text)")
      return
    }
    switch cell {
    case .number(let number):
      #expect(BigRational(number) == exact, "\(text) is \(exact), not \(number)")
      #expect(number == Rational(number.numerator, over: number.denominator), "\(text) is not reduced")
    case .fault(.overflow): #expect(!exact.fits, "\(text) is \(exact), which fits")
    case .missing, .fault: Issue.record("\(text) is \(cell)")
    }
  }

  @Test func negatedAndMagnitude() {
    var random = SeededRandom(seed: 3)
    for kind in StorageKind.allCases {
      for bits in [20, 63, 127] {
        let column = random.column(kind, count: 20, bits: bits)
        let negated = column.negated(site: 1).cells
        let magnitudes = column.magnitude(site: 1).cells
        for row in 0..<column.count {
          let exact = column.rational(at: row) ?? .zero
          #expect(negated[row] == .number(exact.negated))
          #expect(magnitudes[row] == .number(exact.magnitude))
        }
      }
    }
  }

  @Test func storageIsTheNarrowestThatFits() {
    let cents = Column.integers([100, 250], scale: 2)
    let great = Column.integers([.max, 1])
    func form(_ column: Column) -> String {
      switch column.storage {
      case .bools: "bools"
      case .codes: "codes"
      case .integers(_, let scale): "integers \(scale)"
      case .wide(_, let scale): "wide \(scale)"
      case .fractions(_, let denominator): "over \(denominator)"
      case .rationals: "rationals"
      }
    }
    #expect(form(cents.adding(cents, site: 0)) == "integers 2")
    #expect(form(great.adding(great, site: 0)) == "wide 0")
    #expect(form(great.adding(great, site: 0).subtracting(great, site: 0)) == "integers 0")
    #expect(form(cents.dividing(by: .constant(Rational(8), count: 2), site: 0)) == "integers 5")
    #expect(form(cents.dividing(by: .constant(Rational(3), count: 2), site: 0)) == "over 300")
    #expect(form(cents.dividing(by: .integers([3, 7]), site: 0)) == "rationals")
    let thirds = cents.dividing(by: .constant(Rational(3), count: 2), site: 0)
    #expect(form(thirds.multiplying(.constant(Rational(3), count: 2), site: 0)) == "integers 2")
    let need = thirds.multiplying(.integers([6, 7]), site: 0).subtracting(great, site: 0)
    #expect(form(thirds.multiplying(.integers([6, 7]), site: 0).subtracting(cents, site: 0)) == "over 300")
    #expect(form(need) == "rationals")
    #expect(form(thirds.rounded(.up, toMultipleOf: .integers([2, 5], scale: 1), site: 0)) == "integers 1")
    #expect(form(thirds.settled()) == "rationals" && form(Column.integers([9, 3]).settled()) == "integers 0")
    #expect(form(Column(.fractions([9, -33], over: 12), count: 2).settled()) == "integers 2")
  }

  @Test func theEndsOfTheRange() {
    let least = Column(.wide([-.max], scale: 0), count: 1)
    let one = Column.constant(.one, count: 1)
    #expect(least.subtracting(one, site: 0).cells == [.fault(.overflow)])
    #expect(least.adding(one.negated(site: 0), site: 0).cells == [.fault(.overflow)])
    #expect(least.negated(site: 0).cells == [.number(Rational(.max, over: 1) ?? .zero)])
    let half = Column(.wide([-(Int128.max / 2 + 1)], scale: 0), count: 1)
    #expect(half.multiplying(.constant(Rational(2), count: 1), site: 0).cells == [.fault(.overflow)])
    let narrow = Column.integers([.min])
    #expect(narrow.negated(site: 0).cells == [.number(Rational(Int128(Int64.max) + 1, over: 1) ?? .zero)])
    #expect(narrow.isMultiple(of: .integers([-1])).truths == [.yes])
    for mode in RoundingMode.allCases {
      #expect(narrow.rounded(mode, toMultipleOf: one, site: 0).cells == [.number(Rational(Int64.min))])
      #expect(narrow.rounded(mode, toMultipleOf: .integers([.max]), site: 0).cells.count == 1)
    }
  }

  @Test func worksDoneByHand() throws {
    let twenty = Column.constant(Rational(20), count: 1)
    let daily = twenty.dividing(by: .constant(Rational(30), count: 1), site: 0)
    let need = daily.multiplying(.constant(Rational(45), count: 1), site: 0)
      .subtracting(.constant(Rational(0), count: 1), site: 0)
    #expect(need.rounded(.up, toMultipleOf: .constant(Rational(1), count: 1), site: 0).cells == [.number(Rational(30))])

    let amount = try #require(Rational(decimal: "99.99"))
    let third = Column.numbers([amount]).dividing(by: .constant(Rational(3), count: 1), site: 0)
    #expect(third.adding(third, site: 0).adding(third, site: 0).cells == [.number(amount)])
  }
}
