import Allot
import Testing
import WhatIf

/// Rows are found and changed in files of any shape; all other bytes stay.
@Suite struct FileShapeTests {
  private static let plan = """
    language 1

    table notes (id) {
      id    text
      note  text
      size  units
    }

    sheet Notes {
      for each notes
      show words = note
      show units_of_it = size
    }
    """

  /// Three rows, of which the second has a break, quotation marks and a separator in a cell, and the third is longer
  /// than most rows of a file.
  private static func rows(_ newline: String) -> [String] {
    ["a,plain,1", "b,\"two\(newline)lines, \"\"quoted\"\"\",2", "c,\(String(repeating: "long", count: 2_000)),3"]
  }

  @Test(arguments: ["\n", "\r\n", "\r"], [true, false])
  func rowsKeepTheirBytes(newline: String, endsWithNewline: Bool) throws {
    let rows = FileShapeTests.rows(newline)
    let header = "id,note,size"
    let text = ([header] + rows).joined(separator: newline) + (endsWithNewline ? newline : "")
    let start = try TestData(plan: FileShapeTests.plan, tables: ["notes": text]).scenario()

    for (number, row) in rows.enumerated() {
      let inserted = try start.applying(
        .insert(table: "notes", like: .number(number), cells: [NamedText("id", "new")]))
      #expect(inserted.rows == (try inserted.freshRows()))
      #expect(
        String(decoding: try #require(inserted.changedFiles.first).new, as: UTF8.self)
          == text + (endsWithNewline ? "" : newline) + "new" + row.dropFirst() + newline)

      let updated = try start.applying(
        .update(table: "notes", row: .number(number), cells: [NamedText("size", "9 units")]))
      #expect(updated.rows == (try updated.freshRows()))
      #expect(
        String(decoding: try #require(updated.changedFiles.first).new, as: UTF8.self)
          == text.replacing(row, with: row.dropLast() + "9"))
    }
  }
}
