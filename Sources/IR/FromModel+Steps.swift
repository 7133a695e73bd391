import Columns
import Model
import Source
import Syntax

/// What the steps of a line make of its value.
struct LoweredSteps {
  /// One step, row by row.
  struct Trace {
    let step: TypedStep
    let before: ColumnID
    let after: ColumnID
    /// True where no earlier step has stopped; nil if none can stop.
    let isReached: ColumnID?
    /// True where the step is reached and its condition holds; nil if that is everywhere.
    let applies: ColumnID?
    /// True where the step changed the value or ended the rest.
    let isTaken: ColumnID
    /// The author's reason, or a word for it.
    let reason: ColumnID
  }

  var value: ColumnID
  /// The reason of the last step that changed the value or stopped it.
  var reason: ColumnID
  /// True where the steps ended with the outcome.
  var ends: [OrderOutcome: ColumnID] = [:]
  var traces: [Trace] = []
}

extension Lowering {
  mutating func steps(
    _ steps: [TypedStep], from start: ColumnID, _ sheet: Int, _ span: SourceSpan
  ) -> LoweredSteps {
    let context = Context.sheet(sheet)
    let frame = frame(of: context)
    var stopped: ColumnID?
    var result = LoweredSteps(value: start, reason: constant(.missing, .text, on: frame, span))
    for step in steps {
      let value = result.value
      func either(_ earlier: ColumnID?, _ taken: ColumnID) -> ColumnID {
        earlier.map { emit(.or($0, taken), .bool, on: frame, step.span) } ?? taken
      }
      let (next, word) = apply(step, to: value, context)
      var applies = step.condition.map { lower($0, in: context, it: value) }
      var isReached: ColumnID?
      if let stopped {
        let running = emit(.not(stopped), .bool, on: frame, step.span)
        isReached = running
        applies = applies.map { emit(.and(running, $0), .bool, on: frame, step.span) } ?? running
      }
      var isTaken = applies ?? constant(.bool(true), .bool, on: frame, step.span)
      let after = applies.map { emit(.choose($0, then: next, otherwise: value), .number, on: frame, step.span) } ?? next
      switch step.action {
      case .stop: stopped = either(stopped, isTaken)
      case .end(let outcome):
        stopped = either(stopped, isTaken)
        result.ends[outcome] = either(result.ends[outcome], isTaken)
      case .set, .times, .atLeast, .atMost, .round:
        let isChanged = emit(.compare(.notEqual, after, value), .bool, on: frame, step.span)
        isTaken = emit(.and(isTaken, isChanged), .bool, on: frame, step.span)
      }
      let text = constant(.text(step.reason ?? word), .text, on: frame, step.span)
      result.reason = emit(.choose(isTaken, then: text, otherwise: result.reason), .text, on: frame, step.span)
      result.value = after
      result.traces.append(
        LoweredSteps.Trace(
          step: step, before: value, after: after, isReached: isReached, applies: applies, isTaken: isTaken,
          reason: text))
    }
    tracing?.add(result.traces)
    return result
  }

  /// The value after one step, and the word for it where the author gives no reason.
  private mutating func apply(
    _ step: TypedStep, to value: ColumnID, _ context: Context
  ) -> (value: ColumnID, word: String) {
    let frame = frame(of: context)
    func operand(_ expression: TypedExpression) -> ColumnID { lower(expression, in: context, it: value) }
    switch step.action {
    case .stop(let amount): return (operand(amount), "stopped")
    case .set(let amount): return (operand(amount), "set")
    case .times(let factor):
      let factor = operand(factor)
      return (emit(.multiply(value, factor), .number, on: frame, step.span), "multiplied")
    case .atLeast(let bound):
      let bound = operand(bound)
      return (emit(.maximum(value, bound), .number, on: frame, step.span), "raised")
    case .atMost(let bound):
      let bound = operand(bound)
      return (emit(.minimum(value, bound), .number, on: frame, step.span), "cut")
    case .round(let mode, let multiple):
      let multiple = operand(multiple)
      return (emit(.round(value, mode, step: multiple), .number, on: frame, step.span), "rounded")
    case .end(let outcome): return (constant(.missing, .number, on: frame, step.span), outcome.rawValue)
    }
  }
}
