import Allot
import Explaining
import Foundation
import Reporting
import TestSupport
import Testing

@Suite struct PageTests {
  private static let team = """
    language 1

    table reps (id) {
      id    text
      name  text
      team  text
    }
    rows {
      id                          | name                    | team
      ann                         | "<script>alert(1)</script>" | "A & B"
      "</script><b onclick=x>"    | "O'Brien \\"Bob\\""     | "东区"
    }

    table deals (id) dated closed {
      id      text
      owner   reps
      closed  date
      amount  USD
    }
    rows {
      id | owner                      | closed     | amount
      d1 | ann                        | 2026-01-12 | 1_500.05
      d2 | ann                        | 2026-02-12 | -700
      d3 | "</script><b onclick=x>"   | 2026-03-01 | 98_765.43
    }

    plan Team "Team <i>2026</i>" {
      for each reps
      during 2026
      paid monthly in USD, negative carried forward
      credit sales from deals to owner of amount

      ## A tenth & no more.
      pay commission "Commission" = 10% of sales
      show name "Name" = payee.name
      show team = payee.team
    }

    example "nobody sells" for Team {
      given deals {
        id | owner | closed | amount
        secret | ann | 2026-01-01 | 123_456
      }
      expect {
        payee | month | commission
        ann | 2026-01 | 12_345.60
      }
    }
    """

  private static let asked = CompileOptions(period: "2026-Q1")

  private static func page(_ text: String, _ settings: StatementPage.Settings, threads: Int = 1) throws -> [UInt8] {
    let plan = Plan(text: text)
    try #require(plan.diagnostics.isEmpty, "\(DiagnosticRenderer(plan.sources).render(plan.diagnostics))")
    return bytes(try explained(plan, asked, settings, threads: threads))
  }

  /// The page as the command makes it.
  private static func explained(
    _ plan: Plan, _ options: CompileOptions, _ settings: StatementPage.Settings, threads: Int = 1
  ) throws -> StatementPage {
    var options = options
    options.isExplained = true
    let run = try ExplainedRun(plan.compile(options), options: RunOptions(threads: threads))
    let positions = CurvePositions(plan, run.results, options, DataLocation(), RunOptions(threads: threads))
    return StatementPage(plan, run.results, explained: run, positions: positions, settings: settings)
  }

  private static func bytes(_ page: StatementPage) -> [UInt8] {
    var bytes: [UInt8] = []
    page.write {
      bytes += $0
      return true
    }
    return bytes
  }

  /// Names and texts of tables are text, whatever stands in them, and the page has one script, its own.
  @Test func textIsText() throws {
    let bytes = try PageTests.page(PageTests.team, StatementPage.Settings(period: "2026-Q1"))
    let page = try #require(ParsedPage(bytes))
    for text in [
      "<script>alert(1)</script>", "</script><b onclick=x>", "O'Brien \"Bob\"", "A & B", "东区", "Team <i>2026</i>",
    ] {
      #expect(page.text.contains(text), "\(text)")
    }
    #expect(page.elements["script"] == 1)
    #expect(page.attributeNames.allSatisfy { !$0.hasPrefix("on") })
    #expect(page.text.contains("-70.00"))
    #expect(page.texts["h1"] == ["Team <i>2026</i>"])
    #expect(String(decoding: bytes, as: UTF8.self).components(separatedBy: "</script>").count == 2)
    // What a plan's reader needs, and what its tester does.
    #expect(page.text.contains("## A tenth & no more."))
    #expect(!page.text.contains("secret") && !page.text.contains("nobody sells"))
  }

  /// A page for one payee has nothing of another one in it.
  @Test func onePayeeIsAlone() throws {
    let all = String(
      decoding: try PageTests.page(PageTests.team, StatementPage.Settings(period: "2026-Q1")), as: UTF8.self)
    let own = try PageTests.page(PageTests.team, StatementPage.Settings(period: "2026-Q1", payee: "ann"))
    let text = String(decoding: own, as: UTF8.self)
    let page = try #require(ParsedPage(own))
    #expect(page.elements["article"] == 1 && page.text.contains("150.01"))
    for secret in ["onclick", "O'Brien", "东区", "9,876.54", "98_765.43"] {
      #expect(all.contains(secret) && !text.contains(secret), "\(secret)")
    }
    #expect(page.brokenLinks == [])
    #expect(StatementPage.payees(of: try Plan(text: PageTests.team).compile(PageTests.asked).evaluate()).count == 2)
  }

  /// The same plan and data give the same bytes with any number of threads.
  @Test func pagesAreTheSameOnAnyThread() throws {
    let settings = StatementPage.Settings(period: "2026-Q1")
    #expect(try PageTests.page(PageTests.team, settings) == PageTests.page(PageTests.team, settings, threads: 7))
  }

  /// The policy allows the page's own script and no other, and the script is the same to readers of HTML and of XML.
  @Test func policyAllowsTheScript() throws {
    let page = try #require(ParsedPage(try PageTests.page(PageTests.team, StatementPage.Settings())))
    let digest = Data(sha256(Array(page.script.utf8))).base64EncodedString()
    #expect(page.policy.contains("script-src 'sha256-\(digest)'"), "sha256-\(digest)")
    #expect(page.policy.hasPrefix("default-src 'none';"))
    #expect(!page.script.contains("<") && !page.script.contains("&"))
  }

  /// The examples' pages are well-formed, link only to themselves, and have every amount of the results.
  @Test(
    arguments: [
      ("account-executive/plan.allot", "2026-Q1", nil), ("emea/plan.allot", "2026-Q1", nil),
      ("季度增长/计划.allot", "2026-Q1", nil), ("dealer-replenishment/turnover.allot", nil, "2026-01-31"),
      ("convenience-stores/orders.allot", nil, "2026-04-01"), ("draw-and-holdback/plan.allot", "2026-Q1", nil),
      ("kpi-sheet/kpi.allot", "2026-Q1", nil), ("fashion-size-packs/size-packs.allot", nil, "2026-04-14"),
    ] as [(String, String?, String?)])
  func examplesHavePages(_ path: String, _ period: String?, _ asOf: String?) throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("examples")
    let plan = try Plan.load(paths: [root.appendingPathComponent(path).path])
    let options = CompileOptions(period: period, asOf: asOf)
    let results = try plan.compile(options).evaluate()
    let bytes = PageTests.bytes(
      try PageTests.explained(
        plan, options, StatementPage.Settings(period: period, asOf: asOf, rows: 3, depth: 4)))
    let page = try #require(ParsedPage(bytes), "not well-formed")
    #expect(Set(page.ids).count == page.ids.count)
    #expect(page.brokenLinks == [])
    let text = String(decoding: bytes, as: UTF8.self)
    let addresses = text.components(separatedBy: "http").dropFirst().map { $0.prefix { $0 != "\"" && $0 != " " } }
    #expect(
      Set(addresses).isSubset(of: ["-equiv=", "://www.w3.org/2000/svg", "://www.w3.org/1999/xhtml"]), "\(addresses)")
    #expect(!text.contains("url(") && !text.contains("@import") && !text.contains("src="))
    #expect(page.elements["table"] == page.elements["caption"])
    var cells: [String: Int] = [:]
    for cell in (page.texts["td"] ?? []) + (page.texts["th"] ?? []) { cells[cell, default: 0] += 1 }
    var wanted: [String: Int] = [:]
    for table in results.outputs where table.output.kind != .orders {
      for row in 0..<table.rowCount {
        for column in table.definitions.indices where table.isNumber(column) {
          let text = table.text(row: row, column: column)
          if !text.isEmpty { wanted[withThousands(text), default: 0] += 1 }
        }
      }
    }
    #expect(!wanted.isEmpty)
    // What stands under an amount on the page adds up to it, as far as its parts have an end.
    for (amount, parts) in page.sums {
      #expect(parts.reduce(Decimal.zero, +) == amount, "\(parts) are to be \(amount)")
    }
    #expect(page.sums.isEmpty == !results.outputs.contains { $0.output.kind != .sheet })
    #expect(!page.text.contains("not explained"))
    for (text, count) in wanted { #expect(cells[text, default: 0] >= count, "\(text)") }
  }

  /// A payee's point stands on the payee's own curve: the quarter's pay at the quarter's attainment.
  @Test func curvesHoldThePayees() throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("examples/account-executive/plan.allot")
    let plan = try Plan.load(paths: [root.path])
    let page = try PageTests.explained(plan, PageTests.asked, StatementPage.Settings(period: "2026-Q1"))
    let captions = try #require(ParsedPage(PageTests.bytes(page))?.texts["figcaption"])
    let bounds = "Commission by bookings of quota. The rate changes, or the amount jumps, at 50%, 100%, 150%."
    let cap = "Quarterly kicker by bookings of quota. The rate changes, or the amount jumps, at 120%."
    #expect(
      captions == [
        "\(bounds) 2026-03: at 160.011113%, 32,104.00 USD.", "\(cap) 2026-03: at 160.011113%, 5,500.00 USD.",
        "\(bounds) 2026-03: at 134%, 20,150.00 USD.", "\(bounds) 2026-03: at 120.016665%, 13,603.00 USD.",
        "\(cap) 2026-03: at 120.016665%, 6,000.00 USD.", "\(bounds) 2026-03: at 20.833542%, 2,000.02 USD.",
        "\(bounds) 2026-03: at 150.033305%, 9,504.00 USD.", "\(cap) 2026-03: at 150.033305%, 5,000.00 USD.",
      ])
  }

  /// A curve has a point only where what was paid lies on it: what counts twice over two windows leaves it in February.
  @Test func pointsArePaid() throws {
    func captions(_ text: String) throws -> [String]? {
      ParsedPage(try PageTests.page(text, StatementPage.Settings(payee: "ann")))?.texts["figcaption"]
    }
    #expect(try captions(PageTests.team) == ["Commission by sales. 2026-03: at 0, 0.00 USD."])
    let text = PageTests.team.replacingOccurrences(
      of: "= 10% of sales", with: "= 10% of sales + (100 USD when (sales over year to date) >= 1_000 USD else 0 USD)")
    let shown = try captions(text)
    let jump = "Commission by sales. The rate changes, or the amount jumps, at 1,000."
    #expect(shown == ["\(jump) 2026-01: at 1,500.05, 250.01 USD."])
  }

  /// The body of a small page, as it is.
  @Test func smallPage() throws {
    let text = String(
      decoding: try PageTests.page(PageTests.team, StatementPage.Settings(period: "2026-Q1", payee: "ann")),
      as: UTF8.self)
    let body = text.components(separatedBy: "<body>").last?.components(separatedBy: "<script>").first ?? ""
    let mismatch = try Golden.mismatch(body, with: "report/ann.html")
    #expect(mismatch == nil, "\(mismatch ?? "")")
  }
}

/// The SHA-256 digest of bytes (FIPS 180-4).
private func sha256(_ message: [UInt8]) -> [UInt8] {
  func fraction(_ root: Double) -> UInt32 { UInt32((root - root.rounded(.down)) * 4_294_967_296) }
  var primes: [Int] = []
  var next = 2
  while primes.count < 64 {
    if primes.allSatisfy({ next % $0 != 0 }) { primes.append(next) }
    next += 1
  }
  let constants = primes.map { fraction(cbrt(Double($0))) }
  var state = primes.prefix(8).map { fraction(Double($0).squareRoot()) }
  var bytes = message + [0x80]
  while bytes.count % 64 != 56 { bytes.append(0) }
  for shift in stride(from: 56, through: 0, by: -8) { bytes.append(UInt8((message.count * 8) >> shift & 0xFF)) }
  func turned(_ word: UInt32, _ count: UInt32) -> UInt32 { word >> count | word << (32 - count) }
  for block in stride(from: 0, to: bytes.count, by: 64) {
    var words = (0..<16).map { place -> UInt32 in
      bytes[(block + place * 4)..<(block + place * 4 + 4)].reduce(0) { $0 << 8 | UInt32($1) }
    }
    for place in 16..<64 {
      let (a, b) = (words[place - 15], words[place - 2])
      let first = turned(a, 7) ^ turned(a, 18) ^ a >> 3
      let second = turned(b, 17) ^ turned(b, 19) ^ b >> 10
      words.append(words[place - 16] &+ first &+ words[place - 7] &+ second)
    }
    var (a, b, c, d) = (state[0], state[1], state[2], state[3])
    var (e, f, g, h) = (state[4], state[5], state[6], state[7])
    for place in 0..<64 {
      let first = turned(e, 6) ^ turned(e, 11) ^ turned(e, 25)
      let one = h &+ first &+ (e & f ^ ~e & g) &+ constants[place] &+ words[place]
      let second = turned(a, 2) ^ turned(a, 13) ^ turned(a, 22)
      let two = second &+ (a & b ^ a & c ^ b & c)
      (h, g, f, e, d, c, b, a) = (g, f, e, d &+ one, c, b, a, one &+ two)
    }
    for (place, word) in [a, b, c, d, e, f, g, h].enumerated() { state[place] = state[place] &+ word }
  }
  return state.flatMap { word in (0..<4).map { UInt8(word >> (24 - 8 * UInt32($0)) & 0xFF) } }
}
