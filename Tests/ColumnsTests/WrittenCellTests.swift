import TestSupport
import Testing

@testable import Columns

/// Cells read one by one are as a file's cells.
@Suite struct WrittenCellTests {
  private static let types: [CellType] = [
    .text, .choice(["Won", "Lost"]), .bool, .number, .percent, .date, .timestamp, .period(.month), .period(.quarter),
    .period(.week), .period(.year),
  ]

  /// The value that a file's reader gives a cell; nil if it refuses the cell.
  private func read(_ cell: String, _ type: CellType) -> Value? {
    var quoted = "\""
    for character in cell { quoted += character == "\"" ? "\"\"" : String(character) }
    let kind: ValueKind =
      switch type {
      case .text, .choice: .text
      case .bool: .bool
      case .number, .percent: .number
      case .date: .date
      case .timestamp: .timestamp
      case .period(let unit): .period(unit)
      }
    do {
      let (table, pool) = try readCSVText("c,d\n\(quoted)\",x\n", [CSVColumn("c", type)], allowsUnderscores: true)
      return table.columns[0].value(at: 0, as: kind, pool: pool)
    } catch {
      return nil
    }
  }

  @Test func whatIsReadAtOnceIsWhatAFileHolds() {
    var random = SeededRandom(seed: 7)
    let pieces = [
      "0", "1", "9", "26", "2026", "_", ".", "-", "+", "%", " ", ",", "Q1", "W14", "-03", "-31", "\"", "é", "Won",
      "Lost",
      "true", "no", "y", "1/3", "123456789012345678", "e5", "\n",
    ]
    var answered = 0
    for _ in 0..<6_000 {
      var cell = ""
      for _ in 0...Int.random(in: 0..<4, using: &random) { cell += pieces.randomElement(using: &random) ?? "" }
      guard let type = WrittenCellTests.types.randomElement(using: &random) else { continue }
      guard let value = WrittenCell.value(cell, as: type) else { continue }
      answered += 1
      #expect(value == read(cell, type), "\(type): `\(cell)`")
    }
    #expect(answered > 500)
  }

  private static let cells: [(CellType, String, Value?)] = [
    (CellType.number, "-1_234.50", Value.number(Rational(-12345, scale: 1))),
    (.number, "007", .number(Rational(7))), (.number, "1__0", nil), (.number, "1_", nil), (.number, ".5", nil),
    (.number, "5.", nil), (.number, "1_.5", nil), (.number, "-", nil), (.number, "", nil), (.number, "1 ", nil),
    (.number, "999999999999999999", .number(Rational(999_999_999_999_999_999))),
    (.number, "1234567890123456789", nil), (.number, "1-", nil),
    (.percent, "12.5%", .number(Rational(125, scale: 3))), (.percent, "12.5", nil), (.percent, "%", nil),
    (.date, "2026-02-28", .date(CalendarDate(year: 2026, month: 2, day: 28)!)), (.date, "2026-02-29", nil),
    (.period(.quarter), "2026-Q1", .period(Period(.quarter, ordinal: 2026 * 4))), (.period(.quarter), "2026-03", nil),
    (.bool, "yes", .bool(true)), (.choice(["Won"]), "Won", .text("Won")), (.choice(["Won"]), "won", nil),
    (.text, " a ", .text(" a ")), (.text, "", nil),
  ]

  @Test(arguments: cells)
  func cellsOneByOne(_ type: CellType, _ cell: String, _ value: Value?) {
    #expect(WrittenCell.value(cell, as: type) == value, "\(type): `\(cell)`")
  }
}
