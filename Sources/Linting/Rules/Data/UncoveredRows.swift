import Allot
import Model
import Syntax

extension Rule {
  static let uncoveredRows = Rule(
    .data, 3, "uncovered-rows", .info,
    page: RulePage(
      "People without a plan, or articles without a replenishment rule, among the rows that a file's plans are for.",
      why: """
        Where plans are `for each` row of a table under a condition, somebody may meet none of the conditions: a new role, a
        product group that nobody thought of. They are not paid, or not replenished, and no run says so.
        """,
      failing: DataTexts.people(
        rows: """
          id  | role
          ann | AE
          bob | SE
          """, condition: "where role = \"AE\""),
      mended: DataTexts.people(
        rows: """
          id  | role
          ann | AE
          bob | SE
          """, condition: "where role in (\"AE\", \"SE\")"),
      nearMisses: [
        .init(
          "everybody has a plan",
          DataTexts.people(
            rows: """
              id  | role
              ann | AE
              bob | SE
              """, condition: ""))
      ]),
    check: .data { review in uncoveredRows(review) })

  private static func uncoveredRows(_ review: DataReview) -> [Finding] {
    let plan = review.plan
    struct Kind: Hashable {
      let kind: SheetDeclaration.Kind
      let table: String
    }
    var order: [Kind] = []
    var sheets: [Kind: [SheetDeclaration]] = [:]
    for case .sheet(let sheet) in plan.syntax.declarations where [.plan, .replenish].contains(sheet.kind) {
      guard case .table(let table)? = sheet.rows?.source, sheet.rows?.range == nil else { continue }
      let kind = Kind(kind: sheet.kind, table: table.text)
      if sheets[kind] == nil { order.append(kind) }
      sheets[kind, default: []].append(sheet)
    }
    return order.compactMap { kind in
      let all = sheets[kind, default: []]
      let conditions = all.compactMap { $0.rows?.condition }
      // Without a condition a plan is for all rows; a sheet's rows are not asked for here.
      guard conditions.count == all.count, let first = conditions.first,
        plan.model.tables.contains(where: { $0.name == kind.table })
      else { return nil }
      let covered = conditions.map { "(\(plan.text($0.span))\n)" }.joined(separator: " or ")
      guard let answer = review.answer(DataQuestion(.table(kind.table), [covered])) else { return nil }
      let rows = (0..<answer.rowCount).filter { !answer.isTrue(0, ofRow: $0) }
      if rows.isEmpty { return nil }
      let what = kind.kind == .plan ? "plan" : "replenishment rule"
      let names = rows.prefix(5).map { answer.name(ofRow: $0) }.joined(separator: ", ")
      return Finding(
        "\(rows.count) of \(answer.rowCount) rows of `\(kind.table)` have no \(what)", at: first.span,
        "not met by them",
        notes: [rows.count > 5 ? "they are \(names) and \(rows.count - 5) more" : "they are \(names)"])
    }
  }
}
