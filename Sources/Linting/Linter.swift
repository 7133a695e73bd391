import Allot
import Syntax

/// Looks at plans with the rules of a configuration.
///
/// ```swift
/// let plan = try Plan.load(paths: ["plan.allot"])
/// for finding in Linter().findings(in: plan) { print(finding.path, finding.diagnostic.message) }
/// ```
public struct Linter: Sendable {
  public let settings: LintSettings

  public init(_ settings: LintSettings = LintSettings()) { self.settings = settings }

  /// What is to be said about the file that a plan was read for, and the errors of all its files, by place.
  ///
  /// - Parameters:
  ///   - isUsed: whether another plan of the run uses the file.
  ///   - request: the data that the plan is for, for the rules that read some; nil if there are none.
  public func findings(
    in plan: Plan, isUsed: Bool = false, data request: DataReview.Request? = nil
  ) -> [LintFinding] {
    let errors = plan.diagnostics
    guard let review = PlanReview(plan, isUsed: isUsed, values: settings.values) else {
      return errors.map { LintFinding($0, rule: nil, symbol: "", sources: plan.sources) }
    }
    var found: [(Rule, Finding)] = []
    var seen: Set<Finding> = []
    let data = plan.hasErrors || plan.resultNames.isEmpty ? nil : request.map { DataReview(review, $0) }
    for rule in Rule.all where settings.level(of: rule) != .off {
      let findings: [Finding]
      switch rule.check {
      case .text(let check): findings = check(review)
      case .plan(let check): findings = plan.hasErrors ? [] : check(review)
      case .data(let check):
        guard let data else { continue }
        findings = check(data)
      case .linter: continue
      }
      // A define's line that is used twice is still one line.
      for finding in findings where review.isOwn(finding.primary.span) && seen.insert(finding).inserted {
        found.append((rule, finding))
      }
    }
    found = Suppressions(review, settings).applied(to: found, looksAtData: data != nil)
    // One mistake, one message: what a rule has said of a place need not be said by the run, which stops there.
    let places = found.map(\.1.primary.span)
    let failures = (data?.failures ?? []).filter { failure in !places.contains { $0.overlaps(failure.primary.span) } }
      .map {
        LintFinding($0, rule: nil, symbol: "", sources: data?.failureSources ?? plan.sources)
      }
    let remarks = (data?.remarks ?? []).filter { review.isOwn($0.primary.span) }
    if found.isEmpty && errors.isEmpty && remarks.isEmpty { return failures }
    let symbols = SymbolPath(review.syntax)
    func finding(_ diagnostic: Diagnostic, _ rule: Rule?) -> LintFinding {
      let span = diagnostic.primary.span
      let symbol = span.file == review.file ? symbols.path(to: span.start) : ""
      return LintFinding(diagnostic, rule: rule, symbol: symbol, sources: plan.sources)
    }
    var all = (errors + remarks).map { finding($0, nil) }
    for (rule, found) in found {
      guard let severity = settings.level(of: rule).severity else { continue }
      all.append(finding(found.diagnostic(rule, severity), rule))
    }
    all.sort { a, b in
      let (first, second) = (a.diagnostic, b.diagnostic)
      return (first.primary.span, first.code, first.message) < (second.primary.span, second.code, second.message)
    }
    return all + failures
  }
}
