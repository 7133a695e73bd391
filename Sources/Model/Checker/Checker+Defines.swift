import Columns
import Source
import Syntax

/// Defines: their calls, their arguments and what the names of their bodies mean.
extension Checker {
  /// A call of a define that is one value.
  mutating func call(
    define: Int, _ name: Name, _ arguments: [Argument], _ span: SourceSpan, in scope: Scope
  ) -> TypedExpression {
    func failed() -> TypedExpression { TypedExpression(.error, .poison, span) }
    guard case .value(let body) = defineSyntax[define].body else {
      report(.blockCalled(name, span))
      return failed()
    }
    guard let given = bind(arguments, name, to: define), !reportsEndless(define, name, in: scope) else {
      return failed()
    }
    nestedCalls = scope.use == nil ? 0 : nestedCalls + 1
    guard nestedCalls <= Checker.nestedCallLimit else {
      // The first one too many is reported; the others are too many for the same reason.
      guard nestedCalls == Checker.nestedCallLimit + 1 else { return failed() }
      report(.useTooLarge(name.span, name: name.text, why: "it is one of more than \(Checker.nestedCallLimit) calls"))
      return failed()
    }
    defineUses.append(DefineUse(define: define, name: name.text, span: span, scope: scope, given: given))
    let use = defineUses.count - 1
    let count = diagnostics.count
    // Arguments come first: calls within calls then do not stand on each other's bodies.
    let values = given.indices.map { argument($0, of: use) }
    var inside = scope
    inside.it = nil
    inside.use = use
    inside.present = []
    let value = values.contains { $0.type.isPoison } ? failed() : check(body, in: inside)
    pointToUse(use, messagesFrom: count)
    guard !value.type.isPoison else { return failed() }
    if case .calendarSpan = value.type.value { return TypedExpression(value.kind, value.type, span) }
    var size = 0
    guard value.fits(height: Checker.callHeightLimit, size: &size, limit: Checker.callSizeLimit) else {
      report(.useTooLarge(name.span, name: name.text, why: "its value has too many parts"))
      return failed()
    }
    return TypedExpression(value.kind, value.type, span)
  }

  // ---- Arguments ----

  /// An argument, as the parameter's type.
  mutating func argument(_ parameter: Int, of use: Int) -> TypedExpression {
    if let known = defineUses[use].values[parameter] { return known }
    let define = defineSyntax[defineUses[use].define]
    let declared = define.parameters[parameter]
    let span = defineUses[use].span
    guard defineUses[use].isBeingRead.insert(parameter).inserted else {
      report(.unitRestsOnItself(span, parameter: declared.name.text, define: define.name.text))
      return TypedExpression(.error, .poison, span)
    }
    defer { defineUses[use].isBeingRead.remove(parameter) }
    var scope = defineUses[use].scope
    guard let syntax = defineUses[use].given[parameter] ?? declared.defaultValue else {
      return TypedExpression(.error, .poison, span)
    }
    if defineUses[use].given[parameter] == nil {
      scope.use = use
      scope.present = []
    }
    let count = diagnostics.count
    let found = check(declared.type.isPeriod ? asPeriod(syntax) : syntax, in: scope)
    let what = "`\(declared.name.text)` of `\(define.name.text)`"
    var value = found
    let type = type(of: parameter, use, given: found)
    if found.type.isPoison || type.isPoison {
      value = TypedExpression(.error, .poison, found.span)
    } else if let other = otherArgument(parameter, of: use, found, type) {
      report(
        .argumentUnitsDiffer(
          found, declared.name.text, describe(found.type), of: define.name.text, other: other.name,
          describe(other.type), otherSpan: other.span, unit: other.unit))
      value = TypedExpression(.error, .poison, found.span)
    } else {
      value = coerce(found, to: type.optional(found.type.isOptional), what: what)
      if !type.isOptional { value = required(value, what: what) }
      if type.isOptional, !value.type.isPoison {
        value = TypedExpression(value.kind, value.type.optional(), value.span)
      }
    }
    if defineUses[use].given[parameter] == nil { pointToUse(use, messagesFrom: count) }
    defineUses[use].values[parameter] = value
    return value
  }

  /// The value that a parameter's name means in the body.
  private mutating func parameterValue(
    _ parameter: Int, of use: Int, _ span: SourceSpan, in scope: Scope
  ) -> TypedExpression {
    if let line = defineUses[use].parameterLines[parameter], let sheet = defineUses[use].scope.sheet {
      let type = lineType(sheet: sheet, line: line, at: span)
      return TypedExpression(.field(.sheet(sheet), .line(line), depth: 0), type, span).known(in: scope)
    }
    let value = argument(parameter, of: use)
    switch value.kind {
    case .constant, .parameter, .field, .today, .error:
      return TypedExpression(value.kind, value.type, span).known(in: scope)
    default:
      // What is computed fails where it is written, if it fails.
      return value.known(in: scope)
    }
  }

  /// A parameter's type in a use; its unit variables are bound by what the arguments are.
  private mutating func type(of parameter: Int, _ use: Int, given: TypedExpression) -> StaticType {
    let define = defineSyntax[defineUses[use].define]
    let declared = define.parameters[parameter].type
    for variable in define.variables(in: declared) where defineUses[use].units[variable] == nil {
      guard define.parameters[parameter].type.isUnit(variable) else {
        if binding(of: variable, in: use) == nil { return .poison }
        continue
      }
      let arguments = defineUses[use].given
      let better = define.telling(variable, arguments).filter {
        $0 != parameter && define.rank(of: $0, arguments) < define.rank(of: parameter, arguments)
          && !defineUses[use].isBeingRead.contains($0)
      }
      for other in better where defineUses[use].units[variable] == nil { _ = argument(other, of: use) }
      if defineUses[use].units[variable] != nil { continue }
      guard let found = given.type.quantity else {
        if !given.type.isPoison {
          let what = "`\(define.parameters[parameter].name.text)` of `\(define.name.text)`"
          report(.amountNeeded(given.span, what: what, found: describe(given.type)))
        }
        return .poison
      }
      defineUses[use].units[variable] = DefineUse.UnitBinding(
        quantity: Quantity(found.unit, found.form), parameter: parameter)
    }
    return declaredType(declared, in: use)
  }

  /// A parameter's type in a use whose unit variables are bound.
  mutating func declaredType(_ declared: TypeSyntax, in use: Int) -> StaticType {
    let define = defineSyntax[defineUses[use].define]
    guard !define.variables(in: declared).isEmpty, let unit = declared.unit else { return staticType(declared).type }
    return type(unit, isOptional: declared.isOptional, in: use)
  }

  /// The type of amounts in a unit that has unit variables; poison where they could not be bound.
  private mutating func type(_ unit: UnitExpression, isOptional: Bool, in use: Int) -> StaticType {
    if unit.numerator.count == 1, unit.denominator.isEmpty,
      let binding = defineUses[use].units[unit.numerator[0].text]
    {
      return StaticType(.number(binding.quantity), isOptional: isOptional)
    }
    var scope = Scope.constant
    scope.use = use
    guard let (unit, _) = self.unit(unit, in: scope) else { return .poison }
    return StaticType(.number(Quantity(unit)), isOptional: isOptional)
  }

  /// The argument that has bound the parameter's unit variable to another unit than this one's.
  private func otherArgument(
    _ parameter: Int, of use: Int, _ found: TypedExpression, _ wanted: StaticType
  ) -> (name: String, type: StaticType, span: SourceSpan, unit: String)? {
    let define = defineSyntax[defineUses[use].define]
    guard let a = found.type.quantity, let b = wanted.quantity, a.unit != b.unit else { return nil }
    if case .constant = found.kind, a.unit.isOne { return nil }
    for variable in define.variables(in: define.parameters[parameter].type) {
      guard let other = defineUses[use].units[variable]?.parameter, other != parameter,
        let value = defineUses[use].values[other]
          ?? defineUses[use].given[other].map({
            TypedExpression(.error, wanted, $0.span)
          })
      else { continue }
      return (define.parameters[other].name.text, value.type, value.span, variable)
    }
    return nil
  }

  /// What a unit variable stands for in a use; nil after a message.
  mutating func binding(of variable: String, in use: Int) -> Quantity? {
    if let known = defineUses[use].units[variable] { return known.quantity }
    let define = defineSyntax[defineUses[use].define]
    let candidates = define.telling(variable, defineUses[use].given)
    if candidates.isEmpty, !define.unitsWithoutParameter.contains(where: { $0.text == variable }) {
      report(.unitNotTold(defineUses[use].span, unit: variable, define: define.name.text))
    }
    for candidate in candidates where defineUses[use].units[variable] == nil {
      if argument(candidate, of: use).type.isPoison { break }
    }
    return defineUses[use].units[variable]?.quantity
  }

  /// True iff a name stands for a unit where this scope is.
  func isUnitVariable(_ name: String, in scope: Scope) -> Bool {
    guard let use = scope.use else { return false }
    return defineSyntax[defineUses[use].define].units.contains { $0.text == name }
  }

  // ---- Names in a body ----

  /// A bare name in a define's body: it sees parameters and its own lines, and what is declared for all.
  mutating func checkDefineName(_ name: Name, of use: Int, in scope: Scope) -> TypedExpression {
    func failed() -> TypedExpression { TypedExpression(.error, .poison, name.span) }
    let define = defineSyntax[defineUses[use].define]
    if let parameter = define.parameters.firstIndex(where: { $0.name.text == name.text }) {
      return parameterValue(parameter, of: use, name.span, in: scope)
    }
    if let line = defineUses[use].lines[name.text], let sheet = defineUses[use].scope.sheet {
      let type = lineType(sheet: sheet, line: line, at: name.span)
      let value = TypedExpression(.field(.sheet(sheet), .line(line), depth: 0), type, name.span)
      return asRead(value, in: scope).known(in: scope)
    }
    if let block = defineUses[use].blocks[name.text] {
      if !defineUses[block].isBroken {
        report(.blockAsValue(name.span, name: name.text, last: name, lines: lineNames(of: block)))
      }
      return failed()
    }
    switch globals[name.text]?.global {
    case .parameter(let index):
      guard model.parameters.indices.contains(index) else {
        report(.notConstant(name.span, what: "a unit's value"))
        return failed()
      }
      checkParameter(index, at: name.span)
      return TypedExpression(.parameter(index), model.parameters[index].value.type, name.span)
    case .table, .sheet: report(.relationAsValue(name, isTable: isTable(name.text)))
    case .rates, .curve: report(.ratesAsValue(name))
    case .define(let define): report(.defineAsValue(name, isBlock: defineSyntax[define].isBlock))
    case .schedule(let schedule): report(scheduleAsValue(schedule, name.span))
    case nil where name.text == "infinite": return infiniteWord(name.span)
    case nil:
      let known =
        define.parameters.map(\.name.text) + defineUses[use].lines.keys.sorted() + model.parameters.map(\.name)
      report(.notSeenByDefine(name, define: define.name.text, known: known))
    }
    return failed()
  }

  /// True iff a define's body has a parameter or a line of this name.
  func definesName(_ name: String, in use: Int) -> Bool {
    defineUses[use].lines[name] != nil
      || defineSyntax[defineUses[use].define].parameters.contains { $0.name.text == name }
  }

  /// What a parameter's argument is in the text, where it is needed as it is written: the name of a credit.
  func argumentSyntax(_ syntax: Expression, in scope: Scope) -> (Expression, Scope) {
    guard let use = scope.use, case .name(let text) = syntax.kind,
      let parameter = defineSyntax[defineUses[use].define].parameters.firstIndex(where: { $0.name.text == text }),
      defineUses[use].given.indices.contains(parameter), let given = defineUses[use].given[parameter]
    else { return (syntax, scope) }
    return argumentSyntax(given, in: defineUses[use].scope)
  }
}

extension DefineDeclaration {
  /// The unit variables in a type.
  fileprivate func variables(in type: TypeSyntax) -> [String] {
    guard let unit = type.unit else { return [] }
    let names = Set((unit.numerator + unit.denominator).map(\.text))
    return units.map(\.text).filter(names.contains)
  }

  /// How well an argument says what its unit is: an amount with a unit best, a number alone least.
  fileprivate func rank(of parameter: Int, _ given: [Expression?]) -> Int {
    guard given.indices.contains(parameter), let syntax = given[parameter] else { return 3 }
    if case .number(_, let unit) = syntax.kind { return unit == nil ? 2 : 0 }
    return 1
  }

  /// The parameters whose arguments say what a unit variable is, the best first.
  fileprivate func telling(_ variable: String, _ given: [Expression?]) -> [Int] {
    parameters.indices.filter { index in
      given.indices.contains(index) && given[index] != nil && parameters[index].type.isUnit(variable)
    }.sorted { (rank(of: $0, given), $0) < (rank(of: $1, given), $1) }
  }

  /// The unit variables that are no parameter's type, so that nothing says what they are.
  var unitsWithoutParameter: [Name] {
    units.filter { name in !parameters.contains { $0.type.isUnit(name.text) } }
  }
}

extension TypeSyntax {
  /// The unit of a type that is written as one, `?` or not.
  fileprivate var unit: UnitExpression? {
    switch kind {
    case .named(let unit): unit
    case .optional(let inner): inner.unit
    case .choices, .moneyIn, .unitIn, .error: nil
    }
  }

  /// True iff it is this unit alone, `?` or not.
  fileprivate func isUnit(_ name: String) -> Bool {
    unit.map { $0.denominator.isEmpty && $0.numerator.map(\.text) == [name] } ?? false
  }

  fileprivate var isOptional: Bool {
    if case .optional = kind { return true }
    return false
  }

  /// True iff it is the name of a period's length.
  fileprivate var isPeriod: Bool {
    guard let unit, unit.denominator.isEmpty, unit.numerator.count == 1 else { return false }
    return PeriodUnit(rawValue: unit.numerator[0].text) != nil
  }
}

extension TypedExpression {
  /// True iff the expression is no taller than `height` and, with what has been counted, has no more than `limit` parts.
  fileprivate func fits(height: Int, size: inout Int, limit: Int) -> Bool {
    size += 1
    guard height > 0, size <= limit else { return false }
    for child in children where !child.fits(height: height - 1, size: &size, limit: limit) { return false }
    return true
  }
}
