// Dates and periods. Their columns hold codes: days since 1970-01-01, and ordinals of a unit known from outside.

extension Column {
  /// The dates, `days` days later; a number of days that is not whole, or a day beyond the calendar, is a fault.
  public func adding(days: Column, site: Int32) -> Column {
    shifting(by: days, site: site) { date, count in
      if let day = CalendarDate(days: date).adding(days: count) { return .success(day.days) }
      return .failure(.noSuchDay("\(CalendarDate(days: date)) + \(count) days"))
    }
  }

  /// The dates, `days` days earlier.
  public func subtracting(days: Column, site: Int32) -> Column {
    shifting(by: days, site: site) { date, count in
      // The smallest integer stays itself, and is beyond the calendar either way.
      if let day = CalendarDate(days: date).adding(days: 0 &- count) { return .success(day.days) }
      return .failure(.noSuchDay("\(CalendarDate(days: date)) - \(count) days"))
    }
  }

  /// The number of days from each date of `other` to the column's.
  public func days(since other: Column) -> Column {
    RowStates(self, other).column(.integers(loop(codeLane, other.codeLane) { Int64($0) - Int64($1) }, scale: 0))
  }

  /// The whole months from each date of `other` to the column's; those from a to b are the negated ones from b to a.
  public func months(since other: Column) -> Column {
    let months: [Int64] = loop(codeLane, other.codeLane) { end, start in
      let first = CalendarDate(days: min(start, end)).components
      let last = CalendarDate(days: max(start, end)).components
      let count = (last.year - first.year) * 12 + last.month - first.month - (last.day < first.day ? 1 : 0)
      return Int64(start <= end ? count : -count)
    }
    return RowStates(self, other).column(.integers(months, scale: 0))
  }

  /// The dates, `months` months later: the same day of the month, or its last if it is shorter and `clamped`.
  public func adding(months: Column, clamped: Bool, site: Int32) -> Column {
    shifting(by: months, site: site) { date, count in
      if let day = CalendarDate(days: date).adding(months: count, clamped: clamped) { return .success(day.days) }
      return .failure(.noSuchDay("\(CalendarDate(days: date)) + \(count) months"))
    }
  }

  /// The periods that contain the dates.
  public func periods(_ unit: CalendarUnit) -> Column {
    let days = codeLane.elements
    var (least, greatest) = (Int32.max, Int32.min)
    for day in days { (least, greatest) = (min(least, day), max(greatest, day)) }
    let extent = Int(greatest) - Int(least) + 1
    let ordinals: [Int32]
    if extent > 0, extent < days.count {
      // Many rows of few days: each day is looked at once.
      let table = Column.ordinals(of: (0..<extent).map { least + Int32($0) }, unit)
      ordinals = table.withUnsafeBufferPointer { table in loop(days) { table[Int($0) - Int(least)] } }
    } else {
      ordinals = Column.ordinals(of: days, unit)
    }
    return RowStates(self).column(.codes(ordinals))
  }

  /// The periods that contain the days.
  private static func ordinals(of days: [Int32], _ unit: CalendarUnit) -> [Int32] {
    switch (unit.length, unit.calendar) {
    case (let length, let calendar?): loop(days) { calendar.ordinal(length, containing: $0) }
    case (.week, nil): loop(days) { Period.ordinaryOrdinal(.week, containing: $0) }
    case (.month, nil): loop(days) { Period.ordinaryOrdinal(.month, containing: $0) }
    case (.quarter, nil): loop(days) { Period.ordinaryOrdinal(.quarter, containing: $0) }
    case (.year, nil): loop(days) { Period.ordinaryOrdinal(.year, containing: $0) }
    }
  }

  /// The periods of `wider` that contain the first days of the column's periods.
  public func periods(_ unit: CalendarUnit, in wider: CalendarUnit) -> Column {
    unit == wider ? self : firstDays(unit).periods(wider)
  }

  /// The first days of the periods.
  public func firstDays(_ unit: CalendarUnit) -> Column {
    RowStates(self).column(.codes(loop(codeLane.elements) { Period.firstDay(unit, Int($0)) }))
  }

  /// The last days of the periods.
  public func lastDays(_ unit: CalendarUnit) -> Column {
    RowStates(self).column(.codes(loop(codeLane.elements) { Period.firstDay(unit, Int($0) + 1) - 1 }))
  }

  /// The number of days of each period.
  public func lengths(_ unit: CalendarUnit) -> Column {
    RowStates(self).column(
      .integers(
        loop(codeLane.elements) {
          Int64(Period.firstDay(unit, Int($0) + 1)) - Int64(Period.firstDay(unit, Int($0)))
        }, scale: 0))
  }

  /// The periods, `count` places later.
  public func shiftingPeriods(_ unit: CalendarUnit, by count: Column, site: Int32) -> Column {
    shifting(by: count, site: site) { ordinal, count in
      let period = Period(unit, ordinal: ordinal)
      if let next = period.advanced(by: count) { return .success(next.ordinal) }
      return .failure(.noSuchDay("\(period) \(count < 0 ? "-" : "+") \(count.magnitude) \(unit.name)s"))
    }
  }

  /// The number of periods from each of `other` to the column's.
  public func periods(since other: Column) -> Column { days(since: other) }

  /// The year, the month of the year, or another part of each date.
  public func part(_ part: DatePart) -> Column {
    let parts: [Int64] = loop(codeLane.elements) { day in
      let date = CalendarDate(days: day)
      switch part {
      case .year: return Int64(date.components.year)
      case .quarter: return Int64((date.components.month - 1) / 3 + 1)
      case .month: return Int64(date.components.month)
      case .day: return Int64(date.components.day)
      case .weekday: return Int64(date.weekday)
      }
    }
    return RowStates(self).column(.integers(parts, scale: 0))
  }

  /// The dates of timestamps.
  public func datesOfTimestamps(site: Int32) -> Column {
    var states = RowStates(self)
    var days = [Int32](repeating: 0, count: elementCount)
    if case .integers(let seconds, 0) = numbers {
      for element in days.indices where states.hasValue(element) {
        let day = floorDivide(Int(seconds[element]), 86_400)
        if CalendarDate.isRepresentable(day) {
          days[element] = Int32(day)
        } else {
          states.fail(element, Fault(.noSuchDay("\(seconds[element]) seconds after 1970-01-01"), site: site))
        }
      }
    } else {
      precondition(isVoid, "timestamps expected")
    }
    return states.column(.codes(days))
  }

  /// The codes, each moved by a whole number.
  private func shifting(
    by counts: Column, site: Int32, _ shift: (Int32, Int) -> Shifted
  ) -> Column {
    var states = RowStates(self, counts)
    let codes = codeLane
    let numbers = counts.numbers
    var result = [Int32](repeating: 0, count: states.elementCount)
    for element in result.indices where states.hasValue(element) {
      let count: Int
      if case .integers(let integers, 0) = numbers {
        count = Int(integers[counts.element(of: element)])
      } else {
        let exact = numbers.rational(counts.element(of: element))
        guard exact.isInteger else {
          states.fail(element, Fault(.notWhole("\(exact.description(decimals: 6)) is no whole number"), site: site))
          continue
        }
        count = Int(clamping: exact.numerator)
      }
      switch shift(codes[element], count) {
      case .success(let code): result[element] = code
      case .failure(let reason): states.fail(element, Fault(reason, site: site))
      }
    }
    return states.column(.codes(result))
  }

  private enum Shifted {
    case success(Int32)
    case failure(Fault.Reason)
  }
}

/// A number that can be read off a date.
public enum DatePart: String, CaseIterable, Sendable {
  case year
  case quarter
  case month
  case day
  /// 1 for Monday to 7 for Sunday.
  case weekday
}
