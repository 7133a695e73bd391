import Columns
import Foundation
import IR
import Source
import Syntax
import TestSupport
import Testing

@testable import Model

@Suite struct MutationTests {
  /// The plans of the examples, each with the files that it uses in one text; constructs are plans of their own.
  private static func plans() throws -> [String] {
    let root = Golden.root.deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("examples")
    let defines = String(decoding: try Golden.bytes("messages/ok-defines.allot"), as: UTF8.self)
    return try [defines]
      + FileManager.default.contentsOfDirectory(atPath: root.path).sorted().flatMap { folder -> [String] in
        let path = root.appendingPathComponent(folder)
        let files = try FileManager.default.contentsOfDirectory(atPath: path.path).filter { $0.hasSuffix(".allot") }
        let texts = try files.sorted().map { name in
          try String(contentsOf: path.appendingPathComponent(name), encoding: .utf8).split(separator: "\n")
            .filter { !$0.hasPrefix("use ") && !$0.hasPrefix("language ") }.joined(separator: "\n")
        }
        if texts.isEmpty { return [] }
        return folder == "constructs" ? texts : [texts.joined(separator: "\n\n")]
      }
  }

  /// Words, numbers, texts, single signs and the blanks between them.
  private static func pieces(of text: String) -> [Substring] {
    text.matches(of: /[\p{L}\p{N}_.]+|"[^"\n]*"|\s+|[^\s]/).map(\.output)
  }

  /// How often a plan is mutated: a long one less often, because each time all of it is compiled.
  private static func rounds(for plan: String) -> Int {
    Int(ProcessInfo.processInfo.environment["MUTATIONS"] ?? "") ?? max(2, min(12, 24_000 / plan.utf8.count))
  }

  /// What a run would do up to the data: it must end, and quickly, whatever the text is.
  private func compile(_ text: String, days: ClosedRange<CalendarDate>) {
    let parsed = parse(SourceFile(path: "plan.allot", bytes: Array(text.utf8)), id: FileID(0))
    let checked = check([parsed.syntax])
    if parsed.diagnostics.isEmpty, !checked.hasErrors {
      _ = lower(checked.model, options: LoweringOptions(days: days, asOf: days.upperBound, withDetail: true))
    }
  }

  @Test(arguments: [UInt64](1...4))
  func mutatedPlansNeverCrash(seed: UInt64) throws {
    let first = try #require(CalendarDate(year: 2026, month: 1, day: 1))
    let last = try #require(CalendarDate(year: 2026, month: 3, day: 31))
    var random = SeededRandom(seed: seed)
    for plan in try MutationTests.plans() {
      let pieces = MutationTests.pieces(of: plan)
      for _ in 0..<MutationTests.rounds(for: plan) {
        var mutated = pieces
        for _ in 0..<Int.random(in: 1...3, using: &random) {
          let at = Int.random(in: mutated.indices, using: &random)
          let other = Int.random(in: mutated.indices, using: &random)
          switch Int.random(in: 0..<5, using: &random) {
          case 0: mutated.remove(at: at)
          case 1: mutated.swapAt(at, other)
          case 2: mutated.insert(mutated[at], at: at)
          case 3: mutated[at] = mutated[other]
          default: mutated.removeSubrange(min(at, other)...min(max(at, other), min(at, other) + 8))
          }
        }
        let start = ContinuousClock.now
        compile(mutated.joined(), days: first...last)
        #expect(ContinuousClock.now - start < .seconds(5), "\(mutated.joined())")
      }
    }
  }

  /// Names and types at random: most such plans are wrong in many places at once.
  @Test(arguments: [UInt64](1...4))
  func exchangedNamesNeverCrash(seed: UInt64) throws {
    let first = try #require(CalendarDate(year: 2026, month: 1, day: 1))
    let last = try #require(CalendarDate(year: 2026, month: 3, day: 31))
    var random = SeededRandom(seed: seed)
    for plan in try MutationTests.plans() {
      let pieces = MutationTests.pieces(of: plan)
      let words = pieces.indices.filter { pieces[$0].first?.isLetter == true }
      for _ in 0..<MutationTests.rounds(for: plan) {
        var mutated = pieces
        for _ in 0..<Int.random(in: 1...6, using: &random) {
          guard let at = words.randomElement(using: &random), let from = words.randomElement(using: &random) else {
            return
          }
          mutated[at] = pieces[from]
        }
        compile(mutated.joined(), days: first...last)
      }
    }
  }
}
