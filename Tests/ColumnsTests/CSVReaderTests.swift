import TestSupport
import Testing

@testable import Columns

@Suite struct CSVReaderTests {
  static let texts = [CSVColumn("a", .text, isOptional: true), CSVColumn("b", .text, isOptional: true)]

  /// Texts that all hold the rows (1, x) and (2, y).
  @Test(arguments: [
    "a,b\n1,x\n2,y\n",
    "a,b\n1,x\n2,y",
    "a,b\r\n1,x\r\n2,y\r\n",
    "a,b\r\n1,x\r\n2,y",
    "a,b\r1,x\r2,y\r",
    "a,b\r1,x\r2,y",
    "\u{FEFF}a,b\n1,x\n2,y\n",
    "\u{FEFF}\"a\",b\n1,x\n2,y\n",
    "a;b\n1;x\n2;y\n",
    "a\tb\n1\tx\n2\ty\n",
    "a|b\n1|x\n2|y\n",
    "sep=;\na;b\n1;x\n2;y\n",
    "sep=;\r\na;b\r\n1;x\r\n2;y\r\n",
    "\n\na,b\n1,x\n2,y\n",
    "a,b\n1,x\n2,y\n\n\n\r\n",
    "a,b\n1,x\n\n\n2,y\n",
    "a,b\r\n1,x\r\n\r\n2,y\r\n",
    "b,a\nx,1\ny,2\n",
    "\"a\",\"b\"\n\"1\",\"x\"\n\"2\",\"y\"\n",
    "\"a\",\"b\"\r\n\"1\",\"x\"\r\n\"2\",\"y\"\r\n",
    "\"a\",\"b\"\r\"1\",\"x\"\r\"2\",\"y\"\r",
    "n,a,m,b,o\n,1,,x,\n\"\n\"\",\",1,\"\",x,\"\"\"\"\n ,2, ,y, \n".replacing(
      "\"\n\"\",\",1,\"\",x,\"\"\"\"\n", with: ""),
    "n,a,m,b\n\"p\nq\r\n\"\"\",1,\",\",x\n\"\",2,\"\"\"\",y",
  ])
  func readsRows(_ text: String) throws {
    for chunkSize in [1, 3, 1 << 20] {
      let (table, pool) = try readCSVText(text, Self.texts, chunkSize: chunkSize)
      #expect(table.rowCount == 2)
      #expect(describe(table.columns[0], .text, pool) == ["1", "2"])
      #expect(describe(table.columns[1], .text, pool) == ["x", "y"])
    }
  }

  /// Each text's cells of the column `a`.
  @Test(arguments: [
    ("a,b\n\"x\"\"y\",1\n", ["x\"y"]),
    ("a,b\n\"\"\"x\"\"\",1\n", ["\"x\""]),
    ("a,b\n\"x\ny\r\nz\",1\n", ["x\ny\r\nz"]),
    ("a,b\n27\" x,1\n\"27\"\" x\",2\n", ["27\" x", "27\" x"]),
    ("a,b\n x ,1\n", [" x "]),
    ("a,b\n\"\",1\n,2\n", ["-", "-"]),
    ("a,b\nKälte,1\n\"日本\",2\n", ["Kälte", "日本"]),
    ("a\nx\n\ny\n", ["x", "-", "y"]),
    ("a\r\nx\r\n\r\ny\r\n", ["x", "-", "y"]),
    ("a\n\"\"\nx", ["-", "x"]),
    (
      "a,b\n12345678,1\n123456789,1\n1234567812345678,1\n12345678123456781,1\n12345678,1\n",
      ["12345678", "123456789", "1234567812345678", "12345678123456781", "12345678"]
    ),
  ])
  func readsTexts(_ text: String, _ expected: [String]) throws {
    for chunkSize in [1, 4, 1 << 20] {
      let (table, pool) = try readCSVText(text, [Self.texts[0]], chunkSize: chunkSize)
      #expect(describe(table.columns[0], .text, pool) == expected)
    }
  }

  @Test func readsOnlyTheColumnsAskedFor() throws {
    let text = "id,note,amount\n1,\"a,b\",2.50\n2,\"bad \(String(repeating: "é", count: 9))\",3\n"
    let (table, pool) = try readCSVText(text, [CSVColumn("amount", .number), CSVColumn("id", .text)])
    #expect(describe(table.columns[0], .number, pool) == ["2.5", "3"])
    #expect(describe(table.columns[1], .text, pool) == ["1", "2"])
    #expect(table.header == ["id", "note", "amount"])
    let (none, _) = try readCSVText(text, [])
    #expect(none.rowCount == 2)
    #expect(none.columns.isEmpty)
  }

  @Test func readsAHeaderWithoutRows() throws {
    for text in ["a,b", "a,b\n", "a,b\r\n\r\n", "\u{FEFF}a,b\r"] {
      let (table, _) = try readCSVText(text, Self.texts + [])
      #expect(table.rowCount == 0)
      #expect(table.columns.map(\.count) == [0, 0])
    }
  }

  @Test func knowsTheLineOfEachRow() throws {
    let text = "a,b\n1,x\n2,\"y\n\nz\"\n\n3,x\n4,x\n5,\"\r\n\"\n6,x"
    for chunkSize in [1, 5, 1 << 20] {
      let (table, _) = try readCSVText(text, [Self.texts[0]], chunkSize: chunkSize)
      #expect((0..<6).map { table.lines.line(ofRow: $0) } == [2, 3, 7, 8, 9, 11])
    }
  }

  /// Each text with all errors of reading the columns `a` (a number) and `b` (a text that may be missing).
  @Test(arguments: [
    ("", ["0:0 the file is empty"]),
    ("\n\n", ["0:0 the file is empty"]),
    ("\u{FEFF}", ["0:0 the file is empty"]),
    (
      "a,b\n1\n2,x,3\n3,x\n",
      [
        "2:1 this row has 1 cell and the header has 2", "3:1 this row has 3 cells and the header has 2",
      ]
    ),
    ("a,b\n1,x\n2,\"y\n3,z\n", ["3:3 a quote opens here and is not closed before the end of the file"]),
    (
      "a,b\n1,\"x\ny\" z\nq,x\n",
      [
        "3:3 text follows the closing quote of a cell that begins on line 2",
        "4:1 `q` in column `a` is not a number like 1234.50",
      ]
    ),
    ("a,\"b\n1,x\n", ["1:3 a quote opens here and is not closed before the end of the file"]),
    ("A,b\n1,x\n", ["1:1 there is no column `a`"]),
    ("b\n1\n", ["1:1 there is no column `a`"]),
    ("a,b,a\n1,x,2\n", ["1:5 two columns are named `a`"]),
    ("a,b,c,c\n1,x,2,3\n", []),
    ("a,b\n,x\n  ,x\n", ["2:1 a cell in column `a` is empty", "3:1 a cell in column `a` is empty"]),
    (
      "b,a\n\"x\ny\",q\nÄé,r\n",
      [
        "3:4 `q` in column `a` is not a number like 1234.50", "4:4 `r` in column `a` is not a number like 1234.50",
      ]
    ),
    ("\u{FEFF}b,A\n", ["1:1 there is no column `a`"]),
    ("a,b\n1,\"x\r\n", ["2:3 a quote opens here and is not closed before the end of the file"]),
  ])
  func reportsErrors(_ text: String, _ expected: [String]) {
    let columns = [CSVColumn("a", .number), CSVColumn("b", .text, isOptional: true)]
    for chunkSize in [1, 4, 1 << 20] {
      #expect(csvErrors(text, columns, chunkSize: chunkSize) == expected)
    }
  }

  @Test func countsErrorsBeyondTheLimit() {
    let text = "a,b\n" + (0..<1000).map { "\($0 % 2 == 0 ? "q" : "1"),x\n" }.joined()
    for (chunkSize, threads) in [(100, 1), (100, 2), (1 << 20, 1)] {
      let error = #expect(throws: DataErrors.self) {
        try readCSVText(text, [CSVColumn("a", .number)], threads: threads, chunkSize: chunkSize, errorLimit: 3)
      }
      #expect(error?.total == 500)
      #expect(error?.errors.map(\.line) == [2, 4, 6])
    }
  }

  @Test(
    arguments: [
      ([0x1F, 0x8B, 8, 0], .encoded(kind: "compressed with gzip", command: "gunzip -c")),
      ([0xFF, 0xFE, 0x61, 0], .encoded(kind: "encoded as UTF-16, not as UTF-8", command: "iconv -f UTF-16 -t UTF-8")),
      ([0x61, 0, 0x2C, 0], .notCSV(kind: "encoded as UTF-16 or binary")),
      ([0x50, 0x4B, 3, 4], .notCSV(kind: "an archive or a spreadsheet, such as .xlsx")),
    ] as [([UInt8], DataProblem)])
  func refusesOtherKindsOfFiles(_ bytes: [UInt8], _ problem: DataProblem) {
    var pool = TextPool()
    let error = #expect(throws: DataErrors.self) {
      try readCSV(MappedFile(copying: bytes, name: "t"), columns: Self.texts, pool: &pool)
    }
    #expect(error?.errors.first?.problem == problem)
  }

  @Test func reportsTextsThatAreNotUTF8() {
    var pool = TextPool()
    let bytes = Array("a,b\nx,".utf8) + [0xE9] + Array("\ny,é\n".utf8) + [0xFF] + Array(",z\n".utf8)
    let file = MappedFile(copying: bytes, name: "t")
    let error = #expect(throws: DataErrors.self) { try readCSV(file, columns: Self.texts, pool: &pool) }
    #expect(error?.errors.map(\.problem) == [.invalidUTF8, .invalidUTF8])
    #expect(error?.errors.map(\.line) == [2, 4])
  }

  /// Headers that differ from `Close Date` and what is said of them.
  @Test(arguments: [
    ("close date", "there is a column `close date`, which differs in capital letters"),
    ("Close Date ", "there is a column `Close Date `, which differs in blanks at its ends"),
    ("close_date", "there is a column `close_date`, which differs in blanks, signs or capital letters"),
    ("Cloes Date", "there is a column `Cloes Date`"),
    ("Amount", "the columns of the file are `id`, `Amount`"),
  ])
  func suggestsHeaders(_ header: String, _ suggestion: String) {
    let error = #expect(throws: DataErrors.self) { try readCSVText("id,\(header)\n", [CSVColumn("Close Date", .date)]) }
    #expect(error?.errors.first?.suggestions.first == suggestion)
  }

  /// Texts of all lengths, most of them new, some of them long and nearly the same.
  @Test func findsTextsOfAllLengths() throws {
    var cells: [String] = []
    for length in 1...40 {
      cells.append(String(repeating: "x", count: length))
      cells.append("abcdefgh" + String(repeating: "y", count: length) + "ijklmnop")
      cells.append("abcdefgh" + String(repeating: "z", count: length) + "ijklmnop")
    }
    cells += (0..<6000).map { $0 < 900 ? "customer\($0)" : "key \($0)" }
    cells += cells.reversed()
    let text = "c,d\n" + cells.map { "\($0),-\n" }.joined()
    for (threads, chunkSize) in [(1, 1 << 20), (2, 1 << 14)] {
      let (table, pool) = try readCSVText(
        text, [CSVColumn("c", .text)], threads: threads, chunkSize: chunkSize)
      #expect(describe(table.columns[0], .text, pool) == cells)
      guard case .codes(let codes) = table.columns[0].storage else { continue }
      #expect(Set(codes).count == cells.count / 2)
      for (cell, code) in zip(cells, codes) where pool.find(cell) != code { Issue.record("\(cell) is not found") }
    }
  }

  /// Identifiers of many heads, in and out of quotes, more of them than a chunk keeps and than the pool has room for.
  @Test func findsIdentifiers() throws {
    var random = SeededRandom(seed: 71)
    var cells = (0..<3_000).map { "D\(String(10_000_000 + $0 * 37).dropFirst())" }
    cells += (0..<2_000).map { _ in "R\(String(100_000 + random.below(300)).dropFirst())" }
    cells += (0..<12_000).map { _ in "T\(random.below(1_000_000_000))-\(1000 + random.below(9_000))" }
    cells += ["12\"345", "a\"\"678", "Île-00017", "-00017", "17", "017", "0017", "00017", "000017", "0000017"]
    cells += cells.reversed().prefix(4_000)
    for (threads, chunkSize, isQuoted) in [(1, 1 << 20, false), (2, 1 << 13, false), (2, 1 << 15, true)] {
      let rows = cells.enumerated().map { row, cell in
        let text = cell.replacing("\"", with: "\"\"")
        return isQuoted && row % 3 > 0 || cell.contains("\"") ? "\"\(text)\",-\n" : "\(cell),-\n"
      }
      let (table, pool) = try readCSVText(
        "c,d\n" + rows.joined(), [CSVColumn("c", .text)], threads: threads, chunkSize: chunkSize)
      #expect(describe(table.columns[0], .text, pool) == cells)
      guard case .codes(let codes) = table.columns[0].storage else { continue }
      #expect(Set(codes).count == Set(cells).count)
      for (cell, code) in zip(cells, codes) where pool.find(cell) != code { Issue.record("\(cell) is not found") }
    }
  }

  @Test func tellsTheLineOfAFaultInAHeaderOfSeveralLines() {
    #expect(
      csvErrors("\"a\nb\",c,\"d\"x\n", []) == ["2:9 text follows the closing quote of a cell that begins on line 2"])
  }
}
