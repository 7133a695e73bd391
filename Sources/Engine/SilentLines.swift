import IR

/// The lines of a rule that order nothing and are printed only on demand, with their reasons.
public struct SilentLines: Sendable {
  /// The places of the rows.
  public let rows: [Int]
  /// How many lines each reason stands at, the most frequent first.
  public let reasons: [(text: String, count: Int)]

  public init(_ table: OutputTable) { self.init(table, Array(0..<table.rowCount)) }

  public init(_ table: OutputTable, _ all: [Int]) {
    rows = all.filter { !table.isPrimary[$0] }
    var counts: [String: Int] = [:]
    let columns = table.columns(of: table.output.orders.map(\.reason))
    for row in rows {
      let words = columns.map { table.text(row: row, column: $0) }.filter { !$0.isEmpty }
      counts[words.isEmpty ? "no reason given" : words.joined(separator: ", "), default: 0] += 1
    }
    reasons = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { (text: $0.key, count: $0.value) }
  }

  /// `no need (4), returned (1)`.
  public var words: String { reasons.map { "\($0.text) (\($0.count))" }.joined(separator: ", ") }
}

extension OutputTable {
  /// How many rows order something; others may be shown because nothing could be ordered.
  public var orderedCount: Int { orderedCount(among: Array(0..<rowCount)) }

  /// How many of these rows order something.
  public func orderedCount(among rows: [Int]) -> Int {
    let status = columns(of: output.orders.map(\.status))
    return rows.count { row in
      status.contains { value(row: row, column: $0) == .text(Output.Status.ordered.rawValue) }
    }
  }
}

extension Output.Kind {
  /// True iff the rows are lines of orders.
  public var isOfOrders: Bool { self == .replenish || self == .rules }
}
