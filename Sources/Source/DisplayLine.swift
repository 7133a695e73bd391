/// A line of a text as a terminal shows it: tabs as blanks, control characters as signs that can be seen.
///
/// Offsets are those of the line's bytes; columns are terminal cells, from 0.
struct DisplayLine {
  /// What is shown, cell by cell from the left, with the offset at which each piece starts.
  private var pieces: [(offset: Int, column: Int, text: String)] = []
  private(set) var width = 0
  private let end: Int

  init(_ bytes: ArraySlice<UInt8>) {
    var offset = bytes.startIndex
    if offset == 0, bytes.starts(with: SourceFile.byteOrderMark) { offset = 3 }
    end = bytes.endIndex
    for character in String(decoding: bytes[offset...], as: UTF8.self) {
      let shown: String
      let cells: Int
      if character == "\t" {
        cells = DisplayLine.tabWidth - width % DisplayLine.tabWidth
        shown = String(repeating: " ", count: cells)
      } else {
        shown = DisplayLine.visible(character)
        cells = displayWidth(of: shown)
      }
      pieces.append((offset, width, shown))
      width += cells
      // A byte that is not UTF-8 is shown as a replacement character, which takes more bytes than it stands for.
      offset = min(offset + character.utf8.count, end)
    }
    if String(decoding: bytes, as: UTF8.self).utf8.count != bytes.count { repairOffsets(bytes) }
  }

  static let tabWidth = 4

  /// The whole line.
  var text: String { pieces.map(\.text).joined() }

  /// The column at which the character that holds `offset` starts.
  func column(at offset: Int) -> Int {
    guard offset < end else { return width }
    return pieces.last { $0.offset <= offset }?.column ?? 0
  }

  /// The column behind the character that holds the byte in front of `offset`.
  func endColumn(at offset: Int) -> Int {
    pieces.first { $0.offset >= offset }?.column ?? width
  }

  /// What is shown from column `start` on, in at most `count` cells.
  func text(from start: Int, cells count: Int) -> String {
    var result = ""
    for piece in pieces where piece.column >= start {
      guard piece.column + displayWidth(of: piece.text) <= start + count else { break }
      result += piece.text
    }
    return result
  }

  /// Finds the offsets anew, scalar by scalar, in a line that is not all UTF-8.
  private mutating func repairOffsets(_ bytes: ArraySlice<UInt8>) {
    pieces = []
    width = 0
    var i = bytes.startIndex
    while i < bytes.endIndex {
      let length = DisplayLine.scalarLength(bytes[i...])
      let shown: String
      if bytes[i] == 0x09 {
        shown = String(repeating: " ", count: DisplayLine.tabWidth - width % DisplayLine.tabWidth)
      } else if length == 0 {
        shown = "\u{FFFD}"
      } else {
        shown = String(decoding: bytes[i..<(i + length)], as: UTF8.self).map(DisplayLine.visible).joined()
      }
      pieces.append((i, width, shown))
      width += displayWidth(of: shown)
      i += max(length, 1)
    }
  }

  /// The length of the UTF-8 scalar in front, or 0 if there is none.
  private static func scalarLength(_ bytes: ArraySlice<UInt8>) -> Int {
    guard let lead = bytes.first else { return 0 }
    let length = lead < 0x80 ? 1 : lead < 0xC2 ? 0 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : lead < 0xF5 ? 4 : 0
    guard length > 0, bytes.count >= length else { return 0 }
    let prefix = bytes.prefix(length)
    // A decoding that repairs nothing gives the same bytes back.
    return String(decoding: prefix, as: UTF8.self).utf8.elementsEqual(prefix) ? length : 0
  }

  /// The character itself, or a sign for one that a terminal would obey instead of showing it.
  static func visible(_ character: Character) -> String {
    var result = ""
    for scalar in character.unicodeScalars {
      switch scalar.value {
      case 0x00...0x1F:
        result.unicodeScalars.append(Unicode.Scalar(0x2400 + scalar.value) ?? "\u{FFFD}")
      case 0x7F: result += "\u{2421}"
      case 0x80...0x9F, 0x200E, 0x200F, 0x061C, 0x202A...0x202E, 0x2066...0x2069: result += "\u{FFFD}"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
