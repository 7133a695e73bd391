import Columns
import Model
import Syntax

/// Between which numbers a value surely lies, as far as its own text says so.
struct ValueRange {
  /// Nil where there is no bound.
  let low: Rational?
  let high: Rational?

  private init(_ low: Rational?, _ high: Rational?) {
    self.low = low
    self.high = high
  }

  /// - Parameter depth: how many lines it may be looked up through.
  init(_ expression: TypedExpression, _ model: CheckedModel, depth: Int = 4) {
    if case .number(let value)? = model.constantValue(expression) {
      self.init(value, value)
      return
    }
    switch expression.kind {
    case .call(.percent, let arguments): self.init(arguments[0], model, depth: depth)
    case .call(.min, let arguments):
      let ranges = arguments.map { ValueRange($0, model, depth: depth) }
      let lows = ranges.compactMap(\.low)
      self.init(lows.count == ranges.count ? lows.min() : nil, ranges.compactMap(\.high).min())
    case .call(.max, let arguments):
      let ranges = arguments.map { ValueRange($0, model, depth: depth) }
      let highs = ranges.compactMap(\.high)
      self.init(ranges.compactMap(\.low).max(), highs.count == ranges.count ? highs.max() : nil)
    case .conditional(let a, _, let b):
      let (a, b) = (ValueRange(a, model, depth: depth), ValueRange(b, model, depth: depth))
      self.init(
        a.low.flatMap { low in b.low.map { min(low, $0) } }, a.high.flatMap { high in b.high.map { max(high, $0) } })
    case .field(.sheet(let sheet), .line(let line), 0)
    where depth > 0 && model.sheets[sheet].lines.indices.contains(line) && model.sheets[sheet].lines[line].steps.isEmpty
      && model.sheets[sheet].lines[line].starting == nil && model.sheets[sheet].lines[line].kind == .let:
      self.init(model.sheets[sheet].lines[line].value, model, depth: depth - 1)
    default: self.init(nil, nil)
    }
  }
}
