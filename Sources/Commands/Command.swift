/// How a command ends.
public enum ExitStatus: Int32, Hashable, Sendable {
  case ok = 0
  /// The plan or the data are not in order.
  case findings = 1
  /// The command line is not in order, or a file cannot be read or written.
  case usage = 2
}

/// One command, as data: help, completion and the reading of arguments all come from here.
struct Command: Sendable {
  struct Example: Sendable {
    let line: String
    let purpose: String

    init(_ line: String, _ purpose: String) {
      self.line = line
      self.purpose = purpose
    }
  }

  let name: String
  /// One sentence without a full stop.
  let summary: String
  let usage: String
  let examples: [Example]
  let options: [Option]
  /// Paragraphs that follow the options in the help.
  let details: [String]
  let perform: @Sendable (Invocation, inout Terminal) -> ExitStatus

  /// All commands, the common ones first.
  static let all: [Command] = [
    .run, .explain, .whyNot, .report, .check, .format, .lint, .test, .diff, .repl, .initialise, .config, .ir, .help,
  ]

  static func named(_ name: String) -> Command? { all.first { $0.name == name } }
}

/// An option of a command.
struct Option: Hashable, Sendable {
  /// The long form, without the dashes.
  let name: String
  let short: Character?
  /// What stands for the value in the help; nil for a switch.
  let value: String?
  let isRepeatable: Bool
  /// A few words without a full stop.
  let summary: String

  init(_ name: String, short: Character? = nil, value: String? = nil, isRepeatable: Bool = false, _ summary: String) {
    self.name = name
    self.short = short
    self.value = value
    self.isRepeatable = isRepeatable
    self.summary = summary
  }

  /// `-o, --output FILE`.
  var form: String {
    let long = "--\(name)" + (value.map { " \($0)" } ?? "")
    return short.map { "-\($0), \(long)" } ?? long
  }

  static let help = Option("help", short: "h", "show this help")
  static let version = Option("version", "show the version")
  static let json = Option("json", "one JSON object, with the place of everything that is said")
  static let noColor = Option("no-color", "no colours, even on a terminal")
}

/// What a command was given.
struct Invocation: Hashable, Sendable {
  var command: String?
  /// What is no option, without the command's name.
  var arguments: [String] = []
  private var values: [String: [String]] = [:]

  mutating func add(_ value: String, to option: Option) { values[option.name, default: []].append(value) }

  func has(_ name: String) -> Bool { values[name] != nil }

  /// The option's last value.
  func value(_ name: String) -> String? { values[name]?.last }

  func all(_ name: String) -> [String] { values[name] ?? [] }

  var names: [String] { values.keys.sorted() }
}
