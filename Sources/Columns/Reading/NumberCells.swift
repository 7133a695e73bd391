/// The numbers of one column of a chunk or of a file, in the narrowest storage that holds them all.
///
/// Decimals share one scale, the greatest number of decimals that is written; numbers that came before are brought to it.
/// So the storage depends on the numbers alone, not on their order or on where chunks begin.
struct NumberCells: Sendable {
  enum Form: Int, Sendable {
    case narrow, wide, rational
  }

  private(set) var form = Form.narrow
  private(set) var scale = 0
  /// False as long as there are only placeholders, which have any scale.
  private(set) var hasValue = false
  /// The values; only the array of `form` is in use.
  private var narrow: [Int64] = []
  private var wide: [Int128] = []
  private var rationals: [Rational] = []

  /// The values as a column's storage.
  var columnStorage: Column.Storage {
    switch form {
    case .narrow: .integers(narrow, scale: scale)
    case .wide: .wide(wide, scale: scale)
    case .rational: .rationals(rationals)
    }
  }

  /// The scale of decimals that ``append(alike:)`` takes; nil iff it takes none.
  var plainScale: Int? { form == .narrow && hasValue ? scale : nil }

  /// Appends decimals of the scale ``plainScale``.
  mutating func append(alike mantissas: UnsafeBufferPointer<Int64>) {
    narrow.append(contentsOf: mantissas)
  }

  mutating func append(_ number: NumberText) {
    if number.denominator != 1 {
      makeRational()
    } else {
      raise(toScale: number.scale)
      let power = PowersOfTen.wide[max(0, scale - number.scale)]
      let (value, overflow) = number.mantissa.multipliedReportingOverflow(by: power)
      if overflow || value == .min { makeRational() } else if Int64(exactly: value) == nil { makeWide() }
      switch form {
      case .narrow: narrow.append(Int64(truncatingIfNeeded: value))
      case .wide: wide.append(value)
      case .rational: break
      }
    }
    if form == .rational { rationals.append(number.rational) }
  }

  /// Appends what stands in the place of a value that is missing or cannot be read.
  mutating func appendPlaceholder() {
    switch form {
    case .narrow: narrow.append(0)
    case .wide: wide.append(0)
    case .rational: rationals.append(.zero)
    }
  }

  /// Makes room for `count` values of the usual form.
  mutating func reserveCapacity(_ count: Int) { narrow.reserveCapacity(count) }

  /// Appends the numbers of the next chunk.
  mutating func append(contentsOf next: consuming NumberCells) {
    if next.hasValue { raise(toScale: next.scale) }
    if hasValue { next.raise(toScale: scale) }
    if next.form.rawValue > form.rawValue { widen(to: next.form) }
    if form.rawValue > next.form.rawValue { next.widen(to: form) }
    hasValue = hasValue || next.hasValue
    narrow += next.narrow
    wide += next.wide
    rationals += next.rationals
  }

  /// Brings all values to a greater scale.
  private mutating func raise(toScale newScale: Int) {
    if !hasValue {
      hasValue = true
      scale = newScale
      return
    }
    guard newScale > scale else { return }
    let power = PowersOfTen.wide[newScale - scale]
    if form == .narrow && !NumberCells.multiply(&narrow, by: power) { makeWide() }
    if form == .wide && !NumberCells.multiply(&wide, by: power) { makeRational() }
    scale = newScale
  }

  /// Multiplies all values; false iff one product does not fit, and then none is changed.
  private static func multiply<Integer: FixedWidthInteger & SignedInteger>(
    _ values: inout [Integer], by power: Int128
  ) -> Bool {
    var products: [Integer] = []
    products.reserveCapacity(values.count)
    for value in values {
      let (product, overflow) = Int128(value).multipliedReportingOverflow(by: power)
      guard !overflow, product != .min, let fitting = Integer(exactly: product) else { return false }
      products.append(fitting)
    }
    values = products
    return true
  }

  private mutating func widen(to newForm: Form) {
    switch newForm {
    case .narrow: break
    case .wide: makeWide()
    case .rational: makeRational()
    }
  }

  private mutating func makeWide() {
    guard form == .narrow else { return }
    wide = narrow.map { Int128($0) }
    narrow = []
    form = .wide
  }

  private mutating func makeRational() {
    switch form {
    case .narrow: rationals = narrow.map { Rational($0, scale: scale) }
    case .wide: rationals = wide.map { NumberText(mantissa: $0, scale: scale).rational }
    case .rational: return
    }
    narrow = []
    wide = []
    form = .rational
  }
}

extension NumberText {
  /// The number as a fraction.
  var rational: Rational {
    // A mantissa and a power of ten up to 10³⁸ always fit.
    let value = denominator == 1 ? Rational(mantissa, scale: scale) : Rational(mantissa, over: denominator)
    guard let value else { preconditionFailure("a number of a cell fits a fraction") }
    return value
  }
}
