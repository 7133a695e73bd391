import Source

extension Diagnostic {
  static func assertionWithoutDomain(_ span: SourceSpan, found: SourceSpan) -> Diagnostic {
    syntax(
      .assertionWithoutDomain, "the law does not say for which values it must hold", at: span, "for which?",
      also: [Label(found, "expected `for`")],
      help: [
        Help("say what runs, and from where to where: `for attainment in 0% .. 250%`, of a line or a credit"),
        Help("what must hold for every row of a run, and not for every value, is a `check`"),
      ])
  }
}

extension DiagnosticPage {
  /// The page about laws.
  static let assertionPages: [DiagnosticPage] = [
    SyntaxCode.assertionWithoutDomain.page(
      "a law without the values for which it holds",
      """
      `assert` is proved for every value of one variable: a line such as the attainment, or a credit. Behind `for` stands
      what runs and from where to where: `in 0% .. 250%`, `= 100%`, `>= 0%`.
      """,
      failing: "plan p {\n  assert total pay <= 12% of bookings\n}",
      mended: "plan p {\n  assert total pay <= 12% of bookings for attainment in 0% .. 250%\n}")
  ]
}
