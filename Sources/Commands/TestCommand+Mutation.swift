import Allot
import Proving

/// What a test run says about mutants.
extension TestReport {
  static let survivorCode = "T0201"
  static let idleRemarkCode = "T0202"

  func diagnostics(_ report: MutationReport) -> [Diagnostic] {
    report.survivors.map { mutant in
      Diagnostic(
        .warning, TestReport.survivorCode, "\(mutant.description) breaks no example", at: mutant.span)
    } + report.idleRemarks.map { Diagnostic(.warning, TestReport.idleRemarkCode, $0.message, at: $0.span) }
  }

  func text(_ report: MutationReport, _ file: File, _ terminal: Terminal) -> String {
    let renderer = DiagnosticRenderer(report.sources, style: terminal.style(.output))
    var text = ""
    for diagnostic in diagnostics(report) { text += "\n" + renderer.render(diagnostic) }
    let score = percent(report.killed, of: report.counted)
    let same = report.same > 0 ? ", \(report.same) said to change nothing" : ""
    text += "\n" + terminal.strong("mutants of \(file.path): \(score)")
    text += ": \(report.killed) of \(report.counted) break an example\(same)\n"
    if isTooWeak(file) { text += "the examples notice too little\n" }
    return text
  }

  func object(_ report: MutationReport) -> JSON {
    .object([
      .init("killed", .integer(report.killed)),
      .init("counted", .integer(report.counted)),
      .init("same", .integer(report.same)),
      .init("invalid", .integer(report.invalid)),
      .init("findings", .list(diagnostics(report).map { JSON($0, report.sources) })),
      .init(
        "mutants",
        .list(report.outcomes.filter { $0.fate != .invalid }.map { object($0, report.sources) })),
    ])
  }

  private func object(_ outcome: MutationReport.Outcome, _ sources: SourceMap) -> JSON {
    let file = sources[outcome.mutant.span.file]
    let place = file.lineColumn(at: Int(outcome.mutant.span.start))
    let fate: [JSON.Member] =
      switch outcome.fate {
      case .killed(let title): [.init("fate", .text("killed")), .init("by", .text(title))]
      case .survived: [.init("fate", .text("survived"))]
      case .same(let reason): [.init("fate", .text("same")), .init("reason", .text(reason))]
      case .invalid: [.init("fate", .text("invalid"))]
      }
    return .object(
      [
        .init("file", .text(file.path)), .init("line", .integer(place.line)), .init("column", .integer(place.column)),
        .init("before", .text(outcome.mutant.before)), .init("after", .text(outcome.mutant.after)),
        .init("place", .text(outcome.mutant.place)),
      ] + fate)
  }
}
