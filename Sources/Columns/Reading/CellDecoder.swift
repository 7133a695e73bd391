/// Turns the cells of one column, block after block of a chunk, into values.
protocol CellDecoder {
  /// Appends the values of a block's cells; the bad ones go to `faults`.
  mutating func decode(_ block: CellBlock, into faults: inout FaultList)
  /// What has been read.
  var part: ColumnPart { get }
}

/// The values of one column within one chunk.
struct ColumnPart: Sendable {
  enum Values: Sendable {
    /// Numbers of entries of the texts, or codes by the chunk's own numbers of blocks; -1 where there is none.
    case texts([Int32], ChunkTexts, [SerialBlock])
    case codes([Int32])
    case bools([Bool])
    case numbers(NumberCells)
  }

  var values: Values
  /// The rows, within the chunk, without a value.
  var missing: [Int32]
}

/// A column that is read: where its cells stand, and what they mean.
struct KeptColumn: Sendable {
  let spec: CSVColumn
  /// The cell's number within the row.
  let field: Int
  /// The column's number among those that are read.
  let index: Int
  let allowsUnderscores: Bool

  /// The number format of the column's cells.
  var numberFormat: NumberFormat {
    var format: NumberFormat
    if case .number(let own) = spec.format { format = own } else { format = spec.type == .percent ? .percent : .plain }
    if allowsUnderscores && format.grouping == nil { format.grouping = .underscore }
    return format
  }

  /// The date format, if it is not the default one.
  var dateFormat: DateFormat? {
    if case .date(let own) = spec.format { own } else { nil }
  }

  func makeDecoder(file: UnsafeRawPointer) -> any CellDecoder {
    switch spec.type {
    case .text: TextDecoder(column: self, file: file)
    case .choice(let choices): ChoiceDecoder(column: self, choices: choices, file: file)
    case .bool: BoolDecoder(column: self)
    case .number, .percent: NumberDecoder(column: self)
    case .date: DateDecoder(column: self)
    case .timestamp: TimestampDecoder(column: self)
    case .period(let unit): PeriodDecoder(column: self, unit: unit)
    }
  }
}

/// The rows without a value, and the reporting of cells that may not be empty.
struct EmptyCells: Sendable {
  let column: KeptColumn
  private(set) var rows: [Int32] = []

  init(column: KeptColumn) { self.column = column }

  mutating func note(_ row: Int, _ cell: CellBlock.Cell, _ block: CellBlock, _ faults: inout FaultList) {
    if column.spec.isOptional {
      rows.append(Int32(truncatingIfNeeded: row))
    } else {
      faults.add(.emptyCell, at: block.range(of: cell), column: column.index)
    }
  }
}

extension CellBlock.Cell {
  /// The cell without blanks at its ends.
  @inline(__always)
  var trimmed: CellBlock.Cell {
    guard count > 0 else { return self }
    let first = start.load(as: UInt8.self)
    let last = start.load(fromByteOffset: count &- 1, as: UInt8.self)
    // Every blank is one of these two ASCII characters or ends in a byte above them.
    if first > 32 && first < 0x80 && last > 32 && last < 0x80 { return self }
    return carefullyTrimmed
  }

  private var carefullyTrimmed: CellBlock.Cell {
    let rest = NumberText.trim(Array(bytes)[...])
    return CellBlock.Cell(start: start + rest.startIndex, count: rest.count, isQuoted: isQuoted)
  }
}

extension [Int32] {
  /// Appends as many codes as a block has rows, all at once: to append each would cost as much as to read it.
  @inline(__always)
  mutating func append(codes: UnsafeMutablePointer<Int32>, _ block: CellBlock) {
    append(contentsOf: UnsafeBufferPointer(start: codes, count: block.rowCount))
  }
}

struct BoolDecoder: CellDecoder {
  private var values: [Bool] = []
  private var empty: EmptyCells

  init(column: KeptColumn) { empty = EmptyCells(column: column) }

  var part: ColumnPart { ColumnPart(values: .bools(values), missing: empty.rows) }

  mutating func decode(_ block: CellBlock, into faults: inout FaultList) {
    block.forEach(empty.column.field) { row, cell in
      let trimmed = cell.trimmed
      if let value = TruthText.read(trimmed.bytes) {
        values.append(value)
        return
      }
      values.append(false)
      if trimmed.count == 0 {
        empty.note(row, cell, block, &faults)
      } else {
        faults.add(.notReadable, at: block.range(of: cell), column: empty.column.index)
      }
    }
  }
}

struct NumberDecoder: CellDecoder {
  private var numbers = NumberCells()
  private var empty: EmptyCells
  private let format: NumberFormat

  init(column: KeptColumn) {
    empty = EmptyCells(column: column)
    format = column.numberFormat
  }

  var part: ColumnPart { ColumnPart(values: .numbers(numbers), missing: empty.rows) }

  mutating func decode(_ block: CellBlock, into faults: inout FaultList) {
    let isPlain = format.hasPlainDigits
    let hasSign = format.percentage == .sign
    let shift = format.percentage == .points || hasSign ? 2 : 0
    // Numbers alike are gathered here: to append each to the column would cost as much as to read it.
    let batch = UnsafeMutablePointer<Int64>.allocate(capacity: block.rowCount)
    defer { batch.deallocate() }
    var filled = 0
    var scaleWanted = numbers.plainScale ?? -1
    var cursor = CellBlock.Cursor(block, empty.column.field)
    for row in 0..<block.rowCount {
      let cell = cursor.next()
      if scaleWanted == 0 && isPlain && !hasSign && shift == 0 {
        let digits = PlainNumber.readDigits(cell.start, cell.count)
        if digits >= 0 {
          (batch + filled).initialize(to: digits)
          filled &+= 1
          continue
        }
      }
      var count = cell.count
      var canBePlain = isPlain
      if hasSign {
        count &-= 1
        canBePlain = canBePlain && count > 0 && cell.start.load(fromByteOffset: count, as: UInt8.self) == 37
      }
      var mantissa: Int64 = 0
      var scale = 0
      let isRead = canBePlain && PlainNumber.read(cell.start, count, &mantissa, &scale)
      scale &+= shift
      if isRead && scale <= scaleWanted && scaleWanted &- scale <= 18 {
        // A number with fewer decimals than others, such as `60` among `83.33`.
        let (value, isOver) = mantissa.multipliedReportingOverflow(by: PowersOfTen.narrow[scaleWanted &- scale])
        if !isOver {
          (batch + filled).initialize(to: value)
          filled &+= 1
          continue
        }
      }
      numbers.append(alike: UnsafeBufferPointer(start: batch, count: filled))
      filled = 0
      if isRead {
        numbers.append(NumberText(mantissa: Int128(mantissa), scale: scale))
      } else {
        decodeCarefully(block.firstRow + row, cell, block, &faults)
      }
      scaleWanted = numbers.plainScale ?? -1
    }
    numbers.append(alike: UnsafeBufferPointer(start: batch, count: filled))
  }

  @inline(never)
  private mutating func decodeCarefully(
    _ row: Int, _ cell: CellBlock.Cell, _ block: CellBlock, _ faults: inout FaultList
  ) {
    let trimmed = cell.trimmed
    if case .value(let number) = NumberText.read(Array(trimmed.bytes)[...], format) {
      numbers.append(number)
      return
    }
    numbers.appendPlaceholder()
    if trimmed.count == 0 {
      empty.note(row, cell, block, &faults)
    } else {
      faults.add(.notReadable, at: block.range(of: cell), column: empty.column.index)
    }
  }
}

struct TimestampDecoder: CellDecoder {
  private var seconds = NumberCells()
  private var empty: EmptyCells
  private let format: DateFormat?

  init(column: KeptColumn) {
    empty = EmptyCells(column: column)
    format = column.dateFormat
  }

  var part: ColumnPart { ColumnPart(values: .numbers(seconds), missing: empty.rows) }

  mutating func decode(_ block: CellBlock, into faults: inout FaultList) {
    block.forEach(empty.column.field) { row, cell in
      let trimmed = cell.trimmed
      if case .moment(let moment) = CellText.timestamp(trimmed.bytes, format) {
        seconds.append(NumberText(mantissa: Int128(moment.date.days) * 86_400 + Int128(moment.second), scale: 0))
        return
      }
      seconds.appendPlaceholder()
      if trimmed.count == 0 {
        empty.note(row, cell, block, &faults)
      } else {
        faults.add(.notReadable, at: block.range(of: cell), column: empty.column.index)
      }
    }
  }
}

struct PeriodDecoder: CellDecoder {
  private var ordinals: [Int32] = []
  private var empty: EmptyCells
  private let unit: CalendarUnit

  init(column: KeptColumn, unit: CalendarUnit) {
    empty = EmptyCells(column: column)
    self.unit = unit
  }

  var part: ColumnPart { ColumnPart(values: .codes(ordinals), missing: empty.rows) }

  mutating func decode(_ block: CellBlock, into faults: inout FaultList) {
    block.forEach(empty.column.field) { row, cell in
      let trimmed = cell.trimmed
      if let ordinal = CalendarText.period(trimmed.bytes, unit) {
        ordinals.append(ordinal)
        return
      }
      ordinals.append(0)
      if trimmed.count == 0 {
        empty.note(row, cell, block, &faults)
      } else {
        faults.add(.notReadable, at: block.range(of: cell), column: empty.column.index)
      }
    }
  }
}
