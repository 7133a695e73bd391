import Allot
import Foundation
import Testing

@testable import Commands

@Suite struct TextTests {
  @Test(arguments: [
    ("0", "0"), ("999", "999"), ("1000", "1,000"), ("-1234567.891", "-1,234,567.891"), ("1234%", "1,234%"), ("", ""),
    ("12.5%", "12.5%"), ("1/3", "1/3"), ("-100", "-100"), ("123456", "123,456"),
  ]) func thousandsStandApart(_ text: String, _ expected: String) {
    #expect(withThousands(text) == expected)
  }

  @Test(arguments: [
    (JSON.text("a\"b\\c\n\t\u{1}é"), #""a\"b\\c\n\t\u0001é""#), (.null, "null"), (.bool(true), "true"),
    (.integer(-5), "-5"), (.list([]), "[]"),
    (.object([.init("a", .list([.integer(1), .integer(2)]))]), #"{"a":[1,2]}"#),
  ]) func jsonIsWritten(_ value: JSON, _ expected: String) throws {
    #expect(value.rendered() == expected)
    let laidOut = value.rendered(depth: 3)
    #expect(laidOut.filter { $0 != "\n" && $0 != " " } == expected.filter { $0 != " " })
    // Another program reads the same.
    _ = try JSONSerialization.jsonObject(with: Data(laidOut.utf8), options: .fragmentsAllowed)
  }

  @Test(arguments: [
    (true, [String: String](), true), (false, [:], false), (true, ["NO_COLOR": "1"], false),
    (true, ["NO_COLOR": ""], true),
    (false, ["FORCE_COLOR": "1"], true), (false, ["FORCE_COLOR": "0"], false), (true, ["TERM": "dumb"], false),
    (false, ["FORCE_COLOR": "1", "NO_COLOR": "1"], false),
  ]) func coloursFollowTheConventions(_ isTerminal: Bool, _ variables: [String: String], _ expected: Bool) {
    #expect(Terminal.takesColours(isTerminal: isTerminal) { variables[$0] } == expected)
  }

  @Test func optionsStandAnywhere() throws {
    let forms = [
      ["run", "p.allot", "--period", "2026", "-o", "x.csv"], ["--period=2026", "run", "-ox.csv", "p.allot"],
      ["--period", "2026", "--output=x.csv", "run", "--", "p.allot"],
    ]
    for form in forms {
      let invocation = try Invocation(form)
      #expect(invocation.command == "run")
      #expect(invocation.arguments == ["p.allot"])
      #expect(invocation.value("period") == "2026")
      #expect(invocation.value("output") == "x.csv")
    }
    // A value may begin with a dash.
    #expect(try Invocation(["run", "--param", "x=-5", "--table", "a=-"]).all("table") == ["a=-"])
  }

  /// An option may stand in front of its command, so that it must be read in the same way for all of them.
  @Test func everyOptionIsReadInOneWay() {
    var seen: [String: Option] = [:]
    for option in Command.all.flatMap(\.options) {
      if let other = seen[option.name] {
        #expect(other.short == option.short && other.isRepeatable == option.isRepeatable, "--\(option.name)")
        #expect((other.value == nil) == (option.value == nil), "--\(option.name)")
      }
      seen[option.name] = option
    }
  }

  /// A file is written whole, and nothing else stays in the folder.
  @Test func filesAreWrittenWhole() throws {
    try Package.withFolder { folder in
      let path = folder.appendingPathComponent("out.csv").path
      try writeWhole(Array("old".utf8), to: path)
      try writeWhole(Array("new".utf8), to: path)
      #expect(try String(contentsOfFile: path, encoding: .utf8) == "new")
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["out.csv"])
      #expect(throws: (any Error).self) { try writeWhole([], to: folder.path) }
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["out.csv"])
    }
  }
}
