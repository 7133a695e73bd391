import Allot
import Comparing
import Foundation
import TestSupport
import Testing

/// The texts between two versions, over all plans of the package's examples.
@Suite struct MergedTextTests {
  static let paths: [String] = {
    let root = Golden.root.deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("examples")
    let files = FileManager.default.enumerator(atPath: root.path)?.compactMap { $0 as? String } ?? []
    return files.filter { $0.hasSuffix(".allot") }.sorted().map { root.appendingPathComponent($0).path }
  }()

  /// How often each plan is changed.
  static let rounds = Int(ProcessInfo.processInfo.environment["ROUNDS"] ?? "") ?? 1

  /// A plan's files put together compute what the plan does. After a random edit the text with all changes computes what
  /// the new version does, and where no change is found both versions compute the same.
  @Test func putTogetherTheyMeanTheSame() throws {
    var random = SeededRandom(seed: 11)
    var compared = 0
    var unchanged = 0
    for path in MergedTextTests.paths {
      let old = try Plan.load(paths: [path])
      guard let meaning = MergedTextTests.meaning(old) else { continue }
      #expect(
        MergedTextTests.meaning(Plan(text: PlanComparison(old: old, new: old).merged.text(making: []))) == meaning)
      for _ in 0..<MergedTextTests.rounds {
        let text = String(decoding: old.sources[try #require(old.readFiles.first)].bytes, as: UTF8.self)
        let (other, isMoved) = MergedTextTests.edited(text, &random)
        let edited = Array(other.utf8)
        let new = try Plan.load(paths: [path]) { asked throws(FileError) in
          asked == path ? edited : try readFile(asked)
        }
        guard let newMeaning = MergedTextTests.meaning(new) else { continue }
        let comparison = PlanComparison(old: old, new: new)
        let all = Set(comparison.changes.indices)
        let merged = MergedTextTests.meaning(Plan(text: comparison.merged.text(making: all)))
        let start = MergedTextTests.meaning(Plan(text: comparison.merged.text(making: [])))
        let words = comparison.changes.map(\.statement)
        let (isEnd, isStart) = (merged == newMeaning, start == meaning)
        #expect(isEnd, "\(path): \(words)")
        compared += 1
        // Rows and columns that were moved stand in the program as they stand in the new text.
        if isMoved { continue }
        #expect(isStart, "\(path): \(words)")
        guard comparison.changes.isEmpty else { continue }
        unchanged += 1
        let isSame = newMeaning == meaning
        #expect(isSame, "\(path)")
      }
    }
    #expect(compared >= 10 && compared > unchanged, "\(compared), \(unchanged)")
  }

  private static func meaning(_ plan: Plan) -> [String]? {
    guard !plan.hasErrors, !plan.resultNames.isEmpty else { return nil }
    do {
      return try plan.resultNames.sorted().map { name in
        // Each result by itself: which one stands first says nothing.
        try plan.compile(CompileOptions(period: "2026-Q1", asOf: "2026-04-01", only: [name])).meaning
      }
    } catch {
      return nil
    }
  }

  /// A text with another number, without a line, or with two lines changed over, which `isMoved` says.
  private static func edited(_ text: String, _ random: inout SeededRandom) -> (text: String, isMoved: Bool) {
    var lines = text.components(separatedBy: "\n")
    let end = lines.firstIndex { $0.hasPrefix("example ") || $0.hasPrefix("data ") } ?? lines.count
    guard end > 3 else { return (text, false) }
    let place = Int.random(in: 1..<end - 1, using: &random)
    switch Int.random(in: 0..<4, using: &random) {
    case 0: lines.remove(at: place)
    case 1:
      lines.swapAt(place, place + 1)
      return (lines.joined(separator: "\n"), true)
    default:
      let numbered = lines.indices.prefix(end).filter { lines[$0].contains { "123456789".contains($0) } }
      guard let line = numbered.randomElement(using: &random) else { return (text, false) }
      lines[line] = lines[line].replacingOccurrences(of: "[1-9]", with: "7", options: .regularExpression)
    }
    return (lines.joined(separator: "\n"), false)
  }
}
