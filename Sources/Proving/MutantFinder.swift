import Columns
import Model
import Source
import Syntax

/// Finds the mutants of one file, by its tree.
struct MutantFinder {
  private let tree: SyntaxTree
  private let file: FileID
  private let bytes: [UInt8]
  private let model: CheckedModel
  private(set) var mutants: [Mutant] = []
  /// The places around the node at hand, outermost first.
  private var places: [String] = []
  /// The first word of the rates around the node at hand, and whether its first tier has been passed.
  private var rates: (mode: String, isBehindFirst: Bool)?

  init(_ tree: SyntaxTree, _ file: FileID, _ bytes: [UInt8], _ model: CheckedModel) {
    self.tree = tree
    self.bytes = bytes
    self.file = file
    self.model = model
    visit(tree.root)
    mutants.sort { ($0.span, $0.after) < ($1.span, $1.after) }
  }

  // MARK: Walking

  private mutating func visit(_ node: SyntaxTree.NodeID) {
    let kind = tree.kind(node)
    guard !MutantFinder.isLeftOut(kind) else { return }
    let children = tree.children(node)
    let place = self.place(kind, children)
    if let place { places.append(place) }
    let outer = rates
    if kind == .rates { rates = (text(children.first), false) }
    change(node, kind, children)
    for (position, child) in children.enumerated() {
      guard case .node(let inner) = child else { continue }
      changeWithWord(before: position, children, inner)
      visit(inner)
      if kind == .rates, tree.kind(inner) == .tier { rates?.isBehindFirst = true }
    }
    if kind == .rates { rates = outer }
    if place != nil { places.removeLast() }
  }

  /// What is no rule: given figures, names, types, and checks, which no example of a right run can break.
  private static func isLeftOut(_ kind: NodeKind) -> Bool {
    switch kind {
    case .language, .use, .unit, .calendar, .schedule, .weekdays, .scheduleDays, .scheduled, .tableKey, .tableOption,
      .rowBlock, .row, .axis, .data, .tableRows, .example, .given, .asOf, .expect, .check, .assertion, .type,
      .unitExpression, .decimals, .orderEntry, .periodHeader, .eachHeader, .paymentHeader, .orderHeader,
      .groupingHeader, .rowSource, .ruleChoice, .choiceRow, .defineParameter, .error:
      true
    default: false
    }
  }

  // MARK: Texts

  private func span(_ range: Range<Int>) -> SourceSpan {
    SourceSpan(file: file, start: range.lowerBound, end: range.upperBound)
  }

  private func span(_ element: SyntaxTree.Element) -> SourceSpan {
    switch element {
    case .token(let token): return span(tree.range(token))
    case .node(let node):
      let tokens = tree.tokenRange(node)
      guard let first = tokens.first, let last = tokens.last else { return span(0..<0) }
      return span(tree.tokens[first].range.lowerBound..<tree.tokens[last].range.upperBound)
    }
  }

  private func text(_ span: SourceSpan) -> String {
    String(decoding: bytes[Int(span.start)..<Int(span.end)], as: UTF8.self)
  }

  private func text(_ element: SyntaxTree.Element?) -> String { element.map { text(span($0)) } ?? "" }

  private func shortened(_ text: String) -> String {
    let words = text.split { $0.isWhitespace }.joined(separator: " ")
    return words.count > 50 ? words.prefix(49) + "…" : words
  }

  /// The name of what a node declares, for the words about the mutants in it.
  private func place(_ kind: NodeKind, _ children: [SyntaxTree.Element]) -> String? {
    func word(_ position: Int) -> String {
      children.indices.contains(position) ? shortened(text(children[position])) : ""
    }
    func name(behind words: Set<String>) -> String {
      let start = children.lastIndex { if case .token = $0 { words.contains(text($0)) } else { false } }
      return start.map { word($0 + 1) } ?? word(1)
    }
    switch kind {
    case .tier, .point: return "`\(word(0))`"
    case .rates: return "`\(name(behind: ["rates"]))`"
    case .curve, .matrix, .parameter, .table, .define, .sheet, .credit: return "`\(word(1))`"
    case .line: return "`\(word(1))`"
    case .column: return "`\(word(0))`"
    default: return nil
    }
  }

  private var placeText: String {
    guard let inner = places.last else { return "" }
    return places.count > 1 ? "\(inner) of \(places[places.count - 2])" : inner
  }

  private mutating func add(_ edits: [Mutant.Edit], at span: SourceSpan, _ before: String, _ after: String) {
    mutants.append(
      Mutant(span: span, edits: edits, before: shortened(before), after: shortened(after), place: placeText))
  }

  private mutating func replace(_ element: SyntaxTree.Element, with replacement: String) {
    let span = span(element)
    add([Mutant.Edit(span: span, replacement: replacement)], at: span, text(span), replacement)
  }

  private mutating func remove(_ span: SourceSpan, at place: SourceSpan? = nil) {
    add([Mutant.Edit(span: span, replacement: "")], at: place ?? span, text(span), "")
  }

  // MARK: Changes

  private mutating func change(_ node: SyntaxTree.NodeID, _ kind: NodeKind, _ children: [SyntaxTree.Element]) {
    switch kind {
    case .number:
      step(children, in: .node(node), [1])
    case .date: changeDate(children)
    case .binary, .pick: changeWords(children, MutantFinder.operators)
    case .call, .aggregate: changeFirst(children, MutantFinder.functions)
    case .conditional: swapSides(children)
    case .unary: if let sign = children.first { remove(span(sign), at: span(.node(node))) }
    case .isMissing, .membership: negate(children)
    case .window: changeWindow(children)
    case .rounding: changeMode(children)
    case .step: changeWords(children, ["least": "most", "most": "least"])
    case .closing: changeClosing(children)
    case .matcher: changeBound(children)
    case .credit: changeDay(children)
    case .line: changeFirst(children, ["counts": "less", "less": "counts"])
    case .rates: changeFirst(children, ["marginal": "whole", "whole": "marginal"])
    default: break
    }
  }

  private static let operators: [String: String] = [
    "<": "<=", "<=": "<", ">": ">=", ">=": ">", "=": "!=", "!=": "=", "and": "or", "or": "and", "+": "-", "-": "+",
    "greatest": "least", "least": "greatest",
  ]
  private static let functions = ["min": "max", "max": "min", "any": "every", "every": "any"]

  private mutating func changeWords(_ children: [SyntaxTree.Element], _ changes: [String: String]) {
    for child in children {
      guard case .token = child, let change = changes[text(child)] else { continue }
      replace(child, with: change)
    }
  }

  private mutating func changeFirst(_ children: [SyntaxTree.Element], _ changes: [String: String]) {
    if let first = children.first, case .token = first, let change = changes[text(first)] {
      replace(first, with: change)
    }
  }

  /// Takes out a phrase whose word stands before a node: `where C`, `when C` of a step, `rounded …`, a step.
  private mutating func changeWithWord(
    before position: Int, _ children: [SyntaxTree.Element], _ node: SyntaxTree.NodeID
  ) {
    let own = span(.node(node))
    var word: SyntaxTree.Element?
    if position > 0, case .token = children[position - 1] { word = children[position - 1] }
    let whole = word.map { span($0).union(own) } ?? own
    switch (word.map { text($0) }, tree.kind(node)) {
    case ("where", _): remove(whole)
    case ("rounded", .rounding): remove(whole)
    case ("then", .step), (_, .step): remove(text(word) == "then" ? whole : own)
    default: break
    }
    if tree.kind(node) == .step {
      let parts = tree.children(node)
      for (place, part) in parts.enumerated() where place + 1 < parts.count {
        if case .token = part, text(part) == "when" { remove(span(part).union(span(parts[place + 1]))) }
      }
    }
  }

  /// Changes the last digit that is written.
  private mutating func step(_ children: [SyntaxTree.Element], in whole: SyntaxTree.Element, _ steps: [Int]) {
    guard let number = children.first, case .token = number else { return }
    let span = span(number)
    let written = text(span)
    for step in steps {
      guard let changed = MutantFinder.stepped(written, by: step) else { continue }
      let rest = text(whole).dropFirst(written.count)
      add([Mutant.Edit(span: span, replacement: changed)], at: self.span(whole), written + rest, changed + rest)
    }
  }

  /// `270_000` as `270_001`, `0.05` as `0.06`; nil where the number would be below 0 or is written in another way.
  static func stepped(_ text: String, by step: Int) -> String? {
    let number = text.prefix { $0.isASCII && ($0.isNumber || $0 == "_" || $0 == ".") }
    let digits = number.filter { $0 != "_" && $0 != "." }
    guard !digits.isEmpty, let value = Int(digits), case let (next, isTooLarge) = value.addingReportingOverflow(step),
      !isTooLarge, next >= 0
    else { return nil }
    let decimals = number.firstIndex(of: ".").map { number.distance(from: $0, to: number.endIndex) - 1 } ?? 0
    var changed = String(next)
    while changed.count <= decimals { changed = "0" + changed }
    let whole = changed.dropLast(decimals)
    var result = ""
    for (place, digit) in whole.enumerated() {
      if number.contains("_"), place > 0, (whole.count - place) % 3 == 0 { result += "_" }
      result.append(digit)
    }
    return result + (decimals > 0 ? "." + changed.suffix(decimals) : "") + text.dropFirst(number.count)
  }

  private mutating func changeDate(_ children: [SyntaxTree.Element]) {
    guard let token = children.first, let date = CalendarDate(iso: text(token)),
      let next = date.adding(days: 1)
    else { return }
    replace(token, with: next.description)
  }

  /// `A when C else B` as `B when C else A`.
  private mutating func swapSides(_ children: [SyntaxTree.Element]) {
    let parts = children.filter { if case .node = $0 { true } else { false } }
    guard parts.count == 3 else { return }
    let (first, last) = (span(parts[0]), span(parts[2]))
    add(
      [Mutant.Edit(span: first, replacement: text(last)), Mutant.Edit(span: last, replacement: text(first))],
      at: first.union(last), "\(text(first)) when … else \(text(last))", "\(text(last)) when … else \(text(first))")
  }

  private mutating func negate(_ children: [SyntaxTree.Element]) {
    let words = children.filter { if case .token = $0 { true } else { false } }
    if let not = words.first(where: { text($0) == "not" }) { return remove(span(not)) }
    if let word = words.first(where: { text($0) == "is" }) { return replace(word, with: "is not") }
    if let word = words.first(where: { text($0) == "in" }) { replace(word, with: "not in") }
  }

  private mutating func changeWindow(_ children: [SyntaxTree.Element]) {
    let words = children.map { text($0) }
    if words.suffix(2) == ["to", "date"], let from = children.dropFirst(words.count - 2).first, let last = children.last
    {
      remove(span(from).union(span(last)))
    }
    changeWords(children, ["before": "through", "through": "before"])
    for child in children {
      if case .node(let node) = child, tree.kind(node) == .number { step(tree.children(node), in: child, [-1]) }
    }
  }

  private mutating func changeMode(_ children: [SyntaxTree.Element]) {
    guard let first = children.first, case .token = first else { return }
    switch text(first) {
    case "up": replace(first, with: "down")
    case "down": replace(first, with: "up")
    case "ceiling": replace(first, with: "floor")
    case "floor": replace(first, with: "ceiling")
    case "to": replace(first, with: "down to")
    case "half": replace(first, with: "down")
    default: break
    }
  }

  private mutating func changeClosing(_ children: [SyntaxTree.Element]) {
    guard let first = children.first, case .token = first else { return }
    if text(first) == "below" { replace(first, with: "up to") }
    if text(first) == "up", children.count > 1 {
      let words = span(first).union(span(children[1]))
      add([Mutant.Edit(span: words, replacement: "below")], at: words, "up to", "below")
    }
    lower(children)
  }

  /// The bound of a tier: from the other side, and a step below; the step above is that of any number.
  private mutating func changeBound(_ children: [SyntaxTree.Element]) {
    guard rates?.isBehindFirst == true else { return }
    // An amount that is paid slice by slice earns the same on either side of a bound.
    if rates?.mode != "marginal" { changeFirst(children, ["from": "above", "above": "from"]) }
    lower(children)
  }

  private mutating func lower(_ children: [SyntaxTree.Element]) {
    for child in children {
      if case .node(let node) = child, tree.kind(node) == .number { step(tree.children(node), in: child, [-1]) }
    }
  }

  /// The date that a credit counts on.
  private mutating func changeDay(_ children: [SyntaxTree.Element]) {
    let words = children.map { text($0) }
    guard let from = words.firstIndex(of: "from"), from + 1 < words.count,
      let on = words.lastIndex(of: "on"), on + 1 < words.count,
      let table = model.tables.first(where: { $0.name == words[from + 1] })
    else { return }
    for column in table.columns where column.type == .date && column.name != words[on + 1] {
      replace(children[on + 1], with: column.name)
    }
  }
}
