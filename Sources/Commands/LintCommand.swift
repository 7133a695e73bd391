import Allot
import Linting

extension Command {
  static let lint = Command(
    name: "lint", summary: "look for what is likely wrong in plans that can be run, and mend it",
    usage: "allot lint FILE… [--fix] [--data DIR] [--format FORMAT]",
    examples: [
      Example("allot lint plan.allot", "look at a plan"),
      Example("allot lint plans", "look at all plans of a folder"),
      Example("allot lint plans --fix", "mend what can be mended without changing a result"),
      Example("allot lint plans --diff", "show what `--fix` would write"),
      Example("allot lint plan.allot --data exports", "run the plan, too, and look at what comes out"),
      Example("allot lint plans --format sarif -o lint.sarif", "for code scanning in a build"),
      Example("allot lint plans --write-baseline known.jsonl", "take down what there is, to mend it later"),
      Example("allot help unused-declarations", "what a rule means, and how to mend it"),
    ],
    options: [
      Option("select", value: "RULE", isRepeatable: true, "only this rule, family or beginning of codes"),
      Option("ignore", value: "RULE", isRepeatable: true, "not this rule, family or beginning of codes"),
      Option("fail-on", value: "LEVEL", "exit with 1 from `error`, `warning` (the default) or `info` on"),
      Option("fix", "make the edits that change no result, and write the files"),
      Option("unsafe-fixes", "make those, too, that may change a result"),
      Option("diff", "show these edits, and write nothing"),
      Option("add-allow", value: "REASON", "write an `allow` with this reason for everything that is found"),
      Option("data", value: "DIR", "run the plans over the tables of this folder"),
      Option("period", value: "P", "the period of these runs, such as 2026-Q1"),
      Option("as-of", value: "DATE", "what `today` is in these runs"),
      Option("baseline", value: "FILE", "leave out what this file knows"),
      Option("write-baseline", value: "FILE", "write what is found; a file that is there only shrinks"),
      Option("grow", "let `--write-baseline` add to the file"),
      Option("config", value: "FILE", "this configuration in place of the nearest `allot.config`"),
      Option("no-config", "no configuration"),
      Option("today", value: "DATE", "the day for which `allow … until DATE` is judged; else the machine's date"),
      Option("format", value: "FORMAT", "text, concise, json, sarif, github, gitlab or junit"),
      .json,
      Option("output", short: "o", value: "FILE", "write to this file"),
    ],
    details: [
      "A folder stands for the `.allot` files in and below it. Each file is a plan of its own, together with the files "
        + "that it uses; these are looked at only if they are named, too.",
      "`# allow RULE: reason` behind a line, or alone above what it is for, allows what a rule finds there; "
        + "`# allow RULE until 2026-12-31: reason` does so for a time.",
      "A fix is written only after the examples of the plan, and with `--data` its run, have given the same results as "
        + "before.",
      "Exits with 0 if nothing is found, 1 if something is, 2 if the command line or the configuration is not in order "
        + "or a file cannot be read.",
    ]
  ) { invocation, terminal in
    do {
      return try LintRequest(invocation, terminal).perform(&terminal)
    } catch let error as UsageError {
      terminal.complain(error.message, help: error.help)
    } catch let error as FileError {
      terminal.complain(error)
    } catch let error as ConfigurationFiles.Problem {
      terminal.show(error.diagnostics, error.sources)
    } catch {
      terminal.complain("\(error)")
    }
    return .usage
  }
}

/// What `allot lint` was asked for.
private struct LintRequest {
  /// What has come of one file.
  private struct Answer: Sendable {
    let findings: [LintFinding]
    /// The paths of the files that the plan uses.
    let uses: [String]
  }

  private let paths: [String]
  private let configurations: [String: LintConfiguration]
  private let overrides: LintConfiguration.Overrides
  private let options: CompileOptions
  private let format: LintFormat
  private let output: String?
  private let mends: Bool
  /// Whether edits are shown and not made.
  private let shows: Bool
  private let allowsUnsafe: Bool
  private let reason: String?
  private let newBaseline: String?
  private let grows: Bool

  init(_ invocation: Invocation, _ terminal: Terminal) throws {
    guard !invocation.arguments.isEmpty else {
      throw UsageError("`allot lint` needs a file or a folder", help: ["such as `allot lint plan.allot`"])
    }
    overrides = try LintConfiguration.Overrides(invocation, terminal)
    format = try LintFormat(invocation)
    options = CompileOptions(period: invocation.value("period"), asOf: invocation.value("as-of"))
    output = invocation.value("output").flatMap { $0 == "-" ? nil : terminal.path($0) }
    allowsUnsafe = invocation.has("unsafe-fixes")
    shows = invocation.has("diff")
    mends = invocation.has("fix") || allowsUnsafe || shows
    reason = invocation.value("add-allow")
    newBaseline = invocation.value("write-baseline").map(terminal.path)
    grows = invocation.has("grow")
    if let reason, reason.isEmpty || reason.contains(where: \.isNewline) {
      throw UsageError("`--add-allow` needs a reason in one line")
    }
    if grows && newBaseline == nil { throw UsageError("`--grow` is about `--write-baseline`, which is not given") }
    paths = try PlanFiles.paths(invocation.arguments, terminal).map(terminal.path)
    if paths.contains("-") && (mends || reason != nil) {
      throw UsageError("the standard input cannot be written to, so there is nothing to mend")
    }
    var files = try ConfigurationFiles(invocation.value("config"), isOff: invocation.has("no-config"), terminal)
    var configurations: [String: LintConfiguration] = [:]
    for path in paths { configurations[path] = try files.configuration(for: path, overrides) }
    self.configurations = configurations
  }

  func perform(_ terminal: inout Terminal) throws -> ExitStatus {
    var answers = try look(at: paths, used: [])
    var used: Set<String> = []
    for (path, answer) in zip(paths, answers) { used.formUnion(answer.uses.filter { $0 != path }) }
    // What others use is judged by what they need of it.
    let again = paths.filter(used.contains)
    if !again.isEmpty {
      let second = try look(at: again, used: used)
      for (path, answer) in zip(again, second) { if let place = paths.firstIndex(of: path) { answers[place] = answer } }
    }
    var refused = false
    if mends { refused = try mend(&answers, used, &terminal) }
    if shows { return refused || answers.contains { !$0.findings.isEmpty } ? .findings : .ok }
    if let reason { try allow(&answers, reason, used, &terminal) }
    var report = LintReport()
    report.files = paths.map { $0 == "-" ? "standard input" : $0 }
    report.workingFolder = ConfigurationFiles.workingFolder(terminal)
    if let newBaseline { return try writeBaseline(newBaseline, answers.flatMap(\.findings), &terminal) }
    for (path, findings) in try withoutKnown(answers, &report) {
      let level = configurations[path]?.failOn ?? .warning
      report.items += findings.map { LintReport.Item(finding: $0, isFailing: fails($0, level)) }
    }
    try put(report, &terminal)
    return report.isFailing || refused ? .findings : .ok
  }

  private func fails(_ finding: LintFinding, _ level: Rule.Level) -> Bool {
    switch finding.diagnostic.severity {
    case .error: true
    case .warning: level <= .warning
    case .info: level == .info
    }
  }

  private func put(_ report: LintReport, _ terminal: inout Terminal) throws(FileError) {
    let content = format.content(report, terminal, styled: output == nil)
    if let output {
      try writeWhole(Array(content.utf8), to: output)
    } else {
      terminal.put(content)
    }
  }

  // MARK: Looking

  /// The findings of the plans at some paths, in their order; one about a file that several use stands with the first.
  private func look(at paths: [String], used: Set<String>) throws(FileError) -> [Answer] {
    let (configurations, options) = (configurations, options)
    let found = Plan.loadEach(paths, threads: processorCount()) { plan in
      let path = plan.sources[FileID(0)].path
      let shown = path == "standard input" ? "-" : path
      let configuration = configurations[shown] ?? LintConfiguration(nil, for: path)
      let linter = Linter(configuration.settings)
      let data = configuration.data.map {
        DataReview.Request(data: DataLocation(folder: $0), asOf: options.asOf, period: options.period)
      }
      return Answer(
        findings: linter.findings(in: plan, isUsed: used.contains(path), data: data),
        uses: plan.readFiles.dropFirst().map { plan.sources[$0].path })
    }
    var answers: [Answer] = []
    var seen: Set<[String]> = []
    for result in found {
      let answer = try result.get()
      let findings = answer.findings.filter { finding in
        let span = finding.diagnostic.primary.span
        let place = [finding.path, String(span.start), String(span.end), finding.diagnostic.code]
        return seen.insert(place + [finding.diagnostic.message]).inserted
      }
      answers.append(Answer(findings: findings, uses: answer.uses))
    }
    return answers
  }

  // MARK: Mending

  /// Mends the files that can be mended; answers whether some mending was refused.
  private func mend(_ answers: inout [Answer], _ used: Set<String>, _ terminal: inout Terminal) throws -> Bool {
    var isRefused = false
    for (number, path) in paths.enumerated() {
      let fixable = answers[number].findings.contains { finding in
        finding.diagnostic.help.contains { $0.safety == .safe || allowsUnsafe && $0.safety == .unsafe }
      }
      guard fixable, let configuration = configurations[path] else { continue }
      let linter = Linter(configuration.settings)
      let mending = Mending(linter, allowsUnsafe: allowsUnsafe, isUsed: used.contains(path))
      let plan = try Plan.load(paths: [path])
      let options = options
      let run = configuration.data.map { folder in
        { (plan: Plan) in RunText(plan, options, DataLocation(folder: folder), threads: processorCount()) }
      }
      let outcome = try mending.mend(
        plan, reload: { text throws(FileError) in try Plan.load(path: path, replacing: [path: text]) }, run: run)
      if let refusal = outcome.refusal {
        isRefused = true
        terminal.complain(
          "\(path) was not mended: \(refusal)", help: ["this is a defect of a rule, and not of the plan"])
        continue
      }
      guard outcome.isChanged else { continue }
      if shows {
        terminal.put(UnifiedDiff(old: outcome.before, new: outcome.after, path: path).bytes)
        continue
      }
      try writeWhole(outcome.after, to: path)
      terminal.put("mended \(outcome.count) in \(path)\n", to: .errors)
    }
    if !shows { answers = try look(at: paths, used: used) }
    return isRefused
  }

  private func allow(
    _ answers: inout [Answer], _ reason: String, _ used: Set<String>, _ terminal: inout Terminal
  ) throws(FileError) {
    for (number, path) in paths.enumerated() {
      let own = answers[number].findings.filter { $0.rule != nil && $0.path == path }
      guard let first = own.first, first.sources.contains(FileID(0)) else { continue }
      let source = first.sources[FileID(0)]
      let text = Allowances.text(allowing: own, in: source, file: FileID(0), reason: reason)
      if text == source.bytes { continue }
      try writeWhole(text, to: path)
      terminal.put("wrote `allow` into \(path)\n", to: .errors)
    }
    answers = try look(at: paths, used: used)
  }

  // MARK: Baselines

  /// The findings by path, without those that baselines know, and with what is to be said about these.
  private func withoutKnown(
    _ answers: [Answer], _ report: inout LintReport
  ) throws(FileError) -> [(path: String, findings: [LintFinding])] {
    var result: [(path: String, findings: [LintFinding])] = []
    var groups: [String: [Int]] = [:]
    for (number, path) in paths.enumerated() {
      result.append((path, answers[number].findings))
      if let baseline = configurations[path]?.baseline { groups[baseline, default: []].append(number) }
    }
    for (path, members) in groups.sorted(by: { $0.key < $1.key }) {
      let source = SourceFile(path: path, bytes: try readFile(path))
      let baseline = Baseline(source)
      let folder = folderPath(of: path)
      let found = members.flatMap { result[$0].findings }
      let (new, stale) = baseline.compare(found, in: folder, files: members.map { paths[$0] })
      report.knownCount += found.count - new.count
      var left: [String: Int] = [:]
      for finding in new { left[LintRequest.identity(finding), default: 0] += 1 }
      for member in members {
        result[member].findings = result[member].findings.filter { finding in
          let key = LintRequest.identity(finding)
          guard let count = left[key], count > 0 else { return false }
          left[key] = count - 1
          return true
        }
      }
      guard let settings = members.first.flatMap({ configurations[paths[$0]]?.settings }) else { continue }
      let complaints = BaselineComplaints(baseline, settings).findings(stale)
      result.append((paths[members[0]], complaints))
    }
    return result
  }

  private static func identity(_ finding: LintFinding) -> String {
    let span = finding.diagnostic.primary.span
    return "\(finding.path) \(span.start) \(span.end) \(finding.diagnostic.code) \(finding.diagnostic.message)"
  }

  private func writeBaseline(
    _ path: String, _ findings: [LintFinding], _ terminal: inout Terminal
  ) throws(FileError) -> ExitStatus {
    let folder = folderPath(of: path)
    var baseline = Baseline(of: findings, in: folder)
    if isThere(path) {
      let old = Baseline(SourceFile(path: path, bytes: try readFile(path)))
      baseline =
        grows
        ? old.grown(to: findings, in: folder, files: paths) : old.shrunk(to: findings, in: folder, files: paths)
    }
    try writeWhole(Array(baseline.text.utf8), to: path)
    let (new, _) = baseline.compare(findings, in: folder, files: paths)
    let known = findings.count - new.count
    terminal.put("wrote \(known) finding\(known == 1 ? "" : "s") to \(path)\n", to: .errors)
    if new.isEmpty { return .ok }
    terminal.put(
      "\(new.count) that \(new.count == 1 ? "is" : "are") not in it \(new.count == 1 ? "is" : "are") left out: "
        + "`--grow` adds \(new.count == 1 ? "it" : "them"), errors of plans never\n", to: .errors)
    return .findings
  }
}

extension Baseline {
  /// One JSON object a line, in order.
  var text: String {
    entries.map { entry in
      JSON.object([
        .init("file", .text(entry.key.file)),
        .init("rule", .text(entry.key.code)),
        .init("name", .text(entry.name)),
        .init("symbol", .text(entry.symbol)),
        .init("fingerprint", .text(entry.key.fingerprint)),
        .init("count", .integer(entry.count)),
      ]).rendered() + "\n"
    }.joined()
  }
}
