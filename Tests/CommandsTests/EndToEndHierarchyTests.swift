import Allot
import TestSupport
import Testing

/// Each way in which a credit finds whom it goes to, over the same few deals, against amounts that are added up by hand.
///
/// Amounts are doubled from deal to deal, so that a wrong deal, or one twice, cannot make a right total.
@Suite struct EndToEndHierarchyTests {
  /// What each payee is credited in the quarter, by the words behind `to`.
  struct Reading: CustomTestStringConvertible {
    var from = "deals"
    var recipients: String
    var expected: [String: Int]

    var testDescription: String { "\(from) to \(recipients)" }
  }

  static let deals = MemoryTable(
    name: "deals", header: ["id", "owner", "sdr", "closed", "amount"],
    rows: [
      ["d1", "ann", "bob", "2026-01-10", "1000"], ["d2", "ann", "", "2026-02-14", "2000"],
      ["d3", "ann", "", "2026-02-15", "4000"], ["d4", "bob", "", "2026-03-31", "8000"],
      ["d5", "mia", "", "2026-03-01", "16000"], ["d6", "bob", "", "2026-01-20", "32000"],
    ])

  /// Ann is under mia until 14 February, and then directly under vic.
  static func positions(changing day: String, after last: String) -> MemoryTable {
    MemoryTable(
      name: "positions", header: ["rep", "starts", "ends", "manager", "title"],
      rows: [
        ["ann", "2026-01-01", last, "mia", "AE"], ["ann", day, "", "vic", "AE"],
        ["bob", "2025-07-01", "", "mia", "AE"], ["mia", "2026-01-01", "", "vic", "Manager"],
        ["vic", "2026-01-01", "", "cee", "VP"], ["cee", "2026-01-01", "", "", "CEO"],
      ])
  }

  static let others = [
    MemoryTable(
      name: "reps", header: ["id", "manager"],
      rows: [["ann", "mia"], ["bob", "mia"], ["mia", "vic"], ["vic", "cee"], ["cee", ""]]),
    MemoryTable(
      name: "splits", header: ["deal", "rep", "share"],
      rows: [
        ["d1", "ann", "70%"], ["d1", "bob", "30%"], ["d5", "mia", "1/2"], ["d5", "ann", "1/2"], ["d6", "bob", "60%"],
        ["d6", "mia", "40%"],
      ]),
    MemoryTable(
      name: "team", header: ["deal", "rep", "role"],
      rows: [["d1", "ann", "a"], ["d1", "bob", "b"], ["d1", "mia", "c"], ["d1", "mia", "d"]]),
    MemoryTable(
      name: "specialists", header: ["deal", "rep", "share"], rows: [["d4", "vic", "50%"], ["d4", "cee", "100%"]]),
    MemoryTable(
      name: "payments", header: ["id", "deal", "paid", "amount"],
      rows: [["p1", "d1", "2026-02-01", "500"], ["p2", "d4", "2026-03-05", "100"]]),
  ]

  static let declarations = """
    language 1
    table reps (id) { id text
      manager reps? }
    table positions (rep) valid from starts to ends {
      rep     reps
      starts  date
      ends    date?
      manager reps?
      title   text
    }
    table deals (id) dated closed {
      id     text
      owner  reps
      sdr    reps?
      closed date
      amount USD
    }
    table splits (deal, rep) {
      deal  deals
      rep   reps
      share percent
    }
    table team (deal, rep, role) {
      deal deals
      rep  reps
      role text
    }
    table specialists (deal, rep) {
      deal  deals
      rep   reps
      share percent
    }
    table payments (id) dated paid {
      id     text
      deal   deals
      paid   date
      amount USD
    }

    """

  static let readings = [
    Reading(recipients: "owner", expected: ["ann": 7_000, "bob": 40_000, "mia": 16_000]),
    // d1 has an SDR.
    Reading(recipients: "sdr, or owner", expected: ["ann": 6_000, "bob": 41_000, "mia": 16_000]),
    Reading(recipients: "sdr, or nobody", expected: ["bob": 1_000]),
    // ann 700 + 2,000 + 4,000 + 8,000; bob 300 + 8,000 + 19,200; mia 8,000 + 12,800.
    Reading(recipients: "owner, or split by splits.share", expected: ["ann": 14_700, "bob": 27_500, "mia": 20_800]),
    // Halves of d1, d5 and d6.
    Reading(recipients: "owner, or split equally by splits", expected: ["ann": 14_500, "bob": 24_500, "mia": 24_000]),
    Reading(recipients: "split by splits.share, or nobody", expected: ["ann": 8_700, "bob": 19_500, "mia": 20_800]),
    // Split where it is split, else the SDR, else nobody.
    Reading(
      recipients: "sdr, or split by splits.share, or nobody", expected: ["ann": 8_700, "bob": 19_500, "mia": 20_800]),
    // mia d1, d2, d4, d6; vic d3, since ann has moved, and mia's own d5.
    Reading(
      recipients: "positions[owner as of closed].manager, or nobody", expected: ["mia": 43_000, "vic": 20_000]),
    // On 31 December 2025 only bob has a row; d4 and d6 are his.
    Reading(
      recipients: "positions[owner as of 2025-12-31]?.manager, or nobody", expected: ["mia": 40_000]),
    Reading(
      recipients: "everyone above owner by positions.manager as of closed within 1 level",
      expected: ["mia": 43_000, "vic": 20_000]),
    // cee is two levels above the owners of d3 and d5 only.
    Reading(
      recipients: "everyone above owner by positions.manager as of closed within 2 levels",
      expected: ["mia": 43_000, "vic": 63_000, "cee": 20_000]),
    Reading(
      recipients: "everyone above owner by positions.manager as of closed",
      expected: ["mia": 43_000, "vic": 63_000, "cee": 63_000]),
    Reading(
      recipients: "everyone above owner by positions.manager as of closed where title = \"VP\" or title = \"AE\"",
      expected: ["vic": 63_000]),
    // The column of the people knows nothing of ann's move: mia has d3 too.
    Reading(recipients: "everyone above owner by manager", expected: ["mia": 47_000, "vic": 63_000, "cee": 63_000]),
    // d1 is under mia with 70% and 30%: once 1,000. Of d6 she has bob's 60%; of d5, her own, nothing.
    Reading(
      recipients: "everyone above (owner, or split by splits.share) by positions.manager as of closed",
      expected: ["mia": 30_200, "vic": 63_000, "cee": 63_000]),
    // Whoever is on the deal himself gets his share and nothing for standing above the others: mia on d6.
    // mia 8,000 + 12,800 of her own, and 1,000 + 2,000 + 8,000 of d1, d2, d4.
    Reading(
      recipients: "owner, or split by splits.share, and everyone above them by positions.manager as of closed",
      expected: ["ann": 14_700, "bob": 27_500, "mia": 31_800, "vic": 63_000, "cee": 63_000]),
    Reading(
      recipients: "owner, and everyone above owner by positions.manager as of closed within 1 level",
      expected: ["ann": 7_000, "bob": 40_000, "mia": 59_000, "vic": 20_000]),
    // All three of d1 have all of it, mia once though she has two roles; the other deals go to their owners.
    Reading(recipients: "owner, or everyone in team", expected: ["ann": 7_000, "bob": 41_000, "mia": 17_000]),
    Reading(recipients: "everyone in team, or nobody", expected: ["ann": 1_000, "bob": 1_000, "mia": 1_000]),
    // Above three people with all of d1 each, d1 counts once.
    Reading(
      recipients: "everyone above (everyone in team, or nobody) by positions.manager as of closed",
      expected: ["mia": 1_000, "vic": 1_000, "cee": 1_000]),
    // mia is in the team herself.
    Reading(
      recipients:
        "everyone in team, or nobody, and everyone above them by positions.manager as of closed within 1 level",
      expected: ["ann": 1_000, "bob": 1_000, "mia": 1_000, "vic": 1_000]),
    Reading(recipients: "overlay by specialists.share", expected: ["vic": 4_000, "cee": 8_000]),
    // p1 is of d1, which is split 70/30; p2 of d4, which is bob's.
    Reading(
      from: "payments", recipients: "deal.owner, or split by splits.share via deal", expected: ["ann": 350, "bob": 250]),
    Reading(
      from: "payments", recipients: "deal.owner, or everyone in team via deal",
      expected: ["ann": 500, "bob": 600, "mia": 500]),
  ]

  /// What the plan says of each payee; a payee with nothing is left out.
  private func credited(
    _ reading: Reading, _ positions: MemoryTable, threads: Int = 1, seed: UInt64? = nil
  ) throws -> [String: Value] {
    let plan =
      EndToEndHierarchyTests.declarations + """
        plan Credited {
          for each reps
          during 2026-Q1
          paid quarterly in USD, negative collected
          credit sales from \(reading.from) to \(reading.recipients) of amount rounded to 0.01 USD
          pay all = sales
        }
        """
    let scenario = Scenario(
      plan: plan, tables: [EndToEndHierarchyTests.deals, positions] + EndToEndHierarchyTests.others)
    let shuffle = seed.map { SeededRandom(seed: $0) }
    guard case .results(let results) = try scenario.run(threads: threads, shuffledBy: shuffle) else {
      Issue.record("the run failed")
      return [:]
    }
    var found: [String: Value] = [:]
    for (key, cells) in results["Credited"] ?? [:] {
      guard let amount = cells["all"], amount != .number(.zero) else { continue }
      found[String(key.prefix { $0 != "|" })] = amount
    }
    return found
  }

  @Test(arguments: readings) func creditsAsSaid(_ reading: Reading) throws {
    let expected = reading.expected.mapValues { Value.number(Rational($0)) }
    let positions = EndToEndHierarchyTests.positions(changing: "2026-02-15", after: "2026-02-14")
    #expect(try credited(reading, positions) == expected)
    for threads in [2, 7] {
      #expect(try credited(reading, positions, threads: threads, seed: UInt64(threads)) == expected)
    }
  }

  /// A change of manager that becomes known later moves the deals since then, and no others: d2 goes to vic.
  @Test func aCorrectedHierarchyMovesItsDays() throws {
    let reading = Reading(recipients: "positions[owner as of closed].manager, or nobody", expected: [:])
    let corrected = EndToEndHierarchyTests.positions(changing: "2026-01-11", after: "2026-01-10")
    #expect(
      try credited(reading, corrected) == ["mia": .number(Rational(41_000)), "vic": .number(Rational(22_000))])
  }

  struct Refusal: CustomTestStringConvertible {
    var recipients: String
    var table: String
    var rows: [[String]]
    var codes: [String]

    var testDescription: String { "\(codes) for \(recipients)" }
  }

  static let all = "everyone above owner by positions.manager as of closed"

  @Test(arguments: [
    // 99.99% is not 100%.
    Refusal(
      recipients: "split by splits.share, or nobody", table: "splits",
      rows: [["d1", "ann", "99.99%"]], codes: ["E0930"]),
    Refusal(recipients: "split by splits.share", table: "splits", rows: [["d1", "ann", "100%"]], codes: ["E0930"]),
    Refusal(recipients: "everyone in team", table: "team", rows: [["d1", "ann", "x"]], codes: ["E0930"]),
    Refusal(
      recipients: "positions[owner as of closed].manager, or nobody", table: "positions",
      rows: [["ann", "2026-01-01", "2026-01-31", "", "AE"]], codes: ["E0952"]),
    Refusal(
      recipients: all, table: "positions",
      rows: ["ann", "bob", "mia"].map { [$0, "2026-01-01", "", $0 == "ann" ? "vic" : "", "AE"] }, codes: ["E0952"]),
    Refusal(
      recipients: all, table: "positions",
      rows: [("ann", "bob"), ("bob", "mia"), ("mia", "bob")].map { [$0.0, "2026-01-01", "", $0.1, "AE"] },
      codes: ["E0953"]),
    Refusal(
      recipients: all, table: "positions",
      rows: [
        ["ann", "2026-01-01", "2026-02-28", "", "AE"], ["bob", "2026-01-01", "2026-03-31", "", "AE"],
        ["ann", "2026-02-28", "", "", "AE"], ["mia", "2026-01-01", "", "", "AE"],
      ], codes: ["E0950"]),
    Refusal(
      recipients: all, table: "positions", rows: [["ann", "2026-02-28", "2026-02-27", "", "AE"]], codes: ["E0951"]),
  ])
  func refuses(_ refusal: Refusal) throws {
    var tables = [
      EndToEndHierarchyTests.deals,
      EndToEndHierarchyTests.positions(changing: "2026-02-15", after: "2026-02-14"),
    ]
    tables += EndToEndHierarchyTests.others
    for index in tables.indices where tables[index].name == refusal.table { tables[index].rows = refusal.rows }
    let plan =
      EndToEndHierarchyTests.declarations + """
        plan Credited {
          for each reps
          during 2026-Q1
          paid quarterly in USD, negative collected
          credit sales from deals to \(refusal.recipients) of amount
          pay all = sales
        }
        """
    let scenario = Scenario(plan: plan, tables: tables)
    #expect(try scenario.run() == .failed(refusal.codes))
    #expect(try scenario.run(threads: 3, shuffledBy: SeededRandom(seed: 5)) == .failed(refusal.codes))
  }
}
