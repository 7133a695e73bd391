/// One week, month, quarter or year of the calendar.
public struct Period: Hashable, Sendable {
  public let unit: CalendarUnit
  /// The position among the periods of the same unit, without gaps.
  ///
  /// ```
  /// week     weeks since the one that holds 1970-01-01
  /// month    year · 12 + month - 1, or year · 13 + period - 1 in a fiscal calendar of 13 periods
  /// quarter  year · 4 + quarter - 1
  /// year     year
  /// ```
  public let ordinal: Int32

  public init(_ unit: CalendarUnit, ordinal: Int32) {
    self.unit = unit
    self.ordinal = ordinal
  }

  /// The period that contains `date`.
  public init(_ unit: CalendarUnit, containing date: CalendarDate) {
    self.init(unit, ordinal: Period.ordinal(unit, containing: date.days))
  }

  /// The ordinal of the period that contains the day with this number.
  @inline(__always)
  static func ordinal(_ unit: CalendarUnit, containing days: Int32) -> Int32 {
    if let calendar = unit.calendar { return calendar.ordinal(unit.length, containing: days) }
    return ordinaryOrdinal(unit.length, containing: days)
  }

  /// The ordinal of the period of the ordinary calendar that contains the day with this number.
  @inline(__always)
  static func ordinaryOrdinal(_ length: CalendarUnit.Length, containing days: Int32) -> Int32 {
    switch length {
    case .week: return Int32(floorDivide(Int(days) + 3, 7))
    case .month:
      let (year, month, _) = CalendarDate(days: days).components
      return Int32(year * 12 + month - 1)
    case .quarter:
      let (year, month, _) = CalendarDate(days: days).components
      return Int32(year * 4 + (month - 1) / 3)
    case .year: return Int32(CalendarDate(days: days).components.year)
    }
  }

  /// The number of the first day of the period with this ordinal, which must be representable.
  @inline(__always)
  static func firstDay(_ unit: CalendarUnit, _ ordinal: Int) -> Int32 {
    if let calendar = unit.calendar { return calendar.firstDay(unit.length, ordinal) }
    return switch unit.length {
    case .week: Int32(ordinal * 7 - 3)
    case .month:
      CalendarDate.days(year: floorDivide(ordinal, 12), month: floorModulo(ordinal, 12) + 1, day: 1)
    case .quarter:
      CalendarDate.days(year: floorDivide(ordinal, 4), month: floorModulo(ordinal, 4) * 3 + 1, day: 1)
    case .year: CalendarDate.days(year: ordinal, month: 1, day: 1)
    }
  }

  /// The ordinals of the periods that lie in the years 1 to 9999, by their days and by their names.
  static func ordinals(_ unit: CalendarUnit) -> ClosedRange<Int32> {
    let named: ClosedRange<Int32>
    switch unit.length {
    // 0001-01-01 is a Monday; the last whole week ends on 9999-12-26.
    case .week: return Int32(-102_737)...Int32(418_984)
    case .month, .quarter, .year:
      let count = Int32(unit.countInYear ?? 1)
      named = count...(9999 * count + count - 1)
    }
    guard unit.calendar != nil else { return named }
    let first = ordinal(unit, containing: CalendarDate.first.days)
    let last = ordinal(unit, containing: CalendarDate.last.days)
    let isFirstWhole = firstDay(unit, Int(first)) == CalendarDate.first.days
    let isLastWhole = firstDay(unit, Int(last) + 1) == CalendarDate.last.days + 1
    return max(
      named.lowerBound, isFirstWhole ? first : first + 1)...min(
        named.upperBound, isLastWhole ? last : last - 1)
  }

  public var firstDay: CalendarDate { CalendarDate(days: Period.firstDay(unit, Int(ordinal))) }

  public var lastDay: CalendarDate { CalendarDate(days: Period.firstDay(unit, Int(ordinal) + 1) - 1) }

  /// True iff `date` is one of the period's days.
  public func contains(_ date: CalendarDate) -> Bool { Period.ordinal(unit, containing: date.days) == ordinal }

  /// The period of the same unit `count` places later; nil iff it is not in the years 1 to 9999.
  public func advanced(by count: Int) -> Period? {
    let (sum, overflow) = Int(ordinal).addingReportingOverflow(count)
    guard !overflow, let next = Int32(exactly: sum), Period.ordinals(unit).contains(next) else { return nil }
    return Period(unit, ordinal: next)
  }
}

extension Period: Comparable {
  /// True iff `a` begins before `b`, or they begin together and `a` is shorter.
  public static func < (a: Period, b: Period) -> Bool {
    if a.unit == b.unit { return a.ordinal < b.ordinal }
    return (a.firstDay, a.lastDay) < (b.firstDay, b.lastDay)
  }
}

extension Period: CustomStringConvertible {
  /// The period as a plan writes it: `2026-W14`, `2026-03`, `2026-Q1`, `2026`, `FY2026-P03`, `FY2026-Q1`, `FY2026`.
  public var description: String {
    guard let count = unit.countInYear else {
      let (year, week) = isoWeek
      return "\(padded(year, 4))-W\(padded(week, 2))"
    }
    let year = (unit.calendar == nil ? "" : "FY") + padded(floorDivide(Int(ordinal), count), 4)
    let number = floorModulo(Int(ordinal), count) + 1
    switch unit.length {
    case .week, .year: return year
    case .quarter: return "\(year)-Q\(number)"
    case .month: return "\(year)-\(unit.calendar == nil ? "" : "P")\(padded(number, 2))"
    }
  }

  /// The ISO year, which is that of the week's Thursday, and the week's number in it.
  private var isoWeek: (year: Int, week: Int) {
    let thursday = CalendarDate(days: Period.firstDay(.week, Int(ordinal)) + 3)
    let year = thursday.year
    return (year, Int(thursday.days - CalendarDate.days(year: year, month: 1, day: 1)) / 7 + 1)
  }

  /// The period of a calendar that `text` writes as ``description`` does; nil iff there is none.
  public init?(_ text: some StringProtocol, in calendar: FiscalCalendar? = nil) {
    var bytes = Array(text.utf8)
    let isFiscal = bytes.starts(with: [UInt8(ascii: "F"), UInt8(ascii: "Y")])
    if isFiscal { bytes.removeFirst(2) }
    guard bytes.count >= 4, let year = digits(bytes[0..<4]), 1...9999 ~= year else { return nil }
    let length: CalendarUnit.Length
    var number = 1
    if bytes.count == 4 {
      length = .year
    } else {
      guard bytes.count >= 7, bytes[4] == UInt8(ascii: "-") else { return nil }
      let start: Int
      switch (bytes.count, bytes[5]) {
      case (7, UInt8(ascii: "Q")): (length, start) = (.quarter, 6)
      case (8, UInt8(ascii: "W")) where !isFiscal: (length, start) = (.week, 6)
      case (8, UInt8(ascii: "P")) where isFiscal: (length, start) = (.month, 6)
      case (7, _) where !isFiscal: (length, start) = (.month, 5)
      default: return nil
      }
      guard let found = digits(bytes[start...]) else { return nil }
      number = found
    }
    let unit = CalendarUnit(length, in: calendar)
    guard (unit.calendar != nil) == isFiscal else { return nil }
    self.init(unit, year: year, number: number)
  }

  /// The period with this number, counted from 1, of a year of the unit's calendar; nil iff there is none.
  public init?(_ unit: CalendarUnit, year: Int, number: Int) {
    guard 1...9999 ~= year else { return nil }
    guard let count = unit.countInYear else {
      self.init(isoYear: year, week: number)
      return
    }
    guard 1...count ~= number else { return nil }
    let ordinal = Int32(year * count + number - 1)
    guard Period.ordinals(unit).contains(ordinal) else { return nil }
    self.init(unit, ordinal: ordinal)
  }

  /// The ISO week with this number; nil iff the year has fewer weeks.
  public init?(isoYear year: Int, week: Int) {
    guard 1...9999 ~= year, 1...53 ~= week else { return nil }
    // 4 January always lies in week 1.
    let first = Period(.week, containing: CalendarDate(days: CalendarDate.days(year: year, month: 1, day: 4)))
    let result = Period(.week, ordinal: first.ordinal + Int32(week - 1))
    guard result.isoWeek == (year, week) else { return nil }
    self = result
  }
}
