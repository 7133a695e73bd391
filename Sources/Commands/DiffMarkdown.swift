import Allot
import Comparing

/// What differs, as a comment on a pull request: the changes and their cost first, the amounts folded.
struct DiffMarkdown {
  /// How many changes, and how many amounts of a result, are shown.
  let limit: Int

  func text(_ report: DiffReport) -> String {
    let entries = report.differing
    guard !entries.isEmpty else {
      return "No change in any plan" + (report.versions.map { " between \(DiffMarkdown.code($0))" } ?? "") + ".\n"
    }
    return entries.map(text).joined(separator: "\n")
  }

  private func text(_ entry: DiffReport.Entry) -> String {
    var text = "### \(DiffMarkdown.escaped(entry.title))\n\n"
    text += DiffReport.summary(entry) + (entry.computesSame ? "; both versions compute the same" : "") + "\n"
    if !entry.diagnostics.isEmpty {
      text +=
        "\n"
        + DiffMarkdown.block(entry.diagnostics.map { DiagnosticRenderer($0.1).render($0.0) }.joined(separator: "\n"))
    }
    if !entry.shown.isEmpty {
      text += "\n|  | change | where |\n| ---: | --- | --- |\n"
      for index in entry.shown.prefix(limit) {
        let change = entry.comparison.changes[index]
        let place = DiffText.place(DiffReport.places(change, entry.comparison))
        text += "| \(index + 1) | \(DiffMarkdown.code(change.statement)) | \(DiffMarkdown.escaped(place)) |\n"
      }
      if entry.shown.count > limit { text += "\nand \(entry.shown.count - limit) more\n" }
    }
    if let payouts = entry.payouts { text += "\n" + self.text(payouts, entry.comparison) }
    return text
  }

  // MARK: - Results

  private func text(_ payouts: DiffPayouts, _ comparison: PlanComparison) -> String {
    let about = payouts.about.map { "\($0.name) \($0.value)" }.joined(separator: ", ")
    var text = "#### What it changes" + (about.isEmpty ? "" : " (\(DiffMarkdown.escaped(about)))") + "\n\n"
    switch payouts.outcome {
    case .failure(let failure):
      text += "The \(failure.side.rawValue) version gives no results:\n\n"
      var messages = failure.diagnostics.prefix(limit).map { DiagnosticRenderer(failure.sources).render($0) }
      let more = failure.omitted + max(0, failure.diagnostics.count - limit)
      if more > 0 { messages.append("and \(more) more\n") }
      text += DiffMarkdown.block(messages.joined(separator: "\n"))
    case .success(let difference):
      if difference.isEmpty { text += "Nothing: all amounts are as they were.\n" }
      for result in difference.results where !result.amounts.isEmpty {
        text += self.text(result, difference, comparison)
      }
      for result in difference.results where result.omitted > 0 {
        text += "\n\(DiffReport.counted(result.omitted, "amount")) of \(DiffMarkdown.escaped(result.name)) cannot be "
        text += "compared: too many digits\n"
      }
    }
    return text
  }

  private func text(
    _ result: PayoutDifference.Result, _ difference: PayoutDifference, _ comparison: PlanComparison
  ) -> String {
    var text = "**\(DiffMarkdown.escaped(result.title))**\n\n"
    for total in result.totals {
      let persons = DiffMarkdown.escaped(DiffPayouts.persons(result, total))
      let name = total.title.map { DiffMarkdown.escaped($0) + ": " } ?? ""
      text += "\(name)\(DiffMarkdown.escaped(DiffPayouts.sentence(total))); "
      text += "\(total.gaining) \(persons) up, \(total.losing) down\n\n"
      let unit = total.unit.map { " (\(DiffMarkdown.escaped($0)))" } ?? ""
      text += "| by change | delta\(unit) | \(persons) up | \(persons) down |\n| --- | ---: | ---: | ---: |\n"
      for (index, cause) in difference.causes.enumerated()
      where total.parts[index].signum != 0 || total.gainingByCause[index] + total.losingByCause[index] > 0 {
        text += "| \(DiffMarkdown.code(DiffPayouts.cause(cause, comparison))) "
        text += "| \(DiffPayouts.signed(total.parts[index], total.format)) "
        text += "| \(total.gainingByCause[index]) | \(total.losingByCause[index]) |\n"
      }
      text += "| **total** | **\(DiffPayouts.signed(total.delta, total.format))** "
      text += "| **\(total.gaining)** | **\(total.losing)** |\n\n"
    }
    let rows = DiffAmounts(result, difference, limit: limit)
    text += "<details>\n<summary>\(DiffReport.counted(result.amounts.count, "amount")) "
    text += "\(result.amounts.count == 1 ? "differs" : "differ")</summary>\n\n"
    let headings = zip(rows.headings, rows.units ?? rows.headings.map { _ in "" }).map {
      $1.isEmpty ? $0 : "\($0) (\($1))"
    }
    text += "|" + headings.map { " \(DiffMarkdown.escaped($0)) |" }.joined() + "\n"
    text += "|" + rows.isRight.map { $0 ? " ---: |" : " --- |" }.joined() + "\n"
    for row in rows.rows { text += "|" + row.map { " \(DiffMarkdown.escaped($0)) |" }.joined() + "\n" }
    if rows.omitted > 0 { text += "\nand \(rows.omitted) more, each with a smaller difference\n" }
    return text + "\n</details>\n"
  }

  // MARK: - Escapes

  /// A text that shows as it is: no markup, no link, and nobody is notified.
  static func escaped(_ text: String) -> String {
    var result = ""
    for character in text {
      switch character {
      case "\\", "|", "*", "_", "`", "[", "]", "~", "#": result += "\\\(character)"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "&": result += "&amp;"
      case "@": result += "@&#8203;"
      case "\n", "\r\n", "\r": result += " "
      default: result.append(character)
      }
    }
    return result
  }

  /// A text as code within a table.
  static func code(_ text: String) -> String {
    var longest = 0
    var run = 0
    for character in text {
      run = character == "`" ? run + 1 : 0
      longest = max(longest, run)
    }
    let fence = String(repeating: "`", count: longest + 1)
    let pad = longest > 0 ? " " : ""
    let line = String(text.map { $0.isNewline ? " " : $0 })
    return fence + pad + line.split(separator: "|", omittingEmptySubsequences: false).joined(separator: "\\|") + pad
      + fence
  }

  /// Several lines as they are.
  static func block(_ text: String) -> String {
    var fence = "```"
    while text.contains(fence) { fence += "`" }
    return "\(fence)text\n\(text)\(text.hasSuffix("\n") ? "" : "\n")\(fence)\n"
  }
}
