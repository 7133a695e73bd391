import Columns
import Source

/// The program as text: inputs, then each frame with its columns, one operation a line, then laws and results.
///
/// ```
/// frame f1 won = filter f0 where c3
///   c4 amount: number = gather c1 at c2            deals.allot:12
/// ```
///
/// - Parameter place: names the author's text that a column comes from, or answers an empty text for none.
public func programText(_ program: Program, place: (SourceSpan) -> String = { _ in "" }) -> String {
  var printer = ProgramPrinter(program: program, lines: [])
  printer.printAll(place)
  return printer.lines.map { $0 + "\n" }.joined()
}

private struct ProgramPrinter {
  let program: Program
  var lines: [String]

  /// The column at which places stand, if the line before them is not longer.
  private static let placeColumn = 72

  mutating func add(_ text: String, _ place: String = "") {
    if place.isEmpty {
      lines.append(text)
    } else {
      let gap = String(repeating: " ", count: max(2, ProgramPrinter.placeColumn - text.unicodeScalars.count))
      lines.append(text + gap + place)
    }
  }

  mutating func printAll(_ place: (SourceSpan) -> String) {
    if let calendar = program.calendar { add("calendar \(calendar)") }
    for (index, input) in program.inputs.enumerated() { printInput(index, input, place) }
    for (index, table) in program.tiers.enumerated() { printTiers(index, table, place) }
    for (index, rates) in program.keyedRates.enumerated() { printRates(index, rates, place) }
    for (index, schedule) in program.schedules.enumerated() { printSchedule(index, schedule, place) }
    for (index, frame) in program.frames.enumerated() {
      if !lines.isEmpty { add("") }
      add("frame f\(index) \(frame.name) = \(rowSource(frame.rows))", place(frame.span))
      if !frame.identity.isEmpty { add("  named by \(frame.identity.map(named).joined(separator: ", "))") }
      for (number, column) in program.columns.enumerated() where Int(column.frame.index) == index {
        let name = column.name.map { " \($0)" } ?? ""
        add("  c\(number)\(name): \(kind(column.kind)) = \(operation(column.operation))", place(column.span))
      }
    }
    if !program.required.isEmpty { add("required \(list(program.required))") }
    for check in program.checks { printCheck(check, place) }
    for output in program.outputs { printOutput(output) }
    for report in program.rowReports { printReport(report) }
  }

  // MARK: Tables

  private mutating func printInput(_ index: Int, _ input: TableInput, _ place: (SourceSpan) -> String) {
    let source =
      switch input.source {
      case .file(let path): "from \(quoted(path))"
      case .rows(let rows, _): "of \(rows.count) constant rows"
      }
    add("input t\(index) \(input.name) \(source)", place(input.span))
    for column in input.columns {
      let format = column.format.map { " as \(quoted($0))" } ?? ""
      let header = column.header == column.name ? "" : " from \(quoted(column.header))"
      add("  \(column.name): \(cell(column.kind))\(column.isOptional ? "?" : "")\(header)\(format)", place(column.span))
    }
  }

  private mutating func printTiers(_ index: Int, _ table: TierTable, _ place: (SourceSpan) -> String) {
    add("tiers r\(index) \(table.name)", place(table.span))
    for tier in table.bounds.indices {
      let word = table.isIncluded[tier] ? "from" : "above"
      add("  \(word) \(table.bounds[tier]): \(table.rates[tier])\(table.isWhole[tier] ? " whole" : "")")
    }
    if let end = table.end { add("  \(table.includesEnd ? "up to" : "below") \(end)") }
  }

  private mutating func printRates(_ index: Int, _ rates: KeyedRates, _ place: (SourceSpan) -> String) {
    let precedence =
      switch rates.precedence {
      case .only: ""
      case .firstMatch: " first match"
      case .mostSpecific: " most specific"
      case .highest: " highest match"
      case .allAdded: " all matches added"
      }
    add("rates k\(index) \(rates.name) (\(rates.axisNames.joined(separator: ", ")))\(precedence)", place(rates.span))
    for row in rates.rows {
      add("  \(row.matchers.map(matcher).joined(separator: ", ")): \(value(row.value))", place(row.span))
    }
    if let end = rates.end { add("  \(rates.includesEnd ? "up to" : "below") \(end)") }
  }

  private mutating func printSchedule(_ index: Int, _ schedule: DaySchedule, _ place: (SourceSpan) -> String) {
    let keys = schedule.keys.map { " of \(name($0))" } ?? ""
    add("schedule s\(index) \(schedule.name)\(keys)", place(schedule.span))
    let weekdays = (0..<7).filter { schedule.weekdays & 1 << UInt8($0) != 0 }.map { String($0) }
    if !weekdays.isEmpty { add("  every \(weekdays.joined(separator: ", "))") }
    for rows in schedule.rows {
      let last = rows.last.map { " .. \(name($0))" } ?? ""
      add("  \(rows.effect.rawValue) \(name(rows.first))\(last)" + (rows.key.map { " of \(name($0))" } ?? ""))
    }
  }

  private func schedule(_ question: ScheduleQuestion) -> String {
    let arguments = list(([question.key].compactMap { $0 }) + question.arguments)
    return "\(question.kind.rawValue) s\(question.schedule) (\(arguments))"
  }

  private func matcher(_ matcher: KeyedRates.Matcher) -> String {
    switch matcher {
    case .any: "any"
    case .values(let values): values.map(value).joined(separator: " | ")
    case .from(let bound, let isIncluded): "\(isIncluded ? "from" : "above") \(bound)"
    }
  }

  // MARK: Frames

  private func rowSource(_ source: RowSource) -> String {
    switch source {
    case .scan(let table): "scan t\(table)"
    case .filter(let parent, let keep): "filter \(name(parent)) where \(name(keep))"
    case .unique(let parent, let key): "unique \(name(parent)) by (\(list(key)))"
    case .latest(let parent, let key, let by, let content):
      "latest \(name(parent)) by (\(list(key))) greatest (\(list(by))) agreeing on (\(list(content)))"
    case .versions(let parent, let key, let from, let through):
      "versions \(name(parent)) by (\(list(key))) from \(name(from))" + (through.map { " through \(name($0))" } ?? "")
    case .best(let parent, let key, let order):
      "best \(name(parent)) by (\(list(key))) \(rankings(order))"
    case .ancestors(let ancestry): ancestors(ancestry)
    case .keys(let sets):
      "keys " + sets.map { "\(name($0.frame)) (\(list($0.columns)))" }.joined(separator: " or ")
    case .match(let match): "match \(side(match.giver)) to \(side(match.taker))"
    case .single: "single"
    case .repeated(let parent, let first, let through):
      "repeat \(name(parent)) from \(name(first)) through \(name(through))"
    case .spine(let entities, let first, let count): "spine \(name(entities)) from \(first) for \(count)"
    case .pairs(let left, let leftKeys, let right, let rightKeys, let keepsUnmatched):
      "pairs \(name(left)) (\(list(leftKeys))) with \(name(right)) (\(list(rightKeys)))"
        + (keepsUnmatched ? " keeping unmatched" : "")
    }
  }

  private func ancestors(_ ancestry: Ancestry) -> String {
    var text = "ancestors of \(name(ancestry.person)) in \(name(ancestry.frame))"
    if let date = ancestry.date { text += " on \(name(date))" }
    text += " by \(name(ancestry.member)) under \(name(ancestry.superior)) of \(name(ancestry.hierarchy))"
    if let from = ancestry.from { text += " from \(name(from))" }
    if let through = ancestry.through { text += " through \(name(through))" }
    if let levels = ancestry.levels { text += " within \(levels)" }
    return text
  }

  // MARK: Operations

  private func operation(_ operation: Operation) -> String {
    switch operation {
    case .input(let index): "input \(index)"
    case .constant(let constant): "constant \(value(constant))"
    case .key(let index): "key \(index)"
    case .parentRow: "parent row"
    case .rightRow: "right row"
    case .period: "period"
    case .rowNumber: "row number"
    case .gather(let column, let at): "gather \(name(column)) at \(name(at))"
    case .lookup(let frame, let theirs, let keys, let isRequired):
      "lookup \(name(frame)) (\(list(theirs))) = (\(list(keys)))\(isRequired ? " required" : "")"
    case .aggregate(let aggregation): aggregate(aggregation)
    case .runningSum(let of, let group, let order): "running sum \(name(of)) per (\(list(group))) by (\(list(order)))"
    case .apportion(let of, let unit, let mode, let group, let order):
      "apportion \(name(of)) to \(name(unit)) \(mode.rawValue) per (\(list(group))) by (\(list(order)))"
    case .place(let group, let order): "place per (\(list(group))) by \(rankings(order))"
    case .preceding(let of, let initial, let group, let place):
      "preceding \(name(of)) starting \(name(initial)) per (\(list(group))) by \(name(place))"
    case .allot(let allotment): allot(allotment)
    case .previous(let of, let initial, let restarts):
      "previous \(name(of)) starting \(name(initial))" + (restarts.map { " restarting \(name($0))" } ?? "")
    case .add(let a, let b): "\(name(a)) + \(name(b))"
    case .subtract(let a, let b): "\(name(a)) - \(name(b))"
    case .multiply(let a, let b): "\(name(a)) * \(name(b))"
    case .divide(let a, let b, let zeroIsMissing): "\(name(a)) / \(name(b))\(zeroIsMissing ? " or missing" : "")"
    case .negate(let a): "-\(name(a))"
    case .absolute(let a): "absolute \(name(a))"
    case .minimum(let a, let b): "min \(name(a)) \(name(b))"
    case .maximum(let a, let b): "max \(name(a)) \(name(b))"
    case .round(let a, let mode, let step): "round \(name(a)) \(mode.rawValue) to \(name(step))"
    case .finite(let a): "finite \(name(a))"
    case .squareRoot(let a, let decimals): "root \(name(a)) to \(decimals) decimals"
    case .normalQuantile(let a, let decimals): "normal quantile \(name(a)) to \(decimals) decimals"
    case .poissonQuantile(let mean, let probability): "poisson quantile \(name(probability)) of \(name(mean))"
    case .whole(let a, let step): "whole \(name(a)) of \(name(step))"
    case .compare(let comparison, let a, let b): "\(name(a)) \(comparison.rawValue) \(name(b))"
    case .and(let a, let b): "\(name(a)) and \(name(b))"
    case .or(let a, let b): "\(name(a)) or \(name(b))"
    case .not(let a): "not \(name(a))"
    case .choose(let condition, let then, let otherwise):
      "\(name(then)) when \(name(condition)) else \(name(otherwise))"
    case .coalesce(let a, let b): "\(name(a)) else \(name(b))"
    case .isMissing(let a): "\(name(a)) is missing"
    case .require(let a): "require \(name(a))"
    case .single(let a, let count): "single \(name(a)) of \(name(count))"
    case .assure(let a, let holds, let text): "\(name(a)) assured by \(name(holds)) \(quoted(text))"
    case .startsWith(let a, let b): "\(name(a)) starts with \(name(b))"
    case .contains(let a, let b): "\(name(a)) contains \(name(b))"
    case .addDays(let a, let b): "\(name(a)) plus days \(name(b))"
    case .daysBetween(let a, let b): "days from \(name(b)) to \(name(a))"
    case .addMonths(let a, let b, let isClamped): "\(name(a)) plus months \(name(b))\(isClamped ? " clamped" : "")"
    case .monthsBetween(let a, let b): "months from \(name(a)) to \(name(b))"
    case .periodsBetween(let a, let b): "periods from \(name(b)) to \(name(a))"
    case .dateOf(let a): "date of \(name(a))"
    case .periodOf(let a, let unit): "\(words(for: unit)) of \(name(a))"
    case .firstDay(let a): "first day of \(name(a))"
    case .lastDay(let a): "last day of \(name(a))"
    case .shiftPeriod(let a, let by): "\(name(a)) shifted by \(by)"
    case .schedule(let question): schedule(question)
    case .weekdayNumber(let a): "weekday number of \(name(a))"
    case .notBefore(let a, let b): "\(name(a)) not before \(name(b))"
    case .addPeriods(let a, let b): "\(name(a)) plus periods \(name(b))"
    case .tierRate(let table, let a, let against):
      "rate r\(table) at \(name(a))" + (against.map { " against \(name($0))" } ?? "")
    case .tierAmount(let table, let a, let against):
      "\(name(a)) through r\(table)" + (against.map { " against \(name($0))" } ?? "")
    case .matchRates(let table, let axes): "match k\(table) (\(list(axes)))"
    }
  }

  private func side(_ side: Match.Side) -> String {
    let order = side.order.map { ($0.isGreatest ? "greatest " : "least ") + name($0.column) }
    return
      "\(name(side.frame)) \(name(side.amount)) per (\(list(side.group))) in order of (\(order.joined(separator: ", ")))"
  }

  private func allot(_ allotment: Allotment) -> String {
    var text = "allot \(name(allotment.total)) "
    switch allotment.manner {
    case .level(let weight, let start, let step):
      text += start.map { "levelling \(name($0)) / \(name(weight))" } ?? "by \(name(weight))"
      if let step { text += " in steps of \(name(step))" }
    case .inOrder(let step):
      text += "in order"
      if let step { text += " in steps of \(name(step))" }
    case .oneByOne(let step):
      text += "\(name(step.pack)) at a time to \(name(step.start)) / \(name(step.weight))"
      if let counting = step.counting { text += " counting \(name(counting))" }
    }
    if let cap = allotment.cap { text += " at most \(name(cap))" }
    text += " per (\(list(allotment.group)))"
    if !allotment.order.isEmpty {
      let order = allotment.order.map { ($0.isGreatest ? "greatest " : "least ") + name($0.column) }
      text += " in order of (\(order.joined(separator: ", ")))"
    }
    return text + " ties (\(list(allotment.ties)))"
  }

  private func aggregate(_ aggregation: Aggregation) -> String {
    var text = aggregation.function.rawValue
    if let value = aggregation.value { text += " \(name(value))" }
    text += " of \(name(aggregation.frame)) (\(list(aggregation.theirs))) = (\(list(aggregation.keys)))"
    if let window = aggregation.window {
      text += " on \(name(window.date))"
      if let from = window.from { text += " from \(name(from))" }
      if let through = window.through { text += " through \(name(through))" }
    }
    return text
  }

  // MARK: Laws and results

  private mutating func printCheck(_ check: Check, _ place: (SourceSpan) -> String) {
    add("")
    let applies = check.applies.map { " where \(name($0))" } ?? ""
    add("check \(quoted(check.text)) \(name(check.condition)) in \(name(check.frame))\(applies)", place(check.span))
    if !check.witnesses.isEmpty { add("  showing \(check.witnesses.map(named).joined(separator: ", "))") }
  }

  private mutating func printOutput(_ output: Output) {
    add("")
    let title = output.title.map { " \(quoted($0))" } ?? ""
    add("output \(output.kind) \(output.name)\(title) of \(name(output.frame))")
    if let shown = output.shown { add("  rows where \(name(shown))") }
    if let isPrimary = output.isPrimary { add("  primary where \(name(isPrimary))") }
    if let test = output.isWithoutRule { add("  without rule where \(name(test))") }
    for key in output.keys { add("  key \(outputColumn(key))") }
    for column in output.columns { add("  column \(outputColumn(column))") }
    for group in output.groups { add("  grouped by \(outputColumn(group))") }
    if !output.order.isEmpty { add("  by \(list(output.order))") }
  }

  private mutating func printReport(_ report: RowReport) {
    add("")
    add("rows \(report.name)")
    for part in report.parts {
      add("  \(part.line) from \(part.table) in \(name(part.frame)): \(list(part.columnsRead))")
    }
  }

  private func outputColumn(_ column: OutputColumn) -> String {
    var text = "\(column.name) = \(name(column.column))"
    switch column.format {
    case .plain: break
    case .number(let decimals): text += words(for: decimals)
    case .percent(let decimals): text += " as percent" + words(for: decimals)
    case .money(let currency): text += " as money in \(name(currency))"
    }
    if let unit = column.unit { text += " in \(unit)" }
    if column.isAdditive { text += " additive" }
    if let title = column.title { text += " \(quoted(title))" }
    return text
  }

  // MARK: Names

  private func name(_ column: ColumnID) -> String { "c\(column.index)" }

  private func name(_ frame: FrameID) -> String { "f\(frame.index)" }

  private func rankings(_ order: [RowSource.Ranking]) -> String {
    order.map { "\($0.isGreatest ? "greatest" : "least") \(name($0.column))" }.joined(separator: ", ")
  }

  private func list(_ columns: [ColumnID]) -> String { columns.map(name).joined(separator: ", ") }

  private func named(_ column: NamedColumn) -> String { "\(column.name) \(name(column.column))" }

  private func value(_ value: Value) -> String {
    switch value {
    case .missing: "missing"
    case .text(let text): quoted(text)
    case .number(let number): number.description
    case .bool, .date, .period, .timestamp: value.description
    }
  }

  private func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }

  private func kind(_ kind: ValueKind) -> String { kind.description }

  private func cell(_ kind: TableInput.CellKind) -> String {
    switch kind {
    case .text: "text"
    case .bool: "bool"
    case .number: "number"
    case .percent: "percent"
    case .date: "date"
    case .timestamp: "timestamp"
    case .period(let unit): words(for: unit)
    case .choice(let texts): texts.map(quoted).joined(separator: " | ")
    }
  }
}

extension ValueKind: CustomStringConvertible {
  /// The kind as ``programText(_:place:)`` prints it.
  public var description: String {
    switch self {
    case .bool: "bool"
    case .number: "number"
    case .text: "text"
    case .date: "date"
    case .timestamp: "timestamp"
    case .period(let unit): words(for: unit)
    case .row(let frame): "row of f\(frame.index)"
    }
  }
}

/// The unit in words: `quarter`, or `fiscal quarter` in the program's calendar.
private func words(for unit: CalendarUnit) -> String { (unit.calendar == nil ? "" : "fiscal ") + unit.name }

/// How many decimals a column prints, in words; nothing where it prints those that its values have.
private func words(for decimals: OutputColumn.Decimals) -> String {
  switch decimals {
  case .all(minimum: 0): ""
  case .all(let minimum): " to at least \(minimum) decimals"
  case .fixed(let count): " to \(count) decimals"
  }
}
