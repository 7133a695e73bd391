import Allot
import Model
import Syntax

extension Rule {
  static let nearMissValues = Rule(
    .data, 2, "near-miss-values", .warning,
    page: RulePage(
      "Values in the data that are nearly, but not quite, a text that the plan looks for.",
      why: """
        `EMEA ` with a blank behind it, `emea` and `EMAE` are three texts that are not `EMEA`: a condition leaves their rows
        out, a table of rates takes its `any` row for them, and nobody is told. The finding counts the rows and adds up
        the money at stake.

        Mend the data, or make the column a choice: `region "EMEA" | "APAC"` refuses every other text.
        """,
      failing: DataTexts.plan(
        deals: """
          id | owner | closed     | stage  | amount
          d1 | ann   | 2026-01-05 | Won    | 1_000
          d2 | ann   | 2026-01-06 | "Won " | 400
          """, condition: "stage = \"Won\""),
      mended: DataTexts.plan(
        deals: """
          id | owner | closed     | stage  | amount
          d1 | ann   | 2026-01-05 | Won    | 1_000
          d2 | ann   | 2026-01-06 | Won    | 400
          """, condition: "stage = \"Won\""),
      nearMisses: [
        .init(
          "short texts that differ in a letter are different texts",
          DataTexts.plan(
            deals: """
              id | owner | closed     | stage  | amount
              d1 | ann   | 2026-01-05 | Won    | 1_000
              d2 | ann   | 2026-01-06 | Win    | 400
              """, condition: "stage = \"Won\"")),
        .init(
          "both texts are looked for",
          DataTexts.plan(
            deals: """
              id | owner | closed     | stage  | amount
              d1 | ann   | 2026-01-05 | Won    | 1_000
              d2 | ann   | 2026-01-06 | won    | 400
              """, condition: "stage in (\"Won\", \"won\")")),
      ]),
    check: .data { review in LookedForTexts(review.plan).findings(review) })
}

/// The texts that a plan holds against a column of a table.
private struct LookedForTexts {
  private struct Place: Hashable {
    let table: Int
    let column: Int
  }

  private var order: [Place] = []
  private var texts: [Place: [(text: String, span: SourceSpan)]] = [:]

  init(_ plan: PlanReview) {
    func column(_ expression: TypedExpression) -> Place? {
      let place: Place
      switch expression.kind {
      case .field(.table(let table), .column(let column), _), .member(.table(let table), .column(let column), _):
        place = Place(table: table, column: column)
      default: return nil
      }
      let model = plan.model.tables[place.table].columns[place.column]
      return model.type.value == .text && model.value == nil ? place : nil
    }
    func text(_ expression: TypedExpression) -> String? {
      if case .constant(.text(let text)) = expression.kind { return text }
      return nil
    }
    for node in plan.nodes {
      switch node.expression.kind {
      case .binary(.equal, let a, let b), .binary(.notEqual, let a, let b):
        if let place = column(a), let text = text(b) { add(text, b.span, place) }
        if let place = column(b), let text = text(a) { add(text, a.span, place) }
      case .isIn(let a, let list):
        guard let place = column(a) else { continue }
        for item in list { if let text = text(item) { add(text, item.span, place) } }
      case .matchRates(let rates, let arguments):
        for (axis, argument) in arguments.enumerated() {
          guard let place = column(argument) else { continue }
          for row in plan.model.rates[rates].rows where row.matchers.indices.contains(axis) {
            guard case .values(let values) = row.matchers[axis] else { continue }
            for value in values { if let text = text(value) { add(text, value.span, place) } }
          }
        }
      default: continue
      }
    }
  }

  private mutating func add(_ text: String, _ span: SourceSpan, _ place: Place) {
    if texts[place] == nil { order.append(place) }
    texts[place, default: []].append((text, span))
  }

  func findings(_ review: DataReview) -> [Finding] {
    order.flatMap { place -> [Finding] in
      let table = review.plan.model.tables[place.table]
      let name = table.columns[place.column].name
      let money = table.columns.first { column in
        guard case .number(let quantity) = column.type.value, quantity.form == .plain else { return false }
        return column.value == nil && quantity.unit.factors.count == 1
          && Currency(code: quantity.unit.factors[0].name) != nil
      }
      let values = ["`\(name)`"] + (money.map { ["`\($0.name)`"] } ?? [])
      guard let answer = review.answer(DataQuestion(.table(table.name), values)) else { return [] }
      var rows: [String: [Int]] = [:]
      for row in 0..<answer.rowCount {
        if case .text(let text) = answer.value(0, ofRow: row) { rows[text, default: []].append(row) }
      }
      let wanted = texts[place, default: []]
      let known = Set(wanted.map(\.text))
      var found: [Finding] = []
      for text in rows.keys.sorted() where !known.contains(text) {
        guard let rows = rows[text], let meant = wanted.first(where: { isNear(text, $0.text) }) else { continue }
        let stake = money == nil ? "" : answer.sum(1, overRows: rows).map { ", \($0)" } ?? ""
        found.append(
          Finding(
            "`\(text)` in `\(table.name).\(name)` is nearly `\(meant.text)`, and is another text", at: meant.span,
            "\(rows.count) \(rows.count == 1 ? "row holds" : "rows hold") `\(text)`\(stake)",
            notes: [difference(text, meant.text), "the first is \(answer.name(ofRow: rows[0]))"]))
      }
      return found
    }
  }

  /// Iff the texts differ in nothing that a reader sees, or in one letter of many.
  private func isNear(_ text: String, _ wanted: String) -> Bool {
    if plain(text) == plain(wanted) { return true }
    let (a, b) = (Array(plain(text)), Array(plain(wanted)))
    return min(a.count, b.count) >= 5 && !a.contains(where: \.isNumber) && editDistance(a, b) == 1
  }

  /// Without blanks at the ends or twice, characters without width, and large letters.
  private func plain(_ text: String) -> String {
    let visible = text.unicodeScalars.filter { !$0.properties.isDefaultIgnorableCodePoint }
    let words = String(String.UnicodeScalarView(visible)).split(whereSeparator: \.isWhitespace)
    return words.joined(separator: " ").lowercased()
  }

  private func difference(_ text: String, _ wanted: String) -> String {
    if text.lowercased() == wanted.lowercased() { return "they differ in large and small letters" }
    if plain(text) == plain(wanted) { return "they differ in blanks or in characters without width" }
    return "they differ in one letter"
  }
}
