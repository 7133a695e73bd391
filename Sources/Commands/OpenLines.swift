import Allot

/// The lines of a rule whose order is unknown or in conflict.
struct OpenLines {
  /// How many lines are in conflict, and how many others are unknown.
  let conflicts: Int
  let unknown: Int
  /// How many rows a rule is chosen for that has no row for them.
  let notInRule: Int

  init(_ table: OutputTable) { self.init(table, Array(0..<table.rowCount)) }

  init(_ table: OutputTable, _ rows: [Int]) {
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

  var count: Int { conflicts + unknown + notInRule }
  var isEmpty: Bool { count == 0 }

  /// `2 unknown`, `1 in conflict`, `1 not in rule`.
  var words: [String] {
    (unknown > 0 ? ["\(unknown) unknown"] : []) + (conflicts > 0 ? ["\(conflicts) in conflict"] : [])
      + (notInRule > 0 ? ["\(notInRule) not in rule"] : [])
  }
}

extension OutputTable {
  /// The places of columns of the program among those that are printed.
  func columns(of ids: [ColumnID]) -> [Int] {
    ids.compactMap { id in definitions.indices.first { $0 >= output.keys.count && definitions[$0].column == id } }
  }
}
