/// Several storages of numbers brought into one representation.
enum Form {
  case narrow([[Int64]], scale: Int)
  case wide([[Int128]], scale: Int)
  case rationals([[Rational]])

  /// The narrowest representation that holds the elements of all `storages`.
  static func common(_ storages: [Column.Storage]) -> Form {
    let scale = storages.reduce(0) { max($0, $1.scale) }
    if let parts = all(storages.map { $0.narrowElements(scale: scale) }) { return .narrow(parts, scale: scale) }
    if let parts = all(storages.map { $0.wideElements(scale: scale) }) { return .wide(parts, scale: scale) }
    return .rationals(storages.map { $0.asRationals })
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
    case .bools, .codes, .rationals: 0
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
