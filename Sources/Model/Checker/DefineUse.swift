import Source
import Syntax

/// One use of a define: what stands for its parameters, and where its lines are.
struct DefineUse: Sendable {
  /// What a unit variable stands for, and the argument that says so.
  struct UnitBinding: Sendable {
    let quantity: Quantity
    let parameter: Int?
  }

  let define: Int
  /// The block's name in its sheet, as in `draw` or, of a block within a block, `draw.inner`.
  let name: String
  /// The call.
  let span: SourceSpan
  /// Where the arguments stand. Its own use, if it has one, is the one in whose body this one stands.
  let scope: Scope
  /// The arguments by parameter; nil where the default counts.
  let given: [Expression?]
  /// True iff the arguments could not be read, which has been reported: what the use gives is not known.
  var isBroken = false
  /// True iff it stands for every use: the define is examined by itself.
  var isAlone = false

  /// The arguments that have been checked.
  var values: [Int: TypedExpression] = [:]
  /// The arguments that are being checked.
  var isBeingRead: Set<Int> = []
  /// What the unit variables stand for, as far as it is known.
  var units: [String: UnitBinding] = [:]
  /// The block's lines in the sheet's, and the blocks in it.
  var lines: [String: Int] = [:]
  var blocks: [String: Int] = [:]
  /// The lines of the sheet that hold arguments which are computed.
  var parameterLines: [Int: Int] = [:]

  init(define: Int, name: String, span: SourceSpan, scope: Scope, given: [Expression?]) {
    self.define = define
    self.name = name
    self.span = span
    self.scope = scope
    self.given = given
  }
}

/// Where a line of a sheet comes from that the sheet's text does not have.
struct LineOrigin: Sendable {
  let use: Int
  /// The parameter whose argument the line holds; nil for a line of the define's own.
  let parameter: Int?
}

/// A message by its code and place.
struct MessagePlace: Hashable, Sendable {
  let code: String
  let span: SourceSpan

  init(_ diagnostic: Diagnostic) {
    code = diagnostic.code
    span = diagnostic.primary.span
  }
}

extension Checker {
  /// Blocks within blocks and calls within bodies, deeper than any author nests them.
  static let useDepthLimit = 12
  /// More lines than any sheet has; blocks that use blocks could make as many as they like.
  static let expandedLineLimit = 5_000
  /// More calls of defines than the bodies that one value stands for can hold; each body may call several others.
  static let nestedCallLimit = 2_000
  /// How tall and how large the value of one call may be.
  static let callHeightLimit = 500
  static let callSizeLimit = 20_000

  /// The uses in whose bodies something stands, innermost first.
  func usesAround(_ scope: Scope) -> [Int] {
    var found: [Int] = []
    var next = scope.use
    while let use = next {
      found.append(use)
      next = defineUses[use].scope.use
    }
    return found
  }

  /// Says that a define is made of itself, or is nested too deeply; true iff so.
  mutating func reportsEndless(_ define: Int, _ name: Name, in scope: Scope) -> Bool {
    let around = usesAround(scope)
    if let start = around.firstIndex(where: { defineUses[$0].define == define }) {
      let ring = Set(around[...start].map { defineUses[$0].define })
      // A circle is reported where the defines are examined by themselves, whether they are used or not.
      if around.last.map({ defineUses[$0].isAlone }) ?? false, reportedRings.insert(ring).inserted {
        let names = around[...start].reversed().map { defineSyntax[defineUses[$0].define].name.text }
        report(.defineOfItself(name, ring: names + [name.text]))
      }
      return true
    }
    guard around.count < Checker.useDepthLimit else {
      report(.useTooLarge(name.span, name: name.text, why: "its defines use each other \(around.count) deep"))
      return true
    }
    return false
  }

  /// Says that a define sees no rows, if the expression stands in one; true iff so.
  mutating func reportsRowsInDefine(_ what: String, _ span: SourceSpan, in scope: Scope) -> Bool {
    guard let use = scope.use else { return false }
    report(.rowsInDefine(span, what: what, define: defineSyntax[defineUses[use].define].name.text))
    return true
  }

  /// The arguments by parameter; nil after a message.
  mutating func bind(_ arguments: [Argument], _ name: Name, to define: Int) -> [Expression?]? {
    let syntax = defineSyntax[define]
    var given: [Expression?] = Array(repeating: nil, count: syntax.parameters.count)
    var isBound = true
    for (place, argument) in arguments.enumerated() {
      if case .error = argument.value.kind { isBound = false }
      guard let label = argument.label else {
        if place < given.count {
          given[place] = argument.value
        } else {
          report(.tooManyArguments(argument.value.span, name, signature: syntax.signature))
          return nil
        }
        continue
      }
      guard let parameter = syntax.parameters.firstIndex(where: { $0.name.text == label.text }) else {
        report(.unknownArgument(label, of: name, known: syntax.parameters.map(\.name.text)))
        isBound = false
        continue
      }
      if let other = given[parameter] {
        report(.argumentTwice(label, of: name, before: other.span))
        isBound = false
      }
      given[parameter] = argument.value
    }
    guard isBound else { return nil }
    let missing = syntax.parameters.indices.filter { given[$0] == nil && syntax.parameters[$0].defaultValue == nil }
    guard missing.isEmpty else {
      report(
        .argumentMissing(name, parameters: missing.map { syntax.parameters[$0].name.text }, signature: syntax.signature)
      )
      return nil
    }
    return given
  }

  /// Points messages about a define's body that a use has caused to the use, with a note to the body.
  mutating func pointToUse(_ use: Int, messagesFrom count: Int) {
    guard diagnostics.count > count, !defineUses[use].isAlone else { return }
    let define = defineSyntax[defineUses[use].define]
    for index in count..<diagnostics.count {
      let found = diagnostics[index]
      let place = found.primary.span
      guard place.file == define.span.file, place.start >= define.span.start, place.end <= define.span.end else {
        continue
      }
      // Of blocks within blocks, the outermost use and the innermost body are shown.
      let passed = bodyPlaces[found] ?? []
      let body = passed.isEmpty ? [Diagnostic.Label(place, found.primary.text)] : []
      let moved = Diagnostic(
        found.severity, found.code, found.message, at: defineUses[use].span, "in `\(define.name.text)`, used here",
        also: body + found.secondary, notes: found.notes, help: found.help.map { Diagnostic.Help($0.text) })
      bodyPlaces[moved] = passed.union([MessagePlace(found)])
      diagnostics[index] = moved
    }
  }
}

extension DefineDeclaration {
  /// How it is called: `Margin(revenue: M, cost: M) in M`.
  public var signature: String {
    let list = parameters.map { parameter in
      "\(parameter.name.text): \(parameter.type.text)" + (parameter.defaultValue == nil ? "" : " = …")
    }
    let units = units.isEmpty ? "" : " in " + self.units.map(\.text).joined(separator: ", ")
    return "\(name.text)(\(list.joined(separator: ", ")))\(units)"
  }
}

extension TypeSyntax {
  /// The type as it is written.
  fileprivate var text: String {
    switch kind {
    case .error: "?"
    case .optional(let inner): inner.text + "?"
    case .choices(let texts): texts.map { "\"\($0.text)\"" }.joined(separator: " | ")
    case .moneyIn(let name): "money in \(name.text)"
    case .unitIn(let unit, let name): TypeSyntax(.named(unit), span).text + " in \(name.text)"
    case .named(let unit):
      unit.numerator.map(\.text).joined(separator: " * ") + unit.denominator.map { " / \($0.text)" }.joined()
    }
  }
}
