import Columns
import Model
import Source
import Syntax

/// Schedules, and what is asked of them.
extension Lowering {
  /// The number of a schedule in the program.
  private mutating func schedule(_ index: Int) -> Int {
    if let known = scheduleNumbers[index] { return known }
    let declaration = model.schedules[index]
    let keys = declaration.table.map { tableFrame($0) }
    var rows: [DaySchedule.Rows] = []
    for days in declaration.days { rows.append(self.rows(days)) }
    let weekdays = declaration.weekdays.reduce(into: UInt8(0)) { $0 |= 1 << UInt8($1) }
    program.schedules.append(
      DaySchedule(name: declaration.name, weekdays: weekdays, keys: keys, rows: rows, span: declaration.span))
    scheduleNumbers[index] = program.schedules.count - 1
    return program.schedules.count - 1
  }

  /// The rows of a table that say days, in columns whose faults are errors: such a row can mean no day at all.
  private mutating func rows(_ days: ScheduleModel.Days) -> DaySchedule.Rows {
    var context = Context.table(days.table)
    if let condition = days.condition {
      let keep = lower(condition, in: context)
      let name = model.tables[days.table].name
      context = .filtered(filter(frame(of: context), keep: keep, name, condition.span), of: context)
    }
    let frame = frame(of: context)
    var first = lower(days.first, in: context)
    var last: ColumnID?
    let effect: DaySchedule.Effect
    switch days.effect {
    case .every:
      effect = .every
      first = emit(.weekdayNumber(first), .number, on: frame, days.first.span)
      program.required.append(first)
    case .never: effect = .never
    case .also: effect = .also
    }
    if let end = days.last {
      let day = emit(.notBefore(lower(end, in: context), first), .date, on: frame, days.span)
      program.required.append(day)
      last = day
    }
    return DaySchedule.Rows(effect: effect, first: first, last: last, key: days.key.map { lower($0, in: context) })
  }

  mutating func lower(
    _ question: TypedScheduleQuestion, _ kind: ValueKind, _ span: SourceSpan, on frame: FrameID,
    _ operand: (inout Lowering, TypedExpression) -> ColumnID
  ) -> ColumnID {
    let number = schedule(question.schedule)
    let key = question.key.map { operand(&self, $0) }
    var arguments: [ColumnID] = []
    for argument in question.arguments { arguments.append(operand(&self, argument)) }
    let asked = ScheduleQuestion(
      schedule: number, kind: ScheduleQuestion.Kind(question.kind), key: key, arguments: arguments,
      keys: program.schedules[number].keys, reads: program.schedules[number].columns)
    return emit(.schedule(asked), kind, on: frame, span)
  }
}

extension ScheduleQuestion.Kind {
  fileprivate init(_ kind: TypedScheduleQuestion.Kind) {
    switch kind {
    case .contains: self = .contains
    case .count: self = .count
    case .next: self = .next
    case .previous: self = .previous
    case .from: self = .from
    case .through: self = .through
    }
  }
}
