import Testing

@testable import Columns

@Suite struct CSVCellTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let type: CellType
    let format: String?
    /// Cells and their values; nil for cells that must be refused.
    let cells: [(String, String?)]

    init(_ type: CellType, as format: String? = nil, _ cells: [(String, String?)]) {
      self.type = type
      self.format = format
      self.cells = cells
    }

    var testDescription: String { "\(type) \(format ?? "")" }
  }

  @Test(arguments: [
    Case(
      .number,
      [
        ("0", "0"), ("1234.50", "1234.5"), ("-1", "-1"), ("+1", "1"), (" 7 ", "7"), (".5", "0.5"), ("5.", "5"),
        ("-.5", "-0.5"),
        ("00012", "12"), ("12345678", "12345678"), ("123456789", "123456789"), ("1234567.8", "1234567.8"),
        ("12345678.9", "12345678.9"), ("1234567812345678", "1234567812345678"),
        ("123456781234567.8", "123456781234567.8"),
        ("1.23456789", "1.23456789"), ("9223372036854775807", "9223372036854775807"),
        ("9223372036854775808", "9223372036854775808"), ("-9223372036854775809", "-9223372036854775809"),
        ("0.1000000000000000055511151231257827", "0.1000000000000000055511151231257827"),
        ("1/4", "0.25"), ("-1/3", "-1/3"), ("2/6", "1/3"), ("4/2", "2"), ("\u{2212}3", "-3"),
        ("170141183460469231731687303715884105727", "170141183460469231731687303715884105727"),
        ("170141183460469231731687303715884105728", nil), ("1e5", nil), ("1E-5", nil), ("1_000", nil), ("1,5", nil),
        ("1,000.00", nil),
        ("", nil), ("-", nil), (".", nil), ("1.2.3", nil), ("--1", nil), ("1-", nil), ("(1)", nil), ("$1", nil),
        ("5%", nil),
        ("1/0", nil), ("1/", nil), ("1 2", nil), ("0x10", nil), ("１２", nil), ("NaN", nil), ("1.5/3", nil),
        ("12345678a", nil),
        ("a2345678", nil), ("1234567.8.", nil), ("1.23456789.1", nil), ("12:45", nil), ("12/", nil),
      ]),
    Case(
      .number, as: "1,234.50",
      [
        ("1,234.50", "1234.5"), ("1234.5", "1234.5"), ("1,234,567", "1234567"), ("12", "12"), ("-1,234", "-1234"),
        ("1,23", nil), ("12,34.5", nil), ("1234,567", nil), (",234", nil), ("1,234,", nil), ("1.234,5", nil),
        ("1,2345", nil),
        ("0.123,456", nil),
      ]),
    Case(
      .number, as: "1.234,50",
      [
        ("1.234,50", "1234.5"), ("1234,5", "1234.5"), ("1.234", "1234"), ("1,5", "1.5"), ("1.5", nil),
        ("1,234.50", nil),
      ]),
    Case(
      .number, as: "1 234,50",
      [
        ("1 234,50", "1234.5"), ("1\u{A0}234,50", "1234.5"), ("1\u{202F}234\u{2009}567", "1234567"), ("1 23", nil),
        ("1.5", nil),
      ]),
    Case(.number, as: "1'234.50", [("1'234.50", "1234.5"), ("1’234", "1234"), ("1,234", nil)]),
    Case(.number, as: "1 234", [("1 234", "1234"), ("1 234,5", nil), ("1 234.5", nil)]),
    Case(
      .number, as: "$1,234.50",
      [
        ("$1,234.50", "1234.5"), ("$5", "5"), ("-$5", "-5"), ("$-5", "-5"), ("$ 5", "5"), ("5", nil), ("€5", nil),
        ("($5)", nil),
        ("-$-5", nil),
      ]),
    Case(.number, as: "1.234,50 €", [("1.234,50 €", "1234.5"), ("5€", "5"), ("-5 €", "-5"), ("€5", nil)]),
    Case(.number, as: "USD 1,234.50", [("USD 1,234.50", "1234.5"), ("USD1", "1"), ("EUR 1", nil)]),
    Case(
      .number, as: "(1,234.50)",
      [("(1,234.50)", "-1234.5"), ("1,234.50", "1234.5"), ("-5", "-5"), ("(-5)", nil), ("(5", nil)]),
    Case(.number, as: "($1,234.50)", [("($5)", "-5"), ("$5", "5"), ("(5)", nil)]),
    Case(.number, as: "1,234.50-", [("1,234.50-", "-1234.5"), ("5", "5"), ("-5", "-5"), ("-5-", nil)]),
    Case(.number, as: "1234,5", [("1,5", "1.5"), ("1234", "1234"), ("1.5", nil), ("1.234,5", nil)]),
    Case(
      .percent,
      [
        ("5%", "0.05"), ("-2.5%", "-0.025"), ("1/3", "1/3"), ("5 %", "0.05"), ("100%", "1"),
        ("12345.678%", "123.45678"),
        ("5", nil), ("0.05", nil), ("%", nil), ("5%%", nil), ("5,0%", nil), ("1/3%", nil), ("", nil),
      ]),
    Case(.percent, as: "0.05", [("0.05", "0.05"), ("1.2", "1.2"), ("1/4", "0.25"), ("5%", nil)]),
    Case(.percent, as: "5", [("5", "0.05"), ("12.5", "0.125"), ("100", "1"), ("1/2", "0.5"), ("5%", nil)]),
    Case(.percent, as: "5,0%", [("5,0%", "0.05"), ("5%", "0.05"), ("12,5 %", "0.125"), ("5.0%", nil), ("5,0", nil)]),
    Case(
      .date,
      [
        ("2026-03-31", "2026-03-31"), (" 2026-03-31 ", "2026-03-31"), ("0001-01-01", "0001-01-01"),
        ("9999-12-31", "9999-12-31"),
        ("2024-02-29", "2024-02-29"), ("2026-02-29", nil), ("2026-02-30", nil), ("2026-13-01", nil),
        ("2026-00-10", nil), ("2026-01-00", nil),
        ("0000-01-01", nil), ("2026-3-31", nil), ("2026/03/31", nil), ("31.03.2026", nil), ("2026-03-31T10:00:00", nil),
        ("2026-03-3a", nil), ("2026-03-:1", nil), ("20260331", nil), ("", nil), ("2026-03-011", nil),
        ("２０２６-03-31", nil),
      ]),
    Case(
      .date, as: "DD.MM.YYYY",
      [("31.03.2026", "2026-03-31"), ("31.02.2026", nil), ("1.3.2026", nil), ("2026-03-31", nil)]),
    Case(.date, as: "MM/DD/YYYY", [("03/31/2026", "2026-03-31"), ("31/03/2026", nil)]),
    Case(.date, as: "M/D/YYYY", [("3/1/2026", "2026-03-01"), ("12/31/2026", "2026-12-31"), ("123/1/2026", nil)]),
    Case(.date, as: "D-MMM-YYYY", [("1-Mar-2026", "2026-03-01"), ("31-DEC-2026", "2026-12-31"), ("1-Foo-2026", nil)]),
    Case(.date, as: "YYYYMMDD", [("20260331", "2026-03-31"), ("2026033", nil)]),
    Case(.date, as: "YYYY年M月D日", [("2026年3月31日", "2026-03-31")]),
    Case(
      .date, as: "YYYY-MM-DD hh:mm",
      [("2026-03-31 23:59", "2026-03-31"), ("2026-03-31 24:00", nil), ("2026-03-31", nil)]),
    Case(
      .timestamp,
      [
        ("1970-01-02 00:00:01", "86401"), ("1970-01-01T01:00:00", "3600"), ("1970-01-01 00:02", "120"),
        ("1970-01-01 00:00:05.000", "5"), ("1969-12-31 23:59:59", "-1"),
        ("1970-01-01", nil), ("1970-01-01 00:00:05.001", nil), ("1970-01-01T00:00:00Z", nil),
        ("1970-01-01T00:00:00+01:00", nil),
        ("1970-01-01 24:00:00", nil), ("1970-02-30 00:00:00", nil), ("1970-01-01 00:00:00.", nil),
      ]),
    Case(.timestamp, as: "DD/MM/YYYY hh:mm:ss", [("02/01/1970 00:00:01", "86401"), ("02/01/1970", nil)]),
    Case(
      .bool,
      [
        ("true", "true"), ("FALSE", "false"), ("Yes", "true"), ("no", "false"), ("Y", "true"), ("n", "false"),
        ("1", "true"), ("0", "false"),
        (" true ", "true"), ("t", nil), ("2", nil), ("", nil), ("wahr", nil), ("\u{11}", nil),
      ]),
    Case(
      .period(.month),
      [("2026-03", "2026-03"), ("2026-13", nil), ("2026-3", nil), ("2026-Q1", nil), ("2026-03-01", nil)]),
    Case(
      .period(.quarter),
      [
        ("2026-Q1", "2026-Q1"), ("2026Q4", "2026-Q4"), ("Q1 2026", "2026-Q1"), ("q2 2026", "2026-Q2"), ("2026-Q5", nil),
        ("2026-01", nil),
        ("Q1-2026", nil), ("2026", nil), ("2026xQ1", nil),
      ]),
    Case(
      .period(.week),
      [("2026-W14", "2026-W14"), ("2026-W53", "2026-W53"), ("2025-W53", nil), ("2026-W00", nil), ("2026W14", nil)]),
    Case(.period(.year), [("2026", "2026"), ("0000", nil), ("26", nil), ("2026-Q1", nil)]),
    Case(
      .choice(["Won", "Lost", "say \"no\""]),
      [
        ("Won", "Won"), ("Lost", "Lost"), ("say \"no\"", "say \"no\""), ("won", nil), ("Won ", nil), ("", nil),
        ("Wo", nil),
      ]),
  ])
  func readsCells(_ example: Case) throws {
    for (cell, value) in example.cells {
      if let value {
        #expect(try readColumn([cell], example.type, as: example.format) == [value])
      } else {
        #expect(throws: DataErrors.self, "\(cell)") { try readColumn([cell], example.type, as: example.format) }
      }
    }
  }

  /// Columns whose cells together decide the storage.
  @Test(arguments: [
    (["1", "2.5", "3.125"], "integers 3"), (["1.50", "2"], "integers 2"), (["9223372036854775807"], "integers 0"),
    (["9223372036854775807", "0.5"], "wide 1"), (["0.5", "9223372036854775807"], "wide 1"),
    (["1/4", "2"], "integers 2"), (["1/3", "2"], "rationals"), (["2", "1/3"], "rationals"),
    (["100000000000000000000000000000000000000", "0.25"], "rationals"),
    (["0.25", "100000000000000000000000000000000000000"], "rationals"),
    (["0.0000000000000000000000000000000000001", "100", "10000"], "rationals"),
  ])
  func choosesTheStorageOfNumbers(_ cells: [String], _ expected: String) throws {
    for chunkSize in [1, 1 << 20] {
      let (table, pool) = try readCSVText(
        "c,d\n" + cells.map { "\($0),\n" }.joined(), [CSVColumn("c", .number)], chunkSize: chunkSize)
      let storage =
        switch table.columns[0].storage {
        case .integers(_, let scale): "integers \(scale)"
        case .wide(_, let scale): "wide \(scale)"
        case .rationals: "rationals"
        case .bools, .codes, .fractions: "other"
        }
      #expect(storage == expected)
      let values = describe(table.columns[0], .number, pool)
      for (cell, value) in zip(cells, values) {
        let single = try readColumn([cell], .number)[0]
        #expect(Rational(fraction: single) == Rational(fraction: value))
      }
    }
  }

  @Test(arguments: [
    (CellType.number, nil as String?, ["0", "-1", "20000", "0.05", "123456789012.5"]),
    (.number, "1,234.50", ["0", "-1", "20000", "0.05", "123456789012.5"]),
    (.number, "1.234,50 €", ["0", "-1", "20000", "0.05", "1234567.125"]),
    (.number, "($1,234.50)", ["0", "-1", "20000", "-20000.05"]),
    (.number, "1 234,50-", ["0", "-1", "20000", "-20000.05"]), (.number, "1'234", ["-1000", "999", "1234567.5"]),
    (.number, "USD 1234.5", ["0", "-1", "20000", "0.05"]),
    (.percent, nil, ["0", "0.06", "-0.1", "0.00125", "1/3"]), (.percent, "5", ["0", "0.06", "0.00125", "-2"]),
    (.percent, "0.05", ["0", "0.06", "0.00125", "-2"]), (.percent, "5,0 %", ["0", "0.06", "0.00125", "-2"]),
    (.date, nil, ["2026-03-31", "1999-12-01"]), (.date, "MM/DD/YYYY", ["2026-03-31", "1999-12-01"]),
    (.date, "D MMM YYYY", ["2026-03-31", "1999-12-01"]), (.date, "M.D.YYYY hh:mm", ["2026-03-31", "1999-12-01"]),
    (.period(.quarter), nil, ["2026-Q1", "1999-Q4"]), (.period(.month), nil, ["2026-03"]),
    (.period(.week), nil, ["2026-W14"]), (.bool, nil, ["true", "false"]), (.text, nil, ["a", "a, \"b\"", "季度"]),
    (.choice(["Won", "Lost"]), nil, ["Won"]),
  ])
  func writesCellsAsItReadsThem(_ type: CellType, _ format: String?, _ values: [String]) throws {
    let plain = CSVColumn("c", type)
    let column = CSVColumn(
      "c", type, format: try format.map { text throws(FormatError) in try CellFormat(text, for: type) })
    for text in values {
      let value: Value
      switch type {
      case .number, .percent: value = .number(try #require(Rational(decimal: text)))
      case .date: value = .date(try #require(CalendarDate(iso: text)))
      case .period: value = .period(try #require(Period(text)))
      case .bool: value = .bool(text == "true")
      case .text, .choice, .timestamp: value = .text(text)
      }
      let cell = try #require(column.text(of: value), "\(text)")
      let read = try readColumn([cell], type, as: format)
      let wanted = try readColumn([try #require(plain.text(of: value))], type)
      #expect(read == wanted, "\(text) as \(cell)")
    }
    #expect(column.text(of: .missing) == nil)
    #expect(CSVColumn("c", type, isOptional: true).text(of: .missing) == "")
  }

  @Test func writesTimesAsItReadsThem() throws {
    let moment = Value.timestamp(1_774_965_909)
    #expect(CSVColumn("c", .timestamp).text(of: moment) == "2026-03-31 14:05:09")
    let format = try CellFormat("DD.MM.YYYY hh:mm:ss", for: .timestamp)
    #expect(CSVColumn("c", .timestamp, format: format).text(of: moment) == "31.03.2026 14:05:09")
    #expect(CSVColumn("c", .timestamp, format: format).text(of: .timestamp(-1)) == "31.12.1969 23:59:59")
    // What the format cannot show is not written in another way.
    #expect(CSVColumn("c", .choice(["Won"])).text(of: .text("Lost")) == nil)
    #expect(CSVColumn("c", .number).text(of: .number(try #require(Rational(decimal: "1/3")))) == nil)
    let whole = try CellFormat("1 234", for: .number)
    #expect(CSVColumn("c", .number, format: whole).text(of: .number(try #require(Rational(decimal: "0.5")))) == nil)
  }

  @Test func keepsMissingValuesApart() throws {
    #expect(try readColumn(["1", "", " ", "2.5"], .number, isOptional: true) == ["1", "-", "-", "2.5"])
    #expect(try readColumn(["", "x", ""], .text, isOptional: true) == ["-", "x", "-"])
    #expect(try readColumn(["", ""], .text, isOptional: true) == ["-", "-"])
    #expect(try readColumn(["", "2026-01-01"], .date, isOptional: true) == ["-", "2026-01-01"])
    #expect(try readColumn(["", "yes"], .bool, isOptional: true) == ["-", "true"])
    #expect(try readColumn(["", "Won"], .choice(["Won"]), isOptional: true) == ["-", "Won"])
    #expect(try readColumn(["", "1/3", ""], .number, isOptional: true) == ["-", "1/3", "-"])
    #expect(try readColumn(["", "2026"], .period(.year), isOptional: true) == ["-", "2026"])
  }

  @Test func readsUnderscoresOnlyWhereTheyAreAllowed() throws {
    let columns = [CSVColumn("c", .number)]
    let (table, pool) = try readCSVText("c,d\n1_000,x\n1_0.5,x\n20,x\n", columns, allowsUnderscores: true)
    #expect(describe(table.columns[0], .number, pool) == ["1000", "10.5", "20"])
    for cell in ["1__0", "_1", "1_", "1_.5"] {
      #expect(throws: DataErrors.self) { try readCSVText("c,d\n\(cell),x\n", columns, allowsUnderscores: true) }
    }
  }

  /// Cells, and what is said of them: the problem's sentence and the first suggestion.
  @Test(
    arguments: [
      ("5", .percent, "`5` in column `c` is not a percentage like 5%", "`as \"5\"` reads 5 as 5%"),
      (
        "1e5", .number, "`1e5` in column `c` is not a number like 1234.50",
        "numbers are written without an exponent, with all their digits"
      ),
      ("1,234.5", .number, "`1,234.5` in column `c` is not a number like 1234.50", "`as \"1,234.50\"` reads `1,234.5`"),
      ("5%", .number, "`5%` in column `c` is not a number like 1234.50", "the column's type can be `percent`"),
      ("１２", .number, "`１２` in column `c` is written with full-width digits", "the digits can be written as 0 to 9"),
      (
        "31.03.2026", .date, "`31.03.2026` in column `c` is not a date like 2026-03-31",
        "`as \"DD.MM.YYYY\"` reads `31.03.2026`"
      ),
      ("2026-02-30", .date, "`2026-02-30` in column `c` is not a day of the calendar", nil),
      (
        "2026-03-31T10:00:00", .date, "`2026-03-31T10:00:00` in column `c` is not a date like 2026-03-31",
        "`as \"YYYY-MM-DD hh:mm:ss\"` drops the time"
      ),
      (
        "2026-03-31T10:00:00Z", .timestamp,
        "`2026-03-31T10:00:00Z` in column `c` is not a timestamp like 2026-03-31 14:05:09",
        "timestamps are local times without a zone or an offset; export them in the zone that is meant"
      ),
      (
        "won", .choice(["Won", "Lost"]), "`won` in column `c` is none of the texts that the column may hold",
        "there is `Won`, which differs in capital letters"
      ),
      ("Q1", .period(.quarter), "`Q1` in column `c` is not a quarter like 2026-Q1", nil),
    ] as [(String, CellType, String, String?)])
  func explainsCells(_ cell: String, _ type: CellType, _ message: String, _ suggestion: String?) {
    let error = #expect(throws: DataErrors.self) { try readColumn([cell], type) }
    #expect(error?.errors.first?.message == message)
    #expect(error?.errors.first?.suggestions.first == suggestion)
  }

  @Test(
    arguments: [
      (.number, "1,234"), (.number, "1.234"), (.number, ""), (.number, "abc"), (.number, "1,23,456.0"),
      (.number, "1.2,3.4"), (.number, "5%"),
      (.number, "*1"), (.percent, "1"), (.percent, "0"), (.percent, "1.0"), (.date, "DD.MM.YY"), (.date, "dd.mm.yyyy"),
      (.date, "DD.MM"),
      (.date, "MDYYYY"), (.date, "DD.DD.YYYY"), (.date, "YYYY-MM-DD hh"), (.timestamp, "YYYY-MM-DD"), (.text, "x"),
      (.bool, "yes"),
    ] as [(CellType, String)])
  func refusesFormats(_ type: CellType, _ text: String) {
    #expect(throws: FormatError.self) { try CellFormat(text, for: type) }
  }
}

extension Rational {
  /// `1/3`, or a decimal.
  init?(fraction text: String) {
    let parts = text.split(separator: "/")
    if parts.count == 2, let above = Int128(parts[0]), let below = Int128(parts[1]) {
      self.init(above, over: below)
    } else {
      self.init(decimal: text)
    }
  }
}
