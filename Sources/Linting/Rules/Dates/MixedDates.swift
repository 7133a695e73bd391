import Allot
import Model
import Syntax

extension Rule {
  static let mixedDates = Rule(
    .dates, 2, "mixed-dates",
    page: RulePage(
      "One table counted by two of its dates in one plan.",
      why: """
        Where the credit is dated by the day of the order, and a window over the same table by the day of the invoice, a
        deal counts in one month for the rate and in another one for the pay. Use one date, or allow it with the reason.
        """,
      failing: """
        table reps (id) {
          id     text
          base   USD
        }

        table deals (id) dated closed {
          id           text
          owner        reps
          closed       date
          invoiced_on  date
          amount       USD
        }

        plan Base {
          for each reps
          during   2026
          paid     monthly in USD, negative carried forward
          credit bookings from deals to owner on closed of amount
          let invoiced = sum(deals.amount over month on invoiced_on)
          pay commission = 5% of bookings when invoiced > 1_000 USD else 0 USD
        }

        """,
      mended: """
        table reps (id) {
          id     text
          base   USD
        }

        table deals (id) dated closed {
          id           text
          owner        reps
          closed       date
          invoiced_on  date
          amount       USD
        }

        plan Base {
          for each reps
          during   2026
          paid     monthly in USD, negative carried forward
          credit bookings from deals to owner on closed of amount
          let closing = sum(deals.amount over month on closed)
          pay commission = 5% of bookings when closing > 1_000 USD else 0 USD
        }

        """),
    check: .plan { review in
      review.ownSheets.flatMap { number, sheet -> [Finding] in
        var dates: [Int: (column: Int, span: SourceSpan)] = [:]
        for credit in sheet.credits {
          if case .field(.table(let table), .column(let column), _) = credit.date.kind, dates[table] == nil {
            dates[table] = (column, credit.span)
          }
        }
        if dates.isEmpty { return [] }
        return review.places(of: .aggregate).compactMap { place in
          let node = review.nodes[place]
          guard review.roots[node.root].owner.sheet == number, case .aggregate(let aggregate) = node.expression.kind,
            case .table(let table) = aggregate.relation, aggregate.window != nil,
            case .field(_, .column(let column), _)? = aggregate.date?.kind, let credited = dates[table],
            credited.column != column
          else { return nil }
          let columns = review.model.tables[table].columns
          // A date that may be missing is that of an event of its own, such as a cancellation.
          if columns[column].type.isOptional { return nil }
          return Finding(
            "`\(columns[column].name)` dates rows of `\(review.model.tables[table].name)` that a credit dates by "
              + "`\(columns[credited.column].name)`", at: node.expression.span,
            also: [Diagnostic.Label(credited.span, "credited by `\(columns[credited.column].name)`")])
        }
      }
    })
}
