import Columns
import IR

/// Dates, periods and timestamps, row by row.
extension Column {
  func addingDays(_ days: Column, site: Int32) -> Column {
    RowMap([self, days], count: count, site: site).codes { row in
      guard let start = code(at: row), let number = days.rational(at: row) else { return .missing }
      let text = "\(CalendarDate(days: start)) + \(number.description(decimals: 6)) days"
      guard number.isInteger else { return .fault(.notWhole("\(text) is no whole number of days")) }
      guard let shift = Int(exactly: number.numerator), let date = CalendarDate(days: start).adding(days: shift) else {
        return .fault(.noSuchDay("\(text) is not in the years 1 to 9999"))
      }
      return .value(date.days)
    }
  }

  func addingMonths(_ months: Column, clamped: Bool, site: Int32) -> Column {
    RowMap([self, months], count: count, site: site).codes { row in
      guard let start = code(at: row), let number = months.rational(at: row) else { return .missing }
      let text = "\(CalendarDate(days: start)) + \(number.description(decimals: 6)) months"
      guard number.isInteger else { return .fault(.notWhole("\(text) is no whole number of months")) }
      guard let shift = Int(exactly: number.numerator),
        let date = CalendarDate(days: start).adding(months: shift, clamped: clamped)
      else { return .fault(.noSuchDay("\(text) is a day that does not exist")) }
      return .value(date.days)
    }
  }

  func days(since other: Column) -> Column {
    RowMap([self, other], count: count, site: 0)(filler: Int64(0)) { row in
      guard let end = code(at: row), let start = other.code(at: row) else { return .missing }
      return .value(Int64(end) - Int64(start))
    } storage: {
      .integers($0, scale: 0)
    }
  }

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

  func dateOfTimestamp(site: Int32) -> Column {
    RowMap([self], count: count, site: site).codes { row in
      guard let seconds = rational(at: row)?.numerator else { return .missing }
      let day = seconds >= 0 ? seconds / 86_400 : -((86_399 - seconds) / 86_400)
      guard let date = Int(exactly: day).flatMap({ CalendarDate(days: 0).adding(days: $0) }) else {
        return .fault(.noSuchDay("a time outside the years 1 to 9999"))
      }
      return .value(date.days)
    }
  }

  func periodOrdinals(_ unit: CalendarUnit) -> Column {
    RowMap([self], count: count, site: 0).codes { row in
      guard let day = code(at: row) else { return .missing }
      return .value(Period(unit, containing: CalendarDate(days: day)).ordinal)
    }
  }
}

extension Execution {
  func boundary(_ period: Column, _ kind: ValueKind, isFirst: Bool) -> Column {
    guard case .period(let unit) = kind else { preconditionFailure("a day of what is no period") }
    return RowMap([period], count: period.count, site: 0).codes { row in
      guard let ordinal = period.code(at: row) else { return .missing }
      let value = Period(unit, ordinal: ordinal)
      return .value(isFirst ? value.firstDay.days : value.lastDay.days)
    }
  }

  func shift(_ period: Column, _ kind: ValueKind, by count: Int, site: Int32) -> Column {
    guard case .period(let unit) = kind else { preconditionFailure("a shift of what is no period") }
    return RowMap([period], count: period.count, site: site).codes { row in
      guard let ordinal = period.code(at: row) else { return .missing }
      guard let shifted = Period(unit, ordinal: ordinal).advanced(by: count) else {
        return .fault(.noSuchDay("a \(unit.rawValue) outside the years 1 to 9999"))
      }
      return .value(shifted.ordinal)
    }
  }
}
