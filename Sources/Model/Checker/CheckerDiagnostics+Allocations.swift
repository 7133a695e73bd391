import Source
import Syntax

/// What is wrong with an allocation.
extension Diagnostic {
  static func orderWithoutCap(_ span: SourceSpan) -> Diagnostic {
    Diagnostic(
      "E0725", "an allocation `in order of` needs `at most`", at: span, "the first would get everything",
      help: [Help("say how much a row may have: `in order of priority, id at most need`")])
  }

  static func matchedUnits(
    _ span: SourceSpan, giver: String, taker: String, _ other: SourceSpan
  ) -> Diagnostic {
    Diagnostic(
      "E0728", "amounts of different units are matched", at: span, "this is \(taker)",
      also: [Label(other, "this is \(giver)")])
  }

  static func matchWithPeriods(_ span: SourceSpan, period: PeriodUnit) -> Diagnostic {
    Diagnostic(
      "E0729", "a match has no \(period.rawValue)s of its own", at: span,
      "each \(period.rawValue) would pair the same again",
      help: [
        Help("leave out the periods here; to pair \(period.rawValue) by \(period.rawValue), name it behind `per`")
      ])
  }

  static func packNotPositive(_ span: SourceSpan) -> Diagnostic {
    Diagnostic("E0305", "what is given at a time must be above zero", at: span, "given without end")
  }

  static func leftOfNoAllocation(_ span: SourceSpan) -> Diagnostic {
    Diagnostic(
      "E0726", "`left` is of a line that is an `allocate`", at: span, "no allocation of this sheet",
      notes: ["steps and sums around an allocation change its parts, and nobody could say what is left then"],
      help: [Help("give the allocation a line of its own: `let part = allocate …`, and read `left(part)`")])
  }

  static func countedInOtherUnit(
    _ span: SourceSpan, found: String, wanted: String, expected: String
  ) -> Diagnostic {
    Diagnostic(
      "E0727", "what is given and what one counts for give \(found), and \(wanted) is to be reached", at: span,
      "expected \(expected)")
  }

  static func tiesOfOrder(_ span: SourceSpan) -> Diagnostic {
    Diagnostic(
      "E0723", "an order in which every row has a place of its own leaves no ties", at: span,
      "nothing is left to decide",
      help: [Help("leave out `ties by`, and name these columns behind `in order of`")])
  }
}
