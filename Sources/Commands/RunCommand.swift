import Allot

extension Command {
  static let run = Command(
    name: "run", summary: "evaluate plans over tables", usage: "allot run FILE… [options]",
    examples: [
      Example("allot run plan.allot --period 2026-Q1", "pay for a quarter, with tables from the plan's folder"),
      Example(
        "allot run rules.allot --data exports --as-of 2026-03-31", "orders as of a day, with tables from a folder"),
      Example("allot run plan.allot --period 2026-Q1 -o pay.csv", "the same as a CSV file"),
      Example(
        "allot run plan.allot --period 2026 --columns payee=employee,total -o pay.csv",
        "two columns of it, one under another name"),
      Example(
        "allot run rules.allot --as-of 2026-03-31 --plan TopUp.steps", "why a rule orders what it orders, step by step"),
      Example(
        "allot run rules.allot --as-of 2026-03-31 --check-laws", "whether anything would be ordered twice, and more"),
      Example("allot run plan.allot --period 2026-03 --table deals=crm/won.csv", "one table from another file"),
      Example("allot run plan.allot --period 2026 --param threshold=6%", "what if a param were different"),
      Example(
        "allot run plan.allot --period 2026-02 --paid ledger.csv --ledger ledger.csv",
        "close February: what changed in January is paid with it"),
      Example("cat deals.csv | allot run plan.allot --table deals=-", "one table from the standard input"),
    ],
    options: [
      Option("data", value: "DIR", "where the tables' files lie; else the folder of the first plan"),
      Option(
        "table", value: "NAME=PATH", isRepeatable: true, "read one table from another file; `-` is the standard input"),
    ] + Option.compiling + [
      Option(
        "format", value: "FORMAT", "table, csv, json, jsonl or md; else by the name of the output file, else table"),
      Option(
        "columns", value: "NAMES",
        "only these columns of one result, in this order; `payee=rep_id` renames one"),
      Option("output", short: "o", value: "FILE", "write to a file, whole or not at all; `-` is the standard output"),
      Option("paid", value: "LEDGER", "what was paid before: closed periods are compared with it and never rewritten"),
      Option("ledger", value: "FILE", "write the ledger with this run's statements, for the next run's --paid"),
      Option("all", "also the lines that order nothing, with their reasons"),
      Option(
        "check-laws", "check laws instead of printing results: rules order once, rows may stand in any order, checks"),
      Option("threads", value: "N", "how many threads to use; the result is the same"),
    ],
    details: [
      "A period is 2026, 2026-Q1, 2026-03, 2026-W14, a date, or two of them as 2026-01..2026-03; on a plan's own "
        + "calendar FY2026, FY2026-Q1 or FY2026-P03.",
      "CSV has the names of the lines as headers and plain numbers. JSON has amounts as texts, so that no reader loses "
        + "a cent. CSV and JSON lines hold one result; choose it with --plan.",
      "With --detail, a rule has TopUp.steps, what each step did to each line, and TopUp.rows, which rows of tables "
        + "count in each line, and why others do not. A rule that is grouped has TopUp.orders.",
      "A ledger holds what was paid. The first run of a plan has --ledger alone; each further one has --paid with the "
        + "ledger so far, and --ledger with the same file or a new one. With --paid alone nothing is written to it.",
      "Exits with 0 if there are results, 1 if the plan or the data are not in order, 2 if the command line is not. "
        + "Without results nothing is written.",
    ]
  ) { invocation, terminal in
    do throws(UsageError) {
      return try RunRequest(invocation, terminal).perform(&terminal)
    } catch {
      terminal.complain(error.message, help: error.help)
      return .usage
    }
  }
}

extension Option {
  /// The options that say what a plan is compiled for.
  static let compiling: [Option] = [
    Option("period", value: "P", "the period for which results are wanted, such as 2026-Q1"),
    Option("as-of", value: "DATE", "what `today` is in the plan; periods that begin later are left out"),
    Option("param", value: "NAME=VALUE", isRepeatable: true, "another value for a param of the plan"),
    Option(
      "plan", value: "NAME", isRepeatable: true, "only this plan, sheet or rule, or a part of its results: TopUp.steps"),
    Option(
      "detail", "also what stands behind a line: deals with their shares; the steps and the rows behind an order"),
  ]
}

extension CompileOptions {
  init(_ invocation: Invocation) throws(UsageError) {
    self.init(
      period: invocation.value("period"), asOf: invocation.value("as-of"),
      parameters: try invocation.pairs("param", example: "--param threshold=6%").map { NamedText($0.name, $0.value) },
      only: invocation.all("plan"), withDetail: invocation.has("detail"))
  }
}

extension DataLocation {
  /// Where `--data` and `--table` say that the tables lie.
  init(_ invocation: Invocation, _ terminal: Terminal) throws(UsageError) {
    var tables: [String: DataSource] = [:]
    for (name, path) in try invocation.pairs("table", example: "--table deals=exports/deals.csv") {
      if tables[name] != nil { throw UsageError("the table `\(name)` is given twice") }
      tables[name] = path == "-" ? .standardInput : .file(path: terminal.path(path))
    }
    self.init(folder: invocation.value("data").map(terminal.path), tables: tables)
  }
}

/// What `allot run` was asked for.
private struct RunRequest {
  private let paths: [String]
  private let options: CompileOptions
  private let data: DataLocation
  private let runOptions: RunOptions
  private let format: ResultFormat
  private let output: String?
  private let showsAll: Bool
  private let ledger: LedgerFiles?
  private let checksLaws: Bool
  /// Nil for all columns.
  private let columns: ColumnChoice?

  init(_ invocation: Invocation, _ terminal: Terminal) throws(UsageError) {
    guard !invocation.arguments.isEmpty else {
      throw UsageError("`allot run` needs a plan", help: ["such as `allot run plan.allot --period 2026-Q1`"])
    }
    if let file = invocation.arguments.first(where: { $0.hasSuffix(".csv") }) {
      throw UsageError(
        "`\(file)` is data, and a plan is wanted here",
        help: [
          "`--data \(folderPath(of: file).isEmpty ? "." : folderPath(of: file))` names the folder of the tables",
          "`--table NAME=\(file)` reads one table from it",
        ])
    }
    paths = invocation.arguments.map(terminal.path)
    options = try CompileOptions(invocation)
    data = try DataLocation(invocation, terminal)
    runOptions = RunOptions(threads: try invocation.count("threads") ?? processorCount())
    let target = invocation.value("output")
    output = target == "-" ? nil : target.map(terminal.path)
    format = try ResultFormat.chosen(invocation.value("format"), output: target)
    showsAll = invocation.has("all")
    checksLaws = invocation.has("check-laws")
    if let names = invocation.value("columns") { columns = try ColumnChoice(names) } else { columns = nil }
    if checksLaws, columns != nil { throw UsageError("`--check-laws` prints no results, and takes no `--columns`") }
    if checksLaws, invocation.has("paid") || invocation.has("ledger") {
      throw UsageError("`--check-laws` is about one run, and takes no ledger")
    }
    if checksLaws, format != .table, format != .json {
      throw UsageError("`--check-laws` writes text, or JSON with `--format json`")
    }
    if checksLaws, paths.contains("-") || data.tables.values.contains(where: \.isStandardInput) {
      throw UsageError("`--check-laws` reads the tables several times, and the standard input can be read once")
    }
    let readsStandardInput = paths.contains("-") || data.tables.values.contains(where: \.isStandardInput)
    ledger = try LedgerFiles(invocation, terminal, readsStandardInput: readsStandardInput)
  }

  func perform(_ terminal: inout Terminal) throws(UsageError) -> ExitStatus {
    let plan: Plan
    do {
      plan = try Plan.load(paths: paths)
    } catch {
      terminal.complain(error)
      return .usage
    }
    let settlement: Settlement
    var laws: LawReport?
    let calendar: String?
    do {
      if !plan.hasErrors { terminal.show(plan.diagnostics, plan.sources) }
      var options = options
      options.ledger = try ledger?.read(for: plan)
      options.addsToLedger = ledger?.target != nil
      let compiled = try plan.compile(options)
      try compiled.validate(data)
      calendar = compiled.program.calendar.map { "\($0)" }
      if checksLaws {
        laws = LawReport(plans: paths, outcomes: try compiled.checkLaws(data, options: runOptions))
      }
      settlement = try compiled.settle(data, options: runOptions)
    } catch let error as PlanError {
      terminal.show(error.diagnostics, error.sources, omitted: error.omitted)
      return error.isAboutOptions ? .usage : .findings
    } catch let error as RunError {
      terminal.show(error.diagnostics, error.sources, omitted: error.omitted)
      return .findings
    } catch let error as FileError {
      terminal.complain(error)
      return .usage
    } catch let error as UsageError {
      throw error
    } catch {
      terminal.complain("\(error)")
      return .usage
    }
    if let laws { return write(laws, &terminal) }
    let results = settlement.results
    if results.outputs.isEmpty {
      throw UsageError(
        "the files hold no plan, sheet or replenishment rule, so there is nothing to run",
        help: ["`allot check \(paths[0])` shows what they hold"])
    }
    let report = try Report(
      plans: paths, period: options.period, asOf: options.asOf, calendar: calendar, parameters: options.parameters,
      settlement: settlement, showsAll: showsAll, threads: runOptions.threads, columns: columns)
    let content = try report.content(format, output == nil && terminal.styled.contains(.output))
    let ledgerBytes = try ledger?.bytes(of: settlement)
    do {
      // The ledger last: while it is not written, the run can be repeated.
      if let output { try writeWhole(to: output) { report.write(content, to: $0) } }
      if let ledgerBytes, let target = ledger?.target { try writeWhole(ledgerBytes, to: target) }
    } catch {
      terminal.complain("the file `\(error.path)` cannot be written: \(error.reason)")
      return .usage
    }
    if let output {
      terminal.put("wrote \(report.rowSummary) to \(output)\n", to: .errors)
    } else {
      report.write(content) { terminal.put($0) }
    }
    // Rows alone have no place for a sentence, and a file is seldom looked at.
    if output != nil || !format.holdsNotes {
      for table in report.outputs {
        for note in report.notes(table) { terminal.put("note: \(note)\n", to: .errors) }
      }
    }
    if let target = ledger?.target {
      let count = settlement.added.count
      terminal.put("added \(count) row\(count == 1 ? "" : "s") to \(target)\n", to: .errors)
    }
    return .ok
  }
}

extension RunRequest {
  private func write(_ laws: LawReport, _ terminal: inout Terminal) -> ExitStatus {
    let text = format == .json ? laws.json : laws.text(terminal)
    guard let output else {
      terminal.put(text)
      return laws.isHeld ? .ok : .findings
    }
    do {
      try writeWhole(Array(text.utf8), to: output)
    } catch {
      terminal.complain("the file `\(error.path)` cannot be written: \(error.reason)")
      return .usage
    }
    return laws.isHeld ? .ok : .findings
  }
}

extension Terminal {
  /// Shows what is wrong, on the errors.
  mutating func show(_ diagnostics: [Diagnostic], _ sources: SourceMap, omitted: Int = 0) {
    let renderer = DiagnosticRenderer(sources, style: style(.errors))
    for diagnostic in diagnostics { put(renderer.render(diagnostic) + "\n", to: .errors) }
    if omitted > 0 { put("and \(omitted) more\n\n", to: .errors) }
    if let first = diagnostics.first(where: { $0.severity == .error }) {
      put("`allot help \(first.code)` explains " + (diagnostics.count > 1 ? "the first" : "this") + "\n", to: .errors)
    }
  }

  mutating func complain(_ error: FileError) {
    let near = error.nearest.map { "`\($0)`" }.joined(separator: ", ")
    complain(error.message, help: near.isEmpty ? [] : ["a file with a similar name is there: \(near)"])
  }
}
