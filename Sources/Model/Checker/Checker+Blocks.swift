import Columns
import Source
import Syntax

/// Blocks: their lines become lines of the sheet that uses them.
extension Checker {
  /// Puts the lines of the blocks that a sheet names into the sheet.
  mutating func expandBlocks(_ sheet: Int) {
    let written = lineSyntax[sheet]
    lineSyntax[sheet] = []
    linePlaces[sheet] = nil
    let scope = rowScope(sheet)
    for line in written {
      if let use = expand(line, name: line.name.text, into: sheet, in: scope) {
        sheetBlocks[sheet][line.name.text] = use
      } else {
        append(line, to: sheet, origin: nil)
      }
    }
  }

  private mutating func append(_ line: LineDeclaration, to sheet: Int, origin: LineOrigin?) {
    lineSyntax[sheet].append(line)
    lineOrigins[sheet].append(origin)
  }

  /// Expands a line that names a block; nil if it is another line.
  private mutating func expand(
    _ line: LineDeclaration, name: String, into sheet: Int, in scope: Scope
  ) -> Int? {
    guard line.kind == .let, case .call(let called, let arguments) = line.value.kind,
      case .define(let define)? = globals[called.text]?.global, defineSyntax[define].isBlock
    else { return nil }
    if line.each != nil || line.starting != nil { report(.blockWithClauses(line.name, isEach: line.each != nil)) }
    let given = bind(arguments, called, to: define)
    var use = DefineUse(define: define, name: name, span: line.value.span, scope: scope, given: given ?? [])
    use.isBroken = given == nil || reportsEndless(define, called, in: scope)
    if !use.isBroken, lineSyntax[sheet].count > Checker.expandedLineLimit {
      report(
        .useTooLarge(called.span, name: called.text, why: "its sheet has more than \(Checker.expandedLineLimit) lines"))
      use.isBroken = true
    }
    defineUses.append(use)
    let index = defineUses.count - 1
    blockUses[sheet].append(index)
    if !use.isBroken { appendLines(of: index, to: sheet) }
    return index
  }

  /// Appends the lines of a use: those of its arguments that are computed, then its own.
  mutating func appendLines(of use: Int, to sheet: Int) {
    let define = defineSyntax[defineUses[use].define]
    guard case .block(let lines, _) = define.body else { return }
    func named(_ name: Name) -> Name {
      let prefix = defineUses[use].name
      return prefix.isEmpty ? name : Name("\(prefix).\(name.text)", name.span)
    }
    for (index, parameter) in define.parameters.enumerated() where defineUses[use].parameterLines[index] == nil {
      guard let value = defineUses[use].given[index] ?? parameter.defaultValue, !value.isAtom else { continue }
      defineUses[use].parameterLines[index] = lineSyntax[sheet].count
      append(
        LineDeclaration(
          kind: .let, name: named(parameter.name), title: nil, each: nil, starting: nil, decimals: nil, value: value,
          steps: [], documentation: nil, span: value.span),
        to: sheet, origin: LineOrigin(use: use, parameter: index))
    }
    var inside = rowScope(sheet)
    inside.use = use
    for line in lines {
      let name = named(line.name)
      if let block = expand(line, name: name.text, into: sheet, in: inside) {
        defineUses[use].blocks[line.name.text] = block
        continue
      }
      if defineUses[use].lines[line.name.text] == nil {
        defineUses[use].lines[line.name.text] = lineSyntax[sheet].count
      }
      append(
        LineDeclaration(
          kind: .let, name: name, title: nil, each: line.each, starting: line.starting, decimals: nil,
          value: line.value, steps: [], documentation: line.documentation, span: line.span),
        to: sheet, origin: LineOrigin(use: use, parameter: nil))
    }
  }

  /// What the names of a line's value mean.
  func lineScope(_ sheet: Int, _ line: Int) -> Scope {
    var scope = rowScope(sheet)
    scope.use = lineOrigins[sheet][line]?.use
    return scope
  }

  /// The checks of the blocks that a sheet uses, each with its block's name.
  mutating func checkBlockLaws(_ sheet: Int) {
    for use in blockUses[sheet] where !defineUses[use].isBroken {
      guard case .block(_, let checks) = defineSyntax[defineUses[use].define].body else { continue }
      var scope = rowScope(sheet)
      scope.use = use
      for check in checks {
        let count = diagnostics.count
        let condition = checkCondition(check.condition, in: scope, what: "a check")
        for around in usesAround(scope) { pointToUse(around, messagesFrom: count) }
        model.sheets[sheet].checks.append(
          CheckModel(text: "\(defineUses[use].name): \(check.text.text)", condition: condition, span: check.span))
      }
    }
  }

  // ---- `draw.owed` ----

  /// What a path of names such as `draw.owed` leads to.
  enum BlockPath {
    /// A line, and the names that follow it.
    case line(Int, sheet: Int, depth: Int, rest: [Name])
    /// A block, as a whole.
    case block(Int, Name)
    /// A name that the block does not have.
    case unknown(Int, Name)
    /// A part of a block that has been reported.
    case broken
  }

  /// Follows a path that starts with a block; nil if it starts with something else.
  func blockPath(_ syntax: Expression, in scope: Scope) -> BlockPath? {
    guard var names = syntax.dottedNames else { return nil }
    var start: (sheet: Int, depth: Int)?
    var blocks: [String: Int] = [:]
    if let use = scope.use {
      guard let sheet = defineUses[use].scope.sheet, !syntax.startsWithThis else { return nil }
      start = (sheet, 0)
      blocks = defineUses[use].blocks
    } else {
      let relation = syntax.startsWithThis ? scope.outer ?? scope.row : scope.row
      guard case .sheet(let sheet)? = relation else { return nil }
      start = (sheet, syntax.startsWithThis && scope.outer != nil ? 1 : 0)
      blocks = sheetBlocks[sheet]
      // The sheet itself, read as a table: `Plan.draw.owed`.
      if !syntax.startsWithThis, names.count > 1, blocks[names[0].text] == nil,
        self.relation(named: names[0].text, in: scope) == relation
      {
        names.removeFirst()
      }
    }
    guard let start, let first = names.first, var use = blocks[first.text] else { return nil }
    var last = first
    for (place, name) in names.enumerated().dropFirst() {
      if defineUses[use].isBroken { return .broken }
      if let line = defineUses[use].lines[name.text] {
        return .line(line, sheet: start.sheet, depth: start.depth, rest: Array(names[(place + 1)...]))
      }
      guard let inner = defineUses[use].blocks[name.text] else { return .unknown(use, name) }
      use = inner
      last = name
    }
    return defineUses[use].isBroken ? .broken : .block(use, last)
  }

  /// The value of `draw.owed`; nil if the path does not start with a block.
  mutating func blockValue(_ syntax: Expression, in scope: Scope) -> TypedExpression? {
    let span = syntax.span
    switch blockPath(syntax, in: scope) {
    case nil: return nil
    case .broken: break
    case .block(let use, let name):
      report(.blockAsValue(span, name: defineUses[use].name, last: name, lines: lineNames(of: use)))
    case .unknown(let use, let name):
      report(.unknownBlockLine(name, block: defineUses[use].name, lines: lineNames(of: use)))
    case .line(let line, let sheet, let depth, let rest):
      let type = lineType(sheet: sheet, line: line, at: span)
      var value = asRead(TypedExpression(.field(.sheet(sheet), .line(line), depth: depth), type, span), in: scope)
      for name in rest { value = member(name, of: value, span) }
      return value.known(in: scope)
    }
    return TypedExpression(.error, .poison, span)
  }

  /// The lines of a block in the order of its text.
  func lineNames(of use: Int) -> [String] {
    defineUses[use].lines.sorted { $0.value < $1.value }.map(\.key)
  }

  /// The line of the scope's sheet that an expression names, if it is no more than a name.
  func lineNamed(_ syntax: Expression, in scope: Scope) -> Int? {
    if case .line(let line, _, 0, let rest)? = blockPath(syntax, in: scope), rest.isEmpty { return line }
    guard case .name(let text) = syntax.kind, let sheet = scope.sheet else { return nil }
    guard let use = scope.use else { return lineSyntax[sheet].firstIndex { $0.name.text == text } }
    if let line = defineUses[use].lines[text] { return line }
    let parameters = defineSyntax[defineUses[use].define].parameters
    guard let parameter = parameters.firstIndex(where: { $0.name.text == text }) else { return nil }
    if let line = defineUses[use].parameterLines[parameter] { return line }
    return defineUses[use].given[parameter].flatMap { lineNamed($0, in: defineUses[use].scope) }
  }
}

extension Expression {
  /// True iff it is short enough to be evaluated wherever a parameter stands: a literal or a name.
  fileprivate var isAtom: Bool {
    switch kind {
    case .number, .text, .bool, .missing, .date, .period, .span, .name, .today, .relativePeriod, .error: true
    case .unary(.minus, let operand): operand.isAtom
    case .member(let base, _): base.dottedNames != nil
    default: false
    }
  }

  /// The names of `a.b.c`, without a leading `this`; nil for any other expression.
  fileprivate var dottedNames: [Name]? {
    switch kind {
    case .name(let text): [Name(text, span)]
    case .thisRow: []
    case .member(let base, let name): base.dottedNames.map { $0 + [name] }
    default: nil
    }
  }

  fileprivate var startsWithThis: Bool {
    switch kind {
    case .thisRow: true
    case .member(let base, _): base.startsWithThis
    default: false
    }
  }
}
