import Allot
import Foundation
import Linting
import TestSupport
import Testing

/// The catalogue against the files of the rules, and the documentation against both.
struct RuleCatalogueTests {
  private static let root = Golden.root.deletingLastPathComponent().deletingLastPathComponent()

  /// Each file in `Rules/<Family>` holds one rule, which is in the catalogue and of that family.
  @Test func everyFileIsARule() throws {
    let folder = RuleCatalogueTests.root.appendingPathComponent("Sources/Linting/Rules")
    var names: Set<String> = []
    for family in try FileManager.default.contentsOfDirectory(atPath: folder.path) {
      let files = try FileManager.default.contentsOfDirectory(atPath: folder.appendingPathComponent(family).path)
      for file in files where file.hasSuffix(".swift") {
        let text = try String(contentsOf: folder.appendingPathComponent("\(family)/\(file)"), encoding: .utf8)
        guard let start = text.range(of: "= Rule(") else { continue }
        let written = text[start.upperBound...].split(separator: "\"").dropFirst().first.map(String.init)
        let name = try #require(written, "\(file) names no rule")
        let rule = try #require(Rule.named(name), "\(file): `\(name)` is not in the catalogue")
        #expect(rule.family.rawValue == family.lowercased(), "\(file) stands in the folder \(family)")
        let expected = name.split(separator: "-").map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
        #expect(file == expected + ".swift", "\(name) stands in \(file)")
        #expect(names.insert(rule.name).inserted, "\(name) stands in two files")
      }
    }
    #expect(names == Set(Rule.all.map(\.name)))
  }

  @Test func codesAndNamesAreWellFormed() {
    #expect(Set(Rule.all.map(\.code)).count == Rule.all.count)
    #expect(Set(Rule.all.map(\.name)).count == Rule.all.count)
    for rule in Rule.all {
      #expect(rule.code.hasPrefix(rule.family.letters) && rule.code.count == 5, "\(rule.name)")
      #expect(rule.name.allSatisfy { $0.isLowercase || $0.isNumber || $0 == "-" }, "\(rule.name)")
      #expect(rule.page.summary.hasSuffix(".") && rule.page.summary.first?.isUppercase == true, "\(rule.name)")
      #expect(Rule.named(rule.code.lowercased())?.name == rule.name)
      for option in rule.options { #expect(option.name.hasPrefix(rule.name + ".")) }
    }
  }

  /// The rules' part of the page is made of the rules.
  @Test func pageShowsEveryRule() throws {
    let url = RuleCatalogueTests.root.appendingPathComponent("grammar/lint.md")
    let text = try String(contentsOf: url, encoding: .utf8)
    let marker = "<!-- The rest of this page is made of the rules. -->\n"
    let start = try #require(text.range(of: marker))
    var made = ""
    for family in Rule.Family.allCases {
      let rules = Rule.all.filter { $0.family == family }
      if rules.isEmpty { continue }
      made += "\n## \(family.rawValue.prefix(1).uppercased())\(family.rawValue.dropFirst())\n"
      for rule in rules {
        let page = RulePageText(rule)
        made +=
          "\n### \(rule.name)\n\n\(page.facts)\n\n" + page.markdown(isWhole: true).trimmingCharacters(in: .newlines)
        made += "\n"
      }
    }
    if Golden.isRecording {
      try (text[..<start.upperBound] + made).write(to: url, atomically: true, encoding: .utf8)
      Issue.record("recorded grammar/lint.md; look at the difference, then run again without RECORD")
      return
    }
    #expect(String(text[start.upperBound...]) == made, "run with RECORD=1 to write grammar/lint.md")
  }
}
