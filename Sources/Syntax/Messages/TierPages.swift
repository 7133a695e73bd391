import Source

extension DiagnosticPage {
  /// The pages about the words around tiers.
  static let tierPages: [DiagnosticPage] = [
    SyntaxCode.modeOfOneTier.page(
      "a tier with a mode that is for all tiers",
      "`reached`, `entered` and `adding` say how the whole table is read, in the first word of the declaration. Behind one tier's rate only `marginal` and `whole` can stand.",
      failing: "marginal rates r (x: USD) -> percent {\n  from 0 USD: 4%\n  from 10 USD: 6% reached\n}",
      mended: "reached rates r (x: USD) -> percent {\n  from 0 USD: 4%\n  from 10 USD: 6%\n}"),
    SyntaxCode.orderAndProRata.page(
      "an order, and `pro rata` beside it",
      "`in order of closed, id` pays each row by its own place in the tiers; `pro rata` pays all rows at one blended rate. A line says one of the two.",
      failing: "plan p {\n  pay c = mrr through R over month counting arr in order of closed, id pro rata\n}",
      mended: "plan p {\n  pay c = mrr through R over month counting arr pro rata\n}"),
  ]
}
