import Model

/// Where the tables of a run are read from.
public struct DataLocation: Sendable {
  /// The folder in which the files lie that the plan names; nil for the folder of the plan.
  public var folder: String?
  /// Other places for some tables, by their name.
  public var tables: [String: DataSource]

  public init(folder: String? = nil, tables: [String: DataSource] = [:]) {
    self.folder = folder
    self.tables = tables
  }
}

/// A plan that is ready to run.
public struct CompiledPlan: Sendable {
  public let program: Program
  /// What the program was compiled from, and for.
  package let model: CheckedModel
  let lowering: LoweringOptions
  public let sources: SourceMap
  let folder: String
  /// The names of the tables that are read from files, and of those that stand in the text.
  let fileTables: [String]
  let constantTables: [String]
  /// What has been paid before, and the statements of this run; nil for a run without a ledger.
  let ledger: Ledger?
  let statements: [Statements]

  /// Runs the plan over its tables.
  ///
  /// - Throws: what is wrong with the data, as it stands in the files; then there are no results at all.
  public func evaluate(
    _ data: DataLocation = DataLocation(), options: RunOptions = RunOptions()
  ) throws(RunError) -> Results {
    try settle(data, options: options).results
  }

  /// What the plan's operations give, before it is held against a ledger.
  func compute(
    _ data: DataLocation = DataLocation(), options: RunOptions = RunOptions()
  ) throws(RunError) -> Results {
    switch run(program, tables: tables(data, for: program), options: options) {
    case .results(let results): return results
    case .failed(let findings, let omitted): throw error(findings, omitted: omitted, data)
    }
  }

  /// What a run has found wrong, with the places in the files that it was read from.
  package func error(_ findings: [RunFinding], omitted: Int, _ data: DataLocation) -> RunError {
    let paths = tables(data, for: program).compactMapValues { source in
      if case .file(let path) = source { return path }
      return nil
    }
    return RunError(findings, omitted: omitted, sources: sources, paths: paths)
  }

  /// Where a program's tables are read from.
  package func tables(_ data: DataLocation, for program: Program) -> [String: DataSource] {
    var tables: [String: DataSource] = [:]
    for input in program.inputs {
      if let source = data.tables[input.name] {
        tables[input.name] = source
      } else if case .file(let path) = input.source {
        tables[input.name] = .file(path: joinedPath(data.folder ?? folder, path))
      }
    }
    return tables
  }

  /// Checks that every name in `data` is one of a table that is read from a file.
  public func validate(_ data: DataLocation) throws(PlanError) {
    var sources = sources
    var diagnostics: [Diagnostic] = []
    func span(_ text: String) -> SourceSpan {
      let id = sources.add(path: "--table", bytes: Array(text.utf8))
      return SourceSpan(file: id, start: 0, end: text.utf8.count)
    }
    for name in data.tables.keys.sorted() where !fileTables.contains(name) {
      let isConstant = constantTables.contains(name)
      diagnostics.append(.unknownTable(span(name), name, known: fileTables, isConstant: isConstant))
    }
    let piped = data.tables.filter { $0.value.isStandardInput }.keys.sorted()
    if let second = piped.dropFirst().first { diagnostics.append(.standardInputTwice(span(second), tables: piped)) }
    if !diagnostics.isEmpty {
      throw PlanError(diagnostics: diagnostics, sources: sources, isAboutOptions: true)
    }
  }

  /// The program as text, one operation a line with the place in the plan that it comes from.
  public var text: String {
    programText(program) { span in
      guard sources.contains(span.file) else { return "" }
      let file = sources[span.file]
      return "\(file.path):\(file.lineColumn(at: Int(span.start)).line)"
    }
  }
}

extension DataSource {
  /// True iff the table comes from the standard input.
  public var isStandardInput: Bool {
    switch self {
    case .standardInput: true
    case .file(let path): path == "-"
    case .bytes: false
    }
  }
}
