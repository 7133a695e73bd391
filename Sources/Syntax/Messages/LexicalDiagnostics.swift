import Source

/// What may be wrong with characters and tokens.
extension Diagnostic {
  static func lexical(
    _ code: SyntaxCode, _ message: String, at span: SourceSpan, _ label: String, notes: [String] = [],
    help: [Help] = []
  ) -> Diagnostic {
    Diagnostic(.error, code.rawValue, message, at: span, label, notes: notes, help: help)
  }

  // MARK: - Characters

  static func utf16(_ span: SourceSpan) -> Diagnostic {
    lexical(
      .encoding, "the file is not UTF-8: it starts as UTF-16 does", at: span, "the mark of UTF-16",
      help: [Help("save the file in the encoding UTF-8")])
  }

  static func notUTF8(_ bytes: [UInt8], _ span: SourceSpan) -> Diagnostic {
    let shown = bytes.prefix(4).map { byte in
      let digits = String(byte, radix: 16, uppercase: true)
      return "0x" + (digits.utf8.count < 2 ? "0" : "") + digits
    }
    let list = shown.joined(separator: " ") + (bytes.count > 4 ? " …" : "")
    var notes: [String] = []
    if let first = bytes.first, first >= 0xA0 {
      notes = [
        "in the older encoding Windows-1252, 0x\(String(first, radix: 16, uppercase: true)) is `\(Character(Unicode.Scalar(first)))`"
      ]
    }
    return lexical(
      .encoding, "the file is not UTF-8: \(bytes.count == 1 ? "the byte" : "the bytes") \(list) here",
      at: span, "not a UTF-8 character", notes: notes, help: [Help("save the file in the encoding UTF-8")])
  }

  static func tooLarge(megabytes: Int, _ span: SourceSpan) -> Diagnostic {
    lexical(
      .tooLarge, "the file is larger than \(megabytes) MB, the most that is read as a plan", at: span, "this file",
      help: [Help("keep data in CSV files, and name them with `from \"file.csv\"`")])
  }

  static func direction(_ scalar: Unicode.Scalar, _ span: SourceSpan) -> Diagnostic {
    lexical(
      .direction, "the character \(codePoint(scalar)) changes the direction in which the text is shown", at: span,
      "an invisible character", notes: ["with it, a reviewer may see another text than the one that is run"],
      help: [Help("take the character out", edits: [Edit(span, "")])])
  }

  static func unknownCharacter(_ scalar: Unicode.Scalar, _ span: SourceSpan) -> Diagnostic {
    let isShown = scalar.value > 0x20 && scalar.value != 0x7F && !scalar.properties.isDefaultIgnorableCodePoint
    let shown = isShown ? "`\(Character(scalar))` (\(codePoint(scalar)))" : codePoint(scalar)
    return lexical(
      .unknownCharacter, "the character \(shown) has no meaning here", at: span, "means nothing here",
      help: [Help("put text between `\"`, and a name that holds such a character between backquotes")])
  }

  static func codePoint(_ scalar: Unicode.Scalar) -> String {
    let digits = String(scalar.value, radix: 16, uppercase: true)
    return "U+" + String(repeating: "0", count: max(0, 4 - digits.utf8.count)) + digits
  }

  static func lookalike(_ mark: String, _ sign: String, edit: String, _ span: SourceSpan) -> Diagnostic {
    lexical(
      .lookalike, "`\(mark)` is not the `\(sign)` of the language", at: span, "another character than `\(sign)`",
      help: [Help("`\(sign)` is written so", edits: [Edit(span, edit)])])
  }

  // MARK: - Signs and comments

  static func foreignSign(_ sign: String, means replacement: String, edit: String, _ span: SourceSpan) -> Diagnostic {
    let meaning =
      switch replacement {
      case "=": "equality, and the value of a name, are"
      case "!=": "inequality is"
      case "and": "“both hold” is"
      case "or": "“at least one holds” is"
      case "not": "“does not hold” is"
      default: "a range is"
      }
    return lexical(
      .foreignSign, "`\(sign)` is no sign of the language", at: span, "not a sign of the language",
      help: [Help("\(meaning) written `\(replacement)`", edits: [Edit(span, edit)])])
  }

  static func noPower(_ span: SourceSpan) -> Diagnostic {
    lexical(
      .foreignSign, "there is no sign for powers", at: span, "not a sign of the language",
      help: [Help("a square is written as a product: `x * x`")])
  }

  static func fatArrowForComparison(_ span: SourceSpan) -> Diagnostic {
    lexical(
      .foreignSign, "`=>` is no sign of the language", at: span, "not a comparison",
      help: [Help("“at least” is written `>=`", edits: [Edit(span, ">=")])])
  }

  static func foreignComment(_ sign: String, _ span: SourceSpan) -> Diagnostic {
    var help = [Help("a comment starts with `#`", edits: [Edit(span, "#")])]
    if sign == "--" { help.append(Help("to subtract a negative number, put a blank between: `a - -b`")) }
    if sign == "//" { help.append(Help("a quotient is written with one `/`")) }
    return lexical(.foreignComment, "`\(sign)` does not start a comment", at: span, "not a comment's sign", help: help)
  }

  static func blockComment(_ span: SourceSpan) -> Diagnostic {
    lexical(
      .foreignComment, "`/*` does not start a comment", at: span, "not a comment's sign",
      help: [Help("a comment starts with `#` on each of its lines")])
  }

  static func semicolon(_ span: SourceSpan) -> Diagnostic {
    lexical(
      .semicolon, "a `;` ends nothing in the language", at: span, "nothing needs to be ended here",
      help: [Help("leave it out: the next line starts with a word of its own", edits: [Edit(span, "")])])
  }

  static func semicolonForComma(_ span: SourceSpan) -> Diagnostic {
    lexical(
      .semicolon, "a `;` does not separate values", at: span, "between two values",
      help: [Help("values are separated by `,`", edits: [Edit(span, ",")])])
  }

  // MARK: - Texts and names

  static func unterminatedText(_ opening: SourceSpan, end: SourceSpan) -> Diagnostic {
    lexical(
      .openText, "the text is not closed on its line", at: opening, "opened here",
      help: [Help("a text ends with `\"`; a line end inside is written `\\n`", edits: [Edit(end, "\"")])])
  }

  static func loneQuote(_ mark: String, _ span: SourceSpan) -> Diagnostic {
    lexical(
      .openText, "`\(mark)` opens a text that is not closed on its line", at: span, "opened here",
      help: [Help("a text stands between `\"` and `\"`")])
  }

  static func foreignQuotes(
    _ opening: String, _ closing: String, contents: String, _ span: SourceSpan
  ) -> Diagnostic {
    let escaped = contents.contains("\"") ? contents.replacingQuotes() : contents
    return lexical(
      .foreignQuotes, "a text stands between other quotes than `\(opening)` and `\(closing)`", at: span,
      "not the quotes of the language",
      help: [Help("a text stands between `\"` and `\"`", edits: [Edit(span, "\"\(escaped)\"")])])
  }

  static func unknownEscape(_ text: String, _ span: SourceSpan) -> Diagnostic {
    lexical(
      .escape, "`\(text)` stands for nothing in a text", at: span, "not an escape",
      notes: ["the escapes are `\\\"`, `\\\\`, `\\n`, `\\t` and `\\u{…}`"],
      help: [Help("a backslash itself is written twice", edits: [Edit(span, "\\" + text)])])
  }

  static func badScalarEscape(_ text: String, _ span: SourceSpan) -> Diagnostic {
    lexical(
      .escape, "`\(text)` is not the number of a character", at: span, "not a character",
      help: [Help("between the braces stand one to six hexadecimal digits, as in `\\u{20AC}` for `€`")])
  }

  static func unterminatedName(_ span: SourceSpan) -> Diagnostic {
    lexical(
      .quotedName, "the name is not closed on its line", at: span, "opened here",
      help: [Help("a name between backquotes ends with a backquote")])
  }

  static func emptyName(_ span: SourceSpan) -> Diagnostic {
    lexical(
      .quotedName, "there is no name between the backquotes", at: span, "an empty name",
      help: [Help("between backquotes stands at least one character")])
  }

  // MARK: - Numbers

  static func foreignNumber(_ text: String, _ span: SourceSpan) -> Diagnostic {
    let readings = NumberReadings(text)
    var help: [Help] = []
    if let number = readings.number {
      help.append(Help("as one number it is written `\(number)`", edits: [Edit(span, number)]))
    }
    if let thousands = readings.thousands {
      help.append(Help("with the comma between thousands it is written `\(thousands)`", edits: [Edit(span, thousands)]))
    }
    if let values = readings.values {
      help.append(Help("two values have a blank behind the comma: `\(values)`", edits: [Edit(span, values)]))
    }
    return lexical(
      .numberForm,
      readings.number == nil
        ? "`\(text)` can be read in more than one way" : "`\(text)` is not how a number is written",
      at: span, "not how numbers are written",
      notes: ["a number has a point in front of its decimals, and `_` between its thousands"], help: help)
  }

  static func strayUnderscore(_ text: String, _ span: SourceSpan) -> Diagnostic {
    lexical(
      .numberForm, "an underscore in `\(text)` does not stand between two digits", at: span,
      "a single `_` may stand between two digits",
      help: [Help("without stray underscores", edits: [Edit(span, NumberReadings.withSingleUnderscores(text))])])
  }

  static func capitalMultiplier(_ digits: String, isMillion: Bool, _ span: SourceSpan) -> Diagnostic {
    let sign = isMillion ? "m" : "k"
    return lexical(
      .numberForm,
      "`\(digits)\(sign.uppercased())` does not multiply: the sign for a \(isMillion ? "million" : "thousand") is small",
      at: span, "a capital letter",
      help: [
        Help("a \(isMillion ? "million" : "thousand") times is written `\(sign)`", edits: [Edit(span, digits + sign)])
      ])
  }

  static func exponent(_ text: String, _ span: SourceSpan) -> Diagnostic {
    lexical(
      .numberForm, "`\(text)` is written with an exponent", at: span, "numbers have no exponents",
      help: [Help("write all its digits, with `_` between thousands")])
  }

  static func leadingDot(_ text: String, _ span: SourceSpan) -> Diagnostic {
    lexical(
      .numberForm, "`\(text)` has no digit in front of its point", at: span, "a digit is missing here",
      help: [Help("a digit stands on both sides of the point", edits: [Edit(span, "0" + text)])])
  }

  static func spacedNumber(_ span: SourceSpan, file: SourceFile) -> Diagnostic {
    let text = file.text(span)
    let groups: [Substring] = text.split(omittingEmptySubsequences: false) { $0 == " " }
    let isGrouped = groups.dropFirst().allSatisfy { group in group.prefix { $0 >= "0" && $0 <= "9" }.utf8.count == 3 }
    let joined = String(text.map { $0 == " " ? "_" : $0 })
    return lexical(
      .numberForm, "two numbers stand side by side", at: span, "an operator or a sign between them is missing",
      help: isGrouped ? [Help("as one number it is written `\(joined)`", edits: [Edit(span, joined)])] : [])
  }

  static func currencySign(_ sign: String, amount: String?, _ span: SourceSpan) -> Diagnostic {
    let known = ["$": "USD", "€": "EUR", "£": "GBP"]
    let code = known[sign]
    let help: Help =
      if let amount, let code {
        Help("the currency's code stands behind the amount", edits: [Edit(span, "\(amount) \(code)")])
      } else if let code {
        Help("a currency is written by its code", edits: [Edit(span, code)])
      } else {
        Help("a currency is written by its code behind the amount, as in `500 CNY`")
      }
    let notes = sign == "$" ? ["many currencies share `$`: USD, CAD, AUD, SGD and others"] : []
    return lexical(
      .currencySign, "`\(sign)` does not say which currency is meant", at: span, "a currency's sign", notes: notes,
      help: [help])
  }

  // MARK: - Dates

  static func notOnCalendar(_ text: String, _ fault: String, isDate: Bool, _ span: SourceSpan) -> Diagnostic {
    var help: [Help] = []
    if !isDate, text.utf8.count == 7, text.utf8.last.map({ $0 < 0x3A }) == true, !text.contains("W") {
      let parts = text.split(separator: "-").map(String.init)
      if parts.count == 2 { help = [Help("a difference has blanks around its sign: `\(parts[0]) - \(parts[1])`")] }
    }
    return lexical(
      .noSuchDay, "`\(text)` is not on the calendar", at: span, fault, help: help)
  }

  static func textBehindDate(_ date: String, _ span: SourceSpan) -> Diagnostic {
    lexical(
      .dateForm, "letters or digits follow the date or period `\(date)`", at: span,
      "only a date or period is expected here",
      help: [Help("a date is written as in `2026-03-31`, a period as in `2026-03`, `2026-Q1` or `2026-W14`")])
  }

  static func periodForm(_ text: String, _ mended: String, _ span: SourceSpan) -> Diagnostic {
    lexical(
      .dateForm, "`\(text)` is not how a period is written", at: span, "meant as a period",
      help: [Help("this period is written `\(mended)`", edits: [Edit(span, mended)])])
  }

  static func unpaddedMonth(_ year: String, _ month: String, _ span: SourceSpan) -> Diagnostic {
    lexical(
      .dateForm, "`\(year)-\(month)` may be a month or a difference", at: span, "a month, or a difference?",
      help: [
        Help("a month has two digits", edits: [Edit(span, "\(year)-0\(month)")]),
        Help("a difference has blanks around its sign", edits: [Edit(span, "\(year) - \(month)")]),
      ])
  }

  static func dateForm(_ text: String, _ readings: [String], _ span: SourceSpan) -> Diagnostic {
    var help = readings.map { Help("this day may be `\($0)`", edits: [Edit(span, $0)]) }
    if readings.count == 1 { help = [Help("this day is written `\(readings[0])`", edits: [Edit(span, readings[0])])] }
    if readings.isEmpty { help = [Help("a day is written year, month, day, as in `2026-03-31`")] }
    if text.contains("/") { help.append(Help("a quotient has blanks around its sign")) }
    return lexical(
      .dateForm, "`\(text)` is not how a date is written", at: span,
      "year, month and day stand in another order or form",
      help: help)
  }
}

/// The ways to read a number with commas, points and apostrophes as other regions write it.
struct NumberReadings {
  /// One number, if the form leaves no other reading.
  let number: String?
  /// One number with commas between thousands, where the comma may also be a list's or a decimal comma.
  let thousands: String?
  /// Two values with a comma between.
  let values: String?

  init(_ text: String) {
    let separators = text.filter { ",.'".contains($0) }
    let groups = text.split(whereSeparator: { ",.'".contains($0) }).map { String($0.filter { $0 != "_" }) }
    let last = separators.last
    let allButLast = Set(separators.dropLast())
    /// Iff all of `groups` but the first have three digits.
    func areThousands(_ groups: ArraySlice<String>) -> Bool {
      groups.dropFirst().allSatisfy { $0.count == 3 } && (groups.first?.count ?? 0) <= 3
    }
    let joined = groups.joined(separator: "_")
    if separators.count == 1, last == ",", groups.count == 2 {
      number = groups[1].count == 3 ? nil : "\(groups[0]).\(groups[1])"
      thousands = areThousands(groups[...]) ? joined : nil
      values = "\(groups[0]), \(groups[1])"
    } else if Set(separators).count == 1, areThousands(groups[...]) {
      (number, thousands, values) = (joined, nil, nil)
    } else if let last, last != "'", allButLast.count == 1, !allButLast.contains(last), areThousands(groups.dropLast())
    {
      number = groups.dropLast().joined(separator: "_") + "." + (groups.last ?? "")
      (thousands, values) = (nil, nil)
    } else {
      (number, thousands, values) = (nil, nil, nil)
    }
  }

  /// `text` with every run of underscores made one, and those at the ends left out.
  static func withSingleUnderscores(_ text: String) -> String {
    text.split(separator: ".").map { $0.split(separator: "_").joined(separator: "_") }.joined(separator: ".")
  }
}

extension String {
  /// The text with a backslash in front of each double quote.
  fileprivate func replacingQuotes() -> String {
    reduce(into: "") { result, character in result += character == "\"" ? "\\\"" : String(character) }
  }
}
