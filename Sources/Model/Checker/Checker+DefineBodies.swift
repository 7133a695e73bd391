import Columns
import Source
import Syntax

/// Each define is examined by itself, with arguments of which no more is known than their types: what is wrong with it
/// is reported where it stands, once, whether it is used or not.
extension Checker {
  /// True iff the define belongs to the standard library, whose tests examine it.
  func isLibrary(_ define: Int) -> Bool { define >= libraryStart }

  mutating func checkDefines() {
    guard defineSyntax.indices.contains(where: { !isLibrary($0) }) else { return }
    var found: [Diagnostic] = []
    // One copy for all of them: each gets a sheet and a use of its own in it.
    var copy = self
    for define in defineSyntax.indices where !isLibrary(define) {
      copy.diagnostics = []
      copy.isTooLong = isTooLong
      copy.examine(define)
      // What depends on the rows, periods and windows of a use is judged there.
      found += copy.diagnostics.filter { !$0.code.hasPrefix("E05") && !$0.code.hasPrefix("E06") }
    }
    bodyPlaces = copy.bodyPlaces
    reportedRings = copy.reportedRings
    // What is wrong in every use is no matter of any one use.
    var known = Set(found.map(MessagePlace.init))
    diagnostics = (diagnostics + found).filter { message in
      guard let places = bodyPlaces[message] else { return true }
      guard places.isDisjoint(with: known) else { return false }
      // A first value that is missing in one use is missing in all; the first use shows it.
      if message.code == "E0602" { known.formUnion(places) }
      return true
    }
  }

  private mutating func examine(_ define: Int) {
    let syntax = defineSyntax[define]
    nestedCalls = 0
    for unit in syntax.units {
      if units[unit.text] != nil || Checker.typeWords.contains(unit.text) { report(.unitDeclaredTwice(unit)) }
    }
    for unit in syntax.unitsWithoutParameter { report(.unitVariableUnknown(unit, define: syntax.name.text)) }
    let sheet = addSheet(for: syntax)
    var use = DefineUse(
      define: define, name: "", span: syntax.name.span, scope: rowScope(sheet),
      given: Array(repeating: nil, count: syntax.parameters.count))
    use.isAlone = true
    for unit in syntax.units {
      use.units[unit.text] = DefineUse.UnitBinding(quantity: Quantity(Unit(unit.text)), parameter: nil)
    }
    defineUses.append(use)
    let index = defineUses.count - 1
    for parameter in syntax.parameters.indices { addParameter(parameter, of: index, to: sheet) }
    var scope = rowScope(sheet)
    scope.use = index
    switch syntax.body {
    case .value(let value):
      reportTwice(syntax.parameters.map(\.name))
      _ = check(value, in: scope)
    case .block(let lines, let checks):
      reportTwice(syntax.parameters.map(\.name) + lines.map(\.name))
      if lines.isEmpty { report(.blockWithoutLines(syntax.name)) }
      appendLines(of: index, to: sheet)
      for line in lineSyntax[sheet].indices {
        _ = lineType(sheet: sheet, line: line, at: lineSyntax[sheet][line].name.span)
      }
      for check in checks { _ = checkCondition(check.condition, in: scope, what: "a check") }
    }
  }

  private mutating func reportTwice(_ names: [Name]) {
    var seen: [String: Name] = [:]
    for name in names {
      if let other = seen[name.text] { report(.declaredTwice(name, before: other)) }
      seen[name.text] = seen[name.text] ?? name
    }
  }

  /// A sheet with one row a month, in which a define stands alone.
  private mutating func addSheet(for define: DefineDeclaration) -> Int {
    sheetSyntax.append(
      SheetDeclaration(
        kind: .sheet, name: define.name, title: nil, rows: nil, during: nil, each: .month, payment: nil, items: [],
        documentation: nil, span: define.span))
    lineSyntax.append([])
    lineOrigins.append([])
    creditSyntax.append([])
    sheetBlocks.append([:])
    blockUses.append([])
    let year = CalendarDate(year: 2000, month: 1, day: 1).map { Period(.year, containing: $0) }
    model.sheets.append(
      SheetModel(
        kind: .sheet, name: define.name.text, title: nil, rows: .one, period: .month,
        during: year.map { ($0.firstDay, $0.lastDay) }, currency: nil, negative: nil, credits: [], lines: [],
        checks: [], documentation: nil, span: define.name.span))
    return sheetSyntax.count - 1
  }

  /// A line that holds a value of the parameter's type; its default is checked against it.
  private mutating func addParameter(_ parameter: Int, of use: Int, to sheet: Int) {
    let syntax = defineSyntax[defineUses[use].define].parameters[parameter]
    let type: StaticType
    if syntax.defaultValue != nil {
      // The default is checked as the argument that it is when none is given.
      let value = argument(parameter, of: use)
      type = value.type.isPoison ? .poison : declaredType(syntax.type, in: use)
    } else {
      type = declaredType(syntax.type, in: use)
    }
    let line = lineSyntax[sheet].count
    lineSyntax[sheet].append(
      LineDeclaration(
        kind: .let, name: syntax.name, title: nil, each: nil, starting: nil, decimals: nil,
        value: Expression(.error, syntax.name.span), steps: [], documentation: nil, span: syntax.name.span))
    lineOrigins[sheet].append(nil)
    defineUses[use].parameterLines[parameter] = line
    let what = Computation.line(sheet: sheet, line: line)
    states[what] = .checked
    lineModels[what] = LineModel(
      kind: .let, name: syntax.name.text, title: nil, each: nil, starting: nil, decimals: nil,
      value: TypedExpression(.error, type, syntax.name.span), steps: [], documentation: nil, span: syntax.name.span,
      nameSpan: syntax.name.span)
  }
}
