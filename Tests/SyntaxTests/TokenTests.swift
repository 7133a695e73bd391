import Source
import TestSupport
import Testing

@testable import Syntax

@Suite struct TokenTests {
  @Test(arguments: try Golden.inputs(in: "tokens"))
  func tokensAreAsRecorded(_ input: String) throws {
    let file = SourceFile(path: input, bytes: try Golden.bytes("tokens/\(input)"))
    let name = input.dropLast(".allot".count)
    #expect(try Golden.mismatch(TokenPrinter.print(file), with: "tokens/\(name).tokens") == nil)
  }

  @Test(arguments: [
    // Each with the codes of its messages; nothing for what is written well.
    ("2024-02-29", []), ("2023-02-29", ["E0114"]), ("2100-02-29", ["E0114"]), ("2000-02-29", []),
    ("2026-12-31", []), ("2026-04-31", ["E0114"]), ("2026-00-10", ["E0114"]), ("2026-13", ["E0114"]),
    ("2026-12", []), ("2026-00", ["E0114"]), ("2026-Q4", []), ("2026-Q5", ["E0114"]), ("2026-Q0", ["E0114"]),
    ("2026-W53", []), ("2025-W53", ["E0114"]), ("2020-W53", []), ("2026-W00", ["E0114"]), ("2026-W7", ["E0115"]),
    ("0000-01-01", ["E0114"]), ("0001-01-01", []), ("2026-3-1", ["E0115"]), ("2026-3", ["E0115"]),
    ("1_0", []), ("1__0", ["E0112"]), ("1_", ["E0112"]), ("270_000", []), ("1.5", []), ("1.5.2", ["E0112"]),
    ("1,5", ["E0112"]), ("max(1, 5)", []), ("max(1,5)", ["E0112"]), ("1.234,50", ["E0112"]), ("1'000", ["E0112"]),
    ("270k USD", []), ("270K USD", ["E0112"]), ("5m", []), ("5M", ["E0112"]), ("1e5", ["E0112"]), (".5", ["E0112"]),
    ("3/31/2026", ["E0115"]), ("3 / 31 / 2026", []), ("31.12.2026", ["E0115"]), ("31-12-2026", ["E0115"]),
    ("2026.12.31", ["E0115"]), ("2026/12/31", ["E0115"]), ("2026 - 12", []), ("5000 - 1", []),
    ("2026Q1", ["E0115"]), ("2026-q1", ["E0115"]), ("$5", ["E0113"]), ("5 €", ["E0113"]), ("5 USD", []),
    ("\"\\u{20AC}\"", []), ("\"\\u{110000}\"", ["E0110"]), ("\"\\u{D800}\"", ["E0110"]), ("\"\\x\"", ["E0110"]),
    ("\"a", ["E0108"]), ("'a'", ["E0109"]), ("`a b`", []), ("``", ["E0111"]), ("`a", ["E0111"]),
    ("a == b", ["E0105"]), ("a = b", []), ("a ^ 2", ["E0105"]), ("a ** 2", ["E0105"]), ("a => b", ["E0105"]),
    ("a -- b", ["E0106"]), ("a - -b", []), ("a // b", ["E0106"]), ("f(a; b)", ["E0107"]), ("a ≥ b", ["E0104"]),
    ("a @ b", ["E0103"]), ("a \u{A0}+\u{3000}b", []), ("\"\u{202E}\"", ["E0102"]),
  ])
  func literalsAndSigns(_ text: String, _ codes: [String]) {
    let parsed = parseExpression(SourceFile(path: "e", text: text), id: FileID(0))
    #expect(parsed.diagnostics.map(\.code) == codes, "\(text): \(parsed.diagnostics.map(\.message))")
  }
}
