import Testing

@testable import Columns

@Suite struct CSVInferenceTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let cells: [String]
    let type: CellType
    var format: String?
    var others: [String] = []
    var isOptional = false
    var least: String?
    var greatest: String?

    var testDescription: String { cells.joined(separator: " ") }
  }

  @Test(arguments: [
    Case(cells: ["10", "-2.5", "7"], type: .number, least: "-2.5", greatest: "10"),
    Case(cells: ["10", "", "7"], type: .number, isOptional: true, least: "7", greatest: "10"),
    Case(cells: ["1.234", "2.500"], type: .number, others: ["1.234,50"], least: "1.234", greatest: "2.500"),
    Case(cells: ["1.25", "2.500"], type: .number, least: "1.25", greatest: "2.500"),
    Case(cells: ["1,234.50", "7"], type: .number, format: "1,234.50", least: "7", greatest: "1,234.50"),
    Case(cells: ["1.234,50", "7"], type: .number, format: "1.234,50", least: "7", greatest: "1.234,50"),
    Case(cells: ["1234,5", "7"], type: .number, format: "1.234,50", least: "7", greatest: "1234,5"),
    Case(
      cells: ["1,234", "7"], type: .number, format: "1,234.50", others: ["1.234,50"], least: "7", greatest: "1,234"),
    Case(cells: ["$1,234.50", "$7"], type: .number, format: "$1,234.50", least: "$7", greatest: "$1,234.50"),
    Case(cells: ["1.234,50 €", "7 €"], type: .number, format: "1.234,50 €", least: "7 €", greatest: "1.234,50 €"),
    Case(cells: ["(5)", "1,234.50"], type: .number, format: "(1,234.50)", least: "(5)", greatest: "1,234.50"),
    Case(cells: ["5-", "1,234.50"], type: .number, format: "1,234.50-", least: "5-", greatest: "1,234.50"),
    Case(cells: ["5%", "12.5%"], type: .percent, least: "5%", greatest: "12.5%"),
    Case(cells: ["5%", "12,5%"], type: .percent, format: "5,0%", least: "5%", greatest: "12,5%"),
    Case(cells: ["2026-03-31", "2025-01-01"], type: .date, least: "2025-01-01", greatest: "2026-03-31"),
    Case(
      cells: ["31.03.2026", "01.01.2026"], type: .date, format: "DD.MM.YYYY", least: "01.01.2026",
      greatest: "31.03.2026"),
    Case(cells: ["1.3.2026"], type: .date, format: "D.M.YYYY", least: "1.3.2026", greatest: "1.3.2026"),
    Case(
      cells: ["03/31/2026", "01/02/2026"], type: .date, format: "MM/DD/YYYY", least: "01/02/2026",
      greatest: "03/31/2026"),
    Case(
      cells: ["31/03/2026", "01/02/2026"], type: .date, format: "DD/MM/YYYY", least: "01/02/2026",
      greatest: "31/03/2026"),
    Case(
      cells: ["03/04/2026", "01/02/2026"], type: .date, format: "MM/DD/YYYY", others: ["DD/MM/YYYY"],
      least: "01/02/2026", greatest: "03/04/2026"),
    Case(cells: ["04/04/2026"], type: .date, format: "MM/DD/YYYY", least: "04/04/2026", greatest: "04/04/2026"),
    Case(
      cells: ["2026-03-31 10:00:00"], type: .timestamp, least: "2026-03-31 10:00:00", greatest: "2026-03-31 10:00:00"),
    Case(
      cells: ["03/31/2026 10:00"], type: .timestamp, format: "MM/DD/YYYY hh:mm", least: "03/31/2026 10:00",
      greatest: "03/31/2026 10:00"),
    Case(cells: ["2026-03", "2026-01"], type: .period(.month), least: "2026-01", greatest: "2026-03"),
    Case(cells: ["2026-Q1", "2025-Q4"], type: .period(.quarter), least: "2025-Q4", greatest: "2026-Q1"),
    Case(cells: ["yes", "No"], type: .bool),
    Case(cells: ["00123", "4"], type: .text),
    Case(cells: ["a", "1"], type: .text),
    Case(cells: ["1/3", "1/4"], type: .text),
    Case(cells: ["", ""], type: .text, isOptional: true),
    Case(cells: ["8712345678906123"], type: .text),
  ])
  func infersTypes(_ example: Case) throws {
    let text = "c;d\n" + example.cells.map { "\($0);x\n" }.joined()
    let inferred = try inferColumns(of: csvFile(text)).columns[0]
    #expect(inferred.type == example.type)
    #expect(inferred.format == example.format)
    #expect(inferred.otherFormats == example.others)
    #expect(inferred.isOptional == example.isOptional)
    #expect(inferred.least == example.least)
    #expect(inferred.greatest == example.greatest)
    // What is proposed reads the file.
    let format = try inferred.format.map { text throws(FormatError) in try CellFormat(text, for: inferred.type) }
    let column = CSVColumn("c", inferred.type, isOptional: inferred.isOptional, format: format)
    #expect(csvErrors(text, [column]) == [])
  }

  @Test func infersKeysAndChoices() throws {
    let rows = (0..<60).map { "\($0),\(["Won", "Lost", "Open"][$0 % 3]),\($0 / 2),\"t\($0)\n\"\n" }
    let inference = try inferColumns(of: csvFile("deal_id,stage,n,note\n" + rows.joined()))
    #expect(inference.columns.map(\.isUnique) == [true, false, false, true])
    #expect(inference.columns.map(\.type) == [.text, .text, .number, .text])
    #expect(inference.columns.map(\.choices) == [nil, ["Lost", "Open", "Won"], nil, nil])
    #expect(inference.rowCount == 60)
    #expect(inference.isWholeFile)

    let part = try inferColumns(of: csvFile("deal_id,stage,n,note\n" + rows.joined()), sampleRows: 10)
    #expect(part.rowCount == 10)
    #expect(!part.isWholeFile)
    #expect(part.columns.map(\.greatest) == [nil, nil, "4", nil])
  }

  @Test func reportsBrokenRows() {
    let error = #expect(throws: DataErrors.self) { try inferColumns(of: csvFile("a,b\n1\n")) }
    #expect(error?.errors.first?.problem == .fieldCount(expected: 2, found: 1))
    #expect(throws: DataErrors.self) { try inferColumns(of: csvFile("")) }
  }
}
