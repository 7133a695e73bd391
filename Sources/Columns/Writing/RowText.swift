/// A column of a result with what its values are written as.
public struct WrittenColumn: Sendable {
  public enum Content: Sendable {
    case bool, text, date, timestamp
    case period(CalendarUnit)
    /// The number of a row.
    case row
    case number(NumberLayout)
    /// Money whose currency's text stands in another column, with a layout by the currency's code; others have all
    /// their decimals.
    case money(in: Column, [Int32: NumberLayout])
  }

  public let name: String
  public let column: Column
  public let content: Content

  public init(name: String, column: Column, content: Content) {
    self.name = name
    self.column = column.settled()
    self.content = content
  }
}

/// Rows of columns as the bytes of a file: the same rows give the same bytes, in whatever pieces they are asked for.
///
/// ```
/// columns   | Int64 … | codes … | …      of all rows, in any order
/// lanes     | Int64 … | codes … | …      the rows of one piece, in its order: a few thousand, which stay in the cache
/// bytes     a,1.50,2026-03 ⏎ b, …        row by row, into memory that is known to be enough
/// ```
/// No cell is a value of its own on the way.
public struct RowText: Sendable {
  public enum Style: Hashable, Sendable {
    /// As ``CSVWriter`` writes it.
    case csv
    /// An object on each line, with texts for all but truth values, and null where nothing is known.
    case jsonLines
  }

  /// Rows by their numbers.
  public enum Rows: Sendable {
    case range(Range<Int>)
    case list([Int32])

    var count: Int {
      switch self {
      case .range(let range): range.count
      case .list(let list): list.count
      }
    }
  }

  let columns: [WrittenColumn]
  let style: Style
  let pool: TextPool
  /// What stands in front of each column's cells, one after the other, and where each begins.
  let prefixes: [UInt8]
  let prefixStarts: [Int]
  let known: KnownTexts

  public init(_ columns: [WrittenColumn], style: Style, pool: TextPool) {
    self.columns = columns
    self.style = style
    self.pool = pool
    var prefixes: [UInt8] = []
    var starts = [0]
    for (place, column) in columns.enumerated() {
      switch style {
      case .csv: if place > 0 { prefixes.append(UInt8(ascii: ",")) }
      case .jsonLines:
        prefixes.append(UInt8(ascii: place == 0 ? "{" : ","))
        prefixes += RowText.quoted(column.name)
        prefixes.append(UInt8(ascii: ":"))
      }
      starts.append(prefixes.count)
    }
    self.prefixes = prefixes
    prefixStarts = starts
    known = KnownTexts(columns)
  }

  /// The line of names in front of the rows; empty where the style has none.
  public var header: [UInt8] {
    guard style == .csv else { return [] }
    var writer = CSVWriter()
    for column in columns { writer.append(column.name) }
    writer.endRow()
    return writer.bytes
  }

  /// Rows in this order, as pieces of bytes that follow each other.
  public func bytes(of rows: Rows) -> [[UInt8]] {
    var pieces: [[UInt8]] = []
    let count = rows.count
    let sizes = columns.map { CellLane.size(of: $0) }
    let byteCount = sizes.reduce(0) { $0 + ($1 &* count + 15) & ~15 + 2 * ((count + 15) & ~15) } + 16
    prefixes.withUnsafeBufferPointer { prefixes in
      known.bytes.withUnsafeBufferPointer { knownTexts in
        DecimalDigits.powersOfTen.withUnsafeBufferPointer { powers in
          withUnsafeTemporaryAllocation(byteCount: byteCount, alignment: 16) { scratch in
            guard let powers = powers.baseAddress, var free = scratch.baseAddress else { return }
            let digits = DecimalDigits(powers: powers)
            let lanes = columns.indices.map { place in
              CellLane(
                columns[place], rows, digits,
                known: known.starts[place].flatMap { start in
                  knownTexts.baseAddress.map { KnownLane(first: $0 + start, least: known.least[place]) }
                }, prefix: UnsafeBufferPointer(rebasing: prefixes[prefixStarts[place]..<prefixStarts[place + 1]]),
                in: &free)
            }
            lanes.withUnsafeBufferPointer { lanes in
              pool.withView(digits, isSpecial: style == .csv ? RowWriter.isSpecialInCSV : RowWriter.isSpecialInJSON) {
                texts in
                let writer = RowWriter(lanes: lanes, style: style, texts: texts, digits: digits)
                var row = 0
                while row < count {
                  let (end, bound) = writer.end(from: row, count: count)
                  pieces.append(
                    [UInt8](unsafeUninitializedCapacity: bound) { bytes, length in
                      guard let start = bytes.baseAddress else { return }
                      length = writer.write(row..<end, at: start)
                    })
                  row = end
                }
              }
            }
          }
        }
      }
    }
    return pieces
  }

  /// A text between quotes as JSON has it.
  static func quoted(_ text: String) -> [UInt8] {
    var text = text
    return text.withUTF8 { bytes in
      [UInt8](unsafeUninitializedCapacity: 6 * bytes.count + 2) { output, length in
        guard let start = output.baseAddress else { return }
        var place = start
        place[0] = UInt8(ascii: "\"")
        place += 1
        for byte in bytes { RowWriter.writeEscaped(byte, at: &place) }
        place[0] = UInt8(ascii: "\"")
        length = place - start + 1
      }
    }
  }
}

/// The texts of dates and periods that columns hold, made once where there are fewer of them than rows.
struct KnownTexts: Sendable {
  /// Sixteen bytes a text: up to fifteen of it, and its length.
  private(set) var bytes: [UInt8] = []
  /// Where each column's texts begin, and the code of the first of them; nil for columns without such texts.
  private(set) var starts: [Int?] = []
  private(set) var least: [Int32] = []

  private static let greatestCount = 8_192

  init(_ columns: [WrittenColumn]) {
    for column in columns {
      let start = bytes.count
      let first = append(column)
      starts.append(first == nil ? nil : start)
      least.append(first ?? 0)
    }
  }

  /// Appends a column's texts, and answers the code of the first; nil iff it has none.
  private mutating func append(_ written: WrittenColumn) -> Int32? {
    let text: (Int32) -> String
    switch written.content {
    case .date: text = { CalendarDate(days: $0).description }
    case .period(let unit): text = { Period(unit, ordinal: $0).description }
    case .bool, .text, .timestamp, .row, .number, .money: return nil
    }
    let column = written.column
    guard case .codes(let codes) = column.storage else { return nil }
    var low = Int32.max
    var high = Int32.min
    for (element, code) in codes.enumerated() where column.validity.map({ $0[element] }) ?? true {
      low = min(low, code)
      high = max(high, code)
    }
    guard low <= high, Int(high) - Int(low) < min(column.count, KnownTexts.greatestCount) else { return nil }
    let start = bytes.count
    for code in low...high {
      let own = Array(text(code).utf8)
      guard own.count <= 15 else {
        bytes.removeLast(bytes.count - start)
        return nil
      }
      bytes += own + [UInt8](repeating: 0, count: 15 - own.count) + [UInt8(own.count)]
    }
    return low
  }
}
