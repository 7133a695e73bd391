/// Reads single cells in the plan's way of writing, where a reader of whole files would cost more than the cells.
///
/// This answers at once or not at all: what it does not read, ``readCSV(_:columns:options:pool:)`` may, and what both
/// read is the same.
public enum WrittenCell {
  /// The value of a cell that is not empty; nil if that must be found out in the careful way.
  public static func value(_ text: String, as type: CellType) -> Value? {
    switch type {
    case .text: return text.isEmpty ? nil : .text(text)
    case .choice(let choices): return choices.contains(text) ? .text(text) : nil
    case .number: return number(text.utf8).map { .number($0) }
    case .percent:
      guard text.utf8.last == UInt8(ascii: "%") else { return nil }
      return number(text.utf8.dropLast(), moreDecimals: 2).map { .number($0) }
    case .date: return bytes(of: text, CalendarDate.init(cell:)).map { .date($0) }
    case .period(let unit):
      return bytes(of: text) { CalendarText.period($0, unit) }.map { .period(Period(unit, ordinal: $0)) }
    case .bool: return bytes(of: text, TruthText.read).map { .bool($0) }
    case .timestamp: return nil
    }
  }

  private static func bytes<Result>(of text: String, _ read: (UnsafeBufferPointer<UInt8>) -> Result?) -> Result? {
    var text = text
    return text.withUTF8(read)
  }

  /// `-1_234.50`: at most 18 digits, with single underscores between them, and one point between two digits.
  private static func number(_ text: some Sequence<UInt8>, moreDecimals: Int = 0) -> Rational? {
    var digits: Int64 = 0
    var count = 0
    var decimals = 0
    var isNegative = false
    var hasPoint = false
    var isFirst = true
    var isBehindDigit = false
    for byte in text {
      defer { isFirst = false }
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"):
        count += 1
        guard count <= 18 else { return nil }
        digits = digits &* 10 &+ Int64(byte &- UInt8(ascii: "0"))
        if hasPoint { decimals += 1 }
        isBehindDigit = true
      case UInt8(ascii: "-") where isFirst: isNegative = true
      case UInt8(ascii: "_") where isBehindDigit: isBehindDigit = false
      case UInt8(ascii: ".") where isBehindDigit && !hasPoint:
        hasPoint = true
        isBehindDigit = false
      default: return nil
      }
    }
    guard isBehindDigit else { return nil }
    return Rational(isNegative ? -digits : digits, scale: decimals + moreDecimals)
  }
}

extension CalendarDate {
  /// The day that a cell writes in the default form; nil if it is written in another way or is on no calendar.
  fileprivate init?(cell: UnsafeBufferPointer<UInt8>) {
    guard let (year, month, day) = CalendarText.isoDate(cell) else { return nil }
    self.init(year: year, month: month, day: day)
  }
}
