/// The catalogue's pages about what stands in data files.
///
/// Where rows cannot stand in the plan itself, the files follow behind lines such as `--- deals.csv`.
let dataPages: [DiagnosticPage] = [
  page(
    "E0801", "a table's file cannot be read",
    """
    A table is read from NAME.csv, or from the path behind `from`, in the folder of the plan or of `--data`. The file is
    not there, or may not be read; `--table NAME=PATH` names another one.
    """, sold, "", sold, "id,amount\nd1,100\n"),
  page(
    "E0802", "an empty cell",
    """
    A column's cells must be filled, because an empty cell is not zero. Fill it, or declare the type with `?`: then it is
    a missing value, and the plan says what happens where it is used.
    """, sold, "id,amount\nd1,\n", sold.replacingAmount("USD?"), "id,amount\nd1,\n"),
  page(
    "E0803", "a cell that cannot be read",
    """
    The cell is not what its column holds, in the way the column is written. Nothing is guessed: `1.000` is one or a
    thousand. Say how the file writes numbers with `numbers "1.234,50"` for the table or `as "…"` for a column, and dates
    with `as "DD.MM.YYYY"`.
    """, sold, "id;amount\nd1;1.000,50\n", sold.replacingAmount("USD as \"1.234,50\""), "id;amount\nd1;1.000,50\n"),
  page(
    "E0804", "a text that the column does not list",
    """
    The column's type lists the texts that may stand in it, and this is none of them; mind capital letters and blanks at
    the ends. Add the text to the list if it is right.
    """, stages, "id,stage\nd1,won\n", stages, "id,stage\nd1,Won\n"),
  page(
    "E0805", "a day that does not exist",
    "The cell looks like a date and is none, such as 30 February. With `as \"DD.MM.YYYY\"` the format says which part is which.",
    days, "id,closed\nd1,2026-02-30\n", days, "id,closed\nd1,2026-02-28\n"),
  page(
    "E0806", "a number with too many digits",
    "Values are exact, in up to 38 digits. A longer number is an error and is never rounded silently.",
    sold, "id,amount\nd1,12345678901234567890123456789012345678901234567890\n", sold, "id,amount\nd1,12345678901234\n"),
  page(
    "E0807", "full-width digits",
    "The digits of East Asian keyboards such as １２３ look like numbers and are other characters. Write 123.",
    sold, "id,amount\nd1,１２３\n", sold, "id,amount\nd1,123\n"),
  page(
    "E0808", "a text that is not UTF-8",
    """
    Data files are read as UTF-8. Save or convert the file: `iconv -f WINDOWS-1252 -t UTF-8 old.csv > new.csv`.
    """, "", "", "", ""),
  page(
    "E0809", "a row with too many or too few cells",
    """
    Every row has as many cells as the header. A cell that holds the separator or a line end stands between quotes, and
    a quote in it is doubled.
    """, sold, "id,amount\nd1,1,000\n", sold, "id,amount\nd1,1000\n"),
  page(
    "E0810", "quotes that do not match",
    "A cell between quotes ends with its closing quote; a quote inside is written twice.",
    sold, "id,amount\n\"d\"1,100\n", sold, "id,amount\n\"d\"\"1\",100\n"),
  page(
    "E0811", "a row that is too long", "A row of more than a gigabyte is most often an unclosed quote.", "", "", "", ""),
  page(
    "E0812", "a column that the file does not have",
    """
    The table declares a column whose header is not in the file. Headers are compared letter by letter; `from "Close
    Date"` names a header that differs from the column's name.
    """, sold, "id,Amount\nd1,100\n", sold.replacingAmount("USD from \"Amount\""), "id,Amount\nd1,100\n"),
  page(
    "E0813", "two columns of one name",
    "A header that the table asks for stands twice in the file, so it is not clear which one is meant.",
    sold, "id,amount,amount\nd1,100,100\n", sold, "id,amount\nd1,100\n"),
  page(
    "E0814", "a file that is not CSV",
    """
    The file is empty, compressed, or of another kind, such as a spreadsheet. Export it as CSV in UTF-8. What another
    program unpacks or converts can be read as it is written: `gunzip -c deals.csv.gz | allot run … --table deals=-`.
    """,
    sold, "PK\u{3}\u{4}", sold, "id,amount\nd1,100\n"),
  page(
    "E0820", "a cell that names no row",
    """
    A column whose type is a table holds that table's keys. A key that is not there is an error: a deal whose owner is
    misspelt would otherwise be nobody's.
    """, owned, "id,owner\nd1,anna\n", owned, "id,owner\nd1,ann\n"),
  page(
    "E0986", "a row in a unit that is not known",
    """
    The column is declared `in` another one, where each row says its own unit. The row names a unit that is not declared,
    or that is no multiple of the column's own: kilograms are not pieces. Declare it, as in `unit box = 12 units`, or
    mend the row.
    """, counted, "id,quantity,uom\na,3,bx\n", counted, "id,quantity,uom\na,3,box\n"),
  page(
    "E0821", "a key that comes twice",
    """
    The columns in parentheses behind a table's name are its key, and no two rows agree in all of them. If a later row
    replaces an earlier one, say so with `latest by`.
    """, sold, "id,amount\nd1,100\nd1,200\n", sold, "id,amount\nd1,100\nd2,200\n"),
  page(
    "E0822", "a second row in a table of one row", "A table declared `one row` has several.",
    oneRow, "amount\n100\n200\n", oneRow, "amount\n100\n"),
  page(
    "E0823", "two rows that are equally late",
    """
    `latest by` keeps the row with the greatest value. Two rows of one key have the same value and differ elsewhere, so
    neither is the later one. Add a column that decides, as in `latest by day, received_at`.
    """, latest, "id,day,amount\nd1,2026-01-01,100\nd1,2026-01-01,200\n",
    latest, "id,day,amount\nd1,2026-01-01,100\nd1,2026-01-02,200\n"),
  page(
    "E0824", "too many rows", "A table or a result of more than two thousand million rows cannot be numbered.", "", "",
    "", ""),
]

private let counted = """
  unit box = 12 units
  table stock (id) from "deals.csv" {
    id        text
    uom       text
    quantity  units in uom
  }
  sheet Stock {
    for each stock
    show pieces = quantity
  }

  """

private let sold = """
  table deals (id) {
    id      text
    amount  USD
  }
  sheet Sold {
    for each deals
    show value = amount
  }

  """

private let stages = """
  table deals (id) {
    id     text
    stage  "Won" | "Lost"
  }
  sheet Stages {
    for each deals
    show won = stage = "Won"
  }

  """

private let days = """
  table deals (id) {
    id      text
    closed  date
  }
  sheet Closed {
    for each deals
    show day = closed
  }

  """

private let owned = """
  table reps (id) {
    id  text
  }
  rows {
    id
    ann
  }
  table deals (id) {
    id     text
    owner  reps
  }
  sheet Owners {
    for each deals
    show who = owner
  }

  """

private let oneRow = """
  table deals one row {
    amount  USD
  }
  sheet Total {
    for each all
    show value = sum(deals.amount)
  }

  """

private let latest = """
  table deals (id) latest by day {
    id      text
    day     date
    amount  USD
  }
  sheet Sold {
    for each deals
    show value = amount
  }

  """

extension String {
  fileprivate func replacingAmount(_ type: String) -> String {
    guard let range = firstRange(of: "amount  USD") else { return self }
    return String(self[..<range.lowerBound]) + "amount  " + type + String(self[range.upperBound...])
  }
}

/// A page whose examples are a plan and the text of its `deals.csv`.
private func page(
  _ code: String, _ title: String, _ explanation: String, _ failingPlan: String, _ failingData: String,
  _ mendedPlan: String, _ mendedData: String
) -> DiagnosticPage {
  func example(_ plan: String, _ data: String) -> String { data.isEmpty ? plan : plan + "--- deals.csv\n" + data }
  return DiagnosticPage(
    code: code, title: title, explanation: explanation, failing: example(failingPlan, failingData),
    mended: example(mendedPlan, mendedData))
}
