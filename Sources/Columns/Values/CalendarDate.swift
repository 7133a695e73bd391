/// A day of the Gregorian calendar, without a time zone.
public struct CalendarDate: Hashable, Comparable, Sendable {
  /// The number of days since 1970-01-01, negative before.
  public let days: Int32

  /// 0001-01-01.
  public static let first = CalendarDate(days: -719_162)
  /// 9999-12-31.
  public static let last = CalendarDate(days: 2_932_896)

  /// The day that is `days` days after 1970-01-01.
  public init(days: Int32) { self.days = days }

  /// The day of these numbers; nil iff there is none, or the year is not from 1 to 9999.
  public init?(year: Int, month: Int, day: Int) {
    guard 1...9999 ~= year, 1...12 ~= month, 1...CalendarDate.length(ofMonth: month, year: year) ~= day else {
      return nil
    }
    self.init(days: CalendarDate.days(year: year, month: month, day: day))
  }

  public static func < (a: CalendarDate, b: CalendarDate) -> Bool { a.days < b.days }

  /// The number of days of a month, from 1 to 12.
  public static func length(ofMonth month: Int, year: Int) -> Int {
    switch month {
    case 2: isLeap(year) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  public static func isLeap(_ year: Int) -> Bool { year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) }

  /// The day's number, counted in years that begin in March so that the leap day is the last of its year.
  static func days(year: Int, month: Int, day: Int) -> Int32 {
    let marchYear = month <= 2 ? year - 1 : year
    let era = floorDivide(marchYear, 400)
    let yearOfEra = marchYear - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return Int32(era * 146_097 + dayOfEra - 719_468)
  }

  /// The year, the month (1 to 12) and the day of the month.
  public var components: (year: Int, month: Int, day: Int) {
    let shifted = Int(days) + 719_468
    let era = floorDivide(shifted, 146_097)
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let marchMonth = (5 * dayOfYear + 2) / 153
    let day = dayOfYear - (153 * marchMonth + 2) / 5 + 1
    let month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
    return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
  }

  public var year: Int { components.year }
  public var month: Int { components.month }
  public var day: Int { components.day }

  /// The day of the week, 1 for Monday to 7 for Sunday.
  public var weekday: Int { floorModulo(Int(days) + 3, 7) + 1 }

  /// The day `count` days later; nil iff it is not between ``first`` and ``last``.
  public func adding(days count: Int) -> CalendarDate? {
    let (sum, overflow) = Int(days).addingReportingOverflow(count)
    guard !overflow, CalendarDate.isRepresentable(sum) else { return nil }
    return CalendarDate(days: Int32(sum))
  }

  /// The same day of the month `count` months later, or that month's last day if it is shorter and `clamped`; nil iff
  /// there is no such day, or it is not between ``first`` and ``last``.
  public func adding(months count: Int, clamped: Bool) -> CalendarDate? {
    guard -120_000...120_000 ~= count else { return nil }
    let (year, month, day) = components
    let ordinal = year * 12 + month - 1 + count
    let newYear = floorDivide(ordinal, 12)
    let newMonth = ordinal - newYear * 12 + 1
    guard 1...9999 ~= newYear else { return nil }
    let length = CalendarDate.length(ofMonth: newMonth, year: newYear)
    return CalendarDate(year: newYear, month: newMonth, day: clamped ? min(day, length) : day)
  }

  /// True iff the day number lies between ``first`` and ``last``.
  static func isRepresentable(_ days: Int) -> Bool { Int(first.days)...Int(last.days) ~= days }
}

extension CalendarDate: CustomStringConvertible {
  /// The day in ISO 8601: `2026-03-31`.
  public var description: String {
    let (year, month, day) = components
    return "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
  }

  /// The day that `text` writes as `2026-03-31`; nil iff there is none.
  public init?(iso text: some StringProtocol) {
    let bytes = Array(text.utf8)
    let bar = UInt8(ascii: "-")
    guard bytes.count == 10, bytes[4] == bar, bytes[7] == bar,
      let year = digits(bytes[0..<4]), let month = digits(bytes[5..<7]), let day = digits(bytes[8..<10])
    else { return nil }
    self.init(year: year, month: month, day: day)
  }
}

/// The digits of a number that is not negative, filled up with zeros to `width`.
func padded(_ number: Int, _ width: Int) -> String {
  let text = String(number)
  return String(repeating: "0", count: max(0, width - text.utf8.count)) + text
}

/// The number that a few decimal digits write; nil iff there are none or another character is among them.
func digits(_ bytes: ArraySlice<UInt8>) -> Int? {
  guard !bytes.isEmpty, bytes.count <= 9 else { return nil }
  var value = 0
  for byte in bytes {
    let digit = byte &- UInt8(ascii: "0")
    guard digit <= 9 else { return nil }
    value = value * 10 + Int(digit)
  }
  return value
}

/// The greatest whole number that is not greater than `a / b`, for a positive `b`.
@inline(__always)
func floorDivide<Integer: FixedWidthInteger>(_ a: Integer, _ b: Integer) -> Integer {
  let quotient = a / b
  return quotient * b > a ? quotient - 1 : quotient
}

/// What remains of `a` after the division by ``floorDivide(_:_:)``: from 0 to `b - 1`.
@inline(__always)
func floorModulo<Integer: FixedWidthInteger>(_ a: Integer, _ b: Integer) -> Integer {
  let remainder = a % b
  return remainder < 0 ? remainder + b : remainder
}
