import Allot
import Foundation
import Testing

/// The linter's output for machines, as they read it.
@Suite struct LintFormatTests {
  /// A column behind a character of two UTF-16 units, a name that a URI and a workflow command must escape, and a
  /// finding with a fix.
  private static let plan = """
    table reps (id) {
      id     text
      base   USD
      is_on  bool
    }
    plan Base {
      for each reps
      during   2026
      paid     monthly in USD, negative carried forward
      let half = payee.base / 2
      pay `🚀` "a, b: 100%" = payee.base when payee.is_on = true else 0 USD
    }

    """

  private func run(_ format: String, file: String = "a b:c%.allot") throws -> String {
    try Package.withFolder { folder in
      try Data(LintFormatTests.plan.utf8).write(to: folder.appendingPathComponent(file))
      let run = TestRun(["lint", file, "--no-config", "--format", format], in: folder)
      #expect(run.status == .findings)
      return run.output
    }
  }

  private func object(_ text: String) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
  }

  @Test func sarifIsAsCodeScanningReadsIt() throws {
    let report = try object(try run("sarif"))
    #expect(report["version"] as? String == "2.1.0")
    let run = try #require((report["runs"] as? [[String: Any]])?.first)
    #expect(run["columnKind"] as? String == "utf16CodeUnits")
    let tool = try #require(run["tool"] as? [String: Any])
    let driver = try #require(tool["driver"] as? [String: Any])
    let rules = try #require(driver["rules"] as? [[String: Any]])
    for rule in rules {
      for key in ["shortDescription", "fullDescription", "help"] {
        let text = (rule[key] as? [String: Any])?["text"] as? String ?? ""
        #expect(!text.isEmpty && text.count <= (key == "help" ? 20_000 : 1_024), "\(rule["id"] ?? "")")
      }
    }
    let results = try #require(run["results"] as? [[String: Any]])
    #expect(results.map { $0["ruleId"] as? String } == ["CO001", "ST006"])
    var hashes: Set<String> = []
    for result in results {
      let index = try #require(result["ruleIndex"] as? Int)
      #expect(rules[index]["id"] as? String == result["ruleId"] as? String)
      let hash = (result["partialFingerprints"] as? [String: String])?["primaryLocationLineHash"] ?? ""
      #expect(hash.hasSuffix(":1") && hashes.insert(hash).inserted)
      let location = try #require((result["locations"] as? [[String: Any]])?.first)
      let place = try #require(location["physicalLocation"] as? [String: Any])
      let artifact = try #require(place["artifactLocation"] as? [String: String])
      #expect(artifact == ["uri": "a%20b%3Ac%25.allot", "uriBaseId": "SRCROOT"])
    }
    let location = (results[1]["locations"] as? [[String: Any]])?.first?["physicalLocation"] as? [String: Any]
    let region = try #require(location?["region"] as? [String: Int])
    // The rocket is one character and two units.
    let line = "  pay `🚀` \"a, b: 100%\" = payee.base when "
    let column = line.utf16.count + 1
    #expect(column == line.count + 2)
    #expect(
      region == [
        "startLine": 11, "startColumn": column, "endLine": 11, "endColumn": column + "payee.is_on = true".count,
      ])
    #expect((results[1]["fixes"] as? [Any])?.count == 1 && results[0]["fixes"] == nil)
  }

  @Test func annotationsEscapeWhatTheServiceReads() throws {
    let github = try run("github")
    #expect(
      github.contains("file=a b%3Ac%25.allot,line=10,endLine=10,col=7,endColumn=11::line `half` is read nowhere\n"))
    let gitlab = try JSONSerialization.jsonObject(with: Data(try run("gitlab").utf8)) as? [[String: Any]]
    #expect(Set((gitlab ?? []).compactMap { $0["fingerprint"] as? String }).count == 2)
    let junit = try run("junit", file: "a<b>&c.allot")
    #expect(junit.contains("<testsuite name=\"a&lt;b&gt;&amp;c.allot\" tests=\"2\" failures=\"2\" errors=\"0\">"))
    let parser = XMLParserOutcome(junit)
    #expect(parser.isWellFormed && parser.count["testcase"] == 2 && parser.count["failure"] == 2)
  }

  /// The default rules find nothing in the examples; what they allow is there for a reason.
  @Test func examplesAreClean() {
    let run = TestRun(["lint", "examples", "--no-config", "--format", "concise"], in: Package.root)
    #expect(run.status == .ok, "\(run.output)")
  }

  @Test func jsonCarriesEditsWithTheirSafety() throws {
    let report = try object(try run("json"))
    let findings = try #require(report["findings"] as? [[String: Any]])
    #expect(findings.map { $0["rule"] as? String } == ["unused-declarations", "comparisons-with-true"])
    let help = try #require((findings[1]["help"] as? [[String: Any]])?.first)
    #expect(help["safety"] as? String == "safe")
    #expect((help["edits"] as? [[String: Any]])?.first?["replacement"] as? String == "payee.is_on")
    #expect(report["failed"] as? Bool == true)
  }
}

/// Whether a text is XML, by its brackets: each opening tag is closed, in order.
private struct XMLParserOutcome {
  private(set) var isWellFormed = true
  private(set) var count: [String: Int] = [:]

  init(_ text: String) {
    var open: [Substring] = []
    for part in text.split(separator: "<").dropFirst(0) where !part.hasPrefix("?xml") {
      guard let end = part.firstIndex(of: ">") else {
        isWellFormed = isWellFormed && part.allSatisfy(\.isWhitespace)
        continue
      }
      let tag = part[..<end]
      let name = tag.drop { $0 == "/" }.prefix { !$0.isWhitespace && $0 != "/" }
      if tag.hasPrefix("/") {
        if open.popLast() != name { isWellFormed = false }
        continue
      }
      count[String(name), default: 0] += 1
      if !tag.hasSuffix("/") { open.append(name) }
    }
    isWellFormed = isWellFormed && open.isEmpty
  }
}
