import Allot
import WhatIf

/// Why a line of a session gives nothing; the session then stays as it was.
enum SessionFailure: Error, Sendable {
  /// What is wrong with the line itself: one sentence in lower case without a full stop, and what may help.
  case complaint(String, help: [String])
  /// What is wrong with an expression, the plan or the data, in its place.
  case diagnostics([Diagnostic], SourceMap, omitted: Int)
  /// A computation was stopped by who asked for it.
  case interrupted

  static func complaint(_ message: String) -> SessionFailure { .complaint(message, help: []) }

  init(_ error: FileError) {
    let near = error.nearest.map { "`\($0)`" }.joined(separator: ", ")
    self = .complaint(error.message, help: near.isEmpty ? [] : ["a file with a similar name is there: \(near)"])
  }

  init(_ error: PlanError) { self = .diagnostics(error.diagnostics, error.sources, omitted: error.omitted) }

  init(_ error: RunError) { self = .diagnostics(error.diagnostics, error.sources, omitted: error.omitted) }

  init(_ error: LiveRunError) {
    switch error {
    case .change(let problem): self = .complaint(problem.message, help: [])
    case .run(let error): self.init(error)
    }
  }

  init(_ error: ScenarioError) {
    switch error {
    case .request(let problem): self = .complaint(problem.message, help: problem.notes + problem.help)
    case .plan(let error): self.init(error)
    case .run(let error): self.init(error)
    }
  }

  /// The same about a plan that asks, in the words of who asked.
  init(_ error: ScenarioError, of asking: AskingPlan) {
    let failure = SessionFailure(error)
    guard case .diagnostics(let diagnostics, let sources, let omitted) = failure else {
      self = failure
      return
    }
    let (translated, texts) = asking.translated(diagnostics, sources)
    self = .diagnostics(translated, texts, omitted: omitted)
  }

  /// A name that is none, with those that are near it or, if they are few, all that there are.
  static func unknown(_ what: String, _ name: String, among known: [String], help: [String] = []) -> SessionFailure {
    let near = suggestions(for: name, among: known).prefix(3)
    var lines: [String] = []
    if !near.isEmpty {
      lines.append("there is " + near.map { "`\($0)`" }.joined(separator: ", "))
    } else if !known.isEmpty, known.count <= 12 {
      lines.append("there is " + known.map { "`\($0)`" }.joined(separator: ", "))
    }
    return .complaint("there is no \(what) `\(name)`", help: lines + help)
  }

  /// How many messages are shown: a person mends the first ones first.
  private static let messageLimit = 3

  /// Says it on the errors.
  func show(_ terminal: inout Terminal) {
    switch self {
    case .complaint(let message, let help): terminal.complain(message, help: help)
    case .diagnostics(let diagnostics, let sources, let omitted):
      let errors = diagnostics.filter { $0.severity == .error }
      let all = errors.isEmpty ? diagnostics : errors
      let shown = Array(all.prefix(SessionFailure.messageLimit))
      terminal.show(shown, sources, omitted: omitted + all.count - shown.count)
    case .interrupted: terminal.put("stopped\n", to: .errors)
    }
  }
}
