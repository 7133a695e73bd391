import Allot
import Model
import Syntax

extension Rule {
  static let doublyPaidRows = Rule(
    .data, 4, "doubly-paid-rows", .info,
    page: RulePage(
      "Rows that credits of two plans count for the same recipients.",
      why: """
        A deal that an account executive's plan and a manager's plan both count is meant to be. One that two plans count to
        the same column, such as `owner`, pays that person twice, unless the plans are for different people.
        """,
      failing: DataTexts.twoPlans(second: "stage != \"Lost\""),
      mended: DataTexts.twoPlans(second: "stage = \"Renewed\""),
      nearMisses: [
        .init("the plans are for different people", DataTexts.twoPlans(second: "stage != \"Lost\"", role: "SE"))
      ]),
    check: .data { review in doublyPaidRows(review) })

  private static func doublyPaidRows(_ review: DataReview) -> [Finding] {
    struct Use {
      let plan: SheetDeclaration
      let credit: CreditDeclaration
      let recipient: String
    }
    let plan = review.plan
    var uses: [Use] = []
    for case .sheet(let sheet) in plan.syntax.declarations where sheet.kind == .plan {
      for case .credit(let credit) in sheet.items {
        guard credit.recipients.count == 1, case .to(let recipient) = credit.recipients[0] else { continue }
        uses.append(Use(plan: sheet, credit: credit, recipient: plan.text(recipient.span)))
      }
    }
    var found: [Finding] = []
    for (place, first) in uses.enumerated() {
      for second in uses[(place + 1)...]
      where first.plan.name.text != second.plan.name.text && first.credit.table.text == second.credit.table.text
        && first.recipient == second.recipient
      {
        let payees = [first, second].map { use in
          use.plan.rows?.condition.map { condition($0, of: use.recipient, in: use.plan, review) } ?? "true"
        }
        let conditions = [first, second].flatMap { $0.credit.conditions.map { "(\(plan.text($0.span))\n)" } }
        let both = (conditions + payees).joined(separator: " and ")
        let values = [both, plan.text(first.credit.amount.span)]
        guard let answer = review.answer(DataQuestion(.table(first.credit.table.text), values)) else { continue }
        let rows = (0..<answer.rowCount).filter { answer.isTrue(0, ofRow: $0) }
        guard let row = rows.first else { continue }
        let stake = answer.sum(1, overRows: rows).map { ", \($0)" } ?? ""
        let counted = rows.count == 1 ? "1 row" : "\(rows.count) rows"
        found.append(
          Finding(
            "\(counted) of `\(first.credit.table.text)` count in `\(first.plan.name.text)` and in "
              + "`\(second.plan.name.text)` for the same \(first.recipient)\(stake)",
            at: second.credit.name.span, "counts them again",
            also: [Diagnostic.Label(first.credit.name.span, "counts them first")],
            notes: ["the first is \(answer.name(ofRow: row))"]))
      }
    }
    return found
  }

  /// A condition on a plan's people, as one about the person that a row of a credited table names.
  ///
  /// The names in it that are columns of the people's table are read by way of `recipient`.
  private static func condition(
    _ condition: Expression, of recipient: String, in sheet: SheetDeclaration, _ review: DataReview
  ) -> String {
    let plan = review.plan
    guard case .table(let table)? = sheet.rows?.source,
      let number = plan.model.tables.firstIndex(where: { $0.name == table.text })
    else { return "true" }
    var places: Set<SourceSpan> = []
    for node in plan.nodes {
      guard case .rowCondition(let owner) = plan.roots[node.root].owner,
        plan.model.sheets[owner].name == sheet.name.text,
        case .field(.table(number), .column, depth: 0) = node.expression.kind
      else { continue }
      places.insert(node.expression.span)
    }
    var text = ""
    var end = condition.span.start
    for place in places.sorted() {
      text += plan.text(SourceSpan(file: place.file, start: Int(end), end: Int(place.start)))
      text += "\(recipient).\(plan.text(place))"
      end = place.end
    }
    text += plan.text(SourceSpan(file: condition.span.file, start: Int(end), end: Int(condition.span.end)))
    return "(\(text)\n)"
  }
}
