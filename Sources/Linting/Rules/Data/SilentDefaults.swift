import Allot
import Model
import Syntax

extension Rule {
  static let silentDefaults = Rule(
    .data, 6, "silent-defaults", .info,
    page: RulePage(
      "Rows for which a lookup finds nothing, so that the value behind `else` is taken.",
      why: """
        `factors[payee]?.factor else 1` is 1 for everybody who is not in the table, be it because there is nothing to say of
        them or because their key is written in another way. The finding says for how many rows the `else` is taken.
        """,
      failing: DataTexts.factors(
        rows: """
          rep | factor
          ann | 2
          """),
      mended: DataTexts.factors(
        rows: """
          rep | factor
          ann | 2
          bob | 1
          """),
      nearMisses: [
        .init(
          "a lookup without `?` cannot be silent",
          DataTexts.factors(
            rows: """
              rep | factor
              ann | 2
              bob | 1
              """, value: "10 USD * factors[payee].factor"))
      ]),
    check: .data { review in silentDefaults(review) })

  private static func silentDefaults(_ review: DataReview) -> [Finding] {
    let plan = review.plan
    var found: [Finding] = []
    var seen: Set<SourceSpan> = []
    for node in plan.nodes {
      guard case .otherwise(let value, _) = node.expression.kind, isLookup(value),
        case .line(let sheet, _) = plan.roots[node.root].owner, plan.isOwn(value.span),
        !isInside(plan, node),
        seen.insert(value.span).inserted
      else { continue }
      let name = plan.model.sheets[sheet].name
      let question = DataQuestion(.sheet(name), ["(\(plan.text(value.span))\n) is missing"])
      guard let answer = review.answer(question) else { continue }
      let rows = (0..<answer.rowCount).filter { answer.isTrue(0, ofRow: $0) }
      guard let first = rows.first else { continue }
      found.append(
        Finding(
          "the lookup finds nothing in \(rows.count) of \(answer.rowCount) rows of `\(name)`", at: value.span,
          "missing there, so that `else` holds", notes: ["the first is \(answer.name(ofRow: first))"]))
    }
    return found
  }

  /// Iff an expression is a value of a row that may not be there.
  private static func isLookup(_ expression: TypedExpression) -> Bool {
    switch expression.kind {
    case .lookup(_, _, let isRequired), .sheetRow(_, _, let isRequired): !isRequired
    case .member(_, _, let row): isLookup(row)
    default: false
    }
  }

  /// Iff an expression stands inside an aggregate, where its names mean other rows.
  private static func isInside(_ plan: PlanReview, _ node: PlanReview.Node) -> Bool {
    guard let parent = node.parent else { return false }
    return plan.ancestors(of: parent).contains { place in
      switch plan.nodes[place].expression.kind {
      case .aggregate, .pick, .isTied, .rank, .running, .allocate, .left: true
      default: false
      }
    }
  }
}
