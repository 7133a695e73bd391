import Columns
import Model

extension Ledger {
  /// Reads a ledger's file; what its rows say is judged when a plan is compiled with it.
  ///
  /// - Throws: all cells that cannot be read.
  public init(_ bytes: [UInt8], path: String, in calendar: PlanCalendar = .ordinary) throws(RunError) {
    let file = MappedFile(copying: bytes, name: path)
    var pool = TextPool()
    let types: [(name: String, type: CellType, isOptional: Bool)] = [
      ("plan", .text, false), ("payee", .text, true), ("statement", .text, false), ("line", .text, true),
      ("for_period", .text, false), ("amount", .number, false), ("currency", .text, false),
      ("cause", .choice(Cause.allCases.map(\.rawValue)), false),
    ]
    let table: CSVTable
    do {
      table = try readCSV(
        file, columns: types.map { CSVColumn($0.name, $0.type, isOptional: $0.isOptional) },
        options: CSVOptions(threads: 1), pool: &pool)
    } catch {
      throw RunError(
        error.errors.map { error in
          let place = DataPlace(file: error.file, line: error.line, column: error.column)
          return RunFinding(.data(error), table: "ledger", place: place)
        }, omitted: error.total - error.errors.count, sources: SourceMap())
    }
    func text(_ row: Int, _ column: Int) -> String {
      table.columns[column].value(at: row, as: .text, pool: pool).description
    }
    let source = SourceFile(path: path, bytes: bytes)
    var wrong = LedgerFindings(
      source, separator: Ledger.separator(of: source), header: table.header, lines: table.lines)
    for name in table.header where !Ledger.columns.contains(name) { wrong.unknownColumn(name) }
    var rows: [Row] = []
    rows.reserveCapacity(table.rowCount)
    for row in 0..<table.rowCount {
      guard case .number(let amount) = table.columns[5].value(at: row, as: .number, pool: pool),
        let cause = Cause(rawValue: text(row, 7))
      else { continue }
      func period(_ column: Int) -> Period? {
        let found = Period(text(row, column), in: calendar.fiscal)
        if found == nil { wrong.noPeriod(row, Ledger.columns[column], text(row, column), in: calendar.fiscal) }
        return found
      }
      guard let statement = period(2), let forPeriod = period(4) else { continue }
      rows.append(
        Row(
          plan: text(row, 0), payee: text(row, 1), statement: statement, line: text(row, 3), forPeriod: forPeriod,
          amount: amount, currency: text(row, 6), cause: cause))
    }
    if !wrong.diagnostics.isEmpty { throw wrong.error }
    self.init(
      rows: rows,
      file: File(
        path: path, bytes: bytes, header: table.header, separator: Ledger.separator(of: source), lines: table.lines,
        rowCount: rows.count))
  }

  /// The separator that the header line has most of; the names themselves hold none.
  private static func separator(of file: SourceFile) -> UInt8 {
    let header = file.lineBytes(1)
    let known: [UInt8] = [",", ";", "\t", "|"].map { UInt8(ascii: $0) }
    return known.max { a, b in header.count { $0 == a } < header.count { $0 == b } } ?? known[0]
  }
}

extension Ledger.File {
  /// True iff the header line ends with CR LF.
  var endsLinesWithReturn: Bool {
    guard let end = bytes.firstIndex(of: 0x0A), end > 0 else { return false }
    return bytes[end - 1] == 0x0D
  }
}

/// An amount with the decimals of its currency's smallest coin.
func coins(_ amount: Rational, _ currency: String) -> String {
  OutputColumn.Format.number(.fixed(Currency(code: currency)?.minorDigits ?? 2)).text(of: amount)
}

/// Finds what is wrong with a ledger's rows, with places in its file.
struct LedgerFindings {
  private(set) var sources = SourceMap()
  private var found: [Diagnostic] = []
  private let file: FileID
  private let isShown: Bool
  private let separator: UInt8
  private let header: [String]
  private let lines: RowLines
  private var reported: Set<String> = []
  /// The number of findings that are not described.
  private(set) var omitted = 0

  private static let limit = 20

  /// - Parameter sources: the texts that messages may point into, besides the ledger itself.
  init(_ ledger: SourceFile, separator: UInt8, header: [String], lines: RowLines, sources: SourceMap = SourceMap()) {
    self.sources = sources
    // Offsets in a longer file do not fit a span.
    isShown = ledger.bytes.count < 1 << 30
    file = self.sources.add(isShown ? ledger : SourceFile(path: ledger.path, bytes: []))
    self.separator = separator
    self.header = header
    self.lines = lines
  }

  init(_ file: Ledger.File, sources: SourceMap) {
    self.init(
      SourceFile(path: file.path, bytes: file.bytes), separator: file.separator, header: file.header,
      lines: file.lines, sources: sources)
  }

  /// What was found, in the order of the file.
  var diagnostics: [Diagnostic] { DiagnosticRenderer.sorted(found) }

  var error: RunError { RunError(diagnostics, omitted: omitted, sources: sources) }

  /// Reports a thing once, however many rows show it.
  mutating func report(
    _ code: String, once key: String, _ message: String, row: Int, column: String?, _ label: String = "",
    also other: Int? = nil, notes: [String] = [], help: [String] = []
  ) {
    guard reported.insert(code + key).inserted else { return }
    guard found.count < LedgerFindings.limit else {
      omitted += 1
      return
    }
    found.append(
      Diagnostic(
        .error, code, message, at: span(row, column), label,
        also: other.map { [Diagnostic.Label(span($0, nil), "the other row")] } ?? [], notes: notes,
        help: help.map { Diagnostic.Help($0) }))
  }

  mutating func noPeriod(_ row: Int, _ column: String, _ text: String, in calendar: FiscalCalendar?) {
    let samples = [CalendarUnit.Length.month, .quarter, .week, .year].map { CalendarUnit($0, in: calendar).sample }
    report(
      "E0964", once: text, "`\(text)` in column `\(column)` is no period", row: row, column: column,
      notes: ["a period is written `\(samples[0])`, `\(samples[1])`, `\(samples[2])` or `\(samples[3])`"])
  }

  mutating func unknownColumn(_ name: String) {
    report(
      "E0968", once: name, "a ledger has no column `\(name)`", row: -1, column: name,
      notes: ["its columns are " + Ledger.columns.map { "`\($0)`" }.joined(separator: ", ")],
      help: ["keep remarks in a table of adjustments, which a plan can pay and show"])
  }

  /// The cell of a row, the whole row without a column, or the header for row -1.
  private func span(_ row: Int, _ column: String?) -> SourceSpan {
    let source = sources[file]
    let number = row < 0 ? 1 : lines.line(ofRow: row)
    let line = source.lineBytes(number)
    guard isShown, !line.isEmpty else { return SourceSpan(file: file, start: 0, end: 0) }
    let whole = SourceSpan(file: file, start: line.startIndex, end: line.endIndex)
    guard let column, let place = header.firstIndex(of: column) else { return whole }
    var cell = 0
    var start = line.startIndex
    var isQuoted = false
    for index in line.indices {
      if line[index] == UInt8(ascii: "\"") { isQuoted.toggle() }
      guard line[index] == separator, !isQuoted else { continue }
      if cell == place { return SourceSpan(file: file, start: start, end: index) }
      cell += 1
      start = index + 1
    }
    return cell == place && !isQuoted ? SourceSpan(file: file, start: start, end: line.endIndex) : whole
  }
}
