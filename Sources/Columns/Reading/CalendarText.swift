/// Reads dates, timestamps and periods in their default forms.
enum CalendarText {
  /// `2026-03-31`; nil for all else.
  @inline(__always)
  static func isoDate(_ cell: UnsafeBufferPointer<UInt8>) -> (year: Int, month: Int, day: Int)? {
    guard cell.count == 10, cell[4] == UInt8(ascii: "-"), cell[7] == UInt8(ascii: "-"),
      let year = number(cell, 0, 4), let month = number(cell, 5, 2), let day = number(cell, 8, 2)
    else { return nil }
    return (year, month, day)
  }

  /// `2026-03-31 14:05:09`, with `T` for the blank, and perhaps without seconds or with decimals that are zero.
  static func timestamp(_ cell: UnsafeBufferPointer<UInt8>) -> DateFormat.Outcome {
    guard cell.count >= 16, let day = isoDate(UnsafeBufferPointer(rebasing: cell[..<10])),
      cell[10] == UInt8(ascii: " ") || cell[10] == UInt8(ascii: "T"),
      let hour = number(cell, 11, 2), cell[13] == UInt8(ascii: ":"), let minute = number(cell, 14, 2)
    else { return .other }
    var second = 0
    if cell.count > 16 {
      guard cell.count >= 19, cell[16] == UInt8(ascii: ":"), let number = number(cell, 17, 2) else { return .other }
      second = number
    }
    if cell.count > 19 {
      let isZeroFraction =
        cell.count > 20 && cell[19] == UInt8(ascii: ".") && cell[20...].allSatisfy { $0 == UInt8(ascii: "0") }
      guard isZeroFraction else { return .other }
    }
    guard hour < 24, minute < 60, second < 60 else { return .other }
    guard let date = CalendarDate(year: day.year, month: day.month, day: day.day) else { return .noSuchDay }
    return .moment(DateFormat.Moment(date: date, second: hour * 3600 + minute * 60 + second))
  }

  /// `2026-03`, `2026-Q1`, `2026Q1`, `Q1 2026`, `2026-W14`, `2026`: the ordinal of the period, if it is of this unit.
  static func period(_ cell: UnsafeBufferPointer<UInt8>, _ unit: CalendarUnit) -> Int32? {
    if unit.calendar != nil { return fiscalPeriod(cell, unit) }
    let bar = UInt8(ascii: "-")
    switch (unit.length, cell.count) {
    case (.year, 4):
      guard let year = number(cell, 0, 4), year >= 1 else { return nil }
      return Int32(year)
    case (.month, 7):
      guard cell[4] == bar, let year = number(cell, 0, 4), let month = number(cell, 5, 2), year >= 1, 1...12 ~= month
      else { return nil }
      return Int32(year * 12 + month - 1)
    case (.quarter, 6), (.quarter, 7):
      var year: Int?
      var sign: Int?
      if cell[0] | 0x20 == UInt8(ascii: "q") {
        guard cell.count == 7, cell[2] == UInt8(ascii: " ") else { return nil }
        (year, sign) = (number(cell, 3, 4), 0)
      } else {
        guard cell.count == 6 || cell[4] == bar else { return nil }
        (year, sign) = (number(cell, 0, 4), cell.count - 2)
      }
      guard let year, let sign, year >= 1, cell[sign] | 0x20 == UInt8(ascii: "q"),
        let quarter = number(cell, sign + 1, 1), 1...4 ~= quarter
      else { return nil }
      return Int32(year * 4 + quarter - 1)
    case (.week, 8):
      guard cell[4] == bar, cell[5] | 0x20 == UInt8(ascii: "w"), let year = number(cell, 0, 4),
        let week = number(cell, 6, 2)
      else { return nil }
      return Period(isoYear: year, week: week)?.ordinal
    case (.year, _), (.month, _), (.quarter, _), (.week, _):
      return nil
    }
  }

  /// `FY2026-P03`, `FY2026-Q1`, `FY2026Q1`, `Q1 FY2026`, `FY2026`: the ordinal of the period, if it is of this unit.
  private static func fiscalPeriod(_ cell: UnsafeBufferPointer<UInt8>, _ unit: CalendarUnit) -> Int32? {
    var text = String(decoding: cell, as: UTF8.self).uppercased()
    if unit.length == .quarter, text.hasPrefix("Q"), text.utf8.count == 9 {
      text = "\(text.dropFirst(3))-\(text.prefix(2))"
    } else if unit.length == .quarter, text.utf8.count == 8 {
      text = "\(text.prefix(6))-\(text.suffix(2))"
    }
    guard let period = Period(text, in: unit.calendar), period.unit == unit else { return nil }
    return period.ordinal
  }

  /// The number that `count` digits write; nil iff another character is among them.
  @inline(__always)
  private static func number(_ cell: UnsafeBufferPointer<UInt8>, _ start: Int, _ count: Int) -> Int? {
    var value = 0
    var index = start
    while index < start &+ count {
      let digit = cell[index] &- UInt8(ascii: "0")
      guard digit <= 9 else { return nil }
      value = value &* 10 &+ Int(digit)
      index &+= 1
    }
    return value
  }
}

/// Reads `true` and `false`.
enum TruthText {
  /// `true`, `yes`, `y`, `1` and their opposites, in small or capital letters.
  static func read(_ cell: UnsafeBufferPointer<UInt8>) -> Bool? {
    func matches(_ word: StaticString) -> Bool {
      guard cell.count == word.utf8CodeUnitCount else { return false }
      for index in cell.indices where cell[index] | 0x20 != word.utf8Start[index] { return false }
      return true
    }
    if cell.count == 1 && cell[0] == UInt8(ascii: "1") { return true }
    if cell.count == 1 && cell[0] == UInt8(ascii: "0") { return false }
    if matches("true") || matches("yes") || matches("y") { return true }
    if matches("false") || matches("no") || matches("n") { return false }
    return nil
  }
}

/// Dates and timestamps in a format of their own or in the default one.
enum CellText {
  static func date(_ cell: UnsafeBufferPointer<UInt8>, _ format: DateFormat?) -> DateFormat.Outcome {
    if let format { return format.read(cell) }
    guard let parts = CalendarText.isoDate(cell) else { return .other }
    guard let date = CalendarDate(year: parts.year, month: parts.month, day: parts.day) else { return .noSuchDay }
    return .moment(DateFormat.Moment(date: date, second: 0))
  }

  static func timestamp(_ cell: UnsafeBufferPointer<UInt8>, _ format: DateFormat?) -> DateFormat.Outcome {
    if let format { return format.read(cell) }
    return CalendarText.timestamp(cell)
  }
}
