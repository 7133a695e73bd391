import IR
import Model
import Syntax

/// A plan's statements: those that a ledger holds, and those that a run adds.
struct Statements: Hashable, Sendable {
  let plan: String
  /// The names of the pay lines.
  let lines: [String]
  let currency: Currency
  let negative: SheetDeclaration.NegativePolicy
  /// Whether the total is paid in a currency that each payee has.
  let isConverted: Bool
  /// The periods with a statement in the ledger.
  let closed: ClosedRange<Period>?
  /// The periods that the run adds; nil iff all that it is for are closed.
  let open: ClosedRange<Period>?
}

/// Holds a ledger's rows against the plans of a run.
struct LedgerReview {
  private let model: CheckedModel
  private let ledger: Ledger
  private let options: LoweringOptions
  private(set) var findings: LedgerFindings?
  /// What is wrong with what the run asks for.
  private(set) var diagnostics: [Diagnostic] = []
  private(set) var statements: [Statements] = []

  init(_ model: CheckedModel, _ ledger: Ledger, _ options: LoweringOptions, _ sources: SourceMap) {
    self.model = model
    self.ledger = ledger
    self.options = options
    findings = ledger.file.map { LedgerFindings($0, sources: sources) }
  }

  /// - Parameter asked: the text of the option that says which periods are wanted.
  mutating func review(addsToLedger: Bool, asked: SourceSpan?) {
    var plans: [String: Int] = [:]
    for index in model.sheets.indices where model.sheets[index].kind == .plan {
      plans[model.sheets[index].name] = index
    }
    judgeRows(plans)
    judgeTwice()
    judgeBalances()
    for index in model.sheets.indices where isRun(index) { judgeStatements(index, addsToLedger, asked) }
    if addsToLedger, !model.sheets.indices.contains(where: isRun), findings?.diagnostics.isEmpty ?? true {
      diagnostics.append(.nothingIsPaid(asked ?? SourceSpan(file: FileID(0), start: 0, end: 0)))
    }
    if addsToLedger, !statements.isEmpty, statements.allSatisfy({ $0.open == nil }) {
      for one in statements { reportClosed(one, asked) }
    }
  }

  /// True iff the sheet is a plan of the run that pays.
  private func isRun(_ index: Int) -> Bool {
    let sheet = model.sheets[index]
    let isWanted = options.only?.contains(sheet.name) ?? true
    return isWanted && sheet.kind == .plan && sheet.lines.contains { $0.kind == .pay }
  }

  // ---- Rows ----

  private mutating func judgeRows(_ plans: [String: Int]) {
    let names = plans.keys.sorted()
    for (number, row) in ledger.rows.enumerated() {
      guard let index = plans[row.plan] else {
        let near = suggestions(for: row.plan, among: names)
        findings?.report(
          "E0962", once: row.plan, "no plan is called `\(row.plan)`", row: number, column: "plan", "paid by this plan",
          notes: names.isEmpty ? [] : ["the plans are " + names.map { "`\($0)`" }.joined(separator: ", ")],
          help: near.first.map { ["a similar name exists: `\($0)`"] } ?? [
            "a plan whose statements are closed keeps its name; give the ledger to the files that hold it"
          ])
        continue
      }
      judgePeriods(row, number, model.sheets[index])
      judgeAmount(row, number, model.sheets[index])
      if row.cause.isOfLine == row.line.isEmpty {
        let what = row.cause.isOfLine ? "belongs to a line, and none is named" : "belongs to no line"
        findings?.report(
          "E0968", once: "\(number)", "a row that is `\(row.cause.rawValue)` \(what)", row: number, column: "line")
      }
    }
    judgeLines(plans)
  }

  private mutating func judgePeriods(_ row: Ledger.Row, _ number: Int, _ sheet: SheetModel) {
    guard let unit = sheet.period else { return }
    for (period, column) in [(row.statement, "statement"), (row.forPeriod, "for_period")] {
      if period.unit != model.unit(unit) {
        findings?.report(
          "E0964", once: "\(period)",
          "`\(sheet.name)` is paid by \(unit.rawValue), and `\(period)` is a \(period.unit.length.rawValue)",
          row: number, column: column, "not a \(unit.rawValue)")
        return
      }
      if let during = sheet.during, period.lastDay < during.first || during.last < period.firstDay {
        findings?.report(
          "E0964", once: "\(period)", "`\(period)` is no period of `\(sheet.name)`", row: number, column: column,
          "outside the plan",
          notes: ["the plan is from \(during.first) to \(during.last)"])
        return
      }
    }
    let isEarlier = row.forPeriod < row.statement
    let isSame = row.forPeriod == row.statement
    guard row.cause == .recomputed ? !isEarlier : !isSame else { return }
    let wanted = row.cause == .recomputed ? "an earlier period than its statement" : "the period of its statement"
    findings?.report(
      "E0964", once: "\(number)", "a row that is `\(row.cause.rawValue)` is for \(wanted)", row: number,
      column: "for_period", "the statement is `\(row.statement)`")
  }

  private mutating func judgeAmount(_ row: Ledger.Row, _ number: Int, _ sheet: SheetModel) {
    guard let currency = sheet.currency else { return }
    guard let own = Currency(code: row.currency) else {
      findings?.report(
        "E0965", once: row.currency, "`\(row.currency)` is no currency", row: number, column: "currency",
        notes: ["a currency is written as its ISO 4217 code, such as `USD`"])
      return
    }
    if row.cause != .paid, own != currency {
      findings?.report(
        "E0965", once: row.currency, "`\(sheet.name)` is paid in \(currency.code), and this row is in \(own.code)",
        row: number, column: "currency", "expected \(currency.code)",
        notes: ["amounts that are closed are not converted"])
    } else if !row.amount.isMultiple(of: Rational(Int64(1), scale: own.minorDigits)) {
      findings?.report(
        "E0965", once: "\(number)", "\(row.amount) is no whole number of the smallest coins of \(own.code)",
        row: number,
        column: "amount")
    }
  }

  private mutating func judgeTwice() {
    struct Key: Hashable {
      var row: Ledger.Row
      init(_ row: Ledger.Row) {
        self.row = row
        self.row.amount = .zero
        self.row.currency = ""
      }
    }
    var seen: [Key: Int] = [:]
    for (number, row) in ledger.rows.enumerated() {
      if let first = seen.updateValue(number, forKey: Key(row)) {
        let message = "two rows of the ledger are the same \(what(row))"
        findings?.report(
          "E0966", once: "\(number)", message, row: number, column: nil,
          "comes again", also: first,
          help: ["if both are right, the second is an adjustment: pay it by a line over a table of adjustments"])
      }
    }
  }

  private func what(_ row: Ledger.Row) -> String {
    let line = row.line.isEmpty ? "" : " `\(row.line)`"
    let period = row.cause == .recomputed ? " for `\(row.forPeriod)`" : ""
    return "amount: \(row.cause.rawValue)\(line)\(period) of `\(row.payee)` in the statement `\(row.statement)`"
  }

  /// Nobody can owe less than nothing: what is taken off was put off before.
  private mutating func judgeBalances() {
    struct Key: Hashable { let plan, payee: String }
    var balances: [Key: Rational] = [:]
    let carried = ledger.rows.indices.filter { ledger.rows[$0].cause == .carried }
    for number in carried.sorted(by: { ledger.rows[$0].statement < ledger.rows[$1].statement }) {
      let row = ledger.rows[number]
      let key = Key(plan: row.plan, payee: row.payee)
      guard let balance = (balances[key] ?? .zero).adding(row.amount) else { continue }
      balances[key] = balance
      if balance.signum < 0 {
        findings?.report(
          "E0969", once: row.plan + "|" + row.payee,
          "the statement `\(row.statement)` of `\(row.payee)` takes off more than was carried forward", row: number,
          column: "amount", "leaves \(coins(balance, row.currency)) \(row.currency)",
          notes: ["what is carried forward is the sum of a payee's rows that are `carried`, and never below zero"])
      }
    }
  }

  /// A line that the plan no longer has would be recomputed as nothing, and taken back.
  private mutating func judgeLines(_ plans: [String: Int]) {
    struct Key: Hashable { let plan, payee, line: String; let period: Period }
    var sums: [Key: (sum: Rational, row: Int)] = [:]
    for (number, row) in ledger.rows.enumerated() where row.cause.isOfLine && !row.line.isEmpty {
      guard let index = plans[row.plan], isRun(index),
        !model.sheets[index].lines.contains(where: { $0.kind == .pay && $0.name == row.line })
      else { continue }
      let key = Key(plan: row.plan, payee: row.payee, line: row.line, period: row.forPeriod)
      let known = sums[key] ?? (.zero, number)
      sums[key] = (known.sum.adding(row.amount) ?? row.amount, known.row)
    }
    for (key, value) in sums.sorted(by: { $0.value.row < $1.value.row }) where value.sum.signum != 0 {
      let index = plans[key.plan] ?? 0
      let lines = model.sheets[index].lines.filter { $0.kind == .pay }.map(\.name)
      let near = suggestions(for: key.line, among: lines).first.map { ["a similar name exists: `\($0)`"] } ?? []
      let code = model.sheets[index].currency?.code ?? "USD"
      findings?.report(
        "E0963", once: key.plan + "|" + key.line, "the plan `\(key.plan)` has no pay line `\(key.line)`",
        row: value.row, column: "line", "paid by this line",
        notes: ["the pay lines are " + lines.map { "`\($0)`" }.joined(separator: ", ")],
        help: near + ["`pay \(key.line) = 0 \(code)` in the plan takes back what the line has paid"])
    }
  }

  // ---- Statements ----

  private mutating func judgeStatements(_ index: Int, _ addsToLedger: Bool, _ asked: SourceSpan?) {
    let sheet = model.sheets[index]
    guard let currency = sheet.currency, let negative = sheet.negative,
      let wanted = wantedPeriods(index, of: model, options)
    else { return }
    var closed: ClosedRange<Period>?
    var first: [Period: Int] = [:]
    for (number, row) in ledger.rows.enumerated()
    where row.plan == sheet.name && row.statement.unit == wanted.lowerBound.unit {
      first[row.statement] = first[row.statement] ?? number
    }
    let periods = first.keys.sorted()
    if let low = periods.first, let high = periods.last {
      closed = low...high
      for (before, after) in zip(periods, periods.dropFirst()) {
        guard let next = before.advanced(by: 1), next != after else { continue }
        findings?.report(
          "E0964", once: "\(sheet.name) \(after)", "the ledger has no statement of `\(sheet.name)` for `\(next)`",
          row: first[after] ?? 0, column: "statement", "follows `\(before)`",
          help: ["statements follow each other without a gap; rows that were taken out must come back"])
      }
    }
    var open: ClosedRange<Period>? = wanted
    if let closed {
      let from = max(wanted.lowerBound, closed.upperBound.advanced(by: 1) ?? wanted.lowerBound)
      open = from <= wanted.upperBound ? from...wanted.upperBound : nil
      if let next = closed.upperBound.advanced(by: 1), let open, open.lowerBound != next {
        diagnostics.append(.statementsMissing(asked ?? sheet.span, sheet.name, closed, next: next, asked: wanted))
      } else if wanted.lowerBound < closed.lowerBound {
        diagnostics.append(.beforeFirstStatement(asked ?? sheet.span, sheet.name, closed, asked: wanted))
      }
    }
    // A month's run that reached into a quarter would close it before its other months are there.
    if addsToLedger, let last = open?.upperBound, let end = options.days?.upperBound,
      end < min(last.lastDay, sheet.during?.last ?? last.lastDay)
    {
      diagnostics.append(.statementCutShort(asked ?? sheet.span, sheet.name, last))
    }
    statements.append(
      Statements(
        plan: sheet.name, lines: sheet.lines.filter { $0.kind == .pay }.map(\.name), currency: currency,
        negative: negative, isConverted: sheet.conversion != nil, closed: closed, open: open))
  }

  private mutating func reportClosed(_ one: Statements, _ asked: SourceSpan?) {
    guard let closed = one.closed, let index = model.sheets.firstIndex(where: { $0.name == one.plan }) else { return }
    diagnostics.append(.periodsClosed(asked ?? model.sheets[index].span, one.plan, closed))
  }
}

extension Diagnostic {
  fileprivate static func periodsClosed(_ span: SourceSpan, _ plan: String, _ closed: ClosedRange<Period>) -> Diagnostic
  {
    let next = closed.upperBound.advanced(by: 1)
    return Diagnostic(
      .error, "E0177", "the statements of `\(plan)` are closed through `\(closed.upperBound)`", at: span,
      "nothing is left to pay",
      notes: ["what has changed since is paid with the next statement, as amounts for the period that they belong to"],
      help: (next.map { [Help("the next statement is `--period \($0)`")] } ?? [])
        + [Help("without `--ledger`, the run shows what was paid")])
  }

  fileprivate static func statementsMissing(
    _ span: SourceSpan, _ plan: String, _ closed: ClosedRange<Period>, next: Period, asked: ClosedRange<Period>
  ) -> Diagnostic {
    Diagnostic(
      .error, "E0178", "the statement of `\(plan)` for `\(next)` comes before that for `\(asked.lowerBound)`", at: span,
      notes: ["the ledger is closed through `\(closed.upperBound)`, and statements follow each other without a gap"],
      help: [Help("pay the periods between too: `--period \(next)..\(asked.upperBound)`")])
  }

  fileprivate static func statementCutShort(_ span: SourceSpan, _ plan: String, _ period: Period) -> Diagnostic {
    Diagnostic(
      .error, "E0178", "the statement of `\(plan)` for `\(period)` is not due before \(period.lastDay)", at: span,
      "ends before",
      notes: ["a statement that is in the ledger is closed, and what comes later is paid as for a prior period"],
      help: [
        Help("ask for all of it: `--period \(period)`"),
        Help("or leave the plan out: `--plan` names another one, which is due"),
      ])
  }

  fileprivate static func beforeFirstStatement(
    _ span: SourceSpan, _ plan: String, _ closed: ClosedRange<Period>, asked: ClosedRange<Period>
  ) -> Diagnostic {
    Diagnostic(
      .error, "E0178", "the ledger of `\(plan)` begins with `\(closed.lowerBound)`, after `\(asked.lowerBound)`",
      at: span, notes: ["no statement can come before those that are closed"])
  }

  fileprivate static func nothingIsPaid(_ span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .error, "E0179", "the run has no statement that could be added to a ledger", at: span,
      help: [Help("a ledger holds what the `pay` lines of plans pay; `--plan` names a plan that has some")])
  }
}
