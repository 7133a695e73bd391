import Columns
import Model
import Syntax

/// The days for which sheets with periods must have rows, so that every value that is asked for sees all that it reads:
/// the wanted periods, those before them in a running total, and those that other lines gather.
///
/// A sheet for `--period 2026-03` that adds up a plan's quarter needs the plan's January and February too; without them
/// its figure would be smaller, and nothing would say so.
struct NeededPeriods {
  let model: CheckedModel
  let options: LoweringOptions
  /// The needed days of each sheet with periods.
  private(set) var days: [Int: ClosedRange<CalendarDate>] = [:]
  /// Sheets that are read without an end or a beginning, though nothing says when they begin or end.
  var unbounded: [(sheet: Int, reading: TypedExpression)] = []
  private var lines: [Lowering.LineKey: ClosedRange<CalendarDate>] = [:]
  /// How often a line's days have grown; lines without end feed each other further and further back.
  private var growth: [Lowering.LineKey: Int] = [:]
  private var linesWithoutPeriods: Set<Lowering.LineKey> = []
  /// The sheets for whose rows all that they are made of is known to be needed.
  var sheetsWithRows: Set<Int> = []
  /// The computed columns and the credits that have been looked into.
  var readColumns: Set<Column> = []
  var readCredits: Set<Relation> = []

  struct Column: Hashable {
    let table: Int
    let column: Int
  }

  /// A row whose fields an expression reads, and the days of the rows of its kind that are needed.
  struct Place {
    var sheet: Int?
    var days: ClosedRange<CalendarDate>?
  }

  init(_ model: CheckedModel, _ options: LoweringOptions) {
    self.model = model
    self.options = options
    for condition in model.tables.flatMap(\.conditions) { visit(condition, [Place()]) }
    for index in model.sheets.indices {
      if let only = options.only, !only.contains(model.sheets[index].name) { continue }
      let place = Place(sheet: index, days: wanted(index))
      let sheet = model.sheets[index]
      needRows(of: index)
      if let days = place.days { need(index, days) }
      for line in sheet.lines.indices { need(line, of: index, place.days) }
      for check in sheet.checks { visit(check.condition, [place]) }
      for key in sheet.order?.values ?? [] { visit(key, [place]) }
      for part in [sheet.conversion?.currency, sheet.conversion?.rate].compactMap({ $0 }) { visit(part, [place]) }
      if let closed = options.closed[sheet.name] {
        need(index, closed)
        for line in sheet.lines.indices where sheet.lines[line].kind == .pay { need(line, of: index, closed) }
      }
    }
  }

  /// The days that the run asks of a sheet; nil if it has no periods or the run asks for none of its own.
  func wanted(_ sheet: Int) -> ClosedRange<CalendarDate>? { NeededPeriods.wanted(sheet, model, options) }

  static func wanted(
    _ sheet: Int, _ model: CheckedModel, _ options: LoweringOptions
  ) -> ClosedRange<CalendarDate>? {
    guard let asked = asked(sheet, model, options) else { return nil }
    guard let asOf = options.asOf else { return asked }
    return asked.lowerBound <= asOf ? asked.lowerBound...min(asked.upperBound, asOf) : nil
  }

  /// The days that the run asks of a sheet, those after its as-of date included.
  private static func asked(
    _ sheet: Int, _ model: CheckedModel, _ options: LoweringOptions
  ) -> ClosedRange<CalendarDate>? {
    let declaration = model.sheets[sheet]
    guard declaration.period != nil, var first = options.days?.lowerBound ?? declaration.during?.first,
      var last = options.days?.upperBound ?? declaration.during?.last
    else { return nil }
    if let during = declaration.during {
      first = max(first, during.first)
      last = min(last, during.last)
    }
    return first <= last ? first...last : nil
  }

  /// The periods that the run asks of a sheet and that begin after its as-of date; nil if there are none.
  static func leftOut(_ sheet: Int, _ model: CheckedModel, _ options: LoweringOptions) -> ClosedRange<Period>? {
    guard let asOf = options.asOf, let unit = model.sheets[sheet].period, let asked = asked(sheet, model, options)
    else { return nil }
    let first = max(asked.lowerBound, asOf)
    let last = Period(model.unit(unit), containing: asked.upperBound)
    var next = Period(model.unit(unit), containing: first)
    if next.firstDay <= asOf {
      guard let after = next.advanced(by: 1) else { return nil }
      next = after
    }
    return next <= last ? next...last : nil
  }

  mutating func need(_ sheet: Int, _ wanted: ClosedRange<CalendarDate>) {
    days[sheet] = days[sheet].map { $0.union(wanted) } ?? wanted
    let declaration = model.sheets[sheet]
    guard declaration.kind == .plan, declaration.negative == .carried else { return }
    // What is carried into a period comes from all earlier ones.
    let all = sinceBeginning(sheet, wanted)
    guard days[sheet] != all, let known = days[sheet] else { return }
    days[sheet] = known.union(all)
    for (index, line) in declaration.lines.enumerated() where line.kind == .pay { need(index, of: sheet, all) }
  }

  mutating func need(_ line: Int, of sheet: Int, _ wanted: ClosedRange<CalendarDate>?) {
    needRows(of: sheet)
    let declaration = model.sheets[sheet].lines[line]
    let key = Lowering.LineKey(sheet: sheet, line: line)
    var place = Place(sheet: sheet)
    if let wanted {
      let all = lines[key].map { $0.union(wanted) } ?? wanted
      if lines[key] == all { return }
      growth[key, default: 0] += 1
      guard growth[key, default: 0] < 100 else {
        unbounded.append((sheet, declaration.value))
        return
      }
      lines[key] = all
      need(sheet, all)
      place.days = all
    } else if !linesWithoutPeriods.insert(key).inserted {
      return
    }
    visit(declaration.value, [place])
    if let starting = declaration.starting { visit(starting, [place]) }
    for step in declaration.steps {
      if let condition = step.condition { visit(condition, [place]) }
      switch step.action {
      case .stop(let value), .set(let value), .times(let value), .atLeast(let value), .atMost(let value),
        .round(_, let value):
        visit(value, [place])
      case .end: break
      }
    }
  }

  /// - Parameter places: the row at hand, the row around it, and so on.
  mutating func visit(_ expression: TypedExpression, _ places: [Place]) {
    var here = places
    func widened(_ scope: RunningScope?) -> [Place] {
      guard let scope, let sheet = places[0].sheet, let days = places[0].days else { return places }
      let first: CalendarDate
      switch scope {
      case .period(let unit): first = Period(model.unit(unit), containing: days.lowerBound).firstDay
      case .plan: first = sinceBeginning(sheet, days).lowerBound
      }
      return [Place(sheet: sheet, days: min(first, days.lowerBound)...days.upperBound)] + places.dropFirst()
    }
    switch expression.kind {
    case .field(.sheet(let sheet), .line(let line), let depth),
      .field(.sheet(let sheet), .status(let line), let depth),
      .field(.sheet(let sheet), .reason(let line), let depth):
      if depth < places.count, places[depth].sheet == sheet { need(line, of: sheet, places[depth].days) }
    case .previous(let line, _):
      guard let sheet = places[0].sheet else { break }
      // A balance that began with the run would be another one in a longer run. Rows without periods are always all.
      let begins =
        model.sheets[sheet].period == nil || model.sheets[sheet].during != nil
        || options.hasLedger && model.sheets[sheet].kind == .plan
      if !begins { unbounded.append((sheet, expression)) }
      need(line, of: sheet, places[0].days.map { sinceBeginning(sheet, $0) })
    case .through(let through): here = widened(through.scope)
    case .trueUp(_, let scope, _): here = widened(scope)
    case .aggregate(let aggregate):
      visit(aggregate, expression, places)
      return
    case .field(.table(let table), .column(let column), _), .member(.table(let table), .column(let column), _):
      needColumn(column, of: table)
    case .member(.sheet(let sheet), .line(let line), let row):
      need(line, of: sheet, daysRead(of: sheet, at: row, places))
    case .sheetRow(let sheet, _, _):
      needRows(of: sheet)
      if let days = daysRead(of: sheet, at: expression, places) { need(sheet, days) }
    case .pick(let pick), .isTied(let pick):
      visit(windowed(pick.rows), expression, places)
      for ranking in pick.order { visit(ranking.value, [Place()] + places) }
      return
    default: break
    }
    if let sheet = here[0].sheet, let days = here[0].days, days != places[0].days { need(sheet, days) }
    for child in expression.children { visit(child, here) }
  }

  private mutating func visit(_ aggregate: TypedAggregate, _ expression: TypedExpression, _ places: [Place]) {
    var inner = Place()
    if case .sheet(let sheet) = aggregate.relation {
      inner.sheet = sheet
      needRows(of: sheet)
      if model.sheets[sheet].period != nil {
        inner.days = read(sheet, aggregate.window, expression, places)
        if let days = inner.days { need(sheet, days) }
      }
    }
    if case .credit(let sheet, let credit) = aggregate.relation { needCredit(credit, of: sheet) }
    if case .shares(let sheet, let line) = aggregate.relation {
      // A row counts in the period that pays it at the earliest; on another date than its own, in any later one.
      var window = aggregate.window
      if let bounds = window {
        var isOwnDate = false
        if case .field(_, .creditDate, _)? = aggregate.date?.kind { isOwnDate = true }
        window = TypedWindow(
          from: isOwnDate ? bounds.from : nil, through: bounds.through, basis: nil, scope: nil, span: bounds.span)
      }
      let days = read(sheet, window, expression, places)
      if let days { need(sheet, days) }
      need(line, of: sheet, days)
    }
    let inside = [inner] + places
    for value in [aggregate.value, aggregate.condition, aggregate.date].compactMap({ $0 }) { visit(value, inside) }
    for join in aggregate.joins {
      visit(join.theirs, inside)
      visit(join.mine, places)
    }
    for bound in [aggregate.window?.from, aggregate.window?.through].compactMap({ $0 }) { visit(bound, places) }
  }

  /// The days of a sheet that lie in an aggregate's window, of those that the sheet is for.
  mutating func read(
    _ sheet: Int, _ window: TypedWindow?, _ expression: TypedExpression, _ places: [Place]
  ) -> ClosedRange<CalendarDate>? {
    let row = places.first { $0.days != nil }
    // Rows without periods read the periods that are asked for; those of a period read all days if they name none.
    if window == nil && row == nil { return wanted(sheet) }
    let during = model.sheets[sheet].during
    let rows = row?.days
    let unit = row?.sheet.flatMap { model.sheets[$0].period }
    func period(_ day: CalendarDate?) -> Period? {
      guard let unit, let day else { return nil }
      return Period(model.unit(unit), containing: day)
    }
    let from = (window?.from).flatMap { date($0, period(rows?.lowerBound)) } ?? during?.first
    let through = (window?.through).flatMap { date($0, period(rows?.upperBound)) } ?? during?.last
    guard var first = from, var last = through else {
      unbounded.append((sheet, expression))
      return wanted(sheet)
    }
    if let during {
      first = max(first, during.first)
      last = min(last, during.last)
    }
    if let asOf = options.asOf { last = min(last, asOf) }
    return first <= last ? first...last : nil
  }

  /// From the first day of `during`, or of the run, to the last of the wanted days.
  private func sinceBeginning(_ sheet: Int, _ days: ClosedRange<CalendarDate>) -> ClosedRange<CalendarDate> {
    let first = model.sheets[sheet].during?.first ?? days.lowerBound
    return min(first, days.lowerBound)...days.upperBound
  }

  // ---- Bounds of windows ----

  /// A bound of a window in the row of a period; nil where it depends on the data.
  private func date(_ expression: TypedExpression, _ row: Period?) -> CalendarDate? {
    switch expression.kind {
    case .constant(.date(let date)): return date
    case .today: return options.asOf
    case .call(.firstDay, let arguments): return period(arguments[0], row)?.firstDay
    case .call(.lastDay, let arguments): return period(arguments[0], row)?.lastDay
    case .call(.plusMonthsClamped, let arguments):
      guard let months = count(arguments[1]) else { return nil }
      return date(arguments[0], row)?.adding(months: months, clamped: true)
    case .binary(.plus, let day, let days):
      return count(days).flatMap { date(day, row)?.adding(days: $0) }
    case .binary(.minus, let day, let days):
      return count(days).flatMap { date(day, row)?.adding(days: -$0) }
    default: return nil
    }
  }

  func period(_ expression: TypedExpression, _ row: Period?) -> Period? {
    switch expression.kind {
    case .constant(.period(let period)): return period
    case .rowPeriod(let unit, let offset):
      return row.flatMap { Period(model.unit(unit), containing: $0.firstDay).advanced(by: offset) }
    case .shiftPeriod(let value, let count): return period(value, row)?.advanced(by: count)
    case .call(let builtin, let arguments):
      guard let unit = PeriodUnit(rawValue: builtin.rawValue), let day = date(arguments[0], row) else { return nil }
      return Period(model.unit(unit), containing: day)
    case .field(.sheet(let sheet), .line(let line), 0): return period(model.sheets[sheet].lines[line].value, row)
    case .binary(.plus, let value, let number):
      return count(number).flatMap { period(value, row)?.advanced(by: $0) }
    case .binary(.minus, let value, let number):
      return count(number).flatMap { period(value, row)?.advanced(by: -$0) }
    default: return nil
    }
  }

  private func count(_ expression: TypedExpression) -> Int? {
    guard case .number(let value)? = model.constantValue(expression, overrides: options.parameters), value.isInteger,
      let count = Int(exactly: value.numerator), count.magnitude < 1_000_000
    else { return nil }
    return count
  }
}

extension ClosedRange {
  /// The least range that holds both.
  fileprivate func union(_ other: ClosedRange) -> ClosedRange {
    Swift.min(lowerBound, other.lowerBound)...Swift.max(upperBound, other.upperBound)
  }
}
