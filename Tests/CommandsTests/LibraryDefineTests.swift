import Allot
import TestSupport
import Testing

/// An example in the documentation of a define: its arguments and results, a column for each period.
struct LibraryExample: CustomTestStringConvertible, Sendable {
  let page: LibraryPage
  let number: Int
  let arguments: [(name: String, values: [String])]
  let results: [(name: String, values: [String])]

  var testDescription: String { "\(page.name) \(number)" }

  /// The examples of all pages.
  static let all: [LibraryExample] = libraryPages.flatMap { page in
    var groups: [[String]] = [[]]
    for line in page.documentation.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix("    ") { groups[groups.count - 1].append(String(line)) } else { groups.append([]) }
    }
    return groups.filter { !$0.isEmpty }.enumerated().map { number, lines in
      var arguments: [(name: String, values: [String])] = []
      var results: [(name: String, values: [String])] = []
      for line in lines {
        let cells = line.split(separator: "|").map { $0.trimmingBlanks }
        let name = cells.first ?? ""
        let values = Array(cells.dropFirst())
        if name.hasPrefix("= ") {
          results.append((String(name.dropFirst(2)), values))
        } else {
          arguments.append((name, values))
        }
      }
      return LibraryExample(page: page, number: number + 1, arguments: arguments, results: results)
    }
  }

  var periods: Int { (arguments + results).map(\.values.count).max() ?? 0 }

  /// One value for all periods, or each period's own.
  private func expression(_ values: [String]) -> String {
    guard values.count > 1, let last = values.last else { return values.first ?? "missing" }
    let others = values.dropLast().enumerated().map { "(\($0.element)) when this month = 2026-0\($0.offset + 1) else " }
    return "(" + others.joined() + "(\(last)))"
  }

  /// A plan that computes the example; the lines `same…` say whether the figures are those of the documentation.
  var plan: String {
    let given = arguments.map { "\($0.name): \(expression($0.values))" }.joined(separator: ", ")
    let call = "\(page.name)(\(given))"
    var text = "sheet S {\n  for each all\n  each month\n  during 2026-01 .. 2026-12\n"
    if page.isBlock { text += "  let block = \(call)\n" }
    for result in results {
      let value = page.isBlock ? "block.\(result.name)" : call
      text += "  show \(result.name) = \(value)\n"
      text += "  show same_\(result.name) = \(value) = \(expression(result.values))\n"
    }
    return text + "}\n"
  }
}

extension Substring {
  fileprivate var trimmingBlanks: String {
    String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
  }
}

/// The standard library: every define has an example, and the example has the figures that stand beside it.
@Suite struct LibraryDefineTests {
  @Test func everyDefineHasAnExample() {
    for page in libraryPages {
      let results = LibraryExample.all.filter { $0.page == page }.flatMap(\.results)
      #expect(!results.isEmpty, "\(page.name)")
      #expect(page.isBlock || results.allSatisfy { $0.name == page.name }, "\(page.name)")
      #expect(!page.summary.isEmpty)
    }
    #expect(Set(libraryPages.map(\.name)).count == libraryPages.count)
  }

  @Test(arguments: LibraryExample.all) func figuresAreThoseOfTheDocumentation(_ example: LibraryExample) throws {
    let last = "2026-0\(example.periods)"
    let scenario = Scenario(plan: example.plan, tables: [], period: "2026-01..\(last)")
    guard case .results(let results) = try scenario.run(), let rows = results["S"] else {
      Issue.record("does not run\n\(example.plan)")
      return
    }
    #expect(rows.count == example.periods)
    for (period, row) in rows.sorted(by: { $0.key < $1.key }) {
      for result in example.results {
        let value = row[result.name].map { "\($0)" } ?? "nothing"
        #expect(row["same_\(result.name)"] == .bool(true), "\(result.name) of \(period) is \(value)\n\(example.plan)")
      }
    }
  }
}
