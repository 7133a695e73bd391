import Allot
import Comparing

/// What a difference in texts changes for whom, for a person at a terminal.
struct DiffPayoutText {
  let style: DiagnosticRenderer.Style
  let strong: (String) -> String
  let faint: (String) -> String
  /// How many amounts of a result are shown, those that differ most; nil for all, in the order of the results.
  let limit: Int?

  func text(_ payouts: DiffPayouts, _ comparison: PlanComparison) -> String {
    let about = payouts.about.map { "\($0.name) \($0.value)" }.joined(separator: ", ")
    let head = strong("what it changes") + (about.isEmpty ? "" : faint(" (\(about))")) + "\n"
    switch payouts.outcome {
    case .failure(let failure): return head + "\n" + text(failure)
    case .success(let difference):
      if difference.isEmpty { return head + "nothing: all amounts are as they were\n" + omissions(difference) }
      return head
        + difference.results.filter { !$0.amounts.isEmpty }.map { "\n" + text($0, difference, comparison) }.joined()
        + omissions(difference)
    }
  }

  private func text(_ failure: VersionFailure) -> String {
    var text = "the \(failure.side.rawValue) version gives no results:\n"
    for diagnostic in failure.diagnostics {
      text += DiagnosticRenderer(failure.sources, style: style).render(diagnostic) + "\n"
    }
    if failure.omitted > 0 { text += "and \(failure.omitted) more\n" }
    return text
  }

  private func omissions(_ difference: PayoutDifference) -> String {
    difference.results.filter { $0.omitted > 0 }.map { result in
      "\(DiffReport.counted(result.omitted, "amount")) of \(result.name) cannot be compared: too many digits\n"
    }.joined()
  }

  // MARK: - One result

  private func text(
    _ result: PayoutDifference.Result, _ difference: PayoutDifference, _ comparison: PlanComparison
  ) -> String {
    let rows = DiffAmounts(result, difference, limit: limit)
    var grid = Grid(isRight: rows.isRight)
    grid.add(.heading, rows.headings)
    if let units = rows.units { grid.add(.unit, units) }
    grid.add(.rule, [])
    for row in rows.rows { grid.add(.row, row) }
    var text = strong(result.title) + "\n" + grid.text(strong: strong, faint: faint)
    if rows.omitted > 0 { text += "and \(rows.omitted) more\n" }
    for total in result.totals { text += "\n" + self.text(total, result, difference, comparison) }
    return text
  }

  private func text(
    _ total: PayoutDifference.Total, _ result: PayoutDifference.Result, _ difference: PayoutDifference,
    _ comparison: PlanComparison
  ) -> String {
    let persons = DiffPayouts.persons(result, total)
    var grid = Grid(isRight: [false, true, true, true])
    grid.add(.heading, ["by change", total.title ?? "delta", "\(persons) up", "\(persons) down"])
    if let unit = total.unit { grid.add(.unit, ["", unit, "", ""]) }
    grid.add(.rule, [])
    for (index, cause) in difference.causes.enumerated() where !isIdle(index, total) {
      grid.add(
        .row,
        [
          DiffPayouts.cause(cause, comparison), DiffPayouts.signed(total.parts[index], total.format),
          String(total.gainingByCause[index]), String(total.losingByCause[index]),
        ])
    }
    grid.add(.rule, [])
    grid.add(
      .total,
      ["total", DiffPayouts.signed(total.delta, total.format), String(total.gaining), String(total.losing)])
    return grid.text(strong: strong, faint: faint) + DiffPayouts.sentence(total) + "\n"
  }

  /// Whether a cause leaves the line as it is for everybody.
  private func isIdle(_ index: Int, _ total: PayoutDifference.Total) -> Bool {
    total.parts[index].signum == 0 && total.gainingByCause[index] == 0 && total.losingByCause[index] == 0
  }
}

extension DiffPayouts {
  /// `31,400.00 -> 32,590.00 USD, +1,190.00 (+3.8%)`.
  static func sentence(_ total: PayoutDifference.Total) -> String {
    var words = text(total.old, total.format) + " -> " + text(total.new, total.format)
    if let unit = total.unit { words += " " + unit }
    words += ", " + signed(total.delta, total.format)
    if total.old.signum > 0, let share = total.delta.dividing(total.old) {
      words += " (\(signed(share, .percent(.fixed(1)))))"
    }
    return words
  }
}

/// The amounts of a result that differ, as cells.
struct DiffAmounts {
  let headings: [String]
  /// What stands below the headings where all amounts have one unit; nil where they do not.
  let units: [String]?
  let isRight: [Bool]
  let rows: [[String]]
  /// How many amounts are not among ``rows``.
  let omitted: Int

  init(_ result: PayoutDifference.Result, _ difference: PayoutDifference, limit: Int?) {
    var amounts = result.amounts
    if let limit, amounts.count > limit {
      let sorted = amounts.enumerated().sorted { a, b in
        let (x, y) = (a.element.delta.magnitude, b.element.delta.magnitude)
        return x == y ? a.offset < b.offset : y < x
      }
      amounts = sorted.prefix(limit).map(\.element)
    }
    omitted = result.amounts.count - amounts.count
    let allUnits = Set(result.amounts.map { $0.unit ?? "" })
    let hasUnits = allUnits.count > 1
    headings = result.keys + ["line"] + (hasUnits ? ["unit"] : []) + ["old", "new", "delta", "by"]
    let keyCount = result.keys.count
    let unit = allUnits.first ?? ""
    units =
      hasUnits || unit.isEmpty ? nil : Array(repeating: "", count: keyCount + 1) + [unit, unit, unit, ""]
    isRight =
      Array(repeating: false, count: keyCount + 1) + (hasUnits ? [false] : []) + [true, true, true, false]
    rows = amounts.map { amount in
      func cell(_ value: Rational?, _ status: String) -> String {
        value.map { DiffPayouts.text($0, amount.format) } ?? status
      }
      let values = [
        cell(amount.old, amount.oldStatus), cell(amount.new, amount.newStatus),
        DiffPayouts.signed(amount.delta, amount.format), DiffPayouts.causes(amount, difference),
      ]
      return amount.row + [amount.title] + (hasUnits ? [amount.unit ?? ""] : []) + values
    }
  }
}
