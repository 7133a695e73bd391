import Foundation
import LineEditing
import Testing

@testable import Commands

/// What TAB offers at places of a line, and how lines are taken apart.
@Suite struct ReplCompletionTests {
  @Test func completionsFollowTheLine() throws {
    let screen = ReplScreen(folder: Package.root.appendingPathComponent("examples/account-executive"))
    try screen.begin(["plan.allot", "--period", "2026-Q1"])
    screen.perform("scenario won")
    screen.perform("let pay = commission + kicker")
    let cases: [(line: String, offered: [String])] = [
      ("payo", ["payouts"]), ("what", ["what if"]), ("what ", ["if"]),
      ("sav", ["save scenario", "save patch", "save example", "save session"]),
      ("atta", ["attained", "attainment"]), ("com", ["compare", "commission"]), ("pay", ["payouts", "pay"]),
      ("1 + comm", ["commission"]), ("attained for b", ["bo"]), ("attained for ava in 2026-Q", ["2026-Q1"]),
      ("attained in 2026-01", ["2026-01"]), ("attained in pl", ["plan"]),
      ("deals.am", ["amount"]), ("payee.na", ["name"]),
      ("deals[D-10", ["D-100", "D-101", "D-102", "D-103", "D-104", "D-105", "D-106"]),
      ("deals[\"D-13", ["D-130", "D-131", "D-132"]), ("quotas[ava, 2026-Q2", ["2026-Q2"]), ("quotas[\"e", ["eli"]),
      ("what if dea", ["deal", "deals"]), ("what if deal D-14", ["D-140"]), ("what if deals dr", ["drop"]),
      ("what if deal D-104 st", ["stage"]), ("what if deal D-104 stage = Cl", ["Closed Won", "Closed Lost"]),
      ("what if deal D-104 owner = d", ["dee"]), ("what if tier Acc", ["Accelerator"]), ("what if line ki", ["kicker"]),
      ("scenario w", ["won"]), ("format j", ["json", "jsonl"]), ("help sce", ["scenario", "scenarios"]),
      ("rows quo", ["quotas"]), ("tables sp", ["splits"]), ("explain ki", ["kicker"]),
      ("load pl", ["plan.allot"]), ("export exp", ["expected.csv"]), ("quit ", []), ("zzz", []),
    ]
    for test in cases {
      let found = screen.completion(of: test.line)
      #expect(found?.candidates.map(\.text) ?? [] == test.offered, "\(test.line)")
      guard let found else { continue }
      for candidate in found.candidates {
        #expect(candidate.text.hasPrefix(test.line[found.range]), "\(test.line): \(candidate.text)")
      }
    }
  }

  /// A line is whole, or goes on in the next.
  @Test func inputsEndWhereTheLanguageSays() {
    let cases: [(line: String, isOpen: Bool)] = [
      ("1 + 2", false), ("1 +", true), ("(1 + 2", true), ("sum(deals.amount", true), ("a and", true), ("a when", true),
      ("\"(\"", false), ("a # (", false), ("what if deal d17", false), ("what if deal d17 amount =", true),
      ("quotas[ann,", true), ("data exports/", false), ("help (", false), ("", false), ("commission for ann", false),
    ]
    for test in cases { #expect(SessionScript.needsMore(test.line) == test.isOpen, "\(test.line)") }
    let lines = SessionScript.lines(of: "1 +\n2\n\n# remark\r\n(3\n)\n")
    #expect(lines.map(\.line) == ["1 +\n2", "# remark", "(3\n)"])
    #expect(lines.map(\.number) == [1, 4, 5])
  }

  @Test func phrasesAreTakenApart() {
    var phrase = Phrase("  deals[\"a b\", c] add  \"x y\" z")
    var words: [String] = []
    while let word = phrase.word() { words.append(word) }
    #expect(words == ["deals[\"a b\", c]", "add", "\"x y\"", "z"])
    #expect(Phrase("a, \"b, c\", (d, e)").list.map(\.string) == ["a", "\"b, c\"", "(d, e)"])
    #expect(Phrase("\"a \\\"b\\\"\"").unquoted == "a \"b\"")
    #expect(Phrase("x for \"in for\" in 2026").split(atLast: "in")?.after.string == "2026")
    #expect(Phrase("forty for").split(at: "for")?.before.string == "forty")
    #expect(Phrase("a = b = c").assignment?.value.string == "b = c")
    #expect(Phrase("f(a >= 1) >= 2").comparison?.right.string == "2")
    #expect(Phrase("none").comparison == nil)
    let named = [
      "what if x": "what if", "whatever": nil, "save patch x": "save patch", "what": nil, "lines": "lines",
      "Lines": nil,
    ]
    for (line, name) in named { #expect(SessionCommand.named(in: Substring(line))?.0.name == name, "\(line)") }
  }
}
