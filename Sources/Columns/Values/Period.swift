/// A unit of the calendar that divides time without gaps.
public enum CalendarUnit: String, CaseIterable, Hashable, Sendable {
  /// An ISO week: Monday to Sunday.
  case week
  case month
  case quarter
  case year
}

/// One week, month, quarter or year of the calendar.
public struct Period: Hashable, Sendable {
  public let unit: CalendarUnit
  /// The position among the periods of the same unit, without gaps.
  ///
  /// ```
  /// week     weeks since the one that holds 1970-01-01
  /// month    year · 12 + month - 1
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
    switch unit {
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
    switch unit {
    case .week: Int32(ordinal * 7 - 3)
    case .month:
      CalendarDate.days(year: floorDivide(ordinal, 12), month: floorModulo(ordinal, 12) + 1, day: 1)
    case .quarter:
      CalendarDate.days(year: floorDivide(ordinal, 4), month: floorModulo(ordinal, 4) * 3 + 1, day: 1)
    case .year: CalendarDate.days(year: ordinal, month: 1, day: 1)
    }
  }

  /// The ordinals of the periods that lie in the years 1 to 9999.
  static func ordinals(_ unit: CalendarUnit) -> ClosedRange<Int32> {
    switch unit {
    // 0001-01-01 is a Monday; the last whole week ends on 9999-12-26.
    case .week: Int32(-102_737)...Int32(418_984)
    case .month: 12...Int32(9999 * 12 + 11)
    case .quarter: 4...Int32(9999 * 4 + 3)
    case .year: 1...9999
    }
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
  /// The period as a plan writes it: `2026-W14`, `2026-03`, `2026-Q1`, `2026`.
  public var description: String {
    switch unit {
    case .week:
      let (year, week) = isoWeek
      return "\(padded(year, 4))-W\(padded(week, 2))"
    case .month:
      return "\(padded(floorDivide(Int(ordinal), 12), 4))-\(padded(floorModulo(Int(ordinal), 12) + 1, 2))"
    case .quarter:
      return "\(padded(floorDivide(Int(ordinal), 4), 4))-Q\(floorModulo(Int(ordinal), 4) + 1)"
    case .year:
      return padded(Int(ordinal), 4)
    }
  }

  /// The ISO year, which is that of the week's Thursday, and the week's number in it.
  private var isoWeek: (year: Int, week: Int) {
    let thursday = CalendarDate(days: Period.firstDay(.week, Int(ordinal)) + 3)
    let year = thursday.year
    return (year, Int(thursday.days - CalendarDate.days(year: year, month: 1, day: 1)) / 7 + 1)
  }

  /// The period that `text` writes as ``description`` does; nil iff there is none.
  public init?(_ text: some StringProtocol) {
    let bytes = Array(text.utf8)
    guard bytes.count >= 4, let year = digits(bytes[0..<4]), 1...9999 ~= year else { return nil }
    if bytes.count == 4 {
      self.init(.year, ordinal: Int32(year))
      return
    }
    guard bytes.count >= 7, bytes[4] == UInt8(ascii: "-") else { return nil }
    switch (bytes.count, bytes[5]) {
    case (7, UInt8(ascii: "Q")):
      guard let quarter = digits(bytes[6...]), 1...4 ~= quarter else { return nil }
      self.init(.quarter, ordinal: Int32(year * 4 + quarter - 1))
    case (8, UInt8(ascii: "W")):
      guard let week = digits(bytes[6...]), week >= 1 else { return nil }
      self.init(isoYear: year, week: week)
    case (7, _):
      guard let month = digits(bytes[5...]), 1...12 ~= month else { return nil }
      self.init(.month, ordinal: Int32(year * 12 + month - 1))
    default:
      return nil
    }
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
