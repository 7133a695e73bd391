import Allot

/// A command of a session, as data: reading, help and completion all come from here.
struct SessionCommand: Sendable {
  /// What a person looks for a command under.
  enum Group: String, CaseIterable, Sendable {
    case asking = "Ask"
    case supposing = "Suppose"
    case seeking = "Seek"
    case looking = "Look"
    case keeping = "Keep"
    case setting = "Set"
  }

  /// What may stand behind a command's words, for completion.
  enum Argument: Hashable, Sendable {
    case nothing, file, folder, table, line, plan, scenario, topic, format, command
    /// An expression with its `for` and `in`.
    case expression
    /// A change of the data or of the plan.
    case change
  }

  struct Example: Sendable {
    let line: String
    let purpose: String

    init(_ line: String, _ purpose: String) {
      self.line = line
      self.purpose = purpose
    }
  }

  typealias Performing = @Sendable (inout Session, Phrase) throws(SessionFailure) -> Void

  /// `what if`.
  let name: String
  /// What stands behind it: `TABLE [where CONDITION]`.
  let arguments: String
  let group: Group
  /// A few words without a full stop.
  let summary: String
  let takes: Argument
  let examples: [Example]
  /// Paragraphs that say more.
  let details: [String]
  let perform: Performing

  init(
    _ name: String, _ arguments: String = "", _ group: Group, _ summary: String, takes: Argument = .nothing,
    examples: [Example] = [], details: [String] = [], perform: @escaping Performing
  ) {
    self.name = name
    self.arguments = arguments
    self.group = group
    self.summary = summary
    self.takes = takes
    self.examples = examples
    self.details = details
    self.perform = perform
  }

  /// `what if CHANGE, …`.
  var usage: String { arguments.isEmpty ? name : "\(name) \(arguments)" }

  /// All commands, in the order of the help.
  static let all: [SessionCommand] =
    asking + looking + supposing + seeking + keeping + setting

  /// The command whose words a line begins with, and what stands behind them; nil for an expression.
  static func named(in text: Substring) -> (SessionCommand, Phrase)? {
    let phrase = Phrase(text)
    var found: (command: SessionCommand, rest: Phrase)?
    for command in all {
      var rest = phrase
      guard rest.take(words: command.name.split(separator: " ").map(String.init)) else { continue }
      if let found, found.command.name.count >= command.name.count { continue }
      found = (command, rest)
    }
    return found.map { ($0.command, $0.rest) }
  }

  /// The first words of all commands.
  static var firstWords: [String] {
    var words: [String] = []
    for command in all {
      let word = String(command.name.prefix { $0 != " " })
      if !words.contains(word) { words.append(word) }
    }
    return words
  }
}

extension Phrase {
  /// Nothing more may stand behind a command.
  func expectEnd(of command: String) throws(SessionFailure) {
    if isEmpty { return }
    throw .complaint("`\(command)` takes nothing more, and `\(string)` stands behind it", help: [Self.more(command)])
  }

  /// The phrase, which may not be empty.
  func required(_ command: String, _ what: String) throws(SessionFailure) -> Phrase {
    if !isEmpty { return self }
    throw .complaint("`\(command)` needs \(what)", help: [Self.more(command)])
  }

  private static func more(_ command: String) -> String { "`help \(command)` shows how it is written" }
}
