/// Days, by default as `2026-03-31`.
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
