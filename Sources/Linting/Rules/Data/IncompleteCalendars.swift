import Allot
import Model
import Syntax

extension Rule {
  static let incompleteCalendars = Rule(
    .data, 5, "incomplete-calendars", .warning,
    page: RulePage(
      "A table by period, such as quotas or exchange rates, that lacks periods of the year that the plan is for.",
      why: """
        A run of the first quarter passes, and the run of the fourth stops because nobody has a quota there. The finding
        comes before that: each key that the table has at all must have a row for each period that the plan is `during`.
        """,
      failing: DataTexts.quotas(
        rows: """
          rep | quarter | target
          ann | 2026-Q1 | 100
          ann | 2026-Q2 | 100
          ann | 2026-Q4 | 100
          """),
      mended: DataTexts.quotas(
        rows: """
          rep | quarter | target
          ann | 2026-Q1 | 100
          ann | 2026-Q2 | 100
          ann | 2026-Q3 | 100
          ann | 2026-Q4 | 100
          """),
      nearMisses: [
        .init(
          "the lookup says what holds without a row",
          DataTexts.quotas(
            rows: """
              rep | quarter | target
              ann | 2026-Q1 | 100
              """, target: "(0 USD when quotas[payee, this quarter]? is missing else 10 USD)")),
        .init(
          "the plan is not for the whole year",
          DataTexts.quotas(
            rows: """
              rep | quarter | target
              ann | 2026-Q1 | 100
              ann | 2026-Q2 | 100
              """, during: "2026-Q1 .. 2026-Q2")),
      ]),
    check: .data { review in incompleteCalendars(review) })

  private static func incompleteCalendars(_ review: DataReview) -> [Finding] {
    let plan = review.plan
    var found: [Finding] = []
    var seen: Set<Int> = []
    for node in plan.nodes {
      // A lookup with `?` says what holds without a row.
      guard case .lookup(let table, let keys, isRequired: true) = node.expression.kind,
        case .line(let sheet, _) = plan.roots[node.root].owner, plan.isOwn(node.expression.span),
        let during = wantedDays(review) ?? plan.model.sheets[sheet].during.map({ $0.first...$0.last })
      else { continue }
      let model = plan.model.tables[table]
      // The key's last part is the period of the row at hand.
      guard keys.count == model.key.count, case .rowPeriod? = keys.last?.kind, let last = model.key.last,
        case .period(let unit) = model.columns[last].type.value, seen.insert(table).inserted
      else { continue }
      guard let answer = review.answer(DataQuestion(.table(model.name), ["`\(model.columns[last].name)`"])) else {
        continue
      }
      let calendar = plan.model.unit(unit)
      let wanted =
        Period(calendar, containing: during.lowerBound)
        .ordinal...Period(calendar, containing: during.upperBound).ordinal
      var order: [[Value]] = []
      var periods: [[Value]: Set<Int32>] = [:]
      for row in 0..<answer.rowCount {
        guard case .period(let period) = answer.value(0, ofRow: row) else { continue }
        let key = Array(answer.key(ofRow: row).dropLast())
        if periods[key] == nil { order.append(key) }
        periods[key, default: []].insert(period.ordinal)
      }
      let missing = order.flatMap { key in
        wanted.filter { !periods[key, default: []].contains($0) }.map { (key, Period(calendar, ordinal: $0)) }
      }
      guard let (key, period) = missing.first else { continue }
      let all = order.count * wanted.count
      let name = (key.map(\.description) + [period.description]).joined(separator: ", ")
      found.append(
        Finding(
          "`\(model.name)` lacks \(missing.count) of the \(all) rows that `\(plan.model.sheets[sheet].name)` needs",
          at: node.expression.span, "looked up here",
          also: [Diagnostic.Label(model.span, "has \(answer.rowCount) rows")],
          notes: ["the first that is missing is `\(name)`"]))
    }
    return found
  }

  /// The days of the period that was asked for.
  private static func wantedDays(_ review: DataReview) -> ClosedRange<CalendarDate>? {
    review.request.period.flatMap { days(named: $0, in: review.plan.model.calendar) }
  }
}
