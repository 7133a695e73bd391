import Allot
import Columns
import Engine
import IR
import Linting
import Model
import Syntax

/// Why there is no curve that can be relied on.
struct NoCurve: Error {
  /// A clause that stands alone.
  let reason: String
  init(_ reason: String) { self.reason = reason }
}

/// A line of a plan as an exact curve of the total that one credit gives the row, with all else as it is.
struct LineCurve {
  let curve: PayoutCurve
  let creditName: String
  /// True iff each credited amount is rounded.
  let isRounded: Bool
  /// How many lines it is the sum of, each rounded by itself.
  let lineCount: Int
  private let watched: Scenario
  private let measure: Measure
  private let creditedTable: String
  private let amountColumn: String?

  /// The line that a measure is, in the last of its rows.
  init(_ scenario: Scenario, _ watch: Watch) throws {
    let plan = scenario.plan
    let model = plan.model
    let name = watch.measure.expression
    guard let sheet = model.sheets.firstIndex(where: { $0.name == watch.result }) else {
      throw NoCurve("`\(name)` is no line of a plan")
    }
    // The total of a row is the sum of its pay lines, unless something is carried, which runs show.
    let names = LineCurve.lines(name, of: model.sheets[sheet])
    let lines = model.sheets[sheet].lines.indices.filter { names.contains(model.sheets[sheet].lines[$0].name) }
    if lines.isEmpty { throw NoCurve("`\(name)` is no line of a plan") }
    let read = CreditUses(lines: lines, of: sheet, in: plan)
    guard let credit = read.credits.first, read.credits.count == 1 else {
      throw NoCurve(read.credits.isEmpty ? "the line reads no credit" : "the line reads more than one credit")
    }
    if read.windows.count > 1 { throw NoCurve("the line reads the credit over more than one window") }
    let own = model.sheets[sheet]
    let credited = own.credits[credit]
    creditName = credited.name
    isRounded = credited.rounding != nil
    creditedTable = model.tables[credited.table].name
    if case .field(.table(credited.table), .column(let place), 0) = credited.amount.kind {
      amountColumn = model.tables[credited.table].columns[place].name
    } else {
      amountColumn = nil
    }

    // Lines that show the credited total, and the values that do not depend on it.
    let window = read.windows.first ?? ""
    let total = window.isEmpty ? "`\(creditName)`" : "`\(creditName)` over \(window)"
    var asked = [AskingLine(.show, "_total", total)]
    for (number, text) in read.measures.enumerated() { asked.append(AskingLine(.let, "_given_\(number)", text)) }
    let free = own.lines.indices.filter { index in
      own.lines[index].kind == .let && own.lines[index].value.type.quantity != nil
        && CreditUses(lines: [index], of: sheet, in: plan).credits.isEmpty
    }
    let given = free.map { own.lines[$0].name } + read.measures.indices.map { "_given_\($0)" }
    for (number, line) in given.enumerated() { asked.append(AskingLine(.show, "_shown_\(number)", "`\(line)`")) }
    guard let asking = plan.asking(asked, in: own.name) else { throw NoCurve("the plan's text is not whole") }
    if asking.plan.hasErrors { throw NoCurve("the credited total cannot be shown beside the line") }
    var options = scenario.options
    options.only = [own.name]
    watched = try scenario.watching(asking.plan, options)
    measure = Measure(
      "_total", in: watch.result, for: watch.lastKey ?? [], period: watch.lastKey == nil ? watch.measure.period : nil)

    let askedModel = asking.plan.model
    guard let askedSheet = askedModel.sheets.firstIndex(where: { $0.name == own.name }) else {
      throw NoCurve("the plan's text is not whole")
    }
    var values: [Int: Rational] = [:]
    for (number, line) in given.enumerated() {
      var shown = measure
      shown.expression = "_shown_\(number)"
      guard let index = askedModel.sheets[askedSheet].lines.firstIndex(where: { $0.name == line }),
        let value = try watched.watch(shown).value.number
      else { continue }
      values[index] = value
    }
    let base = try watched.watch(measure).value.number ?? .zero
    let question = CurveQuestion(
      sheet: askedSheet, variable: .credit(credit), from: min(base, .zero), to: nil, lines: values)
    var sum: PayoutCurve?
    for line in askedModel.sheets[askedSheet].lines.indices
    where names.contains(askedModel.sheets[askedSheet].lines[line].name) {
      let answers = try payoutCurves(askedModel, question, line: line)
      guard let answer = answers.first, answers.count == 1 else {
        throw NoCurve("what is paid depends on conditions of the row")
      }
      guard answer.symbols.isEmpty else { throw NoCurve("what is paid depends on values that are not known here") }
      sum = try sum?.plus(answer.answer) ?? answer.answer
    }
    guard let sum else { throw NoCurve("the plan's text is not whole") }
    curve = sum
    lineCount = names.count
  }

  /// The lines whose sum a name stands for.
  private static func lines(_ name: String, of sheet: SheetModel) -> Set<String> {
    let isTotal = sheet.kind == .plan && name == "total" && !sheet.lines.contains { $0.name == name }
    return isTotal ? Set(sheet.lines.filter { $0.kind == .pay }.map(\.name)) : [name]
  }

  /// True iff a column is the amount that is credited.
  func credits(_ column: String, of table: String) -> Bool { table == creditedTable && column == amountColumn }

  /// The credited total with changes made.
  func total(with changes: [ScenarioChange]) throws -> Rational? {
    try watched.applying(changes).watch(measure).value.number
  }

  /// What the line is for a total, before it is rounded; nil where it has no value.
  func amount(at total: Rational) throws -> Rational? { try curve.amount(at: total)?.polynomial?.constant }
}

/// What a line reads of credits, by itself or by other lines.
private struct CreditUses {
  private(set) var credits: Set<Int> = []
  /// The texts of the windows over which they are read; an empty one for the row's own period.
  private(set) var windows: Set<String> = []
  /// The texts of what amounts stand against.
  private(set) var measures: [String] = []

  init(lines own: [Int], of sheet: Int, in plan: Plan) {
    let model = plan.model
    func text(_ span: SourceSpan) -> String {
      plan.sources.contains(span.file) ? plan.sources[span.file].text(span) : ""
    }
    var lines = Set(own)
    var open = own
    while let next = open.popLast() {
      let own = model.sheets[sheet].lines[next]
      var expressions = [own.value] + own.steps.flatMap(\.allExpressions)
      while let expression = expressions.popLast() {
        switch expression.kind {
        case .aggregate(let aggregate):
          if case .credit(sheet, let credit) = aggregate.relation {
            credits.insert(credit)
            let window = aggregate.window.map { text($0.span) } ?? ""
            windows.insert(window == model.sheets[sheet].credits[credit].name ? "" : window)
          }
        case .through(let through):
          if let against = through.against {
            let measure = text(against.span)
            if !measure.isEmpty, !measures.contains(measure) { measures.append(measure) }
          }
        case .field(.sheet(sheet), .line(let other), _):
          if lines.insert(other).inserted { open.append(other) }
        default: break
        }
        expressions += expression.children
      }
    }
  }
}

extension TypedStep {
  fileprivate var allExpressions: [TypedExpression] {
    let amount: TypedExpression? =
      switch action {
      case .stop(let amount), .set(let amount), .times(let amount), .atLeast(let amount), .atMost(let amount),
        .round(_, let amount):
        amount
      case .end: nil
      }
    return [amount, condition].compactMap { $0 }
  }
}
