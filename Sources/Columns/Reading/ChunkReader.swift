#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What has been read from a chunk of a file: the rows that begin in it.
struct Chunk: Sendable {
  enum State: Sendable {
    case read
    /// Quotes or line ends stand where only the careful way tells cells apart.
    case inDoubt
    /// Given up, as the guess where the first row begins is probably wrong.
    case abandoned
  }

  var state = State.read
  /// Where the first row begins, and where the first one behind the chunk does.
  let start: Int
  var next: Int
  var rowCount = 0
  /// The lines of the rows, both counted from the chunk's first.
  var lines = RowLines()
  var lineCount = 0
  var parts: [ColumnPart] = []
  var faults: FaultList

  init(start: Int, faultLimit: Int) {
    self.start = start
    next = start
    faults = FaultList(limit: faultLimit)
  }

  /// A chunk of which nothing is known but its place.
  init(abandonedWithin range: Range<Int>) {
    start = range.lowerBound
    next = range.upperBound
    faults = FaultList(limit: 0)
    state = .abandoned
  }
}

/// Reads chunks of one file. A chunk's rows are those that begin in it; the last may end behind it.
struct ChunkReader: Sendable {
  let file: MappedFile
  /// Where the last row ends: line ends behind it do not count.
  let end: Int
  let separator: UInt8
  /// LF or CR.
  let newline: UInt8
  let fieldCount: Int
  let kept: [KeptColumn]
  let faultLimit: Int

  /// The number of bytes whose cells are found before they are decoded: they are still in the nearest cache then.
  private static let blockSize = 1 << 15
  /// Offsets within a chunk have 32 bits.
  private static let greatestLength = 1 << 31

  /// Room for the places of a block's cells.
  final class Scratch {
    let ends: UnsafeMutablePointer<UInt32>

    init(fieldCount: Int) { ends = .allocate(capacity: ChunkReader.blockSize + fieldCount + 2 + 8) }
    deinit { ends.deallocate() }
  }

  /// Where the first row at `offset` or behind it begins if no line end there stands in a cell; nil iff not before
  /// `limit`.
  func guessedStart(from offset: Int, limit: Int) -> Int? {
    guard let found = memchr(file.base + (offset - 1), Int32(newline), limit - offset) else { return nil }
    let start = UnsafeRawPointer(found) - file.base + 1
    return newline == 13 && start < limit - 1 && file[start] == 10 ? start + 1 : start
  }

  /// Reads the rows that begin in `start..<limit`, quickly if that leaves no doubt.
  ///
  /// - Parameter isGuess: whether a row may not begin at `start`.
  func read(from start: Int, limit: Int, isGuess: Bool, _ scratch: Scratch) -> Chunk {
    if newline == 10 {
      let chunk = read(from: start, limit: limit, isCareful: false, isGuess: isGuess, scratch)
      if chunk.state != .inDoubt { return chunk }
    }
    return read(from: start, limit: limit, isCareful: true, isGuess: isGuess, scratch)
  }

  /// Reads the rows that begin in `start..<limit`.
  ///
  /// - Parameter isGuess: whether a row may not begin at `start`; the chunk is then given up if no end is in sight.
  func read(from start: Int, limit: Int, isCareful: Bool, isGuess: Bool, _ scratch: Scratch) -> Chunk {
    var decoders = kept.map { $0.makeDecoder(file: file.base) }
    var chunk = Chunk(start: start, faultLimit: faultLimit)
    let horizon = isGuess ? limit + 2 * (limit - start) + ChunkReader.blockSize : .max
    if isCareful {
      readCarefully(&chunk, &decoders, limit: limit, horizon: horizon, scratch.ends)
    } else {
      readQuickly(&chunk, &decoders, limit: limit, horizon: horizon, scratch.ends)
    }
    if chunk.state == .read { chunk.parts = decoders.map(\.part) }
    return chunk
  }

  // MARK: Quickly

  private func readQuickly(
    _ chunk: inout Chunk, _ decoders: inout [any CellDecoder], limit: Int, horizon: Int,
    _ ends: UnsafeMutablePointer<UInt32>
  ) {
    guard chunk.start < end else { return }
    let base = file.base + chunk.start
    let length = end - chunk.start
    let limit = limit - chunk.start
    var scanner = QuickScanner(separator: separator)
    // The places found and not yet decoded; the first is the one before the next row.
    var held = 1
    var quotedNewlinesBefore = 0
    var position = 0
    ends[0] = UInt32.max
    while true {
      let stop = min(position + ChunkReader.blockSize, length)
      held += scanner.scan(base, from: position, to: stop, into: ends + held)
      position = stop
      let isLast = stop == length
      if isLast {
        ends[held] = UInt32(truncatingIfNeeded: length)
        held += 1
      }
      var rowCount = (held - 1) / fieldCount
      var isInDoubt = scanner.isInDoubt || (isLast && scanner.isInsideQuotes)
      if stop >= limit {
        while rowCount > 0 && Int(ends[(rowCount - 1) * fieldCount] &+ 1) >= limit { rowCount -= 1 }
        isInDoubt = isInDoubt || !areRows(ends, rowCount, base: base, length: length)
      } else {
        isInDoubt = isInDoubt || !endRows(ends, rowCount, base: base) || scanner.rowEnds != chunk.rowCount + rowCount
      }
      if isInDoubt || position > ChunkReader.greatestLength {
        chunk.state = .inDoubt
        return
      }
      let block = CellBlock(
        base: base, offset: chunk.start, ends: ends, rowCount: rowCount, fieldCount: fieldCount,
        firstRow: chunk.rowCount, mayEndWithReturn: true)
      noteLines(of: block, hasQuotedNewlines: scanner.quotedNewlines != quotedNewlinesBefore, &chunk)
      quotedNewlinesBefore = chunk.lineCount - chunk.rowCount - rowCount
      decode(block, &chunk, &decoders)

      let decoded = rowCount * fieldCount
      let next = Int(ends[decoded] &+ 1)
      if next >= limit || next > length {
        chunk.next = chunk.start + min(next, length)
        return
      }
      if isLast {
        // Cells of one more row, but not all.
        chunk.state = .inDoubt
        return
      }
      if position > horizon - chunk.start {
        chunk.state = .abandoned
        return
      }
      for index in 0..<held - decoded { ends[index] = ends[decoded + index] }
      held -= decoded
    }
  }

  /// True iff each row's last cell ends with a line end.
  @inline(__always)
  private func endRows(_ ends: UnsafePointer<UInt32>, _ rowCount: Int, base: UnsafeRawPointer) -> Bool {
    var index = fieldCount
    var all = true
    for _ in 0..<rowCount {
      all = all && base.load(fromByteOffset: Int(ends[index]), as: UInt8.self) == newline
      index += fieldCount
    }
    return all
  }

  /// True iff each row's last cell ends with a line end, or with the file, and no other one does.
  private func areRows(
    _ ends: UnsafePointer<UInt32>, _ rowCount: Int, base: UnsafeRawPointer, length: Int
  ) -> Bool {
    for row in 0..<rowCount {
      for field in 1...fieldCount {
        let place = Int(ends[row * fieldCount + field])
        let isRowEnd = place == length || base.load(fromByteOffset: place, as: UInt8.self) == newline
        if isRowEnd != (field == fieldCount) { return false }
      }
    }
    return true
  }

  // MARK: Carefully

  private func readCarefully(
    _ chunk: inout Chunk, _ decoders: inout [any CellDecoder], limit: Int, horizon: Int,
    _ ends: UnsafeMutablePointer<UInt32>
  ) {
    let scanner = CarefulScanner(separator: separator, newline: newline, fieldCount: fieldCount)
    while chunk.next < min(limit, end) {
      let start = chunk.next
      let (outcome, next) = scanner.scan(file, from: start, end: end, into: ends)
      chunk.next = next
      if next > horizon {
        chunk.state = .abandoned
        return
      }
      let isSound: Bool
      switch outcome {
      case .row:
        isSound = true
        let block = CellBlock(
          base: file.base + start, offset: start, ends: ends, rowCount: 1, fieldCount: fieldCount,
          firstRow: chunk.rowCount, mayEndWithReturn: newline == 10)
        chunk.lines.note(row: chunk.rowCount, line: chunk.lineCount)
        decode(block, &chunk, &decoders)
      case .emptyLine:
        isSound = true
      case .cellCount(let found):
        isSound = false
        chunk.faults.add(.cellCount(found), at: start..<next, column: -1)
      case .unclosedQuote(let quote):
        isSound = false
        chunk.faults.add(.unclosedQuote, at: quote..<end, column: -1)
      case .textAfterQuote(let quote, let text):
        isSound = false
        chunk.faults.add(.textAfterQuote(openedAt: quote), at: text..<next, column: -1)
      case .tooLong:
        isSound = false
        chunk.faults.add(.tooLong, at: start..<next, column: -1)
      }
      if !isSound { chunk.faults.closeBlock() }
      chunk.lineCount += count(newline, in: file.bytes(start..<next))
    }
  }

  // MARK: Rows

  /// Notes on which lines the block's rows begin.
  private func noteLines(of block: CellBlock, hasQuotedNewlines: Bool, _ chunk: inout Chunk) {
    if block.rowCount == 0 { return }
    if !hasQuotedNewlines {
      chunk.lines.note(row: block.firstRow, line: chunk.lineCount)
      chunk.lineCount += block.rowCount
      return
    }
    for row in 0..<block.rowCount {
      chunk.lines.note(row: block.firstRow + row, line: chunk.lineCount)
      let first = chunk.start + Int(block.ends[row * fieldCount] &+ 1)
      let last = chunk.start + Int(block.ends[(row + 1) * fieldCount])
      chunk.lineCount += 1 + count(newline, in: file.bytes(first..<last))
    }
  }

  private func decode(_ block: CellBlock, _ chunk: inout Chunk, _ decoders: inout [any CellDecoder]) {
    for index in decoders.indices { decoders[index].decode(block, into: &chunk.faults) }
    chunk.faults.closeBlock()
    chunk.rowCount += block.rowCount
  }
}
