import Allot

extension Command {
  static let repl = Command(
    name: "repl", summary: "ask what if: change a deal, a quota, a tier; see the pay move and why",
    usage: "allot repl FILE… [options]",
    examples: [
      Example("allot repl plan.allot", "a session over the plan's folder; `help` in it shows what can be asked"),
      Example("allot repl plan.allot --data exports --period 2026-Q1", "over other tables, for a quarter"),
      Example("allot repl plan.allot -c 'attained for ann in 2026-Q1'", "one answer, without a session"),
      Example("allot repl plan.allot < questions.repl", "the lines of a file, up to the first that fails"),
    ],
    options: [
      Option("data", value: "DIR", "where the tables' files lie; else the folder of the first plan"),
      Option(
        "table", value: "NAME=PATH", isRepeatable: true, "read one table from another file; `-` is the standard input"),
      Option("period", value: "P", "the period for which results are wanted, such as 2026-Q1"),
      Option("as-of", value: "DATE", "what `today` is in the plan; periods that begin later are left out"),
      Option("param", value: "NAME=VALUE", isRepeatable: true, "another value for a param of the plan"),
      Option("command", short: "c", value: "LINE", isRepeatable: true, "do this line, and then end"),
      Option("format", value: "FORMAT", "table, csv, json, jsonl or md: how answers are written"),
      Option("threads", value: "N", "how many threads to use; the result is the same"),
    ],
    details: [
      "Without a terminal, or with -c, lines are done as a script: no prompt, answers to the standard output, remarks "
        + "and messages to the standard error, and nothing after the first line that fails.",
      "Exits with 0 if every line could be done, 1 if one could not or the plan or the data are not in order, 2 if the "
        + "command line is not. Lines of a person at a terminal may fail: the session goes on.",
    ]
  ) { invocation, terminal in
    do throws(UsageError) {
      var session = Session(try Session.Request(invocation, terminal), terminal)
      if invocation.has("format") {
        session.format = try ResultFormat.chosen(invocation.value("format"), output: nil)
      }
      let status = session.run(commands: invocation.all("command"))
      terminal = session.terminal
      return status
    } catch {
      terminal.complain(error.message, help: error.help)
      return .usage
    }
  }
}

extension Session.Request {
  init(_ invocation: Invocation, _ terminal: Terminal) throws(UsageError) {
    guard !invocation.arguments.isEmpty else {
      throw UsageError("`allot repl` needs a plan", help: ["such as `allot repl plan.allot --period 2026-Q1`"])
    }
    if invocation.arguments.contains("-") {
      throw UsageError("`allot repl` reads its lines from the standard input, and plans from files")
    }
    var tables: [String: DataSource] = [:]
    for (name, path) in try invocation.pairs("table", example: "--table deals=exports/deals.csv") {
      if tables[name] != nil { throw UsageError("the table `\(name)` is given twice") }
      if path == "-", !invocation.has("command") {
        throw UsageError(
          "the standard input holds the lines of the session, and no table",
          help: ["with `-c LINE` a table can be read from it"])
      }
      tables[name] = path == "-" ? .standardInput : .file(path: terminal.path(path))
    }
    paths = invocation.arguments
    data = DataLocation(folder: invocation.value("data").map(terminal.path), tables: tables)
    options = try CompileOptions(invocation)
    runOptions = RunOptions(threads: try invocation.count("threads") ?? processorCount())
  }
}

extension Session {
  /// Reads the plan and does all lines: those of the command line, those of a person, or those of a script.
  mutating func run(commands: [String]) -> ExitStatus {
    do throws(SessionFailure) {
      try load()
    } catch {
      error.show(&terminal)
      if case .complaint = error { return .usage }
      return .findings
    }
    if !commands.isEmpty {
      for line in commands where !isEnding {
        if !perform(line) { return .findings }
      }
      return .ok
    }
    return converse()
  }
}
