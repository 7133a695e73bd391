import Allot
import Linting

extension Command {
  static let help = Command(
    name: "help", summary: "explain a command, a message, a rule, a function or a define",
    usage: "allot help [COMMAND | CODE | RULE | FUNCTION | DEFINE]",
    examples: [
      Example("allot help run", "the options of `run`"),
      Example("allot help E0301", "what a message means, with an example and its mending"),
      Example("allot help codes", "all messages"),
      Example("allot help rules", "all that the linter looks for"),
      Example("allot help unused-declarations", "one rule of the linter"),
      Example("allot help functions", "what can be computed with"),
      Example("allot help first_day", "one function"),
      Example("allot help library", "the standard library: draws, clawbacks, min/max, safety stock and more"),
      Example("allot help RecoverableDraw", "one define of it, with its text and an example"),
    ],
    options: [], details: []
  ) { invocation, terminal in
    guard let topic = invocation.arguments.first else {
      terminal.put(Help.overview)
      return .ok
    }
    guard let text = Help.text(about: topic) else {
      let near = suggestions(for: topic, among: Help.topics)
      terminal.complain(
        "there is no help about `\(topic)`",
        help: (near.first.map { ["a similar topic exists: `\($0)`"] } ?? [])
          + [
            "`allot help` lists the commands, `allot help codes` the messages, `allot help functions` the functions, "
              + "`allot help library` the standard library"
          ])
      return .usage
    }
    terminal.put(text)
    return .ok
  }
}

extension Help {
  /// Everything that there is a page about.
  static var topics: [String] {
    Command.all.map(\.name) + ["commands", "codes", "rules", "functions", "library"] + functionPages.map(\.name)
      + libraryPages.map(\.name)
      + diagnosticPages.map(\.code) + Rule.all.flatMap { [$0.name, $0.code] }
  }

  static func text(about topic: String) -> String? {
    if let command = Command.named(topic) { return page(command) }
    switch topic {
    case "commands": return overview
    case "codes", "messages", "errors": return codes
    case "functions", "builtins": return functions
    case "library", "defines": return library
    case "rules", "lints": return rules
    default: break
    }
    if let function = functionPages.first(where: { $0.name == topic }) { return page(function) }
    if let define = libraryPages.first(where: { $0.name == topic }) { return page(define) }
    if let rule = Rule.named(topic) { return page(rule) }
    let code = topic.uppercased()
    return diagnosticPages.first { $0.code == code }.map(page)
  }
}
