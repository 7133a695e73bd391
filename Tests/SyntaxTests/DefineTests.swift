import Source
import Testing

@testable import Syntax

@Suite struct DefineTests {
  private func defines(_ text: String) -> [DefineDeclaration] {
    let parsed = parse(SourceFile(path: "d", text: text), id: FileID(0))
    #expect(parsed.diagnostics == [])
    return parsed.syntax.declarations.compactMap { declaration in
      if case .define(let define) = declaration { return define }
      return nil
    }
  }

  @Test func bothForms() throws {
    let found = defines(
      """
      ## What is left.
      define Margin (revenue: M, cost: M? = 0 M) in M, Q = revenue - cost
      define Draw (earned: USD) {
        let owed starting 0 USD = previous(owed) + earned
        check "owed" owed >= 0 USD
        let paid each quarter = earned
      }
      """)
    try #require(found.count == 2)
    #expect(found[0].documentation == "What is left.")
    #expect(found[0].parameters.map(\.name.text) == ["revenue", "cost"])
    #expect(found[0].parameters.map { $0.defaultValue != nil } == [false, true])
    #expect(found[0].units.map(\.text) == ["M", "Q"])
    #expect(!found[0].isBlock && found[1].isBlock && found[1].units.isEmpty)
    guard case .value(let value) = found[0].body, case .block(let lines, let checks) = found[1].body else {
      Issue.record("not a value and a block")
      return
    }
    #expect(shown(value) == "(revenue - cost)")
    #expect(lines.map(\.name.text) == ["owed", "paid"] && lines.map { $0.starting != nil } == [true, false])
    #expect(lines[1].each == .quarter && checks.map(\.text.text) == ["owed"])
  }

  @Test(
    arguments: [
      ("F()", []), ("F(1)", [nil]), ("F(1, b: 2)", [nil, "b"]), ("F(a: 1, `b c`: 2)", ["a", "b c"]),
      ("F(rate: 1)", ["rate"]), ("F(when: 1)", ["when"]), ("max(1, 2)", [nil, nil]),
    ] as [(String, [String?])])
  func argumentsWithAndWithoutNames(_ text: String, _ labels: [String?]) {
    let parsed = parseExpression(SourceFile(path: "d", text: text), id: FileID(0))
    #expect(parsed.diagnostics == [])
    guard case .call(_, let arguments) = parsed.expression.kind else {
      Issue.record("\(text) is no call")
      return
    }
    #expect(arguments.map { $0.label?.text } == labels)
  }
}
