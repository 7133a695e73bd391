import Columns
import IR

/// One result: its rows in their order, its columns with the keys first.
public struct OutputTable: Sendable {
  public var output: Output
  public var rowCount: Int
  /// The number of rows that are printed without being asked for.
  public var primaryCount: Int
  /// Whether a row is printed without being asked for.
  public var isPrimary: [Bool]
  /// The number of rows for which no rule counts.
  public var withoutRuleCount = 0
  public var kinds: [ValueKind]
  public var pool: TextPool

  /// The definitions of ``columns``.
  public let definitions: [OutputColumn]
  /// Whether each column is a key of the rows.
  public let isKey: [Bool]
  /// The values by which a rule's lines are put together to orders, by `output.groups`.
  var groups: [Column] = []
  var groupKinds: [ValueKind] = []
  /// The columns as they were computed, and which of their rows each row is; nil for the row itself.
  let source: [Column]
  let order: [Int32]?
  /// For each column of money whose currency stands in another column that column, which may not be printed.
  let currencies: [Column?]

  public init(
    output: Output, rowCount: Int, primaryCount: Int, isPrimary: [Bool], columns: [Column], kinds: [ValueKind],
    pool: TextPool, definitions: [OutputColumn]
  ) {
    self.init(
      output: output, rowCount: rowCount, primaryCount: primaryCount, isPrimary: isPrimary, source: columns, order: nil,
      kinds: kinds, pool: pool, definitions: definitions)
  }

  init(
    output: Output, rowCount: Int, primaryCount: Int, isPrimary: [Bool], source: [Column], order: [Int32]?,
    kinds: [ValueKind], pool: TextPool, definitions: [OutputColumn]
  ) {
    let currencies = definitions.map { definition -> Column? in
      guard case .money(let currency) = definition.format else { return nil }
      return definitions.firstIndex { $0.column == currency }.map { source[$0] }
    }
    self.init(
      output: output, rowCount: rowCount, primaryCount: primaryCount, isPrimary: isPrimary, source: source,
      order: order, kinds: kinds, pool: pool, definitions: definitions,
      isKey: definitions.indices.map { $0 < output.keys.count }, currencies: currencies)
  }

  private init(
    output: Output, rowCount: Int, primaryCount: Int, isPrimary: [Bool], source: [Column], order: [Int32]?,
    kinds: [ValueKind], pool: TextPool, definitions: [OutputColumn], isKey: [Bool], currencies: [Column?]
  ) {
    self.output = output
    self.rowCount = rowCount
    self.primaryCount = primaryCount
    self.isPrimary = isPrimary
    self.source = source
    self.order = order
    self.kinds = kinds
    self.pool = pool
    self.definitions = definitions
    self.isKey = isKey
    self.currencies = currencies
  }

  /// The columns with one row for each row of the result.
  public var columns: [Column] {
    order.map { rows in source.map { $0.gather(rows) } } ?? source
  }

  /// The result with only the columns at `places`, in that order and under these names.
  public func choosing(_ chosen: [(place: Int, name: String)]) -> OutputTable {
    var table = OutputTable(
      output: output, rowCount: rowCount, primaryCount: primaryCount, isPrimary: isPrimary,
      source: chosen.map { source[$0.place] }, order: order, kinds: chosen.map { kinds[$0.place] }, pool: pool,
      definitions: chosen.map { place, name in
        var definition = definitions[place]
        if definition.name != name { (definition.name, definition.title) = (name, nil) }
        return definition
      }, isKey: chosen.map { isKey[$0.place] }, currencies: chosen.map { currencies[$0.place] })
    table.withoutRuleCount = withoutRuleCount
    table.groups = groups
    table.groupKinds = groupKinds
    return table
  }

  /// True iff the keys stand in front, all and in their order, so that sums over rows can be named in their place.
  public var beginsWithKeys: Bool {
    definitions.count >= output.keys.count
      && zip(definitions, output.keys).allSatisfy { $0.column == $1.column }
  }

  /// The exact value of a cell.
  public func value(row: Int, column: Int) -> Value {
    Execution.value(source[column], kinds[column], sourceRow(row), pool)
  }

  /// What names the order that a row of a rule belongs to.
  public func group(of row: Int) -> [Value] {
    groups.indices.map { Execution.value(groups[$0], groupKinds[$0], sourceRow(row), pool) }
  }

  /// A cell as it is printed; empty iff it is missing.
  public func text(row: Int, column: Int) -> String {
    let value = value(row: row, column: column)
    guard case .number(let number) = value else { return value.description }
    if let currency = currencies[column] {
      let digits = currency.code(at: sourceRow(row)).flatMap { minorDigits(ofCurrency: pool.string($0)) }
      return NumberLayout(digits.map { .fixed($0) } ?? .all(minimum: 0)).text(of: number)
    }
    return definitions[column].format.text(of: number)
  }

  func sourceRow(_ row: Int) -> Int { order.map { Int($0[row]) } ?? row }
}

// MARK: - Bytes

extension OutputTable {
  /// Writes the rows as bytes, piece by piece in their order, until there are no more or `write` answers false.
  ///
  /// - Parameters:
  ///   - isComplete: whether rows that are not ``isPrimary`` are written too.
  ///   - threads: how many threads make the pieces; they are written on the caller's, and are the same with any number.
  public func write(_ style: RowText.Style, isComplete: Bool, threads: Int, to write: ([UInt8]) -> Bool) {
    let text = RowText(writtenColumns, style: style, pool: pool)
    let header = text.header
    if !header.isEmpty, !write(header) { return }
    let workers = Workers(count: threads)
    let ranges = Workers.morsels(of: rowCount, size: OutputTable.rowsInPiece)
    var next = 0
    while next < ranges.count {
      // As many pieces at a time as keep all threads busy, so that never much more than those are in memory.
      let batch = Array(ranges[next..<min(next + 4 * workers.count, ranges.count)])
      next += batch.count
      let pieces = workers.map(batch.count) { text.bytes(of: sourceRows(batch[$0], isComplete: isComplete)) }
      for piece in pieces.joined() where !write(piece) { return }
    }
  }

  private static let rowsInPiece = 4_096

  /// The rows of the columns that are written for a range of rows.
  private func sourceRows(_ range: Range<Int>, isComplete: Bool) -> RowText.Rows {
    guard isComplete || primaryCount == rowCount else {
      return .list(range.compactMap { isPrimary[$0] ? order?[$0] ?? Int32($0) : nil })
    }
    return order.map { .list(Array($0[range])) } ?? .range(range)
  }

  private var writtenColumns: [WrittenColumn] {
    definitions.indices.map { place in
      WrittenColumn(name: definitions[place].name, column: source[place], content: content(place))
    }
  }

  private func content(_ place: Int) -> WrittenColumn.Content {
    switch kinds[place] {
    case .bool: return .bool
    case .text: return .text
    case .date: return .date
    case .timestamp: return .timestamp
    case .period(let unit): return .period(unit)
    case .row: return .row
    case .number:
      guard let currency = currencies[place] else { return .number(definitions[place].format.layout) }
      var layouts: [Int32: NumberLayout] = [:]
      let codes = Set((0..<currency.elementCount).lazy.compactMap { currency.code(at: $0) })
      for code in codes {
        if let digits = minorDigits(ofCurrency: pool.string(code)) { layouts[code] = NumberLayout(.fixed(digits)) }
      }
      return .money(in: currency, layouts)
    }
  }
}

extension Execution {
  /// The rows of a result in their order, with its columns.
  func table(_ output: Output) -> OutputTable {
    let rows = orderedRows(output)
    let definitions = output.keys + output.columns
    let count = rows?.count ?? rowCount(output.frame)
    func isTrue(_ column: ColumnID) -> [Bool] {
      let column = whole(column)
      return (0..<count).map { row in column.bool(at: rows.map { Int($0[row]) } ?? row) ?? false }
    }
    let primary = output.isPrimary.map(isTrue)
    let isPrimary = primary ?? [Bool](repeating: true, count: count)
    var table = OutputTable(
      output: output, rowCount: count, primaryCount: primary.map { $0.count { $0 } } ?? count, isPrimary: isPrimary,
      source: definitions.map { whole($0.column) }, order: rows, kinds: definitions.map { program[$0.column].kind },
      pool: pool, definitions: definitions)
    table.groups = output.groups.map { whole($0.column) }
    table.groupKinds = output.groups.map { program[$0.column].kind }
    if let column = output.isWithoutRule { table.withoutRuleCount = isTrue(column).count { $0 } }
    return table
  }

  /// The rows of a result that are printed, in their order; nil for those of its frame as they are.
  private func orderedRows(_ output: Output) -> [Int32]? {
    // A column that stands in the order a second time, or is the same in all rows, decides nothing.
    var seen: Set<ColumnID> = []
    let deciding = output.order.filter { seen.insert($0).inserted && !whole($0).isConstant }
    let rows = shownRows(output)
    let sorted = RowSorting.sorted(rows, keyCount: deciding.count) { place in
      SortKeys(whole(deciding[place]), program[deciding[place]].kind, pool)
    }
    return sorted.count == rowCount(output.frame) && sorted.indices.allSatisfy { sorted[$0] == Int32($0) }
      ? nil : sorted
  }

  /// The rows of a result's frame that are printed, in the order of the result.
  func rows(of output: Output) -> [Int32] {
    orderedRows(output) ?? Array(0..<Int32(rowCount(output.frame)))
  }

  /// The rows of a result that are printed, in the order of their frame.
  func shownRows(_ output: Output) -> [Int32] {
    guard let shown = output.shown else { return Array(0..<Int32(rowCount(output.frame))) }
    return whole(shown).selection
  }
}
