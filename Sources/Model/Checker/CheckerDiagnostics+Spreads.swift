import Source
import Syntax

/// What the checker says of roots, quantiles, deviations and totals of parts of a window.
extension Diagnostic {
  static func spreadWithoutDivisor(_ name: Name, _ spread: String) -> Diagnostic {
    Diagnostic(
      "E0312", "`\(name.text)` does not say what it divides by", at: name.span, "of a sample, or of all there is?",
      help: [
        Help("`sample \(spread)(…)` divides by n - 1: the rows are a sample of what may come"),
        Help("`population \(spread)(…)` divides by n: the rows are all there is"),
      ])
  }

  static func decimalsNeeded(_ span: SourceSpan, function: String) -> Diagnostic {
    Diagnostic(
      "E0313", "`\(function)` does not say to how many decimals", at: span, "has no end",
      notes: ["its value is no fraction, so it is rounded, and nothing is rounded silently"],
      help: [Help("write them behind its value: `\(function)(… to 4 decimals)`")])
  }

  static func tooManyDecimals(_ span: SourceSpan, limit: Int, function: String) -> Diagnostic {
    Diagnostic("E0313", "`\(function)` has at most \(limit) decimals", at: span, "too many")
  }

  static func decimalsOfExact(_ span: SourceSpan) -> Diagnostic {
    Diagnostic(
      "E0313", "`to … decimals` belongs to a value that has no end", at: span, "exact without it",
      notes: ["only `sqrt`, `normal_quantile` and deviations are rounded so"],
      help: [Help("another value is rounded by `rounded to 0.01 USD`; a line is printed so by `show x to 2 decimals`")])
  }

  static func eachOfNoTotals(_ each: Aggregate.Each, function: String) -> Diagnostic {
    Diagnostic(
      "E0314", "`\(function)` is the same with and without `each \(each.part.rawValue)`", at: each.span,
      "not a function of totals",
      help: [Help("`avg`, `min`, `max`, variances and deviations may be taken over the totals of each day")])
  }

  static func eachNeedsAmounts(_ each: Aggregate.Each, found: String) -> Diagnostic {
    Diagnostic(
      "E0314", "`each \(each.part.rawValue)` adds up amounts, and this is \(found)", at: each.span, "no totals")
  }

  static func eachNeedsWindow(_ each: Aggregate.Each, window: SourceSpan?) -> Diagnostic {
    Diagnostic(
      "E0314", "`each \(each.part.rawValue)` needs a window with two ends", at: each.span, "of which days?",
      also: window.map { [Label($0, "goes on without end")] } ?? [],
      notes: ["a \(each.part.rawValue) without rows counts as 0, so the days must be known"],
      help: [Help("write one in front of it: `over last 30 days before today each \(each.part.rawValue)`")])
  }

  static func rootOfOddUnit(_ span: SourceSpan, unit: Unit, factor: String) -> Diagnostic {
    let one = ["days": "1 day", "units": "1 unit"][factor] ?? "1 \(factor)"
    return Diagnostic(
      "E0315", "\(unit) has no square root: only a square such as \(factor) * \(factor) has one", at: span,
      "this is \(unit)",
      help: [
        Help(
          unit.singleName == nil
            ? "divide by one of it to take the root of the number"
            : "take the root of the number: `sqrt(… / \(one) to 4 decimals)`")
      ])
  }

  static func productOfAmounts(_ span: SourceSpan, found: String) -> Diagnostic {
    Diagnostic(
      "E0316", "a product of rows is of numbers and percents", at: span, "this is \(found)",
      notes: ["a product of amounts has another unit for each number of rows"],
      help: [Help("multiply factors, and the amount by their product: `daily * product(factors.factor)`")])
  }

  static func outsideDomain(
    _ span: SourceSpan, _ message: String, _ label: String, help: String? = nil
  ) -> Diagnostic {
    Diagnostic("E0317", message, at: span, label, help: help.map { [Help($0)] } ?? [])
  }
}
