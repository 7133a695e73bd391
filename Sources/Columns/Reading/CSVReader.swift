/// Reads columns of a CSV file into exact values.
///
/// ```
/// file   | header | chunk 0 | chunk 1 | chunk 2 | …       threads take chunks, in any order
///                   texts 0   texts 1   texts 2            each with its own list of texts,
///                   └───────────┴───────────┴─> pool       merged in the order of the chunks
/// ```
/// A thread guesses where its chunk's first row begins: behind the next line end. The guess is wrong if that line end
/// stands in a cell. It is known to be right iff the chunk before ends there; else the chunk is read again. So results
/// depend neither on the number of threads nor on the size of chunks.
///
/// The text is RFC 4180 with any separator of one byte: cells with separators, quotes or line ends stand in quotes, and
/// quotes in them are doubled. Elsewhere quotes are ordinary characters. Lines end with LF, CR LF or CR, as the header's
/// does. Empty lines are passed over, except that they are empty cells in the rows of a file with one column.
///
/// - Throws: all bad cells and rows, the first of them described, in their order in the file.
public func readCSV(
  _ file: MappedFile, columns: [CSVColumn], options: CSVOptions = CSVOptions(), pool: inout TextPool
) throws(DataErrors) -> CSVTable {
  let layout: CSVLayout
  do {
    layout = try CSVLayout(file, separator: options.separator)
  } catch {
    throw DataErrors(failure: error, file)
  }
  let kept = try find(columns, in: layout, file, options)
  let reader = ChunkReader(
    file: file, end: layout.end, separator: layout.separator, newline: layout.newline, fieldCount: layout.header.count,
    kept: kept, faultLimit: max(1, options.errorLimit))
  var chunks: [Chunk]
  if layout.newline == 10, let quick = readChunks(reader, layout, options, isCareful: false) {
    chunks = quick
  } else {
    // Reading carefully is never in doubt.
    chunks = readChunks(reader, layout, options, isCareful: true) ?? []
  }
  if chunks.contains(where: { $0.faults.total > 0 }) {
    throw DataErrors(faultsOf: chunks, reader, layout, limit: max(1, options.errorLimit))
  }

  var lines = RowLines()
  var line = layout.bodyLine
  var rowCount = 0
  for chunk in chunks {
    for run in chunk.lines.runs { lines.note(row: rowCount + run.row, line: line + run.line) }
    rowCount += chunk.rowCount
    line += chunk.lineCount
  }
  let rowCounts = chunks.map(\.rowCount)
  var read: [Column] = []
  for index in kept.indices {
    // Each column's parts are dropped once they are merged.
    let parts = chunks.indices.map { chunks[$0].parts[index].take() }
    read.append(merge(parts, rowCounts: rowCounts, threads: options.threads ?? Workers.processorCount, &pool))
  }
  return CSVTable(columns: read, rowCount: rowCount, lines: lines, header: layout.header)
}

/// Where the columns stand.
private func find(
  _ columns: [CSVColumn], in layout: CSVLayout, _ file: MappedFile, _ options: CSVOptions
) throws(DataErrors) -> [KeptColumn] {
  var places: [String: [Int]] = [:]
  for (field, header) in layout.header.enumerated() { places[header, default: []].append(field) }
  var kept: [KeptColumn] = []
  var errors: [DataError] = []
  for (index, column) in columns.enumerated() {
    let fields = places[column.header, default: []]
    if fields.count == 1 {
      kept.append(
        KeptColumn(spec: column, field: fields[0], index: index, allowsUnderscores: options.allowsUnderscores))
      continue
    }
    let problem: DataProblem
    var suggestions: [String] = []
    if let second = fields.dropFirst().first {
      problem = .duplicateHeader(column.header)
      errors.append(
        DataError(at: layout.headerPlaces[second], line: layout.headerLine, column.header, problem, [], file, layout))
      continue
    }
    problem = .missingHeader(column.header, headers: layout.header)
    for near in NearestNames.find(column.header, among: layout.header, limit: 2) {
      suggestions.append("there is a column `\(near)`\(NearestNames.difference(column.header, near))")
    }
    suggestions.append("the columns of the file are " + CellDiagnosis.list(layout.header))
    if layout.header.count == 1, let only = layout.header.first, only.contains(where: { ",;\t|:".contains($0) }) {
      suggestions.append("the cells may be separated by another character than `\(layout.separatorName)`")
    }
    errors.append(
      DataError(at: layout.headerStart, line: layout.headerLine, column.header, problem, suggestions, file, layout))
  }
  if !errors.isEmpty {
    throw DataErrors(errors: Array(errors.prefix(max(1, options.errorLimit))), total: errors.count)
  }
  return kept
}

/// Reads all chunks; nil iff it must be done carefully.
private func readChunks(
  _ reader: ChunkReader, _ layout: CSVLayout, _ options: CSVOptions, isCareful: Bool
) -> [Chunk]? {
  let size = max(1, options.chunkSize)
  let length = layout.end - layout.bodyStart
  let chunkCount = max(1, (length + size - 1) / size)
  let limits = (1...chunkCount).map { min(layout.bodyStart + $0 * size, layout.end) }
  var chunks = Workers.map(chunkCount, threads: options.threads ?? Workers.processorCount) {
    ChunkReader.Scratch(fieldCount: reader.fieldCount)
  } _: { index, scratch in
    let limit = limits[index]
    if index == 0 {
      return reader.read(from: layout.bodyStart, limit: limit, isCareful: isCareful, isGuess: false, scratch)
    }
    guard let start = reader.guessedStart(from: limits[index - 1], limit: limit) else {
      var chunk = Chunk(start: -1, faultLimit: reader.faultLimit)
      chunk.state = .abandoned
      return chunk
    }
    return reader.read(from: start, limit: limit, isCareful: isCareful, isGuess: true, scratch)
  }

  // Where each chunk's first row does begin is known from the chunk before.
  let scratch = ChunkReader.Scratch(fieldCount: reader.fieldCount)
  var start = layout.bodyStart
  for index in chunks.indices {
    let isRight = chunks[index].start == start && chunks[index].state != .abandoned
    if !isRight {
      chunks[index] = reader.read(
        from: start, limit: max(start, limits[index]), isCareful: isCareful, isGuess: false, scratch)
    }
    if chunks[index].state == .inDoubt { return nil }
    start = chunks[index].next
  }
  return chunks
}

/// One column of all chunks' parts.
private func merge(
  _ parts: [ColumnPart], rowCounts: [Int], threads: Int, _ pool: inout TextPool
) -> Column {
  let rowCount = rowCounts.reduce(0, +)
  var validity: Bitmap?
  var firstRow = 0
  for (part, count) in zip(parts, rowCounts) {
    if !part.missing.isEmpty {
      var bits = validity ?? Bitmap(repeating: true, count: rowCount)
      validity = nil
      for row in part.missing { bits[firstRow + Int(row)] = false }
      validity = bits
    }
    firstRow += count
  }

  var codes: [Int32] = []
  var bools: [Bool] = []
  var numbers = NumberCells()
  var storage = Column.Storage.codes([])
  for part in parts {
    switch part.values {
    case .texts(let local, let texts):
      if codes.isEmpty { codes.reserveCapacity(rowCount) }
      var poolCodes: [Int32] = []
      poolCodes.reserveCapacity(texts.entries.count)
      texts.forEach { poolCodes.append(pool.code(for: $0)) }
      for code in local { codes.append(code < 0 ? 0 : poolCodes[Int(code)]) }
    case .codes(let local):
      if codes.isEmpty { codes.reserveCapacity(rowCount) }
      codes += local
    case .bools(let local):
      bools += local
    case .numbers(let local):
      numbers.append(contentsOf: local)
    }
  }
  switch parts.first?.values {
  case .texts, .codes, nil: storage = .codes(codes)
  case .bools: storage = .bools(bools)
  case .numbers: storage = numbers.columnStorage
  }
  return Column(storage, count: rowCount, validity: validity)
}
