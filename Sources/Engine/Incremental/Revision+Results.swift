import Columns
import IR

/// The results of a base with its changes.
extension Revision {
  /// The results as they are now; those that nothing reaches are the base's own.
  func results() throws(NeedsFullRun) -> Results {
    var outputs: [OutputTable] = []
    for (number, output) in program.outputs.enumerated() { outputs.append(try table(output, number)) }
    for report in program.rowReports { try checkUntouched(report) }
    var files = base.execution.files
    for place in files.indices {
      guard let table = program.inputs.firstIndex(where: { $0.name == files[place].table }) else { continue }
      for frame in program.frames.indices {
        guard case .scan(table) = program.frames[frame].rows, base.execution.frames[frame] != nil else { continue }
        if frames[frame].isEmpty && !editedTables.contains(table) { break }
        files[place].rows += frames[frame].appended - frames[frame].dead.count
        files[place].path = ChangedTable.name(files[place].path)
        break
      }
    }
    return Results(outputs: base.execution.inserting(base.reports, among: outputs), files: files)
  }

  private func table(_ output: Output, _ number: Int) throws(NeedsFullRun) -> OutputTable {
    let frame = output.frame
    let touched = touchedRows(frame, output.columnsRead)
    if touched.isEmpty && deadRows(frame).isEmpty { return base.outputs[number] }
    if !output.isExplanation { try checkFaults(output, touched) }
    let decisive = output.order + [output.shown].compactMap { $0 }
    let isOrderKept = deadRows(frame).isEmpty && touchedRows(frame, decisive).isEmpty
    let rows: [Int32]
    if isOrderKept {
      rows = base.indexes.order(number) { base.execution.order(of: output) }
    } else {
      rows = ordered(liveRows(frame), in: frame)
    }
    var short = short()
    short.frames[Int(frame.index)] = FrameRows(count: rows.count)
    for column in Set(output.columnsRead) { short.columns[Int(column.index)] = values(column, at: rows) }
    return short.table(output)
  }

  /// A value that failed is an error where it is printed.
  private func checkFaults(_ output: Output, _ touched: [Int32]) throws(NeedsFullRun) {
    let shown = output.shown.map { values($0, at: touched) }
    for column in output.columnsRead where column != output.shown {
      let values = values(column, at: touched)
      guard values.faults != nil else { continue }
      for place in touched.indices where values.fault(at: place) != nil {
        if shown.map({ $0.bool(at: place) == true }) ?? true { throw NeedsFullRun() }
      }
    }
  }

  /// A report names rows by their places in files, which only a run over the changed files knows.
  private func checkUntouched(_ report: RowReport) throws(NeedsFullRun) {
    let isTouched =
      report.columnsRead.contains { columns[Int($0.index)] != nil }
      || report.frames.contains { !frames[Int($0.index)].isEmpty }
      // The rows behind one that is gone have other places.
      || program.frames.indices.contains { frame in
        if case .scan = program.frames[frame].rows { !frames[frame].dead.isEmpty } else { false }
      }
    if isTouched { throw NeedsFullRun() }
  }
}

extension Execution {
  /// The rows of a result that are printed, in the order in which they are.
  func order(of output: Output) -> [Int32] {
    RowSorting.sorted(shownRows(output), by: output.order.map { SortKeys(whole($0), program[$0].kind, pool) })
  }
}
