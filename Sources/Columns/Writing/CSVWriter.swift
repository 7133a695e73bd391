/// Writes rows of cells as CSV text: RFC 4180, lines ending with LF.
///
/// The same cells give the same bytes. A cell is quoted if it must be, to be read back as it is: if it holds the
/// separator, a quote or a line end, begins with a byte order mark, or is the empty cell of a row of one.
public struct CSVWriter: Sendable {
  /// What has been written.
  public private(set) var bytes: [UInt8] = []
  public let separator: UInt8
  /// The number of cells of the row that is not ended yet, and where it begins.
  private var cellCount = 0
  private var rowStart = 0

  public init(separator: UInt8 = UInt8(ascii: ",")) { self.separator = separator }

  /// Appends a cell.
  public mutating func append(_ text: String) {
    var text = text
    text.withUTF8 { append(utf8: $0) }
  }

  /// Appends a cell with this UTF-8 text.
  public mutating func append(utf8 text: UnsafeBufferPointer<UInt8>) {
    beginCell()
    if needsQuotes(text) { appendQuoted(text) } else { bytes.append(contentsOf: text) }
  }

  /// Appends a cell between quotes, whether it needs them or not.
  public mutating func append(quoted text: String) {
    var text = text
    beginCell()
    text.withUTF8 { appendQuoted($0) }
  }

  /// Appends a cell without a value.
  public mutating func appendMissing() { beginCell() }

  /// Appends the decimal `integer / 10^scale`, with all its decimals.
  public mutating func append(_ integer: Int64, scale: Int) {
    append(integer, scale: scale, magnitude: integer.magnitude)
  }

  /// Appends the decimal `integer / 10^scale`, with all its decimals.
  public mutating func append(_ integer: Int128, scale: Int) {
    append(integer, scale: scale, magnitude: integer.magnitude)
  }

  private mutating func append<Integer: SignedInteger, Magnitude: UnsignedInteger>(
    _ integer: Integer, scale: Int, magnitude: Magnitude
  ) {
    beginCell()
    if integer < 0 { bytes.append(UInt8(ascii: "-")) }
    let start = bytes.count
    var rest = magnitude
    var length = 0
    // From the last digit to the first, at least one before the point.
    while rest != 0 || length <= scale {
      let (quotient, digit) = rest.quotientAndRemainder(dividingBy: 10)
      bytes.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: digit))
      rest = quotient
      length += 1
      if length == scale { bytes.append(UInt8(ascii: ".")) }
    }
    bytes[start...].reverse()
  }

  /// Ends the row.
  public mutating func endRow() {
    if cellCount == 1 && bytes.count == rowStart { bytes += "\"\"".utf8 }
    bytes.append(UInt8(ascii: "\n"))
    cellCount = 0
    rowStart = bytes.count
  }

  /// Drops what has been written and keeps the memory, so that it can go to a file piece by piece.
  public mutating func removeAll() {
    bytes.removeAll(keepingCapacity: true)
    rowStart = 0
  }

  private mutating func beginCell() {
    if cellCount > 0 { bytes.append(separator) }
    cellCount += 1
  }

  private func needsQuotes(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    for byte in text where byte == separator || byte == 34 || byte == 10 || byte == 13 { return true }
    return text.first == 0xEF && text.starts(with: "\u{FEFF}".utf8)
  }

  private mutating func appendQuoted(_ text: UnsafeBufferPointer<UInt8>) {
    bytes.append(UInt8(ascii: "\""))
    for byte in text {
      if byte == UInt8(ascii: "\"") { bytes.append(byte) }
      bytes.append(byte)
    }
    bytes.append(UInt8(ascii: "\""))
  }
}
