import Allot

extension Command {
  static let initialise = Command(
    name: "init", summary: "propose tables for data files", usage: "allot init FILE.csv…",
    examples: [
      Example("allot init exports/*.csv > tables.allot", "a first draft of tables for real exports"),
      Example("allot init deals.csv reps.csv", "tables with the references between them"),
    ],
    options: [],
    details: [
      "Types, formats, keys and references are read off the rows; a remark says where that is not certain. Files given "
        + "together are searched for columns whose values are all keys of another one."
    ]
  ) { invocation, terminal in
    guard !invocation.arguments.isEmpty else {
      terminal.complain("`allot init` needs data files", help: ["such as `allot init exports/*.csv`"])
      return .usage
    }
    do {
      terminal.put(try TableProposal(paths: invocation.arguments.map(terminal.path)).text)
      return .ok
    } catch let error as FileError {
      terminal.complain(error)
      return .usage
    } catch let error as RunError {
      terminal.show(error.diagnostics, error.sources, omitted: error.omitted)
      return .findings
    } catch {
      terminal.complain("\(error)")
      return .usage
    }
  }
}
