import Commands
import Foundation
import Testing

/// Lines of a session that are done as a script, and what they print.
struct ReplScenario {
  let status: Commands.ExitStatus
  /// Answers, remarks and messages in order, without the line that names the page of a message.
  let transcript: String
  let output: String

  /// - Parameter example: the folder of an example of the package, from which the plan and its tables come.
  init(_ lines: [String], example: String, plan: String = "plan.allot", options: [String] = []) {
    self.init(lines, in: Package.root.appendingPathComponent("examples/\(example)"), plan: plan, options: options)
  }

  init(_ lines: [String], in folder: URL, plan: String = "plan.allot", options: [String] = []) {
    let run = TestRun(["repl", plan] + options + lines.flatMap { ["-c", $0] }, in: folder)
    status = run.status
    transcript = run.transcript
    output = run.output
  }

  /// A case: the lines of a session, and what they must print, or a part of it.
  struct Case: CustomTestStringConvertible, Sendable {
    let lines: [String]
    let expected: String
    let fails: Bool

    var testDescription: String { lines.joined(separator: " / ") }

    static func works(_ lines: String..., prints expected: String) -> Case {
      Case(lines: lines, expected: expected, fails: false)
    }

    static func fails(_ lines: String..., says expected: String) -> Case {
      Case(lines: lines, expected: expected, fails: true)
    }

    /// Does the lines and looks at what came.
    func check(example: String, plan: String = "plan.allot", options: [String]) {
      let scenario = ReplScenario(lines, example: example, plan: plan, options: options)
      #expect(scenario.status == (fails ? .findings : .ok), "\(lines): \(scenario.transcript)")
      #expect(scenario.transcript.contains(expected), "\(lines) must print \(expected), not\n\(scenario.transcript)")
    }
  }
}
