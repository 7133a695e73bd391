import Columns
import Source
import Syntax

extension Checker {
  /// Checks that the lines and the columns of a matrix ascend and that no two of them are for the same values.
  mutating func checkGrid(_ rates: RatesModel, _ syntax: RatesDeclaration) {
    guard let grid = syntax.grid, rates.axes.count == 2 else { return }
    let columns = grid.columns.count
    if grid.lines.isEmpty || columns == 0 {
      // A header that could not be read has been reported.
      if columns > 0 { report(.noTiers(syntax.name)) }
      return
    }
    guard rates.rows.count == grid.lines.count * columns else { return }
    let hasPrecedence = rates.precedence != nil
    checkAxis(
      grid.lines.indices.map { (rates.rows[$0 * columns].matchers[0], grid.lines[$0].span) }, "line",
      rates.axes[0].name,
      hasPrecedence)
    checkAxis(
      (0..<columns).map { (rates.rows[$0].matchers[1], grid.columns[$0].span) }, "column", rates.axes[1].name,
      hasPrecedence)
    if let closing = syntax.closing, let end = rates.end.flatMap(place) {
      let bounds = grid.lines.indices.compactMap { line -> (Rational, SourceSpan)? in
        guard case .lowerBound(let bound, _) = rates.rows[line * columns].matchers[0] else { return nil }
        return place(of: bound).map { ($0, bound.span) }
      }
      if let last = bounds.last, end <= last.0 {
        report(.tiersOutOfOrder(closing.bound.span, previous: last.1, isSame: end == last.0))
      }
    }
  }

  private mutating func checkAxis(
    _ parts: [(matcher: RatesModel.Matcher, span: SourceSpan)], _ what: String, _ axis: String, _ hasPrecedence: Bool
  ) {
    var last: (bound: Rational, isIncluded: Bool, span: SourceSpan)?
    var seen: [Value: SourceSpan] = [:]
    for (matcher, span) in parts {
      switch matcher {
      case .any:
        let other = parts.first { $0.span != span }
        if let other, !hasPrecedence {
          report(.matrixOverlap(span, other.span, what, "for every `\(axis)`"))
          return
        }
      case .values(let values):
        for value in values.compactMap({ constantValue($0) }) {
          if let earlier = seen[value] { report(.matrixOverlap(span, earlier, what, "for the same `\(axis)`")) }
          seen[value] = span
        }
      case .lowerBound(let bound, let isIncluded):
        guard let value = place(of: bound) else { continue }
        if let last, value < last.bound || value == last.bound && !(last.isIncluded && !isIncluded) {
          report(.matrixOutOfOrder(span, previous: last.span, what, isSame: value == last.bound))
        }
        last = (value, isIncluded, span)
      }
    }
  }

  /// Checks that what is added, or of which the highest counts, are numbers.
  mutating func checkPrecedence(_ rates: RatesModel, _ syntax: RatesDeclaration) {
    switch rates.precedence {
    case .highest?, .allAdded?:
      guard rates.result.quantity == nil, !rates.result.isPoison else { return }
      report(
        .matchesNeedNumbers(
          syntax.result.span, found: describe(rates.result), words: rates.precedence?.rawValue ?? ""))
    case .firstMatch?, .mostSpecific?, nil: break
    }
  }
}

extension RatesDeclaration.Matcher {
  /// Where the matcher is written.
  var span: SourceSpan {
    switch self {
    case .lowerBound(_, _, let span), .values(_, let span), .any(let span): span
    }
  }
}
