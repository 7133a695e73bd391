import Allot
import Explaining

/// Why something got nothing, as text:
///
///     D-120 of deals
///       credit bookings of AccountExecutive (plan.allot:17): 1 of 3 conditions is not met
///         not met  stage = "Closed Won": it is `Negotiation`
///         enough   `Closed Won` instead of `Negotiation`
///         verified: then Commission of ava, 2026-03 is 7,200.00 USD, and not 0.00 USD
struct WhyNotText {
  let explanations: ExplanationText

  func text(_ answer: WhyNot) -> String {
    var lines = [explanations.style.strong(answer.subject)]
    if let sentence = WhyNotText.sentence(answer) { lines += wrapped(sentence, indent: 2) }
    for rule in answer.rules where WhyNotText.isShown(rule, of: answer) {
      lines += wrapped(heading(rule), indent: 2)
      for condition in rule.conditions {
        let place = condition.span.map { " (\(explanations.place($0)))" } ?? ""
        if condition.isMet {
          lines += wrapped("met      \(condition.text)", indent: 4).map(explanations.style.faint)
        } else {
          let word = rule.kind == .hurdle ? "because " : "not met "
          lines += wrapped("\(word) \(condition.text): \(condition.finding)\(place)", indent: 4)
          lines += facts(condition.facts, indent: 13)
        }
      }
      for change in rule.changes { lines += wrapped("enough   \(change)", indent: 4) }
      if let trial = rule.trial { lines += wrapped(WhyNotText.words(trial), indent: 4) }
    }
    return lines.map { $0 + "\n" }.joined()
  }

  /// What it got, or that nothing was in its way.
  static func sentence(_ answer: WhyNot) -> String? {
    if let got = answer.got {
      if answer.rules.allSatisfy(\.failed.isEmpty) {
        return "nothing was in its way: it is \(got); `allot explain` shows how that came about"
      }
      return "it is \(got)"
    }
    return answer.rules.isEmpty ? "no credit reads it" : nil
  }

  /// Rules that something met are not shown where it came near to others.
  static func isShown(_ rule: RuleReview, of answer: WhyNot) -> Bool {
    !rule.failed.isEmpty || answer.got == nil
  }

  private func heading(_ rule: RuleReview) -> String {
    let place = rule.span.map { " (\(explanations.place($0)))" } ?? ""
    guard rule.conditions.count > 1 else { return rule.name + place }
    let failed = rule.failed.count
    return "\(rule.name)\(place): "
      + (failed == 0
        ? "every condition is met"
        : "\(failed) of \(rule.conditions.count) conditions \(failed == 1 ? "is" : "are") not met")
  }

  private func facts(_ facts: [ExplanationFact], indent: Int) -> [String] {
    facts.flatMap { fact -> [String] in
      let place = fact.data.map(explanations.place) ?? fact.span.map(explanations.place)
      let words = "· \(ExplanationText.words(fact))" + (place.map { " (\($0))" } ?? "")
      return wrapped(words, indent: indent).map(explanations.style.faint) + self.facts(fact.facts, indent: indent + 2)
    }
  }

  private func wrapped(_ text: String, indent: Int) -> [String] {
    let room = max(24, explanations.width - indent)
    return ExplanationText.wrapped(text, first: room, rest: room - 2).enumerated().map { place, line in
      String(repeating: " ", count: indent + (place == 0 ? 0 : 2)) + line
    }
  }

  /// What came of a run with the changes.
  static func words(_ trial: RuleReview.Trial) -> String {
    switch trial {
    case .changes(let changes):
      let shown = changes.prefix(4).joined(separator: "; ")
      return "verified: then \(shown)" + (changes.count > 4 ? "; and \(changes.count - 4) amounts more are others" : "")
    case .changesNothing: return "tried: alone it changes no amount"
    case .fails(let message): return "tried: a run with it ends with an error: \(message)"
    case .impossible(let why): return "not tried: \(why)"
    }
  }

  // MARK: Other formats

  func markdown(_ answer: WhyNot) -> String {
    func escaped(_ text: String) -> String { ExplanationText.escaped(text) }
    var text = "## \(escaped(answer.subject))\n\n"
    if let sentence = WhyNotText.sentence(answer) { text += "\(escaped(sentence))\n\n" }
    for rule in answer.rules where WhyNotText.isShown(rule, of: answer) {
      text += "- \(escaped(heading(rule)))\n"
      for condition in rule.conditions {
        text +=
          condition.isMet
          ? "  - met: \(escaped(condition.text))\n"
          : "  - **\(rule.kind == .hurdle ? "because" : "not met")**: \(escaped(condition.text)): \(escaped(condition.finding))\n"
      }
      for change in rule.changes { text += "  - enough: \(escaped(change))\n" }
      if let trial = rule.trial { text += "  - \(escaped(WhyNotText.words(trial)))\n" }
    }
    return text
  }

  func object(_ answer: WhyNot) -> JSON {
    .object([
      .init("subject", .text(answer.subject)),
      .init("got", .text(answer.got)),
      .init("rules", .list(answer.rules.map(object))),
    ])
  }

  private func object(_ rule: RuleReview) -> JSON {
    let trial: JSON =
      switch rule.trial {
      case .changes(let changes)?:
        .object([.init("outcome", .text("verified")), .init("changes", .list(changes.map { .text($0) }))])
      case .changesNothing?: .object([.init("outcome", .text("changes nothing"))])
      case .fails(let message)?: .object([.init("outcome", .text("fails")), .init("message", .text(message))])
      case .impossible(let why)?: .object([.init("outcome", .text("not tried")), .init("message", .text(why))])
      case nil: .null
      }
    return .object([
      .init("kind", .text(rule.kind.rawValue)),
      .init("rule", .text(rule.name)),
      .init("place", .text(rule.span.map(explanations.place))),
      .init(
        "conditions",
        .list(
          rule.conditions.map { condition in
            .object([
              .init("text", .text(condition.text)), .init("met", .bool(condition.isMet)),
              .init("finding", .text(condition.finding)),
              .init("place", .text(condition.span.map(explanations.place))),
              .init("rests_on", .list(condition.facts.map(explanations.object))),
            ])
          })),
      .init("enough", .list(rule.changes.map { .text($0) })),
      .init("trial", trial),
    ])
  }
}
