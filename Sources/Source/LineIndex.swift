/// The offsets at which the lines of a text start; a line ends with LF, CR LF or a lone CR.
public struct LineIndex: Hashable, Sendable {
  /// The first offset of each line; never empty.
  private let starts: [Int]
  private let count: Int

  public init(_ bytes: [UInt8]) {
    var starts = [0]
    for i in bytes.indices {
      let isLineEnd =
        bytes[i] == 0x0A || (bytes[i] == 0x0D && !(i + 1 < bytes.count && bytes[i + 1] == 0x0A))
      if isLineEnd { starts.append(i + 1) }
    }
    self.starts = starts
    self.count = bytes.count
  }

  /// The number of lines; a text that ends with a line end has an empty last line.
  public var lineCount: Int { starts.count }

  /// The number, from 0, of the line that holds `offset`; an offset outside the text counts as its nearest end.
  public func line(at offset: Int) -> Int {
    var low = 0
    var high = starts.count
    while high - low > 1 {
      let middle = low + (high - low) / 2
      if starts[middle] <= offset { low = middle } else { high = middle }
    }
    return low
  }

  /// The offsets of line `line` (from 0), its line end included; empty if there is no such line.
  public func range(ofLine line: Int) -> Range<Int> {
    guard line >= 0, line < starts.count else { return count..<count }
    return starts[line]..<(line + 1 < starts.count ? starts[line + 1] : count)
  }
}
