import Allot
import Comparing
import Formatting
import TestSupport
import Testing

/// What changes for whom, held against runs of both versions by themselves.
@Suite struct AttributionTests {
  /// Edits of random places: what is attributed to each adds up to what differs, amount by amount, and nothing is left out.
  @Test(arguments: 0..<20) func partsAddUp(_ seed: Int) throws {
    var random = SeededRandom(seed: UInt64(seed))
    let old = EditablePlan(&random)
    var new = old
    let count = Int.random(in: 1...5, using: &random)
    new.edit(count, &random)
    let comparison = PlanComparison(old: Plan(text: old.text), new: Plan(text: new.text))
    #expect(comparison.changes.count == count, "\(comparison.changes.map(\.statement))")
    let difference = try comparison.payouts(PayoutQuestion(options: EditablePlan.asked, data: DataLocation()))
    #expect(difference.causes == (0..<count).map { .changes([$0]) })
    let (before, after) = (try old.amounts(), try new.amounts())
    var differing: Set<[String]> = []
    for result in difference.results {
      var sums = [Rational](repeating: .zero, count: difference.causes.count)
      for amount in result.amounts {
        let key = [result.name] + amount.row + [amount.line]
        differing.insert(key)
        var sum = Rational.zero
        for (place, part) in amount.parts.enumerated() {
          sum = try #require(sum.adding(part))
          if amount.isAdditive { sums[place] = try #require(sums[place].adding(part)) }
        }
        #expect(sum == amount.delta)
        #expect(amount.delta == (amount.new ?? .zero).subtracting(amount.old ?? .zero))
        guard amount.line != "carried" else { continue }
        #expect(amount.old == before[key], "\(key)")
        #expect(amount.new == after[key], "\(key)")
      }
      for total in result.totals where result.totals.count == 1 { #expect(total.parts == sums) }
    }
    for (key, value) in before where after[key] != value { #expect(differing.contains(key), "\(key)") }
    for (key, value) in after where before[key] != value { #expect(differing.contains(key), "\(key)") }
  }

  /// Where a text says the same in another layout and order there is no change.
  @Test func layoutIsNoChange() throws {
    let text = GeneratedPlan.text(areas: 2)
    var random = SeededRandom(seed: 7)
    let declarations = text.split(separator: "\n}\n").map { $0 + "\n}\n" }.shuffled(using: &random)
    // The first lines hold the language, which stands in front of everything.
    let shuffled = declarations.map { $0.split(separator: "\n").filter { $0 != "language 1" }.joined(separator: "\n") }
    let commented = shuffled.joined(separator: "\n\n\n").split(separator: "\n").map { line in
      line.isEmpty ? "" : "\(line)   # kept"
    }.joined(separator: "\n")
    let old = Plan(text: text)
    for other in [commented, try formatted(Array(text.utf8), path: "plan.allot").text] {
      let comparison = PlanComparison(old: old, new: Plan(text: other))
      #expect(comparison.changes.map(\.statement) == [])
      let isSame = comparison.isEmpty
      #expect(isSame)
    }
  }

  /// Changes that need each other are made together, in the order in which they can be; a new name changes nothing.
  @Test func changesThatNeedEachOtherAreJoined() throws {
    let old = """
      param rate = 5%
      table reps (id) { id text }
      rows { id
      ann }
      plan P {
        for each reps
        during 2026-01
        paid monthly in USD, negative dropped
        let base = 100 USD
        pay bonus = rate of base
      }
      """
    let new =
      old.replacing("param rate = 5%", "param share = 6%\nparam cap = 3 USD")
      .replacing("let base = 100 USD", "let ground = 200 USD")
      .replacing("rate of base", "share of ground\n    then at most cap")
    let comparison = PlanComparison(old: Plan(text: old), new: Plan(text: new))
    #expect(
      comparison.changes.map(\.statement) == [
        "param rate: gone, was 5%", "param share: new, 6%", "param cap: new, 3 USD", "P, let base: gone, was 100 USD",
        "P, let ground: new, 200 USD", "P, pay bonus: rate of base -> share of ground",
        "P, pay bonus, at most: new, cap",
      ])
    let difference = try comparison.payouts(PayoutQuestion(options: CompileOptions(), data: DataLocation()))
    #expect(difference.results.flatMap(\.amounts).map(\.delta) == [Rational(-2)])
    let acting = difference.causes.indices.filter { index in
      difference.results[0].amounts.contains { $0.parts[index] != .zero }
    }
    #expect(acting.map { difference.causes[$0] } == [.changes([5]), .changes([6])])
    #expect(difference.results[0].amounts[0].parts.filter { $0 != .zero } == [Rational(7), Rational(-9)])
  }

  /// A version that cannot be run is said to be so, with its side.
  @Test func failuresNameTheirSide() {
    let text = "table t (id) { id text }\nsheet S { for each t show n = 1 }"
    let comparison = PlanComparison(
      old: Plan(text: text.replacing("show n = 1", "show n = 1 / 0")), new: Plan(text: text))
    let data = DataLocation(tables: ["t": .bytes(Array("id\na\n".utf8), name: "t.csv")])
    #expect {
      try comparison.payouts(PayoutQuestion(options: CompileOptions(), data: data))
    } throws: { error in
      (error as? VersionFailure)?.side == .old && (error as? VersionFailure)?.diagnostics.isEmpty == false
    }
  }

  /// Other data are a cause of their own, in front of the changes.
  @Test func dataAreACause() throws {
    let text = "table t (id) {\n id text\n n number\n}\nsheet S { for each t show m = 2 * n }"
    let comparison = PlanComparison(
      old: Plan(text: text), new: Plan(text: text.replacing("2 * n", "3 * n")))
    func data(_ n: Int) -> DataLocation {
      DataLocation(tables: ["t": .bytes(Array("id,n\na,\(n)\n".utf8), name: "t.csv")])
    }
    let difference = try comparison.payouts(
      PayoutQuestion(options: CompileOptions(), data: data(5), oldData: data(1)))
    #expect(difference.causes == [.data, .changes([0])])
    #expect(difference.results[0].amounts.map(\.parts) == [[Rational(8), Rational(5)]])
  }

  /// What both versions compute is known from the whole program, whatever it consists of.
  @Test func sameProgramsAreKnown() {
    let text =
      "param p = 2\ntable t (id) {\n id text\n n number\n}\nrows {\n id | n\n a | 1\n}\nsheet S { for each t show m = n }"
    func same(_ a: String, _ b: String) -> Bool {
      PlanComparison(old: Plan(text: text), new: Plan(text: text.replacing(a, b))).computesSame
    }
    #expect(same("param p = 2", "param p = 3"))
    #expect(!same("a | 1", "a | 2"))
    #expect(!same("show m = n", "show m = n + 1"))
  }
}

/// A plan with its data in its text, some figures of which can be changed.
private struct EditablePlan {
  private var figures: [Int]

  static let asked = CompileOptions(period: "2026-Q1")

  init(_ random: inout SeededRandom) {
    figures = [4, 6, 100, 10, 6_000, 120, 3, 2].map { $0 + Int.random(in: 0...3, using: &random) }
  }

  /// Changes so many of the figures, each by itself.
  mutating func edit(_ count: Int, _ random: inout SeededRandom) {
    for place in figures.indices.shuffled(using: &random).prefix(count) {
      figures[place] += Int.random(in: 4...9, using: &random)
    }
  }

  func amounts() throws -> [[String]: Rational] {
    var amounts: [[String]: Rational] = [:]
    for table in try Plan(text: text).compile(EditablePlan.asked).evaluate().outputs {
      for row in 0..<table.rowCount {
        let keys = table.definitions.indices.filter { table.isKey[$0] }.map { table.text(row: row, column: $0) }
        for column in table.definitions.indices where !table.isKey[column] {
          guard !["total", "carried"].contains(table.definitions[column].name) else { continue }
          guard case .number(let number) = table.value(row: row, column: column) else { continue }
          amounts[[table.output.name] + keys + [table.definitions[column].name]] = number
        }
      }
    }
    return amounts
  }

  var text: String {
    """
    language 1
    param floor = \(figures[3]) USD
    table reps (id) { id text }
    rows {
      id
      ann
      ben
      cyd
    }
    table deals (id) dated closed {
      id      text
      owner   reps
      closed  date
      amount  USD
    }
    rows {
      id | owner | closed     | amount
      d1 | ann   | 2026-01-12 | 60_000.10
      d2 | ann   | 2026-02-12 | 70_000
      d3 | ben   | 2026-01-31 | 15
      d4 | ben   | 2026-03-01 | 108_000.33
      d5 | cyd   | 2026-01-31 | 30_000
      d6 | cyd   | 2026-02-28 | -20_000
      d7 | ann   | 2026-03-01 | 250_000
    }
    marginal rates Accelerator (attainment: percent) -> percent {
      from 0%: \(figures[0])%
      from 50%: \(figures[1])%
      from \(figures[2])%: 9%
    }
    plan P {
      for each reps
      during 2026
      paid monthly in USD, negative carried forward
      credit sales from deals where amount < 0 USD or amount > floor to owner on closed of amount
      let attained = (sales over quarter to date) / 100_000 USD
      pay commission = sales through Accelerator over quarter to date against 100_000 USD
      pay kicker each quarter = 5_000 USD when attained >= \(figures[5])% else 0 USD
        then times \(figures[7])
        then at most \(figures[4]) USD
      pay bonus = \(figures[6])% of sales
    }
    sheet Count {
      for each reps
      show n = count(deals where owner = this.id)
    }
    """
  }
}

extension String {
  fileprivate func replacing(_ old: String, _ new: String) -> String {
    guard let range = firstRange(of: old) else { return self }
    return String(self[..<range.lowerBound]) + new + self[range.upperBound...]
  }
}
