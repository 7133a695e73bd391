/// Some consecutive rows of a chunk of a file, cut into cells.
///
/// ```
/// ends   | before row 0 | end of cell 0 | … | end of the row's last cell = before row 1 | …
/// ```
struct CellBlock {
  /// The chunk's first byte; `ends` count from here.
  let base: UnsafeRawPointer
  /// Where the chunk begins in the file.
  let offset: Int
  let ends: UnsafePointer<UInt32>
  let rowCount: Int
  let fieldCount: Int
  /// The number of the block's first row within the chunk.
  let firstRow: Int
  /// True iff the last cell of a row may end with the CR of its line end.
  let mayEndWithReturn: Bool

  /// A cell's content, without its quotes.
  struct Cell {
    let start: UnsafeRawPointer
    let count: Int
    /// True iff the content stands between quotes, so that doubled quotes mean one.
    let isQuoted: Bool

    var bytes: UnsafeBufferPointer<UInt8> {
      UnsafeRawBufferPointer(start: start, count: count).bindMemory(to: UInt8.self)
    }
  }

  /// The cells of one column, from the first row to the last.
  struct Cursor {
    private let base: UnsafeRawPointer
    private let fieldCount: Int
    private let mayEndWithReturn: Bool
    private var slot: UnsafePointer<UInt32>

    @inline(__always)
    init(_ block: CellBlock, _ field: Int) {
      base = block.base
      fieldCount = block.fieldCount
      mayEndWithReturn = block.mayEndWithReturn && field == block.fieldCount &- 1
      slot = block.ends + field
    }

    /// The cell of the next row, of which there must be one.
    @inline(__always)
    mutating func next() -> Cell {
      var start = base + Int(slot[0] &+ 1)
      var end = base + Int(slot[1])
      slot += fieldCount
      if mayEndWithReturn && end > start && CellBlock.byte(end - 1) == 13 { end -= 1 }
      let isQuoted = end > start && CellBlock.byte(start) == UInt8(ascii: "\"")
      if isQuoted {
        start += 1
        end -= 1
      }
      return Cell(start: start, count: end - start, isQuoted: isQuoted)
    }
  }

  /// Calls `body` with each row's cell in the column `field`, and the row's number within the chunk.
  @inline(__always)
  func forEach(_ field: Int, _ body: (_ row: Int, _ cell: Cell) -> Void) {
    var cursor = Cursor(self, field)
    for row in firstRow..<firstRow &+ rowCount { body(row, cursor.next()) }
  }

  /// Where a cell's content stands in the file.
  func range(of cell: Cell) -> Range<Int> {
    let start = offset + (cell.start - base)
    return start..<start + cell.count
  }

  @inline(__always)
  private static func byte(_ place: UnsafeRawPointer) -> UInt8 { place.load(as: UInt8.self) }
}

/// What is wrong with a cell or a row, and where; described only if it is reported.
struct CellFault: Sendable {
  enum Reason: Sendable {
    case emptyCell
    case notReadable
    case invalidUTF8
    case cellCount(Int)
    case unclosedQuote
    case textAfterQuote(openedAt: Int)
    case tooLong
  }

  let reason: Reason
  /// The cell's content; for a fault of the whole row, its first byte.
  let place: Range<Int>
  /// Which of the columns that are read; -1 for a fault of the whole row.
  let column: Int
}

/// The first faults of a chunk, in the order of their places, and the number of all.
struct FaultList: Sendable {
  private(set) var first: [CellFault] = []
  private(set) var total = 0
  private let limit: Int

  init(limit: Int) { self.limit = limit }

  mutating func add(_ reason: CellFault.Reason, at place: Range<Int>, column: Int) {
    first.append(CellFault(reason: reason, place: place, column: column))
    total += 1
  }

  /// Drops those beyond the limit. A block is read column by column, so its faults come in no order.
  mutating func closeBlock() {
    if first.isEmpty { return }
    first.sort { ($0.place.lowerBound, $0.column) < ($1.place.lowerBound, $1.column) }
    if first.count > limit { first.removeLast(first.count - limit) }
  }
}
