import Allot
import Linting

/// The payout curve of a line as one payee's statement shows it.
struct PayeeCurve {
  private let drawing: CurveDrawing
  private let title: String
  private let caption: String

  /// Nil iff no curve can be drawn for the payee.
  ///
  /// - Parameter column: of the line's amounts.
  init?(_ payee: Payees.Payee, _ column: Int, in part: StatementPage.Part, _ positions: CurvePositions) {
    let table = part.table
    let line = table.definitions[column].name
    guard let question = positions.question(part.name, line) else { return nil }
    let found = payee.rows.map { positions.position(part.name, line, keys: table.keyTexts($0)) }
    guard let last = found.lastIndex(where: { $0 != nil }), let curve = found[last]?.curve else { return nil }
    // The quota may change from one window to the next: what is drawn is the last one's.
    let rows = found.indices.filter { found[$0]?.curve == curve }
    let coin = Rational(Int64(1), scale: 2)
    var points: [CurveDrawing.Point] = []
    let isPercent = question.measure != nil
    for place in rows {
      guard let x = found[place]?.x, x.signum >= 0, let y = curve.value(at: x),
        PayeeCurve.isPaid(y, rows.filter { $0 <= place }.map { payee.rows[$0] }, column, part, within: coin)
      else { continue }
      let period = table.keyTexts(payee.rows[place]).dropFirst().joined(separator: " ")
      points.append(CurveDrawing.Point(label: period.isEmpty ? payee.name : period, x: x, y: y))
    }
    guard let drawing = CurveDrawing(curve, points, isPercent: isPercent) else { return nil }
    self.drawing = drawing
    let heading = part.heading(column)
    let unit = table.definitions[column].unit.map { " \($0)" } ?? ""
    func x(_ value: Rational) -> String { CurveDrawing.text(x: value, isPercent: isPercent) }
    func y(_ value: Rational) -> String {
      withThousands(table.definitions[column].format.text(of: value)) + unit
    }
    title = "\(heading) by \(question.variable.filter { $0 != "`" })"
    var words = ["\(heading) by \(question.variable)."]
    let bounds = curve.places.filter { $0.signum > 0 }
    if !bounds.isEmpty {
      let shown = bounds.prefix(8).map(x).joined(separator: ", ")
      words.append(
        "The rate changes, or the amount jumps, at \(shown)\(bounds.count > 8 ? " and further places" : "").")
    }
    if let point = points.last {
      words.append("\(point.label): at \(x(point.x)), \(y(point.y)).")
    } else {
      words.append("What was paid is no point of it: more than this decides it.")
    }
    caption = words.joined(separator: " ")
  }

  func add(to html: inout HTML, id: String) { drawing.add(to: &html, id: id, title: title, caption: caption) }

  /// True iff the amounts of some last rows, in which the window began, come to the value on the curve, but for a coin
  /// that a payment is rounded by.
  private static func isPaid(
    _ value: Rational, _ rows: [Int], _ column: Int, _ part: StatementPage.Part, within coin: Rational
  ) -> Bool {
    var sum = Rational.zero
    for row in rows.reversed() {
      guard case .number(let amount) = part.table.value(row: row, column: column), let next = sum.adding(amount),
        let difference = next.subtracting(value)
      else { return false }
      if difference.magnitude <= coin { return true }
      sum = next
    }
    return false
  }
}
