/// Identifies a source file within one ``SourceMap``.
public struct FileID: Hashable, Sendable, Comparable {
  public let index: Int32

  public init(_ index: Int32) { self.index = index }

  public static func < (a: FileID, b: FileID) -> Bool { a.index < b.index }
}

/// A half-open range of UTF-8 offsets in one file.
public struct SourceSpan: Hashable, Sendable, Comparable {
  public let file: FileID
  public let start: Int32
  public let end: Int32

  public init(file: FileID, start: Int, end: Int) {
    self.file = file
    self.start = Int32(start)
    self.end = Int32(end)
  }

  /// Whether the two have a place in common.
  public func overlaps(_ other: SourceSpan) -> Bool {
    file == other.file && start < other.end && other.start < end
  }

  /// The smallest span that covers `self` and `other`, which must be in the same file.
  public func union(_ other: SourceSpan) -> SourceSpan {
    SourceSpan(file: file, start: Int(min(start, other.start)), end: Int(max(end, other.end)))
  }

  public static func < (a: SourceSpan, b: SourceSpan) -> Bool {
    (a.file, a.start, a.end) < (b.file, b.start, b.end)
  }
}
