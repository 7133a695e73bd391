/// Writes rows of lanes as bytes.
struct RowWriter {
  let lanes: UnsafeBufferPointer<CellLane>
  let style: RowText.Style
  let texts: TextView
  let digits: DecimalDigits

  /// A piece of bytes is not made longer than this, unless a single row is.
  private static let longest = 8 << 20

  /// The row behind the last of a piece that begins with `row`, and the most bytes that the piece takes.
  func end(from row: Int, count: Int) -> (row: Int, bound: Int) {
    let fixed = lanes.reduce(8) { $0 + $1.bound }
    let factor = style == .csv ? 2 : 6
    var bound = 0
    var end = row
    while end < count {
      var own = fixed
      for lane in lanes {
        guard case .text = lane.content, lane.isPresent?[end] ?? true else { continue }
        own &+= factor &* texts.length(of: lane.values.load(fromByteOffset: 4 &* end, as: Int32.self))
      }
      if end > row && bound + own > RowWriter.longest { break }
      bound += own
      end += 1
    }
    return (end, bound)
  }

  /// Writes rows, and answers the number of bytes.
  func write(_ rows: Range<Int>, at start: UnsafeMutablePointer<UInt8>) -> Int {
    switch style {
    case .csv: writeCSV(rows, at: start)
    case .jsonLines: writeJSON(rows, at: start)
    }
  }

  private func writeCSV(_ rows: Range<Int>, at start: UnsafeMutablePointer<UInt8>) -> Int {
    var place = start
    for row in rows {
      let rowStart = place
      for lane in lanes {
        if !lane.prefix.isEmpty {
          place[0] = 44
          place += 1
        }
        if let isPresent = lane.isPresent, !isPresent[row] { continue }
        writeCell(lane, row, at: &place, writeCSVText)
      }
      if place == rowStart && lanes.count == 1 {
        place[0] = 34
        place[1] = 34
        place += 2
      }
      place[0] = 10
      place += 1
    }
    return place - start
  }

  private func writeJSON(_ rows: Range<Int>, at start: UnsafeMutablePointer<UInt8>) -> Int {
    var place = start
    for row in rows {
      for lane in lanes {
        if let prefix = lane.prefix.baseAddress {
          place.update(from: prefix, count: lane.prefix.count)
          place += lane.prefix.count
        }
        var isMissing = false
        if let isPresent = lane.isPresent { isMissing = !isPresent[row] }
        var isQuoted = true
        switch lane.content {
        case .nothing: isMissing = true
        case .bool: isQuoted = false
        case .text, .date, .row, .timestamp, .period, .known, .narrow, .wide, .fractions, .money: break
        }
        if isMissing {
          write("null", at: &place)
          continue
        }
        if isQuoted {
          place[0] = 34
          place += 1
        }
        writeCell(lane, row, at: &place, writeJSONText)
        if isQuoted {
          place[0] = 34
          place += 1
        }
      }
      if lanes.isEmpty {
        place[0] = 123
        place += 1
      }
      place[0] = 125
      place[1] = 10
      place += 2
    }
    return place - start
  }

  @inline(__always)
  private func writeCell(
    _ lane: CellLane, _ row: Int, at place: inout UnsafeMutablePointer<UInt8>,
    _ writeText: (Int32, inout UnsafeMutablePointer<UInt8>) -> Void
  ) {
    switch lane.content {
    case .nothing: break
    case .bool:
      let isTrue = lane.values.load(fromByteOffset: row, as: Bool.self)
      write(isTrue ? "true" : "false", at: &place)
    case .text: writeText(code(lane, row), &place)
    case .known(let known): known.write(code(lane, row), at: &place)
    case .date: digits.write(CalendarDate(days: code(lane, row)), at: &place)
    case .period(let unit): write(Period(unit, ordinal: code(lane, row)).description, at: &place)
    case .row: NumberWriter(NumberLayout(.exact), digits).write(Int64(code(lane, row)), scale: 0, at: &place)
    case .timestamp: writeTimestamp(lane.values.load(fromByteOffset: row &* 8, as: Int64.self), at: &place)
    case .narrow(let writer, let scale):
      writer.write(lane.values.load(fromByteOffset: row &* 8, as: Int64.self), scale: scale, at: &place)
    case .wide(let writer, let scale):
      writer.write(lane.values.load(fromByteOffset: row &* 16, as: Int128.self), scale: scale, at: &place)
    case .fractions(let writer):
      writer.write(
        lane.values.load(fromByteOffset: row &* MemoryLayout<Rational>.stride, as: Rational.self), at: &place)
    case .money(let amounts):
      let money = amounts[row]
      let layout = NumberLayout(money.decimals < 0 ? .all(minimum: 0) : .fixed(money.decimals))
      NumberWriter(layout, digits).write(money.amount, at: &place)
    }
  }

  @inline(__always)
  private func code(_ lane: CellLane, _ row: Int) -> Int32 {
    lane.values.load(fromByteOffset: row &* 4, as: Int32.self)
  }

  private func writeTimestamp(_ seconds: Int64, at place: inout UnsafeMutablePointer<UInt8>) {
    let days = floorDivide(Int(seconds), 86_400)
    guard CalendarDate.isRepresentable(days) else {
      write(String(seconds), at: &place)
      return
    }
    digits.write(CalendarDate(days: Int32(days)), at: &place)
    let second = Int(seconds) - days * 86_400
    digits.writePair(second / 3_600, at: place + 1)
    digits.writePair(second / 60 % 60, at: place + 4)
    digits.writePair(second % 60, at: place + 7)
    place[0] = 32
    place[3] = 58
    place[6] = 58
    place += 9
  }

  private func write(_ text: StaticString, at place: inout UnsafeMutablePointer<UInt8>) {
    place.update(from: text.utf8Start, count: text.utf8CodeUnitCount)
    place += text.utf8CodeUnitCount
  }

  private func write(_ text: String, at place: inout UnsafeMutablePointer<UInt8>) {
    for byte in text.utf8 {
      place[0] = byte
      place += 1
    }
  }

  // MARK: Texts

  /// A word that is 0 iff no byte of `word` is `byte`, which is repeated eight times.
  @inline(__always)
  private static func isThere(_ byte: UInt64, in word: UInt64) -> UInt64 {
    let difference = word ^ byte
    return (difference &- 0x0101_0101_0101_0101) & ~difference & 0x8080_8080_8080_8080
  }

  /// A word that is 0 iff no byte of `word` makes a cell of CSV need quotes.
  @inline(__always)
  static func isSpecialInCSV(_ word: UInt64) -> UInt64 {
    isThere(0x2C2C_2C2C_2C2C_2C2C, in: word) | isThere(0x2222_2222_2222_2222, in: word)
      | isThere(0x0A0A_0A0A_0A0A_0A0A, in: word) | isThere(0x0D0D_0D0D_0D0D_0D0D, in: word)
  }

  /// A word that is 0 iff no byte of `word` is escaped in JSON.
  @inline(__always)
  static func isSpecialInJSON(_ word: UInt64) -> UInt64 {
    isThere(0x2222_2222_2222_2222, in: word) | isThere(0x5C5C_5C5C_5C5C_5C5C, in: word)
      | ((word &- 0x2020_2020_2020_2020) & ~word & 0x8080_8080_8080_8080)
  }

  /// Writes a text, between quotes iff ``CSVWriter`` would.
  @inline(__always)
  private func writeCSVText(_ code: Int32, at place: inout UnsafeMutablePointer<UInt8>) {
    let start = place
    let isSpecial = texts.copy(code, to: &place, isSpecial: RowWriter.isSpecialInCSV)
    let isMarked = place - start >= 3 && start[0] == 0xEF && start[1] == 0xBB && start[2] == 0xBF
    if isSpecial || isMarked { writeQuoted(from: start, at: &place) }
  }

  /// Puts the bytes from `start` on between quotes, with each quote among them doubled.
  private func writeQuoted(from start: UnsafeMutablePointer<UInt8>, at place: inout UnsafeMutablePointer<UInt8>) {
    let bytes = Array(UnsafeBufferPointer(start: start, count: place - start))
    place = start
    place[0] = 34
    place += 1
    for byte in bytes {
      if byte == 34 {
        place[0] = 34
        place += 1
      }
      place[0] = byte
      place += 1
    }
    place[0] = 34
    place += 1
  }

  /// Writes a text with the escapes of JSON.
  @inline(__always)
  private func writeJSONText(_ code: Int32, at place: inout UnsafeMutablePointer<UInt8>) {
    let start = place
    let isSpecial = texts.copy(code, to: &place, isSpecial: RowWriter.isSpecialInJSON)
    if isSpecial { writeEscaped(from: start, at: &place) }
  }

  private func writeEscaped(from start: UnsafeMutablePointer<UInt8>, at place: inout UnsafeMutablePointer<UInt8>) {
    let bytes = Array(UnsafeBufferPointer(start: start, count: place - start))
    place = start
    for byte in bytes { RowWriter.writeEscaped(byte, at: &place) }
  }

  /// Writes a byte of a text as JSON has it.
  static func writeEscaped(_ byte: UInt8, at place: inout UnsafeMutablePointer<UInt8>) {
    func write(_ bytes: UInt8...) {
      for byte in bytes {
        place[0] = byte
        place += 1
      }
    }
    switch byte {
    case 34, 92: write(92, byte)
    case 10: write(92, UInt8(ascii: "n"))
    case 13: write(92, UInt8(ascii: "r"))
    case 9: write(92, UInt8(ascii: "t"))
    case 0..<32:
      let low = byte & 15
      write(92, UInt8(ascii: "u"), 48, 48, 48 + byte >> 4, low < 10 ? 48 + low : 87 + low)
    default: write(byte)
    }
  }
}
