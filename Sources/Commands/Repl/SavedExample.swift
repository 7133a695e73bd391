import Allot
import Formatting
import Model
import WhatIf

/// A scenario as an `example` of its plan: the rows that it reads, and the results that it gives.
struct SavedExample {
  /// Rows of a table below a header.
  struct Rows {
    let table: String
    let header: [String]
    let rows: [[String]]
  }

  let title: String
  let sheet: String
  let given: [Rows]
  let asOf: String?
  let during: String?
  let parameters: [NamedText]
  let expected: Rows

  /// The declaration, as the formatter lays it out.
  ///
  /// - Parameter use: the path of the plan, as seen from the example's file.
  func text(use: String) throws(FormattingFault) -> String {
    var text = "language 1\nuse \(LiteralText.quoted(use))\n\n"
    text += "example \(LiteralText.quoted(title)) for \(SavedExample.name(sheet)) {\n"
    for rows in given { text += "given \(SavedExample.name(rows.table)) {\n\(SavedExample.block(rows))}\n" }
    for parameter in parameters { text += "param \(SavedExample.name(parameter.name)) = \(parameter.text)\n" }
    if let asOf { text += "as of \(asOf)\n" }
    if let during { text += "during \(during)\n" }
    text += "expect {\n\(SavedExample.block(expected))}\n}\n"
    return try formatted(Array(text.utf8), path: "example").text
  }

  private static func block(_ rows: Rows) -> String {
    ([rows.header.map(name)] + rows.rows).map { $0.joined(separator: " | ") + "\n" }.joined()
  }

  /// A name as the language takes it.
  static func name(_ name: String) -> String {
    SavedExample.isPlain(name) ? name : "`\(name)`"
  }

  private static func isPlain(_ name: String) -> Bool { ExpressionNames(text: name).names == [name] }

  /// A value as a cell of a row has it.
  static func cell(_ value: Value, isPercent: Bool) -> String {
    switch value {
    case .missing: return ""
    case .number(let number):
      if isPercent, number.decimalScale != nil, let hundredths = number.multiplying(Rational(100)) {
        return hundredths.description + "%"
      }
      return number.description
    case .text(let text): return quotedIfNeeded(text)
    case .bool, .date, .period, .timestamp: return value.description
    }
  }

  /// A text between quotes where it could not be read back without them.
  static func quotedIfNeeded(_ text: String) -> String {
    let needs =
      text.isEmpty || text.trimmed != text || text.hasPrefix("\"")
      || text.contains { "|}｜#\n\r\t".contains($0) }
    return needs ? LiteralText.quoted(text) : text
  }
}
