import Columns
import IR

/// The result that says which rows of tables stand behind a rule's orders.
extension Execution {
  /// The report as a table: by the rule's keys, then in the order of the aggregates, then by date and key.
  func table(_ report: RowReport) -> OutputTable {
    var pool = pool
    let lines = lineOrder(report)
    let parts = report.parts.map { rows(of: $0, lines.ranks) }
    // Each part ascends by the place of the rule's row.
    var order: [(part: Int, row: Int32)] = []
    order.reserveCapacity(parts.reduce(0) { $0 + $1.count })
    var next = [Int](repeating: 0, count: parts.count)
    let owners = report.parts.map { whole($0.owner) }
    for place in lines.rows.indices {
      for part in parts.indices {
        while next[part] < parts[part].count,
          let owner = owners[part].code(at: Int(parts[part][next[part]])), lines.ranks[Int(owner)] == Int32(place)
        {
          order.append((part, parts[part][next[part]]))
          next[part] += 1
        }
      }
    }
    let owning = order.map { owners[$0.part].code(at: Int($0.row)) ?? -1 }
    var sheet = ReportColumns(count: order.count)
    for key in report.rule.keys {
      sheet.add(key, whole(key.column).gather(owning), program[key.column].kind, isKey: true)
    }
    func texts(_ name: String, isKey: Bool = false, _ text: (RowReport.Part, Int32) -> String?) {
      let codes = order.map { text(report.parts[$0.part], $0.row).map { pool.code(for: $0) } }
      let validity = Bitmap(codes.map { $0 != nil })
      let column = Column(
        .codes(codes.map { $0 ?? 0 }), count: order.count, validity: validity.isAllTrue ? nil : validity)
      sheet.add(OutputColumn(name, .plain), column, .text, isKey: isKey)
    }
    texts("line", isKey: true) { part, _ in part.line }
    texts("aggregate", isKey: true) { part, _ in part.aggregate }
    texts("table", isKey: true) { part, _ in part.table }
    texts("row", isKey: true) { part, row in name(of: part, Int(row)) }
    let dates = order.map { cell in report.parts[cell.part].date.flatMap { whole($0).code(at: Int(cell.row)) } }
    let dated = Bitmap(dates.map { $0 != nil })
    sheet.add(
      OutputColumn("date", .plain),
      Column(.codes(dates.map { $0 ?? 0 }), count: order.count, validity: dated.isAllTrue ? nil : dated), .date)
    if report.parts.allSatisfy({ $0.value.map { program[$0.column].kind == .number } ?? true }) {
      let values = order.map { cell -> Rational? in
        report.parts[cell.part].value.flatMap { whole($0.column).rational(at: Int(cell.row)) }
      }
      let units = Set(report.parts.compactMap { $0.value.map(\.unit) })
      var column = OutputColumn("value", .number(.all(minimum: 0)))
      if let first = report.parts.lazy.compactMap(\.value).first, units.count == 1 {
        column.unit = first.unit
        column.format = first.format
      }
      sheet.add(column, Column.numbers(values), .number)
    } else {
      texts("value") { part, row in
        part.value.flatMap { output -> String? in
          let value = self.value(whole(output.column), program[output.column].kind, Int(row))
          if case .number(let number) = value { return output.format.text(of: number) }
          return value == .missing ? nil : value.description
        }
      }
    }
    let used = order.map { isUsed(report.parts[$0.part], Int($0.row)) }
    sheet.add(OutputColumn("used", .plain), .bools(used), .bool)
    texts("why") { part, row in why(part, Int(row)) }
    texts("window") { part, row in part.window.map { words($0, Int(row)) } }
    let primary = report.rule.isPrimary.map(whole)
    let isPrimary = owning.map { primary?.bool(at: Int($0)) ?? true }
    return sheet.table(report, isPrimary, pool)
  }

  /// The rule's rows in their order, and the place of each; -1 for those that are not printed.
  private func lineOrder(_ report: RowReport) -> (rows: [Int32], ranks: [Int32]) {
    let rows = RowSorting.sorted(
      shownRows(report.rule), by: report.rule.order.map { SortKeys(whole($0), program[$0].kind, pool) })
    var ranks = [Int32](repeating: -1, count: rowCount(report.rule.frame))
    for (place, row) in rows.enumerated() { ranks[Int(row)] = Int32(place) }
    return (rows, ranks)
  }

  /// A part's rows by the place of the rule's row, then by date and key.
  private func rows(of part: RowReport.Part, _ ranks: [Int32]) -> [Int32] {
    let owners = whole(part.owner)
    let places = (0..<rowCount(part.frame)).map { owners.code(at: $0).map { ranks[Int($0)] } ?? -1 }
    let keys = [part.date].compactMap { $0 } + part.key
    return RowSorting.sorted(
      (0..<Int32(places.count)).filter { places[Int($0)] >= 0 },
      by: [SortKeys(groups: places)] + keys.map { SortKeys(whole($0), program[$0].kind, pool) })
  }

  private func isCandidate(_ part: RowReport.Part, _ row: Int) -> Bool { whole(part.candidate).code(at: row) != nil }

  private func isUsed(_ part: RowReport.Part, _ row: Int) -> Bool {
    isCandidate(part, row) && whole(part.refusal).isMissing(at: row)
      && part.window.map { whole($0.holds).bool(at: row) == true } ?? true
  }

  /// What names the table's row: its key, or its place in the file or in the text.
  private func name(of part: RowReport.Part, _ row: Int) -> String? {
    guard let candidate = whole(part.candidate).code(at: row) else { return nil }
    if !part.key.isEmpty {
      return part.key.map { value(whole($0), program[$0].kind, row).description }.joined(separator: ", ")
    }
    guard case .row(let frame) = program[part.candidate].kind, let scan = scanned(frame, Int(candidate)) else {
      return nil
    }
    if let place = place(frame, Int(candidate)) { return "line \(place.line)" }
    return "row \(scan.row + 1)"
  }

  /// Why a row is not used; nil where it is.
  private func why(_ part: RowReport.Part, _ row: Int) -> String? {
    guard isCandidate(part, row) else { return "no such row" }
    let refusal = value(whole(part.refusal), .text, row)
    if case .text(let text) = refusal { return text }
    guard let window = part.window, whole(window.holds).bool(at: row) != true else { return nil }
    if let date = part.date, whole(date).isMissing(at: row) { return "no date" }
    let (from, through) = bounds(window, row)
    switch (from, through) {
    case (let from?, let through?): return "not in \(from) .. \(through)"
    case (let from?, nil): return "before \(from)"
    case (nil, let through?): return "after \(through)"
    case (nil, nil): return nil
    }
  }

  private func bounds(_ window: RowReport.Part.Window, _ row: Int) -> (from: CalendarDate?, through: CalendarDate?) {
    func day(_ column: ColumnID?) -> CalendarDate? {
      column.flatMap { whole($0).code(at: row) }.map { CalendarDate(days: $0) }
    }
    return (day(window.from), day(window.through))
  }

  /// `2026-01-01 .. 2026-01-30, 30 days`.
  private func words(_ window: RowReport.Part.Window, _ row: Int) -> String {
    switch bounds(window, row) {
    case (let from?, let through?):
      let days = max(0, Int(through.days) - Int(from.days) + 1)
      return "\(from) .. \(through), \(days) day\(days == 1 ? "" : "s")"
    case (let from?, nil): return "from \(from)"
    case (nil, let through?): return "through \(through)"
    case (nil, nil): return "all days"
    }
  }
}

/// The columns of a report as they are made.
private struct ReportColumns {
  let count: Int
  private var keys: [OutputColumn] = []
  private var others: [OutputColumn] = []
  private var columns: [Column] = []
  private var kinds: [IR.ValueKind] = []

  init(count: Int) { self.count = count }

  /// - Precondition: the keys come first.
  mutating func add(_ definition: OutputColumn, _ column: Column, _ kind: IR.ValueKind, isKey: Bool = false) {
    if isKey { keys.append(definition) } else { others.append(definition) }
    columns.append(column)
    kinds.append(kind)
  }

  func table(_ report: RowReport, _ isPrimary: [Bool], _ pool: TextPool) -> OutputTable {
    var output = Output(
      kind: .detail, name: report.name, title: nil, frame: report.rule.frame, shown: nil, isPrimary: nil, keys: keys,
      columns: others, order: [])
    output.owner = report.rule.owner
    return OutputTable(
      output: output, rowCount: count, primaryCount: isPrimary.count { $0 }, isPrimary: isPrimary, columns: columns,
      kinds: kinds, pool: pool, definitions: keys + others)
  }
}

extension OutputColumn {
  /// A column that no column of the program holds.
  fileprivate init(_ name: String, _ format: Format) {
    self.init(name: name, title: nil, column: ColumnID(-1), format: format, unit: nil, isAdditive: false)
  }
}
