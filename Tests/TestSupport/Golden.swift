import Foundation

/// Expected outputs that stand in files beside their inputs, under `Tests/Golden`.
public enum Golden {
  /// The folder that holds all expected outputs.
  public static let root: URL = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("Golden")

  /// Iff this run rewrites expected outputs; such a run fails, so that nobody takes it for a test.
  public static var isRecording: Bool { ProcessInfo.processInfo.environment["RECORD"] == "1" }

  /// The inputs in `folder` that end in `.allot`, by name.
  public static func inputs(in folder: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: root.appendingPathComponent(folder).path)
      .filter { $0.hasSuffix(".allot") }.sorted()
  }

  /// The bytes of a file under `Tests/Golden`.
  public static func bytes(_ path: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: root.appendingPathComponent(path)))
  }

  /// What is wrong with `actual`, or nil if the file at `path` under `Tests/Golden` holds just that.
  public static func mismatch(_ actual: String, with path: String) throws -> String? {
    let url = root.appendingPathComponent(path)
    if isRecording {
      try FileManager.default.createDirectory(
        at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(actual.utf8).write(to: url)
      return "recorded \(path); look at the difference, then run again without RECORD"
    }
    guard FileManager.default.fileExists(atPath: url.path) else {
      return "there is no \(path); run with RECORD=1 to write it"
    }
    let expected = String(decoding: try Data(contentsOf: url), as: UTF8.self)
    guard expected != actual else { return nil }
    return difference(expected: expected, actual: actual, path: path)
  }

  /// The first lines that differ.
  private static func difference(expected: String, actual: String, path: String) -> String {
    let old = expected.split(separator: "\n", omittingEmptySubsequences: false)
    let new = actual.split(separator: "\n", omittingEmptySubsequences: false)
    let line = zip(old, new).prefix { $0 == $1 }.count
    func excerpt(_ lines: [Substring]) -> String {
      lines.dropFirst(line).prefix(8).map { "    \($0)" }.joined(separator: "\n")
    }
    return "\(path) differs from line \(line + 1) on\n  expected:\n\(excerpt(old))\n  actual:\n\(excerpt(new))"
  }
}
