/// Reads columns of a CSV file into exact values.
///
/// ```
/// file   | header | chunk 0 | chunk 1 | chunk 2 | …       threads take chunks, in any order
///                   texts 0   texts 1   texts 2            each with its own list of texts,
///                   └───────────┴───────────┴─> pool       merged in the order of the chunks
/// ```
/// A chunk is merged as soon as those before it are, and then forgotten with its pages of the file: besides the columns
/// there are never more than a few chunks in memory, however long the file is.
///
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
  let size = max(1, options.chunkSize)
  let chunkCount = max(1, (layout.end - layout.bodyStart + size - 1) / size)
  let limits = (0...chunkCount).map { min(layout.bodyStart + $0 * size, layout.end) }
  var assembly = Workers.fold(
    chunkCount, threads: options.threads ?? Workers.processorCount,
    into: TableAssembly(reader, start: layout.bodyStart, limits: limits, takingPool: &pool)
  ) {
    ChunkReader.Scratch(fieldCount: reader.fieldCount)
  } make: { index, scratch in
    if index == 0 { return reader.read(from: limits[0], limit: limits[1], isGuess: false, scratch) }
    guard let start = reader.guessedStart(from: limits[index], limit: limits[index + 1]) else {
      return Chunk(abandonedWithin: limits[index]..<limits[index + 1])
    }
    return reader.read(from: start, limit: limits[index + 1], isGuess: true, scratch)
  } add: { assembly, index, chunk in
    assembly.add(chunk, number: index)
  }
  pool = assembly.takePool()
  if assembly.isFaulty {
    throw DataErrors(faultsOf: assembly.chunks, reader, layout, limit: max(1, options.errorLimit))
  }
  return CSVTable(
    columns: assembly.takeColumns(), rowCount: assembly.rowCount, lines: assembly.lines(from: layout.bodyLine),
    header: layout.header)
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
