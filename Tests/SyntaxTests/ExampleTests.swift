import Foundation
import Source
import Syntax
import TestSupport
import Testing

/// The files under `examples`, and what the guide shows as whole files.
@Suite struct ExampleTests {
  private static let root = Golden.root.deletingLastPathComponent().deletingLastPathComponent()

  static var examples: [String] {
    get throws {
      let folder = root.appendingPathComponent("examples").path
      guard let paths = FileManager.default.enumerator(atPath: folder) else { return [] }
      return paths.compactMap { $0 as? String }.filter { $0.hasSuffix(".allot") }.sorted()
    }
  }

  @Test(arguments: try examples)
  func examplesAreReadWithoutMessages(_ path: String) throws {
    let url = ExampleTests.root.appendingPathComponent("examples").appendingPathComponent(path)
    let bytes = [UInt8](try Data(contentsOf: url))
    var sources = SourceMap()
    let id = sources.add(path: path, bytes: bytes)
    let parsed = parse(sources[id], id: id)
    #expect(parsed.diagnostics == [], "\(DiagnosticRenderer(sources).render(parsed.diagnostics))")
    #expect(parsed.tree.text == bytes)
  }

  /// A file with one token left out gets few messages, and none about what stands far away.
  @Test(arguments: try examples)
  func oneFaultHasFewMessages(_ path: String) throws {
    let url = ExampleTests.root.appendingPathComponent("examples").appendingPathComponent(path)
    let bytes = [UInt8](try Data(contentsOf: url))
    let tree = parse(SourceFile(path: path, bytes: bytes), id: FileID(0)).tree
    // About a hundred places of a file: each costs a parse of all of it.
    let step = max(3, tree.tokens.count / 100)
    for token in tree.tokens.dropLast().enumerated().filter({ $0.offset % step == 0 }).map(\.element) {
      let text = String(decoding: bytes[token.range], as: UTF8.self)
      let broken = SourceFile(
        path: path, bytes: Array(bytes[..<token.range.lowerBound] + bytes[token.range.upperBound...]))
      let diagnostics = parse(broken, id: FileID(0)).diagnostics
      #expect(diagnostics.count <= 2, "without `\(text)` at \(token.start): \(diagnostics.map(\.message))")
    }
  }

  /// The guide's blocks, each a file; those that show one of this target's messages get it.
  @Test func guideIsReadAsItSays() throws {
    let url = ExampleTests.root.appendingPathComponent("grammar/guide.md")
    let lines = String(decoding: try Data(contentsOf: url), as: UTF8.self).split(
      separator: "\n", omittingEmptySubsequences: false)
    var block: (fence: Substring, lines: [Substring])?
    var count = 0
    for line in lines {
      if let (fence, text) = block {
        guard line.hasPrefix("```") else {
          block = (fence, text + [line])
          continue
        }
        block = nil
        guard fence.hasPrefix("```allot") else { continue }
        count += 1
        var sources = SourceMap()
        let id = sources.add(path: "guide.md", bytes: Array(text.joined(separator: "\n").utf8))
        let diagnostics = parse(sources[id], id: id).diagnostics
        let expected = fence.split(separator: " ").compactMap { word in
          word.hasPrefix("error=E01") ? String(word.dropFirst("error=".count)) : nil
        }
        #expect(
          Set(diagnostics.map(\.code)) == Set(expected),
          "\(text.joined(separator: "\n"))\n\(DiagnosticRenderer(sources).render(diagnostics))")
      } else if line.hasPrefix("```") {
        block = (line, [])
      }
    }
    #expect(count > 0)
  }
}
