import Columns
import IR

/// A program's results over tables that change: a run that remembers what it computed.
///
/// ```
///  full run        base, no edits                  results
///  applying        base, edits 1                   results     only what the edits reach
///  applying        base, edits 1 and 2             results
///  replacing       base', the same edits           results     columns that mean the same are kept
/// ```
///
/// It is a value: a change makes another one, and the old one is what it was.
public struct LiveEvaluation: Sendable {
  private let base: LiveBase
  /// Where the tables were read from.
  private let sources: [String: DataSource]
  /// All changes since the base, by the table's number.
  private let edits: [Int: TableEdits]
  public let results: Results
  /// What was computed for the last change; everything for a new run.
  public let effort: Effort

  private init(
    _ base: LiveBase, _ sources: [String: DataSource], _ edits: [Int: TableEdits], _ results: Results, _ effort: Effort
  ) {
    self.base = base
    self.sources = sources
    self.edits = edits
    self.results = results
    self.effort = effort
  }

  /// Runs `program` over tables.
  ///
  /// - Parameter tables: where each table is read from, by its name; constant tables need none. The files must stay as
  ///   they are while the evaluation lives.
  public init(
    _ program: Program, tables: [String: DataSource], options: RunOptions = RunOptions()
  ) throws(LiveFailure) {
    var options = options
    options.rowOrder = .asRead
    try self.init(Execution(program, options: options), tables, [:])
  }

  /// - Parameter begun: an execution that may hold rows and columns already.
  private init(
    _ begun: Execution, _ tables: [String: DataSource], _ edits: [Int: TableEdits]
  ) throws(LiveFailure) {
    var effort = Effort()
    effort.isFullRun = true
    switch LiveBase.run(begun, tables) {
    case .failure(let failure): throw failure
    case .success(let base): self.init(base, tables, edits, base.execution.inserting(base), effort)
    }
  }

  // MARK: Changes of tables

  /// The evaluation with changes made, one after the other.
  ///
  /// - Throws: a change that cannot be made, or what a run over the changed tables finds wrong.
  public func applying(_ changes: [TableChange]) throws(LiveFailure) -> LiveEvaluation {
    var editor = TableEditor(base, edits)
    for change in changes { try editor.apply(change) }
    return try revised(base, sources, editor.edits)
  }

  /// The changed tables as the beginning of further changes: rows are numbered anew, as they follow each other now.
  public func rebased() throws(LiveFailure) -> LiveEvaluation {
    try LiveEvaluation(
      Execution(base.program, options: base.execution.options), sources(sources, edits), [:])
  }

  /// The texts of a row's cells as they are now, by header.
  ///
  /// - Throws: a table or a row that is not there.
  public func cells(of row: TableChange.RowName, in table: String) throws(LiveFailure) -> [String: String] {
    try TableEditor(base, edits).cells(of: row, in: table)
  }

  /// The files of tables with changed rows, as they were read and as they would be.
  public var changedFiles: [ChangedFile] {
    edits.keys.sorted().compactMap { table in
      guard let edit = edits[table], !edit.isEmpty, let loaded = base.execution.tables[table],
        case .file(let file) = loaded.origin
      else { return nil }
      let input = base.program.inputs[table]
      return file.withBytes { bytes in
        ChangedFile(table: input.name, path: file.name, old: Array(bytes), new: ChangedTable(bytes, input).text(edit))
      }
    }
  }

  private func revised(
    _ base: LiveBase, _ sources: [String: DataSource], _ edits: [Int: TableEdits]
  ) throws(LiveFailure) -> LiveEvaluation {
    do throws(NeedsFullRun) {
      var revision = try Revision(base, edits)
      try revision.compute()
      let results = try revision.results()
      return LiveEvaluation(base, sources, edits, results, revision.effort)
    } catch {
      // What the changes do cannot be followed, or something is wrong: a run says what.
      var execution = Execution(base.program, options: base.execution.options)
      var effort = Effort()
      effort.isFullRun = true
      if case .failed(let findings, let omitted)? = execution.complete(self.sources(sources, numbered(edits, of: base)))
      {
        throw .run(findings, omitted: omitted)
      }
      return LiveEvaluation(base, sources, edits, execution.results(), effort)
    }
  }

  /// The sources of tables, with the text of those that were read and changed in memory.
  ///
  /// - Parameter edits: the changes by the number that a table has in the base.
  private func sources(_ sources: [String: DataSource], _ edits: [Int: TableEdits]) -> [String: DataSource] {
    var result = sources
    for (number, input) in base.program.inputs.enumerated() {
      guard let loaded = base.execution.tables[number], case .file(let file) = loaded.origin else { continue }
      if let edit = edits[number], !edit.isEmpty {
        let text = file.withBytes { ChangedTable($0, input).text(edit) }
        result[input.name] = .bytes(text, name: ChangedTable.name(file.name))
      } else if sources[input.name]?.canBeReadOnce ?? false {
        result[input.name] = .bytes(file.withBytes { Array($0) }, name: file.name)
      }
    }
    return result
  }

  /// Changes by the numbers that tables have in this evaluation's base.
  private func numbered(_ edits: [Int: TableEdits], of other: LiveBase) -> [Int: TableEdits] {
    var result: [Int: TableEdits] = [:]
    for (number, edit) in edits {
      let name = other.program.inputs[number].name
      if let own = base.program.inputs.firstIndex(where: { $0.name == name }) { result[own] = edit }
    }
    return result
  }

  // MARK: Changes of the plan

  /// The evaluation of another program over the same tables with the same changes. Rows and columns that mean the same
  /// in both programs are not computed again.
  ///
  /// - Parameter tables: where the program's tables are read from; those that were read stay as they are.
  /// - Throws: what a run of the program over the changed tables finds wrong.
  public func replacing(
    _ program: Program, tables: [String: DataSource]
  ) throws(LiveFailure) -> LiveEvaluation {
    let kept = KeptColumns(of: base, in: program) { LiveEvaluation.isSame(sources[$0], tables[$0]) }
    let changed = kept.edits(edits)
    let unchanged = sources(tables, [:])
    switch LiveBase.run(kept.execution, unchanged) {
    case .success(let next):
      if changed.values.allSatisfy(\.isEmpty) {
        return LiveEvaluation(next, unchanged, changed, next.execution.inserting(next), kept.effort(next))
      }
      return try revised(next, unchanged, changed)
    case .failure(let failure):
      // The unchanged tables may be wrong where the changed ones are not.
      if changed.values.allSatisfy(\.isEmpty) { throw failure }
      return try LiveEvaluation(
        Execution(program, options: base.execution.options), sources(tables, edits), [:])
    }
  }
}

/// The file of a table whose rows were changed.
public struct ChangedFile: Hashable, Sendable {
  public let table: String
  public let path: String
  /// The bytes as they were read; a file must stay as it is while a live run lives.
  public let old: [UInt8]
  /// The bytes with the changes; rows that did not change are as they were.
  public let new: [UInt8]
}

extension LiveEvaluation {
  /// True iff two sources are the same place.
  private static func isSame(_ a: DataSource?, _ b: DataSource?) -> Bool {
    switch (a, b) {
    case (nil, nil), (.standardInput, .standardInput): return true
    case (.file(let left), .file(let right)): return left == right
    // What came from the standard input is in memory by now.
    case (.bytes, .standardInput): return true
    case (.bytes, .file(let path)): return path == "-"
    case (.bytes(let left, let name), .bytes(let right, let other)): return name == other && left == right
    case (nil, _), (.file, _), (.standardInput, _), (.bytes, nil): return false
    }
  }
}

extension Execution {
  /// The results of a base that has no changes.
  fileprivate func inserting(_ base: LiveBase) -> Results {
    Results(outputs: inserting(base.reports, among: base.outputs), files: files)
  }
}

extension DataSource {
  /// True iff the bytes are gone once they were read.
  fileprivate var canBeReadOnce: Bool {
    switch self {
    case .standardInput: true
    case .file(let path): path == "-"
    case .bytes: false
    }
  }
}
