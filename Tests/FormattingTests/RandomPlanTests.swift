import Foundation
import Source
import Syntax
import TestSupport
import Testing

/// Plans that were made up, in layouts that nobody would choose; `PLANS=10000` asks for that many.
@Suite struct RandomPlanTests {
  private static let count = ProcessInfo.processInfo.environment["PLANS"].flatMap(Int.init) ?? 100

  @Test func laidOutIsTheSamePlan() {
    for seed in 0..<UInt64(RandomPlanTests.count) {
      let text = RandomPlan.text(seed: seed)
      let parsed = parse(SourceFile(path: "\(seed)", text: text), id: FileID(0))
      let messages = parsed.diagnostics.map { "\($0.code) \($0.message) at \($0.primary.span.start)" }
      #expect(messages.isEmpty, "plan \(seed) cannot be read:\n\(text)")
      guard messages.isEmpty else { continue }
      // Comparing declarations takes longer than all the rest.
      let faults = SameTreeTests.faults(Array(text.utf8), "\(seed)", withDeclarations: seed % 4 == 0)
      #expect(faults.isEmpty, "\(text)")
    }
  }
}
