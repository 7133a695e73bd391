import Model
import Syntax

extension Plan {
  /// Compiles the plan for what `options` ask.
  ///
  /// - Throws: the plan's errors, or what is wrong with the options.
  public func compile(_ options: CompileOptions = CompileOptions()) throws(PlanError) -> CompiledPlan {
    if hasErrors { throw PlanError(diagnostics: diagnostics, sources: sources, isAboutOptions: false) }
    var asked = AskedFor(self)
    asked.read(options)
    if !asked.diagnostics.isEmpty {
      throw PlanError(diagnostics: asked.diagnostics, sources: asked.sources, isAboutOptions: true)
    }
    var statements: [Statements] = []
    let ledger = try reread(options.ledger)
    if let ledger {
      statements = try review(ledger, &asked, addsToLedger: options.addsToLedger)
    }
    switch lower(asked.model, options: asked.lowering, sources: sources) {
    case .failed(let diagnostics):
      var seen: Set<Diagnostic> = []
      let once = diagnostics.filter { seen.insert($0).inserted }
      throw PlanError(
        diagnostics: DiagnosticRenderer.sorted(once), sources: asked.sources,
        isAboutOptions: once.allSatisfy(\.isAboutOptions))
    case .program(let program):
      let fromFiles = model.tables.filter { $0.rows == nil }.map(\.name)
      let constant = model.tables.filter { $0.rows != nil }.map(\.name)
      return CompiledPlan(
        program: program, model: asked.model, lowering: asked.lowering, sources: sources, folder: folder,
        fileTables: fromFiles, constantTables: constant,
        ledger: ledger, statements: statements)
    }
  }

  /// The ledger as its file has it, so that messages can point to all of its rows.
  private func reread(_ ledger: Ledger?) throws(PlanError) -> Ledger? {
    guard let ledger, ledger.rows.count != ledger.file?.rowCount ?? 0 else { return ledger }
    do throws(RunError) {
      return try Ledger(ledger.csv(), path: ledger.file?.path ?? "ledger.csv", in: calendar)
    } catch {
      throw PlanError(
        diagnostics: error.diagnostics, sources: error.sources, isAboutOptions: false, omitted: error.omitted)
    }
  }

  /// The statements of a run with a ledger; the closed ones are computed again where there are open ones.
  private func review(
    _ ledger: Ledger, _ asked: inout AskedFor, addsToLedger: Bool
  ) throws(PlanError) -> [Statements] {
    var review = LedgerReview(asked.model, ledger, asked.lowering, asked.sources)
    review.review(addsToLedger: addsToLedger, asked: asked.periodSpan)
    if let findings = review.findings, !findings.diagnostics.isEmpty {
      throw PlanError(
        diagnostics: findings.diagnostics, sources: findings.sources, isAboutOptions: false, omitted: findings.omitted)
    }
    if !review.diagnostics.isEmpty {
      throw PlanError(diagnostics: review.diagnostics, sources: asked.sources, isAboutOptions: true)
    }
    asked.lowering.hasLedger = true
    for one in review.statements {
      if let closed = one.closed, one.open != nil {
        asked.lowering.closed[one.plan] = closed.lowerBound.firstDay...closed.upperBound.lastDay
      }
    }
    return review.statements
  }
}

/// Turns options as written into those of the compiler; every option that is at fault becomes a text of its own, so
/// that the message can point into it.
private struct AskedFor {
  private let plan: Plan
  private(set) var sources: SourceMap
  private(set) var diagnostics: [Diagnostic] = []
  var lowering = LoweringOptions()
  /// The text of the periods that are asked for, if it is given.
  private(set) var periodSpan: SourceSpan?
  /// The plan's model, with the params' other values.
  private(set) var model: CheckedModel

  init(_ plan: Plan) {
    self.plan = plan
    sources = plan.sources
    model = plan.model
  }

  mutating func read(_ options: CompileOptions) {
    lowering.withDetail = options.withDetail
    if options.isExplained { lowering.traced = .amounts }
    if let period = options.period {
      let span = option("--period", period)
      periodSpan = span
      lowering.days = days(named: period, in: plan.model.calendar)
      if lowering.days == nil {
        diagnostics.append(.noPeriod(span, period, in: plan.model.calendar))
      }
    }
    if let asOf = options.asOf {
      lowering.asOf = CalendarDate(iso: asOf)
      if lowering.asOf == nil { diagnostics.append(.noDate(option("--as-of", asOf), asOf)) }
    }
    choose(options.only)
    replaceParameters(options.parameters)
  }

  /// Takes the results that are asked for by name: those of a plan, sheet or rule, or one part of them.
  private mutating func choose(_ names: [String]) {
    if names.isEmpty { return }
    let whole = plan.resultNames
    let parts = plan.resultParts
    lowering.only = []
    for name in names {
      if whole.contains(name) {
        lowering.only?.insert(name)
      } else if let part = parts.first(where: { $0.name == name }) {
        lowering.only?.insert(part.owner)
        lowering.parts = Set(names)
        if part.isDetail { lowering.withDetail = true }
      } else {
        diagnostics.append(
          .unknownResult(option("--plan", name), name, known: name.contains(".") ? whole + parts.map(\.name) : whole))
      }
    }
  }

  private mutating func option(_ name: String, _ text: String) -> SourceSpan {
    let id = sources.add(path: name, bytes: Array(text.utf8))
    return SourceSpan(file: id, start: 0, end: text.utf8.count)
  }

  /// Puts the new values into the text's place and checks the whole plan with them, so that tiers, periods and units
  /// that rest on a param are judged again.
  private mutating func replaceParameters(_ parameters: [NamedText]) {
    var values: [String: Expression] = [:]
    let known = model.parameters.map(\.name)
    for parameter in parameters {
      guard known.contains(parameter.name) else {
        diagnostics.append(.unknownParameter(option("--param", parameter.name), parameter.name, known: known))
        continue
      }
      if values[parameter.name] != nil {
        diagnostics.append(.parameterTwice(option("--param", parameter.name), parameter.name))
        continue
      }
      let span = option("--param \(parameter.name)", parameter.text)
      let parsed = parseExpression(sources[span.file], id: span.file)
      diagnostics += parsed.diagnostics
      values[parameter.name] = parsed.expression
    }
    guard !values.isEmpty, diagnostics.isEmpty else { return }
    let checked = check(plan.files.map { $0.replacing(parameters: values) }, library: plan.library)
    for (old, new) in zip(plan.model.parameters, checked.model.parameters) where values[new.name] != nil {
      if old.value.type != new.value.type && !new.value.type.isPoison {
        diagnostics.append(.parameterType(new, expected: old))
      }
    }
    // A value of another type makes further messages that only follow from it.
    guard diagnostics.isEmpty else { return }
    diagnostics += checked.diagnostics.filter { $0.severity == .error }
    model = checked.model
  }
}

extension FileSyntax {
  /// The same declarations with other values for some params.
  func replacing(parameters values: [String: Expression]) -> FileSyntax {
    let replaced = declarations.map { declaration -> Declaration in
      guard case .parameter(let parameter) = declaration, let value = values[parameter.name.text] else {
        return declaration
      }
      return .parameter(
        ParameterDeclaration(name: parameter.name, value: value, documentation: parameter.documentation))
    }
    return FileSyntax(language: language, uses: uses, declarations: replaced)
  }
}
