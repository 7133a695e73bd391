import Commands
import Foundation
import Testing

/// Files of tables that are not what they should be, and what is said about them.
@Suite struct InputFileTests {
  private static let plan = """
    language 1
    table deals (id) from "deals.csv" {
      id text
      amount USD
    }
    sheet S {
      for each deals
      show a = amount
    }
    """

  /// What a run says when `deals.csv`, or the file that `option` names, holds `bytes`.
  private func run(_ bytes: [UInt8]?, as file: String = "deals.csv", option: String? = nil) throws -> TestRun {
    try Package.withFolder { folder in
      try Data(InputFileTests.plan.utf8).write(to: folder.appendingPathComponent("p.allot"))
      if let bytes { try Data(bytes).write(to: folder.appendingPathComponent(file)) }
      return TestRun(
        ["run", "p.allot", "--format", "csv"] + (option.map { ["--table", "deals=\($0)"] } ?? []), in: folder)
    }
  }

  @Test func whatIsNoPlainTextIsRefusedWithTheWayToReadIt() throws {
    let text = "id,amount\nd1,5\n"
    var utf16: [UInt8] = [0xFF, 0xFE]
    for unit in text.utf16 { utf16 += [UInt8(unit & 255), UInt8(unit >> 8)] }
    let cases: [(bytes: [UInt8], file: String, code: String, said: String)] = [
      ([0x1F, 0x8B, 8, 0], "d.csv.gz", "E0814", "`gunzip -c d.csv.gz | allot run … --table deals=-` reads its text"),
      ([0x1F, 0x8B, 8, 0], "my d.gz", "E0814", "`gunzip -c 'my d.gz' | allot run … --table deals=-` reads its text"),
      (
        [0x28, 0xB5, 0x2F, 0xFD], "d'1.zst", "E0814",
        "`zstd -dc 'd'\\''1.zst' | allot run … --table deals=-` reads its text"
      ),
      (utf16, "d.csv", "E0814", "`iconv -f UTF-16 -t UTF-8 d.csv | allot run … --table deals=-` reads its text"),
      ([0x50, 0x4B, 3, 4], "d.xlsx", "E0814", "export or save it as CSV in UTF-8"),
      ([], "d.csv", "E0814", "the file is empty"),
      (Array("\r\n\n".utf8), "d.csv", "E0814", "the file is empty"),
    ]
    for (bytes, file, code, said) in cases {
      let run = try run(bytes, as: file, option: file)
      #expect(run.status == .findings && run.output.isEmpty)
      #expect(run.transcript.contains("error[\(code)]") && run.transcript.contains(said), "\(run.transcript)")
    }
  }

  @Test func aPackedFileInPlaceOfTheTablesOwnIsNamed() throws {
    let run = try run([0x1F, 0x8B], as: "deals.csv.gz")
    let said = "help: `deals.csv.gz` is there: `gunzip -c deals.csv.gz | allot run … --table deals=-` reads it"
    #expect(run.transcript.contains("E0801") && run.transcript.contains(said), "\(run.transcript)")
  }

  @Test func foldersAndHeadersAlone() throws {
    let folder = try run(nil, option: ".")
    #expect(folder.status == .findings && folder.transcript.contains("cannot be read: Is a directory"))
    let header = try run(Array("id,amount\n".utf8))
    #expect(header.status == .ok && header.output == "id,a\n")
  }

  /// Small files are copied, large ones are mapped, devices and files without a size are read.
  @Test func everyWayOfReadingGivesTheSame() throws {
    for count in [3, 9_000] {
      let rows = (0..<count).map { "d\($0),\($0).50\n" }.joined()
      let expected =
        "id,a\n"
        + (0..<count).map { ("d\($0)", "\($0).5") }.sorted { $0.0 < $1.0 }
        .map { "\($0.0),\($0.1)\n" }.joined()
      let run = try run(Array(("id,amount\n" + rows).utf8))
      #expect(run.output.replacingOccurrences(of: ".50\n", with: ".5\n") == expected, "\(run.transcript.prefix(400))")
    }
  }
}
