import TestSupport
import Testing

@testable import Columns

/// Rows as bytes, against a writer that makes a text of each value.
@Suite struct RowTextTests {
  private static let texts = [
    "", "a", "ab", "abc", "R012", "D0000001", "deal 000123", "a,b", "say \"no\"", "\"", "x\ny", "\r", "東京, 大阪", "é",
    "\u{FEFF}mark", "tab\t", "\u{1}control", "back\\slash", "a longer text without anything", "twelve bytes\"",
    ",,,,,,,,",
    "1234567", "12345678,", "\\", "4444",
  ]

  private static let layouts: [NumberLayout] =
    [
      .exact, .all(minimum: 0), .all(minimum: 2), .all(minimum: 9), .fixed(0), .fixed(2), .fixed(7), .fixed(30),
      .fixed(45),
    ]
    .flatMap { [NumberLayout($0), NumberLayout($0, isPercent: true)] }

  /// The values that a column's rows are written as; nil where there is none.
  private static func values(_ written: WrittenColumn, _ pool: TextPool) -> [String?] {
    let column = written.column
    return (0..<column.count).map { row -> String? in
      func text(_ kind: ValueKind) -> String? {
        column.hasValue(at: row) ? column.value(at: row, as: kind, pool: pool).description : nil
      }
      switch written.content {
      case .bool: return text(.bool)
      case .text: return text(.text)
      case .date: return text(.date)
      case .timestamp: return text(.timestamp)
      case .period(let unit): return text(.period(unit))
      case .row: return column.code(at: row).map { "\($0)" }
      case .number(let layout): return column.rational(at: row).map { layout.text(of: $0) }
      case .money(let currency, let layouts):
        let layout = currency.code(at: row).flatMap { layouts[$0] } ?? NumberLayout(.all(minimum: 0))
        return column.rational(at: row).map { layout.text(of: $0) }
      }
    }
  }

  private static func csv(_ columns: [WrittenColumn], _ rows: [Int], _ pool: TextPool) -> String {
    var writer = CSVWriter()
    let values = columns.map { Self.values($0, pool) }
    for row in rows {
      for column in values { if let text = column[row] { writer.append(text) } else { writer.appendMissing() } }
      writer.endRow()
    }
    return String(decoding: writer.bytes, as: UTF8.self)
  }

  private static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\": result += "\\\(scalar)"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      case _ where scalar.value < 32:
        result += "\\u00" + (scalar.value < 16 ? "0" : "") + String(scalar.value, radix: 16)
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }

  private static func jsonLines(_ columns: [WrittenColumn], _ rows: [Int], _ pool: TextPool) -> String {
    let values = columns.map { Self.values($0, pool) }
    return rows.map { row in
      let members = zip(columns, values).map { column, values -> String in
        var isBool = false
        if case .bool = column.content { isBool = true }
        return quoted(column.name) + ":" + (values[row].map { isBool ? $0 : quoted($0) } ?? "null")
      }
      return "{" + members.joined(separator: ",") + "}\n"
    }.joined()
  }

  private static func string(_ pieces: [[UInt8]]) -> String { String(decoding: pieces.joined(), as: UTF8.self) }

  @Test func rowsAreWrittenAsTheirValues() {
    var random = SeededRandom(seed: 2_024)
    var pool = TextPool()
    let codes = Self.texts.map { pool.code(for: $0) }
    let count = 90
    func torn(_ storage: Column.Storage, _ isConstant: Bool) -> Column {
      let elements = isConstant ? 1 : count
      let validity = Bitmap((0..<elements).map { _ in random.below(4) != 0 })
      return Column(storage, count: count, isConstant: isConstant, validity: random.below(2) == 0 ? validity : nil)
    }
    func codeColumn(_ isConstant: Bool, _ code: () -> Int32) -> Column {
      torn(.codes((0..<(isConstant ? 1 : count)).map { _ in code() }), isConstant)
    }
    let units = CalendarUnit.allCases + [CalendarUnit(.month, in: FiscalCalendar(yearFrom: 2, named: .end))]
    for round in 0..<60 {
      let isConstant = random.below(5) == 0
      func number(_ content: (NumberLayout) -> WrittenColumn.Content) -> WrittenColumn {
        let kind = StorageKind.allCases[random.below(3)]
        let column = random.column(
          kind, count: count, bits: [6, 20, 63, 100, 127][random.below(5)], isConstant: isConstant,
          isTorn: random.below(2) == 0)
        return WrittenColumn(
          name: "n \"\(round)\"", column: column, content: content(Self.layouts[random.below(Self.layouts.count)]))
      }
      var columns: [WrittenColumn] = [
        number { .number($0) }, number { .number($0) },
        WrittenColumn(name: "t", column: codeColumn(isConstant) { codes[random.below(codes.count)] }, content: .text),
        WrittenColumn(
          name: "b", column: torn(.bools((0..<(isConstant ? 1 : count)).map { _ in random.below(2) == 0 }), isConstant),
          content: .bool),
      ]
      // Dates and periods close together, which are made once, and far from each other.
      for spread in [30, 2_000_000] {
        let days = codeColumn(isConstant) { Int32(19_000 + random.below(spread) - spread / 4) }
        columns.append(WrittenColumn(name: "d\(spread)", column: days, content: .date))
        let unit = units[random.below(units.count)]
        let periods = codeColumn(isConstant) { Int32(8_000 + random.below(min(spread, 3_000))) }
        columns.append(WrittenColumn(name: "p\(spread)", column: periods, content: .period(unit)))
      }
      columns.append(
        WrittenColumn(name: "r", column: codeColumn(false) { Int32(random.below(1 << 30)) }, content: .row))
      columns.append(
        WrittenColumn(
          name: "s",
          column: torn(
            .integers(
              (0..<count).map { _ in
                random.below(9) == 0
                  ? Int64(truncatingIfNeeded: random.integer(bits: 63)) : Int64(random.below(4_000_000_000))
              }, scale: 0), false), content: .timestamp))
      columns.append(WrittenColumn(name: "nothing", column: .missing(count: count), content: .text))
      let currency = codeColumn(isConstant) { codes[random.below(3)] }
      columns.append(
        number { _ in .money(in: currency, [codes[0]: NumberLayout(.fixed(2)), codes[1]: NumberLayout(.fixed(0))]) })
      columns.shuffle(using: &random)
      columns = Array(columns.prefix(1 + random.below(columns.count)))
      if round % 10 == 0 { columns = [columns[0]] }

      let start = random.below(count)
      let range = start..<(start + random.below(count - start + 1))
      let list = (0..<random.below(120)).map { _ in random.below(count) }
      for (rows, numbers) in [
        (RowText.Rows.range(range), Array(range)), (.list(list.map { Int32($0) }), list),
      ] {
        #expect(
          Self.string(RowText(columns, style: .csv, pool: pool).bytes(of: rows)) == Self.csv(columns, numbers, pool))
        #expect(
          Self.string(RowText(columns, style: .jsonLines, pool: pool).bytes(of: rows))
            == Self.jsonLines(columns, numbers, pool))
      }
    }
  }

  @Test(arguments: [
    ("0", NumberLayout(.all(minimum: 2)), "0.00"), ("-0.004", NumberLayout(.fixed(2)), "0.00"),
    ("-0.005", NumberLayout(.fixed(2)), "-0.01"), ("1200", NumberLayout(.all(minimum: 0)), "1200"),
    ("1/3", NumberLayout(.all(minimum: 2)), "0.333333"), ("1/3", NumberLayout(.exact), "1/3"),
    ("0.05", NumberLayout(.all(minimum: 0), isPercent: true), "5%"),
    ("2", NumberLayout(.all(minimum: 0), isPercent: true), "200%"),
    ("1/7", NumberLayout(.fixed(3), isPercent: true), "14.286%"), ("99.995", NumberLayout(.fixed(2)), "100.00"),
    (
      "12345678901234567890123456789012345678", NumberLayout(.all(minimum: 2)),
      "12345678901234567890123456789012345678.00"
    ),
  ]) func numbersArePrinted(_ number: String, _ layout: NumberLayout, _ expected: String) throws {
    let value = try #require(Rational(decimal: number))
    #expect(layout.text(of: value) == expected)
    let column = WrittenColumn(name: "n", column: .numbers([value]), content: .number(layout))
    #expect(Self.string(RowText([column], style: .csv, pool: TextPool()).bytes(of: .range(0..<1))) == expected + "\n")
  }

  /// A text of megabytes does not make room for every row as long.
  @Test func longTextsMakePieces() {
    var pool = TextPool()
    let long = String(repeating: "x\"", count: 1 << 20)
    let code = pool.code(for: long)
    let column = WrittenColumn(name: "t", column: .codes([code, code, pool.code(for: "y"), code]), content: .text)
    let pieces = RowText([column], style: .csv, pool: pool).bytes(of: .range(0..<4))
    #expect(pieces.count > 1 && pieces.allSatisfy { $0.count < 12 << 20 })
    #expect(Self.string(pieces) == Self.csv([column], Array(0..<4), pool))
  }
}
