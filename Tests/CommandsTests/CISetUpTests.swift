import Foundation
import Testing

/// The commands in `examples/ci` are ones that the tool has.
@Suite struct CISetUpTests {
  @Test(arguments: ["github.yml", "gitlab.yml", "pre-commit.yaml"]) func commandsRun(_ file: String) throws {
    let text = try Package.text("examples/ci/\(file)")
    let commands = text.split(separator: "\n").compactMap { line -> String? in
      // Behind a colon or a hyphen, or as the last command of a pipe.
      guard let start = line.firstMatch(of: /(?:^|[ \/])allot (?:fmt|lint|test|diff)\b/)?.range.lowerBound else {
        return nil
      }
      let command = line[start...].drop { $0 == " " || $0 == "/" }
      return String(command).components(separatedBy: " || ")[0].replacingOccurrences(of: "' --", with: "")
    }
    #expect(Set(commands.map { $0.split(separator: " ")[1] }).isSuperset(of: ["fmt", "lint", "test"]), "\(commands)")
    try Package.withFolder { folder in
      let plans = folder.appendingPathComponent("plans")
      try FileManager.default.createDirectory(at: plans, withIntermediateDirectories: true)
      let plan = "language 1\n\nsheet S {\n  for each all\n  show n = 1\n}\n"
      let example = "\nexample \"one\" for S {\n  expect {\n    n\n    1\n  }\n}\n"
      try Data((plan + example).utf8).write(to: plans.appendingPathComponent("plan.allot"))
      for command in commands {
        // The revisions are the files themselves here, and what a hook or a pipe appends is the plan.
        var line = command.replacingOccurrences(of: "\"$PERIOD\"", with: "2026-Q1")
        for revisions in ["\"$BASE...HEAD\"", "\"$CI_MERGE_REQUEST_DIFF_BASE_SHA..HEAD\""] {
          line = line.replacingOccurrences(of: revisions, with: "plans")
        }
        line = line.replacingOccurrences(of: "\"$PLANS\"", with: "plans")
        let words = line.split(separator: " ")
        if words.count == 2 || words[1] == "test" { line += " plans/plan.allot" }
        let run = TestRun(line: line, in: folder)
        #expect(run.status == .ok, "\(line)\n\(run.transcript)")
      }
    }
  }
}
