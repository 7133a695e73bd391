import Source

extension DiagnosticPage {
  /// The pages about expressions and about what stands in a declaration.
  static let phrasePages: [DiagnosticPage] = [
    SyntaxCode.chainedComparison.page(
      "a comparison is compared again",
      "A comparison is true or false, and is not a value between two others. Join two comparisons by `and`, or ask with `in lo .. hi`.",
      failing: "param ok = 0 < 5 < 10", mended: "param ok = 0 < 5 and 5 < 10"),
    SyntaxCode.conditionForm.page(
      "a condition in another language's form",
      "The value stands first, as one would say it: `5% when margin > 0 else 0%`. Further cases follow behind `else`.",
      failing: "param rate = if 1 > 2 then 5% else 6%", mended: "param rate = 5% when 1 > 2 else 6%"),
    SyntaxCode.conditionalWithoutElse.page(
      "a value on a condition, and nothing otherwise",
      "Nothing is silently zero: say what holds otherwise. `else 0 USD` and `else missing` mean different things.",
      failing: "param rate = 5% when 1 > 2", mended: "param rate = 5% when 1 > 2 else 0%"),
    SyntaxCode.operatorBehindPhrase.page(
      "a phrase goes on without parentheses",
      """
      In `sales over month / quota` it is not plain what is divided. A phrase with `over`, `through`, `rounded`, `as`
      or `to … at` is put in parentheses when the calculation goes on.
      """,
      failing: "sheet s {\n  for each reps\n  let x = sales over month / quota\n}",
      mended: "sheet s {\n  for each reps\n  let x = (sales over month) / quota\n}"),
    SyntaxCode.throughWithoutOver.page(
      "`through` does not say over which days",
      "`E through R over W` pays E through the tiers of R; the amount adds up over the window W. The rate alone is `R(x)`.",
      failing: "plan p {\n  pay commission = sales through Rates\n}",
      mended: "plan p {\n  pay commission = sales through Rates over month\n}"),
    SyntaxCode.windowWithoutEnd.page(
      "a window does not say where it ends or begins",
      """
      `last 30 days before today` leaves today out, `last 30 days through today` takes it in; the two differ by a day's sales.
      So do `next 30 days after today` and `next 30 days from today`.
      """,
      failing: "sheet s {\n  for each stock\n  let w = last 30 days\n}",
      mended: "sheet s {\n  for each stock\n  let w = last 30 days before today\n}"),
    SyntaxCode.oneExpression.page(
      "a second expression where one is taken",
      "An aggregate such as `sum` takes one expression, then clauses: `sum(amount where stage = \"Won\" over quarter)`. Lists of values stand behind `in`.",
      failing: "param x = sum(amount, quarter)", mended: "param x = sum(amount over quarter)"),
    SyntaxCode.spanNotWhole.page(
      "a part of a month, quarter or year",
      "Months have different lengths, so half a month is not a number of days. Calendar spans are counted whole; anything finer is counted in days.",
      failing: "param notice = 1.5 months", mended: "param notice = 45 days"),
    SyntaxCode.columnForm.page(
      "a column without a type",
      "A column is its name and its type, `amount USD`, or its name and the expression that it is computed by, `net = amount - discount`.",
      failing: "table reps {\n  id\n}", mended: "table reps {\n  id text\n}"),
    SyntaxCode.rowLength.page(
      "a row has more or fewer cells than the header",
      "Each line of `rows` has one cell for each cell of the first line. A blank cell keeps its bars.",
      failing: "table bands {\n  a text\n  b text\n} rows {\n  a | b\n  1\n}",
      mended: "table bands {\n  a text\n  b text\n} rows {\n  a | b\n  1 |\n}"),
    SyntaxCode.tierBound.page(
      "a tier with an upper bound of its own",
      """
      A tier ends where the next one begins, so that gaps and overlaps cannot be written. `from x` takes x in, `above x`
      leaves it out. Behind the last tier, `up to x` or `below x` may close the whole.
      """,
      failing: "rates r (x: USD) -> percent {\n  from 0 USD up to 100 USD: 4%\n  from 100 USD: 6%\n}",
      mended: "rates r (x: USD) -> percent {\n  from 0 USD: 4%\n  from 100 USD: 6%\n}"),
    SyntaxCode.tierForm.page(
      "a tier or a result with another sign",
      "A tier is its condition, a `:` and its value. The type of the result follows `->`.",
      failing: "rates r (x: USD) -> percent {\n  from 0 USD => 4%\n}",
      mended: "rates r (x: USD) -> percent {\n  from 0 USD: 4%\n}"),
    SyntaxCode.tierWidth.page(
      "a tier with more or fewer conditions than the rates have axes",
      "Rates that depend on two values have two conditions on each tier, separated by a comma; `any` stands for a value that does not matter.",
      failing: "rates r (region: text, x: USD) -> percent {\n  \"EU\": 4%\n}",
      mended: "rates r (region: text, x: USD) -> percent {\n  \"EU\", any: 4%\n}"),
    SyntaxCode.closingBound.page(
      "the closing bound does not stand last, or stands twice",
      "`up to x` or `below x` closes the rates. It stands once, on a line of its own behind the last tier.",
      failing: "rates r (x: USD) -> percent {\n  from 0 USD: 4%\n  up to 50 USD\n  from 10 USD: 6%\n}",
      mended: "rates r (x: USD) -> percent {\n  from 0 USD: 4%\n  from 10 USD: 6%\n  up to 50 USD\n}"),
    SyntaxCode.creditClauses.page(
      "a credit without its recipient or amount",
      """
      A credit says which rows count, to whom, on which date and with which amount, in this order:
      `credit NAME from TABLE where CONDITION to WHO on DATE of AMOUNT`. `where` and `on` may be left out.
      """,
      failing: "plan p {\n  credit sales from deals to owner\n}",
      mended: "plan p {\n  credit sales from deals to owner of amount\n}"),
    SyntaxCode.stepsOutsidePay.page(
      "steps behind a line that is not paid",
      "Steps say how a payment or an order is capped, multiplied and rounded, and give reasons. Other lines use `min`, `max` and `rounded`.",
      failing: "plan p {\n  let x = 5 USD\n    then at most 3 USD\n}",
      mended: "plan p {\n  let x = min(5 USD, 3 USD)\n}"),
  ]
}
