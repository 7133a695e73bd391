import Allot

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The command line: reads arguments, runs one command, answers how it ended.
///
/// ```
/// arguments -> Invocation -> Command.run -> library -> Terminal
/// ```
/// A command is a value of ``Command``: its help, its options and what it does. It uses the library's public face only.
/// Results go to the output, everything else to the errors. Nothing is written to the output before the run has
/// succeeded.
public enum CommandLineTool {
  public static let version = "0.1.0"
  public static let language = 1

  /// Runs the command that `arguments` (without the program's name) ask for.
  public static func run(_ arguments: [String], _ terminal: inout Terminal) -> ExitStatus {
    let status: ExitStatus
    do {
      status = try perform(arguments, &terminal)
    } catch {
      terminal.complain(error.message, help: error.help)
      return .usage
    }
    // A reader that has seen enough, such as `head`, is no error.
    if terminal.failure != 0 && terminal.failure != EPIPE {
      terminal.complain("the output cannot be written: \(String(cString: strerror(terminal.failure)))")
      return .usage
    }
    return status
  }

  private static func perform(_ arguments: [String], _ terminal: inout Terminal) throws(UsageError) -> ExitStatus {
    if let help = helpAsked(arguments) {
      terminal.put(help)
      return .ok
    }
    let invocation = try Invocation(arguments)
    if invocation.has(Option.noColor.name) { terminal.styled = [] }
    if invocation.has(Option.version.name) {
      terminal.put("allot \(version) (language \(language))\n")
      return .ok
    }
    guard let name = invocation.command else {
      terminal.put(Help.overview)
      return .ok
    }
    guard let command = Command.named(name) else {
      var help =
        suggestions(for: name, among: Command.all.map(\.name)).first.map { ["a similar command exists: `\($0)`"] } ?? []
      if name.hasSuffix(".allot") { help = ["`allot run \(name)` runs a plan, `allot check \(name)` checks it"] }
      throw UsageError("there is no command `\(name)`", help: help + ["`allot help` shows all of them"])
    }
    try invocation.validate(for: command)
    return command.perform(invocation, &terminal)
  }

  /// The help that `-h` or `--help` asks for, wherever it stands.
  private static func helpAsked(_ arguments: [String]) -> String? {
    let options = arguments.prefix { $0 != "--" }
    guard options.contains("-h") || options.contains("--help") else { return nil }
    let command = options.lazy.compactMap(Command.named).first
    return command.map(Help.page) ?? Help.overview
  }

  /// Runs the process's own arguments and ends the process.
  public static func main() -> Never {
    HeapSettings.keepFreedMemory()
    var terminal = Terminal.process()
    let status = run(Array(CommandLine.arguments.dropFirst()), &terminal)
    exit(status.rawValue)
  }
}
