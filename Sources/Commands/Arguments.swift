import Allot

/// A command line that cannot be understood.
struct UsageError: Error, Hashable, Sendable {
  let message: String
  let help: [String]

  init(_ message: String, help: [String] = []) {
    self.message = message
    self.help = help
  }
}

extension Invocation {
  /// Reads arguments: options stand before or behind the command, as `--period 2026-Q1` or `--period=2026-Q1`; behind
  /// `--` nothing is an option.
  init(_ arguments: [String]) throws(UsageError) {
    self.init()
    let known = Invocation.options
    var index = 0
    var takesOptions = true
    while index < arguments.count {
      let argument = arguments[index]
      index += 1
      guard takesOptions, argument.hasPrefix("-"), argument != "-" else {
        if command == nil { command = argument } else { self.arguments.append(argument) }
        continue
      }
      if argument == "--" {
        takesOptions = false
        continue
      }
      let (name, attached) = Invocation.parts(argument)
      guard let option = known.first(where: { "--\($0.name)" == name || $0.short.map { "-\($0)" } == name }) else {
        throw unknownOption(name, among: arguments)
      }
      guard let placeholder = option.value else {
        if attached != nil { throw UsageError("`--\(option.name)` takes no value") }
        add("", to: option)
        continue
      }
      let value: String
      if let attached {
        value = attached
      } else if index < arguments.count, !Invocation.isOption(arguments[index], known) {
        value = arguments[index]
        index += 1
      } else {
        throw UsageError("`\(name)` needs a value: `\(name) \(placeholder)`")
      }
      if has(option.name) && !option.isRepeatable { throw UsageError("`--\(option.name)` is given twice") }
      add(value, to: option)
    }
  }

  /// All options of all commands; one name means the same everywhere.
  private static var options: [Option] {
    var result: [Option] = [.help, .version, .noColor]
    for command in Command.all {
      for option in command.options where !result.contains(where: { $0.name == option.name }) { result.append(option) }
    }
    return result
  }

  /// `--name=value`, `-ovalue` and the like, taken apart.
  private static func parts(_ argument: String) -> (name: String, attached: String?) {
    if argument.hasPrefix("--") {
      guard let sign = argument.firstIndex(of: "=") else { return (argument, nil) }
      return (String(argument[..<sign]), String(argument[argument.index(after: sign)...]))
    }
    let name = String(argument.prefix(2))
    var rest = argument.dropFirst(2)
    if rest.first == "=" { rest = rest.dropFirst() }
    return (name, rest.isEmpty ? nil : String(rest))
  }

  private static func isOption(_ argument: String, _ known: [Option]) -> Bool {
    guard argument.hasPrefix("-"), argument != "-" else { return false }
    let name = parts(argument).name
    return known.contains { "--\($0.name)" == name || $0.short.map { "-\($0)" } == name }
  }

  private func unknownOption(_ name: String, among arguments: [String]) -> UsageError {
    // The command may stand behind the option.
    let command = self.command ?? arguments.first { !$0.hasPrefix("-") }
    return Invocation.unknownOption(name, of: command.flatMap(Command.named))
  }

  private static func unknownOption(_ name: String, of command: Command?) -> UsageError {
    let options: [Option] = (command?.options ?? Invocation.options) + [Option.help, .noColor]
    let near = suggestions(for: name, among: options.map { "--\($0.name)" })
    var help = near.first.map { ["a similar option exists: `\($0)`"] } ?? []
    let place = command.map { "allot \($0.name)" } ?? "allot"
    help.append("`\(place) --help` shows all of them")
    return UsageError("`\(place)` has no option `\(name)`", help: help)
  }

  /// Checks that every option that is given belongs to `command`.
  func validate(for command: Command) throws(UsageError) {
    let own = Set((command.options + [Option.help, .version, .noColor]).map(\.name))
    for name in names where !own.contains(name) { throw Invocation.unknownOption("--\(name)", of: command) }
  }

  /// The number that an option must be, at least 1.
  func count(_ name: String) throws(UsageError) -> Int? {
    guard let text = value(name) else { return nil }
    guard let count = Int(text), count >= 1 else {
      throw UsageError("`--\(name)` needs a whole number from 1, and `\(text)` is none")
    }
    return count
  }

  /// The name and the value of `NAME=VALUE`.
  func pairs(_ name: String, example: String) throws(UsageError) -> [(name: String, value: String)] {
    var result: [(name: String, value: String)] = []
    for text in all(name) {
      guard let sign = text.firstIndex(of: "="), sign != text.startIndex else {
        throw UsageError(
          "`--\(name)` needs a name and a value, and `\(text)` is not both", help: ["such as `\(example)`"])
      }
      result.append((String(text[..<sign]), String(text[text.index(after: sign)...])))
    }
    return result
  }
}
