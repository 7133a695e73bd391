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
    /// Numbers of entries of the texts; -1 where there is none.
    case texts([Int32], ChunkTexts)
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
  fileprivate mutating func append(codes: UnsafeMutablePointer<Int32>, _ block: CellBlock) {
    append(contentsOf: UnsafeBufferPointer(start: codes, count: block.rowCount))
  }
}

struct TextDecoder: CellDecoder {
  private var index: TextIndex
  private var codes: [Int32] = []
  private var empty: EmptyCells

  init(column: KeptColumn, file: UnsafeRawPointer) {
    index = TextIndex(file: file)
    empty = EmptyCells(column: column)
  }

  var part: ColumnPart { ColumnPart(values: .texts(codes, index.texts), missing: empty.rows) }

  mutating func decode(_ block: CellBlock, into faults: inout FaultList) {
    let rows = UnsafeMutablePointer<Int32>.allocate(capacity: block.rowCount)
    defer { rows.deallocate() }
    var cursor = CellBlock.Cursor(block, empty.column.field)
    var probe = index.probe
    for row in 0..<block.rowCount {
      let cell = cursor.next()
      if !cell.isQuoted && cell.count > 0 {
        let code = probe.number(of: TextKey(padded: cell.start, cell.count))
        if code >= 0 {
          (rows + row).initialize(to: code)
          continue
        }
      }
      (rows + row).initialize(to: readCarefully(block.firstRow + row, cell, block, &faults))
      probe = index.probe
    }
    codes.append(codes: rows, block)
    index.note(searches: block.rowCount)
  }

  @inline(never)
  private mutating func readCarefully(
    _ row: Int, _ cell: CellBlock.Cell, _ block: CellBlock, _ faults: inout FaultList
  ) -> Int32 {
    if cell.count == 0 {
      empty.note(row, cell, block, &faults)
      return -1
    }
    let (code, isValid) = index.code(for: cell)
    if !isValid { faults.add(.invalidUTF8, at: block.range(of: cell), column: empty.column.index) }
    return code
  }
}

struct ChoiceDecoder: CellDecoder {
  /// The choices, in their order, and nothing else.
  private var index: TextIndex
  private var codes: [Int32] = []
  private var empty: EmptyCells

  init(column: KeptColumn, choices: [String], file: UnsafeRawPointer) {
    index = TextIndex(file: file)
    for choice in choices { index.add(Array(choice.utf8)) }
    empty = EmptyCells(column: column)
  }

  var part: ColumnPart { ColumnPart(values: .texts(codes, index.texts), missing: empty.rows) }

  mutating func decode(_ block: CellBlock, into faults: inout FaultList) {
    let rows = UnsafeMutablePointer<Int32>.allocate(capacity: block.rowCount)
    defer { rows.deallocate() }
    var cursor = CellBlock.Cursor(block, empty.column.field)
    let probe = index.probe
    for row in 0..<block.rowCount {
      let cell = cursor.next()
      if !cell.isQuoted && cell.count > 0 {
        let code = probe.number(of: TextKey(padded: cell.start, cell.count))
        if code >= 0 {
          (rows + row).initialize(to: code)
          continue
        }
      }
      (rows + row).initialize(to: readCarefully(block.firstRow + row, cell, block, &faults))
    }
    codes.append(codes: rows, block)
  }

  @inline(never)
  private mutating func readCarefully(
    _ row: Int, _ cell: CellBlock.Cell, _ block: CellBlock, _ faults: inout FaultList
  ) -> Int32 {
    if cell.count == 0 {
      empty.note(row, cell, block, &faults)
      return -1
    }
    if let code = index.find(cell) { return code }
    faults.add(.notReadable, at: block.range(of: cell), column: empty.column.index)
    return -1
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
      if isRead && scale == scaleWanted {
        (batch + filled).initialize(to: mantissa)
        filled &+= 1
        continue
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

struct DateDecoder: CellDecoder {
  private var days: [Int32] = []
  private var empty: EmptyCells
  private let format: DateFormat?
  private let months = MonthCache()

  init(column: KeptColumn) {
    empty = EmptyCells(column: column)
    format = column.dateFormat
  }

  var part: ColumnPart { ColumnPart(values: .codes(days), missing: empty.rows) }

  mutating func decode(_ block: CellBlock, into faults: inout FaultList) {
    let rows = UnsafeMutablePointer<Int32>.allocate(capacity: block.rowCount)
    defer { rows.deallocate() }
    var cursor = CellBlock.Cursor(block, empty.column.field)
    let isDefault = format == nil
    for row in 0..<block.rowCount {
      let cell = cursor.next()
      if isDefault, cell.count == 10 {
        let day = months.isoDay(cell.start)
        if day != MonthCache.none {
          (rows + row).initialize(to: day)
          continue
        }
      }
      (rows + row).initialize(to: readCarefully(block.firstRow + row, cell, block, &faults))
    }
    days.append(codes: rows, block)
  }

  @inline(never)
  private mutating func readCarefully(
    _ row: Int, _ cell: CellBlock.Cell, _ block: CellBlock, _ faults: inout FaultList
  ) -> Int32 {
    let trimmed = cell.trimmed
    if case .moment(let moment) = CellText.date(trimmed.bytes, format) { return moment.date.days }
    if trimmed.count == 0 {
      empty.note(row, cell, block, &faults)
    } else {
      faults.add(.notReadable, at: block.range(of: cell), column: empty.column.index)
    }
    return 0
  }
}

/// The months met before, so that a date is one comparison and one addition.
///
/// The cache belongs to one thread. It is an object so that its months stay in place while cells are read.
private final class MonthCache {
  private struct Month {
    /// The eight characters `2026-03-`; zero iff the place is free.
    var text: UInt64 = 0
    /// The day before the first of the month.
    var dayZero: Int32 = 0
    var length: UInt32 = 0
  }

  /// Stands for no day.
  static let none = Int32.min

  private static let capacity = 256
  private let months: UnsafeMutablePointer<Month>

  init() {
    months = .allocate(capacity: MonthCache.capacity)
    months.initialize(repeating: Month(), count: MonthCache.capacity)
  }

  deinit { months.deallocate() }

  /// The number of the day that the ten bytes at `text` write; ``none`` iff they are no date.
  @inline(__always)
  func isoDay(_ text: UnsafeRawPointer) -> Int32 {
    let head = text.loadUnaligned(as: UInt64.self).littleEndian
    let month = months + Int(truncatingIfNeeded: (head &* 0x9E37_79B9_7F4A_7C15) &>> 56)
    let tens = UInt32(text.load(fromByteOffset: 8, as: UInt8.self) &- UInt8(ascii: "0"))
    let ones = UInt32(text.load(fromByteOffset: 9, as: UInt8.self) &- UInt8(ascii: "0"))
    if month.pointee.text != head && !note(text, head, month) { return MonthCache.none }
    let day = tens &* 10 &+ ones
    guard tens <= 9, ones <= 9, day >= 1, day <= month.pointee.length else { return MonthCache.none }
    return month.pointee.dayZero &+ Int32(bitPattern: day)
  }

  @inline(never)
  private func note(_ text: UnsafeRawPointer, _ head: UInt64, _ month: UnsafeMutablePointer<Month>) -> Bool {
    var first = [UInt8](UnsafeRawBufferPointer(start: text, count: 8))
    first += "01".utf8
    let date = first.withUnsafeBufferPointer { CalendarText.isoDate($0) }
    guard let date, let day = CalendarDate(year: date.year, month: date.month, day: 1) else { return false }
    month.pointee = Month(
      text: head, dayZero: day.days - 1, length: UInt32(CalendarDate.length(ofMonth: date.month, year: date.year)))
    return true
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
