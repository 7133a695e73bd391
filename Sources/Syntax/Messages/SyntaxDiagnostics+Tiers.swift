import Source

/// What may be wrong with the words around tiers.
extension Diagnostic {
  static func modeOfOneTier(_ word: String, _ span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .error, SyntaxCode.modeOfOneTier.rawValue, "`\(word)` is said of all tiers, and stands behind one", at: span,
      "of this tier alone",
      notes: ["rows are paid one by one, or an amount is paid together; no row could be both"],
      help: [Help("begin the declaration with it: `\(word) rates …`")])
  }

  static func orderAndProRata(_ span: SourceSpan, order: SourceSpan) -> Diagnostic {
    Diagnostic(
      .error, SyntaxCode.orderAndProRata.rawValue, "`pro rata` pays rows whatever their order, and an order is given",
      at: span, "no order is needed", also: [Label(order, "the order")],
      help: [
        Help("keep `in order of …` to pay each row by its own place in the tiers, or `pro rata` for one blended rate")
      ])
  }
}
