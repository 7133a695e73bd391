import Allot

extension Command {
  static let ir = Command(
    name: "ir", summary: "show the program that a plan compiles to", usage: "allot ir FILE… [options]",
    examples: [
      Example("allot ir plan.allot --period 2026-Q1", "inputs, frames, columns, laws and results, with their places")
    ],
    options: Option.compiling,
    details: ["The text is for people who look into the compiler; it may change with any version."]
  ) { invocation, terminal in
    guard !invocation.arguments.isEmpty else {
      terminal.complain("`allot ir` needs a plan", help: ["such as `allot ir plan.allot --period 2026-Q1`"])
      return .usage
    }
    do {
      let options = try CompileOptions(invocation)
      let plan = try Plan.load(paths: invocation.arguments.map(terminal.path))
      terminal.put(try plan.compile(options).text)
      return .ok
    } catch let error as UsageError {
      terminal.complain(error.message, help: error.help)
    } catch let error as FileError {
      terminal.complain(error)
    } catch let error as PlanError {
      terminal.show(error.diagnostics, error.sources)
      return error.isAboutOptions ? .usage : .findings
    } catch {
      terminal.complain("\(error)")
    }
    return .usage
  }
}
