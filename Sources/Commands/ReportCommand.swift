import Allot
import Explaining
import Reporting

extension Command {
  static let report = Command(
    name: "report", summary: "write statements or orders as one HTML page", usage: "allot report FILE… [options]",
    examples: [
      Example("allot report plan.allot --period 2026-Q1 -o statements.html", "everybody's statement, with an overview"),
      Example(
        "allot report plan.allot --period 2026-Q1 --payee ann -o ann.html", "one statement and nothing of others"),
      Example("allot report rules.allot --as-of 2026-03-31 -o orders.html", "what a rule orders, and why"),
    ],
    options: [
      Option("data", value: "DIR", "where the tables' files lie; else the folder of the first plan"),
      Option(
        "table", value: "NAME=PATH", isRepeatable: true, "read one table from another file; `-` is the standard input"),
    ] + Option.compiling.filter { $0.name != "detail" } + [
      Option(
        "depth", value: "N", "how many levels of each explanation are shown; else 6, and 2 for more than 200 payees"),
      Option("rows", value: "N", "how many rows of each sum are shown one by one; else 12"),
      Option("no-explanations", "leave out how each amount came about"),
      Option("payee", value: "KEY", "only this payee, or this first key of a rule"),
      Option("output", short: "o", value: "FILE", "write to a file, whole or not at all; `-` is the standard output"),
      Option("paid", value: "LEDGER", "what was paid before: closed periods are compared with it and never rewritten"),
      Option("threads", value: "N", "how many threads to use; the result is the same"),
    ],
    details: [
      "The page is one file that loads nothing: it can be sent, printed, and read without a network.",
      "With --payee the page has one statement, and no name or amount of anybody else; of a rule, KEY is its first key, "
        + "such as the dealer.",
      "Exits with 0 if the page is written, 1 if the plan or the data are not in order, 2 if the command line is not.",
    ]
  ) { invocation, terminal in
    do throws(UsageError) {
      return try ReportRequest(invocation, terminal).perform(&terminal)
    } catch {
      terminal.complain(error.message, help: error.help)
      return .usage
    }
  }
}

/// What `allot report` was asked for.
private struct ReportRequest {
  private let paths: [String]
  private let options: CompileOptions
  private let data: DataLocation
  private let runOptions: RunOptions
  private let output: String?
  private let payee: String?
  private let explains: Bool
  private let depth: Int?
  private let rows: Int
  private let ledger: LedgerFiles?

  init(_ invocation: Invocation, _ terminal: Terminal) throws(UsageError) {
    guard !invocation.arguments.isEmpty else {
      throw UsageError(
        "`allot report` needs a plan", help: ["such as `allot report plan.allot --period 2026-Q1 -o statements.html`"])
    }
    paths = invocation.arguments.map(terminal.path)
    options = try CompileOptions(invocation)
    data = try DataLocation(invocation, terminal)
    runOptions = RunOptions(threads: try invocation.count("threads") ?? processorCount())
    let target = invocation.value("output")
    output = target == "-" ? nil : target.map(terminal.path)
    payee = invocation.value("payee")
    explains = !invocation.has("no-explanations")
    depth = try invocation.count("depth")
    rows = try invocation.count("rows") ?? 12
    ledger = try LedgerFiles(
      invocation, terminal,
      readsStandardInput: paths.contains("-") || data.tables.values.contains { $0.isStandardInput })
  }

  func perform(_ terminal: inout Terminal) throws(UsageError) -> ExitStatus {
    let plan: Plan
    let results: Results
    var explained: ExplainedRun?
    do {
      plan = try Plan.load(paths: paths)
      if !plan.hasErrors { terminal.show(plan.diagnostics, plan.sources) }
      var options = options
      options.ledger = try ledger?.read(for: plan)
      options.isExplained = explains
      let compiled = try plan.compile(options)
      try compiled.validate(data)
      if explains {
        let run = try ExplainedRun(compiled, data, options: runOptions)
        results = run.results
        explained = run
      } else {
        results = try compiled.settle(data, options: runOptions).results
      }
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
    if results.outputs.isEmpty {
      throw UsageError(
        "the files hold no plan, sheet or replenishment rule, so there is nothing to report",
        help: ["`allot check \(paths[0])` shows what they hold"])
    }
    // A page of very many statements must still open: below each deal, its slices are put together.
    let isLarge = payee == nil && StatementPage.payees(of: results).count > 200
    if let payee { try check(payee, among: StatementPage.payees(of: results)) }
    // The tables are read once more for the curves, which the standard input cannot be.
    let isReadAgain = !data.tables.values.contains { $0.isStandardInput }
    let page = StatementPage(
      plan, results, explained: explained,
      positions: isReadAgain ? CurvePositions(plan, results, options, data, runOptions) : nil,
      settings: StatementPage.Settings(
        period: options.period, asOf: options.asOf, parameters: options.parameters, payee: payee, rows: rows,
        depth: depth ?? (isLarge ? 2 : 6)))
    guard let output else {
      page.write { terminal.put($0) }
      return .ok
    }
    do {
      try writeWhole(to: output) { page.write(to: $0) }
    } catch {
      terminal.complain("the file `\(error.path)` cannot be written: \(error.reason)")
      return .usage
    }
    terminal.put("wrote \(summary(page)) to \(output)\n", to: .errors)
    return .ok
  }

  private func check(_ payee: String, among all: [String]) throws(UsageError) {
    if all.contains(payee) { return }
    let near = suggestions(for: payee, among: all).first
    throw UsageError(
      "no payee of the results is `\(payee)`", help: near.map { ["a similar one exists: `\($0)`"] } ?? [])
  }

  /// `5 statements`, `12 lines of orders`.
  private func summary(_ page: StatementPage) -> String {
    let counts = [
      (page.statementCount, "statement", "statements"), (page.orderCount, "line of orders", "lines of orders"),
    ]
    let words = counts.filter { $0.0 > 0 }.map { "\(withThousands(String($0.0))) \($0.0 == 1 ? $0.1 : $0.2)" }
    return words.isEmpty ? "the results" : words.joined(separator: " and ")
  }
}
