import Source

/// What a terminal shows after the bytes it was sent: enough of one to see a session as its user does.
///
/// Sequences that it does not know are kept, so that a test can say that there were none.
public struct TerminalScreen: Sendable {
  /// A place of the screen; a wide character takes two, the second of them empty.
  public struct Cell: Hashable, Sendable {
    public var text: String
    /// The parameters of the colours it was written with; empty for none.
    public var style: String
  }

  private struct Row {
    /// As many as the screen is wide; nil where nothing was written.
    var cells: [Cell?]
    /// Iff the writing went on in the next row by itself.
    var isWrapped = false
  }

  public private(set) var width: Int
  public private(set) var height: Int
  public private(set) var cursorRow = 0
  public private(set) var cursorColumn = 0
  /// Iff pasted text is marked as such.
  public private(set) var marksPastes = false
  public private(set) var bellCount = 0
  public private(set) var unknownSequences: [String] = []
  private var rows: [Row]
  /// What went out at the top.
  private var scrolled: [Row] = []
  /// Iff the next character goes to the next row, since the cursor stands behind the last column.
  private var isPastMargin = false
  private var style = ""
  private var sequence: [UInt8] = []
  private var scalar: [UInt8] = []

  public init(width: Int, height: Int) {
    self.width = width
    self.height = height
    rows = Array(repeating: Row(cells: Array(repeating: nil, count: width)), count: height)
  }

  // MARK: What it shows

  /// The rows without the blanks that end them.
  public var lines: [String] { rows.map(Self.text) }

  /// The rows down to the last one that is not empty.
  public var text: String { Self.joined(lines) }

  /// The same with all that was scrolled out.
  public var history: String { Self.joined(scrolled.map(Self.text) + lines) }

  /// All lines that were written, those that were scrolled out and those that the screen had to break among them.
  public var writtenLines: [String] {
    var lines: [String] = []
    var line = ""
    for row in scrolled + rows {
      line += row.isWrapped ? row.cells.map { $0?.text ?? "" }.joined() : Self.text(row)
      if !row.isWrapped {
        lines.append(line)
        line = ""
      }
    }
    while lines.last?.isEmpty == true { lines.removeLast() }
    return lines
  }

  /// The cell at a place; nil where nothing was written.
  public func cell(_ row: Int, _ column: Int) -> Cell? { rows[row].cells[column] }

  /// The text that was written with colours of these parameters.
  public func text(styled style: String) -> String {
    rows.flatMap { $0.cells.compactMap { $0 } }.filter { $0.style == style }.map(\.text).joined()
  }

  private static func text(_ row: Row) -> String {
    var text = row.cells.map { $0?.text ?? " " }.joined()
    while text.last == " " { text.removeLast() }
    return text
  }

  private static func joined(_ lines: [String]) -> String {
    var lines = lines
    while lines.last?.isEmpty == true { lines.removeLast() }
    return lines.joined(separator: "\n")
  }

  // MARK: Bytes

  public mutating func write(_ bytes: some Sequence<UInt8>) {
    for byte in bytes { write(byte) }
  }

  private mutating func write(_ byte: UInt8) {
    if !sequence.isEmpty {
      sequence.append(byte)
      let isFinal = sequence.count > 2 && (0x40..<0x7F).contains(byte)
      if isFinal || (sequence.count == 2 && byte != UInt8(ascii: "[")) { obey() }
      return
    }
    if !scalar.isEmpty {
      scalar.append(byte)
      if scalar.count == Self.length(scalar[0]) {
        for scalar in String(decoding: scalar, as: UTF8.self).unicodeScalars { put(scalar) }
        scalar = []
      }
      return
    }
    switch byte {
    case 0x1B: sequence = [byte]
    case 0x0D: move(to: cursorRow, 0)
    case 0x0A: goDown(isWrapping: false)
    case 0x08: move(to: cursorRow, cursorColumn - 1)
    case 0x07: bellCount += 1
    case 0x20..<0x7F: put(Unicode.Scalar(byte))
    case 0xC0...: scalar = [byte]
    default: unknownSequences.append("\(byte)")
    }
  }

  private static func length(_ first: UInt8) -> Int { first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4 }

  private mutating func obey() {
    let text = String(decoding: sequence.dropFirst(2), as: UTF8.self)
    let isControl = sequence[1] == UInt8(ascii: "[")
    sequence = []
    guard isControl, let final = text.last else { return unknownSequences.append(text) }
    let parameters = String(text.dropLast())
    let numbers = parameters.split(separator: ";", omittingEmptySubsequences: false).map { Int($0) }
    let count = max(1, numbers.first.flatMap { $0 } ?? 1)
    switch final {
    case "A": move(to: cursorRow - count, cursorColumn)
    case "B": move(to: cursorRow + count, cursorColumn)
    case "C": move(to: cursorRow, cursorColumn + count)
    case "D": move(to: cursorRow, cursorColumn - count)
    case "G": move(to: cursorRow, count - 1)
    case "H": move(to: count - 1, numbers.count > 1 ? (numbers[1] ?? 1) - 1 : 0)
    case "J" where parameters == "2": for row in rows.indices { erase(row, 0..<width) }
    case "J" where parameters.isEmpty || parameters == "0":
      erase(cursorRow, cursorColumn..<width)
      for row in (cursorRow + 1)..<max(cursorRow + 1, height) { erase(row, 0..<width) }
    case "K" where parameters.isEmpty || parameters == "0": erase(cursorRow, cursorColumn..<width)
    case "m": style = parameters == "0" ? "" : parameters
    case "h" where parameters == "?2004": marksPastes = true
    case "l" where parameters == "?2004": marksPastes = false
    default: unknownSequences.append(text)
    }
  }

  private mutating func move(to row: Int, _ column: Int) {
    cursorRow = min(max(row, 0), height - 1)
    cursorColumn = min(max(column, 0), width - 1)
    isPastMargin = false
  }

  private mutating func erase(_ row: Int, _ columns: Range<Int>) {
    for column in columns { rows[row].cells[column] = nil }
    if columns.upperBound == width { rows[row].isWrapped = false }
  }

  private mutating func goDown(isWrapping: Bool) {
    rows[cursorRow].isWrapped = isWrapping
    isPastMargin = false
    if cursorRow + 1 < height {
      cursorRow += 1
    } else {
      scrolled.append(rows.removeFirst())
      rows.append(Row(cells: Array(repeating: nil, count: width)))
    }
  }

  private mutating func put(_ scalar: Unicode.Scalar) {
    if join(scalar) { return }
    let cells = displayWidth(of: Character(scalar))
    if cells == 0 { return }
    if isPastMargin || cursorColumn + cells > width {
      goDown(isWrapping: true)
      cursorColumn = 0
    }
    place(String(scalar), cells: cells, at: cursorColumn)
    advance(by: cells)
  }

  private mutating func place(_ text: String, cells: Int, at column: Int) {
    // Half of a wide character does not stay.
    if column > 0, rows[cursorRow].cells[column]?.text == "" {
      rows[cursorRow].cells[column - 1] = Cell(text: " ", style: "")
    }
    for offset in 0..<cells {
      rows[cursorRow].cells[column + offset] = Cell(text: offset == 0 ? text : "", style: style)
    }
    let next = column + cells
    if next < width, rows[cursorRow].cells[next]?.text == "" {
      rows[cursorRow].cells[next] = Cell(text: " ", style: "")
    }
  }

  private mutating func advance(by cells: Int) {
    cursorColumn += cells
    isPastMargin = cursorColumn >= width
    if isPastMargin { cursorColumn = width - 1 }
  }

  /// Adds the scalar to the character before the cursor, if both are one.
  private mutating func join(_ scalar: Unicode.Scalar) -> Bool {
    var column = isPastMargin ? cursorColumn : cursorColumn - 1
    guard column >= 0 else { return false }
    if rows[cursorRow].cells[column]?.text == "" { column -= 1 }
    guard column >= 0, let cell = rows[cursorRow].cells[column] else { return false }
    let joined = cell.text + String(scalar)
    guard joined.count == 1 else { return false }
    let before = displayWidth(of: cell.text)
    let after = displayWidth(of: joined)
    rows[cursorRow].cells[column]?.text = joined
    if after > before, column + after <= width {
      rows[cursorRow].cells[column + 1] = Cell(text: "", style: cell.style)
      advance(by: after - before)
    }
    return true
  }

  // MARK: Size

  /// Changes the size; lines that were wrapped are broken anew if the terminal is of those that do so.
  public mutating func resize(width: Int, height: Int, reflows: Bool) {
    var all = scrolled + rows
    var row = scrolled.count + cursorRow
    let used = all.lastIndex { $0.isWrapped || $0.cells.contains { $0 != nil } } ?? 0
    all.removeLast(all.count - 1 - max(used, row))
    var column = cursorColumn + (isPastMargin ? 1 : 0)
    if reflows {
      (all, row, column) = reflowed(all, row, column, to: width)
    } else {
      for place in all.indices {
        let cells = all[place].cells
        all[place].cells = Array(cells.prefix(width)) + Array(repeating: nil, count: max(0, width - cells.count))
      }
    }
    let first = max(0, all.count - height)
    scrolled = Array(all[..<first])
    rows = Array(all[first...])
    while rows.count < height { rows.append(Row(cells: Array(repeating: nil, count: width))) }
    self.width = width
    self.height = height
    move(to: row - first, column)
  }

  private func reflowed(_ old: [Row], _ cursorRow: Int, _ cursorColumn: Int, to width: Int) -> ([Row], Int, Int) {
    var result: [Row] = []
    var cursor = (0, 0)
    var place = 0
    while place < old.count {
      // One line, and how many of its cells stand before the cursor.
      var cells: [Cell?] = []
      var before: Int?
      while true {
        if place == cursorRow { before = cells.count + cursorColumn }
        var part = old[place].cells
        while part.last == .some(nil) { part.removeLast() }
        cells += part
        place += 1
        if place == old.count || !old[place - 1].isWrapped { break }
      }
      let start = result.count
      var row = Row(cells: [])
      for index in cells.indices {
        let isWide = index + 1 < cells.count && cells[index + 1]?.text == ""
        if row.cells.count + (isWide ? 2 : 1) > width {
          row.isWrapped = true
          result.append(row)
          row = Row(cells: [])
        }
        if index == before { cursor = (result.count, row.cells.count) }
        row.cells.append(cells[index])
      }
      if let before, before >= cells.count {
        let column = row.cells.count + before - cells.count
        cursor = (result.count, min(column, width - 1))
      }
      result.append(row)
      for index in start..<result.count {
        result[index].cells += Array(repeating: nil, count: width - result[index].cells.count)
      }
    }
    return (result, cursor.0, cursor.1)
  }
}
