import Columns
import IR

/// Runs `program` over tables.
///
/// - Parameter tables: where each table is read from, by its name; constant tables need none.
public func run(_ program: Program, tables: [String: DataSource], options: RunOptions = RunOptions()) -> RunOutcome {
  var execution = Execution(program, options: options)
  let roots = outputColumns(of: program)
  let frames =
    program.outputs.map(\.frame) + program.checks.map(\.frame) + program.rowReports.flatMap(\.frames)
  let reach = Reach(program, roots: program.required + roots, frames: frames)
  let isReached = Set(reach.columns)
  var needed: [Int: Set<Int>] = [:]
  for column in isReached {
    if let input = execution.inputPlace(column) { needed[input.table, default: []].insert(input.place) }
  }
  let unread = execution.loadTables(tables, frames: reach.frames) { needed[$0]?.contains($1) ?? false }
  if !unread.findings.isEmpty {
    let findings = unread.findings.sorted(by: RunFinding.precedes)
    let limit = max(1, options.errorLimit)
    return .failed(Array(findings.prefix(limit)), omitted: unread.omitted + max(0, findings.count - limit))
  }
  execution.internTexts()
  options.observer?(.evaluating)

  // References and keys first: whatever else goes wrong may only follow from them.
  let later = Reach(program, roots: roots, frames: frames)
  execution.demand(program.required, stopsEarly: false, neededLater: Set(later.columns))
  for column in program.required { execution.suspect(faultsOf: [column], in: program[column].frame) }
  if execution.suspects.isEmpty { execution.demand(roots, frames: frames) }
  if execution.suspects.isEmpty {
    for number in program.checks.indices { execution.judge(number) }
    for output in program.outputs where !output.isExplanation { execution.suspectFaults(of: output) }
  }
  if !execution.suspects.isEmpty {
    let (findings, omitted) = execution.findings()
    return .failed(findings, omitted: omitted)
  }
  let files = program.inputs.enumerated().compactMap { number, input in
    execution.tables[number].flatMap { table in
      table.file.map { Results.ReadFile(table: input.name, path: $0, rows: table.rowCount) }
    }
  }
  options.observer?(.arranging)
  var outputs = program.outputs.map { execution.table($0) }
  for report in program.rowReports.reversed() {
    outputs.insert(execution.table(report), at: min(report.place, outputs.count))
  }
  options.observer?(.done)
  return .results(Results(outputs: outputs, files: files))
}

/// The columns that results and laws are made of.
private func outputColumns(of program: Program) -> [ColumnID] {
  let results = program.outputs.flatMap(\.columnsRead) + program.rowReports.flatMap(\.columnsRead)
  let laws = program.checks.flatMap { [$0.condition] + [$0.applies].compactMap { $0 } }
  return results + laws
}

extension Execution {
  /// Gives each text of the program its code, so that nothing that runs later adds to the pool.
  mutating func internTexts() {
    for column in program.columns {
      if case .constant(.text(let text)) = column.operation { _ = pool.code(for: text) }
    }
    for rates in program.keyedRates {
      for row in rates.rows {
        if case .text(let text) = row.value { _ = pool.code(for: text) }
        for case .values(let values) in row.matchers {
          for case .text(let text) in values { _ = pool.code(for: text) }
        }
      }
    }
  }

  /// Notes where a law does not hold.
  mutating func judge(_ number: Int) {
    let check = program.checks[number]
    let condition = whole(check.condition)
    let rows = check.applies.map { whole($0).selection } ?? Array(0..<Int32(rowCount(check.frame)))
    if let applies = check.applies { suspect(faultsOf: [applies], in: check.frame) }
    for row in rows {
      if let fault = condition.fault(at: Int(row)) {
        suspects.append(Suspect(.fault(fault, check.condition), frame: check.frame, row: row))
      } else {
        let holds = condition.bool(at: Int(row))
        if holds == true { continue }
        suspects.append(Suspect(.check(number, isMissing: holds == nil), frame: check.frame, row: row))
      }
    }
  }

  /// Notes the faults of the values that a result prints.
  mutating func suspectFaults(of output: Output) {
    if let shown = output.shown { suspect(faultsOf: [shown], in: output.frame) }
    let rows = output.shown == nil ? nil : Set(shownRows(output))
    suspect(faultsOf: output.columnsRead.filter { $0 != output.shown }, in: output.frame, rows: rows)
  }
}
