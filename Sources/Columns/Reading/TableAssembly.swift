/// A table that grows by one chunk of its file at a time.
struct TableAssembly: Sendable {
  private let reader: ChunkReader
  /// The places where chunks end; the first is where the first one begins.
  private let limits: [Int]
  private var pool: TextPool
  private var columns: [GrowingColumn]
  /// Where the next chunk's first row begins.
  private var start: Int
  private(set) var rowCount = 0
  /// The chunks so far, without their values.
  private(set) var chunks: [Chunk] = []
  /// True iff a cell or a row of a chunk so far is bad; values are no longer kept then.
  private(set) var isFaulty = false

  /// - Parameter pool: empty afterwards, as texts must have one owner, or adding to them would copy them.
  init(_ reader: ChunkReader, start: Int, limits: [Int], takingPool pool: inout TextPool) {
    self.reader = reader
    self.start = start
    self.limits = limits
    self.pool = pool
    pool = TextPool()
    columns = reader.kept.map { _ in GrowingColumn() }
  }

  /// Adds the next chunk, which is read again if its first row does not begin where it was guessed to.
  mutating func add(_ guess: Chunk, number: Int) {
    var chunk = guess
    if guess.start != start || guess.state != .read {
      let scratch = ChunkReader.Scratch(fieldCount: reader.fieldCount)
      chunk = reader.read(from: start, limit: max(start, limits[number + 1]), isGuess: false, scratch)
    }
    isFaulty = isFaulty || chunk.faults.total > 0
    if number == 0 && chunk.next > chunk.start {
      // Most files have rows of much the same length throughout.
      let expected = Double(chunk.rowCount) * Double(reader.end - chunk.start) / Double(chunk.next - chunk.start)
      if expected < Double(Int32.max) {
        for index in columns.indices {
          columns[index].reserveCapacity(Int(expected * 1.02) + 64, like: chunk.parts[index])
        }
      }
    }
    if !isFaulty {
      for index in columns.indices { columns[index].append(chunk.parts[index], rowCount: chunk.rowCount, &pool) }
    }
    chunk.parts = []
    rowCount += chunk.rowCount
    start = chunk.next
    chunks.append(chunk)
    // Texts were read from the file up to now. The system maps pages around one that is read, so some of the chunk
    // before came back.
    let before = chunk.start - TableAssembly.mappedAround
    reader.file.release(max(limits[0], before)..<max(limits[0], chunk.next))
  }

  private static let mappedAround = 1 << 17

  /// The texts; there are none afterwards.
  mutating func takePool() -> TextPool {
    let taken = pool
    pool = TextPool()
    return taken
  }

  /// The columns; there are none afterwards.
  mutating func takeColumns() -> [Column] {
    let taken = columns.map(\.column)
    columns = []
    return taken
  }

  /// The lines of the rows, the first of which may be on `line`.
  func lines(from line: Int) -> RowLines {
    var lines = RowLines()
    var line = line
    var row = 0
    for chunk in chunks {
      for run in chunk.lines.runs { lines.note(row: row + run.row, line: line + run.line) }
      row += chunk.rowCount
      line += chunk.lineCount
    }
    return lines
  }
}

/// The values of one column so far.
private struct GrowingColumn: Sendable {
  private enum Kind { case codes, bools, numbers }

  private var kind = Kind.codes
  // Only the values of `kind` are in use.
  private var codes: [Int32] = []
  private var bools: [Bool] = []
  private var numbers = NumberCells()
  private var validity: Bitmap?
  private var rowCount = 0

  /// Makes room for `count` values of the kind of `part`.
  mutating func reserveCapacity(_ count: Int, like part: ColumnPart) {
    switch part.values {
    case .texts, .codes: codes.reserveCapacity(count)
    case .bools: bools.reserveCapacity(count)
    case .numbers: numbers.reserveCapacity(count)
    }
  }

  /// Appends the values of the next chunk.
  mutating func append(_ part: ColumnPart, rowCount count: Int, _ pool: inout TextPool) {
    switch part.values {
    case .texts(let local, let texts, let blocks):
      append(local, entries: texts.codes(in: &pool), blocks, &pool)
    case .codes(let local):
      codes += local
    case .bools(let local):
      kind = .bools
      bools += local
    case .numbers(let local):
      kind = .numbers
      numbers.append(contentsOf: local)
    }
    if validity != nil || !part.missing.isEmpty {
      if validity == nil { validity = Bitmap(repeating: true, count: rowCount) }
      validity?.append(contentsOf: Bitmap(repeating: true, count: count))
      for row in part.missing { validity?[rowCount + Int(row)] = false }
    }
    rowCount += count
  }

  /// Appends the pool's codes of texts that a chunk knows by its own.
  private mutating func append(_ local: [Int32], entries: [Int32], _ blocks: [SerialBlock], _ pool: inout TextPool) {
    let bases = blocks.map { block in pool.number(of: block).map { SerialCode.code(block: $0, number: 0) } ?? -1 }
    var refused: [Int] = []
    let first = codes.count
    codes += [Int32](unsafeUninitializedCapacity: local.count) { output, initializedCount in
      guard let output = output.baseAddress else { return }
      local.withUnsafeBufferPointer { local in
        bases.withUnsafeBufferPointer { bases in
          for row in local.indices {
            let own = local[row]
            var code: Int32 = 0
            if SerialCode.isSerial(own) {
              code = bases[SerialCode.block(own)] | SerialCode.number(own)
              if code < 0 { refused.append(row) }
            } else if own >= 0 {
              code = entries[Int(own)]
            }
            (output + row).initialize(to: code)
          }
        }
      }
      initializedCount = local.count
    }
    for row in refused {
      // The pool has no room for the block.
      let block = blocks[SerialCode.block(local[row])]
      codes[first + row] = pool.code(of: block, number: SerialCode.number(local[row]))
    }
  }

  var column: Column {
    let storage: Column.Storage =
      switch kind {
      case .codes: .codes(codes)
      case .bools: .bools(bools)
      case .numbers: numbers.columnStorage
      }
    return Column(storage, count: rowCount, validity: validity)
  }
}
