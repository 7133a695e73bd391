import Columns
import IR

extension Column {
  /// The whole months from `other` to each row's date; the months from a to b are the negated months from b to a.
  func wholeMonths(since other: Column) -> Column {
    RowMap([self, other], count: count, site: 0)(filler: Int64(0)) { row in
      guard let end = code(at: row), let start = other.code(at: row) else { return .missing }
      let sign: Int64 = start <= end ? 1 : -1
      let first = CalendarDate(days: min(start, end)).components
      let last = CalendarDate(days: max(start, end)).components
      let months = (last.year - first.year) * 12 + last.month - first.month - (last.day < first.day ? 1 : 0)
      return .value(sign * Int64(months))
    } storage: {
      .integers($0, scale: 0)
    }
  }
}

extension Execution {
  /// The first or last days of periods.
  func days(of period: Column, _ kind: ValueKind, isFirst: Bool) -> Column {
    guard case .period(let unit) = kind else { preconditionFailure("a day of what is no period") }
    return isFirst ? period.firstDays(unit) : period.lastDays(unit)
  }

  func shift(_ period: Column, _ kind: ValueKind, by count: Int, site: Int32) -> Column {
    shift(period, kind, by: Column.constant(Rational(count), count: period.count), site: site)
  }

  func shift(_ period: Column, _ kind: ValueKind, by counts: Column, site: Int32) -> Column {
    guard case .period(let unit) = kind else { preconditionFailure("a shift of what is no period") }
    return period.shiftingPeriods(unit, by: counts, site: site)
  }
}
