import Allot
import Model
import Syntax

extension Rule {
  static let unreadColumns = Rule(
    .data, 50, "unread-columns", .off,
    page: RulePage(
      "A column of a table that the plan never reads.",
      why: """
        The file must have the column all the same, and each of its cells must be in order. A column that nobody needs
        can be left out of the declaration; a plan reads no others.

        Columns of a key, of a reference and of dates that the table itself needs count as read. In a file without a
        plan, and in one that others use, nothing is reported.
        """,
      failing: """
        table reps (id) {
          id     text
          phone  text
          base   USD
        }

        plan Base {
          for each reps
          during   2026
          paid     monthly in USD, negative carried forward
          pay salary = payee.base
        }

        """,
      mended: """
        table reps (id) {
          id    text
          base  USD
        }

        plan Base {
          for each reps
          during   2026
          paid     monthly in USD, negative carried forward
          pay salary = payee.base
        }

        """),
    check: .plan { review in
      guard !review.isUsed, !review.ownSheets.isEmpty else { return [] }
      return review.model.tables.indices.flatMap { number -> [Finding] in
        let table = review.model.tables[number]
        guard review.isOwn(table.span), review.uses.tables.contains(number) else { return [] }
        return table.columns.indices.compactMap { place in
          let column = table.columns[place]
          guard column.value == nil,
            !review.uses.columns.contains(DeclarationUses.TableColumn(table: number, column: place))
          else { return nil }
          return Finding("column `\(column.name)` of `\(table.name)` is read nowhere", at: column.span)
        }
      }
    })
}
