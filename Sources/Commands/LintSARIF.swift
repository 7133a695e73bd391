import Allot
import Linting

/// The linter's findings as SARIF 2.1.0, as code scanning of GitHub and other tools read it.
///
/// Paths are relative to the working folder, which is the root of the checkout in a build. Columns count UTF-16 units,
/// and the end column is the one behind the last.
struct LintSARIF {
  private let report: LintReport
  /// The rules that are looked for or found, by code; results name them by their place.
  private let rules: [Described]

  private struct Described {
    let code: String
    let name: String
    let short: String
    let full: String
    let text: String
    let markdown: String
    let level: String
    let tags: [String]
  }

  init(_ report: LintReport) {
    self.report = report
    let codes = Set(report.items.filter { $0.finding.rule == nil }.map(\.diagnostic.code)).sorted()
    rules =
      codes.map { code in
        let page = diagnosticPages.first { $0.code == code }
        let title = page?.title ?? "an error of the plan or its data"
        let text = page.map { Help.page($0) } ?? title
        return Described(
          code: code, name: code, short: title, full: title, text: text, markdown: "```text\n\(text)```\n",
          level: "error", tags: ["checker"])
      }
      + Rule.all.map { rule in
        Described(
          code: rule.code, name: rule.name, short: rule.page.summary,
          full: String(RulePageText.paragraphs(rule.page.why).joined(separator: " ").prefix(1_000)),
          text: Help.page(rule), markdown: RulePageText(rule).markdown(isWhole: true),
          level: LintSARIF.level(rule.level), tags: [rule.family.rawValue])
      }
  }

  private static func level(_ level: Rule.Level) -> String {
    switch level {
    case .error: "error"
    case .warning: "warning"
    case .info: "note"
    case .off: "none"
    }
  }

  var text: String {
    var places: [String: Int] = [:]
    for (number, rule) in rules.enumerated() { places[rule.code] = number }
    var seen: [String: Int] = [:]
    let results = report.items.map { item in
      seen[item.finding.fingerprint, default: 0] += 1
      return result(item, rule: places[item.diagnostic.code], number: seen[item.finding.fingerprint] ?? 1)
    }
    let driver = JSON.object([
      .init("name", .text("allot lint")),
      .init("version", .text(CommandLineTool.version)),
      .init("semanticVersion", .text(CommandLineTool.version)),
      .init("rules", .list(rules.map(describe))),
    ])
    let run = JSON.object([
      .init("tool", .object([.init("driver", driver)])),
      .init("automationDetails", .object([.init("id", .text("allot-lint/"))])),
      .init("columnKind", .text("utf16CodeUnits")),
      .init(
        "originalUriBaseIds",
        .object([
          .init("SRCROOT", .object([.init("description", message("The folder that the linter was run in."))]))
        ])),
      .init("results", .list(results)),
    ])
    return JSON.object([
      .init("$schema", .text("https://json.schemastore.org/sarif-2.1.0.json")),
      .init("version", .text("2.1.0")),
      .init("runs", .list([run])),
    ]).rendered(depth: 7) + "\n"
  }

  private func message(_ text: String) -> JSON { .object([.init("text", .text(text))]) }

  private func describe(_ rule: Described) -> JSON {
    .object([
      .init("id", .text(rule.code)),
      .init("name", .text(rule.name)),
      .init("shortDescription", message(rule.short)),
      .init("fullDescription", message(rule.full)),
      .init("help", .object([.init("text", .text(rule.text)), .init("markdown", .text(rule.markdown))])),
      .init("defaultConfiguration", .object([.init("level", .text(rule.level))])),
      .init(
        "properties",
        .object([.init("tags", .list(rule.tags.map { .text($0) })), .init("precision", .text("high"))])),
    ])
  }

  private func result(_ item: LintReport.Item, rule: Int?, number: Int) -> JSON {
    let found = item.diagnostic
    let sources = item.finding.sources
    let level =
      switch found.severity {
      case .error: "error"
      case .warning: "warning"
      case .info: "note"
      }
    var members: [JSON.Member] = [.init("ruleId", .text(found.code))]
    if let rule { members.append(.init("ruleIndex", .integer(rule))) }
    members += [
      .init("level", .text(level)),
      .init("message", message(([found.message] + found.notes).joined(separator: ".\n"))),
      .init("locations", .list([location(found.primary, sources)])),
      .init(
        "partialFingerprints",
        .object([.init("primaryLocationLineHash", .text("\(item.finding.fingerprint):\(number)"))])),
    ]
    let related = found.secondary.filter { sources.contains($0.span.file) }
    if !related.isEmpty {
      members.append(.init("relatedLocations", .list(related.map { location($0, sources) })))
    }
    let fixes = found.help.filter { !$0.edits.isEmpty && $0.safety != .display }
    if !fixes.isEmpty { members.append(.init("fixes", .list(fixes.map { fix($0, sources) }))) }
    return .object(members)
  }

  private func location(_ label: Diagnostic.Label, _ sources: SourceMap) -> JSON {
    guard sources.contains(label.span.file) else { return .object([]) }
    var members: [JSON.Member] = [
      .init(
        "physicalLocation",
        .object([
          .init("artifactLocation", artifact(sources[label.span.file].path)),
          .init("region", region(label.span, sources[label.span.file], isShort: true)),
        ]))
    ]
    if !label.text.isEmpty { members.append(.init("message", message(label.text))) }
    return .object(members)
  }

  private func fix(_ help: Diagnostic.Help, _ sources: SourceMap) -> JSON {
    let files = Set(help.edits.map(\.span.file)).filter(sources.contains).sorted()
    let changes = files.map { file in
      JSON.object([
        .init("artifactLocation", artifact(sources[file].path)),
        .init(
          "replacements",
          .list(
            help.edits.filter { $0.span.file == file }.map { edit in
              .object([
                .init("deletedRegion", region(edit.span, sources[file], isShort: false)),
                .init("insertedContent", message(edit.replacement)),
              ])
            })),
      ])
    }
    return .object([.init("description", message(help.text)), .init("artifactChanges", .list(changes))])
  }

  private func artifact(_ path: String) -> JSON {
    let shown = report.shown(path)
    if shown.hasPrefix("/") { return .object([.init("uri", .text("file://" + LintSARIF.escaped(shown)))]) }
    return .object([.init("uri", .text(LintSARIF.escaped(shown))), .init("uriBaseId", .text("SRCROOT"))])
  }

  /// A path in which all but the letters, digits and signs that a URI may have stand as `%XX`.
  static func escaped(_ path: String) -> String {
    var text = ""
    for byte in path.utf8 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
        UInt8(ascii: "~"), UInt8(ascii: "/"):
        text.unicodeScalars.append(Unicode.Scalar(byte))
      default:
        let digits = String(byte, radix: 16, uppercase: true)
        text += "%" + (digits.count < 2 ? "0" : "") + digits
      }
    }
    return text
  }

  /// Where a span lies. A finding that goes over several lines is marked on its first alone: it is shown beside a change
  /// only if all of its lines are in the change.
  private func region(_ span: SourceSpan, _ file: SourceFile, isShort: Bool) -> JSON {
    let start = place(Int(span.start), file)
    var end = place(Int(span.end), file)
    if isShort, end.line > start.line {
      end = place(file.lines.range(ofLine: start.line - 1).lowerBound + file.lineBytes(start.line).count, file)
    }
    return .object([
      .init("startLine", .integer(start.line)),
      .init("startColumn", .integer(start.column)),
      .init("endLine", .integer(end.line)),
      .init("endColumn", .integer(max(end.column, end.line == start.line ? start.column : 1))),
    ])
  }

  /// The line and the column, in UTF-16 units, of an offset.
  private func place(_ offset: Int, _ file: SourceFile) -> (line: Int, column: Int) {
    let offset = min(max(0, offset), file.bytes.count)
    let line = file.lines.line(at: offset)
    let start = file.lines.range(ofLine: line).lowerBound
    return (line + 1, String(decoding: file.bytes[start..<offset], as: UTF8.self).utf16.count + 1)
  }
}
