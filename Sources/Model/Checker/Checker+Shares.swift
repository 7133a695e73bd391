import Source
import Syntax

/// What each credited row earns of a line: `commission.paid`.
extension Checker {
  /// The rows of the line that `commission`, or `AE.commission`, names in front of `.paid`; nil if it names something else.
  func shares(named base: Expression, in scope: Scope) -> Relation? {
    switch base.kind {
    case .name(let text):
      guard let sheet = scope.sheet, relation(named: text, in: scope) == nil else { return nil }
      return shares(of: sheet, line: text)
    case .member(let inner, let name):
      guard case .name(let text) = inner.kind, case .sheet(let sheet)? = relation(named: text, in: scope) else {
        return nil
      }
      return shares(of: sheet, line: name.text)
    default: return nil
    }
  }

  private func shares(of sheet: Int, line name: String) -> Relation? {
    lineSyntax[sheet].firstIndex { $0.name.text == name && ($0.kind == .pay || $0.kind == .let) }
      .map { .shares(sheet: sheet, line: $0) }
  }

  /// True iff the line has shares; a message otherwise, unless one has been given.
  mutating func checkShares(sheet: Int, line: Int, at span: SourceSpan) -> Bool {
    let type = lineType(sheet: sheet, line: line, at: span)
    if type.isPoison { return false }
    guard let model = lineModels[.line(sheet: sheet, line: line)], shares(of: model, in: sheet) == nil else {
      return true
    }
    report(.noShares(span, line: lineSyntax[sheet][line].name, because: whyNoShares(model), isRounding: false))
    return false
  }

  func shares(of line: LineModel, in sheet: Int) -> LineShares? {
    model.sheets[sheet].shares(of: line) { lineModels[.line(sheet: sheet, line: $0)] }
  }

  func lineShares(sheet: Int, line: Int) -> LineShares? {
    lineModels[.line(sheet: sheet, line: line)].flatMap { shares(of: $0, in: sheet) }
  }

  /// Why a line's rows have no shares, as the end of a sentence.
  func whyNoShares(_ line: LineModel) -> String {
    if !line.steps.isEmpty { return "its steps change the sum, and not the rows" }
    if case .through(let through) = line.value.kind, through.change == .reRated {
      return "a change of what stands `against` re-rates rows that were paid before"
    }
    return "it is not made of one credit's rows of its own period, with factors and tiers"
  }

  /// A credited row's own fields, and `paid`.
  mutating func shareField(_ name: Name, sheet: Int, line: Int, depth: Int) -> TypedExpression? {
    let relation = Relation.shares(sheet: sheet, line: line)
    let type = lineType(sheet: sheet, line: line, at: name.span)
    guard let credit = lineShares(sheet: sheet, line: line)?.credit else { return nil }
    if name.text == "paid" {
      guard var quantity = type.quantity else { return nil }
      quantity.basis = nil
      quantity.isRunning = false
      return TypedExpression(.field(relation, .paid, depth: depth), StaticType(.number(quantity)), name.span)
    }
    guard let field = field(name, of: credit, depth: depth) else { return nil }
    switch field.kind {
    case .field(_, let inner, let depth):
      return TypedExpression(.field(relation, inner, depth: depth), field.type, field.span)
    case .member(let table, let inner, let row):
      guard case .field(_, let source, let depth) = row.kind else { return nil }
      let place = TypedExpression(.field(relation, source, depth: depth), row.type, row.span)
      return TypedExpression(.member(table, inner, at: place), field.type, field.span)
    default: return nil
    }
  }
}
