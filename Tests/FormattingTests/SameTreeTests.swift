import Formatting
import Foundation
import Source
import Syntax
import TestSupport
import Testing

/// Laying out changes nothing but the layout.
@Suite struct SameTreeTests {
  /// Everything that is checked of a text and its layout; the messages say what is wrong.
  ///
  /// - Parameter withDeclarations: whether the declarations are compared, too, which takes long.
  static func faults(_ bytes: [UInt8], _ name: String, withDeclarations: Bool = true) -> [String] {
    var faults: [String] = []
    do {
      let result = try formatted(bytes, path: name)
      let before = parse(SourceFile(path: name, bytes: bytes), id: FileID(0))
      let after = parse(SourceFile(path: name, bytes: result.bytes), id: FileID(0))
      if withDeclarations, textWithoutSpans(before.syntax) != textWithoutSpans(after.syntax) {
        faults.append("\(name): other declarations")
      }
      if words(before.tree) != words(after.tree) { faults.append("\(name): other tokens") }
      if comments(before.tree) != comments(after.tree) { faults.append("\(name): other comments") }
      if before.diagnostics.map(\.code) != after.diagnostics.map(\.code) { faults.append("\(name): other messages") }
      if try formatted(result.bytes, path: name).bytes != result.bytes { faults.append("\(name): not idempotent") }
      if result.isChanged != (result.bytes != bytes) { faults.append("\(name): isChanged") }
      if before.diagnostics.isEmpty { faults += blemishes(result.bytes, name) }
    } catch {
      faults.append("\(name): \(error)")
    }
    return faults
  }

  private static func words(_ tree: SyntaxTree) -> [String] {
    tree.tokens.map { "\($0.kind) \(String(decoding: tree.bytes(of: $0), as: UTF8.self))" }
  }

  private static func comments(_ tree: SyntaxTree) -> [String] {
    tree.tokens.indices.flatMap { index in
      String(decoding: tree.leadingTrivia(tree.id(ofToken: index)), as: UTF8.self)
        .split(whereSeparator: \.isNewline).compactMap { line -> String? in
          guard let sign = line.firstIndex(of: "#") else { return nil }
          var text = line[sign...]
          while text.last == " " || text.last == "\t" { text = text.dropLast() }
          return "\(index) \(text)"
        }
    }
  }

  /// What no laid out text has.
  private static func blemishes(_ bytes: [UInt8], _ name: String) -> [String] {
    var faults: [String] = []
    let text = String(decoding: bytes, as: UTF8.self)
    let lines = text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
    if !bytes.isEmpty, bytes.last != 0x0A || text.hasSuffix("\n\n") { faults.append("\(name): the end") }
    if bytes.contains(0x0D) || bytes.starts(with: SourceFile.byteOrderMark) { faults.append("\(name): CR or BOM") }
    for (number, line) in lines.enumerated() {
      if line.last == " " || line.last == "\t" { faults.append("\(name):\(number + 1): trailing blanks") }
      if number > 0, line.isEmpty, lines[number - 1].isEmpty { faults.append("\(name):\(number + 1): blank lines") }
    }
    return faults
  }

  static let root = Golden.root.deletingLastPathComponent().deletingLastPathComponent()

  private static func plans(below folder: URL) throws -> [URL] {
    let entries = FileManager.default.enumerator(
      at: folder.resolvingSymlinksInPath(), includingPropertiesForKeys: nil)
    var urls: [URL] = []
    while let url = entries?.nextObject() as? URL {
      if url.pathExtension == "allot" { urls.append(url) }
    }
    return urls.sorted { $0.path < $1.path }
  }

  /// The examples, and the texts of other tests, many of them broken on purpose.
  @Test(arguments: [("examples", false), ("Tests/Golden", true)])
  func everyPlanOfTheRepository(_ folder: String, withDeclarations: Bool) throws {
    let plans = try SameTreeTests.plans(below: SameTreeTests.root.appendingPathComponent(folder))
    #expect(plans.count > 20)
    for url in plans {
      let bytes = [UInt8](try Data(contentsOf: url))
      let faults = SameTreeTests.faults(bytes, url.lastPathComponent, withDeclarations: withDeclarations)
      #expect(faults.isEmpty, "\(url.path): \(faults)")
    }
  }

  /// A text with a piece cut out or a sign put in is laid out as far as it goes, and no further.
  @Test func brokenTexts() throws {
    var random = SeededRandom(seed: 11)
    let plans = try SameTreeTests.plans(below: SameTreeTests.root.appendingPathComponent("examples"))
    let signs = [
      "{", "}", "(", ")", "\"", "|", ":", "=", "\n", "#", "`", ";", "//", "--", "\r\n", "\u{3000}", "@", "rows {", "/*",
    ]
    for _ in 0..<100 {
      guard let url = plans.randomElement(using: &random) else { return }
      var bytes = [UInt8](try Data(contentsOf: url))
      bytes = Array(bytes.prefix(1_500))
      for _ in 0..<Int.random(in: 1...3, using: &random) {
        let start = Int.random(in: 0..<bytes.count, using: &random)
        let end = min(bytes.count, start + Int.random(in: 0...12, using: &random))
        bytes.replaceSubrange(start..<end, with: Array((signs.randomElement(using: &random) ?? "").utf8))
      }
      let faults = SameTreeTests.faults(bytes, url.lastPathComponent, withDeclarations: false)
      #expect(faults.isEmpty, "\(faults)\n\(String(decoding: bytes, as: UTF8.self))")
    }
  }
}
