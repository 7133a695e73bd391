import Allot
import Explaining

/// A row of a result that is asked about, with the columns.
struct AskedRow {
  struct Column {
    let name: String
    let title: String
    /// The value as results print it; empty iff it is missing.
    let text: String
    /// True iff the amounts of several periods add up.
    let isAdditive: Bool
    /// What the column's values are: `the amount paid`.
    let role: String
  }

  let result: String
  let title: String?
  let row: Int
  let keys: [NamedText]
  let columns: [Column]

  /// `Account Executive 2026 (AccountExecutive), payee ann, month 2026-03`.
  var heading: String {
    let name = title.map { "\($0) (\(result))" } ?? result
    return ([name] + keys.map { "\($0.name) \($0.text)" }).joined(separator: ", ")
  }
}

/// The words of a command that ask for a row of a result: a plan, keys, a period and a line, in any order.
struct ResultQuestion {
  enum Answer {
    case found(ExplainedRun, [AskedRow])
    case ended(ExitStatus)
  }

  private let path: String
  let words: [String]
  private let options: CompileOptions
  private let data: DataLocation
  private let command: String

  init(_ invocation: Invocation, _ terminal: Terminal, command: String) throws(UsageError) {
    self.command = command
    guard let first = invocation.arguments.first(where: { $0.hasSuffix(".allot") }) ?? invocation.arguments.first else {
      throw UsageError(
        "`allot \(command)` needs a plan and what names a row of its result",
        help: ["such as `allot \(command) plan.allot ann 2026-03`"])
    }
    path = terminal.path(first)
    var words = invocation.arguments
    if let place = words.firstIndex(of: first) { words.remove(at: place) }
    self.words = words
    options = try CompileOptions(invocation)
    data = try DataLocation(invocation, terminal)
  }

  /// A run that explains itself, with the words that are not its period.
  struct Prepared {
    let run: ExplainedRun
    let compiled: CompiledPlan
    let data: DataLocation
    let words: [String]
    let search: RowSearch
    /// The days of the period that is asked about; nil for all of the plan's.
    let days: ClosedRange<CalendarDate>?
  }

  /// Runs the plan; nil, with the status, if it has no results.
  func prepare(_ terminal: inout Terminal) throws(UsageError) -> (prepared: Prepared?, status: ExitStatus) {
    var options = options
    options.isExplained = true
    var hasPeriods = false
    do {
      let plan = try Plan.load(paths: [path])
      hasPeriods = plan.hasPeriods
      if !plan.hasErrors { terminal.show(plan.diagnostics, plan.sources) }
      var asked = words
      if options.period == nil, plan.hasPeriods, let place = asked.firstIndex(where: plan.isPeriod) {
        options.period = asked.remove(at: place)
      }
      let compiled = try plan.compile(options)
      try compiled.validate(data)
      let run = try ExplainedRun(compiled, data)
      let prepared = Prepared(
        run: run, compiled: compiled, data: data, words: asked,
        search: RowSearch(run.results, path: path, command: command), days: options.period.flatMap { plan.days(of: $0) }
      )
      return (prepared, .ok)
    } catch let error as PlanError {
      terminal.show(error.diagnostics, error.sources, omitted: error.omitted)
      return (nil, error.isAboutOptions ? .usage : .findings)
    } catch let error as RunError {
      terminal.show(error.diagnostics, error.sources, omitted: error.omitted)
      // Most data are not there for all that a plan is `during`.
      if hasPeriods, options.period == nil {
        terminal.complain(
          "without a period, all that the plan is `during` is computed",
          help: ["name one, such as `allot \(command) \(path) \((words + ["2026-Q1"]).joined(separator: " "))`"])
      }
      return (nil, .findings)
    } catch let error as FileError {
      terminal.complain(error)
      return (nil, .usage)
    } catch let error as UsageError {
      throw error
    } catch {
      throw UsageError("\(error)")
    }
  }

  /// Runs the plan and finds the rows.
  func answer(_ terminal: inout Terminal) throws(UsageError) -> Answer {
    let (prepared, status) = try prepare(&terminal)
    guard let prepared else { return .ended(status) }
    return .found(prepared.run, try prepared.search.rows(prepared.words))
  }
}

/// Finds rows of results by words.
struct RowSearch {
  private let tables: [OutputTable]
  private let path: String
  private let command: String

  init(_ results: Results, path: String, command: String) {
    tables = results.outputs.filter { table in
      switch table.output.kind {
      case .plan, .sheet, .replenish, .rules: true
      case .detail, .orders, .closedPeriods, .orderEntries, .priorPeriods: false
      }
    }
    self.path = path
    self.command = command
  }

  /// The words that name no line and no result.
  func keys(_ words: [String]) -> [String] {
    words.filter { word in
      !tables.contains { table in
        word == table.output.name || (line(word, in: table) != nil && !isKey(word, in: table))
      }
    }
  }

  /// The rows that all words fit; empty if there are none.
  func rowsIfAny(_ words: [String]) -> [AskedRow] {
    do {
      return try rows(words)
    } catch {
      return []
    }
  }

  /// The rows that all words fit: each is a key of the row, or the name or the title of a line or of a result.
  func rows(_ words: [String]) throws(UsageError) -> [AskedRow] {
    if tables.isEmpty {
      throw UsageError("the plan has no results, so there is nothing to explain")
    }
    var best: (rows: [AskedRow], keyCount: Int)?
    for table in tables {
      guard let found = rows(of: table, words), !found.rows.isEmpty else { continue }
      if let known = best {
        guard found.keyCount >= known.keyCount else { continue }
        let more = found.keyCount > known.keyCount ? [] : known.rows
        best = (more + found.rows, found.keyCount)
      } else {
        best = found
      }
    }
    guard let best else { throw unknown(words) }
    return best.rows
  }

  private func rows(of table: OutputTable, _ words: [String]) -> (rows: [AskedRow], keyCount: Int)? {
    let keyCount = table.output.keys.count
    var lines: [Int] = []
    var keys: [String] = []
    for word in words {
      if word == table.output.name { continue }
      if let line = line(word, in: table), !isKey(word, in: table) { lines.append(line) } else { keys.append(word) }
    }
    guard keys.count <= keyCount else { return nil }
    let found = (0..<table.rowCount).filter { row in
      fits(keys, (0..<keyCount).map { table.text(row: row, column: $0) })
    }
    let columns = lines.isEmpty ? primary(table) : lines
    return (found.map { asked(table, $0, columns) }, keys.count)
  }

  /// True iff each word is another one of the row's keys.
  private func fits(_ words: [String], _ texts: [String]) -> Bool {
    var left = texts
    for word in words {
      guard let place = left.firstIndex(of: word) else { return false }
      left.remove(at: place)
    }
    return true
  }

  private func isKey(_ word: String, in table: OutputTable) -> Bool {
    (0..<table.output.keys.count).contains { column in
      (0..<table.rowCount).contains { table.text(row: $0, column: column) == word }
    }
  }

  private func line(_ word: String, in table: OutputTable) -> Int? {
    table.definitions.indices.dropFirst(table.output.keys.count).first { column in
      table.definitions[column].name == word || table.definitions[column].title == word
    }
  }

  /// The columns that a row is explained by if none is named: what is paid or ordered; of sheets all numbers.
  private func primary(_ table: OutputTable) -> [Int] {
    let all = table.definitions.indices.dropFirst(table.output.keys.count)
    let kept: [Int]
    switch table.output.kind {
    case .plan:
      let shown = all.prefix { table.definitions[$0].name != "total" }
      kept = Array(shown) + all.filter { table.definitions[$0].name == "total" }
    case .replenish, .rules:
      kept = all.filter { column in
        table.output.orders.contains { $0.quantity == table.definitions[column].column }
      }
    case .sheet, .detail, .orders, .closedPeriods, .orderEntries, .priorPeriods: kept = []
    }
    return kept.isEmpty ? all.filter { table.kinds[$0] == .number } : kept
  }

  private func asked(_ table: OutputTable, _ row: Int, _ columns: [Int]) -> AskedRow {
    AskedRow(
      result: table.output.name, title: table.output.title, row: row,
      keys: table.output.keys.indices.map {
        NamedText(table.definitions[$0].name, table.text(row: row, column: $0))
      },
      columns: columns.map { column in
        let definition = table.definitions[column]
        let isOrder = table.output.orders.contains { $0.quantity == definition.column }
        let isPaid = table.output.kind == .plan && definition.isAdditive
        return AskedRow.Column(
          name: definition.name, title: definition.title ?? definition.name,
          text: table.text(row: row, column: column), isAdditive: definition.isAdditive,
          role: isPaid ? "the amount paid" : isOrder ? "the quantity ordered" : "the value of `\(definition.name)`")
      })
  }

  // MARK: What is not there

  /// Says which word names nothing, and what is near.
  ///
  /// - Parameter further: other names that could have been meant, with what each is.
  func unknown(_ words: [String], further: [(kind: String, text: String)] = []) -> UsageError {
    let lines = tables.flatMap { table in
      table.definitions.dropFirst(table.output.keys.count).flatMap { [$0.name] + [$0.title].compactMap { $0 } }
    }
    let names = tables.map(\.output.name)
    for word in words where !lines.contains(word) && !names.contains(word) {
      if tables.contains(where: { isKey(word, in: $0) }) || further.contains(where: { $0.text == word }) { continue }
      var keys = further
      for table in tables {
        for column in 0..<table.output.keys.count {
          for row in 0..<table.rowCount {
            keys.append((table.definitions[column].name, table.text(row: row, column: column)))
          }
        }
      }
      let near = suggestions(for: word, among: keys.map(\.text) + lines + names)
      var help: [String] = []
      if let first = near.first {
        let kind = keys.first { $0.text == first }?.kind ?? (lines.contains(first) ? "line" : "result")
        help.append("a similar \(kind) is there: `\(first)`")
      }
      let kinds = tables.flatMap { $0.output.keys.map(\.name) }
      var seen: Set<String> = []
      let named = kinds.filter { seen.insert($0).inserted }
      let others = further.map(\.kind).filter { seen.insert($0).inserted }
      let what = (named + others + ["line"]).map { "no \($0)" }.joined(separator: " and ")
      help.append("`allot run \(path)` shows what there is")
      return UsageError("`\(word)` names \(what) of the results", help: help)
    }
    return UsageError(
      "no row of the results has \(words.map { "`\($0)`" }.joined(separator: " and ")) together",
      help: ["`allot run \(path)` shows what there is"])
  }
}
