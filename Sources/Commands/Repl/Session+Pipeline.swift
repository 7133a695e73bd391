import Allot
import Model
import WhatIf

/// What open deals make of a line: if all are won, by their expected amounts, and in the mean of all outcomes.
extension Session {
  mutating func forecast(_ phrase: Phrase) throws(SessionFailure) {
    let scenario = try currentScenario()
    var rest = phrase
    let draws = try Session.takeCount("draws", from: &rest)
    let seed = try Session.takeCount("seed", from: &rest)
    let (pipeline, measure) = try pipeline(rest, scenario.plan, draws: draws, seed: seed)
    let forecast: PipelineForecast
    switch try computed({ () throws(ScenarioError) in try scenario.forecast(pipeline, of: measure) }) {
    case .success(let found): forecast = found
    case .failure(let error): throw SessionFailure(error)
    }
    if forecast.rows.isEmpty {
      throw .complaint("no row of `\(pipeline.table)` is open: none has \(pipeline.condition)")
    }
    put(Session.table(of: forecast, showsAll: !measure.keys.isEmpty))
  }

  private static func sample(_ table: String) -> String {
    "such as `pipeline \(table) where stage = \"Open\" won stage = Won at 40% of total for ann in 2026-Q1`"
  }

  private func pipeline(
    _ phrase: Phrase, _ plan: Plan, draws: Int?, seed: Int?
  ) throws(SessionFailure) -> (Pipeline, Measure) {
    var rest = phrase
    let name = rest.word() ?? ""
    let model = try table(named: Phrase(name).unquoted, in: plan)
    guard rest.take("where"), let (condition, behind) = rest.split(at: "won"), let (won, odds) = behind.split(at: "at"),
      let (probabilityPart, measurePart) = odds.split(at: "of")
    else {
      throw .complaint(
        "`pipeline` needs the open rows, what a won row has, how likely that is, and of what",
        help: [Session.sample(model.name)])
    }
    let byPart = probabilityPart.split(at: "by")
    let change = try ChangePhrase(plan: plan).change(Phrase("\(model.name) row 1 set \(won.string)"))
    guard case .update(_, _, let cells) = change else {
      throw .complaint("`\(won.string)` is nothing that a won row has", help: [Session.sample(model.name)])
    }
    let money = model.columns.filter { $0.value == nil && $0.type.quantity?.unit.currency != nil }
    let amount: String?
    if let named = byPart?.after.unquoted {
      guard model.columns.contains(where: { $0.name == named }) else {
        throw .unknown("column of `\(model.name)`", named, among: model.columns.map(\.name))
      }
      amount = named
    } else {
      amount = money.count == 1 ? money[0].name : nil
    }
    var pipeline = Pipeline(
      table: model.name, where: condition.string, won: cells,
      probability: (byPart?.before ?? probabilityPart).string, amount: amount)
    if let draws { pipeline.draws = draws }
    if let seed { pipeline.seed = UInt64(seed) }
    return (pipeline, try measure(measurePart))
  }

  /// One row for each payee whom an open row reaches; all of them, where one is asked for.
  private static func table(of forecast: PipelineForecast, showsAll: Bool) -> AnswerTable {
    let watch = forecast.watch
    let shown = forecast.payouts.filter { showsAll || !$0.rows.isEmpty }
    let keyCount = shown.map(\.keys.count).max() ?? 0
    let hasAmount = forecast.payouts.contains { $0.ofExpectedAmount != nil }
    let figures =
      ["now", "if all are won"] + (hasAmount ? ["of expected amount"] : []) + ["expected", "least", "most"]
    let heads = (0..<keyCount).map { AnswerTable.Column($0 == 0 ? "of" : "") }
    var table = AnswerTable(
      heading: watch.title,
      columns: heads + [AnswerTable.Column("open", isNumber: true)]
        + figures.map { AnswerTable.Column($0, unit: watch.unit, isNumber: true) })
    for payout in shown {
      let keys = payout.keys + Array(repeating: "", count: keyCount - payout.keys.count)
      let amount = hasAmount ? [payout.ofExpectedAmount.map(watch.text) ?? ""] : []
      let expected = payout.expected
      table.add(
        .row(
          keys + [String(payout.rows.count), watch.text(payout.present), watch.text(payout.ifAllAreWon)] + amount
            + [watch.text(expected.value), watch.text(expected.least), watch.text(expected.greatest)]))
    }
    table.notes = notes(of: forecast, shown, hasAmount: hasAmount)
    return table
  }

  /// Which figure is which, and how the expected one was found.
  private static func notes(
    of forecast: PipelineForecast, _ shown: [PipelinePayout], hasAmount: Bool
  ) -> [String] {
    var notes = ["if all are won: the scenario with \(counted(forecast.rows.count, "open row")) won"]
    if hasAmount, let amount = forecast.pipeline.amount {
      notes.append("of expected amount: each open row counts with its \(amount) times its probability")
    }
    var seen: Set<String> = []
    let methods = shown.map(\.expected.statement).filter { seen.insert($0).inserted }
    notes.append("expected: the mean over all outcomes; " + methods.joined(separator: "; "))
    return notes
  }
}
