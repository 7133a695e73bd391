/// The integers of a column of scaled numbers.
struct Operand<Integer: Mantissa> {
  let lane: Lane<Integer>
  let scale: Int

  var elements: [Integer] { lane.elements }

  /// The same numbers over `10^scale`, which is not less than the own; nil iff they do not fit.
  func rescaled(to scale: Int) -> Operand? {
    if scale == self.scale { return self }
    guard let factor = Integer.powerOfTen(scale - self.scale),
      let elements = checkedLoop(lane.elements, { $0.times(factor) })
    else { return nil }
    return Operand(lane: Lane(elements, isConstant: lane.isConstant), scale: scale)
  }
}

/// What an operation answers for one row.
enum Outcome {
  case value(Rational)
  case missing
  case fault(Fault.Reason)

  /// The value, or an overflow if there is none.
  init(fitting value: Rational?) {
    if let value { self = .value(value) } else { self = .fault(.overflow) }
  }
}

/// An operation on two numbers that climbs from `Int64` over `Int128` to fractions until every row's result fits.
///
/// The scaled forms work on whole columns and answer nil at the slightest trouble of any row, missing rows included; the
/// last form works row by row on rows that have values, and is the one that decides about faults.
protocol ExactOperation {
  func scaled<Integer: Mantissa>(_ x: Operand<Integer>, _ y: Operand<Integer>) -> Operand<Integer>?

  /// ``scaled(_:_:)`` of narrow operands, where there is a faster way.
  func narrow(_ x: Operand<Int64>, _ y: Operand<Int64>) -> Operand<Int64>?

  /// ``scaled(_:_:)`` of wide operands, where there is a faster way.
  func wide(_ x: Operand<Int128>, _ y: Operand<Int128>) -> Operand<Int128>?

  /// The wide result of narrow operands that ``scaled(_:_:)`` gave up on.
  func widened(_ x: Operand<Int64>, _ y: Operand<Int64>) -> Operand<Int128>?

  /// The operation where one side is divided by what is no power of ten, and at most one is constant.
  func fractions(_ x: Fractions, _ y: Fractions) -> Column.Storage?

  func row(_ x: Rational, _ y: Rational) -> Outcome
}

extension ExactOperation {
  func narrow(_ x: Operand<Int64>, _ y: Operand<Int64>) -> Operand<Int64>? { scaled(x, y) }

  func wide(_ x: Operand<Int128>, _ y: Operand<Int128>) -> Operand<Int128>? { scaled(x, y) }

  func widened(_ x: Operand<Int64>, _ y: Operand<Int64>) -> Operand<Int128>? { wide(x.wide, y.wide) }

  func fractions(_ x: Fractions, _ y: Fractions) -> Column.Storage? { nil }

  /// The operation on the rows of two columns.
  func callAsFunction(_ a: Column, _ b: Column, site: Int32) -> Column {
    var states = RowStates(a, b)
    if let storage = scaledStorage(a, b) ?? fractionStorage(a, b) { return states.column(storage) }
    let x = Lane(a.numbers.asRationals, isConstant: a.isConstant)
    let y = Lane(b.numbers.asRationals, isConstant: b.isConstant)
    var results = [Rational](repeating: .zero, count: states.elementCount)
    for element in results.indices where states.hasValue(element) {
      switch row(x[element], y[element]) {
      case .value(let value): results[element] = value
      case .missing: states.miss(element)
      // What cannot be computed with an infinite value has no more digits than others.
      case .fault(.overflow) where x[element].isInfinite || y[element].isInfinite:
        states.fail(element, Fault(.infinite, site: site))
      case .fault(let reason): states.fail(element, Fault(reason, site: site))
      }
    }
    return states.column(Column.Storage(narrowing: results))
  }

  private func fractionStorage(_ a: Column, _ b: Column) -> Column.Storage? {
    let (x, y) = (a.numbers, b.numbers)
    guard x.isFractional || y.isFractional, !(a.isConstant && b.isConstant),
      let x = Fractions(x, isConstant: a.isConstant), let y = Fractions(y, isConstant: b.isConstant)
    else { return nil }
    return fractions(x, y)
  }

  private func scaledStorage(_ a: Column, _ b: Column) -> Column.Storage? {
    if case .integers(let x, let xScale) = a.numbers, case .integers(let y, let yScale) = b.numbers {
      let x = Operand(lane: Lane(x, isConstant: a.isConstant), scale: xScale)
      let y = Operand(lane: Lane(y, isConstant: b.isConstant), scale: yScale)
      if let narrow = narrow(x, y) { return .integers(narrow.elements, scale: narrow.scale) }
      return widened(x, y).map { Column.Storage(narrowing: $0.elements, scale: $0.scale) }
    }
    guard let (x, xScale) = a.numbers.asWide, let (y, yScale) = b.numbers.asWide else { return nil }
    let result = wide(
      Operand(lane: Lane(x, isConstant: a.isConstant), scale: xScale),
      Operand(lane: Lane(y, isConstant: b.isConstant), scale: yScale))
    return result.map { Column.Storage(narrowing: $0.elements, scale: $0.scale) }
  }
}

extension Operand where Integer == Int64 {
  var wide: Operand<Int128> { Operand<Int128>(lane: lane.map { Int128($0) }, scale: scale) }
}

extension Operand {
  /// The result of a checked loop as an operand; nil iff the loop failed.
  init?(_ elements: [Integer]?, scale: Int, isConstant: Bool) {
    guard let elements else { return nil }
    self.init(lane: Lane(elements, isConstant: isConstant), scale: scale)
  }
}

/// `operation` of both operands over their greater scale; nil iff one does not fit there, or it reports trouble.
@inline(__always)
func alignedLoop<Integer: Mantissa>(
  _ x: Operand<Integer>, _ y: Operand<Integer>,
  _ operation: (Integer, Integer) -> (partialValue: Integer, overflow: Bool)
) -> Operand<Integer>? {
  let isConstant = x.lane.isConstant && y.lane.isConstant
  let elements: [Integer]?
  if x.scale == y.scale {
    elements = checkedLoop(x.lane, y.lane, operation)
  } else if x.scale < y.scale {
    guard let factor = Integer.powerOfTen(y.scale - x.scale) else { return nil }
    elements = checkedLoop(x.lane, y.lane) { a, b in
      let shifted = a.times(factor)
      let result = operation(shifted.partialValue, b)
      return (result.partialValue, shifted.overflow || result.overflow)
    }
  } else {
    guard let factor = Integer.powerOfTen(x.scale - y.scale) else { return nil }
    elements = checkedLoop(x.lane, y.lane) { a, b in
      let shifted = b.times(factor)
      let result = operation(a, shifted.partialValue)
      return (result.partialValue, shifted.overflow || result.overflow)
    }
  }
  return Operand(elements, scale: max(x.scale, y.scale), isConstant: isConstant)
}

/// Both operands over their greater scale; nil iff one does not fit there.
func aligned<Integer: Mantissa>(
  _ x: Operand<Integer>, _ y: Operand<Integer>
) -> (x: Operand<Integer>, y: Operand<Integer>)? {
  let scale = max(x.scale, y.scale)
  guard let x = x.rescaled(to: scale), let y = y.rescaled(to: scale) else { return nil }
  return (x, y)
}
