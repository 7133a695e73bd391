import Source

extension DiagnosticPage {
  /// The pages about orders.
  static let orderPages: [DiagnosticPage] = [
    SyntaxCode.outcomeWithoutReason.page(
      "an order that ends without saying why",
      """
      `unknown` and `conflict` end an order without a quantity. Somebody has to find the missing report, or to settle the
      conflict, and has nothing but the text to act on: `unknown "no sales reported" when …`.
      """,
      failing: "replenish r {\n  for each stock\n  order quantity from need {\n    unknown when reports = 0\n  }\n}",
      mended:
        "replenish r {\n  for each stock\n  order quantity from need {\n    unknown \"no sales reported\" when reports = 0\n  }\n}"
    )
  ]
}
