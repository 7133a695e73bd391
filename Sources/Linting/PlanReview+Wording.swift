import Allot
import Model

extension PlanReview {
  /// The text of an expression without blanks and comments: equal for two that are written alike.
  ///
  /// Two expressions of one line that are written alike mean the same, if neither stands inside of an aggregate.
  public func wording(_ expression: TypedExpression) -> String {
    guard plan.sources.contains(expression.span.file) else { return "" }
    let bytes = plan.sources[expression.span.file].bytes
    let start = min(max(0, Int(expression.span.start)), bytes.count)
    var result: [UInt8] = []
    var isQuoted = false
    var isComment = false
    for byte in bytes[start..<min(max(start, Int(expression.span.end)), bytes.count)] {
      if isComment {
        isComment = byte != 0x0A
        continue
      }
      if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
      if !isQuoted {
        if byte == UInt8(ascii: "#") {
          isComment = true
          continue
        }
        if byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { continue }
      }
      result.append(byte)
    }
    while result.first == UInt8(ascii: "("), result.last == UInt8(ascii: ")"), PlanReview.isEnclosed(result) {
      result = Array(result.dropFirst().dropLast())
    }
    return String(decoding: result, as: UTF8.self)
  }

  /// Whether the first parenthesis is closed by the last byte.
  private static func isEnclosed(_ text: [UInt8]) -> Bool {
    var depth = 0
    var isQuoted = false
    for (place, byte) in text.enumerated() {
      if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
      if isQuoted { continue }
      if byte == UInt8(ascii: "(") { depth += 1 }
      if byte == UInt8(ascii: ")") { depth -= 1 }
      if depth == 0 { return place == text.count - 1 }
    }
    return false
  }

  /// The value of an expression of literals; nil if it names a param, which a run may set.
  public func literal(_ expression: TypedExpression) -> Value? {
    var pending = [expression]
    while let next = pending.popLast() {
      if case .parameter = next.kind { return nil }
      pending += next.children
    }
    return model.constantValue(expression)
  }

  /// True iff a node stands in the text of the declaration that it belongs to: what defines give has other values from
  /// use to use.
  public func isInPlace(_ node: Node) -> Bool {
    let span = node.expression.span
    guard isOwn(span), let place = declaration(of: roots[node.root].owner) else { return false }
    return span.file == place.file && span.start >= place.start && span.end <= place.end
  }

  /// Where the declaration stands that an expression belongs to.
  private func declaration(of owner: ExpressionOwner) -> SourceSpan? {
    if let sheet = owner.sheet { return model.sheets[sheet].span }
    switch owner {
    case .column(let table, _), .tableCondition(let table), .tableCheck(let table, _): return model.tables[table].span
    case .ratesBound(let rates, _), .ratesValue(let rates, _), .ratesEnd(let rates): return model.rates[rates].span
    case .curve(let curve): return model.curves[curve].span
    case .schedule(let schedule): return model.schedules[schedule].span
    case .parameter(let number): return model.parameters[number].value.span
    case .rows, .rowCondition, .credit, .line, .starting, .step, .check, .grouping, .orderEntry, .conversion, .choice:
      return nil
    }
  }

  /// The nodes that ``isInPlace(_:)``, with their places among ``nodes``.
  public var nodesInPlace: [(place: Int, node: Node)] {
    nodes.indices.compactMap { isInPlace(nodes[$0]) ? ($0, nodes[$0]) : nil }
  }
}
