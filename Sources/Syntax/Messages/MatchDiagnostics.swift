import Source

/// What is wrong with the form of a match.
extension Diagnostic {
  static func matchNames(_ span: SourceSpan, count: Int) -> Diagnostic {
    syntax(
      .matchForm, "a match has a giver and a taker, and \(count == 1 ? "one name is" : "\(count) names are") given",
      at: span, "two names are needed",
      help: [Help("`for each giver, taker in match …` names the row of either side")])
  }

  /// - Parameter isBy: whether `by` stands there, as in a pick.
  static func matchWithoutOrder(
    _ word: SourceSpan, found: String, at span: SourceSpan, isBy: Bool
  ) -> Diagnostic {
    syntax(
      .matchForm, "expected `in order of` and who comes first, found \(found)", at: span, "who is paired first?",
      also: [Label(word, "this match")],
      help: [
        isBy
          ? Help("an order is written `in order of`", edits: [Edit(span, "in order of")])
          : Help("both sides stand in an order: `match Surplus.excess in order of greatest excess, dealer to …`")
      ])
  }
}
