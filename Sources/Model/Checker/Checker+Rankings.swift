import Source
import Syntax

extension Checker {
  /// `rank(E, greatest first, ties standard)`.
  mutating func checkRanking(_ syntax: Ranking, _ span: SourceSpan, in scope: Scope) -> TypedExpression {
    func failed() -> TypedExpression { TypedExpression(.error, .poison, span) }
    guard case .sheet(let sheet) = scope.row, scope.outer == nil else {
      report(.rankOutsideSheet(span, what: "a rank"))
      return failed()
    }
    if brokenSheets.contains(sheet) { return failed() }
    let condition = syntax.condition.map { checkCondition($0, in: scope, what: "`where`") }
    let inner = condition.map { scope.after($0) } ?? scope
    let value = required(check(syntax.value, in: inner), what: "what is ranked")
    switch value.type.value {
    case .number, .date, .period, .poison: break
    default:
      report(.notRanked(value.span, type: describe(value.type)))
      return failed()
    }
    guard let per = columns(syntax.per ?? [], "what rows are ranked by", in: scope) else { return failed() }
    let ties: TypedRanking.Ties
    switch syntax.ties {
    case .standard: ties = .standard
    case .dense: ties = .dense
    case .by(let names):
      guard let columns = columns(names, "what tells ties apart", in: inner) else { return failed() }
      ties = .by(columns)
    }
    if value.type.isPoison || condition?.type.isPoison == true { return failed() }
    return TypedExpression(
      .rank(
        TypedRanking(
          value: value, isGreatestFirst: syntax.isGreatestFirst, ties: ties, per: per, condition: condition)),
      StaticType.number.optional(condition != nil), span)
  }

  /// Columns and lines of the row at hand, none of which may be missing; nil after a message.
  mutating func columns(_ names: [Name], _ what: String, in scope: Scope) -> [TypedExpression]? {
    var result: [TypedExpression] = []
    for name in names {
      guard let typed = orderable(required(checkName(name.text, name.span, in: scope), what: what)) else { return nil }
      result.append(typed)
    }
    return result
  }

  /// The value itself if rows can stand in its order; nil after a message.
  mutating func orderable(_ typed: TypedExpression) -> TypedExpression? {
    switch typed.type.value {
    case .poison: return nil
    case .number, .text, .choice, .bool, .date, .timestamp, .period, .row(.table): return typed
    case .moneyInColumn, .calendarSpan, .window, .row, .nothing:
      report(.notRanked(typed.span, type: describe(typed.type)))
      return nil
    }
  }
}
