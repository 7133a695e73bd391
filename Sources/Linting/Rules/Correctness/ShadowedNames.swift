import Allot
import Model
import Syntax

extension Rule {
  static let shadowedNames = Rule(
    .correctness, 25, "shadowed-names", .off,
    page: RulePage(
      "A line with the name of a column of its rows, or of a param.",
      why: """
        The plan reads both: the bare name means the line, and the column is read only as `payee.base` or `this.base`. Two
        readers of one formula may well see two different values in it. Give the line a name of its own.

        A line that refines the column, so that nothing else reads it, is in order: `let hired = payee.hired else
        2000-01-01`.
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
          let base   = 100 USD
          pay salary = base
          pay extra  = payee.base
        }

        """,
      mended: """
        table reps (id) {
          id     text
          base   USD
        }

        plan Base {
          for each reps
          during   2026
          paid     monthly in USD, negative carried forward
          let least  = 100 USD
          pay salary = least
          pay extra  = payee.base
        }

        """,
      nearMisses: [
        RulePage.NearMiss(
          "a name that a column of another table has",
          """
          table reps (id) {
            id     text
            base   USD
          }

          plan Base {
            for each reps
            during   2026
            paid     monthly in USD, negative carried forward
            let amount = 100 USD
            pay salary = amount
          }

          """)
      ]),
    check: .plan { ShadowedNames($0).findings })
}

private struct ShadowedNames {
  private let review: PlanReview

  init(_ review: PlanReview) { self.review = review }

  var findings: [Finding] { review.ownSheets.flatMap { findings($0.number, $0.sheet) } }

  private func findings(_ number: Int, _ sheet: SheetModel) -> [Finding] {
    guard let place = review.places.sheets[sheet.name] else { return [] }
    var columns: [String: (table: Int, column: Int)] = [:]
    if case .table(let table, _) = sheet.rows {
      for (column, model) in review.model.tables[table].columns.enumerated() { columns[model.name] = (table, column) }
    }
    let parameters = Dictionary(review.model.parameters.map { ($0.name, $0.span) }) { first, _ in first }
    return sheet.lines.enumerated().compactMap { line, model in
      let span = model.nameSpan
      guard span.file == place.file, span.start >= place.start, span.end <= place.end, model.worthOf == nil,
        review.uses.lines.contains(DeclarationUses.SheetLine(sheet: number, line: line))
      else { return nil }
      if let (table, column) = columns[model.name], isRead(table, column, in: number, besides: line) {
        return Finding(
          "line `\(model.name)` has the name of a column that the plan reads, too", at: span,
          also: [Diagnostic.Label(review.model.tables[table].columns[column].span, "the column")])
      }
      if let parameter = parameters[model.name] {
        return Finding(
          "line `\(model.name)` has the name of a param", at: span,
          also: [Diagnostic.Label(parameter, "the param")])
      }
      return nil
    }
  }

  /// True iff another line of the sheet reads the column. One that the line alone reads is refined by it, as in
  /// `let hired = payee.hired else 2000-01-01`.
  private func isRead(_ table: Int, _ column: Int, in sheet: Int, besides line: Int) -> Bool {
    review.nodes.contains { node in
      let owner = review.roots[node.root].owner
      guard owner.sheet == sheet, owner.line != line else { return false }
      switch node.expression.kind {
      case .field(.table(table), .column(column), _), .member(.table(table), .column(column), _): return true
      default: return false
      }
    }
  }
}
