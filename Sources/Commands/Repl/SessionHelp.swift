import Allot

/// Help texts of a session, all made from its commands.
enum SessionHelp {
  /// All that fits on a screen of 80 columns and 24 lines.
  static var overview: String {
    var text = "A line asks for a value, or begins with a command; `#` starts a comment.\n\n"
    for group in SessionCommand.Group.allCases {
      let commands = SessionCommand.all.filter { $0.group == group }
      if commands.isEmpty { continue }
      var words = commands.map(\.name).joined(separator: ", ")
      if group == .asking { words = "EXPRESSION [for KEY, …] [in PERIOD], " + words }
      let name = group.rawValue + String(repeating: " ", count: 9 - group.rawValue.count)
      let wrapped = Help.wrapped(words, width: 71)
      for (place, line) in wrapped.split(separator: "\n").enumerated() {
        text += (place == 0 ? name : String(repeating: " ", count: 9)) + line + "\n"
      }
    }
    text += "\n"
    for (line, purpose) in samples {
      text += "  \(line)\(String(repeating: " ", count: max(1, 40 - displayWidth(of: line))))\(purpose)\n"
    }
    return text + "\n`help WORD` shows a command with examples, `help commands` all in one line each.\n"
  }

  private static let samples = [
    ("attained for ann in 2026-Q1", "a line's value"),
    ("sum(deals.amount where owner = \"ann\")", "rows of a table"),
    ("payouts for ann", "what is paid"),
  ]

  /// Every command in a line.
  static var commands: String {
    var text = ""
    for group in SessionCommand.Group.allCases {
      let commands = SessionCommand.all.filter { $0.group == group }
      if commands.isEmpty { continue }
      text += group.rawValue + "\n"
      for command in commands {
        text += "  \(command.usage)\n" + indented(command.summary, by: 6)
      }
    }
    return text
  }

  static func page(_ command: SessionCommand) -> String {
    var text = "\(command.usage)\n" + indented(command.summary, by: 4) + "\n"
    for example in command.examples {
      text += "  \(example.line)\n" + indented(example.purpose, by: 6)
    }
    for detail in command.details { text += "\n" + Help.wrapped(detail) }
    return text
  }

  private static func indented(_ text: String, by count: Int) -> String {
    let blanks = String(repeating: " ", count: count)
    return Help.wrapped(text, width: 80 - count).split(separator: "\n").map { blanks + $0 + "\n" }.joined()
  }
}

extension Session {
  mutating func putHelp(_ phrase: Phrase) throws(SessionFailure) {
    let topic = phrase.string
    if topic.isEmpty {
      terminal.put(SessionHelp.overview)
    } else if topic == "commands" {
      terminal.put(SessionHelp.commands)
    } else if let command = SessionCommand.all.first(where: { $0.name == topic }) {
      terminal.put(SessionHelp.page(command))
    } else if let text = Help.text(about: topic) {
      terminal.put(text)
    } else {
      let begun = SessionCommand.all.filter { $0.name.hasPrefix(topic + " ") }
      if !begun.isEmpty {
        terminal.put(begun.map(SessionHelp.page).joined(separator: "\n"))
        return
      }
      throw .unknown(
        "help about", topic, among: SessionCommand.all.map(\.name) + Help.topics,
        help: ["`help` shows all commands"])
    }
  }
}
