/// The lines of a file that some edits touch, as they are once the edits are made.
struct EditedLines {
  struct Line {
    let number: Int
    var bytes: [UInt8] = []
    /// The offsets in `bytes` that an edit wrote.
    var changed: [Range<Int>] = []
  }

  /// More lines than this are not shown.
  private static let maximumCount = 6

  private(set) var lines: [Line]

  /// Nil if the edits overlap, are in other files, or touch too many lines to be shown.
  init?(_ file: SourceFile, _ edits: [Diagnostic.Edit]) {
    let edits = edits.sorted { $0.span < $1.span }
    guard let first = edits.first, let last = edits.last, edits.allSatisfy({ $0.span.file == first.span.file }),
      first.span.start >= 0, Int(last.span.end) <= file.bytes.count
    else { return nil }
    let firstLine = file.lines.line(at: Int(first.span.start))
    let lastLine = file.lines.line(at: Int(last.span.end))
    guard lastLine - firstLine < EditedLines.maximumCount else { return nil }
    lines = [Line(number: firstLine + 1)]
    var position = file.lines.range(ofLine: firstLine).lowerBound
    for edit in edits {
      guard Int(edit.span.start) >= position else { return nil }
      append(file.bytes[position..<Int(edit.span.start)], isChange: false)
      append(Array(edit.replacement.utf8)[...], isChange: true)
      position = Int(edit.span.end)
    }
    append(file.bytes[position..<max(position, file.lines.range(ofLine: lastLine).upperBound)], isChange: false)
    if lines.count > 1, lines[lines.count - 1].bytes.isEmpty { lines.removeLast() }
    if lines.count > EditedLines.maximumCount || lines.contains(where: { $0.bytes.count > Excerpt.longestWhole }) {
      return nil
    }
  }

  private mutating func append(_ bytes: ArraySlice<UInt8>, isChange: Bool) {
    var start = lines[lines.count - 1].bytes.count
    for byte in bytes {
      if byte == 0x0A {
        if isChange { lines[lines.count - 1].changed.append(start..<lines[lines.count - 1].bytes.count) }
        lines.append(Line(number: lines[lines.count - 1].number + 1))
        start = 0
      } else if byte != 0x0D {
        lines[lines.count - 1].bytes.append(byte)
      }
    }
    if isChange { lines[lines.count - 1].changed.append(start..<lines[lines.count - 1].bytes.count) }
  }
}
