import IR

/// The lines of a rule whose order is unknown or in conflict.
public struct OpenLines: Sendable {
  /// How many lines are in conflict, and how many others are unknown.
  public let conflicts: Int
  public let unknown: Int
  /// How many rows a rule is chosen for that has no row for them.
  public let notInRule: Int

  public init(_ table: OutputTable) { self.init(table, Array(0..<table.rowCount)) }

  public init(_ table: OutputTable, _ rows: [Int]) {
    let columns = table.columns(of: table.output.orders.map(\.status))
    func holds(_ row: Int, _ status: Output.Status) -> Bool {
      columns.contains { table.value(row: row, column: $0) == .text(status.rawValue) }
    }
    conflicts = rows.count { holds($0, .conflict) }
    unknown = rows.count { holds($0, .unknown) && !holds($0, .conflict) }
    notInRule = rows.count { row in
      columns.contains { table.value(row: row, column: $0) == .text(Output.notInRule) }
    }
  }

  public var count: Int { conflicts + unknown + notInRule }
  public var isEmpty: Bool { count == 0 }

  /// `2 unknown`, `1 in conflict`, `1 not in rule`.
  public var words: [String] {
    (unknown > 0 ? ["\(unknown) unknown"] : []) + (conflicts > 0 ? ["\(conflicts) in conflict"] : [])
      + (notInRule > 0 ? ["\(notInRule) not in rule"] : [])
  }
}

extension OutputTable {
  /// True iff the column holds numbers, which stand right-aligned.
  public func isNumber(_ column: Int) -> Bool { kinds[column] == .number }

  /// The places of columns of the program among those that are printed.
  public func columns(of ids: [ColumnID]) -> [Int] {
    ids.compactMap { id in definitions.indices.first { $0 >= output.keys.count && definitions[$0].column == id } }
  }
}
