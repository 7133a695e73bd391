import Columns
import IR

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The text of a table's file with the changes made in it: rows that do not change keep their bytes.
struct ChangedTable {
  /// What messages and results call a file that was changed in memory.
  static func name(_ file: String) -> String { file + " (changed)" }

  private let bytes: UnsafeRawBufferPointer
  private let input: TableInput
  private var separator: UInt8
  private var header: [String] = []
  /// Where the first row begins.
  private var start = 0
  private var newline: [UInt8] = [UInt8(ascii: "\n")]

  init(_ bytes: UnsafeRawBufferPointer, _ input: TableInput) {
    self.bytes = bytes
    self.input = input
    separator = CSVText.separator(of: input)
    let end = lineEnd(from: 0)
    start = min(end.next, bytes.count)
    if end.next > end.end { newline = Array(bytes[end.end..<end.next]) }
    let line = end.end
    let wanted = Set(input.columns.map(\.header))
    for candidate in [separator] + Array(";\t|:".utf8) {
      separator = candidate
      header = cells(0..<line)
      if header.first?.utf8.starts(with: [0xEF, 0xBB, 0xBF]) ?? false {
        header[0] = String(decoding: header[0].utf8.dropFirst(3), as: UTF8.self)
      }
      if wanted.isSubset(of: header) { break }
    }
  }

  /// The names of the file's columns.
  var headers: [String] { header }

  /// The texts of a row's cells by header; nil if there is no such row.
  func cells(ofRow number: Int32) -> [String: String]? {
    var found: [String: String]?
    forEachRow { row, cells in
      if row == number { found = cells() }
      return found == nil
    }
    return found
  }

  /// Gives each row by its number, with its cells by header as far as they are asked for, until `body` gives false.
  func forEachRow(_ body: (_ number: Int32, _ cells: () -> [String: String]) -> Bool) {
    var row: Int32 = 0
    var place = start
    while place < bytes.count {
      let end = rowEnd(from: place)
      if end.end > place || header.count == 1 {
        let range = place..<end.end
        if !body(row, { Dictionary(zip(header, cells(range))) { first, _ in first } }) { return }
        row += 1
      }
      place = end.next
    }
  }

  /// The text with the changes in it.
  func text(_ edits: TableEdits) -> [UInt8] {
    var text: [UInt8] = []
    text.reserveCapacity(bytes.count + 256)
    text += bytes[..<start]
    var copied = start
    var row: Int32 = 0
    var place = start
    while place < bytes.count {
      let end = rowEnd(from: place)
      defer { place = end.next }
      if end.end == place && header.count > 1 { continue }
      defer { row += 1 }
      let update = edits.updates[row]
      let isDeleted = edits.deleted.contains(row)
      guard update != nil || isDeleted else { continue }
      text += bytes[copied..<place]
      copied = end.next
      if isDeleted { continue }
      var cells = cells(place..<end.end)
      for (number, name) in header.enumerated() where number < cells.count {
        if let new = update?[name] { cells[number] = new }
      }
      CSVText.append(cells, separator: separator, to: &text)
      text += bytes[end.end..<end.next]
    }
    text += bytes[copied...]
    for case let cells? in edits.inserted {
      if let last = text.last, last != 0x0A, last != 0x0D { text += newline }
      CSVText.append(header.map { cells[$0] ?? "" }, separator: separator, to: &text)
      text += newline
    }
    return text
  }

  private static let quote = UInt8(ascii: "\"")

  /// The end of the line that begins at `start`, and the beginning of the next one.
  private func lineEnd(from start: Int) -> (end: Int, next: Int) { rowEnd(from: start) }

  /// The end of the row that begins at `start`, and the beginning of the next one.
  private func rowEnd(from start: Int) -> (end: Int, next: Int) {
    if let end = plainRowEnd(from: start) { return end }
    var place = start
    var isQuoted = false
    var isCellStart = true
    while place < bytes.count {
      let byte = bytes[place]
      if isQuoted {
        if byte == ChangedTable.quote {
          if place + 1 < bytes.count && bytes[place + 1] == ChangedTable.quote { place += 1 } else { isQuoted = false }
        }
      } else if byte == ChangedTable.quote && isCellStart {
        isQuoted = true
      } else if byte == 0x0A {
        return (place, place + 1)
      } else if byte == 0x0D {
        let isPair = place + 1 < bytes.count && bytes[place + 1] == 0x0A
        return (place, place + (isPair ? 2 : 1))
      }
      isCellStart = !isQuoted && byte == separator
      place += 1
    }
    return (bytes.count, bytes.count)
  }

  /// The same of a row without quotation marks that is not longer than rows are; nil for other rows.
  ///
  /// A row is found in a file of a million by looking for the ends of all before it.
  private func plainRowEnd(from start: Int) -> (end: Int, next: Int)? {
    guard let base = bytes.baseAddress else { return nil }
    func distance(to byte: UInt8, within count: Int) -> Int? {
      memchr(base + start, Int32(byte), count).map { UnsafeRawPointer($0) - (base + start) }
    }
    guard let line = distance(to: 0x0A, within: min(4_096, bytes.count - start)),
      distance(to: ChangedTable.quote, within: line) == nil
    else { return nil }
    guard let carriage = distance(to: 0x0D, within: line) else { return (start + line, start + line + 1) }
    return (start + carriage, start + (carriage + 1 == line ? line : carriage) + 1)
  }

  /// The texts of a row's cells.
  private func cells(_ range: Range<Int>) -> [String] {
    var result: [String] = []
    var cell: [UInt8] = []
    var isQuoted = false
    var isCellStart = true
    var place = range.lowerBound
    while place < range.upperBound {
      let byte = bytes[place]
      if isQuoted {
        if byte != ChangedTable.quote {
          cell.append(byte)
        } else if place + 1 < range.upperBound && bytes[place + 1] == ChangedTable.quote {
          cell.append(byte)
          place += 1
        } else {
          isQuoted = false
        }
        isCellStart = false
      } else if byte == ChangedTable.quote && isCellStart {
        isQuoted = true
        isCellStart = false
      } else if byte == separator {
        result.append(String(decoding: cell, as: UTF8.self))
        cell = []
        isCellStart = true
      } else {
        cell.append(byte)
        isCellStart = false
      }
      place += 1
    }
    result.append(String(decoding: cell, as: UTF8.self))
    return result
  }
}
