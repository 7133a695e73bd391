/// What the beginning of a file tells about all of it: kind, separator, line ends, headers.
struct CSVLayout {
  let separator: UInt8
  /// LF, which may follow a CR; or CR, if the header ends with one alone.
  let newline: UInt8
  let header: [String]
  /// Where each header begins.
  let headerPlaces: [Int]
  /// Where the first line of text begins, behind a byte order mark.
  let textStart: Int
  /// The line, counted from 1, and the place where the header begins.
  let headerLine: Int
  let headerStart: Int
  /// The place and the line behind the header.
  let bodyStart: Int
  let bodyLine: Int
  /// Where the last row ends; only line ends follow.
  let end: Int

  /// A fault that leaves nothing to read.
  struct Failure: Error {
    let problem: DataProblem
    let suggestions: [String]
    /// The line and the place in the file; nil where it is the whole file.
    var place: (line: Int, offset: Int)?
    /// Where the file's text begins.
    var textStart = 0
  }

  init(_ file: MappedFile, separator chosen: UInt8?) throws(Failure) {
    try CSVLayout.refuseOtherKinds(file)
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    var start = file.bytes(0..<min(3, file.count)).elementsEqual(mark) ? 3 : 0
    textStart = start
    var end = file.count
    while end > start && (file[end - 1] == 10 || file[end - 1] == 13) { end -= 1 }
    self.end = end

    var line = 1
    while start < end && (file[start] == 10 || file[start] == 13) {
      if file[start] == 10 || file[start + 1] != 10 { line += 1 }
      start += 1
    }
    guard start < end else { throw Failure(problem: .emptyFile, suggestions: []) }

    // Spreadsheet programs write the separator into a line of its own.
    var separator = chosen
    if file.bytes(start..<min(start + 4, end)).elementsEqual("sep=".utf8), start + 5 < end {
      let behind = file[start + 5]
      if behind == 10 || behind == 13 {
        separator = separator ?? file[start + 4]
        start += behind == 13 && start + 6 < end && file[start + 6] == 10 ? 7 : 6
        line += 1
      }
    }
    headerStart = start
    headerLine = line

    let first = CSVLayout.firstRow(file, from: start, end: end)
    self.separator = separator ?? first.separator
    newline = first.newline
    let scanner = CarefulScanner(
      separator: self.separator, newline: newline, fieldCount: first.cellCount(self.separator))
    let ends = UnsafeMutablePointer<UInt32>.allocate(capacity: scanner.fieldCount + 1)
    defer { ends.deallocate() }
    let (outcome, next) = scanner.scan(file, from: start, end: end, into: ends)
    bodyStart = next
    bodyLine = line + count(newline, in: file.bytes(start..<next))
    let (firstLine, newline) = (line, newline)
    func lineOf(_ place: Int) -> Int { firstLine + count(newline, in: file.bytes(start..<place)) }
    let cellCount: Int
    switch outcome {
    case .row: cellCount = scanner.fieldCount
    case .cellCount(let found): cellCount = min(found, scanner.fieldCount)
    case .emptyLine: cellCount = 1
    case .unclosedQuote(let quote):
      throw Failure(problem: .unclosedQuote, suggestions: [], place: (lineOf(quote), quote), textStart: textStart)
    case .textAfterQuote(let quote, let text):
      throw Failure(
        problem: .textAfterQuote(openedOnLine: lineOf(quote)), suggestions: [], place: (lineOf(text), text),
        textStart: textStart)
    case .tooLong:
      throw Failure(problem: .rowTooLong, suggestions: [], place: (line, start), textStart: textStart)
    }
    let block = CellBlock(
      base: file.base + start, offset: start, ends: ends, rowCount: 1, fieldCount: cellCount, firstRow: 0,
      mayEndWithReturn: newline == 10)
    var header: [String] = []
    var places: [Int] = []
    for field in 0..<cellCount {
      block.forEach(field) { _, cell in
        let text = cell.isQuoted ? TextIndex.withoutDoubledQuotes(cell) : Array(cell.bytes)
        header.append(String(decoding: text, as: UTF8.self))
        places.append(block.range(of: cell).lowerBound - (cell.isQuoted ? 1 : 0))
      }
    }
    self.header = header
    headerPlaces = places
  }

  /// The separator as messages show it.
  var separatorName: String { separator == 9 ? "tab" : String(UnicodeScalar(separator)) }

  /// What the first row shows before it is cut into cells.
  private struct FirstRow {
    var counts: [UInt8: Int] = [:]
    var newline: UInt8 = 10

    static let candidates: [UInt8] = [",", ";", "\t", "|"].map { UInt8(ascii: $0) }

    /// The most frequent candidate; the first of them iff there is none, as in a file of one column.
    var separator: UInt8 {
      var best = FirstRow.candidates[0]
      for candidate in FirstRow.candidates where counts[candidate, default: 0] > counts[best, default: 0] {
        best = candidate
      }
      return best
    }

    /// The greatest number of cells that the row may have.
    func cellCount(_ separator: UInt8) -> Int { counts[separator, default: 0] + 1 }
  }

  private static func firstRow(_ file: MappedFile, from start: Int, end: Int) -> FirstRow {
    var row = FirstRow()
    var isQuoted = false
    for index in start..<end {
      let byte = file[index]
      if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
      if isQuoted { continue }
      if byte == 10 { break }
      if byte == 13 {
        row.newline = index + 1 < file.count && file[index + 1] == 10 ? 10 : 13
        break
      }
      row.counts[byte, default: 0] += 1
    }
    return row
  }

  /// Throws if the first bytes are those of a file that is not text in UTF-8.
  private static func refuseOtherKinds(_ file: MappedFile) throws(Failure) {
    let head = Array(file.bytes(0..<min(64, file.count)))
    func starts(_ bytes: [UInt8]) -> Bool { head.starts(with: bytes) }
    let asCSV = "export or save it as CSV in UTF-8"
    let encodings: [(mark: [UInt8], kind: String, command: String)] = [
      ([0x1F, 0x8B], "compressed with gzip", "gunzip -c"),
      ([0x28, 0xB5, 0x2F, 0xFD], "compressed with zstd", "zstd -dc"),
      ([0xFD, 0x37, 0x7A, 0x58], "compressed with xz", "xz -dc"),
      (Array("BZh9".utf8), "compressed with bzip2", "bzip2 -dc"),
      ([0xFF, 0xFE], "encoded as UTF-16, not as UTF-8", "iconv -f UTF-16 -t UTF-8"),
      ([0xFE, 0xFF], "encoded as UTF-16, not as UTF-8", "iconv -f UTF-16 -t UTF-8"),
    ]
    for (mark, kind, command) in encodings where starts(mark) {
      throw Failure(problem: .encoded(kind: kind, command: command), suggestions: [])
    }
    if starts([0x50, 0x4B, 0x03, 0x04]) {
      throw Failure(
        problem: .notCSV(kind: "an archive or a spreadsheet, such as .xlsx"), suggestions: [asCSV])
    }
    if starts([0xD0, 0xCF, 0x11, 0xE0]) {
      throw Failure(problem: .notCSV(kind: "an old spreadsheet, such as .xls"), suggestions: [asCSV])
    }
    if starts(Array("PAR1".utf8)) { throw Failure(problem: .notCSV(kind: "a Parquet file"), suggestions: [asCSV]) }
    if head.count >= 4 && head.prefix(4).contains(0) {
      throw Failure(
        problem: .notCSV(kind: "encoded as UTF-16 or binary"),
        suggestions: ["save it as UTF-8; `iconv -f UTF-16 -t UTF-8 FILE.csv` writes it so"])
    }
  }
}
