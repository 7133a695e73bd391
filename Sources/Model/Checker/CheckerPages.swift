import Source

/// The catalogue's pages about what the checker says, by code.
public let checkerPages: [DiagnosticPage] =
  namePages + definePages + declarationPages + calendarPages + schedulePages + typePages + spreadPages + conversionPages
  + flowPages
  + ratesPages + ruleChoicePages + orderEntryPages + tierPages + shapePages + allocationPages + creditPages
  + unknownPages + orderPages + examplePages
  + rowOrderPages
  + sheetRowPages
  + assertionPages

/// A page whose two plans differ in one place: `plan` is given the faulty text, then the mended one.
func page(
  _ code: String, _ title: String, _ explanation: String, _ faulty: String, _ mended: String,
  plan: (String) -> String
) -> DiagnosticPage {
  DiagnosticPage(
    code: code, title: title, explanation: explanation, failing: plan(faulty), mended: plan(mended))
}

/// Tables that most plans on the pages use: people, and their deals.
let pageTables = """
  language 1

  table reps (id) {
    id      text
    region  text
    salary  USD
    hired   date
    bonus   USD?
  }

  table deals (id) dated closed {
    id      text
    owner   reps
    stage   "Open" | "Won"
    closed  date
    amount  USD
    fee     EUR
  }

  table quotas (rep, quarter) {
    rep      reps
    quarter  quarter
    target   USD
  }


  """

/// A plan over ``pageTables`` with a credit `bookings` and these lines.
func pagePlan(_ lines: String) -> String {
  pageTables + """
    plan Sales {
      for each reps
      paid monthly in USD, negative dropped
      credit bookings from deals where stage = "Won" to owner of amount

      \(lines)
    }
    """
}

/// A sheet over ``pageTables`` with a row for each of the people, and these lines.
func pageSheet(_ lines: String) -> String {
  pageTables + """
    sheet People {
      for each reps

      \(lines)
    }
    """
}
