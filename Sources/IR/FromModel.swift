import Columns
import Model
import Source
import Syntax

/// Compiles a checked model for one run.
///
/// - Requires: the model was checked without errors.
/// - Parameter sources: the texts that the model was made from, for results that show the author's words.
public func lower(
  _ model: CheckedModel, options: LoweringOptions, sources: SourceMap? = nil
) -> LoweringResult {
  var lowering = Lowering(model: model, options: options, sources: sources)
  var begun: Set<Int> = []
  for (sheet, reading) in lowering.needed.unbounded {
    let name = model.sheets[sheet].name
    guard case .previous = reading.kind else {
      lowering.fail(.periodsReadNeeded(reading.span, name: name))
      continue
    }
    let isPlan = model.sheets[sheet].kind == .plan
    if begun.insert(sheet).inserted {
      lowering.fail(.beginningNeeded(model.sheets[sheet].span, reading.span, name: name, isPlan: isPlan))
    }
  }
  lowering.program.calendar = model.calendar
  lowering.lowerSheets()
  lowering.keepChosenParts()
  if !lowering.failures.isEmpty { return .failed(lowering.failures) }
  lowering.program.trace = lowering.tracing?.trace
  return .program(lowering.program)
}

/// Where an expression is computed: whose fields it reads, over which frame.
indirect enum Context: Hashable {
  /// A table's rows as they are read, before `where` and `latest by`.
  case scan(Int)
  case table(Int)
  case sheet(Int)
  case credit(sheet: Int, credit: Int)
  /// The credited rows of a line that a plan's rows hold, with what each one earns.
  case shares(sheet: Int, line: Int)
  /// Some of another context's rows.
  case filtered(FrameID, of: Context)
  /// Pairs of rows: depth 0 reads the right one, depth 1 the left one.
  case pairs(FrameID, left: Context, right: Context)
}

/// Builds the program on demand: a column is emitted when something reads it, and equal columns are emitted once.
struct Lowering {
  let model: CheckedModel
  let options: LoweringOptions
  let sources: SourceMap?
  let needed: NeededPeriods
  var program = Program()
  var failures: [Diagnostic] = []
  /// Nil if nobody asks where the text's values are.
  var tracing: Tracing?

  private var emitted: [EmissionKey: ColumnID] = [:]
  private var filters: [FilterKey: FrameID] = [:]
  private var sharedFrames: [RowSource: FrameID] = [:]
  private var tierTables: [Int: Int] = [:]
  private var keyedTables: [Int: Int] = [:]
  var curveTables: [Int: CurveTables] = [:]
  var scheduleNumbers: [Int: Int] = [:]
  var scanFrames: [Int: FrameID] = [:]
  var tableFrames: [Int: FrameID] = [:]
  /// How a table's own columns are read.
  var tableContexts: [Int: Context] = [:]
  var inputNumbers: [Int: [Int: Int]] = [:]
  var sheets: [Int: LoweredSheet] = [:]
  var credits: [Relation: LoweredCredit] = [:]
  var heldRows: [HeldRowsKey: HeldRows] = [:]
  var rowEarnings: [TypedThrough: RowEarnings] = [:]
  var shares: [LineKey: ColumnID] = [:]
  /// The tier tables of rates with tiers for each key, and the table that finds a key's.
  var columnTables: [Int: [Int]] = [:]
  var keyTables: [Int: Int] = [:]
  /// The lines whose shares have been held against what is paid.
  var checkedShares: Set<LineKey> = []
  var lineColumns: [LineKey: ColumnID] = [:]
  var previousColumns: [LineKey: ColumnID] = [:]
  /// The reasons of `order` lines.
  var reasonColumns: [LineKey: ColumnID] = [:]
  var statusColumns: [LineKey: ColumnID] = [:]
  var orderSteps: [LineKey: LoweredSteps] = [:]
  /// `previous` columns whose line is still being lowered.
  var pendingPrevious: [(column: ColumnID, sheet: Int, line: Int)] = []
  var linesInProgress: Set<LineKey> = []

  struct LineKey: Hashable {
    let sheet: Int
    let line: Int
  }

  private struct EmissionKey: Hashable {
    let frame: FrameID
    let operation: Operation
    let kind: ValueKind
  }

  private struct FilterKey: Hashable {
    let parent: FrameID
    let keep: ColumnID
  }

  init(model: CheckedModel, options: LoweringOptions, sources: SourceMap? = nil) {
    self.model = model
    self.options = options
    self.sources = sources
    needed = NeededPeriods(model, options)
    tracing = options.traced == .nothing ? nil : Tracing()
  }

  // ---- Emitting ----

  mutating func emit(
    _ operation: Operation, _ kind: ValueKind, on frame: FrameID, _ span: SourceSpan, name: String? = nil
  ) -> ColumnID {
    let key = EmissionKey(frame: frame, operation: operation, kind: kind)
    if let column = emitted[key] { return column }
    let column = ColumnID(program.columns.count)
    program.columns.append(ColumnNode(frame: frame, kind: kind, operation: operation, span: span, name: name))
    emitted[key] = column
    return column
  }

  /// A column that nothing shares, to be completed later.
  mutating func emitUnshared(
    _ operation: Operation, _ kind: ValueKind, on frame: FrameID, _ span: SourceSpan
  ) -> ColumnID {
    let column = ColumnID(program.columns.count)
    program.columns.append(ColumnNode(frame: frame, kind: kind, operation: operation, span: span))
    return column
  }

  mutating func constant(_ value: Value, _ kind: ValueKind, on frame: FrameID, _ span: SourceSpan) -> ColumnID {
    emit(.constant(value), kind, on: frame, span)
  }

  mutating func number(_ value: Int, on frame: FrameID, _ span: SourceSpan) -> ColumnID {
    constant(.number(Rational(value)), .number, on: frame, span)
  }

  mutating func addFrame(_ name: String, _ rows: RowSource, _ span: SourceSpan) -> FrameID {
    let frame = FrameID(program.frames.count)
    program.frames.append(Frame(name: name, rows: rows, span: span))
    return frame
  }

  /// A frame that all who want the same rows share, so that their columns stand side by side.
  mutating func sharedFrame(_ name: String, _ rows: RowSource, _ span: SourceSpan) -> FrameID {
    if let frame = sharedFrames[rows] { return frame }
    let frame = addFrame(name, rows, span)
    sharedFrames[rows] = frame
    return frame
  }

  /// The rows of `parent` for which `keep` is true; equal filters share a frame.
  mutating func filter(_ parent: FrameID, keep: ColumnID, _ name: String, _ span: SourceSpan) -> FrameID {
    let key = FilterKey(parent: parent, keep: keep)
    if let frame = filters[key] { return frame }
    let frame = addFrame(name, .filter(of: parent, keep: keep), span)
    filters[key] = frame
    return frame
  }

  mutating func gather(_ column: ColumnID, at rows: ColumnID, on frame: FrameID, _ span: SourceSpan) -> ColumnID {
    // A row's own number leads to the row itself.
    if case .rowNumber = program[rows].operation, program[column].frame == frame { return column }
    return emit(.gather(column, at: rows), program[column].kind, on: frame, span, name: program[column].name)
  }

  func span(of column: ColumnID) -> SourceSpan { program[column].span }

  /// The frame that a context's columns stand on.
  mutating func frame(of context: Context) -> FrameID {
    switch context {
    case .scan(let table): scanFrame(table)
    case .table(let table): tableFrame(table)
    case .sheet(let sheet): lowered(sheet).frame
    case .credit(let sheet, let credit): lowered(sheet: sheet, credit: credit).frame
    case .shares(let sheet, let line): frameOfShares(sheet, line)
    case .filtered(let frame, _), .pairs(let frame, _, _): frame
    }
  }

  /// The physical kind of a checked type.
  mutating func kind(of type: StaticType) -> ValueKind {
    switch type.value {
    case .bool: .bool
    case .text, .choice: .text
    case .date: .date
    case .timestamp: .timestamp
    case .period(let unit): .period(model.unit(unit))
    case .row(.table(let table)): .row(tableFrame(table))
    case .row(.sheet(let sheet)): .row(lowered(sheet).frame)
    case .row(.credit(let sheet, let credit)): .row(lowered(sheet: sheet, credit: credit).frame)
    case .row(.shares(let sheet, let line)): .row(frameOfShares(sheet, line))
    case .number, .moneyInColumn, .calendarSpan, .window, .nothing, .poison: .number
    }
  }

  // ---- Fields ----

  /// The column that holds a field of the row at hand, or of the row around it.
  mutating func column(
    _ relation: Relation, _ field: Field, depth: Int, in context: Context, _ span: SourceSpan
  ) -> ColumnID {
    switch context {
    case .scan(let table):
      guard case .column(let column) = field else { return rowNumber(on: scanFrame(table), span) }
      return scanColumn(table, column)
    case .table(let table):
      guard case .column(let column) = field else { return rowNumber(on: tableFrame(table), span) }
      return tableColumn(table, column)
    case .sheet(let sheet): return sheetColumn(sheet, field, span)
    case .credit(let sheet, let credit): return creditColumn(sheet, credit, field, span)
    case .shares(let sheet, let line): return shareColumn(sheet, line, field, span)
    case .filtered(let frame, let inner):
      let column = column(relation, field, depth: depth, in: inner, span)
      let parent = self.frame(of: inner)
      return gather(column, at: emit(.parentRow, .row(parent), on: frame, span), on: frame, span)
    case .pairs(let frame, let left, let right):
      if depth == 0 {
        let column = column(relation, field, depth: 0, in: right, span)
        let at = emit(.rightRow, .row(self.frame(of: right)), on: frame, span)
        return gather(column, at: at, on: frame, span)
      }
      let column = column(relation, field, depth: depth - 1, in: left, span)
      let at = emit(.parentRow, .row(self.frame(of: left)), on: frame, span)
      return gather(column, at: at, on: frame, span)
    }
  }

  mutating func rowNumber(on frame: FrameID, _ span: SourceSpan) -> ColumnID {
    emit(.rowNumber, .row(frame), on: frame, span)
  }

  /// A table's column as text for people: a reference by its key.
  mutating func readable(_ column: ColumnID, type: StaticType, on frame: FrameID) -> ColumnID {
    guard case .row(.table(let table)) = type.value, let key = model.tables[table].key.first else { return column }
    let keyColumn = tableColumn(table, key)
    let gathered = gather(keyColumn, at: column, on: frame, span(of: column))
    return readable(gathered, type: model.tables[table].columns[key].type, on: frame)
  }

  // ---- Rates ----

  /// The number of the tier table of a rates declaration.
  mutating func tierTable(_ index: Int) -> Int {
    if let known = tierTables[index] { return known }
    let rates = model.rates[index]
    let table = addTierTable(rates, rates.rows)
    tierTables[index] = table
    return table
  }

  /// Adds the tiers of these rows.
  mutating func addTierTable(_ rates: RatesModel, _ rows: [RatesModel.Row]) -> Int {
    var table = TierTable(
      name: rates.name, bounds: [], isIncluded: [], rates: [], isWhole: [], end: nil,
      includesEnd: rates.includesEnd, span: rates.span)
    var sum = Rational.zero
    for row in rows {
      guard case .lowerBound(let bound, let isIncluded) = row.matchers[0], let low = rational(bound),
        let rate = rational(row.value)
      else { continue }
      table.bounds.append(low)
      table.isIncluded.append(isIncluded)
      if rates.mode == .adding, let total = sum.adding(rate) {
        sum = total
      } else if rates.mode == .adding {
        fail(.sumTooLong(row.span, name: rates.name))
      }
      table.rates.append(rates.mode == .adding ? sum : rate)
      table.isWhole.append(row.isWhole)
      table.tierSpans.append(row.span)
    }
    table.end = rates.end.flatMap { rational($0) }
    program.tiers.append(table)
    return program.tiers.count - 1
  }

  mutating func keyedTable(_ index: Int) -> Int {
    if let known = keyedTables[index] { return known }
    let rates = model.rates[index]
    let precedence: KeyedRates.Precedence =
      switch rates.precedence {
      case .firstMatch: .firstMatch
      case .mostSpecific: .mostSpecific
      case .highest: .highest
      case .allAdded: .allAdded
      case nil: .only
      }
    let rows = rates.rows.map { row in
      KeyedRates.Row(
        matchers: row.matchers.map { matcher($0) },
        value: model.constantValue(row.value, overrides: options.parameters) ?? .missing, span: row.span)
    }
    program.keyedRates.append(
      KeyedRates(
        name: rates.name, axisNames: rates.axes.map(\.name), precedence: precedence, rows: rows,
        end: rates.end.flatMap { rational($0) }, includesEnd: rates.includesEnd, span: rates.span))
    keyedTables[index] = program.keyedRates.count - 1
    return program.keyedRates.count - 1
  }

  func matcher(_ matcher: RatesModel.Matcher) -> KeyedRates.Matcher {
    switch matcher {
    case .any: .any
    case .values(let values):
      .values(values.compactMap { model.constantValue($0, overrides: options.parameters) })
    case .lowerBound(let bound, let isIncluded): rational(bound).map { .from($0, isIncluded: isIncluded) } ?? .any
    }
  }

  /// The value of a constant, with the params of this run; dates count days, periods by their own length.
  func rational(_ expression: TypedExpression) -> Rational? {
    switch model.constantValue(expression, overrides: options.parameters) {
    case .number(let value)?: value
    case .date(let date)?: Rational(Int(date.days))
    case .period(let period)?: Rational(Int(period.ordinal))
    default: nil
    }
  }
}
