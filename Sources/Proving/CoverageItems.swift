import Allot
import Model
import Source

/// All that the examples of a plan could reach, by what it is and where it stands. What is expanded in several places
/// counts once, where its text stands.
struct CoverageItems {
  enum What: Hashable {
    case line, tier
    /// The side of a choice that is taken where the condition is true, or where a value is there, and the other one.
    case side(Bool)
    case step
    case outcome(Bool)
  }

  struct Key: Hashable {
    let what: What
    let span: SourceSpan
  }

  private(set) var items: [Key: Coverage.Item] = [:]
  private let isCounted: (SourceSpan) -> Bool
  private let sources: SourceMap

  /// - Parameter isCounted: whether a place is one of those that are asked for.
  init(_ model: CheckedModel, _ sources: SourceMap, isCounted: @escaping (SourceSpan) -> Bool) {
    self.isCounted = isCounted
    self.sources = sources
    for table in model.tables { add(table) }
    for sheet in model.sheets { add(sheet) }
    for rates in model.rates {
      for row in rates.rows {
        add(.tier, .tier, row.span, rates.isChoice ? "no example comes to this row" : "no example reaches this tier")
      }
    }
    for curve in model.curves {
      let ends = curve.points.count == 1 ? curve.points[...] : curve.points.dropFirst()
      for (from, to) in zip(curve.points, ends) {
        add(.tier, .tier, from.place.span.union(to.value.span), "no example reaches this part of the curve")
      }
    }
  }

  mutating func reach(_ what: What, _ span: SourceSpan) { items[Key(what: what, span: span)]?.isReached = true }

  func contains(_ what: What, _ span: SourceSpan) -> Bool { items[Key(what: what, span: span)] != nil }

  private mutating func add(
    _ what: What, _ kind: Coverage.Kind, _ span: SourceSpan, _ message: String, extent: SourceSpan? = nil,
    unseen: String? = nil
  ) {
    guard isCounted(span) else { return }
    let key = Key(what: what, span: span)
    if items[key] != nil { return }
    items[key] = Coverage.Item(
      kind: kind, span: span, message: message, isReached: false, extent: extent, unseen: unseen)
  }

  private mutating func add(_ table: TableModel) {
    for column in table.columns {
      guard let value = column.value else { continue }
      add(.line, .line, column.span, "no example computes the column `\(column.name)`")
      add(parts(of: value))
    }
    for condition in table.conditions { add(parts(of: condition)) }
    for check in table.checks { add(check) }
  }

  private mutating func add(_ check: CheckModel) {
    add(.line, .line, check.span, "no example comes to the check \"\(check.text)\"")
  }

  private mutating func add(_ sheet: SheetModel) {
    switch sheet.rows {
    case .table(_, let condition?), .sheet(_, let condition?): add(parts(of: condition))
    case .table, .sheet, .keys, .one: break
    }
    for condition in [sheet.keyCondition, sheet.range?.condition].compactMap({ $0 }) { add(parts(of: condition)) }
    for credit in sheet.credits {
      add(.line, .line, credit.span, "no example has a row that `\(credit.name)` credits", extent: credit.span)
      for part in [credit.condition, credit.recipient, credit.amount].compactMap({ $0 }) { add(parts(of: part)) }
    }
    for line in sheet.lines where line.worthOf == nil {
      // The argument of a define is a line without a text of its own.
      // A window has no value of its own: what is computed over it counts.
      if line.nameSpan != line.value.span, line.value.type.value != .window {
        let ends = [line.nameSpan, line.value.span] + line.steps.map(\.span)
        let extent = ends.filter { $0.file == line.nameSpan.file }.reduce(line.nameSpan) { $0.union($1) }
        add(.line, .line, line.nameSpan, "no example computes `\(line.name)`", extent: extent)
      }
      add(parts(of: line.value))
      if let starting = line.starting { add(parts(of: starting)) }
      for step in line.steps { add(step) }
    }
    for check in sheet.checks { add(check) }
  }

  private mutating func add(_ step: TypedStep) {
    let ends: String
    switch step.action {
    case .stop, .end: ends = "no example stops here"
    case .set, .times, .atLeast, .atMost, .round: ends = "this step changes nothing in any example"
    }
    add(.step, .branch, step.span, ends)
    if let condition = step.condition { add(parts(of: condition)) }
    switch step.action {
    case .stop(let value), .set(let value), .times(let value), .atLeast(let value), .atMost(let value),
      .round(_, let value):
      add(parts(of: value))
    case .end: break
    }
  }

  /// The expression and all that it is made of, but for what is negated by its own words.
  private func parts(of expression: TypedExpression) -> [TypedExpression] {
    var result: [TypedExpression] = []
    var toDo = [expression]
    while let next = toDo.popLast() {
      result.append(next)
      toDo += CoverageItems.negated(by: next)?.children ?? next.children
    }
    return result
  }

  /// What `is not missing`, `not in` and the like negate: it has no text of its own.
  static func negated(by expression: TypedExpression) -> TypedExpression? {
    guard case .not(let inner) = expression.kind, inner.span == expression.span else { return nil }
    return inner
  }

  private mutating func add(_ parts: [TypedExpression]) {
    for part in parts {
      switch part.kind {
      case .conditional(let value, let condition, let otherwise):
        // What stands in another place cannot be pointed to here.
        let words = isCounted(condition.span) ? " `\(shortened(condition.span))`" : ""
        add(.side(true), .branch, value.span, "no example takes this value, `when`\(words)")
        add(.side(false), .branch, otherwise.span, "no example takes this value, which holds unless\(words)")
      case .otherwise(let value, let fallback):
        add(.side(true), .branch, value.span, "no example has this value: it is missing in all")
        add(
          .side(false), .branch, fallback.span,
          "no example comes to this value: what stands before `else` is always there")
      default:
        guard CoverageItems.isCondition(part) else { continue }
        let words = shortened(part.span)
        let unseen = "no example looks at `\(words)`"
        add(.outcome(true), .condition, part.span, "`\(words)` is true in no example", unseen: unseen)
        add(.outcome(false), .condition, part.span, "`\(words)` is false in no example", unseen: unseen)
      }
    }
  }

  /// True iff the expression is a condition that is made of no others.
  static func isCondition(_ expression: TypedExpression) -> Bool {
    guard expression.type.value == .bool else { return false }
    switch expression.kind {
    case .not: return negated(by: expression) != nil
    case .error, .constant, .parameter, .conditional, .otherwise, .previous, .it: return false
    case .binary(let operation, _, _): return operation != .and && operation != .or
    case .today, .field, .member, .lookup, .sheetRow, .aggregate, .pick, .isTied, .rank, .allocate, .running, .left,
      .negate, .isMissing, .isIn, .isInWindow, .schedule, .round, .convert, .call, .addMonths, .rowPeriod,
      .shiftPeriod, .window, .through, .trueUp, .tierRate, .matchRates, .curve:
      return true
    }
  }

  /// The text of a place on one line, cut if it is long.
  private func shortened(_ span: SourceSpan) -> String {
    guard sources.contains(span.file) else { return "" }
    let words = sources[span.file].text(span).split { $0.isWhitespace }.joined(separator: " ")
    return words.count > 60 ? words.prefix(57) + "…" : words
  }
}
