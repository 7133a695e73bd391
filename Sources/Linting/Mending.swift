import Allot

/// Makes the edits that findings carry, again and again until nothing changes, and proves the safe ones.
public struct Mending: Sendable {
  /// What has come of one file.
  public struct Outcome: Sendable {
    public let before: [UInt8]
    public let after: [UInt8]
    /// How many edits were made.
    public let count: Int
    /// Why nothing may be written; nil if all is well.
    public let refusal: String?

    public var isChanged: Bool { before != after }
  }

  /// More rounds than any fixes need that lead on to others.
  static let roundLimit = 10

  private let linter: Linter
  private let allowsUnsafe: Bool
  private let isUsed: Bool

  /// - Parameter isUsed: whether another plan of the run uses the file.
  public init(_ linter: Linter, allowsUnsafe: Bool, isUsed: Bool = false) {
    self.linter = linter
    self.allowsUnsafe = allowsUnsafe
    self.isUsed = isUsed
  }

  /// Mends the file that a plan was read for.
  ///
  /// - Parameters:
  ///   - reload: reads the plan again with another text of its file.
  ///   - run: a run over data, to be held against one of the mended plan; nil holds the examples alone.
  public func mend(
    _ plan: Plan, reload: (_ text: [UInt8]) throws(FileError) -> Plan, run: ((Plan) -> RunText)? = nil
  ) throws(FileError) -> Outcome {
    let file = FileID(0)
    let before = plan.sources[file].bytes
    var current = plan
    var count = 0
    for _ in 0..<Mending.roundLimit {
      let findings = linter.findings(in: current, isUsed: isUsed)
      let text = current.sources[file].bytes
      let (next, made) = apply(findings, to: text, file)
      if made == 0 || next == text { break }
      count += made
      current = try reload(next)
    }
    let after = current.sources[file].bytes
    func outcome(_ refusal: String?) -> Outcome {
      Outcome(before: before, after: after, count: count, refusal: refusal)
    }
    if after == before { return outcome(nil) }
    let (errorsBefore, errorsAfter) = (errors(plan), errors(current))
    if errorsAfter > errorsBefore {
      return outcome("the mended text has \(errorsAfter) errors where there were \(errorsBefore)")
    }
    if allowsUnsafe { return outcome(nil) }
    return outcome(difference(plan, current, run))
  }

  private func errors(_ plan: Plan) -> Int { plan.diagnostics.count { $0.severity == .error } }

  /// The text with the first allowed mending of each finding; of edits that overlap, the first in the text is made.
  private func apply(_ findings: [LintFinding], to text: [UInt8], _ file: FileID) -> (text: [UInt8], count: Int) {
    var chosen: [[Diagnostic.Edit]] = []
    for finding in findings {
      let help = finding.diagnostic.help.first { help in
        !help.edits.isEmpty && help.edits.allSatisfy { $0.span.file == file }
          && (help.safety == .safe || allowsUnsafe && help.safety == .unsafe)
      }
      if let help { chosen.append(help.edits.sorted { $0.span < $1.span }) }
    }
    chosen.sort { ($0.first?.span.start ?? 0) < ($1.first?.span.start ?? 0) }
    var made: [Diagnostic.Edit] = []
    var count = 0
    for edits in chosen {
      // An edit that begins where another one ends is apart from it, unless both put something in there.
      let overlaps = edits.contains { edit in
        made.contains { other in
          edit.span.start < other.span.end && other.span.start < edit.span.end || edit.span == other.span
        }
      }
      if overlaps { continue }
      made += edits
      count += 1
    }
    made.sort { $0.span < $1.span }
    var result: [UInt8] = []
    var place = 0
    for edit in made {
      result += text[place..<max(place, Int(edit.span.start))]
      result += edit.replacement.utf8
      place = Int(edit.span.end)
    }
    result += text[place...]
    return (result, count)
  }

  /// In what the results of two plans differ; nil if they do not.
  private func difference(_ before: Plan, _ after: Plan, _ run: ((Plan) -> RunText)?) -> String? {
    let (old, new) = (before.examples, after.examples)
    guard old.map(\.title) == new.map(\.title) else { return "the mended text has other examples" }
    for (example, other) in zip(old, new) {
      let (first, second) = (before.run(example), after.run(other))
      if first.values != second.values { return "the example \"\(example.title)\" gives other results" }
    }
    guard let run else { return nil }
    return run(before) == run(after) ? nil : "the run over data gives other results"
  }
}

/// What a run gives, in a form that can be compared: the cells of all results, or what is wrong.
public enum RunText: Hashable, Sendable {
  case results([[String]])
  case errors([String])

  /// Compiles a plan and runs it.
  public init(_ plan: Plan, _ options: CompileOptions, _ data: DataLocation, threads: Int) {
    do {
      let results = try plan.compile(options).evaluate(data, options: RunOptions(threads: threads))
      self = .results(
        results.outputs.map { table in
          (0..<table.rowCount).flatMap { row in
            table.definitions.indices.map { table.value(row: row, column: $0).description }
          }
        })
    } catch let error as PlanError {
      self = .errors(error.diagnostics.map(\.message))
    } catch let error as RunError {
      self = .errors(error.diagnostics.map(\.message))
    } catch {
      self = .errors(["\(error)"])
    }
  }
}

extension ExampleOutcome {
  /// All that can be seen of what the example gave.
  fileprivate var values: [String] {
    diagnostics.map { "\($0.code) \($0.message)" } + differences.map { "\($0.sheet) \($0.row) \($0.line) \($0.found)" }
  }
}
