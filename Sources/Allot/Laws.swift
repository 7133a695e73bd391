import Model
import Syntax

/// What came of a law.
public struct LawOutcome: Sendable {
  public enum State: String, Hashable, Sendable { case held, broken, unchecked = "not checked" }

  public let law: Law
  /// The rule that it is about; nil for one about the whole plan.
  public let rule: String?
  public let state: State
  /// What was done, or why nothing could be, in words.
  public let detail: String
  /// The key of the row that shows the breach, and the values of that row.
  public let witness: [NamedText]
  /// What is wrong; empty iff the law is not broken.
  public let diagnostics: [Diagnostic]
  /// What ``diagnostics`` point into.
  public let sources: SourceMap
}

/// What `--check-laws` checks.
public enum Law: String, CaseIterable, Hashable, Sendable {
  /// A rule that is run on its own result orders nothing.
  case ordersOnce = "a rule that is run on its own result orders nothing"
  case rowOrder = "the order of rows and the number of threads change nothing"
  case checks = "every check holds"
}

extension CompiledPlan {
  /// Runs the plan, and runs it again with its own orders in the tables and with their rows in other orders. Tables are
  /// changed in memory only.
  ///
  /// - Requires: no table comes from the standard input, which cannot be read twice.
  /// - Throws: what is wrong with the data where the plan gives no results at all.
  public func checkLaws(
    _ data: DataLocation = DataLocation(), options: RunOptions = RunOptions()
  ) throws(RunError) -> [LawOutcome] {
    LawCheck(
      model: model, lowering: lowering, sources: sources, complete: { _, _ in [] }
    ) { program, options in
      run(program, tables: tables(data, for: program), options: options)
    }.outcomes(of: try compute(data, options: options), threads: options.threads)
  }
}

/// Checks the laws of a plan over the tables of one run.
struct LawCheck {
  let model: CheckedModel
  let lowering: LoweringOptions
  let sources: SourceMap
  /// Makes a program fit for tables that are not given whole; what stands in the way.
  let complete: (inout Program, CheckedModel) -> [Diagnostic]
  let perform: (Program, RunOptions) -> RunOutcome

  /// The outcomes of all laws, where the plan itself gives `results`.
  func outcomes(of results: Results, threads: Int) -> [LawOutcome] {
    var outcomes: [LawOutcome] = []
    for rule in model.sheets.indices where model.sheets[rule].kind == .replenish && isWanted(rule) {
      outcomes.append(ordersOnce(rule))
    }
    outcomes.append(rowOrder(results, threads: threads))
    outcomes.append(checks())
    return outcomes
  }

  private func isWanted(_ sheet: Int) -> Bool { lowering.only.map { $0.contains(model.sheets[sheet].name) } ?? true }

  private func outcome(
    _ law: Law, _ rule: Int? = nil, _ state: LawOutcome.State, _ detail: String, witness: [NamedText] = [],
    diagnostics: [Diagnostic] = [], sources: SourceMap? = nil
  ) -> LawOutcome {
    LawOutcome(
      law: law, rule: rule.map { model.sheets[$0].name }, state: state, detail: detail, witness: witness,
      diagnostics: diagnostics, sources: sources ?? self.sources)
  }

  // MARK: - Runs

  private enum Run {
    case results(Results)
    case failed([Diagnostic], SourceMap)
  }

  private func run(_ model: CheckedModel, _ lowering: LoweringOptions, _ options: RunOptions) -> Run {
    switch lower(model, options: lowering) {
    case .failed(let diagnostics): return .failed(DiagnosticRenderer.sorted(diagnostics), sources)
    case .program(var program):
      let missing = complete(&program, model)
      if !missing.isEmpty { return .failed(missing, sources) }
      return run(program, options)
    }
  }

  private func run(_ program: Program, _ options: RunOptions) -> Run {
    switch perform(program, options) {
    case .results(let results): return .results(results)
    case .failed(let findings, let omitted):
      let error = RunError(findings, omitted: omitted, sources: sources)
      return .failed(error.diagnostics, error.sources)
    }
  }

  // MARK: - A rule on its own result

  /// Whether a rule orders nothing more once its orders have entered the position.
  func ordersOnce(_ rule: Int) -> LawOutcome {
    let declaration = model.sheets[rule]
    let law = Law.ordersOnce
    guard !declaration.entries.isEmpty else {
      return outcome(
        law, rule, .unchecked,
        "nothing says how its orders enter the position, such as `ordered counts in TABLE.COLUMN`")
    }
    var options = lowering
    options.only = [declaration.name]
    options.withOrderEntries = true
    let first: Results
    switch run(model, options, RunOptions()) {
    case .results(let results): first = results
    case .failed(let diagnostics, let sources):
      return outcome(law, rule, .broken, "the rule gives no orders", diagnostics: diagnostics, sources: sources)
    }
    let entries = first.outputs.filter { $0.output.kind == .orderEntries }
    guard let orders = first.outputs.first(where: { $0.output.kind == .replenish }) else {
      return outcome(law, rule, .unchecked, "the rule has no rows")
    }
    var changed = model
    for (entry, rows) in zip(declaration.entries, entries) {
      if let failure = enter(rows, by: entry, into: &changed) { return failure(rule) }
    }
    options.withOrderEntries = false
    switch run(changed, options, RunOptions()) {
    case .results(let results):
      guard let again = results.outputs.first(where: { $0.output.kind == .replenish }) else {
        return outcome(law, rule, .unchecked, "the rule has no rows")
      }
      return compare(orders, again, rule)
    case .failed(let diagnostics, let sources):
      let place = declaration.entries[0].span
      return outcome(
        law, rule, .broken, "with its own orders in the tables the rule gives no result",
        diagnostics: [.ordersFail(place, rule: declaration.name)] + diagnostics, sources: sources)
    }
  }

  /// Changes a table as a rule's orders do; why that cannot be done, if it cannot.
  private func enter(
    _ orders: OutputTable, by entry: OrderEntryModel, into model: inout CheckedModel
  ) -> ((Int) -> LawOutcome)? {
    var cells: [[Value]]
    switch run(cellsProgram(of: entry.table, in: model), RunOptions()) {
    case .failed(let diagnostics, let sources):
      return {
        outcome(.ordersOnce, $0, .broken, "the table cannot be read", diagnostics: diagnostics, sources: sources)
      }
    case .results(let results):
      guard let table = results.outputs.first else { return { outcome(.ordersOnce, $0, .unchecked, "no table") } }
      cells = (0..<table.rowCount).map { row in
        table.definitions.indices.map { table.value(row: row, column: $0) }
      }
    }
    let table = model.tables[entry.table]
    let read = table.columns.indices.filter { table.columns[$0].value == nil }
    func unwritable(_ column: Int) -> (Int) -> LawOutcome {
      let name = "\(table.name).\(table.columns[column].name)"
      return { outcome(.ordersOnce, $0, .unchecked, "`\(name)` has no cell that could hold the amount") }
    }
    switch entry.target {
    case .column(let column, let keys):
      guard let place = read.firstIndex(of: column) else { return unwritable(column) }
      // Cells are in the column's own unit, and orders in the base unit.
      let factor = table.columns[column].factor ?? .one
      model.tables[entry.table].columns[column].factor = nil
      let keyPlaces = keys.compactMap { key in read.firstIndex(of: key.column) }
      var added: [[String]: Rational] = [:]
      for row in 0..<orders.rowCount {
        let key = keys.indices.map { orders.value(row: row, column: $0 + 1).description }
        guard case .number(let quantity) = orders.value(row: row, column: 0),
          let sum = (added[key] ?? .zero).adding(quantity)
        else { return unwritable(column) }
        added[key] = sum
      }
      for row in cells.indices {
        guard case .number(let old) = cells[row][place] else { continue }
        let key = keyPlaces.map { cells[row][$0].description }
        guard let base = old.multiplying(factor), let new = base.adding(added[key] ?? .zero) else {
          return unwritable(column)
        }
        cells[row][place] = .number(new)
      }
    case .row(let columns):
      for row in 0..<orders.rowCount {
        var new = [Value](repeating: .missing, count: read.count)
        for (number, column) in columns.enumerated() {
          guard let place = read.firstIndex(of: column.column) else { continue }
          var value = orders.value(row: row, column: number + 1)
          if case .number(let amount) = value, let factor = table.columns[column.column].factor {
            guard let own = amount.dividing(factor) else { return unwritable(column.column) }
            value = .number(own)
          }
          new[place] = value
        }
        cells.append(new)
      }
    }
    var rows: [RowSyntax] = []
    rows.reserveCapacity(cells.count)
    for row in cells {
      var texts: [TextLiteral] = []
      for (place, value) in row.enumerated() {
        guard let text = cellText(value, of: table.columns[read[place]].type) else { return unwritable(read[place]) }
        texts.append(TextLiteral(text, table.span))
      }
      rows.append(RowSyntax(cells: texts, span: table.span))
    }
    model.tables[entry.table].hold(rows, columns: read)
    return nil
  }

  /// A cell in the plan's own way; nil for a number that never ends.
  private func cellText(_ value: Value, of type: StaticType) -> String? {
    guard case .number(let number) = value else { return value.description }
    guard let quantity = type.quantity, quantity.form == .percent else {
      return number.decimalScale == nil ? nil : OutputColumn.Format.number(.all(minimum: 0)).text(of: number)
    }
    guard let hundredfold = number.multiplying(Rational(100)), hundredfold.decimalScale != nil else { return nil }
    return OutputColumn.Format.percent(.all(minimum: 0)).text(of: number)
  }

  private func compare(_ first: OutputTable, _ again: OutputTable, _ rule: Int) -> LawOutcome {
    let declaration = model.sheets[rule]
    let entry = declaration.entries[0]
    let name = declaration.lines[entry.order].name
    let keys = again.output.keys.count
    func texts(_ table: OutputTable, _ row: Int, _ columns: Range<Int>) -> [NamedText] {
      columns.map { NamedText(table.definitions[$0].name, table.text(row: row, column: $0)) }
    }
    func quantity(_ table: OutputTable, _ row: Int) -> Rational {
      guard let place = table.definitions.indices.first(where: { $0 >= keys && table.definitions[$0].name == name }),
        case .number(let number) = table.value(row: row, column: place)
      else { return .zero }
      return number
    }
    let ordered = (0..<first.rowCount).count { quantity(first, $0) > .zero }
    let orders = "\(ordered) order\(ordered == 1 ? "" : "s")"
    let repeated = (0..<again.rowCount).filter { quantity(again, $0) > .zero }
    // The smallest order shows the breach best; of several, the one that stands first.
    guard let worst = repeated.min(by: { (quantity(again, $0), $0) < (quantity(again, $1), $1) }) else {
      return outcome(.ordersOnce, rule, .held, "\(orders), and none with these in the tables")
    }
    let key = texts(again, worst, 0..<keys)
    let values = texts(again, worst, keys..<again.definitions.count)
    let before = (0..<first.rowCount).first { texts(first, $0, 0..<keys).map(\.text) == key.map(\.text) }
    let old = before.map { texts(first, $0, keys..<first.definitions.count) } ?? []
    return outcome(
      .ordersOnce, rule, .broken, "\(repeated.count) of \(orders) made again",
      witness: key + old.map { NamedText("\($0.name) at first", $0.text) }
        + values.map { NamedText("\($0.name) again", $0.text) },
      diagnostics: [
        .ordersAgain(
          entry.span, declared: declaration.lines[entry.order].nameSpan, rule: declaration.name,
          what: "\(list(values.filter { $0.name == name }))", key: list(key), first: list(old), again: list(values))
      ])
  }

  private func list(_ values: [NamedText]) -> String {
    values.map { "\($0.name) \($0.text.isEmpty ? "missing" : $0.text)" }.joined(separator: ", ")
  }

  // MARK: - Rows in another order

  /// Whether the results are the same with all tables' rows reversed, and shuffled, on several threads.
  func rowOrder(_ results: Results, threads: Int) -> LawOutcome {
    let several = max(2, threads)
    var options = lowering
    options.withOrderEntries = false
    for (order, threads) in [(RunOptions.RowOrder.reversed, 1), (.shuffled(seed: 1), several)] {
      let words = "\(order == .reversed ? "reversed" : "shuffled"), on \(threads) thread\(threads == 1 ? "" : "s")"
      switch run(model, options, RunOptions(threads: threads, rowOrder: order)) {
      case .failed(let diagnostics, _):
        // Its places are those of the rows in their own order.
        let span = model.sheets.first?.span ?? SourceSpan(file: FileID(0), start: 0, end: 0)
        return outcome(
          .rowOrder, nil, .broken, "with all rows \(words), the run fails",
          diagnostics: [.rowOrderFails(span, how: words, diagnostics.first?.message ?? "")])
      case .results(let other):
        guard let difference = difference(results, other) else { continue }
        return outcome(
          .rowOrder, nil, .broken, "with all rows \(words), `\(difference.result)` differs",
          witness: difference.witness,
          diagnostics: [
            .rowOrderMatters(difference.span, result: difference.result, how: words, list(difference.witness))
          ])
      }
    }
    let inputs = results.files.count
    let what = inputs == 0 ? "all tables" : "all tables, \(inputs) from files"
    return outcome(
      .rowOrder, nil, .held, "\(what), reversed on 1 thread and shuffled on \(several): the same results")
  }

  private func difference(
    _ a: Results, _ b: Results
  ) -> (result: String, span: SourceSpan, witness: [NamedText])? {
    for (mine, theirs) in zip(a.outputs, b.outputs) {
      let span = model.sheets.first { $0.name == mine.output.name }?.span ?? model.sheets[0].span
      if mine.rowCount != theirs.rowCount {
        return (mine.output.name, span, [NamedText("rows", "\(mine.rowCount) and \(theirs.rowCount)")])
      }
      for row in 0..<mine.rowCount {
        for column in mine.definitions.indices
        where mine.value(row: row, column: column) != theirs.value(row: row, column: column) {
          let key = mine.output.keys.indices.map {
            NamedText(mine.definitions[$0].name, mine.text(row: row, column: $0))
          }
          let texts = [mine, theirs].map { $0.text(row: row, column: column) }
          return (
            mine.output.name, span,
            key + [NamedText(mine.definitions[column].name, texts.joined(separator: " and "))]
          )
        }
      }
    }
    return nil
  }

  // MARK: - Checks

  private func checks() -> LawOutcome {
    let count =
      model.tables.reduce(0) { $0 + $1.checks.count }
      + model.sheets.indices.filter(isWanted).reduce(0) { $0 + model.sheets[$1].checks.count }
    return outcome(
      .checks, nil, .held,
      "\(count) check\(count == 1 ? "" : "s"); that no order is negative and that shares add up is judged in every run")
  }
}

extension TableModel {
  /// Puts rows in the place of a table's file, with a cell for each of these columns. Their cells are written in the
  /// plan's way, not in the file's.
  mutating func hold(_ newRows: [RowSyntax], columns read: [Int]) {
    separator = nil
    numberFormat = nil
    for column in read {
      columns[column].header = columns[column].name
      columns[column].format = nil
    }
    rowHeader = read.map { TextLiteral(columns[$0].name, span) }
    rows = newRows
  }
}

extension Diagnostic {
  static func ordersAgain(
    _ span: SourceSpan, declared: SourceSpan, rule: String, what: String, key: String, first: String, again: String
  ) -> Diagnostic {
    Diagnostic(
      .error, "E0990", "`\(rule)` orders again what it has ordered: \(what)", at: span, "counted so, it is not enough",
      also: [Label(declared, "ordered again")],
      notes: (key.isEmpty ? [] : ["the row is \(key)"]) + ["at first: \(first)", "with these orders: \(again)"],
      help: [Help("let what is ordered reach the level at which the rule orders, or stop while an order is open")])
  }

  static func rowOrderMatters(_ span: SourceSpan, result: String, how: String, _ witness: String) -> Diagnostic {
    Diagnostic(
      .error, "E0991", "`\(result)` is another one with all rows \(how)", at: span, "not the same",
      notes: ["the difference: \(witness)"])
  }

  static func rowOrderFails(_ span: SourceSpan, how: String, _ message: String) -> Diagnostic {
    Diagnostic(
      .error, "E0991", "the run fails with all rows \(how), and not as they stand", at: span, "not the same",
      notes: [message])
  }

  static func ordersFail(_ span: SourceSpan, rule: String) -> Diagnostic {
    Diagnostic(
      .error, "E0992", "with its own orders in the tables, `\(rule)` gives no result", at: span, "entered so")
  }
}
