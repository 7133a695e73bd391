/// The catalogue's pages about ledgers.
///
/// The ledger of an example follows its plan, behind a line `--- ledger.csv`.
let ledgerPages: [DiagnosticPage] = [
  page(
    "E0962", "a ledger of another plan",
    """
    A ledger names the plan that paid each row. A plan that is renamed leaves its statements behind; one ledger may
    serve several plans, but all of them must be in the files of the run.
    """, january.replacing("Rep,", "Rip,"), january),
  page(
    "E0963", "a line that the plan no longer has",
    """
    The ledger holds money that a line has paid, and the plan has no such line. A renamed line must keep its name; one
    that no longer pays must still stand in the plan, so that a reader sees whether closed periods keep what it paid.
    """, january.replacing("base", "salary"), january),
  page(
    "E0964", "a period that is not the plan's",
    """
    Statements are for periods of the length that the plan is `paid` by, inside its `during`, and follow each other
    without a gap. A row that is `recomputed` is for an earlier period than its statement, and every other row for the
    same one.
    """, january.replacing(",2026-01,base", ",2026-Q1,base"), january),
  page(
    "E0965", "an amount in another currency",
    """
    What is closed is never converted: a ledger's rows are in the currency that their plan is paid in, in whole coins.
    Only rows that are `paid` are in the currency in which the money left.
    """, january.replacing("USD", "EUR"), january),
  page(
    "E0966", "a row of a ledger that comes twice",
    """
    A statement has one row for each line, and one for each line and earlier period that was recomputed. A second one
    would be counted twice. Adjustments are rows of a table that a line of the plan pays.
    """, january + january, january),
  page(
    "E0967", "a payee who is gone",
    """
    The ledger holds money that somebody was paid, and the plan has no row for this payee any more. Nothing is taken
    back silently: keep the row in the payees' table, and say with dates what is no longer paid.
    """, january.replacing("ann", "bob"), january),
  page(
    "E0968", "a row that no ledger has",
    "A ledger has eight columns, and a row names a line iff it is `earned` or `recomputed`.",
    january.replacing(",base", ","), january),
  page(
    "E0969", "a ledger that does not add up",
    """
    What is carried forward is the sum of a payee's rows that are `carried`: first above zero, when a statement would
    have been below zero, and later below zero, when it is taken off. It can never take off more than there was.
    """, january + "Rep,ann,2026-01,,2026-01,-10.00,USD,carried\n", january),
]

private let january = "Rep,ann,2026-01,base,2026-01,50.00,USD,earned\n"

private func page(
  _ code: String, _ title: String, _ explanation: String, _ failing: String, _ mended: String
) -> DiagnosticPage {
  func example(_ rows: String) -> String {
    """
    table reps (id) {
      id  text
    }
    rows {
      id
      ann
    }
    plan Rep {
      for each reps
      during 2026
      paid monthly in USD, negative carried forward
      pay base = 50 USD
    }
    --- ledger.csv
    plan,payee,statement,line,for_period,amount,currency,cause
    \(rows)
    """
  }
  return DiagnosticPage(
    code: code, title: title, explanation: explanation, failing: example(failing), mended: example(mended))
}

extension String {
  /// The text with another part in place of the first one like `part`.
  fileprivate func replacing(_ part: String, _ other: String) -> String {
    guard let range = firstRange(of: part) else { return self }
    return String(self[..<range.lowerBound]) + other + String(self[range.upperBound...])
  }
}
