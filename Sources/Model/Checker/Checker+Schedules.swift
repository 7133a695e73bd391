import Columns
import Source
import Syntax

/// The declarations of schedules.
extension Checker {
  mutating func checkSchedule(_ index: Int) {
    let syntax = scheduleSyntax[index]
    var schedule = ScheduleModel(
      name: syntax.name.text, title: syntax.title?.text, table: nil, weekdays: syntax.weekdays, days: [],
      documentation: syntax.documentation, span: syntax.name.span)
    var isKnown = true
    if let key = syntax.key {
      schedule.table = table(key)
      isKnown = schedule.table != nil
      if let table = schedule.table, model.tables[table].key.count != 1 || model.tables[table].validity != nil {
        report(.scheduleOfNoKey(key, isVersioned: model.tables[table].validity != nil))
      }
    }
    if isKnown { schedule.days = syntax.days.compactMap { days($0, of: schedule) } }
    if syntax.weekdays.isEmpty, !syntax.days.contains(where: { $0.effect != .never }) {
      report(.scheduleWithoutDays(syntax.name, isEmpty: syntax.days.isEmpty))
    }
    model.schedules.append(schedule)
  }

  private mutating func days(_ syntax: ScheduleDeclaration.Days, of schedule: ScheduleModel) -> ScheduleModel.Days? {
    guard let table = table(syntax.first.table) else { return nil }
    if let last = syntax.last, last.table.text != syntax.first.table.text {
      report(.daysOfTwoTables(last.table, other: syntax.first.table))
      return nil
    }
    let relation = Relation.table(table)
    var scope = Scope(row: relation)
    let condition = syntax.condition.map { checkCondition($0, in: scope, what: "`where`") }
    if let condition { scope = scope.after(condition) }
    guard condition?.type.isPoison != true,
      let (first, last) = syntax.effect == .every
        ? weekday(syntax, of: relation, in: scope) : dates(syntax, of: relation, in: scope)
    else { return nil }
    var key: TypedExpression?
    guard setKey(&key, syntax, of: table, schedule, in: scope) else { return nil }
    return ScheduleModel.Days(
      effect: syntax.effect, table: table, condition: condition, first: first, last: last, key: key, span: syntax.span)
  }

  /// A column's value, which must be there.
  private mutating func value(_ path: [Name], of relation: Relation, in scope: Scope) -> TypedExpression {
    let value = member(path: path, of: relation).known(in: scope)
    return required(value, what: "a day of a schedule")
  }

  private mutating func weekday(
    _ syntax: ScheduleDeclaration.Days, of relation: Relation, in scope: Scope
  ) -> (TypedExpression, TypedExpression?)? {
    let value = value(syntax.first.path, of: relation, in: scope)
    switch value.type.value {
    case .poison: return nil
    case .text where syntax.last == nil: return (value, nil)
    case .choice(let options) where syntax.last == nil && Set(options).isSubset(of: Builtin.weekdayNames):
      return (value, nil)
    case .choice(let options):
      report(.weekdayChoices(value.span, others: options.filter { !Builtin.weekdayNames.contains($0) }))
    default: report(.weekdayNeeded(value.span, found: describe(value.type), isRange: syntax.last != nil))
    }
    return nil
  }

  private mutating func dates(
    _ syntax: ScheduleDeclaration.Days, of relation: Relation, in scope: Scope
  ) -> (TypedExpression, TypedExpression?)? {
    let first = dateOnly(value(syntax.first.path, of: relation, in: scope))
    guard let last = syntax.last else {
      switch (first.type.value, first.kind) {
      case (.poison, _): return nil
      case (.date, _): return (first, nil)
      case (.period, _): return (firstDay(first), lastDay(first))
      case (.window, .window(let window)):
        if let from = window.from, let through = window.through { return (from, through) }
      default: break
      }
      report(.datesNeeded(first.span, effect: syntax.effect.rawValue, found: describe(first.type)))
      return nil
    }
    let end = dateOnly(value(last.path, of: relation, in: scope))
    for value in [first, end] where value.type.value != .date && !value.type.isPoison {
      report(.datesNeeded(value.span, effect: syntax.effect.rawValue, found: describe(value.type)))
      return nil
    }
    return first.type.isPoison || end.type.isPoison ? nil : (first, end)
  }

  /// Finds out whose days the rows say; false after a message.
  private mutating func setKey(
    _ key: inout TypedExpression?, _ syntax: ScheduleDeclaration.Days, of table: Int, _ schedule: ScheduleModel,
    in scope: Scope
  ) -> Bool {
    guard let wanted = schedule.table else {
      guard let via = syntax.via, let first = via.first, let last = via.last else { return true }
      report(.viaOfOneSchedule(first.span.union(last.span), schedule: schedule.name))
      return false
    }
    let relation = Relation.table(table)
    let type = StaticType(.row(.table(wanted)))
    var found: TypedExpression?
    if let via = syntax.via {
      let owner = member(path: via, of: relation).known(in: scope)
      if owner.type.isPoison { return false }
      guard owner.type.value == type.value else {
        report(.viaOtherTable(owner.span, found: describe(owner.type), wanted: model.tables[wanted].name))
        return false
      }
      found = owner
    } else if table == wanted {
      found = TypedExpression(.field(relation, .row, depth: 0), type, syntax.first.table.span)
    } else {
      let owners = model.tables[table].columns.filter { $0.type.value == type.value }
      if owners.count > 1 {
        report(
          .severalOwners(
            syntax.first.table, wanted: model.tables[wanted].name, columns: owners.map(\.name), after: syntax.span))
        return false
      }
      if let owner = owners.first {
        found = field(Name(owner.name, syntax.first.table.span), of: relation, depth: 0)?.known(in: scope)
      }
    }
    guard let found else { return true }
    let owner = required(found, what: "the row that a day belongs to")
    key = owner
    return !owner.type.isPoison
  }
}
