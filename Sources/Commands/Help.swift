import Allot

/// Help texts, all made from data: commands, options, functions and the catalogue of codes.
enum Help {
  static var overview: String {
    var text = "Allot decides who is due what: pay to people, stock to shelves.\n\n"
    text += section("Examples", Command.all.flatMap { $0.examples.prefix(1) }.map { ($0.line, $0.purpose) })
    text += section("Commands", Command.all.map { ("allot \($0.name)", $0.summary) })
    text += section(
      "Options of all commands", [Option.help, .version, .noColor].map { ($0.form, $0.summary) })
    text += "`allot help COMMAND` shows one command, `allot help CODE` explains a message such as E0301,\n"
    text += "`allot help functions` lists what can be computed with, and `allot help library` the standard library.\n"
    return text
  }

  static func page(_ command: Command) -> String {
    var text = "\(command.summary.prefix(1).uppercased())\(command.summary.dropFirst()).\n\n"
    text += section("Examples", command.examples.map { ($0.line, $0.purpose) })
    text += "Usage:\n  \(command.usage)\n\n"
    text += section("Options", (command.options + [.help, .noColor]).map { ($0.form, $0.summary) })
    for detail in command.details { text += wrapped(detail) + "\n" }
    return text
  }

  static var functions: String {
    let rows = functionPages.map { ($0.signature, $0.summary) }
    var text = section("Functions", rows)
    text += "`allot help NAME` shows one. U stands for any unit, the same everywhere in a line.\n"
    text += "Aggregates are part of the language: sum, count, count distinct, avg, min, max, any, every.\n"
    return text
  }

  static func page(_ function: FunctionPage) -> String {
    "\(function.signature)\n\n" + wrapped(function.summary)
  }

  /// The defines of the standard library, by theme.
  static var library: String {
    var text = ""
    var themes: [String] = []
    for page in libraryPages where !themes.contains(page.theme) { themes.append(page.theme) }
    for theme in themes {
      text += section(theme, libraryPages.filter { $0.theme == theme }.map { ($0.name, $0.summary) })
    }
    text += wrapped(
      """
      `allot help NAME` shows one, with its text. A plan names them without `use`; a declaration of its own with the \
      same name wins. The text may be copied into a plan and changed there.
      """)
    return text
  }

  static func page(_ define: LibraryPage) -> String {
    var text = "\(define.signature)\n\n\(define.documentation)\n\n"
    if define.isBlock {
      let lines = define.lines.map { "`x.\($0)`" }.joined(separator: ", ")
      text += wrapped("It is a block: with `let x = \(define.name)(…)` in a plan, its lines are \(lines).") + "\n"
    }
    return text + "Its text:\n\n" + indented(define.source)
  }

  static var codes: String {
    var text = section("Messages", diagnosticPages.map { ($0.code, $0.title) })
    text += "`allot help CODE` explains one.\n"
    return text
  }

  static func page(_ page: DiagnosticPage) -> String {
    var text = "\(page.code): \(page.title)\n\n"
    for paragraph in page.explanation.paragraphs { text += wrapped(paragraph) + "\n" }
    if !page.failing.isEmpty { text += "This is answered with \(page.code):\n\n" + indented(page.failing) + "\n" }
    if !page.mended.isEmpty { text += "This is in order:\n\n" + indented(page.mendedPart) }
    return text
  }

  /// A heading and two columns.
  private static func section(_ title: String, _ rows: [(left: String, right: String)]) -> String {
    let width = min(44, rows.map { displayWidth(of: $0.left) }.max() ?? 0)
    var text = "\(title):\n"
    for row in rows {
      let used = displayWidth(of: row.left)
      text += "  \(row.left)"
      // A wide left side has its explanation on the next line.
      text +=
        used > width ? "\n" + String(repeating: " ", count: width + 4) : String(repeating: " ", count: width + 2 - used)
      text += row.right + "\n"
    }
    return text + "\n"
  }

  private static func indented(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false).map { $0.isEmpty ? "\n" : "    \($0)\n" }.joined()
      .droppingLastEmptyLine()
  }

  /// `text` in lines of at most 80 cells, ending with a line end.
  static func wrapped(_ text: String, width: Int = 80) -> String {
    var result = ""
    var column = 0
    for word in text.split(whereSeparator: { $0 == " " || $0 == "\n" }) {
      let length = displayWidth(of: String(word))
      if column > 0 && column + 1 + length > width {
        result += "\n"
        column = 0
      }
      if column > 0 {
        result += " "
        column += 1
      }
      result += word
      column += length
    }
    return result + "\n"
  }
}

extension String {
  /// What stands between empty lines.
  fileprivate var paragraphs: [String] {
    var result: [[Substring]] = [[]]
    for line in split(separator: "\n", omittingEmptySubsequences: false) {
      if line.allSatisfy({ $0 == " " }) { result.append([]) } else { result[result.count - 1].append(line) }
    }
    return result.filter { !$0.isEmpty }.map { $0.joined(separator: " ") }
  }

  fileprivate func droppingLastEmptyLine() -> String { hasSuffix("\n\n") ? String(dropLast()) : self }
}

extension DiagnosticPage {
  /// The mended plan from the paragraph of its first mended line on: what stands before is the failing plan's.
  fileprivate var mendedPart: String {
    let before = failing.split(separator: "\n", omittingEmptySubsequences: false)
    let after = mended.split(separator: "\n", omittingEmptySubsequences: false)
    let same = zip(before, after).prefix { $0 == $1 }.count
    guard let blank = after.prefix(same).lastIndex(where: \.isEmpty), blank > 6 else { return mended }
    return (["…"] + after[(blank + 1)...]).joined(separator: "\n")
  }
}
