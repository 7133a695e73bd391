/// A text with the path under which messages show it.
public struct SourceFile: Hashable, Sendable {
  public let path: String
  public let bytes: [UInt8]
  public let lines: LineIndex

  public init(path: String, bytes: [UInt8]) {
    self.path = path
    self.bytes = bytes
    self.lines = LineIndex(bytes)
  }

  public init(path: String, text: String) {
    self.init(path: path, bytes: Array(text.utf8))
  }

  /// The line and column of `offset`, both from 1; columns count characters as a reader does.
  public func lineColumn(at offset: Int) -> (line: Int, column: Int) {
    let offset = min(max(offset, 0), bytes.count)
    let line = lines.line(at: offset)
    var start = lines.range(ofLine: line).lowerBound
    if start == 0, bytes.starts(with: SourceFile.byteOrderMark), offset >= 3 { start = 3 }
    return (line + 1, String(decoding: bytes[start..<offset], as: UTF8.self).count + 1)
  }

  /// The bytes of line `number` (from 1) without its line end; empty if there is no such line.
  public func lineBytes(_ number: Int) -> ArraySlice<UInt8> {
    var range = lines.range(ofLine: number - 1)
    while let last = range.last, bytes[last] == 0x0A || bytes[last] == 0x0D {
      range = range.lowerBound..<last
    }
    return bytes[range]
  }

  /// Line `number` (from 1) without its line end; bytes that are not UTF-8 are shown as replacement characters.
  public func line(_ number: Int) -> Substring {
    String(decoding: lineBytes(number), as: UTF8.self)[...]
  }

  /// The text that `span` covers.
  public func text(_ span: SourceSpan) -> String {
    let start = min(max(Int(span.start), 0), bytes.count)
    let end = min(max(Int(span.end), start), bytes.count)
    return String(decoding: bytes[start..<end], as: UTF8.self)
  }

  /// The three bytes that some editors put in front of a UTF-8 text.
  public static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]
}
