import Allot
import Linting

/// Help texts, all made from data: commands, options, functions and the catalogue of codes.
enum Help {
  static var overview: String {
    var text = "Allot decides who is due what: pay to people, stock to shelves.\n\n"
    // Of `run`, one for pay and one for orders.
    let examples = Command.all.flatMap { $0.examples.prefix($0.name == "run" ? 2 : 1) }
    text += section("Examples", examples.map { ($0.line, $0.purpose) })
    text += section("Commands", Command.all.map { ("allot \($0.name)", $0.summary) })
    text += section(
      "Options of all commands", [Option.help, .version, .noColor].map { ($0.form, $0.summary) })
    text += section(
      "Help",
      [
        ("allot help COMMAND", "one command with its options"),
        ("allot help CODE", "a message, such as E0301, and how to mend its cause"),
        ("allot help NAME", "a function or a define of the standard library"),
        ("allot help functions", "all functions"),
        ("allot help library", "all defines: draws, clawbacks, min/max, safety stock"),
        ("allot help codes", "all messages"),
        ("allot help rules", "all rules of the linter"),
      ])
    return text.droppingLastEmptyLine()
  }

  static func page(_ command: Command) -> String {
    var text = "\(command.summary.prefix(1).uppercased())\(command.summary.dropFirst()).\n\n"
    text += section("Examples", command.examples.map { ($0.line, $0.purpose) })
    text += "Usage:\n  \(command.usage)\n\n"
    text += section("Options", (command.options + [.help, .noColor]).map { ($0.form, $0.explanation) })
    for detail in command.details { text += wrapped(detail) + "\n" }
    return text
  }

  static var functions: String {
    let rows = functionPages.map { ($0.signature, $0.summary) }
    var text = section("Functions", rows)
    text += wrapped(
      """
      `allot help NAME` shows one. U stands for any unit, the same everywhere in a line. Parts of the language, and no \
      functions, are the aggregates sum, count, count distinct, avg, min, max, any, every, product, sample and population \
      variance, sample and population deviation, and rank, allocate, left and pick.
      """)
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
    // A parameter, its type and its default stay on one line: their blanks are no places to break at.
    let signature = define.signature.split(separator: ", ").map { $0.split(separator: " ").joined(separator: "\u{A0}") }
      .joined(separator: ", ")
    var text = wrapped(signature, indent: 4).split(separator: "\u{A0}").joined(separator: " ") + "\n"
    text += pageText(define.documentation) + "\n"
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
    if !page.mended.isEmpty {
      text += "This is in order:\n\n" + indented(mendedPart(failing: page.failing, mended: page.mended))
    }
    return text
  }

  /// The rules of the linter, by family.
  static var rules: String {
    var text = ""
    for family in Rule.Family.allCases {
      let own = Rule.all.filter { $0.family == family }
      if own.isEmpty { continue }
      let title = "\(family.rawValue.prefix(1).uppercased())\(family.rawValue.dropFirst())"
      text += section(
        title,
        own.map { rule in
          ("\(rule.code) \(rule.name)", rule.page.summary + (rule.level == .off ? " Off by default." : ""))
        })
    }
    return text + "`allot help NAME` or `allot help CODE` explains one.\n"
  }

  static func page(_ rule: Rule) -> String {
    let text = RulePageText(rule)
    var page = "\(rule.name) (\(text.facts))\n\n" + wrapped(rule.page.summary) + "\n"
    for paragraph in RulePageText.paragraphs(rule.page.why) { page += wrapped(paragraph) + "\n" }
    if !rule.options.isEmpty {
      page += section(
        "Options", rule.options.map { ($0.name, "\($0.summary); \($0.text($0.initial)) if nothing is said") })
    }
    if let fix = rule.page.fix { page += wrapped("Fix: \(fix)") + "\n" }
    if !rule.page.failing.isEmpty { page += "This is found:\n\n" + indented(rule.page.failing) + "\n" }
    if !rule.page.mended.isEmpty {
      let mended = mendedPart(failing: rule.page.failing, mended: rule.page.mended)
      page += "This is in order:\n\n" + indented(mended) + "\n"
    }
    for miss in rule.page.nearMisses { page += wrapped("In order, too: \(miss.reason).") }
    return page.droppingLastEmptyLine()
  }

  /// The mended text from the paragraph of its first mended line on: what stands before is the failing one's.
  private static func mendedPart(failing: String, mended: String) -> String {
    let before = failing.split(separator: "\n", omittingEmptySubsequences: false)
    let after = mended.split(separator: "\n", omittingEmptySubsequences: false)
    let same = zip(before, after).prefix { $0 == $1 }.count
    guard let blank = after.prefix(same).lastIndex(where: \.isEmpty), blank > 6 else { return mended }
    return (["…"] + after[(blank + 1)...]).joined(separator: "\n")
  }

  /// How many cells a line of help has at most, as far as words allow.
  private static let lineWidth = 80
  /// How many cells what is explained has in a column of its own.
  private static let leftWidth = 28

  /// A heading, and what is explained beside its explanation; below it where most are too wide for a column.
  private static func section(_ title: String, _ rows: [(left: String, right: String)]) -> String {
    let widths = rows.map { displayWidth(of: $0.left) }
    let isStacked = widths.count { $0 > leftWidth } * 2 > widths.count
    let start = isStacked ? 6 : 4 + (widths.filter { $0 <= leftWidth }.max() ?? 0)
    var text = "\(title):\n"
    for (row, width) in zip(rows, widths) {
      let explanation = indented(wrapped(row.right, width: lineWidth - start), by: start)
      if width + 4 <= start {
        text += "  \(row.left)" + explanation.dropFirst(width + 2)
      } else {
        text += "  \(row.left)\n" + explanation
      }
    }
    return text + "\n"
  }

  /// Documentation with its prose in lines of at most 80 cells; indented lines, such as tables, stay as they are.
  private static func pageText(_ documentation: String) -> String {
    var text = ""
    var prose: [Substring] = []
    for line in "\(documentation)\n".split(separator: "\n", omittingEmptySubsequences: false) {
      let isProse = !line.isEmpty && !line.hasPrefix("    ")
      if isProse {
        prose.append(line)
        continue
      }
      if !prose.isEmpty { text += wrapped(prose.joined(separator: " ")) }
      prose = []
      text += line + "\n"
    }
    return text.droppingLastEmptyLine()
  }

  private static func indented(_ text: String, by count: Int = 4) -> String {
    let blanks = String(repeating: " ", count: count)
    return text.split(separator: "\n", omittingEmptySubsequences: false).map { $0.isEmpty ? "\n" : blanks + $0 + "\n" }
      .joined().droppingLastEmptyLine()
  }

  /// `text` in lines of at most `width` cells, ending with a line end; all lines but the first begin with `indent` blanks.
  static func wrapped(_ text: String, width: Int = lineWidth, indent: Int = 0) -> String {
    var result = ""
    var column = 0
    var margin = 0
    for word in text.split(whereSeparator: { $0 == " " || $0 == "\n" }) {
      let length = displayWidth(of: String(word))
      if column > 0 && margin + column + 1 + length > width {
        result += "\n" + String(repeating: " ", count: indent)
        column = 0
        margin = indent
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

extension Option {
  /// The summary, and whether the option may be repeated.
  fileprivate var explanation: String { isRepeatable ? "\(summary) (may be given again)" : summary }
}
