extension DataErrors {
  /// A fault of the whole file.
  init(failure: CSVLayout.Failure, _ file: MappedFile) {
    var column = 0
    if let place = failure.place?.offset {
      var lineStart = place
      while lineStart > failure.textStart && file[lineStart - 1] != 10 && file[lineStart - 1] != 13 { lineStart -= 1 }
      column = String(decoding: file.bytes(lineStart..<place), as: UTF8.self).count + 1
    }
    let error = DataError(
      file: file.name, line: failure.place?.line ?? 0, column: column, columnName: nil, text: "",
      problem: failure.problem, suggestions: failure.suggestions)
    self.init(errors: [error], total: 1)
  }

  /// Describes the first faults of all chunks.
  init(faultsOf chunks: [Chunk], _ reader: ChunkReader, _ layout: CSVLayout, limit: Int) {
    var errors: [DataError] = []
    var total = 0
    var line = layout.bodyLine
    for chunk in chunks {
      total += chunk.faults.total
      for fault in chunk.faults.first.prefix(limit - errors.count) {
        let before = count(reader.newline, in: reader.file.bytes(chunk.start..<fault.place.lowerBound))
        errors.append(DataErrors.describe(fault, line: line + before, reader, layout))
      }
      line += chunk.lineCount
    }
    self.init(errors: errors, total: total)
  }

  private static func describe(
    _ fault: CellFault, line: Int, _ reader: ChunkReader, _ layout: CSVLayout
  ) -> DataError {
    let file = reader.file
    let column = reader.kept.indices.contains(fault.column) ? reader.kept[fault.column] : nil
    var problem: DataProblem
    var suggestions: [String] = []
    var text = ""
    switch fault.reason {
    case .emptyCell:
      problem = .emptyCell
      let row = rowText(around: fault.place.lowerBound, reader, layout)
      if row.allSatisfy({ $0 == reader.separator || $0 == 13 || $0 == 32 || $0 == 34 }) {
        suggestions = ["all cells of this line are empty; the line can be deleted"]
      }
    case .notReadable, .invalidUTF8:
      let content = Array(file.bytes(fault.place))
      text = shortened(content)
      if let column {
        let diagnosis = CellDiagnosis(content, in: column)
        (problem, suggestions) = (diagnosis.problem, diagnosis.suggestions)
      } else {
        problem = .invalidUTF8
      }
    case .cellCount(let found):
      problem = .fieldCount(expected: reader.fieldCount, found: found)
      suggestions = fieldCountSuggestions(fault.place, found, reader)
    case .unclosedQuote:
      problem = .unclosedQuote
      suggestions = ["a quote that belongs to a text is written twice, and the whole cell between quotes"]
    case .textAfterQuote(let quote):
      let newlines = count(reader.newline, in: file.bytes(quote..<fault.place.lowerBound))
      problem = .textAfterQuote(openedOnLine: line - newlines)
      suggestions = ["a quote that belongs to a text is written twice, and the whole cell between quotes"]
    case .tooLong:
      problem = .rowTooLong
    }
    return DataError(
      at: fault.place.lowerBound, line: line, column?.spec.header, text: text, problem, suggestions, file, layout)
  }

  /// The line that holds a place, without its end.
  private static func rowText(
    around place: Int, _ reader: ChunkReader, _ layout: CSVLayout
  ) -> UnsafeBufferPointer<UInt8> {
    var start = place
    while start > layout.bodyStart && reader.file[start - 1] != reader.newline { start -= 1 }
    var end = place
    while end < layout.end && reader.file[end] != reader.newline { end += 1 }
    return reader.file.bytes(start..<end)
  }

  private static func fieldCountSuggestions(_ place: Range<Int>, _ found: Int, _ reader: ChunkReader) -> [String] {
    let row = Array(reader.file.bytes(place.lowerBound..<min(place.upperBound, place.lowerBound + 4096)))
    let blankBeforeQuote = [reader.separator, UInt8(ascii: " "), UInt8(ascii: "\"")]
    if row.indices.contains(where: { row[$0...].starts(with: blankBeforeQuote) }) {
      return ["a blank stands before a quote; a cell in quotes begins with the quote itself"]
    }
    return found > reader.fieldCount ? ["a cell that holds the separator is written between quotes"] : []
  }

  private static let shownLength = 60

  private static func shortened(_ text: [UInt8]) -> String {
    let whole = String(decoding: text.prefix(shownLength * 8), as: UTF8.self)
    return whole.count <= shownLength ? whole : String(whole.prefix(shownLength - 1)) + "…"
  }
}

extension DataError {
  /// - Parameter place: the first byte of what is wrong; the column is counted from the line's beginning.
  init(
    at place: Int, line: Int, _ columnName: String?, text: String = "", _ problem: DataProblem,
    _ suggestions: [String], _ file: MappedFile, _ layout: CSVLayout
  ) {
    var lineStart = place
    while lineStart > layout.textStart && file[lineStart - 1] != layout.newline { lineStart -= 1 }
    let before = String(decoding: file.bytes(lineStart..<place), as: UTF8.self)
    self.init(
      file: file.name, line: line, column: before.count + 1, columnName: columnName, text: text, problem: problem,
      suggestions: suggestions)
  }
}
