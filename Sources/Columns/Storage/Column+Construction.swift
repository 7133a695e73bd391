// How columns are made from values.

extension Column {
  /// `count` rows of the same value; a text gets its code from `pool`.
  public init(_ value: Value, count: Int, pool: inout TextPool) {
    switch value {
    case .missing: self = .missing(count: count)
    case .bool(let bool): self = .constant(bool, count: count)
    case .number(let number): self = .constant(number, count: count)
    case .text(let text): self = .constant(code: pool.code(for: text), count: count)
    case .date(let date): self = .constant(code: date.days, count: count)
    case .period(let period): self = .constant(code: period.ordinal, count: count)
    case .timestamp(let seconds): self.init(.integers([seconds], scale: 0), count: count, isConstant: true)
    }
  }

  public static func constant(_ bool: Bool, count: Int) -> Column {
    Column(.bools([bool]), count: count, isConstant: true)
  }

  public static func constant(code: Int32, count: Int) -> Column {
    Column(.codes([code]), count: count, isConstant: true)
  }

  public static func constant(_ number: Rational, count: Int) -> Column {
    Column(Storage(narrowing: [number]), count: count, isConstant: true)
  }

  /// `count` rows without a value; such a column goes with columns of any kind.
  public static func missing(count: Int) -> Column {
    Column(
      .integers([0], scale: 0), count: count, isConstant: true, validity: Bitmap(repeating: false, count: 1))
  }

  /// `count` rows that failed alike.
  public static func failed(_ fault: Fault, count: Int) -> Column {
    Column(.integers([0], scale: 0), count: count, isConstant: true, faults: [0: fault])
  }

  /// One row for each number.
  public static func numbers(_ numbers: [Rational]) -> Column {
    Column(Storage(narrowing: numbers), count: numbers.count)
  }

  /// One row for each number, missing where it is nil.
  public static func numbers(_ numbers: [Rational?]) -> Column {
    let elements = numbers.map { $0 ?? .zero }
    let validity = Bitmap(numbers.map { $0 != nil })
    return Column(Storage(narrowing: elements), count: numbers.count, validity: validity.isAllTrue ? nil : validity)
  }

  /// One row for each integer, which is divided by `10^scale`.
  public static func integers(_ integers: [Int64], scale: Int = 0) -> Column {
    Column(.integers(integers, scale: scale), count: integers.count)
  }

  public static func codes(_ codes: [Int32]) -> Column { Column(.codes(codes), count: codes.count) }

  public static func bools(_ bools: [Bool]) -> Column { Column(.bools(bools), count: bools.count) }

  public static func dates(_ dates: [CalendarDate]) -> Column { codes(dates.map { $0.days }) }
}

extension Column.Storage {
  /// The number of elements.
  public var elementCount: Int {
    switch self {
    case .bools(let elements): elements.count
    case .codes(let elements): elements.count
    case .integers(let elements, _): elements.count
    case .wide(let elements, _): elements.count
    case .fractions(let elements, _): elements.count
    case .rationals(let elements): elements.count
    }
  }

  /// The narrowest storage of `numbers`.
  init(narrowing numbers: [Rational]) {
    var scale = 0
    for number in numbers where number.denominator != 1 {
      if let own = number.decimalScale, own <= PowersOfTen.greatestExponent {
        scale = max(scale, own)
      } else {
        self = .rationals(numbers)
        return
      }
    }
    if let wide = checkedLoop(
      numbers,
      { number in
        let scaled = number.scaled(by: scale)
        return (scaled ?? 0, scaled == nil)
      })
    {
      self.init(narrowing: wide, scale: scale)
    } else {
      self = .rationals(numbers)
    }
  }

  /// The narrowest storage of `integers`, each divided by `10^scale`.
  init(narrowing integers: [Int128], scale: Int) {
    if let narrow = checkedLoop(
      integers, { (Int64(truncatingIfNeeded: $0), Int128(Int64(truncatingIfNeeded: $0)) != $0) })
    {
      self = .integers(narrow, scale: scale)
    } else {
      self = .wide(integers, scale: scale)
    }
  }
}
