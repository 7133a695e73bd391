import Columns
import IR

/// Runs `program` over tables.
///
/// - Parameter tables: where each table is read from, by its name; constant tables need none.
public func run(_ program: Program, tables: [String: DataSource], options: RunOptions = RunOptions()) -> RunOutcome {
  var execution = Execution(program, options: options)
  if let failure = execution.complete(tables) { return failure }
  options.observer?(.arranging)
  let results = execution.results()
  options.observer?(.done)
  return .results(results)
}

extension Execution {
  /// Reads the tables and computes all that results and laws are made of; the findings if something is wrong.
  ///
  /// - Parameter kept: columns to compute besides, if nothing is to be given up.
  mutating func complete(_ sources: [String: DataSource], keeping kept: [ColumnID]? = nil) -> RunOutcome? {
    let roots = program.outputColumns + (kept ?? [])
    let frames = program.outputFrames
    let reach = Reach(program, roots: program.required + roots, frames: frames)
    var needed: [Int: Set<Int>] = [:]
    for column in reach.columns {
      if let input = inputPlace(column) { needed[input.table, default: []].insert(input.place) }
    }
    for (table, places) in needed where tables[table] != nil { completeTable(table, places) }
    let unread = loadTables(sources, frames: reach.frames) { needed[$0]?.contains($1) ?? false }
    if !unread.findings.isEmpty {
      let findings = unread.findings.sorted(by: RunFinding.precedes)
      let limit = max(1, options.errorLimit)
      return .failed(Array(findings.prefix(limit)), omitted: unread.omitted + max(0, findings.count - limit))
    }
    internTexts()
    options.observer?(.evaluating)

    // References and keys first: whatever else goes wrong may only follow from them.
    let isKeepingAll = kept != nil
    let later = isKeepingAll ? [] : Reach(program, roots: roots, frames: frames).columns
    demand(program.required, stopsEarly: false, neededLater: Set(later), keepingEverything: isKeepingAll)
    for column in program.required { suspect(faultsOf: [column], in: program[column].frame) }
    if suspects.isEmpty { demand(roots, frames: frames, keepingEverything: isKeepingAll) }
    if suspects.isEmpty {
      for number in program.checks.indices { judge(number) }
      for output in program.outputs where !output.isExplanation { suspectFaults(of: output) }
    }
    if suspects.isEmpty { return nil }
    let (findings, omitted) = findings()
    return .failed(findings, omitted: omitted)
  }

  /// Reads the columns that a table lacks; if that fails, the table is to be read again, which says why.
  private mutating func completeTable(_ table: Int, _ places: Set<Int>) {
    let own = columns.indices.filter { inputPlace(ColumnID($0))?.table == table }
    let there = Set(own.filter { columns[$0] != nil }.compactMap { inputPlace(ColumnID($0))?.place })
    let lacking = places.subtracting(there).sorted()
    if lacking.isEmpty || loadMissingColumns(table, lacking) { return }
    tables[table] = nil
    for column in own { columns[column] = nil }
  }

  /// The results of a run that is complete.
  func results() -> Results {
    Results(
      outputs: inserting(program.rowReports.map { table($0) }, among: program.outputs.map { table($0) }), files: files)
  }

  /// The results in their order, with the reports where they belong.
  func inserting(_ reports: [OutputTable], among results: [OutputTable]) -> [OutputTable] {
    var outputs = results
    for (report, table) in zip(program.rowReports, reports).reversed() {
      outputs.insert(table, at: min(report.place, outputs.count))
    }
    return outputs
  }

  /// The files that were read, in the order of the program's tables.
  var files: [Results.ReadFile] {
    program.inputs.enumerated().compactMap { number, input in
      tables[number].flatMap { table in
        table.file.map { Results.ReadFile(table: input.name, path: $0, rows: table.rowCount) }
      }
    }
  }
}

extension Program {
  /// The columns that results and laws are made of.
  var outputColumns: [ColumnID] {
    let results = outputs.flatMap(\.columnsRead) + rowReports.flatMap(\.columnsRead)
    let laws = checks.flatMap { [$0.condition] + [$0.applies].compactMap { $0 } }
    return results + laws
  }

  /// The frames whose rows results and laws have.
  var outputFrames: [FrameID] { outputs.map(\.frame) + checks.map(\.frame) + rowReports.flatMap(\.frames) }
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
