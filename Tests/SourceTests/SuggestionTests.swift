import Testing
import TestSupport

@testable import Source

/// Names that may have been meant, against their definition.
@Suite struct SuggestionTests {
  @Test(arguments: [
    ("quta", ["quota", "rate", "amount"], ["quota"]),
    ("QUOTA", ["quota", "quotas"], ["quota", "quotas"]),
    ("amuont", ["amount", "account"], ["amount"]),
    ("dael", ["deal", "deals", "date"], ["deal"]),
    ("x", ["y", "quota"], []), ("ab", ["ba", "cd"], ["ba"]),
    ("fx_month_ed", ["fx_month_end", "fx_month_end_2", "fx_day"], ["fx_month_end", "fx_month_end_2"]),
    ("经销", ["经销商", "门店"], ["经销商"]),
    ("name", ["name"], []), ("", ["a"], []),
    ("aaaa", ["aaab", "aaac", "aaad", "aaae", "aaaf"], ["aaab", "aaac", "aaad", "aaae"]),
    ("owner", ["revenue", "stage", "closed"], []),
  ])
  func nearNames(_ name: String, _ candidates: [String], _ expected: [String]) {
    #expect(suggestions(for: name, among: candidates) == expected)
  }

  /// The definition: every candidate is held against the name, letter by letter.
  private func slowly(_ name: String, _ candidates: [String]) -> [String] {
    let wanted = Array(name.lowercased())
    var found: [(name: String, distance: Int)] = []
    for candidate in Set(candidates) where candidate != name {
      let letters = Array(candidate.lowercased())
      let distance = editDistance(wanted, letters)
      let allowed = max(1, min(wanted.count, letters.count) / 3)
      if distance <= allowed, distance < max(wanted.count, letters.count) { found.append((candidate, distance)) }
    }
    found.sort { ($0.distance, $0.name) < ($1.distance, $1.name) }
    return found.prefix(4).map(\.name)
  }

  @Test func passingOverFarNamesChangesNothing() {
    var random = SeededRandom(seed: 4)
    let letters = Array("abcAB_1é ")
    func name() -> String {
      String((0..<Int.random(in: 1...7, using: &random)).map { _ in letters.randomElement(using: &random) ?? "a" })
    }
    var hits = 0
    for _ in 0..<60 {
      let candidates = (0..<30).map { _ in name() }
      let wanted = name()
      let expected = slowly(wanted, candidates)
      hits += expected.count
      #expect(suggestions(for: wanted, among: candidates) == expected, "\(wanted) among \(candidates)")
    }
    #expect(hits > 20)
  }
}
