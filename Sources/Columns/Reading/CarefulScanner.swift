/// Finds the ends of the cells of one row at a time, byte by byte, and says what is wrong with it.
///
/// A cell that begins with a quote ends behind the next single quote; doubled quotes are part of it. In other cells
/// quotes mean nothing.
struct CarefulScanner {
  enum Outcome {
    case row
    /// A line without a byte, in a file with several columns.
    case emptyLine
    /// The row has another number of cells.
    case cellCount(Int)
    /// The quote at this place is never closed.
    case unclosedQuote(Int)
    /// Behind the closing quote, at `text`, of the cell that begins at `quote`, the cell goes on.
    case textAfterQuote(quote: Int, text: Int)
    /// Longer than offsets can tell.
    case tooLong
  }

  let separator: UInt8
  /// LF, which may follow a CR; or CR, for files without LF at the ends of their lines.
  let newline: UInt8
  let fieldCount: Int

  private static let greatestLength = 1 << 30

  /// Reads the row that begins at `start`.
  ///
  /// - Parameter ends: room for `fieldCount + 1` places: the one before the row's first byte, then the ends of cells.
  /// - Returns: where the next row begins, which is `file.end` after the last.
  func scan(
    _ file: MappedFile, from start: Int, end: Int, into ends: UnsafeMutablePointer<UInt32>
  ) -> (outcome: Outcome, next: Int) {
    ends[0] = UInt32.max
    if fieldCount > 1 && isLineEnd(file, start, end) { return (.emptyLine, lineEnd(file, start, end)) }
    var found = 0
    var index = start
    while true {
      if index < end && file[index] == UInt8(ascii: "\"") {
        let quote = index
        guard let behind = closingQuote(file, from: index + 1, end: end) else { return (.unclosedQuote(quote), end) }
        index = behind
        if index < end && file[index] != separator && !isLineEnd(file, index, end) {
          return (.textAfterQuote(quote: quote, text: index), skipLine(file, index, end))
        }
        if index < end && file[index] == 13 && newline == 10 { index += 1 }
      } else {
        while index < end && file[index] != separator && file[index] != newline { index += 1 }
      }
      found += 1
      if found <= fieldCount { ends[found] = UInt32(truncatingIfNeeded: index - start) }
      guard index < end, file[index] == separator else { break }
      index += 1
    }
    let next = index < end ? lineEnd(file, index, end) : end
    if index - start > CarefulScanner.greatestLength { return (.tooLong, next) }
    return (found == fieldCount ? .row : .cellCount(found), next)
  }

  /// The place behind the quote that closes a cell; nil iff there is none.
  private func closingQuote(_ file: MappedFile, from start: Int, end: Int) -> Int? {
    var index = start
    while index < end {
      if file[index] == UInt8(ascii: "\"") {
        if index + 1 < end && file[index + 1] == UInt8(ascii: "\"") { index += 1 } else { return index + 1 }
      }
      index += 1
    }
    return nil
  }

  /// True iff a line ends at this byte, which may be the CR of a CR LF.
  private func isLineEnd(_ file: MappedFile, _ index: Int, _ end: Int) -> Bool {
    if index >= end || file[index] == newline { return true }
    return newline == 10 && file[index] == 13 && index + 1 < end && file[index + 1] == 10
  }

  /// The place behind the line end at this byte.
  private func lineEnd(_ file: MappedFile, _ index: Int, _ end: Int) -> Int {
    if index >= end { return end }
    if index + 1 < end && file[index] == 13 && file[index + 1] == 10 { return index + 2 }
    return index + 1
  }

  /// The place behind the next line end.
  private func skipLine(_ file: MappedFile, _ start: Int, _ end: Int) -> Int {
    var index = start
    while index < end && file[index] != newline { index += 1 }
    return lineEnd(file, index, end)
  }
}
