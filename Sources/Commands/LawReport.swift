import Allot

/// What `--check-laws` found, for people and for machines.
struct LawReport {
  let plans: [String]
  let outcomes: [LawOutcome]

  var isHeld: Bool { !outcomes.contains { $0.state == .broken } }

  func text(_ terminal: Terminal) -> String {
    var text = terminal.strong("laws of \(plans.joined(separator: ", "))") + "\n"
    let words = outcomes.map { $0.state.rawValue }
    let width = words.map(\.count).max() ?? 0
    let style = terminal.style(.output)
    for outcome in outcomes {
      let word = outcome.state.rawValue
      let what = outcome.rule.map { "\($0): \(outcome.law.rawValue)" } ?? outcome.law.rawValue
      text += "\n" + word + String(repeating: " ", count: width - word.count + 2) + terminal.strong(what) + "\n"
      text += String(repeating: " ", count: width + 2) + outcome.detail + "\n"
      for diagnostic in outcome.diagnostics {
        text += "\n" + DiagnosticRenderer(outcome.sources, style: style).render(diagnostic)
      }
    }
    if let code = outcomes.flatMap(\.diagnostics).first?.code { text += "\n`allot help \(code)` explains the first\n" }
    return text + "\n" + terminal.strong(summary) + "\n"
  }

  private var summary: String {
    func count(_ state: LawOutcome.State) -> Int { outcomes.count { $0.state == state } }
    let unchecked = count(.unchecked)
    return "\(outcomes.count) laws, \(count(.held)) held, \(count(.broken)) broken"
      + (unchecked > 0 ? ", \(unchecked) not checked" : "")
  }

  var json: String {
    JSON.object([
      .init("version", .integer(1)),
      .init("plans", .list(plans.map { .text($0) })),
      .init("isHeld", .bool(isHeld)),
      .init(
        "laws",
        .list(
          outcomes.map { outcome in
            .object([
              .init("law", .text(outcome.law.rawValue)),
              .init("rule", .text(outcome.rule)),
              .init("state", .text(outcome.state.rawValue)),
              .init("detail", .text(outcome.detail)),
              .init("witness", .object(outcome.witness.map { .init($0.name, .text($0.text)) })),
              .init("diagnostics", .list(outcome.diagnostics.map { JSON($0, outcome.sources) })),
            ])
          })),
    ]).rendered(depth: 4) + "\n"
  }
}
