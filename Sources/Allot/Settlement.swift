import IR

/// The results of a run, and the ledger with the statements that it adds.
public struct Settlement: Sendable {
  public let results: Results
  /// The ledger that was given with the run's rows behind its own; nil for a run without a ledger.
  public let ledger: Ledger?
  /// The places of the rows that the run adds.
  public let added: Range<Int>

  init(results: Results, ledger: Ledger?, added: Range<Int>) {
    self.results = results
    self.ledger = ledger
    self.added = added
  }

  /// The settlement of a run without a ledger.
  package init(_ results: Results) { self.init(results: results, ledger: nil, added: 0..<0) }
}

extension CompiledPlan {
  /// Runs the plan over its tables, and holds what it pays against the ledger that it was compiled with.
  ///
  /// - Throws: what is wrong with the data, as it stands in the files; then there are no results at all.
  public func settle(
    _ data: DataLocation = DataLocation(), options: RunOptions = RunOptions()
  ) throws(RunError) -> Settlement {
    try settle(compute(data, options: options))
  }

  /// Holds what a run has computed against the ledger that the plan was compiled with.
  package func settle(_ computed: Results) throws(RunError) -> Settlement {
    guard let ledger else { return Settlement(results: computed, ledger: nil, added: 0..<0) }
    var settling = Settling(ledger, statements, computed, sources)
    return try settling.settle()
  }
}

/// Makes statements of what plans pay.
///
/// ```
/// earned       the lines of the statement's period            +
/// recomputed   closed periods: recomputed - their rows        +   in the first open statement only
/// carried      what earlier statements took too much          -
///              ──────────────────────────────────────────────
/// total        below zero: carried forward, collected or dropped
/// ```
/// Every part is a row of the ledger, so that a statement is the sum of its rows and the next run finds nothing more
/// to recompute.
private struct Settling {
  private let ledger: Ledger
  private let statements: [Statements]
  private let computed: Results
  private let sources: SourceMap
  private var added: [(row: Ledger.Row, plan: Int, payee: Int)] = []

  init(_ ledger: Ledger, _ statements: [Statements], _ computed: Results, _ sources: SourceMap) {
    self.ledger = ledger
    self.statements = statements
    self.computed = computed
    self.sources = sources
  }

  mutating func settle() throws(RunError) -> Settlement {
    var missing = ledger.file.map { LedgerFindings($0, sources: sources) }
    var outputs: [OutputTable] = []
    var settled: [PlanSettling] = []
    for table in computed.outputs where table.output.kind != .closedPeriods {
      guard table.output.kind == .plan, let one = statements.first(where: { $0.plan == table.output.name }) else {
        outputs.append(table)
        continue
      }
      let closed = computed.outputs.first { $0.output.kind == .closedPeriods && $0.output.name == one.plan }
      var plan = PlanSettling(one, table, recomputed: closed, ledger)
      plan.reportMissing(&missing)
      if missing?.diagnostics.isEmpty ?? true { try plan.settle() }
      for (row, payee) in plan.added { added.append((row, settled.count, payee)) }
      settled.append(plan)
      outputs += plan.tables()
    }
    outputs = outputs.map { table in
      guard table.output.kind == .detail else { return table }
      let owners = settled.filter { table.output.name.hasPrefix($0.name + ".") }
      return owners.max { $0.name.utf8.count < $1.name.utf8.count }?.open(table) ?? table
    }
    if let missing, !missing.diagnostics.isEmpty { throw missing.error }
    // By statement, so that periods paid one by one leave the same file as periods paid at once.
    let rows = added.enumerated().sorted { a, b in
      let (left, right) = (a.element.row.statement.lastDay, b.element.row.statement.lastDay)
      return (left, a.element.plan, a.element.payee, a.offset) < (right, b.element.plan, b.element.payee, b.offset)
    }.map(\.element.row)
    var result = ledger
    let start = result.rows.count
    result.rows += rows
    for plan in settled { try plan.verify(result) }
    return Settlement(
      results: Results(outputs: outputs, files: computed.files), ledger: result, added: start..<result.rows.count)
  }
}

/// The statements of one plan.
private struct PlanSettling {
  private let statements: Statements
  private let table: OutputTable
  private let ledger: Ledger
  /// The numbers of the plan's rows in the ledger, by payee.
  private var rows: [String: [Int]] = [:]
  /// What lines pay for closed periods, by payee and period.
  private var recomputed: [Place: [Rational]] = [:]
  private(set) var added: [(row: Ledger.Row, payee: Int)] = []
  private var sums: [Place: Sums] = [:]
  private var prior: [Adjustment] = []

  private struct Place: Hashable {
    let payee: String
    let period: Period
  }

  /// A statement.
  private struct Sums {
    var lines: [Rational]
    var prior = Rational.zero
    var total = Rational.zero
    var carried = Rational.zero
    var isClosed = false
    var paid: (amount: Rational, currency: String)?
  }

  /// What a statement pays for an earlier period.
  private struct Adjustment {
    let row: Int
    let forPeriod: Period
    let line: String
    let paid: Rational
    let recomputed: Rational
    let amount: Rational
  }

  init(_ statements: Statements, _ table: OutputTable, recomputed closed: OutputTable?, _ ledger: Ledger) {
    self.statements = statements
    self.table = table
    self.ledger = ledger
    for (number, row) in ledger.rows.enumerated() where row.plan == statements.plan {
      rows[row.payee, default: []].append(number)
    }
    guard let closed else { return }
    for row in 0..<closed.rowCount {
      guard let place = PlanSettling.place(closed, row) else { continue }
      let keys = closed.output.keys.count
      recomputed[place] = statements.lines.indices.map { PlanSettling.number(closed, row, keys + $0) }
    }
  }

  // ---- Tables ----

  /// The payee and the period of a row; its last key is the period.
  private static func place(_ table: OutputTable, _ row: Int) -> Place? {
    let keys = table.output.keys.count
    guard keys > 0, case .period(let period) = table.value(row: row, column: keys - 1) else { return nil }
    let names = (0..<keys - 1).map { table.text(row: row, column: $0) }
    if names.count == 1 { return Place(payee: names[0], period: period) }
    let escaped = names.map { name in
      String(name.flatMap { $0 == "|" || $0 == "\\" ? ["\\", $0] : [$0] })
    }
    return Place(payee: escaped.joined(separator: "|"), period: period)
  }

  private static func number(_ table: OutputTable, _ row: Int, _ column: Int) -> Rational {
    if case .number(let number) = table.value(row: row, column: column) { return number }
    return .zero
  }

  private func column(_ name: String) -> Int? {
    let from = table.output.keys.count + statements.lines.count
    return table.definitions.indices.first { $0 >= from && table.definitions[$0].name == name }
  }

  // ---- People who are gone ----

  /// Reports payees whose rows would otherwise be taken for nothing, and taken back or forgotten.
  func reportMissing(_ findings: inout LedgerFindings?) {
    let present = Set((0..<table.rowCount).compactMap { PlanSettling.place(table, $0)?.payee })
    for (payee, numbers) in rows.sorted(by: { ($0.value[0]) < ($1.value[0]) }) where !present.contains(payee) {
      var lines: [Ledger.Row: Rational] = [:]
      for number in numbers where ledger.rows[number].cause != .paid && ledger.rows[number].cause != .dropped {
        var key = ledger.rows[number]
        let amount = key.amount
        key.amount = .zero
        key.statement = key.forPeriod
        if key.cause == .recomputed { key.cause = .earned }
        if key.cause == .carried { (key.statement, key.forPeriod) = (statementZero(key), statementZero(key)) }
        lines[key] = (lines[key] ?? .zero).adding(amount) ?? amount
      }
      guard lines.values.contains(where: { $0.signum != 0 }), let last = numbers.last else { continue }
      findings?.report(
        "E0967", once: statements.plan + "|" + payee,
        "`\(statements.plan)` has paid `\(payee)`, and has no row for `\(payee)` any more", row: last, column: "payee",
        "in a closed statement",
        notes: ["nobody is taken out of a ledger silently: what was paid would be taken back"],
        help: [
          "keep the row in the table that the plan is for each of, and say with dates or conditions in the lines what "
            + "is no longer paid"
        ])
    }
  }

  /// One period for all that is carried, which is summed over all statements.
  private func statementZero(_ row: Ledger.Row) -> Period { Period(row.statement.unit, ordinal: 0) }

  // ---- Statements ----

  mutating func settle() throws(RunError) {
    var payees: [String] = []
    var places: [Place: Int] = [:]
    for row in 0..<table.rowCount {
      guard let place = PlanSettling.place(table, row) else { continue }
      if payees.last != place.payee { payees.append(place.payee) }
      places[place] = row
    }
    for (number, payee) in payees.enumerated() {
      var balance = Rational.zero
      for index in rows[payee] ?? [] where ledger.rows[index].cause == .carried {
        balance = try add(balance, ledger.rows[index].amount, payee)
      }
      try showClosed(payee, places)
      guard let open = statements.open else { continue }
      var period: Period? = open.lowerBound
      while let current = period, current <= open.upperBound {
        let place = Place(payee: payee, period: current)
        if let row = places[place] {
          let changes = current == open.lowerBound ? try changes(payee, row) : []
          try state(place, row, changes, &balance, number)
        }
        period = current.advanced(by: 1)
      }
    }
  }

  /// What closed periods pay more, or less, than their rows in the ledger.
  private func changes(_ payee: String, _ row: Int) throws(RunError) -> [Adjustment] {
    guard let closed = statements.closed else { return [] }
    struct Key: Hashable { let period: Period; let line: String }
    var paid: [Key: Rational] = [:]
    for number in rows[payee] ?? [] where ledger.rows[number].cause.isOfLine {
      let key = Key(period: ledger.rows[number].forPeriod, line: ledger.rows[number].line)
      paid[key] = try add(paid[key] ?? .zero, ledger.rows[number].amount, payee)
    }
    var result: [Adjustment] = []
    var period: Period? = closed.lowerBound
    while let current = period, current <= closed.upperBound {
      let now = recomputed[Place(payee: payee, period: current)]
      for (index, line) in statements.lines.enumerated() {
        let before = paid[Key(period: current, line: line)] ?? .zero
        let after = now?[index] ?? .zero
        let amount = try add(after, before.negated, payee)
        if amount.signum != 0 {
          result.append(
            Adjustment(row: row, forPeriod: current, line: line, paid: before, recomputed: after, amount: amount))
        }
      }
      period = current.advanced(by: 1)
    }
    return result
  }

  /// Adds a statement.
  private mutating func state(
    _ place: Place, _ row: Int, _ changes: [Adjustment], _ balance: inout Rational, _ number: Int
  ) throws(RunError) {
    let keys = table.output.keys.count
    var sums = Sums(lines: statements.lines.indices.map { PlanSettling.number(table, row, keys + $0) })
    func post(
      _ amount: Rational, _ cause: Ledger.Cause, line: String = "", for period: Period? = nil,
      in currency: String? = nil
    ) {
      added.append(
        (
          Ledger.Row(
            plan: statements.plan, payee: place.payee, statement: place.period, line: line,
            forPeriod: period ?? place.period, amount: amount, currency: currency ?? statements.currency.code,
            cause: cause), number
        ))
    }
    var due = Rational.zero
    for (line, amount) in zip(statements.lines, sums.lines) {
      due = try add(due, amount, place.payee)
      post(amount, .earned, line: line)
    }
    for change in changes {
      due = try add(due, change.amount, place.payee)
      sums.prior = try add(sums.prior, change.amount, place.payee)
      post(change.amount, .recomputed, line: change.line, for: change.forPeriod)
    }
    prior += changes
    let owed = try add(due, balance.negated, place.payee)
    switch statements.negative {
    case .carried: sums.total = owed.signum < 0 ? .zero : owed
    case .collected: sums.total = owed
    case .dropped: sums.total = owed.signum < 0 ? .zero : owed
    }
    // Where nothing is carried forward, what was carried before the plan said otherwise is settled at once.
    let isCarried = statements.negative == .carried
    let carried = isCarried ? try add(sums.total, due.negated, place.payee) : balance.negated
    let dropped = isCarried ? .zero : try add(sums.total, owed.negated, place.payee)
    if carried.signum != 0 { post(carried, .carried) }
    if dropped.signum != 0 { post(dropped, .dropped) }
    balance = try add(balance, carried, place.payee)
    if !isCarried { sums.prior = try add(sums.prior, carried, place.payee) }
    sums.carried = balance
    if let (rate, code) = conversion(row), let digits = minorDigits(ofCurrency: code) {
      let converted = sums.total.multiplying(rate)
      guard let paid = converted?.rounded(.half, toMultipleOf: Rational(Int64(1), scale: digits)) else {
        throw overflow(place.payee)
      }
      sums.paid = (paid, code)
      post(paid, .paid, in: code)
    }
    self.sums[place] = sums
  }

  /// The rate and the currency in which a row's total is paid; nil where it is paid in the plan's own.
  private func conversion(_ row: Int) -> (rate: Rational, currency: String)? {
    guard statements.isConverted, let rate = column("paid_rate"), let currency = column("paid_currency") else {
      return nil
    }
    return (PlanSettling.number(table, row, rate), table.text(row: row, column: currency))
  }

  /// A closed statement, as the ledger has it.
  private mutating func showClosed(_ payee: String, _ places: [Place: Int]) throws(RunError) {
    guard let closed = statements.closed else { return }
    var balance = Rational.zero
    let own = (rows[payee] ?? []).sorted { (ledger.rows[$0].statement, $0) < (ledger.rows[$1].statement, $1) }
    var next = own[...]
    var paid: [String: Rational] = [:]
    var period: Period? = closed.lowerBound
    while let current = period, current <= closed.upperBound {
      var sums = Sums(lines: [Rational](repeating: .zero, count: statements.lines.count))
      sums.isClosed = true
      while let number = next.first, ledger.rows[number].statement <= current {
        next = next.dropFirst()
        let row = ledger.rows[number]
        if row.cause == .paid {
          sums.paid = (row.amount, row.currency)
          continue
        }
        sums.total = try add(sums.total, row.amount, payee)
        switch row.cause {
        case .earned:
          if let line = statements.lines.firstIndex(of: row.line) {
            sums.lines[line] = try add(sums.lines[line], row.amount, payee)
          }
        case .recomputed:
          sums.prior = try add(sums.prior, row.amount, payee)
          if let at = places[Place(payee: payee, period: current)] {
            let before = paid["\(row.forPeriod)|\(row.line)"] ?? .zero
            prior.append(
              Adjustment(
                row: at, forPeriod: row.forPeriod, line: row.line, paid: before,
                recomputed: try add(before, row.amount, payee), amount: row.amount))
          }
        case .carried:
          balance = try add(balance, row.amount, payee)
          if statements.negative != .carried { sums.prior = try add(sums.prior, row.amount, payee) }
        case .dropped, .paid: break
        }
        if row.cause.isOfLine {
          let key = "\(row.forPeriod)|\(row.line)"
          paid[key] = try add(paid[key] ?? .zero, row.amount, payee)
        }
      }
      sums.carried = balance
      let place = Place(payee: payee, period: current)
      if places[place] != nil { self.sums[place] = sums }
      period = current.advanced(by: 1)
    }
  }

  private func add(_ a: Rational, _ b: Rational, _ payee: String) throws(RunError) -> Rational {
    if let sum = a.adding(b) { return sum }
    throw overflow(payee)
  }

  private func overflow(_ payee: String) -> RunError {
    RunError(
      [RunFinding(.fault(.overflow), table: statements.plan, row: [NamedText("payee", payee)])], omitted: 0,
      sources: SourceMap())
  }

  // ---- Results ----

  /// The plan's result with its statements' sums, and what they pay for earlier periods.
  func tables() -> [OutputTable] {
    guard let total = column("total") else { return [table] }
    let carried = statements.negative == .carried ? column("carried") : nil
    let keys = table.output.keys.count
    var pool = table.pool
    let rows = (0..<table.rowCount).map { row in PlanSettling.place(table, row).flatMap { sums[$0] } }
    let paid = statements.isConverted ? column("paid") : nil
    let currency = statements.isConverted ? column("paid_currency") : nil
    let showsClosed = rows.contains { $0?.isClosed ?? false }
    let computed = table.columns
    func values(_ column: Int) -> Column {
      let line = column - keys
      if column < keys || !showsClosed && column != total && column != carried && column != paid {
        return computed[column]
      }
      return PlanSettling.made(
        (0..<table.rowCount).map { row in
          let own = table.value(row: row, column: column)
          guard let sums = rows[row] else { return own }
          if column == total { return .number(sums.total) }
          if column == carried { return .number(sums.carried) }
          if column == paid { return sums.paid.map { .number($0.amount) } ?? .missing }
          if column == currency { return sums.paid.map { .text($0.currency) } ?? .missing }
          if statements.lines.indices.contains(line) { return .number(sums.lines[line]) }
          // What a plan shows is not in the ledger, and what it would show today was not what it showed then.
          return sums.isClosed ? .missing : own
        }, table.kinds[column], &pool)
    }
    var columns = computed.indices.map(values)
    var output = table.output
    let prior = OutputColumn(
      name: "prior_periods", title: "prior periods", column: table.definitions[total].column,
      format: table.definitions[total].format, unit: table.definitions[total].unit, isAdditive: true)
    columns.insert(Column.numbers(rows.map { $0?.prior ?? .zero }), at: total)
    output.columns.insert(prior, at: total - keys)
    var kinds = table.kinds
    kinds.insert(.number, at: total)
    let plan = OutputTable(
      output: output, rowCount: table.rowCount, primaryCount: table.primaryCount, isPrimary: table.isPrimary,
      columns: columns, kinds: kinds, pool: pool, definitions: output.keys + output.columns)
    return [plan] + (self.prior.isEmpty ? [] : [adjustments(total)])
  }

  var name: String { statements.plan }

  /// The detail of open periods: that of closed ones may have changed since they were paid.
  func open(_ detail: OutputTable) -> OutputTable {
    guard let closed = statements.closed,
      let column = detail.kinds.indices.first(where: { detail.kinds[$0] == .period(closed.lowerBound.unit) })
    else { return detail }
    let rows = (0..<detail.rowCount).filter { row in
      guard case .period(let period) = detail.value(row: row, column: column) else { return true }
      return !closed.contains(period)
    }
    if rows.count == detail.rowCount { return detail }
    let places = rows.map { Int32($0) }
    return OutputTable(
      output: detail.output, rowCount: rows.count, primaryCount: rows.count { detail.isPrimary[$0] },
      isPrimary: rows.map { detail.isPrimary[$0] }, columns: detail.columns.map { $0.gather(places) },
      kinds: detail.kinds, pool: detail.pool, definitions: detail.definitions)
  }

  private func adjustments(_ total: Int) -> OutputTable {
    let order = prior.enumerated().sorted { a, b in
      (a.element.row, a.element.forPeriod, a.offset) < (b.element.row, b.element.forPeriod, b.offset)
    }.map(\.element)
    let money = table.definitions[total]
    let keys = table.output.keys.count
    var pool = table.pool
    func definition(_ name: String, isMoney: Bool, isAdditive: Bool = false) -> OutputColumn {
      OutputColumn(
        name: name, title: nil, column: money.column, format: isMoney ? money.format : .plain,
        unit: isMoney ? money.unit : nil, isAdditive: isAdditive)
    }
    let rows = order.map { Int32($0.row) }
    let period = table.kinds[keys - 1]
    let ownKeys =
      Array(table.output.keys) + [definition("for_period", isMoney: false), definition("line", isMoney: false)]
    let output = Output(
      kind: .priorPeriods, name: "\(statements.plan).prior_periods", title: "Prior periods", frame: table.output.frame,
      shown: nil, isPrimary: nil, keys: ownKeys,
      columns: [
        definition("paid", isMoney: true), definition("recomputed", isMoney: true),
        definition("amount", isMoney: true, isAdditive: true),
      ], order: [])
    let columns =
      table.columns.prefix(keys).map { $0.gather(rows) } + [
        Column.codes(order.map { $0.forPeriod.ordinal }), Column.codes(order.map { pool.code(for: $0.line) }),
        Column.numbers(order.map(\.paid)), Column.numbers(order.map(\.recomputed)),
        Column.numbers(order.map(\.amount)),
      ]
    return OutputTable(
      output: output, rowCount: order.count, primaryCount: order.count,
      isPrimary: [Bool](repeating: true, count: order.count), columns: columns,
      kinds: Array(table.kinds[..<keys]) + [period, .text, .number, .number, .number], pool: pool,
      definitions: output.keys + output.columns)
  }

  /// A column of these values, of which each may be missing.
  private static func made(_ values: [Value], _ kind: IR.ValueKind, _ pool: inout TextPool) -> Column {
    let validity = Bitmap(values.map { $0 != .missing })
    func codes(_ code: (Value) -> Int32) -> Column {
      Column(.codes(values.map(code)), count: values.count, validity: validity)
    }
    switch kind {
    case .number, .row:
      return Column.numbers(
        values.map { value -> Rational? in
          if case .number(let number) = value { return number }
          return nil
        })
    case .timestamp:
      return Column.numbers(
        values.map { value -> Rational? in
          if case .timestamp(let seconds) = value { return Rational(seconds) }
          return nil
        })
    case .bool:
      return Column(.bools(values.map { $0 == .bool(true) }), count: values.count, validity: validity)
    case .text:
      return codes { value in
        if case .text(let text) = value { return pool.code(for: text) }
        return 0
      }
    case .date:
      return codes { value in
        if case .date(let date) = value { return date.days }
        return 0
      }
    case .period:
      return codes { value in
        if case .period(let period) = value { return period.ordinal }
        return 0
      }
    }
  }

  // ---- Laws ----

  /// The laws of a ledger, judged by its rows alone: a statement is the sum of its rows, and what is carried forward is
  /// the sum of the rows that carry.
  func verify(_ result: Ledger) throws(RunError) {
    var totals: [Place: Rational] = [:]
    for row in result.rows where row.plan == statements.plan && row.cause != .paid {
      let place = Place(payee: row.payee, period: row.statement)
      totals[place] = try add(totals[place] ?? .zero, row.amount, row.payee)
    }
    for (place, sums) in sums {
      let rows = totals[place] ?? .zero
      if rows == sums.total && (statements.negative != .carried || sums.carried.signum >= 0) { continue }
      let message = "the statement of `\(place.payee)` for `\(place.period)` is not the sum of its rows"
      throw RunError(
        [
          Diagnostic(
            .error, "E0969", message, at: SourceSpan(file: FileID(0), start: 0, end: 0),
            notes: ["total `\(sums.total)`, sum of rows `\(rows)`, carried `\(sums.carried)`"])
        ], sources: SourceMap())
    }
  }
}
