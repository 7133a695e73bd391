import IR
import Model
import Syntax

/// An example of a plan.
public struct Example: Sendable {
  /// What it shows, in the author's words.
  public let title: String
  /// The plan, sheet or rule that it is for.
  public let sheet: String
  /// Where its title stands.
  public let span: SourceSpan
  let model: ExampleModel

  init(_ model: ExampleModel, of plan: CheckedModel) {
    title = model.title.text
    sheet = plan.sheets[model.sheet].name
    span = model.title.span
    self.model = model
  }

  init(model: ExampleModel, title: String, sheet: String, span: SourceSpan) {
    self.model = model
    self.title = title
    self.sheet = sheet
    self.span = span
  }
}

/// A value that is not as an example expects it.
public struct ExampleDifference: Hashable, Sendable {
  /// The plan, sheet or rule.
  public let sheet: String
  /// The keys that name the row.
  public let row: [NamedText]
  /// The line, or another column of the result.
  public let line: String
  /// As it is written; empty iff the value must be missing.
  public let expected: String
  /// The exact value, or at least two decimals more of it than are expected; empty iff it is missing.
  public let found: String
  public let span: SourceSpan
  /// The row of the result.
  package let rowNumber: Int
}

/// What came of an example.
public struct ExampleOutcome: Sendable {
  public let example: Example
  /// Why it failed; empty iff it passed.
  public let diagnostics: [Diagnostic]
  /// The values that differ, in the order of the text.
  public let differences: [ExampleDifference]
  /// What ``diagnostics`` point into.
  public let sources: SourceMap

  public var isPassed: Bool { diagnostics.isEmpty }
}

extension Plan {
  /// The examples that stand in the file which was asked for first, in the order of the text; those of the files that
  /// it uses are theirs.
  public var examples: [Example] {
    model.examples.filter { $0.title.span.file == FileID(0) }.map { Example($0, of: model) }
  }

  /// Runs an example of this plan: the same program as any run, over the rows that it gives.
  public func run(_ example: Example) -> ExampleOutcome { ExampleRun(self, example).outcome() }

  /// What running an example of this plan computes.
  ///
  /// - Parameter traced: what the program tells of the columns that hold the values of the text.
  package func program(of example: Example, traced: LoweringOptions.Traced) -> ExampleProgram {
    if hasErrors { return .refused(diagnostics) }
    return ExampleRun(self, example).program(traced)
  }
}

/// The program of an example: the plan's own, over the rows that the example gives.
package enum ExampleProgram {
  /// `model` has the example's params and rows.
  case program(Program, model: CheckedModel)
  case refused([Diagnostic])
}

/// One run of an example.
private struct ExampleRun {
  private let plan: Plan
  private let example: Example
  private var expectation: ExampleModel { example.model }

  init(_ plan: Plan, _ example: Example) {
    self.plan = plan
    self.example = example
  }

  func outcome() -> ExampleOutcome {
    if plan.hasErrors { return failed(plan.diagnostics) }
    let (prepared, missing) = prepared(.nothing)
    if !missing.isEmpty { return failed(missing) }
    let program: Program
    let model: CheckedModel
    switch prepared {
    case .refused(let diagnostics): return refused(diagnostics, plan.sources)
    case .program(let lowered, let given): (program, model) = (lowered, given)
    }
    switch run(program, tables: [:]) {
    case .failed(let findings, let omitted):
      let error = RunError(findings, omitted: omitted, sources: plan.sources)
      return refused(error.diagnostics, error.sources)
    case .results(let results):
      if !expectation.expectedErrors.isEmpty {
        return failed(expectation.expectedErrors.map { .noErrorCame($0.match, $0.span) })
      }
      var comparison = ExampleComparison(model)
      for rows in expectation.expectedRows { comparison.compare(rows, with: results) }
      let broken = laws(of: model, results).flatMap(\.diagnostics)
      return failed(comparison.diagnostics + broken, comparison.differences)
    }
  }

  func program(_ traced: LoweringOptions.Traced) -> ExampleProgram {
    let (prepared, missing) = prepared(traced)
    return missing.isEmpty ? prepared : .refused(missing)
  }

  /// The program, and the columns that the example lacks.
  private func prepared(_ traced: LoweringOptions.Traced) -> (ExampleProgram, missing: [Diagnostic]) {
    let (model, errors) = givenModel()
    if !errors.isEmpty { return (.refused(errors), []) }
    var options = options(model)
    options.traced = traced
    switch lower(model, options: options) {
    case .failed(let diagnostics): return (.refused(DiagnosticRenderer.sorted(diagnostics)), [])
    case .program(var program):
      let missing = completeInputs(of: &program, model)
      return (.program(program, model: model), missing)
    }
  }

  private func failed(_ diagnostics: [Diagnostic], _ differences: [ExampleDifference] = []) -> ExampleOutcome {
    ExampleOutcome(example: example, diagnostics: diagnostics, differences: differences, sources: plan.sources)
  }

  /// A run that gave no results, as it may be meant.
  private func refused(_ diagnostics: [Diagnostic], _ sources: SourceMap) -> ExampleOutcome {
    let wanted = expectation.expectedErrors
    let unmet = wanted.filter { error in
      !diagnostics.contains { diagnostic in
        switch error.match {
        case .code(let code): diagnostic.code == code
        case .text(let text): diagnostic.message.contains(text)
        }
      }
    }
    let others = unmet.map { Diagnostic.otherErrorCame($0.match, $0.span) }
    let shown = !wanted.isEmpty && unmet.isEmpty ? [] : others + diagnostics
    return ExampleOutcome(example: example, diagnostics: shown, differences: [], sources: sources)
  }

  /// The laws of the rules that say how their orders enter the position, over the rows that the example gives.
  private func laws(of model: CheckedModel, _ results: Results) -> [LawOutcome] {
    let options = options(model)
    let rules = model.sheets.indices.filter { rule in
      !model.sheets[rule].entries.isEmpty && options.only?.contains(model.sheets[rule].name) == true
    }
    if rules.isEmpty { return [] }
    let check = LawCheck(
      model: model, lowering: options, sources: plan.sources,
      complete: { program, model in completeInputs(of: &program, model) },
      perform: { program, options in run(program, tables: [:], options: options) })
    return rules.map { check.ordersOnce($0) } + [check.rowOrder(results, threads: 1)]
  }

  // MARK: What is given

  /// The plan's model with the example's params and rows.
  private func givenModel() -> (CheckedModel, [Diagnostic]) {
    var model = plan.model
    if !expectation.parameters.isEmpty {
      // Tiers, periods and units that rest on a param are judged again.
      let values = Dictionary(expectation.parameters.map { ($0.name, $0.value) }) { first, _ in first }
      let checked = check(plan.files.map { $0.replacing(parameters: values) }, library: plan.library)
      let errors = checked.diagnostics.filter { $0.severity == .error }
      if !errors.isEmpty { return (model, errors) }
      model = checked.model
    }
    for table in model.tables.indices {
      let givens = expectation.givens.filter { $0.table == table && !$0.columns.isEmpty }
      let isGiven = expectation.givens.contains { $0.table == table }
      if isGiven || model.tables[table].rows == nil { give(givens, to: &model.tables[table]) }
    }
    return (model, [])
  }

  /// Puts rows in the place of a table's file. Their cells are written in the plan's way, not in the file's.
  private func give(_ givens: [ExampleModel.GivenRows], to table: inout TableModel) {
    table.separator = nil
    table.numberFormat = nil
    let read = table.columns.indices.filter { table.columns[$0].value == nil }
    for column in read {
      table.columns[column].header = table.columns[column].name
      table.columns[column].format = nil
    }
    table.rowHeader = read.map { TextLiteral(table.columns[$0].name, table.span) }
    table.rows = givens.flatMap { given in
      given.rows.map { row in
        let cells = read.map { column in
          given.columns.firstIndex(of: column).map { row.cells[$0] } ?? TextLiteral("", row.span)
        }
        return RowSyntax(cells: cells, span: row.span)
      }
    }
  }

  private func options(_ model: CheckedModel) -> LoweringOptions {
    let sheets = Set([expectation.sheet] + expectation.expectedRows.map(\.sheet))
    var options = LoweringOptions(
      days: expectation.days, asOf: expectation.asOf, only: Set(sheets.map { model.sheets[$0].name }))
    for rows in expectation.expectedRows {
      for case .line(let line) in rows.columns {
        let sheet = model.sheets[rows.sheet]
        options.shownLines[sheet.name, default: []].insert(sheet.lines[line].name)
      }
    }
    return options
  }

  // MARK: Columns that are not given

  /// Columns that are not given and not read may be empty; those that are read and may not be missing are reported.
  private func completeInputs(of program: inout Program, _ model: CheckedModel) -> [Diagnostic] {
    let read = inputsRead(by: program)
    var diagnostics: [Diagnostic] = []
    for input in program.inputs.indices {
      guard let table = model.tables.firstIndex(where: { $0.name == program.inputs[input].name }) else { continue }
      let givens = expectation.givens.filter { $0.table == table && !$0.rows.isEmpty }
      guard let first = givens.first else { continue }
      let given = Set(givens.flatMap(\.columns))
      var missing: [Int] = []
      for place in program.inputs[input].columns.indices {
        let declared = program.inputs[input].columns[place]
        guard let column = model.tables[table].columns.firstIndex(where: { $0.name == declared.name }),
          !given.contains(column), !declared.isOptional
        else { continue }
        if read.contains([input, place]) {
          missing.append(column)
        } else {
          program.inputs[input].columns[place].isOptional = true
        }
      }
      if !missing.isEmpty {
        let columns = missing.map { model.tables[table].columns[$0] }
        diagnostics.append(
          .columnsNotGiven(
            columns.map(\.name), of: model.tables[table].name, first.span, declared: columns.map(\.span)))
      }
    }
    return diagnostics
  }

  /// The input columns, as the numbers of the input and the column, that results and laws are made of. Rows that
  /// `latest by` finds equally late are compared whole, which asks for no column by itself.
  private func inputsRead(by program: Program) -> Set<[Int]> {
    var columns: [ColumnID] = []
    for output in program.outputs { columns += output.columnsRead }
    columns += program.checks.flatMap { [$0.condition] + [$0.applies].compactMap { $0 } }
    var frames = program.outputs.map(\.frame) + program.checks.map(\.frame)
    var seenColumns: Set<ColumnID> = []
    var seenFrames: Set<FrameID> = []
    var read: Set<[Int]> = []
    while true {
      if let column = columns.popLast() {
        guard seenColumns.insert(column).inserted else { continue }
        let node = program[column]
        if case .input(let place) = node.operation, case .scan(let table) = program[node.frame].rows {
          read.insert([table, place])
        }
        frames.append(node.frame)
        frames += [node.operation.otherFrame].compactMap { $0 }
        columns += node.operation.operands.map(\.column)
      } else if let frame = frames.popLast() {
        guard seenFrames.insert(frame).inserted else { continue }
        frames += program[frame].rows.frames
        if case .latest(_, let key, let by, _) = program[frame].rows {
          columns += key + by
        } else {
          columns += program[frame].rows.columns
        }
      } else {
        return read
      }
    }
  }
}
