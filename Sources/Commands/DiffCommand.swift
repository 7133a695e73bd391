import Allot
import Comparing

extension Command {
  static let diff = Command(
    name: "diff", summary: "what two versions of a plan say differently, and what that changes for whom",
    usage: "allot diff OLD NEW [options]",
    examples: [
      Example("allot diff old.allot new.allot", "what two plans say differently"),
      Example("allot diff plan.allot", "what was changed since the last commit"),
      Example("allot diff main..HEAD plans", "the plans of a folder in two revisions"),
      Example("allot diff main...HEAD", "all plans since the branch left main"),
      Example(
        "allot diff plan.allot --period 2026-Q1", "also whose pay changes, by how much, and because of which change"),
      Example("allot diff main...HEAD --period 2026-Q1 --format md", "the same as a comment on a pull request"),
      Example("allot diff HEAD~3:plan.allot plan.allot", "a file of a revision, and a file"),
    ],
    options: [
      Option("data", value: "DIR", "also what it changes: where the tables' files lie; else the folder of each plan"),
      Option("old-data", value: "DIR", "where they lie for the old version, if they differ too"),
      Option(
        "table", value: "NAME=PATH", isRepeatable: true, "read one table from another file"),
      Option("period", value: "P", "what it changes for this period, such as 2026-Q1"),
      Option("as-of", value: "DATE", "what `today` is in the plan; periods that begin later are left out"),
      Option("param", value: "NAME=VALUE", isRepeatable: true, "another value for a param, in both versions"),
      Option("plan", value: "NAME", isRepeatable: true, "what it changes in this plan, sheet or rule only"),
      Option("format", value: "FORMAT", "text, md (for a pull request) or json"),
      Option("limit", value: "N", "how many amounts of each result are shown: text all, md 20"),
      Option("threads", value: "N", "how many threads to use; the result is the same"),
      .json,
      Option("output", short: "o", value: "FILE", "write to a file, whole or not at all; `-` is the standard output"),
      Option("exit-code", "exit with 1 if anything differs"),
      Option("git", "read the arguments of a git external diff"),
    ],
    details: [
      "OLD and NEW are files, folders, or REVISION:PATH. A revision alone is compared with the files as they are, "
        + "A..B are two revisions, A...B is B and where it left A; paths behind these choose files or folders. What a "
        + "plan uses is read from its own side.",
      "Declarations are matched by kind and name, and what is moved, laid out anew or commented is no change. Of a "
        + "folder, every file that no other one uses is a plan.",
      "With data, --period or --as-of both versions are run, and the texts between them: changes are made one after the "
        + "other, in the order of the text, and what a run gives more than the one before is what its change causes. The "
        + "parts add up to the whole exactly. Changes that need each other are made together.",
      "Exits with 0 if the versions could be compared, 1 if one of them is not in order, or if anything differs and "
        + "--exit-code is given, 2 if the command line is not in order.",
    ]
  ) { invocation, terminal in
    do {
      return try DiffInvocation(invocation).perform(&terminal)
    } catch let error as UsageError {
      terminal.complain(error.message, help: error.help)
    } catch let error as FileError {
      terminal.complain(error)
    } catch {
      terminal.complain("\(error)")
    }
    return .usage
  }
}

/// One run of `allot diff`.
private struct DiffInvocation {
  private let invocation: Invocation

  init(_ invocation: Invocation) { self.invocation = invocation }

  func perform(_ terminal: inout Terminal) throws -> ExitStatus {
    let request =
      try invocation.has("git")
      ? DiffRequest(git: invocation.arguments, terminal)
      : DiffRequest(invocation.arguments, terminal)
    let question = try DiffPayouts.question(invocation, terminal)
    let limit = try invocation.count("limit")
    let report = try DiffReport(request, isAlone: invocation.has("git"), question)
    let output = invocation.value("output").flatMap { $0 == "-" ? nil : terminal.path($0) }
    let channels = output == nil ? terminal : terminal.uncoloured
    let content: String
    switch invocation.value("format") ?? (invocation.has("json") ? "json" : "text") {
    case "text":
      content = DiffText(
        style: channels.style(.output), strong: { channels.strong($0) }, faint: { channels.faint($0) }, limit: limit
      ).text(report)
    case "md": content = DiffMarkdown(limit: limit ?? 20).text(report)
    case "json": content = DiffJSON().text(report)
    case let other:
      throw UsageError("there is no format `\(other)`", help: ["the formats are `text`, `md` and `json`"])
    }
    if let output { try writeWhole(Array(content.utf8), to: output) } else { terminal.put(content) }
    if report.hasErrors { return .findings }
    return invocation.has("exit-code") && !report.differing.isEmpty ? .findings : .ok
  }
}
