/// The difference of two texts by lines, as `diff -u` shows it and `patch` reads it.
///
/// ```swift
/// print(UnifiedDiff(old: before, new: after, path: "plan.allot").text)
/// ```
public struct UnifiedDiff: Hashable, Sendable {
  /// A line of a hunk.
  public enum Line: Hashable, Sendable {
    /// In both texts.
    case kept(ArraySlice<UInt8>)
    /// In the old text only.
    case removed(ArraySlice<UInt8>)
    /// In the new text only.
    case added(ArraySlice<UInt8>)
  }

  /// Changed lines that stand near each other, with the unchanged ones around them.
  public struct Hunk: Hashable, Sendable {
    /// The lines of the old text, counted from 0.
    public let oldLines: Range<Int>
    /// The lines of the new text, counted from 0.
    public let newLines: Range<Int>
    public let lines: [Line]
  }

  public let path: String
  public let hunks: [Hunk]

  /// Iff the texts are the same.
  public var isEmpty: Bool { hunks.isEmpty }

  /// Compares `old` and `new`; a line is what ends with a line feed, which is a part of it.
  public init(old: [UInt8], new: [UInt8], path: String, context: Int = 3) {
    self.path = path
    let old = UnifiedDiff.lines(of: old)
    let new = UnifiedDiff.lines(of: new)
    let changes = LineComparison.changes(from: old, to: new)
    hunks = UnifiedDiff.hunks(of: changes, from: old, to: new, context: context)
  }

  /// Compares two texts.
  public init(old: String, new: String, path: String, context: Int = 3) {
    self.init(old: Array(old.utf8), new: Array(new.utf8), path: path, context: context)
  }

  /// The lines of `bytes` with their line ends; only the last may have none.
  static func lines(of bytes: [UInt8]) -> [ArraySlice<UInt8>] {
    var lines: [ArraySlice<UInt8>] = []
    var start = 0
    for i in bytes.indices where bytes[i] == 0x0A {
      lines.append(bytes[start...i])
      start = i + 1
    }
    if start < bytes.count { lines.append(bytes[start...]) }
    return lines
  }

  private static func hunks(
    of changes: [LineComparison.Change], from old: [ArraySlice<UInt8>], to new: [ArraySlice<UInt8>], context: Int
  ) -> [Hunk] {
    let context = max(0, context)
    var hunks: [Hunk] = []
    var first = 0
    while first < changes.count {
      var end = first + 1
      while end < changes.count, changes[end].old.lowerBound - changes[end - 1].old.upperBound <= 2 * context {
        end += 1
      }
      let oldStart = max(0, changes[first].old.lowerBound - context)
      let newStart = changes[first].new.lowerBound - (changes[first].old.lowerBound - oldStart)
      var lines: [Line] = []
      var position = oldStart
      for change in changes[first..<end] {
        lines += old[position..<change.old.lowerBound].map { .kept($0) }
        lines += old[change.old].map { .removed($0) }
        lines += new[change.new].map { .added($0) }
        position = change.old.upperBound
      }
      let oldEnd = min(old.count, position + context)
      lines += old[position..<oldEnd].map { .kept($0) }
      let newEnd = changes[end - 1].new.upperBound + (oldEnd - position)
      hunks.append(Hunk(oldLines: oldStart..<oldEnd, newLines: newStart..<newEnd, lines: lines))
      first = end
    }
    return hunks
  }
}

extension UnifiedDiff {
  /// The difference as text; empty if there is none.
  public var text: String { String(decoding: bytes, as: UTF8.self) }

  /// The difference as `patch` reads it: the lines stand in it byte for byte.
  public var bytes: [UInt8] {
    guard !isEmpty else { return [] }
    var result = Array("--- \(path)\n+++ \(path)\n".utf8)
    for hunk in hunks {
      result += "\(hunk.heading)\n".utf8
      for line in hunk.lines {
        let (sign, bytes) = line.signed
        result.append(sign)
        result += bytes
        if bytes.last != 0x0A { result += "\n\\ No newline at end of file\n".utf8 }
      }
    }
    return result
  }
}

extension UnifiedDiff.Hunk {
  /// Where the hunk stands in both texts: `@@ -3,7 +3,8 @@`.
  public var heading: String {
    func place(_ lines: Range<Int>) -> String {
      // An empty range is named by the line in front of it, and one line by its number alone.
      let start = lines.isEmpty ? lines.lowerBound : lines.lowerBound + 1
      return lines.count == 1 ? "\(start)" : "\(start),\(lines.count)"
    }
    return "@@ -\(place(oldLines)) +\(place(newLines)) @@"
  }
}

extension UnifiedDiff.Line {
  /// The sign in front of the line, and the line with its line end.
  public var signed: (sign: UInt8, bytes: ArraySlice<UInt8>) {
    switch self {
    case .kept(let bytes): (UInt8(ascii: " "), bytes)
    case .removed(let bytes): (UInt8(ascii: "-"), bytes)
    case .added(let bytes): (UInt8(ascii: "+"), bytes)
    }
  }
}
