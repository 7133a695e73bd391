import Allot
import Linting

/// The linter's findings as one JSON object: each with its fingerprint, and its edits with how safe they are.
struct LintJSON {
  private let report: LintReport

  init(_ report: LintReport) { self.report = report }

  var text: String {
    JSON.object([
      .init("version", .integer(1)),
      .init("files", .list(report.files.map { .text($0) })),
      .init("errors", .integer(report.count(.error))),
      .init("warnings", .integer(report.count(.warning))),
      .init("remarks", .integer(report.count(.info))),
      .init("known", .integer(report.knownCount)),
      .init("failed", .bool(report.isFailing)),
      .init("findings", .list(report.items.map(finding))),
    ]).rendered(depth: 4) + "\n"
  }

  private func finding(_ item: LintReport.Item) -> JSON {
    let own: [JSON.Member] = [
      .init("rule", .text(item.finding.rule?.name)),
      .init("family", .text(item.finding.rule?.family.rawValue)),
      .init("symbol", .text(item.finding.symbol)),
      .init("fingerprint", .text(item.finding.fingerprint)),
      .init("fails", .bool(item.isFailing)),
    ]
    let diagnostic = JSON(item.diagnostic, item.finding.sources)
    guard case .object(let members) = diagnostic else { return diagnostic }
    return .object(members.filter { $0.name != "help" } + own + [.init("help", .list(help(item)))])
  }

  private func help(_ item: LintReport.Item) -> [JSON] {
    item.diagnostic.help.map { help in
      .object([
        .init("text", .text(help.text)),
        .init("safety", .text(help.safety.rawValue)),
        .init("edits", .list(help.edits.map { JSON($0, item.finding.sources) })),
      ])
    }
  }
}
