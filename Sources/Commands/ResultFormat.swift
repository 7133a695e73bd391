import Allot

/// How results are written.
enum ResultFormat: String, CaseIterable, Hashable, Sendable {
  /// For people: aligned, with totals.
  case table
  case csv
  case json
  case jsonLines = "jsonl"
  case markdown = "md"

  /// Iff what is to be known beside the rows stands in the result itself.
  var holdsNotes: Bool {
    switch self {
    case .table, .json, .markdown: true
    case .csv, .jsonLines: false
    }
  }

  /// The format that is asked for by name, or by the ending of the output file.
  static func chosen(_ name: String?, output: String?) throws(UsageError) -> ResultFormat {
    if let name {
      if let format = ResultFormat(rawValue: name.lowercased()) { return format }
      let near = suggestions(for: name, among: allCases.map(\.rawValue)).first
      throw UsageError(
        "there is no format `\(name)`",
        help: (near.map { ["a similar one exists: `\($0)`"] } ?? [])
          + ["the formats are " + allCases.map { "`\($0.rawValue)`" }.joined(separator: ", ")])
    }
    guard let output, let dot = output.lastIndex(of: ".") else { return .table }
    return ResultFormat(rawValue: output[output.index(after: dot)...].lowercased()) ?? .table
  }
}

/// The results of a run with what was asked for.
struct Report {
  let plans: [String]
  let period: String?
  let asOf: String?
  /// The calendar that the plan declares, in its words; nil for the ordinary one.
  let calendar: String?
  /// The params that were given another value.
  let parameters: [NamedText]
  let settlement: Settlement
  let showsAll: Bool
  let threads: Int
  /// The results that are written.
  private(set) var outputs: [OutputTable]
  /// The only one of them with the columns that were chosen; nil for all columns.
  private var chosen: OutputTable?

  init(
    plans: [String], period: String?, asOf: String?, calendar: String?, parameters: [NamedText], settlement: Settlement,
    showsAll: Bool, threads: Int, columns: ColumnChoice?
  ) throws(UsageError) {
    self.plans = plans
    self.period = period
    self.asOf = asOf
    self.calendar = calendar
    self.parameters = parameters
    self.settlement = settlement
    self.showsAll = showsAll
    self.threads = threads
    outputs = settlement.results.outputs
    guard let columns else { return }
    let table = try single("`--columns` is about", help: [])
    outputs = [table]
    chosen = try columns.applied(to: table)
  }

  var results: Results { settlement.results }

  /// What is written in a format.
  enum Content {
    case bytes([UInt8])
    /// The rows of one result, which are not all in memory at once.
    case rows(OutputTable, RowText.Style)
  }

  /// All results, with line ends.
  func content(_ format: ResultFormat, _ isStyled: Bool) throws(UsageError) -> Content {
    switch format {
    case .table: .bytes(Array(TableText(isStyled: isStyled).text(self).utf8))
    case .markdown: .bytes(Array(MarkdownText().text(self).utf8))
    case .json: .bytes(json)
    case .csv: .rows(shown(try single("csv holds")), .csv)
    case .jsonLines: .rows(shown(try single("jsonl holds")), .jsonLines)
    }
  }

  /// Hands what is written to `write`, piece by piece, until that answers false.
  func write(_ content: Content, to write: ([UInt8]) -> Bool) {
    switch content {
    case .bytes(let bytes): _ = write(bytes)
    case .rows(let table, let style): table.write(style, isComplete: showsAll, threads: threads, to: write)
    }
  }

  /// A result with the columns that were chosen.
  func shown(_ table: OutputTable) -> OutputTable { chosen ?? table }

  /// The only result; with `--detail`, the only detail.
  ///
  /// - Parameter holder: what holds only one, such as `csv holds`.
  private func single(
    _ holder: String, help: [String] = ["`--format json`, `md` and `table` hold several"]
  ) throws(UsageError) -> OutputTable {
    // What a statement pays for earlier periods stands in a column of the plan's own result, and in the ledger.
    // The orders of a rule that are made of its lines have a name of their own to be asked for by.
    var tables = outputs.filter { $0.output.kind != .priorPeriods }
    if tables.contains(where: { $0.output.kind != .orders }) { tables.removeAll { $0.output.kind == .orders } }
    let details = tables.filter { $0.output.kind == .detail }
    if let detail = details.first, details.count == 1, tables.count == 2 { return detail }
    guard tables.count == 1 else {
      let names = tables.map { "`\($0.output.name)`" }.joined(separator: ", ")
      throw UsageError(
        "the run has \(tables.count) results, and \(holder) one: \(names)",
        help: ["choose one: `--plan \(tables[0].output.name)`"] + help)
    }
    return tables[0]
  }

  /// The rows of a table that are printed.
  func rows(_ table: OutputTable) -> [Int] {
    (0..<table.rowCount).filter { showsAll || table.isPrimary[$0] }
  }

  /// `12 rows`, over all results.
  var rowSummary: String {
    let count = outputs.reduce(0) { $0 + (showsAll ? $1.rowCount : $1.primaryCount) }
    return "\(count) row\(count == 1 ? "" : "s")"
  }

  /// What a reader of a result must know beside its rows, in sentences.
  func notes(_ table: OutputTable) -> [String] { table.notes(asOf: asOf) }

  // MARK: JSON

  private var json: [UInt8] {
    JSON.object(
      [
        .init("version", .integer(1)),
        .init("allot", .text(CommandLineTool.version)),
        .init("language", .integer(CommandLineTool.language)),
        .init("plans", .list(plans.map { .text($0) })),
        .init("period", .text(period)),
        .init("asOf", .text(asOf)),
      ] + (calendar.map { [.init("calendar", .text($0))] } ?? []) + [
        .init(
          "params",
          .list(
            parameters.map { .object([.init("name", .text($0.name)), .init("value", .text($0.text))]) })),
        .init(
          "files",
          .list(
            results.files.map { file in
              .object([
                .init("table", .text(file.table)), .init("path", .text(file.path)), .init("rows", .integer(file.rows)),
              ])
            })),
        .init("results", .list(outputs.map { object(shown($0)) })),
      ] + (ledger.map { [.init("ledger", $0)] } ?? [])
    ).bytes(depth: 4) + [UInt8(ascii: "\n")]
  }

  /// The rows that the run adds to a ledger; nil for a run without one.
  private var ledger: JSON? {
    settlement.ledger.map { ledger in
      .list(
        ledger.rows[settlement.added].map { row in
          .object(zip(Ledger.columns, ledger.cells(row)).map { .init($0, .text($1)) })
        })
    }
  }

  private func object(_ table: OutputTable) -> JSON {
    .object(
      [
        .init("name", .text(table.output.name)),
        .init("title", .text(table.output.title)),
        .init("kind", .text(table.output.kind.word)),
      ] + leftOut(table) + (table.output.carriedSince.map { [.init("carriedSince", .text("\($0)"))] } ?? [])
        + (table.output.isWithoutRule == nil ? [] : [.init("withoutRule", .integer(table.withoutRuleCount))]) + [
          .init(
            "columns",
            .list(
              table.definitions.enumerated().map { index, definition in
                .object([
                  .init("name", .text(definition.name)), .init("title", .text(definition.title)),
                  .init("type", .text(table.type(of: index))), .init("unit", .text(definition.unit)),
                  .init("isKey", .bool(table.isKey[index])),
                ])
              })),
          .init("rows", .lines(lines(table))),
        ])
  }

  /// The first and the last period that has no rows because it begins after the as-of date, where there are such.
  private func leftOut(_ table: OutputTable) -> [JSON.Member] {
    guard let periods = table.output.leftOut else { return [] }
    return [
      .init("leftOut", .list([.text("\(periods.lowerBound)"), .text("\(periods.upperBound)")]))
    ]
  }

  /// The rows, each on a line: texts for everything but truth values; null where nothing is known.
  private func lines(_ table: OutputTable) -> [UInt8] {
    var lines: [UInt8] = []
    table.write(.jsonLines, isComplete: showsAll, threads: threads) { piece in
      lines += piece
      return true
    }
    return lines
  }
}

extension Output.Kind {
  var word: String {
    switch self {
    case .plan: "plan"
    case .sheet: "sheet"
    case .replenish: "replenish"
    case .rules: "rules"
    case .detail: "detail"
    case .orders: "orders"
    case .closedPeriods: "closed periods"
    case .orderEntries: "order entries"
    case .priorPeriods: "prior periods"
    }
  }
}

extension OutputTable {
  /// `number`, `percent`, `text`, `date`, `month` and the like.
  func type(of column: Int) -> String {
    switch kinds[column] {
    case .number:
      if case .percent = definitions[column].format { return "percent" }
      return "number"
    case .bool: return "bool"
    case .text: return "text"
    case .date: return "date"
    case .timestamp: return "timestamp"
    case .period(let unit): return unit.name
    case .row: return "row"
    }
  }
}
