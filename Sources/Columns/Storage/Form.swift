/// Several storages of numbers brought into one representation.
enum Form {
  case narrow([[Int64]], Denominator)
  case wide([[Int128]], scale: Int)
  case rationals([[Rational]])

  /// What the integers of a form are divided by.
  enum Denominator {
    case powerOfTen(Int)
    case number(Int64)

    /// The storage of integers that are so divided.
    func storage(_ elements: [Int64]) -> Column.Storage {
      switch self {
      case .powerOfTen(let scale): .integers(elements, scale: scale)
      case .number(let number): Column.Storage(elements, over: number)
      }
    }
  }

  /// The narrowest representation that holds the elements of all `storages`.
  static func common(_ storages: [Column.Storage]) -> Form {
    if storages.contains(where: { $0.isFractional }) {
      return fractions(storages) ?? .rationals(storages.map { $0.asRationals })
    }
    let scale = storages.reduce(0) { max($0, $1.scale) }
    if let parts = all(storages.map { $0.narrowElements(scale: scale) }) { return .narrow(parts, .powerOfTen(scale)) }
    if let parts = all(storages.map { $0.wideElements(scale: scale) }) { return .wide(parts, scale: scale) }
    return .rationals(storages.map { $0.asRationals })
  }

  /// All elements over one denominator; nil iff they do not fit so.
  private static func fractions(_ storages: [Column.Storage]) -> Form? {
    var parts: [Fractions] = []
    var common: Int64 = 1
    for storage in storages {
      guard let part = Fractions(storage, isConstant: false),
        let multiple = leastCommonMultiple(common, part.denominator)
      else { return nil }
      parts.append(part)
      common = multiple
    }
    var elements: [[Int64]] = []
    for part in parts {
      let factor = common / part.denominator
      if factor == 1 {
        elements.append(part.lane.elements)
      } else if let scaled = checkedLoop(part.lane.elements, { $0.times(factor) }) {
        elements.append(scaled)
      } else {
        return nil
      }
    }
    return .narrow(elements, .number(common))
  }

  private static func all<Element>(_ parts: [[Element]?]) -> [[Element]]? {
    let present = parts.compactMap { $0 }
    return present.count == parts.count ? present : nil
  }
}

extension Column.Storage {
  /// The scale of integers, and 0 of any other storage.
  var scale: Int {
    switch self {
    case .integers(_, let scale), .wide(_, let scale): scale
    case .bools, .codes, .fractions, .rationals: 0
    }
  }

  /// The elements as `Int64` over `10^scale`, where `scale` is not less than the own; nil iff they do not fit.
  fileprivate func narrowElements(scale: Int) -> [Int64]? {
    guard case .integers(let elements, let own) = self else { return nil }
    if own == scale { return elements }
    guard scale - own <= 18 else { return nil }
    let factor = PowersOfTen.narrow[scale - own]
    return checkedLoop(elements) { $0.times(factor) }
  }

  /// The elements as `Int128` over `10^scale`, where `scale` is not less than the own; nil iff they do not fit.
  fileprivate func wideElements(scale: Int) -> [Int128]? {
    guard let (elements, own) = asWide else { return nil }
    if own == scale { return elements }
    let factor = PowersOfTen.wide[scale - own]
    return checkedLoop(elements) { $0.times(factor) }
  }
}
