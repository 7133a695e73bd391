import Columns
import Source
import Syntax

/// The result of checking: a model that may be compiled iff no diagnostic is an error.
public struct CheckResult: Sendable {
  public let model: CheckedModel
  public let diagnostics: [Diagnostic]

  public var hasErrors: Bool { diagnostics.contains { $0.severity == .error } }
}

/// Checks the declarations of a plan file and of the files that it uses, as one program.
///
/// Every independent mistake gives one message; what depends on a mistake is left in peace.
///
/// - Parameters:
///   - library: files of the standard library; a declaration of the plan's own wins over one of theirs.
///   - known: the names of the whole library, for a name that is nearly one of them.
public func check(_ files: [FileSyntax], library: [FileSyntax] = [], known: @escaping @Sendable () -> [String] = { [] })
  -> CheckResult
{
  var checker = Checker()
  checker.libraryNames = known
  checker.declare(files, library: library)
  checker.checkDeclarations()
  checker.checkExamples(files)
  return CheckResult(model: checker.model, diagnostics: checker.sortedDiagnostics())
}

/// Resolves names and types on demand: a line is checked when it is first read.
struct Checker {
  enum State: Equatable { case unchecked, checking, checked }

  /// Something that is computed and may be read by others, for the message about a cycle.
  enum Computation: Hashable {
    case line(sheet: Int, line: Int)
    case column(table: Int, column: Int)
    case parameter(Int)
    case credit(sheet: Int, credit: Int)
    case range(sheet: Int)
  }

  var model = CheckedModel()
  var diagnostics: [Diagnostic] = []

  /// Where the plan's calendar is declared.
  var calendarSpan: SourceSpan?
  /// True iff the calendar has mistakes, so that it is not known.
  var isCalendarBroken = false
  var globals: [String: (global: Global, name: Name)] = [:]
  var units = Checker.commonUnits
  /// The units whose declarations have not been read yet: they may be named before.
  var pendingUnits: [UnitDeclaration] = []
  var tableSyntax: [TableDeclaration] = []
  var ratesSyntax: [RatesDeclaration] = []
  var curveSyntax: [CurveDeclaration] = []
  var scheduleSyntax: [ScheduleDeclaration] = []
  var sheetSyntax: [SheetDeclaration] = []
  var parameterSyntax: [ParameterDeclaration] = []
  var defineSyntax: [DefineDeclaration] = []
  /// The first define of the standard library; the plan's own stand before it.
  var libraryStart = 0
  var libraryNames: @Sendable () -> [String] = { [] }
  /// All lines of a sheet: those of its text, and those of the blocks that it uses.
  var lineSyntax: [[LineDeclaration]] = []
  /// The lines of sheets and the columns of tables by name. What replaces a list of lines takes its entry away.
  var linePlaces: [Int: NamePlaces] = [:]
  var columnPlaces: [Int: NamePlaces] = [:]
  /// Where the lines come from that are not in the sheet's text.
  var lineOrigins: [[LineOrigin?]] = []
  var creditSyntax: [[CreditDeclaration]] = []
  /// What the lines of the sheets are that say which rule counts.
  var choiceParts: [Int: [RuleChoicePart]] = [:]

  var defineUses: [DefineUse] = []
  /// The blocks of each sheet by name, and all uses of blocks in it.
  var sheetBlocks: [[String: Int]] = []
  var blockUses: [[Int]] = []
  /// How many calls of defines there have been in the bodies of the use at hand.
  var nestedCalls = 0
  /// The places in bodies that messages about uses have come from.
  var bodyPlaces: [Diagnostic: Set<MessagePlace>] = [:]
  /// Names of lines and credits that are declared twice in one sheet, which has been reported.
  var namesDeclaredTwice: Set<String> = []
  /// The circles of defines that have been reported.
  var reportedRings: Set<Set<Int>> = []

  var states: [Computation: State] = [:]
  var lineModels: [Computation: LineModel] = [:]
  var columnValues: [Computation: TypedExpression] = [:]
  /// The credits that could be read; the others have been reported.
  var creditModels: [Computation: CreditModel] = [:]
  /// The sheets whose rows could not be read: what their names mean is not known.
  var brokenSheets: Set<Int> = []
  /// The sheets whose rows are known, or are being found out: sheets may have the rows of other ones.
  var rowStates: [Int: State] = [:]
  var rowPath: [Int] = []
  /// True iff all lines have their names, so that rows may be made of their values.
  var areLinesKnown = false
  /// True iff a chain of values has been reported as too long.
  var isTooLong = false
  /// The sheet of whose rows a range's bounds or condition are being checked: its lines are not there yet, and neither is
  /// the range itself while its bounds are.
  var rowsInMaking: (sheet: Int, hasRange: Bool)?
  /// What is being computed, outermost first.
  var path: [(what: Computation, span: SourceSpan)] = []

  /// The units of every plan.
  private static let commonUnits: [String: (unit: Unit, factor: Rational)] = {
    var units: [String: (unit: Unit, factor: Rational)] = [:]
    for name in ["units", "unit"] { units[name] = (Unit("units"), .one) }
    for name in ["days", "day"] { units[name] = (Unit("days"), .one) }
    for code in Currency.minorDigits.keys { units[code] = (Unit(code), .one) }
    return units
  }()

  mutating func report(_ diagnostic: Diagnostic) { diagnostics.append(diagnostic) }

  /// In the order of the text, each once.
  func sortedDiagnostics() -> [Diagnostic] {
    var seen: Set<Diagnostic> = []
    return diagnostics.filter { seen.insert($0).inserted }.sorted { a, b in
      (a.primary.span, a.code, a.message) < (b.primary.span, b.code, b.message)
    }
  }

  // ---- Declaring ----

  mutating func declare(_ files: [FileSyntax], library: [FileSyntax]) {
    for file in files {
      for declaration in file.declarations {
        if case .unit(let unit) = declaration { pendingUnits.append(unit) }
      }
    }
    while !pendingUnits.isEmpty { declare(pendingUnits.removeFirst()) }
    for file in files {
      for declaration in file.declarations { declare(declaration) }
    }
    libraryStart = defineSyntax.count
    for case .define(let define) in library.flatMap(\.declarations) where globals[define.name.text] == nil {
      declare(.define(define))
    }
    for table in tableSyntax where units[table.name.text] != nil || Checker.typeWords.contains(table.name.text) {
      report(.typeNameTaken(table.name, isUnit: units[table.name.text] != nil))
    }
  }

  /// The words for types in the language itself.
  static let typeWords: Set<String> =
    Set(PeriodUnit.allCases.map(\.rawValue)).union(["text", "bool", "date", "timestamp", "number", "percent"])

  private mutating func declare(_ declaration: Declaration) {
    switch declaration {
    // Examples are checked last, against all that is declared.
    case .unit, .data, .example: break
    case .parameter(let parameter):
      if declare(parameter.name, as: .parameter(parameterSyntax.count)) { parameterSyntax.append(parameter) }
    case .table(let table):
      if declare(table.name, as: .table(tableSyntax.count)) { tableSyntax.append(table) }
    case .rates(let rates):
      if declare(rates.name, as: .rates(ratesSyntax.count)) { ratesSyntax.append(rates) }
    case .calendar(let calendar): declare(calendar)
    case .schedule(let schedule):
      if declare(schedule.name, as: .schedule(scheduleSyntax.count)) { scheduleSyntax.append(schedule) }
    case .define(let define):
      if declare(define.name, as: .define(defineSyntax.count)) { defineSyntax.append(define) }
    case .curve(let curve):
      if declare(curve.name, as: .curve(curveSyntax.count)) { curveSyntax.append(curve) }
    case .sheet(let sheet):
      if declare(sheet.name, as: .sheet(sheetSyntax.count)) {
        sheetSyntax.append(sheet)
        var lines: [LineDeclaration] = []
        var credits: [CreditDeclaration] = []
        for item in sheet.items {
          switch item {
          case .line(let line): lines.append(line)
          case .credit(let credit): credits.append(credit)
          case .check, .assertion, .entry: break
          }
        }
        lineSyntax.append(Checker.withWorths(lines))
        lineOrigins.append([])
        sheetBlocks.append([:])
        blockUses.append([])
        creditSyntax.append(credits)
      }
    }
  }

  /// Enters a name; false, with a message, if it is taken.
  private mutating func declare(_ name: Name, as global: Global) -> Bool {
    if let other = globals[name.text] {
      report(.declaredTwice(name, before: other.name))
      return false
    }
    globals[name.text] = (global, name)
    return true
  }

  private mutating func declare(_ declaration: UnitDeclaration) {
    if Checker.typeWords.contains(declaration.name.text) {
      report(.typeNameTaken(declaration.name, isUnit: false))
      return
    }
    if units[declaration.name.text] != nil {
      report(.unitDeclaredTwice(declaration.name))
      return
    }
    guard let value = declaration.value else {
      units[declaration.name.text] = (Unit(declaration.name.text), .one)
      return
    }
    let typed = check(value, in: .constant)
    guard let quantity = typed.type.quantity, case .number(let factor)? = constantValue(typed) else {
      if !typed.type.isPoison { reportNoValue(typed, what: "a unit's value") }
      units[declaration.name.text] = (Unit(declaration.name.text), .one)
      return
    }
    units[declaration.name.text] = (quantity.unit, factor)
  }

  // ---- Checking ----

  mutating func checkDeclarations() {
    declareTables()
    for syntax in parameterSyntax {
      let value = TypedExpression(.error, .poison, syntax.value.span)
      model.parameters.append(ParameterModel(name: syntax.name.text, value: value, span: syntax.name.span))
    }
    for index in parameterSyntax.indices { checkParameter(index, at: parameterSyntax[index].name.span) }
    for index in ratesSyntax.indices { checkRates(index) }
    for index in curveSyntax.indices { checkCurve(index) }
    for index in scheduleSyntax.indices { checkSchedule(index) }
    declareSheets()
    declareRowUnits()
    for index in tableSyntax.indices { checkTable(index) }
    for index in sheetSyntax.indices { checkSheet(index) }
    checkDefines()
    if diagnostics.isEmpty { checkDependencies() }
    if diagnostics.isEmpty { checkCircles() }
  }

  /// Checks a param when it is first read, so that params may stand in any order.
  mutating func checkParameter(_ index: Int, at span: SourceSpan) {
    let what = Computation.parameter(index)
    if states[what] == .checked { return }
    let value = computing(what, at: span) { checker -> TypedExpression in
      let syntax = checker.parameterSyntax[index].value
      let value = checker.check(syntax, in: .constant)
      if checker.reportInfiniteWord(value) { return TypedExpression(.error, .poison, syntax.span) }
      if value.type.isPoison || checker.constantValue(value) != nil { return value }
      checker.reportNoValue(value, what: "a param")
      return TypedExpression(.error, .poison, syntax.span)
    }
    if let value {
      model.parameters[index].value = value
      model.parameters[index].constant = constantValue(value)
    }
  }

  /// Runs `body` as the computation of `what`; if `what` is being computed already, reports the cycle and gives nil.
  mutating func computing<T>(_ what: Computation, at span: SourceSpan, _ body: (inout Checker) -> T) -> T? {
    if states[what] == .checking {
      if let start = path.firstIndex(where: { $0.what == what }) {
        let sheets = Set(path[start...].map { if case .line(let sheet, _) = $0.what { sheet } else { -1 } })
        let cycle = path[start...].map { (name: name(of: $0.what, isQualified: sheets.count > 1), span: $0.span) }
        // Of two things with one name, the author meant the other one.
        if path[start...].contains(where: { namesDeclaredTwice.contains(name(of: $0.what)) }) { return nil }
        let isOfLines = path[start...].allSatisfy { if case .line = $0.what { true } else { false } }
        report(
          .cycle(
            cycle.map(\.name), spans: cycle.dropFirst().map(\.span) + [span], isOfLines: isOfLines,
            shadowed: shadowedTable(what)))
      }
      return nil
    }
    guard path.count < Checker.chainLimit else {
      if !isTooLong { report(.chainTooLong(span, name: "`\(name(of: what))`")) }
      isTooLong = true
      states[what] = .checked
      return nil
    }
    states[what] = .checking
    path.append((what, span))
    let around = rowsInMaking
    rowsInMaking = nil
    let result = body(&self)
    rowsInMaking = around
    path.removeLast()
    states[what] = .checked
    return result
  }

  /// The table or sheet that gives the sheet its rows, if it has a column with a line's name.
  private func shadowedTable(_ what: Computation) -> String? {
    guard case .line(let sheet, let line) = what else { return nil }
    let name = lineSyntax[sheet][line].name.text
    switch model.sheets[sheet].rows {
    case .table(let table, _):
      return model.tables[table].columns.contains { $0.name == name } ? model.tables[table].name : nil
    case .sheet(let source, _): return fieldNames(of: .sheet(source)).contains(name) ? model.sheets[source].name : nil
    case .keys, .one: return nil
    }
  }

  private func name(of what: Computation, isQualified: Bool = false) -> String {
    switch what {
    case .line(let sheet, let line) where isQualified:
      "\(sheetSyntax[sheet].name.text).\(lineSyntax[sheet][line].name.text)"
    case .line(let sheet, let line): lineSyntax[sheet][line].name.text
    case .column(let table, let column): tableSyntax[table].columns[column].name.text
    case .parameter(let index): parameterSyntax[index].name.text
    case .credit(let sheet, let credit): creditSyntax[sheet][credit].name.text
    case .range(let sheet): sheetSyntax[sheet].rows?.range?.name.text ?? ""
    }
  }

  /// Says why an expression has no constant value.
  mutating func reportNoValue(_ value: TypedExpression, what: String) {
    report(isConstant(value) ? .noExactValue(value.span, what: what) : .notConstant(value.span, what: what))
  }

  /// True iff the expression is one of those that have a constant value, unless it divides by zero or is too long.
  private func isConstant(_ value: TypedExpression) -> Bool {
    switch value.kind {
    case .constant, .parameter: return true
    case .negate(let a), .shiftPeriod(let a, _): return isConstant(a)
    case .binary(let operation, let a, let b):
      return operation != .and && operation != .or && isConstant(a) && isConstant(b)
    case .call(let builtin, let arguments):
      return [.percent, .min, .max, .remainder, .sqrt, .normalQuantile, .poissonQuantile].contains(builtin)
        && arguments.allSatisfy { isConstant($0) }
    default: return false
    }
  }

  // ---- Types as written ----

  /// The unit that the names make, and how many base units one is; nil with a message if a name is unknown.
  mutating func unit(_ syntax: UnitExpression, in scope: Scope = .constant) -> (unit: Unit, factor: Rational)? {
    var result: (unit: Unit, factor: Rational) = (.one, .one)
    for (names, isInverse) in [(syntax.numerator, false), (syntax.denominator, true)] {
      for name in names where name.text != "number" && name.text != "1" {
        if units[name.text] == nil, let pending = pendingUnits.firstIndex(where: { $0.name.text == name.text }) {
          declare(pendingUnits.remove(at: pending))
        }
        if isUnitVariable(name.text, in: scope), let use = scope.use {
          guard let quantity = binding(of: name.text, in: use), Unit.canCombine(result.unit, quantity.unit) else {
            return nil
          }
          result.unit = isInverse ? result.unit / quantity.unit : result.unit * quantity.unit
          continue
        }
        guard let (unit, factor) = units[name.text] else {
          report(.unknownUnit(name, known: Array(units.keys)))
          return nil
        }
        guard Unit.canCombine(result.unit, unit) else {
          report(.unitTooLarge(name.span))
          return nil
        }
        let combined = isInverse ? result.factor.dividing(factor) : result.factor.multiplying(factor)
        guard let combined else { return nil }
        result = (isInverse ? result.unit / unit : result.unit * unit, combined)
      }
    }
    return result
  }

  /// The type that is written, and the factor to base units of its cells.
  mutating func staticType(_ syntax: TypeSyntax, table: Int? = nil) -> (type: StaticType, factor: Rational?) {
    switch syntax.kind {
    case .error: return (.poison, nil)
    case .optional(let inner):
      let (type, factor) = staticType(inner, table: table)
      return (type.optional(), factor)
    case .choices(let texts): return (StaticType(.choice(texts.map(\.text))), nil)
    case .moneyIn(let name):
      guard let table, let column = tableSyntax[table].columns.firstIndex(where: { $0.name.text == name.text }) else {
        report(.unknownColumn(name, table: table.map { tableSyntax[$0].name.text } ?? "", known: []))
        return (.poison, nil)
      }
      return (StaticType(.moneyInColumn(currency: column)), nil)
    case .unitIn(let unit, let column): return (unitOfEachRow(unit, in: column, table: table), nil)
    case .named(let expression):
      if expression.numerator.count == 1, expression.denominator.isEmpty {
        let name = expression.numerator[0]
        switch name.text {
        case "text": return (.text, nil)
        case "bool": return (.bool, nil)
        case "date": return (.date, nil)
        case "timestamp": return (StaticType(.timestamp), nil)
        case "number": return (.number, nil)
        case "percent", "%": return (StaticType(.number(.percent)), nil)
        default: break
        }
        if let unit = PeriodUnit(rawValue: name.text) { return (StaticType(.period(unit)), nil) }
        if units[name.text] != nil, isTable(name.text) { return (.poison, nil) }
        if case .table(let index)? = globals[name.text]?.global { return (StaticType(.row(.table(index))), nil) }
        if units[name.text] == nil {
          report(
            .unknownType(
              name,
              known: Array(units.keys) + tableSyntax.map(\.name.text)
                + ["text", "bool", "date", "timestamp", "number", "percent", "month", "quarter", "year", "week"]))
          return (.poison, nil)
        }
      }
      guard let (unit, factor) = unit(expression) else { return (.poison, nil) }
      return (.quantity(unit), factor == .one ? nil : factor)
    }
  }
}
