import Formatting
import Foundation
import Source
import TestSupport
import Testing

/// A small edit makes a small diff, and a long file takes no longer than its length asks for.
@Suite struct SmallEditTests {
  private static let text = """
    language 1

    table reps (id) {
      id    text
      name  text  from "Name"

      boss  reps?
    }

    marginal rates Tiers (x: percent) -> percent {
      from   0%: 4%
      # between
      from  50%: 6%
      from 100%: 9%
    }

    plan Reps {
      for each reps
      paid monthly in USD
      let a = 1 USD
      let b = 2 USD

      pay c = a + b
        then at most 2 USD "capped"
    }

    data People {
      reps {
        id  | name
        ann | Ann

        ben | Ben
      }
      deals {
        id | amount
        d1 | 1
      }
    }

    """

  /// What is replaced, by what, and how many lines of the layout change.
  @Test(arguments: [
    ("let a =", "let a_longer_name =", 1),
    ("  boss  reps?", "  a_much_longer_name  reps?", 1),
    ("  id    text", "  a_much_longer_name    text", 2),
    ("from 100%", "from 1_000%", 3),
    ("ben | Ben", "benjamin | Ben", 3),
    ("| 1\n", "| 100_000\n", 1),
    ("\"capped\"", "\"capped at two dollars\"", 1),
  ])
  func linesThatChange(_ old: String, _ new: String, _ count: Int) throws {
    let before = try formatted(Array(SmallEditTests.text.utf8), path: "p")
    #expect(!before.isChanged, "\(before.text)")
    let range = try #require(SmallEditTests.text.range(of: old))
    let edited = SmallEditTests.text.replacingCharacters(in: range, with: new)
    let after = try formatted(Array(edited.utf8), path: "p")
    let diff = UnifiedDiff(old: before.bytes, new: after.bytes, path: "p", context: 0)
    let added = diff.hunks.flatMap(\.lines).count { if case .added = $0 { true } else { false } }
    #expect(added == count, "\(diff.text)")
  }

  @Test func timeGrowsWithTheLength() throws {
    func time(_ areas: Int) throws -> Duration {
      let bytes = Array(GeneratedPlan.text(areas: areas).utf8)
      return try (0..<3).map { _ in try ContinuousClock().measure { _ = try formatted(bytes, path: "p") } }.min()
        ?? .zero
    }
    let short = try time(5)
    let long = try time(20)
    #expect(long < short * 12, "\(short), and \(long) for four times as much")
  }
}
