import Allot
import Model
import Syntax

extension Rule {
  static let hardCodedNames = Rule(
    .correctness, 9, "hard-coded-names",
    page: RulePage(
      "A person, a dealer or another row that a formula names.",
      why: """
        An exception for one key belongs into a table, where it has a date and an approval beside it, and where the next
        one can be added without touching the plan. In a formula it is overlooked, and wrong as soon as the person
        changes roles.

        Reported are names of the rows that the plan or rule itself goes through. Rows of rates, examples and tables in the
        plan's text may name keys: they are such tables.
        """,
      failing: """
        table reps (id) {
          id     text
          base   USD
        }

        plan Base {
          for each reps
          during   2026
          paid     monthly in USD, negative carried forward
          pay kicker = 500 USD when payee.id = "ann" else 0 USD
        }

        """,
      mended: """
        table reps (id) {
          id          text
          base        USD
          has_kicker  bool
        }

        plan Base {
          for each reps
          during   2026
          paid     monthly in USD, negative carried forward
          pay kicker = 500 USD when payee.has_kicker else 0 USD
        }

        """,
      nearMisses: [
        RulePage.NearMiss(
          "a column that is no key",
          """
          table reps (id) {
            id      text
            base    USD
            region  text
          }

          plan Base {
            for each reps
            during   2026
            paid     monthly in USD, negative carried forward
            pay kicker = 500 USD when payee.region = "EMEA" else 0 USD
          }

          """)
      ]),
    check: .plan { HardCodedNames($0).findings })
}

private struct HardCodedNames {
  private let review: PlanReview
  /// The tables that the rows of each sheet go through: people in a plan, dealers and articles in a rule.
  private let tables: [Set<Int>]

  init(_ review: PlanReview) {
    self.review = review
    tables = review.model.sheets.map { sheet in
      switch sheet.rows {
      case .table(let table, _): [table]
      case .keys(_, let types, _):
        Set(types.compactMap { if case .row(.table(let table)) = $0.value { table } else { nil } })
      case .sheet, .one: []
      }
    }
  }

  var findings: [Finding] {
    review.places(of: .comparison, .membership).flatMap { place -> [Finding] in
      let node = review.nodes[place]
      guard let sheet = review.roots[node.root].owner.sheet, !tables[sheet].isEmpty else { return [] }
      switch node.expression.kind {
      case .binary(.equal, let left, let right), .binary(.notEqual, let left, let right):
        return [named(left, right, tables[sheet]) ?? named(right, left, tables[sheet])].compactMap { $0 }
      case .isIn(let operand, let list): return list.compactMap { named(operand, $0, tables[sheet]) }
      default: return []
      }
    }
  }

  /// A finding if `operand` is one of the sheet's rows, or its key, and `value` is a text.
  private func named(_ operand: TypedExpression, _ value: TypedExpression, _ tables: Set<Int>) -> Finding? {
    guard case .constant(.text(let text)) = value.kind, !text.isEmpty, let table = keyTable(operand),
      tables.contains(table)
    else { return nil }
    let model = review.model.tables[table]
    // Rows that stand in the text are a list that the author knows, such as the months.
    if model.rows != nil { return nil }
    return Finding(
      "a formula names `\(text)`, one row of `\(model.name)`", at: value.span,
      help: [Diagnostic.Help("a column of `\(model.name)` can say which rows are meant")])
  }

  private func keyTable(_ operand: TypedExpression) -> Int? {
    if case .row(.table(let table)) = operand.type.value { return table }
    switch operand.kind {
    case .field(.table(let table), .column(let column), _), .member(.table(let table), .column(let column), _):
      return review.model.tables[table].key == [column] ? table : nil
    default: return nil
    }
  }
}
