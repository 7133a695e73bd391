import Allot
import Comparing
import Testing
import WhatIf

/// A plan and its tables as a test writes them.
struct TestData {
  var plan: String
  /// Rows by table, with the header in front.
  var tables: [String: String]
  var options = CompileOptions()

  func scenario() throws -> Scenario {
    let plan = Plan(text: plan)
    #expect(!plan.hasErrors, "\(DiagnosticRenderer(plan.sources).render(plan.diagnostics))")
    let sources = tables.map { name, text in
      (name, DataSource.bytes(Array(text.utf8), name: "\(name).csv"))
    }
    return try Scenario(plan, data: DataLocation(tables: Dictionary(uniqueKeysWithValues: sources)), options: options)
  }
}

extension Scenario {
  /// Every row of the results as it is printed.
  var rows: [String] { TestData.rows(results) }

  /// The rows of a run over the changed texts, from the beginning.
  func freshRows() throws -> [String] {
    var sources = data.tables
    for file in changedFiles { sources[file.table] = .bytes(file.new, name: file.path) }
    let plan = Plan(text: String(decoding: self.plan.sources[FileID(0)].bytes, as: UTF8.self))
    let results = try plan.compile(options).evaluate(DataLocation(folder: data.folder, tables: sources))
    return TestData.rows(results)
  }
}

extension TestData {
  static func rows(_ results: Results) -> [String] {
    results.outputs.flatMap { table in
      (0..<table.rowCount).map { row in
        "\(table.output.name): "
          + table.definitions.indices.map { table.text(row: row, column: $0) }.joined(separator: ",")
      }
    }
  }

  /// Two people, a quarter, tiers of the quota, a kicker at 120%; deals in the American way, quotas in the German one,
  /// and the rates of regions in the plan's text.
  static let sales = TestData(
    plan: """
      language 1

      table reps (id) {
        id      text
        region  "North" | "South"
      }

      table deals (id) dated closed from "deals.csv" {
        id      text  from "Opportunity"
        owner   reps  from "Owner"
        stage   "Open" | "Closed Won"
        closed  date  from "Close Date" as "MM/DD/YYYY"
        amount  USD   from "Amount" as "$1,234.50"
        share   percent? as "50"
        note    text? from "Note"
      }

      table quotas (rep, quarter) separated by ";" numbers "1.234,50" {
        rep      reps
        quarter  quarter
        target   USD
      }

      table regions (name) {
        name    "North" | "South"
        factor  number
      }
      rows {
        name  | factor
        North | 1       # the first
        South | 1.1
      }

      param bonus = 500 USD

      marginal rates Accelerator (attainment: percent) -> percent {
        from   0%: 4%
        from 100%: 8%
      }

      plan Pay {
        for each reps
        during 2026-Q1
        paid monthly in USD, negative carried forward
        credit bookings from deals where stage = "Closed Won" to owner on closed of amount
        let quota = quotas[payee, this quarter].target
        let attained = (bookings over quarter to date) / quota
        pay commission = bookings through Accelerator over quarter to date against quota
        pay kicker each quarter = bonus * regions[payee.region].factor when attained >= 120% else 0 USD
        show booked = bookings
      }

      """,
    tables: [
      "reps": "id,region\nann,North\nbob,South\n",
      "deals": """
      Opportunity,Owner,stage,Close Date,Amount,share,Note
      d1,ann,Closed Won,01/15/2026,"$40,000.00",,first
      d2,ann,Closed Won,02/15/2026,"$30,000.00",50,"a, b"
      d3,ann,Open,03/15/2026,"$60,000.00",,
      d4,bob,Closed Won,01/31/2026,"$90,000.50",,
      d5,bob,Closed Won,03/31/2026,$500.00,,

      """,
      "quotas": "rep;quarter;target\nann;2026-Q1;100.000,00\nbob;2026-Q1;80.000,00\n",
    ])
}
