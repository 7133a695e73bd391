/// The civil calendar, as far as a literal needs it.
enum CalendarDays {
  static let monthNames = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
  ]

  /// The months as a `calendar` names them.
  static let smallMonthNames = monthNames.map { $0.lowercased() }

  /// The weekdays as a `calendar` names them.
  static let weekdayNames = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]

  /// The weekdays as a `schedule` names them.
  static let shortWeekdayNames = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]

  static func isLeap(_ year: Int) -> Bool { year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) }

  /// The number of days of a month.
  ///
  /// - Requires: `month` is in 1...12.
  static func days(inMonth month: Int, of year: Int) -> Int {
    switch month {
    case 2: isLeap(year) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  /// Why there is no such day, or nil if there is one.
  static func fault(_ year: Int, _ month: Int, _ day: Int) -> String? {
    guard month >= 1, month <= 12 else { return "a year has the months 01 to 12" }
    let last = days(inMonth: month, of: year)
    guard day >= 1, day <= last else { return "\(monthNames[month - 1]) \(year) has the days 01 to \(last)" }
    return nil
  }

  /// The day as the language writes it, or nil if there is no such day.
  static func iso(_ year: Int, _ month: Int, _ day: Int) -> String? {
    guard year >= 1, year <= 9999, fault(year, month, day) == nil else { return nil }
    let digits = String(year)
    let padded = String(repeating: "0", count: 4 - digits.utf8.count) + digits
    return "\(padded)-\(month < 10 ? "0" : "")\(month)-\(day < 10 ? "0" : "")\(day)"
  }

  /// The number of ISO weeks of a year: 53 if it has 53 Thursdays.
  static func weeks(inYear year: Int) -> Int {
    /// The weekday of 31 December, 0 for Sunday.
    func lastWeekday(_ y: Int) -> Int { (y + y / 4 - y / 100 + y / 400) % 7 }
    return lastWeekday(year) == 4 || lastWeekday(year - 1) == 3 ? 53 : 52
  }
}
