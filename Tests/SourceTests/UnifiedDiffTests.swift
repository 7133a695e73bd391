import Source
import TestSupport
import Testing

@Suite struct UnifiedDiffTests {
  /// Makes the changes of `diff` in `old`, checking that what it says of the old text is so.
  private func applied(_ diff: UnifiedDiff, to old: [UInt8]) throws -> [UInt8] {
    let lines = old.split(separator: 0x0A, omittingEmptySubsequences: false).map { Array($0) }
    var oldLines = lines.dropLast().map { $0 + [0x0A] }
    if let last = lines.last, !last.isEmpty { oldLines.append(last) }
    var result: [[UInt8]] = []
    var position = 0
    for hunk in diff.hunks {
      try #require(hunk.oldLines.lowerBound >= position)
      result += oldLines[position..<hunk.oldLines.lowerBound]
      #expect(result.count == hunk.newLines.lowerBound)
      position = hunk.oldLines.lowerBound
      for line in hunk.lines {
        switch line {
        case .kept(let bytes):
          #expect(oldLines[position] == Array(bytes))
          result.append(Array(bytes))
          position += 1
        case .removed(let bytes):
          #expect(oldLines[position] == Array(bytes))
          position += 1
        case .added(let bytes): result.append(Array(bytes))
        }
      }
      #expect(position == hunk.oldLines.upperBound && result.count == hunk.newLines.upperBound)
    }
    return Array((result + oldLines[position...]).joined())
  }

  @Test func hunksMakeTheNewTextOfTheOldOne() throws {
    var random = SeededRandom(seed: 7)
    for _ in 0..<1_500 {
      let words = ["a\n", "b\n", "c\n", "\n", "a\r\n"].prefix(Int.random(in: 1...5, using: &random))
      func text() -> [[UInt8]] {
        (0..<Int.random(in: 0...24, using: &random)).compactMap { _ in
          words.randomElement(using: &random).map { Array($0.utf8) }
        }
      }
      let first = text()
      var second = Bool.random(using: &random) ? text() : first
      for _ in 0..<Int.random(in: 0...3, using: &random) where !second.isEmpty {
        second[Int.random(in: second.indices, using: &random)] = Array("new\n".utf8)
      }
      var old = Array(first.joined())
      var new = Array(second.joined())
      if Int.random(in: 0..<4, using: &random) == 0 { old += Array("end".utf8) }
      if Int.random(in: 0..<4, using: &random) == 0 { new += Array("end".utf8) }
      let context = Int.random(in: 0...3, using: &random)
      let diff = UnifiedDiff(old: old, new: new, path: "p", context: context)
      #expect(try applied(diff, to: old) == new)
      #expect(diff.isEmpty == (old == new))
      #expect(changedCount(diff) == shortest(old, new))
    }
  }

  private func changedCount(_ diff: UnifiedDiff) -> Int {
    diff.hunks.reduce(0) { sum, hunk in
      sum + hunk.lines.filter { if case .kept = $0 { false } else { true } }.count
    }
  }

  /// The least number of lines to remove and add, by the table of all pairs.
  private func shortest(_ old: [UInt8], _ new: [UInt8]) -> Int {
    func lines(_ bytes: [UInt8]) -> [[UInt8]] {
      var result: [[UInt8]] = [[]]
      for byte in bytes {
        result[result.count - 1].append(byte)
        if byte == 0x0A { result.append([]) }
      }
      return result.last == [] ? result.dropLast() : result
    }
    let a = lines(old)
    let b = lines(new)
    var row = Array(0...b.count)
    for i in a.indices {
      var next = [i + 1]
      for j in b.indices { next.append(a[i] == b[j] ? row[j] : min(row[j + 1], next[j]) + 1) }
      row = next
    }
    return row[b.count]
  }

  @Test func textIsWhatPatchReads() {
    let old = "a\nb\nc\nd\ne\nf\ng\nh\ni\n"
    #expect(UnifiedDiff(old: old, new: old, path: "p").text == "")
    #expect(
      UnifiedDiff(old: old, new: "a\nb\nc\nD\ne\nf\ng\nh\ni", path: "plan.allot").text == """
        --- plan.allot
        +++ plan.allot
        @@ -1,9 +1,9 @@
         a
         b
         c
        -d
        +D
         e
         f
         g
         h
        -i
        +i
        \\ No newline at end of file

        """)
    #expect(
      UnifiedDiff(old: "a\n", new: "a\nb\n", path: "p", context: 0).text == "--- p\n+++ p\n@@ -1,0 +2 @@\n+b\n")
    #expect(UnifiedDiff(old: "", new: "b\n", path: "p").text == "--- p\n+++ p\n@@ -0,0 +1 @@\n+b\n")
  }

  @Test func unlikeTextsAreReplacedInGoodTime() throws {
    let old = (0..<2_500).map { "old \($0)\n" }.joined()
    let new = (0..<2_500).map { "new \($0)\n" }.joined()
    let time = try ContinuousClock().measure {
      let diff = UnifiedDiff(old: old, new: new, path: "p")
      let result = try applied(diff, to: Array(old.utf8))
      #expect(result == Array(new.utf8))
    }
    #expect(time < .seconds(20))
  }
}
