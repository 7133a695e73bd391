import IR

/// The printed lines of a rule, put together to orders.
public struct OrderGroups: Sendable {
  public struct Group: Sendable {
    /// `dealer D01, supplier S1`.
    public let heading: String
    public let rows: [Int]
    /// By column; nil for columns that have no sum.
    public let sums: [String?]
  }

  /// By what names them, as texts by their bytes.
  public let groups: [Group]

  public init(_ table: OutputTable, _ rows: [Int]) {
    var members: [[String]: [Int]] = [:]
    for row in rows { members[table.group(of: row).map(\.description), default: []].append(row) }
    let names = table.output.groups.map(\.name)
    groups = members.sorted { a, b in
      a.key.lexicographicallyPrecedes(b.key) { Array($0.utf8).lexicographicallyPrecedes(Array($1.utf8)) }
    }.map { key, rows in
      Group(
        heading: zip(names, key).map { "\($0) \($1)" }.joined(separator: ", "), rows: rows,
        sums: ResultTotals.sums(table, rows))
    }
  }
}
