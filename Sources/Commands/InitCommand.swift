import Allot

extension Command {
  static let initialise = Command(
    name: "init", summary: "propose tables for data files", usage: "allot init FILE.csv…",
    examples: [
      Example("allot init exports/*.csv > tables.allot", "a first draft of tables for real exports"),
      Example("allot init deals.csv reps.csv", "tables with the references between them"),
    ],
    options: [],
    details: []
  ) { invocation, terminal in
    terminal.complain("not yet")
    return .usage
  }
}
