import Allot
import Comparing
import Foundation
import TestSupport
import Testing

/// The cases in `Tests/Golden/diff`: two texts and the changes between them.
@Suite struct ComparisonTests {
  static let pages: [String] = {
    do {
      return try FileManager.default.contentsOfDirectory(atPath: Golden.root.appendingPathComponent("diff").path)
        .filter { $0.hasSuffix(".txt") }.sorted()
    } catch {
      Issue.record("there are no cases: \(error)")
      return []
    }
  }()

  @Test(arguments: pages) func changesAreSaidAsShown(_ page: String) throws {
    let text = String(decoding: try Golden.bytes("diff/\(page)"), as: UTF8.self)
    var shown = ""
    for one in text.components(separatedBy: "=== ").dropFirst() {
      let titled = one.components(separatedBy: "\n--- old\n")
      let parts = titled[1].components(separatedBy: "--- new\n")
      let old = parts[0]
      let new = parts[1].components(separatedBy: "--- changes\n")[0]
      shown += "=== \(titled[0])\n--- old\n\(old)--- new\n\(new)--- changes\n"
      shown += ComparisonTests.changes(old, new)
    }
    if let difference = try Golden.mismatch(shown, with: "diff/\(page)") { Issue.record("\(difference)") }
  }

  /// The sentences, with the places on both sides.
  private static func changes(_ old: String, _ new: String) -> String {
    let comparison = PlanComparison(old: Plan(text: old, path: "old"), new: Plan(text: new, path: "new"))
    func line(_ span: SourceSpan?, _ plan: Plan) -> String {
      span.map { "\(plan.sources[$0.file].lineColumn(at: Int($0.start)).line)" } ?? "-"
    }
    var text = ""
    for change in comparison.changes {
      text += "\(line(change.oldSpan, comparison.old)):\(line(change.newSpan, comparison.new)) "
      text += "\(change.kind.rawValue): \(change.statement)\n"
    }
    let examples = comparison.examples
    if !examples.isEmpty {
      text += "examples: \(examples.added) added, \(examples.changed) changed, \(examples.removed) removed\n"
    }
    return text
  }

  /// A plan is no other than itself, and says what it said before in whichever layout.
  @Test func allExamplesAreTheSameAsThemselves() throws {
    let root = Golden.root.deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("examples")
    let files = FileManager.default.enumerator(atPath: root.path)?.compactMap { $0 as? String } ?? []
    let plans = files.filter { $0.hasSuffix(".allot") }.sorted()
    #expect(plans.count > 20)
    for path in plans {
      let plan = try Plan.load(paths: [root.appendingPathComponent(path).path])
      let isSame = PlanComparison(old: plan, new: plan).isEmpty
      #expect(isSame, "\(path)")
    }
  }
}
