import Syntax

/// A function of the language. One entry here is all that the checker, the reference page and the help need; the
/// lowering adds its operation.
public enum Builtin: String, Hashable, Sendable, CaseIterable {
  case min, max, abs, percent
  case days, overlap, month, quarter, year, week
  case firstDay = "first_day", lastDay = "last_day"
  case plusMonths = "plus_months", plusMonthsClamped = "plus_months_clamped", monthsBetween = "months_between"
  case dateOf = "date_of"
  case weekdays, weekday
  case nextDay = "next_day", previousDay = "previous_day", dayFrom = "day_from", dayThrough = "day_through"
  case monthsIn = "months_in"
  case startsWith = "starts_with", contains
  case remainder, sqrt
  case normalQuantile = "normal_quantile", poissonQuantile = "poisson_quantile"

  /// How it is called, in units and grains.
  public var signature: String {
    switch self {
    case .min: "min(a: U, b: U, …) -> U"
    case .max: "max(a: U, b: U, …) -> U"
    case .abs: "abs(x: U) -> U"
    case .percent: "percent(x: number) -> percent"
    case .days: "days(w: window or period on schedule) -> days"
    case .overlap: "overlap(a: window, b: window) -> days"
    case .month: "month(d: date) -> month"
    case .quarter: "quarter(d: date or month) -> quarter"
    case .year: "year(d: date, month or quarter) -> year"
    case .week: "week(d: date) -> week"
    case .firstDay: "first_day(p: period) -> date"
    case .lastDay: "last_day(p: period) -> date"
    case .plusMonths: "plus_months(d: date, n: number) -> date"
    case .plusMonthsClamped: "plus_months_clamped(d: date, n: number) -> date"
    case .monthsBetween: "months_between(a: date, b: date) -> number"
    case .dateOf: "date_of(t: timestamp) -> date"
    case .weekdays: "weekdays(w: window or period) -> days"
    case .weekday: "weekday(d: date) -> text"
    case .nextDay: "next_day(s: schedule, d: date, n: number) -> date"
    case .previousDay: "previous_day(s: schedule, d: date, n: number) -> date"
    case .dayFrom: "day_from(s: schedule, d: date) -> date"
    case .dayThrough: "day_through(s: schedule, d: date) -> date"
    case .monthsIn: "months_in(w: window or period) -> number"
    case .startsWith: "starts_with(t: text, start: text) -> bool"
    case .contains: "contains(t: text, part: text) -> bool"
    case .remainder: "remainder(x: U, step: U) -> U"
    case .sqrt: "sqrt(x: U * U to N decimals) -> U"
    case .normalQuantile: "normal_quantile(p: percent to N decimals) -> number"
    case .poissonQuantile: "poisson_quantile(mean: U, p: percent) -> U"
    }
  }

  public var documentation: String {
    switch self {
    case .min: "The least of the values: amounts, dates or periods."
    case .max: "The greatest of the values: amounts, dates or periods."
    case .abs: "The value without its sign."
    case .percent: "The number as a percent: `percent(1.2)` is `120%`."
    case .days:
      "The number of days of a window or a period, both ends included; with `on Working` of those in a schedule."
    case .overlap: "The number of days that two windows or periods share; 0 if they share none."
    case .month: "The month that holds a date."
    case .quarter: "The quarter that holds a date or a month."
    case .year: "The year that holds a date, a month or a quarter."
    case .week: "The ISO week that holds a date."
    case .firstDay: "The first day of a period."
    case .lastDay: "The last day of a period."
    case .plusMonths: "The same day n months later; a day that does not exist is an error."
    case .plusMonthsClamped: "The same day n months later, or that month's last day if it is shorter."
    case .monthsBetween: "The whole months from the first date to the second."
    case .dateOf: "The day of a timestamp."
    case .weekdays: "The days of a window or a period from Monday to Friday; holidays are not left out."
    case .weekday: "The weekday of a date: `Mon`, `Tue`, `Wed`, `Thu`, `Fri`, `Sat` or `Sun`."
    case .nextDay: "The first day of a schedule after a date, or the nth; for n = 0 the date itself, which must be one."
    case .previousDay:
      "The last day of a schedule before a date, or the nth; for n = 0 the date itself, which must be one."
    case .dayFrom: "The date itself if it is a day of the schedule, else the first after it."
    case .dayThrough: "The date itself if it is a day of the schedule, else the last before it."
    case .monthsIn: "The months that lie in a window or a period from their first to their last day."
    case .startsWith: "True iff the text begins with the second."
    case .contains: "True iff the second text occurs in the first."
    case .remainder: "What is left of the value above the greatest multiple of the step that is not greater."
    case .sqrt: "The square root, rounded half away from zero to N decimals (0 to 12)."
    case .normalQuantile: "The z of a service level, rounded half away from zero to N decimals (0 to 9)."
    case .poissonQuantile:
      "The least whole number that a Poisson demand with this mean does not exceed with at least p."
    }
  }

  /// What `weekday` may be, from Monday on.
  public static let weekdayNames = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
}
