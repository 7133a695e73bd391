import Source

extension DiagnosticPage {
  /// The pages about characters and tokens.
  static let lexicalPages: [DiagnosticPage] = [
    SyntaxCode.encoding.page(
      "the file is not UTF-8",
      """
      Plans are read as UTF-8, so that a name or text means the same on every machine. Editors and spreadsheets on
      Windows may save in UTF-16 or in Windows-1252; “Save as” lets you choose UTF-8.
      """,
      failing: "param store = \"K\u{FFFD}ln\"", mended: "param store = \"Köln\""),
    SyntaxCode.direction.page(
      "a character changes the direction of the text",
      """
      Some invisible characters make a screen show letters in another order than the one in which they are read. With
      them, a reviewer could approve another plan than the one that runs. Take the character out.
      """,
      failing: "param rate = 5% # \u{202E}50%", mended: "param rate = 5% # 50%"),
    SyntaxCode.unknownCharacter.page(
      "a character has no meaning",
      """
      Outside of texts, comments and names between backquotes, only letters, digits and the signs of the language have
      a meaning.
      """,
      failing: "param bonus @ = 5%", mended: "param bonus = 5%"),
    SyntaxCode.lookalike.page(
      "a character looks like a sign of the language",
      """
      Input methods and word processors write characters that look like the signs of the language and are others:
      full-width parentheses and commas, a minus that is a dash, `≤` for `<=`. Each is read as the sign that it stands
      for, and reported, so that the text can be mended at once.
      """,
      failing: "param share = max（1，2）", mended: "param share = max(1, 2)"),
    SyntaxCode.foreignSign.page(
      "a sign of another language",
      """
      Equality is written `=`, inequality `!=`, and conditions are joined by the words `and`, `or` and `not`, so that a
      plan can be read aloud.
      """,
      failing: "param both = 1 == 1 && 2 != 3", mended: "param both = 1 = 1 and 2 != 3"),
    SyntaxCode.foreignComment.page(
      "a comment of another language",
      "A comment starts with `#` and ends with its line; `##` starts the documentation of what follows.",
      failing: "param rate = 5% // of sales", mended: "param rate = 5% # of sales"),
    SyntaxCode.semicolon.page(
      "a semicolon",
      "Nothing needs to be ended: each line starts with a word of its own. Values in a list are separated by commas.",
      failing: "param rate = 5%;", mended: "param rate = 5%"),
    SyntaxCode.openText.page(
      "a text is not closed",
      "A text starts and ends with `\"` on one line. A line end inside of it is written `\\n`, a quote `\\\"`.",
      failing: "use \"crm.allot", mended: "use \"crm.allot\""),
    SyntaxCode.foreignQuotes.page(
      "other quotes",
      "A text stands between `\"` and `\"`. Single quotes, and the curly ones of word processors, are read as such and reported.",
      failing: "param stage = 'Won'", mended: "param stage = \"Won\""),
    SyntaxCode.escape.page(
      "a backslash with a letter that means nothing",
      """
      In a text, a backslash starts one of `\\"` (a quote), `\\\\` (a backslash), `\\n` (a line end), `\\t` (a tab) and
      `\\u{20AC}` (any character, by its number). In a path, use `/`, or write the backslash twice.
      """,
      failing: "use \"C:\\plans\\ae.allot\"", mended: "use \"C:/plans/ae.allot\""),
    SyntaxCode.quotedName.page(
      "a name between backquotes is empty or not closed",
      "A name that holds blanks or signs, or that is a word of the language, stands between backquotes on one line.",
      failing: "param `base rate = 5%", mended: "param `base rate` = 5%"),
    SyntaxCode.numberForm.page(
      "a number in another form",
      """
      `1,234` is a number to one reader and two values to another, and `1.234` is a thousand or one and a bit. Here a
      number has a point in front of its decimals, single underscores between its digits where they help, and `k` or
      `m` directly behind for thousands and millions: `1_234.50`, `270k`.

      Two values in a list have a blank behind their comma.
      """,
      failing: "param bonus = 1.234,50 EUR", mended: "param bonus = 1_234.50 EUR"),
    SyntaxCode.currencySign.page(
      "a currency's sign",
      """
      `$` is the sign of more than twenty currencies. A currency is written by its code behind the amount: `500 USD`.
      """,
      failing: "param bonus = $500", mended: "param bonus = 500 USD"),
    SyntaxCode.noSuchDay.page(
      "a day or period that is not on the calendar",
      """
      Dates are checked as they are read: there is no 30 February, no month 13, and not every year has a week 53.
      Four digits, a minus and two digits without blanks are a month; a difference has blanks around its sign.
      """,
      failing: "param start = 2026-02-30", mended: "param start = 2026-02-28"),
    SyntaxCode.dateForm.page(
      "a date or period in another form",
      """
      `03/04/2026` is in March to one reader and in April to another. Here a date is written year, month, day, as in
      `2026-03-31`; periods are `2026-03`, `2026-Q1`, `2026-W14` and `2026`.

      The files that a table reads may hold dates in any form: the column says which, with `as "MM/DD/YYYY"`.
      """,
      failing: "param start = 31.12.2026", mended: "param start = 2026-12-31"),
    SyntaxCode.tooLarge.page(
      "a file is too large",
      "A plan is a text for people. Data belongs in CSV files, which tables name with `from \"file.csv\"` and which may be of any size.",
      failing: "", mended: ""),
  ]
}
