import Columns
import IR

/// Schedules: built once from the rows that say their days, then asked row by row.
extension Execution {
  /// Builds the schedule that a column asks, if it asks one that is not there yet.
  mutating func prepareSchedule(askedBy column: ColumnID) {
    guard case .schedule(let question) = program[column].operation, schedules[question.schedule] == nil else { return }
    let schedule = program.schedules[question.schedule]
    var builder = DaySchedules.Builder(
      keyCount: schedule.keys.map { rowCount($0) } ?? 1, weekdays: schedule.weekdays)
    for rows in schedule.rows { add(rows, to: &builder) }
    schedules[question.schedule] = builder.build()
  }

  private func add(_ rows: DaySchedule.Rows, to builder: inout DaySchedules.Builder) {
    let first = whole(rows.first)
    let last = rows.last.map { whole($0) }
    let keys = rows.key.map { whole($0) }
    for row in 0..<first.count {
      var key: Int32?
      if let keys {
        if let fault = keys.fault(at: row) {
          builder.fail(fault, key: nil)
          continue
        }
        guard let found = keys.code(at: row) else { continue }
        key = found
      }
      if let fault = first.fault(at: row) ?? last?.fault(at: row) {
        builder.fail(fault, key: key)
        continue
      }
      switch rows.effect {
      case .every:
        if let weekday = first.rational(at: row) { builder.add(weekday: Int(clamping: weekday.numerator), key: key) }
      case .never, .also:
        guard let from = first.code(at: row), let through = last.map({ $0.code(at: row) }) ?? from else { continue }
        builder.set(rows.effect == .also, from: from, through: through, key: key)
      }
    }
  }

  /// What a schedule answers for each row.
  func ask(_ question: ScheduleQuestion, site: Int32, operand: (ColumnID) -> Column) -> Column {
    guard let schedule = schedules[question.schedule] else {
      preconditionFailure("s\(question.schedule) is asked before it is built")
    }
    let keys = question.key.map(operand)
    let arguments = question.arguments.map(operand)
    let counts = arguments.count > 1 ? arguments[1] : nil
    return switch question.kind {
    case .contains: schedule.contain(arguments[0], keys: keys)
    case .count: schedule.counts(from: arguments[0], through: arguments[1], keys: keys)
    case .next: schedule.days(.after, arguments[0], counts: counts, keys: keys, site: site)
    case .previous: schedule.days(.before, arguments[0], counts: counts, keys: keys, site: site)
    case .from: schedule.days(.from, arguments[0], counts: nil, keys: keys, site: site)
    case .through: schedule.days(.through, arguments[0], counts: nil, keys: keys, site: site)
    }
  }

  /// The numbers of the weekdays that texts name, from 0 for Monday.
  func weekdayNumbers(_ texts: Column, site: Int32) -> Column {
    let names = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
    var known: [Int32: Int64] = [:]
    for (number, name) in names.enumerated() {
      if let code = pool.find(name) { known[code] = Int64(number) }
    }
    return RowMap([texts], count: texts.count, site: site)(filler: Int64(0)) { row in
      guard let code = texts.code(at: row) else { return .missing }
      if let number = known[code] { return .value(number) }
      let text = pool.string(code)
      let near = names.first { text.lowercased().hasPrefix($0.lowercased()) }
      return .fault(.noWeekday("`\(text)` is no weekday" + (near.map { "; write `\($0)`" } ?? "")))
    } storage: {
      .integers($0, scale: 0)
    }
  }

  /// The last days of ranges, none of which comes before its first.
  func lastDays(_ last: Column, notBefore first: Column, site: Int32) -> Column {
    RowMap([last, first], count: last.count, site: site).codes { row in
      guard let end = last.code(at: row), let start = first.code(at: row) else { return .missing }
      if start <= end { return .value(end) }
      let (from, through) = (CalendarDate(days: start), CalendarDate(days: end))
      return .fault(.endsFirst("days that begin on \(from) end on \(through), before that"))
    }
  }
}
