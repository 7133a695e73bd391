import Allot

/// Why there is no scenario, or a question to it has no answer.
public enum ScenarioError: Error, Sendable {
  /// A change or a question names something that is not there, or cannot be made.
  case request(RequestProblem)
  /// What is wrong with the plan, or with what was asked for.
  case plan(PlanError)
  /// What is wrong with the data, or with what the plan makes of them.
  case run(RunError)
}

/// What is wrong with a change or a question.
public struct RequestProblem: Error, Hashable, Sendable {
  /// One sentence in lower case without a full stop.
  public let message: String
  /// The part of what was asked that is at fault, as it was written; nil for all of it.
  public let subject: String?
  public let notes: [String]
  /// What may have been meant, or what can be done.
  public let help: [String]

  public init(_ message: String, about subject: String? = nil, notes: [String] = [], help: [String] = []) {
    self.message = message
    self.subject = subject
    self.notes = notes
    self.help = help
  }

  /// A name that is not among those that there are.
  static func unknown(_ what: String, _ name: String, known: [String]) -> RequestProblem {
    RequestProblem("\(what) `\(name)`", about: name, help: nearest(to: name, among: known))
  }

  /// The names that may have been meant; else the first of those that there are.
  static func nearest(to name: String, among known: [String]) -> [String] {
    func list(_ names: some Sequence<String>) -> String { names.map { "`\($0)`" }.joined(separator: ", ") }
    let near = suggestions(for: name, among: known)
    if !near.isEmpty { return ["there is \(list(near))"] }
    if known.isEmpty { return [] }
    return ["there is \(list(known.prefix(8)))" + (known.count > 8 ? " and \(known.count - 8) more" : "")]
  }
}
