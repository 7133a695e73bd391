import Allot
import Model
import Syntax

extension Rule {
  static let uncreditedRows = Rule(
    .data, 1, "uncredited-rows", .off,
    page: RulePage(
      "Rows of a table that no credit of the file counts for anybody.",
      why: """
        A deal that meets no credit's condition pays nobody, and nothing says so. Most such rows are meant, such as deals
        that are still open. The notes group them by what the conditions look at, with the amount at stake, so that the
        ones that are not meant stand out.
        """,
      failing: DataTexts.plan(
        deals: """
          id | owner | closed     | stage  | amount
          d1 | ann   | 2026-01-05 | Won    | 1_000
          d2 | ann   | 2026-01-06 | Signed | 400
          """, condition: "stage = \"Won\""),
      mended: DataTexts.plan(
        deals: """
          id | owner | closed     | stage  | amount
          d1 | ann   | 2026-01-05 | Won    | 1_000
          d2 | ann   | 2026-01-06 | Signed | 400
          """, condition: "stage in (\"Won\", \"Signed\")"),
      nearMisses: [
        .init(
          "a credit without a condition counts every row",
          DataTexts.plan(
            deals: """
              id | owner | closed     | stage  | amount
              d1 | ann   | 2026-01-05 | Won    | 1_000
              d2 | ann   | 2026-01-06 | Signed | 400
              """, condition: nil))
      ]),
    check: .data { review in
      CreditedTable.all(in: review.plan).compactMap { $0.uncredited(review) }
    })
}

/// A table with the credits of the reviewed file that count its rows.
struct CreditedTable {
  let name: Name
  let credits: [CreditDeclaration]

  /// In the order in which credits name them first.
  static func all(in plan: PlanReview) -> [CreditedTable] {
    var order: [String] = []
    var credits: [String: [CreditDeclaration]] = [:]
    for case .sheet(let sheet) in plan.syntax.declarations {
      for case .credit(let credit) in sheet.items {
        if credits[credit.table.text] == nil { order.append(credit.table.text) }
        credits[credit.table.text, default: []].append(credit)
      }
    }
    return order.compactMap { table in
      guard let all = credits[table], let first = all.first else { return nil }
      return CreditedTable(name: first.table, credits: all)
    }
  }

  fileprivate func uncredited(_ review: DataReview) -> Finding? {
    let plan = review.plan
    if credits.contains(where: \.conditions.isEmpty) { return nil }
    let conditions = credits.map { $0.conditions.map { "(\(plan.text($0.span))\n)" }.joined(separator: " and ") }
    let looked = lookedAt(plan)
    let values = ["(\(conditions.joined(separator: ") or (")))", plan.text(credits[0].amount.span)] + looked
    guard let answer = review.answer(DataQuestion(.table(name.text), values)) else { return nil }
    let rows = (0..<answer.rowCount).filter { !answer.isTrue(0, ofRow: $0) }
    guard let first = rows.first else { return nil }
    let stake = answer.sum(1, overRows: rows).map { ", \($0)" } ?? ""
    var notes: [String] = []
    if !looked.isEmpty {
      var groups: [String: [Int]] = [:]
      for row in rows {
        let group = looked.indices.map { "\(looked[$0]) `\(answer.text($0 + 2, ofRow: row))`" }.joined(separator: ", ")
        groups[group, default: []].append(row)
      }
      let largest = groups.sorted { (-$0.value.count, $0.key) < (-$1.value.count, $1.key) }
      notes = largest.prefix(5).map { group, rows in
        "\(group): \(rows.count) \(rows.count == 1 ? "row" : "rows")"
          + (answer.sum(1, overRows: rows).map { ", \($0)" } ?? "")
      }
      if largest.count > 5 { notes.append("and \(largest.count - 5) more kinds of rows") }
    }
    notes.append("the first is \(answer.name(ofRow: first))")
    return Finding(
      "\(rows.count) of \(answer.rowCount) rows of `\(name.text)` are credited to nobody\(stake)", at: name.span,
      "no credit counts them", notes: notes)
  }

  /// The columns with texts or choices that the conditions read, at most two of them.
  private func lookedAt(_ plan: PlanReview) -> [String] {
    guard let table = plan.model.tables.firstIndex(where: { $0.name == name.text }) else { return [] }
    var found: [String] = []
    for node in plan.nodes {
      guard case .credit(_, _, .condition) = plan.roots[node.root].owner,
        case .field(.table(table), .column(let column), depth: _) = node.expression.kind
      else { continue }
      let model = plan.model.tables[table].columns[column]
      switch model.type.value {
      case .text, .choice, .bool: if !found.contains(model.name) { found.append(model.name) }
      default: continue
      }
    }
    return Array(found.prefix(2))
  }
}
