import TestSupport
import Testing

@testable import Columns

/// Random tables and random bytes; each seed is one case.
@Suite struct CSVPropertyTests {
  /// Pieces that texts are made of: what shapes a file, and what only looks like it.
  static let pieces = [
    "a", "b", "long text that is more than sixteen bytes", "é", "日本", ",", ";", "\t", "|", "\"", "\"\"", "\n", "\r\n",
    "\r", " ", "'",
    "12345678", "\u{FEFF}", String(repeating: "x", count: 70),
  ]

  static func randomText(_ random: inout SeededRandom) -> String {
    (0..<Int.random(in: 0...4, using: &random)).map { _ in pieces.randomElement(using: &random) ?? "" }.joined()
  }

  /// A table of texts and numbers, as its cells and as its file.
  struct Table {
    var rows: [[String]] = []
    var separator: Character = ","
    var text = ""

    init(seed: UInt64) {
      var random = SeededRandom(seed: seed)
      separator = [",", ";", "\t", "|"].randomElement(using: &random) ?? ","
      let width = Int.random(in: 1...4, using: &random)
      let quoting = Int.random(in: 0...2, using: &random)
      let lineEnd = ["\n", "\r\n"].randomElement(using: &random) ?? "\n"
      let isPlain = Bool.random(using: &random)
      var writer = CSVWriter(separator: separator.asciiValue ?? 44)
      var lines: [[UInt8]] = []
      func end() {
        writer.endRow()
        lines.append(writer.bytes.dropLast())
        writer.removeAll()
      }
      for column in 0..<width { writer.append("h\(column)") }
      end()
      for row in 0..<Int.random(in: 0...60, using: &random) {
        var cells: [String] = []
        for column in 0..<width {
          // The last column holds whole numbers.
          let cell = column == width - 1 && width > 1 ? "\(row)" : isPlain ? "r\(row)" : Self.cell(&random)
          if quoting == 2 || (quoting == 1 && Bool.random(using: &random)) {
            writer.append(quoted: cell)
          } else {
            writer.append(cell)
          }
          cells.append(cell)
        }
        rows.append(cells)
        end()
      }
      text = lines.map { String(decoding: $0, as: UTF8.self) }.joined(separator: lineEnd)
      if Bool.random(using: &random) { text += lineEnd }
      if Bool.random(using: &random) { text = "\u{FEFF}" + text }
    }

    static func cell(_ random: inout SeededRandom) -> String { CSVPropertyTests.randomText(&random) }
  }

  @Test(arguments: UInt64(0)..<150)
  func readsWhatWasWritten(_ seed: UInt64) throws {
    let table = Table(seed: seed)
    let width = table.rows.first?.count ?? 1
    let columns = (0..<width).map {
      CSVColumn("h\($0)", $0 == width - 1 && width > 1 ? .number : .text, isOptional: true)
    }
    var codesByChunkSize: [Int: [[Int32]]] = [:]
    for (threads, chunkSize) in [(1, 1 << 20), (1, 1), (2, 7), (1, 7), (7, 64), (1, 64), (2, 200), (3, 200)] {
      let (read, pool) = try readCSVText(
        table.text, columns, separator: table.separator, threads: threads, chunkSize: chunkSize)
      #expect(read.rowCount == table.rows.count)
      var allCodes: [[Int32]] = []
      for (index, column) in read.columns.enumerated() {
        let expected = table.rows.map { $0[index].isEmpty ? "-" : $0[index] }
        #expect(describe(column, columns[index].type, pool) == expected)
        if case .codes(let codes) = column.storage { allCodes.append(codes) }
      }
      // Even the codes are the same, whichever thread read which chunk.
      #expect(codesByChunkSize[chunkSize, default: allCodes] == allCodes)
      codesByChunkSize[chunkSize] = allCodes
      var line = 2
      for (row, cells) in table.rows.enumerated() {
        #expect(read.lines.line(ofRow: row) == line)
        line += 1 + cells.joined().utf8.count { $0 == 10 }
      }
    }
  }

  /// Errors and values are the same for any chunks, also where quotes and line ends are all over the place.
  @Test(arguments: UInt64(0)..<400)
  func readsRandomBytesTheSameInAnyChunks(_ seed: UInt64) {
    var random = SeededRandom(seed: seed)
    let alphabet = Array(",,,\"\n\n\n\r1a ".utf8) + (seed % 4 == 0 ? [0, 0xC3, 0xA9, 0xFF] : [])
    var bytes = Array("h,k\n".utf8)
    if seed % 8 == 0 { bytes = [] }
    for _ in 0..<Int.random(in: 0...200, using: &random) { bytes.append(alphabet.randomElement(using: &random) ?? 0) }
    let file = MappedFile(copying: bytes, name: "random")
    let columns = [CSVColumn("h", .text, isOptional: true), CSVColumn("k", .number, isOptional: true)]
    var first: String?
    for (threads, chunkSize) in [(1, 1 << 20), (1, 1), (2, 13), (3, 64)] {
      var pool = TextPool()
      let options = CSVOptions(
        separator: 44, threads: threads, errorLimit: 5, allowsUnderscores: false, chunkSize: chunkSize)
      let outcome: String
      do {
        let table = try readCSV(file, columns: columns, options: options, pool: &pool)
        let values = zip(table.columns, columns).map { describe($0, $1.type, pool) }
        outcome = "\(values) \((0..<table.rowCount).map { table.lines.line(ofRow: $0) })"
      } catch {
        outcome = "\(error)"
      }
      #expect(first == nil || first == outcome)
      first = outcome
    }
  }

  /// The quick scanner is in doubt or finds the same cells as the careful one.
  @Test(arguments: UInt64(0)..<300)
  func quickScannerAgreesWithCarefulOne(_ seed: UInt64) {
    var random = SeededRandom(seed: seed)
    var text = ""
    for _ in 0..<Int.random(in: 1...40, using: &random) {
      let cells = (0..<2).map { _ in
        switch Int.random(in: 0...9, using: &random) {
        case 0: "\"\""
        case 1: "\"x,\n\"\"y\""
        case 2 where seed % 2 == 0: "x\"y"
        case 3: "\"\(String(repeating: "z\r\n", count: Int.random(in: 0...30, using: &random)))\""
        default: String(repeating: "w", count: Int.random(in: 0...20, using: &random))
        }
      }
      text += cells.joined(separator: ",") + (Bool.random(using: &random) ? "\n" : "\r\n")
    }
    let file = csvFile(text)
    let end = text.utf8.count - (text.utf8.suffix(2).elementsEqual("\r\n".utf8) ? 2 : 1)
    let reader = ChunkReader(
      file: file, end: end, separator: 44, newline: 10, fieldCount: 2,
      kept: [KeptColumn(spec: CSVColumn("a", .text, isOptional: true), field: 0, index: 0, allowsUnderscores: false)],
      faultLimit: 5)
    let scratch = ChunkReader.Scratch(fieldCount: 2)
    let careful = reader.read(from: 0, limit: end, isCareful: true, isGuess: false, scratch)
    let quick = reader.read(from: 0, limit: end, isCareful: false, isGuess: false, scratch)
    // Without strange quotes and empty lines there is no doubt.
    if seed % 2 == 1 { #expect(quick.state == .read) }
    if quick.state == .read {
      #expect(quick.rowCount == careful.rowCount)
      #expect(quick.lines == careful.lines)
      #expect(quick.lineCount == careful.lineCount || quick.next == end)
      #expect(quick.faults.total == careful.faults.total)
      for (a, b) in zip(quick.parts, careful.parts) {
        guard case .texts(let codes, _, let blocks) = a.values, case .texts(let others, _, let otherBlocks) = b.values
        else { continue }
        #expect(codes == others && blocks == otherBlocks)
      }
    }
  }

  /// Plain numbers are read as the general way reads them.
  @Test(arguments: UInt64(0)..<50)
  func readsPlainNumbersLikeAllNumbers(_ seed: UInt64) {
    var random = SeededRandom(seed: seed)
    for _ in 0..<200 {
      let length = Int.random(in: 1...18, using: &random)
      let alphabet = Array("0123456789.".utf8) + (Int.random(in: 0...5, using: &random) == 0 ? Array("-+:/ ".utf8) : [])
      let text = (0..<length).map { _ in alphabet.randomElement(using: &random) ?? 48 }
      let padded = [UInt8](repeating: 53, count: 16) + text + [UInt8](repeating: 53, count: 16)
      padded.withUnsafeBytes { bytes in
        guard let start = bytes.baseAddress.map({ $0 + 16 }) else { return }
        var mantissa: Int64 = 0
        var scale = 0
        if PlainNumber.read(start, length, &mantissa, &scale) {
          let number = NumberText(mantissa: Int128(mantissa), scale: scale)
          #expect(NumberText.read(text[...], .plain) == .value(number))
        } else if length <= 16, text.allSatisfy(isDigit) {
          Issue.record("\(String(decoding: text, as: UTF8.self)) is plain")
        }
        let digits = PlainNumber.readDigits(start, length)
        #expect((digits >= 0) == (length <= 8 && text.allSatisfy(isDigit)))
        if digits >= 0 { #expect(digits == mantissa && scale == 0) }
      }
    }
  }
}
