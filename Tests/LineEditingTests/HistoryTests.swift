import Foundation
import Testing

@testable import LineEditing

@Suite struct HistoryTests {
  private func file() -> URL {
    FileManager.default.temporaryDirectory.appendingPathComponent("history-\(UUID().uuidString)/a/b/history")
  }

  private func mode(_ url: URL) throws -> Int {
    let attributes = try FileManager.default.attributesOfItem(atPath: url.path)
    return try #require(attributes[.posixPermissions] as? Int)
  }

  /// What one session keeps, the next one has, and nobody else can read.
  @Test func staysBetweenSessions() throws {
    let url = file()
    var first = History.load(path: url.path)
    #expect(first.entries == [])
    for text in ["one", "one", #"sum(\n"#, "sum(\n  经销商\\\n)", "", "  ", " secret", "two", "one"] { first.add(text) }
    let expected = ["one", #"sum(\n"#, "sum(\n  经销商\\\n)", "two", "one"]
    #expect(first.entries == expected)
    #expect(first.remark == nil)
    #expect(History.load(path: url.path).entries == expected)
    #expect(try mode(url) == 0o600)
    #expect(try mode(url.deletingLastPathComponent()) == 0o700)

    // A file that others can read is closed to them before anything is added.
    try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: url.path)
    first.add("three")
    #expect(try mode(url) == 0o600)
  }

  /// Sessions side by side lose nothing of one another, not even while one of them shortens the file.
  @Test func sessionsSideBySide() throws {
    let url = file()
    DispatchQueue.concurrentPerform(iterations: 8) { session in
      var history = History.load(path: url.path)
      for number in 0..<50 { history.add("session \(session) number \(number)") }
    }
    let entries = History.load(path: url.path).entries
    #expect(entries.count == 400)
    for session in 0..<8 {
      let own = entries.filter { $0.hasPrefix("session \(session) ") }
      #expect(own == (0..<50).map { "session \(session) number \($0)" })
    }
  }

  /// A file that grew too long is cut to the newest entries.
  @Test func keepsTheNewest() throws {
    let url = file()
    var history = History.load(path: url.path)
    history.add("first")
    let lines = (1...6_000).map { "entry \($0)" }
    try Data((lines.joined(separator: "\n") + "\n").utf8).write(to: url)
    let loaded = History.load(path: url.path)
    #expect(loaded.entries.count == HistoryFile.largestCount)
    #expect(loaded.entries.last == "entry 6000")
    #expect(try String(contentsOf: url, encoding: .utf8).split(separator: "\n").count == HistoryFile.largestCount)
    #expect(try mode(url) == 0o600)
    #expect(try FileManager.default.contentsOfDirectory(atPath: url.deletingLastPathComponent().path) == ["history"])

    let long = (1...300).map { "\($0)" + String(repeating: "x", count: 10_000) }
    try Data((long.joined(separator: "\n") + "\n").utf8).write(to: url)
    let kept = History.load(path: url.path).entries
    #expect(kept.last == long.last)
    #expect(kept.count < 110 && kept.count > 90)
  }

  /// Damaged lines are left out, and said once; an entry that was cut off does not swallow the next one.
  @Test func damagedFiles() throws {
    let url = file()
    var history = History.load(path: url.path)
    history.add("good")
    var bytes = try Data(contentsOf: url)
    bytes += Data([0xFF, 0xFE, 0x0A, 0x61, 0x00, 0x0A]) + Data("better\ncut o".utf8)
    try bytes.write(to: url)
    var loaded = History.load(path: url.path)
    #expect(loaded.entries == ["good", "better", "cut o"])
    #expect(loaded.takeRemark() == "2 lines of the history `\(url.path)` are damaged and left out")
    #expect(loaded.takeRemark() == nil)
    loaded.add("next")
    #expect(History.load(path: url.path).entries == ["good", "better", "cut o", "next"])
  }

  /// A history that cannot be kept is remembered for the session, and said once.
  @Test func filesThatCannotBeKept() throws {
    let folder = file()
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    var history = History.load(path: folder.path)
    #expect(history.takeRemark() == "the history is not read: `\(folder.path)`: Is a directory")
    history.add("one")
    #expect(history.entries == ["one"])
    #expect(history.takeRemark() == nil)

    var other = History.load(path: "/dev/null/history")
    other.add("one")
    other.add("two")
    #expect(other.entries == ["one", "two"])
    #expect(other.takeRemark()?.hasSuffix("`/dev/null/history`: Not a directory") == true)
    #expect(other.takeRemark() == nil)

    var swallowed = History.load(path: "/dev/null")
    swallowed.add("one")
    #expect(swallowed.entries == ["one"])
    #expect(swallowed.takeRemark() == nil)
  }

  @Test(
    arguments: [
      (["XDG_STATE_HOME": "/s", "HOME": "/h"], "/s/allot/history"),
      (["XDG_STATE_HOME": "s", "HOME": "/h"], "/h/.local/state/allot/history"),
      (["XDG_STATE_HOME": "", "HOME": "/h"], "/h/.local/state/allot/history"), ([:], nil), (["HOME": ""], nil),
    ] as [([String: String], String?)])
  func standsWhereTheConventionsSay(_ variables: [String: String], _ path: String?) {
    #expect(History.defaultPath { variables[$0] } == path)
  }
}
