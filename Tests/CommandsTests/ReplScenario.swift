import Foundation
import LineEditing
import Testing

@testable import Commands

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

    /// Does the lines from where the session began, and looks at what came.
    func check(_ screen: ReplScreen) {
      let isDone = screen.run(lines)
      let transcript = screen.take()
      #expect(isDone != fails, "\(lines): \(transcript)")
      #expect(transcript.contains(expected), "\(lines) must print \(expected), not\n\(transcript)")
    }
  }
}

/// A session that goes on from line to line, and what it wrote.
final class ReplScreen {
  private let folder: URL
  private var bytes: [UInt8] = []
  private var begun: Session?
  private var session: Session?

  /// - Parameter folder: what relative paths start from; it does not appear in what is taken.
  init(folder: URL) { self.folder = folder }

  /// Begins a session that has read its plan.
  ///
  /// - Parameter arguments: what stands behind `allot repl`.
  func begin(_ arguments: some Sequence<String>) throws {
    let terminal = Terminal(folder: folder.path) { _, bytes in
      self.bytes += bytes
      return 0
    }
    let invocation = try Invocation(["repl"] + arguments)
    var begun = Session(try Session.Request(invocation, terminal), terminal)
    try begun.load()
    self.begun = begun
    session = begun
  }

  /// A session over an example of the package.
  static func over(_ example: String, _ arguments: [String]) throws -> ReplScreen {
    let screen = ReplScreen(folder: Package.root.appendingPathComponent("examples/\(example)"))
    try screen.begin(arguments)
    return screen
  }

  /// Does lines from where the session began, up to the first that fails; answers whether none did.
  func run(_ lines: [String]) -> Bool {
    _ = take()
    session = begun
    for line in lines where session?.isEnding == false {
      if !perform(line) { return false }
    }
    return true
  }

  /// Does a line and answers whether it could be done.
  @discardableResult
  func perform(_ line: String) -> Bool { session?.perform(line) ?? false }

  /// What TAB offers at the end of a line.
  func completion(of line: String) -> Completion? { session?.completion(of: line, at: line.endIndex) }

  /// What was written since this was last asked.
  func take() -> String {
    defer { bytes = [] }
    return String(decoding: bytes, as: UTF8.self).replacingOccurrences(of: folder.path + "/", with: "")
  }

  /// The same, line by line.
  func takeLines() -> [String] {
    let text = take()
    return text.isEmpty ? [] : Array(text.components(separatedBy: "\n").dropLast(text.hasSuffix("\n") ? 1 : 0))
  }

  /// What a session says to a line.
  func answer(_ line: String) -> String {
    _ = take()
    perform(line)
    return take()
  }
}
