import Allot

/// The rows of a plan's result by payee.
struct Payees {
  struct Payee {
    /// The place among the payees of the result, which names their anchors.
    let number: Int
    /// The payee's key.
    let name: String
    let rows: [Int]
  }

  let all: [Payee]

  init(_ part: StatementPage.Part) {
    let table = part.table
    var names: [String] = []
    var rows: [String: [Int]] = [:]
    for row in part.rows {
      let name = table.output.keys.isEmpty ? "" : table.text(row: row, column: 0)
      if rows[name] == nil { names.append(name) }
      rows[name, default: []].append(row)
    }
    all = names.enumerated().map { Payee(number: $0, name: $1, rows: rows[$1] ?? []) }
  }
}

extension StatementPage.Part {
  /// The columns of the pay lines and totals, whose sums are amounts.
  var sumColumns: [Int] {
    table.definitions.indices.filter { table.definitions[$0].isAdditive && table.isNumber($0) && !table.isKey[$0] }
  }

  /// The column of what is paid in all.
  var totalColumn: Int? { sumColumns.last { table.definitions[$0].name == "total" } }

  /// The column of what is carried forward.
  var carriedColumn: Int? {
    table.definitions.indices.first {
      table.definitions[$0].name == "carried" && table.isNumber($0) && !table.isKey[$0]
    }
  }

  /// A column's name for readers.
  func heading(_ column: Int) -> String { table.definitions[column].title ?? table.definitions[column].name }

  /// A cell as it is shown.
  func text(row: Int, column: Int) -> String {
    let text = table.text(row: row, column: column)
    return table.isNumber(column) ? withThousands(text) : text
  }

  /// The sum of a column over rows as it is shown; nil where there is none.
  func sum(_ column: Int, _ rows: [Int]) -> String? { ResultTotals.sum(table, column, rows[...]).map(withThousands) }

  /// The exact sum of a column over rows; nil where it has too many digits.
  func exactSum(_ column: Int, _ rows: [Int]) -> Rational? {
    var sum = Rational.zero
    for row in rows {
      guard case .number(let number) = table.value(row: row, column: column) else { continue }
      guard let next = sum.adding(number) else { return nil }
      sum = next
    }
    return sum
  }
}
