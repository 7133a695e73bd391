import Source
import Syntax
import Testing

@testable import Model

/// The tables that the expressions below stand over.
private let tables = """
  table reps (id) {
    id      text
    role    "AE" | "SE"
    salary  USD
    bonus   USD?
    hired   date
  }

  table deals (id) dated closed {
    id      text
    owner   reps
    closed  date
    amount  USD
    fee     EUR
    margin  percent?
    pieces  units
  }

  table quotas (rep, quarter) {
    rep      reps
    quarter  quarter
    target   USD
  }

  marginal rates Tiers (sales: USD) -> percent {
    from 0 USD: 4%
  }

  marginal rates Pieces (pieces: units) -> USD / units {
    from 0 units: 2 USD / unit
  }

  unit crate = 12 units
  param target = 1_000 USD


  """

/// What the checker knows of a value, as `USD per month, running?`: unit, basis, running, may be missing.
private func described(_ type: StaticType) -> String {
  var text: String
  switch type.value {
  case .number(let quantity):
    text = quantity.form == .ratio ? "ratio" : quantity.unitDescription
    if let basis = quantity.basis { text += " per \(basis.rawValue)" }
    if quantity.isRunning { text += ", running" }
  case .period(let unit): text = unit.rawValue
  case .choice(let options): text = options.joined(separator: "|")
  case .row(.table): text = "row"
  default: text = "\(type.value)"
  }
  return text + (type.isOptional ? "?" : "")
}

@Suite struct TypeTests {
  @Test(arguments: [
    // Numbers, percents and amounts.
    ("1 + 2", "number"), ("5%", "percent"), ("5% + 100%", "percent"), ("2 * 5%", "percent"), ("5% * 5%", "percent"),
    ("5% * target", "USD"), ("10% of target", "USD"), ("target / target", "ratio"), ("target / 2", "USD"),
    ("target / 5%", "USD"), ("percent(target / target)", "percent"), ("5% / 2", "percent"), ("5% / 10%", "ratio"),
    ("1 - target / target", "number"), ("-target", "USD"), ("abs(-target)", "USD"), ("min(target, 5 USD)", "USD"),
    ("max(5%, target / target)", "percent"), ("target rounded to 0.01 USD", "USD"),
    ("target when true else 0 USD", "USD"), ("target > 5 USD", "bool"), ("target in 1 USD .. 5 USD", "bool"),
    // Units.
    ("2 crate", "units"), ("3 USD / unit", "USD / units"), ("3 USD / unit * 2 crate", "USD"),
    ("20 units / 30 days", "units / days"), ("20 units / 30 days * 45 days", "units"), ("5 EUR to USD at 1.1", "USD"),
    ("5 EUR to USD at 1.1 USD / EUR", "USD"), ("1 / (2 days)", "1 / days"),
    // Dates and periods.
    ("payee.hired - today", "days"), ("today + 2 months", "date"), ("2 months + today", "date"),
    ("today - 5 days", "date"), ("month(today)", "month"), ("quarter(month(today))", "quarter"),
    ("first_day(this quarter)", "date"), ("this month", "month"), ("month", "month"), ("previous quarter", "quarter"),
    ("days(this month)", "days"), ("months_between(payee.hired, today)", "number"), ("today in this month", "bool"),
    ("today in 2026", "bool"), ("last 30 days before today", "window"), ("month(today) = 2026-03", "bool"),
    // Rows.
    ("payee", "row"), ("payee.role", "AE|SE"), ("payee.salary", "USD"), ("salary", "USD"),
    ("payee.role = \"AE\"", "bool"),
    ("reps[\"x\"].salary", "USD"), ("reps[\"x\"]?.salary", "USD?"),
    // Missing values.
    ("payee.bonus", "USD?"), ("payee.bonus * 2", "USD?"), ("payee.bonus > 5 USD", "bool?"),
    ("payee.bonus else 0 USD", "USD"), ("payee.bonus else missing", "USD?"), ("payee.bonus is missing", "bool"),
    ("payee.bonus when payee.bonus is not missing else 0 USD", "USD"), ("5 USD when true else missing", "USD?"),
    ("payee.bonus > 5 USD else false", "bool"), ("payee.bonus is not missing and payee.bonus > 5 USD", "bool"),
    ("min(payee.bonus, 5 USD)", "USD?"),
    // Flows.
    ("bookings", "USD per month"), ("bookings over month", "USD per month"),
    ("bookings over quarter to date", "USD per quarter, running"),
    ("bookings over year to date", "USD per year, running"),
    ("bookings over previous quarter", "USD per quarter"), ("bookings over month to date", "USD per month"),
    ("bookings over last 30 days before today", "USD"), ("bookings over all time", "USD"),
    ("5% of bookings", "USD per month"),
    ("bookings + payee.salary", "USD per month"), ("bookings / payee.salary", "ratio"),
    ("(bookings over quarter to date) / quotas[payee, this quarter].target", "ratio"),
    ("(bookings over year to date) - 5 USD", "USD per year, running"), ("bookings as yearly", "USD per year"),
    ("quotas[payee, this quarter].target", "USD per quarter"),
    ("quotas[payee, this quarter]?.target", "USD per quarter?"),
    ("quotas[payee, this quarter].target as monthly", "USD per month"),
    ("quotas[payee, this quarter].target / 3", "USD per quarter"),
    ("true up 5% of (bookings over quarter to date)", "USD"),
    ("max((bookings over year to date), 5 USD)", "USD per year, running"),
    ("max(payee.hired, first_day(this month))", "date"), ("min(this month, 2026-03)", "month"),
    ("bookings through Tiers over month", "USD"), ("bookings through Tiers over year to date", "USD"),
    ("pieces through Pieces over month", "USD"), ("Tiers(bookings)", "percent"), ("Pieces(5 units)", "USD / units"),
    ("bookings * Tiers(bookings over year to date)", "USD per month"),
    // Aggregates.
    ("sum(deals.amount)", "USD per month"), ("sum(deals.amount over year to date)", "USD per year, running"),
    ("sum(deals.amount over all time)", "USD"), ("count(deals)", "number"),
    ("count(deals over quarter to date)", "number, running"),
    ("avg(deals.amount)", "USD?"), ("max(deals.amount)", "USD?"), ("min(deals.closed)", "date?"),
    ("any(deals.amount > 5 USD)", "bool"), ("count distinct(deals.fee)", "number"),
    ("sum(deals.pieces * 3 USD / unit)", "USD per month"),
    ("avg(deals.margin where margin is not missing)", "percent?"), ("sum(bookings)", "USD per month"),
    ("sum(bookings.amount * 5%)", "USD per month"), ("sum(quotas.target)", "USD per quarter"),
    ("sum(deals.amount) else 0 USD", "USD per month"),
  ])
  func typesAreAsExpected(_ expression: String, _ expected: String) throws {
    let text =
      tables + """
        plan Sales {
          for each reps
          paid monthly in USD, negative dropped
          credit bookings from deals to owner of amount
          credit pieces from deals to owner of pieces
          let x = \(expression)
        }
        """
    let parsed = parse(SourceFile(path: "plan.allot", bytes: Array(text.utf8)), id: FileID(0))
    #expect(parsed.diagnostics.map(\.message) == [])
    let checked = check([parsed.syntax])
    #expect(checked.diagnostics.map(\.message) == [])
    let line = try #require(checked.model.sheets.first?.lines.first)
    #expect(described(line.value.type) == expected)
  }
}
