import Source

extension DiagnosticPage {
  /// The pages about declarations, blocks and names.
  static let structurePages: [DiagnosticPage] = [
    SyntaxCode.expected.page(
      "something is missing, or stands in the wrong place",
      "The message says what belongs in this place. If the word that stands there was meant as a name, put it between backquotes.",
      failing: "param rate 5%", mended: "param rate = 5%"),
    SyntaxCode.unclosed.page(
      "a parenthesis or bracket is not closed",
      "Each `(` has its `)` and each `[` its `]`; the message points at the one that is open.",
      failing: "param rate = max(1, 2", mended: "param rate = max(1, 2)"),
    SyntaxCode.unclosedBlock.page(
      "a block is not closed",
      "A block that starts with `{` ends with `}`. It is missing in front of the next declaration, or at the end of the file.",
      failing: "table reps {\n  id text\n\nparam rate = 5%", mended: "table reps {\n  id text\n}\n\nparam rate = 5%"),
    SyntaxCode.strayClosing.page(
      "a closing sign closes nothing",
      "There is one `}`, `)` or `]` too many here, or its opening partner is missing.",
      failing: "param rate = 5%\n}", mended: "param rate = 5%"),
    SyntaxCode.unknownDeclaration.page(
      "no declaration starts with this word",
      """
      A file consists of declarations. Each starts with the word for its kind: `table`, `rates`, `marginal rates`,
      `whole rates`, `reached rates`, `entered rates`, `adding rates`, `plan`, `sheet`, `replenish`, `param`, `unit`,
      `calendar`, `data`, `example` or
      `use`.
      """,
      failing: "tabel reps {\n  id text\n}", mended: "table reps {\n  id text\n}"),
    SyntaxCode.unknownItem.page(
      "no line of a plan or sheet starts with this word",
      """
      The lines of a plan, sheet or replenishment rule start with the word for their kind: `for each`, `in order of`,
      `during`, `each`, `paid`, `credit`, `let`, `show`, `pay`, `order` or `check`.
      """,
      failing: "sheet s {\n  for each reps\n  rate = 5%\n}", mended: "sheet s {\n  for each reps\n  let rate = 5%\n}"),
    SyntaxCode.unknownStep.page(
      "no step starts with this word",
      """
      A step changes the running value `it`: `stop at x`, `set to x`, `times x`, `at least x`, `at most x` or
      `round up to x`. A reason between quotes and a condition with `when` may follow.
      """,
      failing: "plan p {\n  pay bonus = 5 USD\n    then cap 3 USD\n}",
      mended: "plan p {\n  pay bonus = 5 USD\n    then at most 3 USD\n}"),
    SyntaxCode.reservedName.page(
      "a word of the language is used as a name",
      """
      These words mean something in expressions: and, or, not, when, else, then, over, through, against, where, per,
      via, is, in, as, to, at, of, on, true, false, missing, today, it, this, previous, rounded. Between backquotes
      they are names. All other words are names wherever a name stands.
      """,
      failing: "param to = 5%", mended: "param `to` = 5%"),
    SyntaxCode.repeatedClause.page(
      "a clause stands twice",
      "A clause such as `during` or `over` stands once. To join two conditions, use `and`.",
      failing: "sheet s {\n  for each reps\n  during 2026\n  during 2027\n}",
      mended: "sheet s {\n  for each reps\n  during 2026 .. 2027\n}"),
    SyntaxCode.tooDeep.page(
      "an expression is nested too deep",
      "Nobody can review an expression with more than a hundred levels. Give its parts names with `let`; compare with a list by `in (…)`.",
      failing: "param x = " + String(repeating: "(", count: Parser.nestingLimit + 1) + "1"
        + String(repeating: ")", count: Parser.nestingLimit + 1),
      mended: "param x = (((1)))"),
    SyntaxCode.language.page(
      "the language's number",
      "The first line of a file may say for which edition of the language it was written, so that a later program reads it in the same way.",
      failing: "language 7", mended: "language 1"),
  ]
}
