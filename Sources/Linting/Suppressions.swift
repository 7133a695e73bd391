import Allot

/// The suppressions of a file, and what the linter says about them.
struct Suppressions {
  private let review: PlanReview
  private let settings: LintSettings
  private let all: [Suppression]

  init(_ review: PlanReview, _ settings: LintSettings) {
    self.review = review
    self.settings = settings
    all = review.comments.compactMap { Suppression($0, in: review) }
  }

  /// The findings that nothing suppresses, and what is wrong with the suppressions themselves.
  ///
  /// - Parameter looksAtData: whether rules that read data have been looked at; only then can a suppression of one be
  ///   unused.
  func applied(to findings: [(Rule, Finding)], looksAtData: Bool) -> [(Rule, Finding)] {
    if all.isEmpty { return findings }
    var used: [Set<String>] = Array(repeating: [], count: all.count)
    var left: [(Rule, Finding)] = []
    for (rule, finding) in findings {
      var isSuppressed = false
      for (number, suppression) in all.enumerated() where holds(suppression) {
        guard suppression.range.contains(finding.primary.span.start),
          suppression.names.contains(where: { $0.rule?.code == rule.code })
        else { continue }
        used[number].insert(rule.code)
        isSuppressed = true
      }
      if !isSuppressed { left.append((rule, finding)) }
    }
    return left + complaints(used, looksAtData)
  }

  /// True iff a suppression has its reason and its end has not come: else it suppresses nothing.
  private func holds(_ suppression: Suppression) -> Bool {
    if suppression.reason.isEmpty { return false }
    if suppression.untilSpan != nil && suppression.until == nil { return false }
    return !isExpired(suppression)
  }

  private func isExpired(_ suppression: Suppression) -> Bool {
    guard let until = suppression.until, let today = settings.today else { return false }
    return today > until
  }

  private func complaints(_ used: [Set<String>], _ looksAtData: Bool) -> [(Rule, Finding)] {
    var found: [(Rule, Finding)] = []
    func complain(_ rule: Rule, _ finding: Finding) {
      if settings.level(of: rule) != .off { found.append((rule, finding)) }
    }
    for (number, suppression) in all.enumerated() {
      for name in suppression.names where name.rule == nil {
        let near = suggestions(for: name.text, among: Rule.all.flatMap { [$0.name, $0.code] })
        complain(
          .unknownSuppressedRules,
          Finding(
            "`allow` names `\(name.text)`, which is no rule", at: name.span,
            help: near.first.map { [Diagnostic.Help("there is a rule with a similar name: `\($0)`")] } ?? []))
      }
      if suppression.reason.isEmpty {
        complain(
          .suppressionsWithoutReason,
          Finding(
            "`allow` gives no reason, so it allows nothing", at: suppression.span,
            help: [Diagnostic.Help("the reason stands behind a colon: `# allow RULE: agreed with Finance`")]))
        continue
      }
      if let span = suppression.untilSpan, suppression.until == nil {
        complain(
          .expiredSuppressions,
          Finding(
            "`\(review.text(span))` is no day, so the `allow` holds for none", at: span,
            help: [Diagnostic.Help("a day is written as in `until 2026-12-31`")]))
        continue
      }
      if isExpired(suppression), let until = suppression.until, let today = settings.today {
        complain(
          .expiredSuppressions,
          Finding(
            "`allow` held until \(until), and today is \(today)", at: suppression.untilSpan ?? suppression.span,
            notes: ["the reason was: \(suppression.reason)"]))
        continue
      }
      if let finding = unused(suppression, used[number], looksAtData) { complain(.unusedSuppressions, finding) }
    }
    return found
  }

  /// What a suppression allows that is not there; nil if all of it is, or could not be looked at.
  private func unused(_ suppression: Suppression, _ used: Set<String>, _ looksAtData: Bool) -> Finding? {
    let idle = suppression.names.filter { name in
      guard let rule = name.rule, !used.contains(rule.code), settings.level(of: rule) != .off else { return false }
      switch rule.check {
      case .data: return looksAtData
      case .plan: return !review.plan.hasErrors
      case .text, .linter: return true
      }
    }
    guard !idle.isEmpty else { return nil }
    let names = idle.map { "`\($0.text)`" }.joined(separator: ", ")
    let kept = suppression.names.filter { name in !idle.contains { $0.span == name.span } }
    let help: Diagnostic.Help
    if kept.isEmpty {
      help = Diagnostic.Help("remove it", edits: [Diagnostic.Edit(removal(of: suppression.span), "")], safety: .safe)
    } else if let first = suppression.names.first, let last = suppression.names.last {
      let list = kept.map(\.text).joined(separator: ", ")
      help = Diagnostic.Help(
        "name only what is there", edits: [Diagnostic.Edit(first.span.union(last.span), list)], safety: .safe)
    } else {
      return nil
    }
    return Finding("nothing is found here that `allow` \(names) could allow", at: suppression.span, help: [help])
  }

  /// The comment with the blanks in front of it, and its line end where nothing else stands on its line.
  private func removal(of span: SourceSpan) -> SourceSpan {
    let bytes = review.source.bytes
    let line = review.source.lines.range(ofLine: review.source.lines.line(at: Int(span.start)))
    var start = Int(span.start)
    while start > line.lowerBound, bytes[start - 1] == 0x20 || bytes[start - 1] == 0x09 { start -= 1 }
    return SourceSpan(file: span.file, start: start, end: start == line.lowerBound ? line.upperBound : Int(span.end))
  }
}
