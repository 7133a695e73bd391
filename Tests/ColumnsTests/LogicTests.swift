import Columns
import Testing

/// Truth values, choices, and what becomes of missing rows and faults.
@Suite struct LogicTests {
  private static let states: [Truth] = [.no, .yes, .missing, .fault(1)]

  private func column(_ truths: [Truth], isConstant: Bool, count: Int, site: Int32) -> Column {
    var faults: [Int32: Fault] = [:]
    for (row, truth) in truths.enumerated() {
      if case .fault = truth { faults[Int32(row)] = Fault(.divisionByZero, site: site) }
    }
    let validity = Bitmap(truths.map { $0 != .missing })
    return Column(
      .bools(truths.map { $0 == .yes }), count: count, isConstant: isConstant,
      validity: validity.isAllTrue ? nil : validity, faults: faults.isEmpty ? nil : faults)
  }

  /// Every pair of states, as flat and as constant columns.
  private func forEachPair(_ body: (Truth, Truth, Column, Column) -> Void) {
    for left in LogicTests.states {
      for right in LogicTests.states {
        for (leftIsConstant, rightIsConstant) in [(false, false), (true, false), (false, true), (true, true)] {
          body(
            left, right, column([left], isConstant: leftIsConstant, count: 1, site: 1),
            column([right], isConstant: rightIsConstant, count: 1, site: 2))
        }
      }
    }
  }

  @Test func andAndOr() {
    forEachPair { left, right, a, b in
      let and: Truth
      let or: Truth
      switch (left, right) {
      case (.fault, _): (and, or) = (.fault(1), .fault(1))
      case (.no, .fault): (and, or) = (.no, .fault(2))
      case (.yes, .fault): (and, or) = (.fault(2), .yes)
      case (.missing, .fault): (and, or) = (.fault(2), .fault(2))
      case (.no, _): (and, or) = (.no, right)
      case (.yes, _): (and, or) = (right, .yes)
      case (.missing, .no): (and, or) = (.no, .missing)
      case (.missing, .yes): (and, or) = (.missing, .yes)
      case (.missing, .missing): (and, or) = (.missing, .missing)
      }
      #expect(a.and(b).truths == [and], "\(left) and \(right)")
      #expect(a.or(b).truths == [or], "\(left) or \(right)")
    }
    let plain = Column.bools([true, false, true])
    #expect(plain.and(.bools([true, true, false])).truths == [.yes, .no, .no])
    #expect(plain.or(.constant(false, count: 3)).truths == [.yes, .no, .yes])
  }

  @Test func notAndIsMissing() {
    let all = column(LogicTests.states, isConstant: false, count: 4, site: 1)
    #expect(all.not().truths == [.yes, .no, .missing, .fault(1)])
    #expect(all.isMissing().truths == [.no, .no, .yes, .fault(1)])
    #expect(Column.bools([true]).isMissing().truths == [.no])
    #expect(Column.missing(count: 2).isMissing().truths == [.yes, .yes])
    #expect(column([.fault(1)], isConstant: true, count: 2, site: 1).isMissing().truths == [.fault(1), .fault(1)])
  }

  @Test func chooseTakesNothingFromTheOtherBranch() {
    for condition in LogicTests.states {
      forEachPair { left, right, a, b in
        for isConstant in [false, true] {
          let chosen = Column.choose(
            column([condition], isConstant: isConstant, count: 1, site: 3), then: a, otherwise: b)
          let expected: Truth =
            switch condition {
            case .yes: if case .fault = left { .fault(1) } else { left }
            case .no: if case .fault = right { .fault(2) } else { right }
            case .missing: .missing
            case .fault: .fault(3)
            }
          #expect(chosen.truths == [expected], "\(condition) ? \(left) : \(right)")
        }
      }
    }
  }

  @Test func chooseUnitesRepresentations() {
    let condition = Column.bools([true, false, true])
    let third = Rational(decimal: "1/3") ?? .zero
    let chosen = Column.choose(
      condition, then: .integers([150, 250, 350], scale: 2), otherwise: .constant(third, count: 3))
    #expect(
      chosen.cells == [.number(Rational(Int64(15), scale: 1)), .number(third), .number(Rational(Int64(35), scale: 1))])
    let wide = Column.choose(
      condition, then: .integers([.max, 1, 2]), otherwise: Column(.wide([1, 5, 1], scale: 3), count: 3))
    #expect(
      wide.cells == [.number(Rational(Int64.max)), .number(Rational(Int64(5), scale: 3)), .number(Rational(2))])
    let codes = Column.choose(condition, then: .codes([7, 8, 9]), otherwise: .missing(count: 3))
    #expect(codes.codesOfRows == [7, nil, 9])
  }

  @Test func coalesceKeepsFaults() {
    let fault = Fault(.divisionByZero, site: 1)
    let column = Column(
      .integers([1, 2, 3], scale: 0), count: 3, validity: Bitmap([true, false, true]), faults: [2: fault])
    let filled = column.coalescing(.constant(Rational(9), count: 3))
    #expect(filled.cells == [.number(.one), .number(Rational(9)), .fault(.divisionByZero)])
    #expect(column.requiringValues(site: 6).fault(at: 1) == Fault(.missing, site: 6))
    #expect(column.firstFault?.row == 2 && column.firstMissingRow == 1)
    #expect(Column.missing(count: 2).coalescing(.codes([4, 5])).codesOfRows == [4, 5])
  }
}
