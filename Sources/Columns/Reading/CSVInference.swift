/// What the first rows of a file suggest about it, for a first draft of a table's declaration.
public struct CSVInference: Sendable {
  public let separator: UInt8
  public let columns: [InferredColumn]
  /// The number of rows looked at, and whether they are all.
  public let rowCount: Int
  public let isWholeFile: Bool
}

/// What the cells of one column suggest about it.
public struct InferredColumn: Hashable, Sendable {
  public let header: String
  public let type: CellType
  /// True iff some cell is empty.
  public let isOptional: Bool
  /// The text of the column's format, if it is not the default one.
  public let format: String?
  /// Further formats that read all cells, but as other values; if there are any, the author must choose.
  public let otherFormats: [String]
  /// The distinct texts in byte order, if they are few and often repeated.
  public let choices: [String]?
  /// True iff no cell is empty and no two are the same.
  public let isUnique: Bool
  /// The cells with the smallest and the greatest value, where values have an order.
  public let least: String?
  public let greatest: String?
}

/// Looks at the first rows of a file.
///
/// - Throws: the faults of the file's form that stand in these rows.
public func inferColumns(
  of file: MappedFile, separator: UInt8? = nil, sampleRows: Int = 10_000
) throws(DataErrors) -> CSVInference {
  let layout: CSVLayout
  do {
    layout = try CSVLayout(file, separator: separator)
  } catch {
    throw DataErrors(failure: error, file)
  }
  let kept = layout.header.enumerated().map { field, header in
    KeptColumn(
      spec: CSVColumn(header, .text, isOptional: true), field: field, index: field, allowsUnderscores: false)
  }
  let faultLimit = 20
  let reader = ChunkReader(
    file: file, end: layout.end, separator: layout.separator, newline: layout.newline, fieldCount: layout.header.count,
    kept: kept, faultLimit: faultLimit)

  // The place behind the last row to look at.
  let scanner = CarefulScanner(separator: layout.separator, newline: layout.newline, fieldCount: layout.header.count)
  let scratch = ChunkReader.Scratch(fieldCount: layout.header.count)
  var limit = layout.bodyStart
  for _ in 0..<max(1, sampleRows) where limit < layout.end {
    limit = scanner.scan(file, from: limit, end: layout.end, into: scratch.ends).next
  }
  let chunk = reader.read(from: layout.bodyStart, limit: limit, isCareful: true, isGuess: false, scratch)
  if chunk.faults.total > 0 { throw DataErrors(faultsOf: [chunk], reader, layout, limit: faultLimit) }

  return CSVInference(
    separator: layout.separator,
    columns: zip(layout.header, chunk.parts).map { header, part in
      ColumnEvidence(part).inferred(header)
    },
    rowCount: chunk.rowCount, isWholeFile: limit >= layout.end)
}

/// The distinct texts of a column, from which its type is inferred.
private struct ColumnEvidence {
  /// The texts without outer blanks, and as they are.
  var cells: [[UInt8]] = []
  var texts: [[UInt8]] = []
  var rowCount = 0
  var missingCount = 0

  /// What all cells can be read as.
  struct Reading {
    let type: CellType
    var format: String?
    var otherFormats: [String] = []
    /// The places of the smallest and the greatest cell.
    var extremes: (least: Int, greatest: Int)?
  }

  init(_ part: ColumnPart) {
    missingCount = part.missing.count
    guard case .texts(let codes, let texts, let blocks) = part.values else { return }
    rowCount = codes.count
    texts.forEach { add(Array($0)) }
    var serials = Set<Int32>()
    for code in codes where SerialCode.isSerial(code) && serials.insert(code).inserted {
      add(blocks[SerialCode.block(code)].text(SerialCode.number(code)))
    }
  }

  private mutating func add(_ text: [UInt8]) {
    texts.append(text)
    let cell = Array(NumberText.trim(text[...]))
    if cell.isEmpty { missingCount += 1 } else { cells.append(cell) }
  }

  func inferred(_ header: String) -> InferredColumn {
    let reading = reading(header)
    var choices: [String]?
    if reading.type == .text && texts.count <= 12 && texts.count * 5 <= rowCount && texts.allSatisfy({ $0.count <= 40 })
    {
      choices = texts.sorted { $0.lexicographicallyPrecedes($1) }.map { String(decoding: $0, as: UTF8.self) }
    }
    func text(_ place: Int?) -> String? { place.map { String(decoding: cells[$0], as: UTF8.self) } }
    return InferredColumn(
      header: header, type: reading.type, isOptional: missingCount > 0, format: reading.format,
      otherFormats: reading.otherFormats, choices: choices,
      isUnique: rowCount > 0 && missingCount == 0 && texts.count == rowCount,
      least: text(reading.extremes?.least), greatest: text(reading.extremes?.greatest))
  }

  private func reading(_ header: String) -> Reading {
    if cells.isEmpty { return Reading(type: .text) }
    let words = ["true", "false", "yes", "no", "y", "n"]
    if cells.allSatisfy({ words.contains(String(decoding: $0, as: UTF8.self).lowercased()) }) {
      return Reading(type: .bool)
    }
    if isIdentifier(header) { return Reading(type: .text) }
    return periods() ?? dates() ?? timestamps() ?? numbers() ?? percentages() ?? Reading(type: .text)
  }

  /// True iff digits here name something, as in `00123` or in a column `deal_id`.
  private func isIdentifier(_ header: String) -> Bool {
    let name = header.lowercased()
    let isNamedID = name == "id" || ["_id", " id", "-id"].contains { name.hasSuffix($0) } || header.hasSuffix("Id")
    let hasLeadingZero = cells.contains { $0.count > 1 && $0[0] == UInt8(ascii: "0") && $0.allSatisfy(isDigit) }
    let isLong = cells.contains { $0.count > 15 && $0.allSatisfy(isDigit) }
    return cells.allSatisfy { $0.allSatisfy(isDigit) } && (isNamedID || hasLeadingZero || isLong)
  }

  private func extremes<Key: Comparable>(_ keys: [Key]) -> (least: Int, greatest: Int)? {
    guard let least = keys.indices.min(by: { keys[$0] < keys[$1] }),
      let greatest = keys.indices.max(by: { keys[$0] < keys[$1] })
    else { return nil }
    return (least, greatest)
  }

  /// The results of `read` for all cells; nil iff there is one for which it answers nil.
  private func all<Value>(_ read: ([UInt8]) -> Value?) -> [Value]? {
    var values: [Value] = []
    for cell in cells {
      guard let value = read(cell) else { return nil }
      values.append(value)
    }
    return values
  }

  private func periods() -> Reading? {
    // A year alone is more often a number.
    for unit in [CalendarUnit.month, .quarter, .week] {
      if let ordinals = all({ $0.withUnsafeBufferPointer { CalendarText.period($0, unit) } }) {
        return Reading(type: .period(unit), extremes: extremes(ordinals))
      }
    }
    return nil
  }

  private func dates() -> Reading? {
    func days(_ format: DateFormat?) -> [Int32]? {
      all { cell in
        guard case .moment(let moment) = cell.withUnsafeBufferPointer({ CellText.date($0, format) }) else { return nil }
        return moment.date.days
      }
    }
    if let days = days(nil) { return Reading(type: .date, extremes: extremes(days)) }
    return firstReading(DateFormat.usual.filter { !$0.hasTime }.map { ($0.pattern, days($0)) }, .date)
  }

  private func timestamps() -> Reading? {
    func seconds(_ format: DateFormat?) -> [Int]? {
      all { cell in
        guard case .moment(let moment) = cell.withUnsafeBufferPointer({ CellText.timestamp($0, format) }) else {
          return nil
        }
        return Int(moment.date.days) * 86_400 + moment.second
      }
    }
    if let seconds = seconds(nil) { return Reading(type: .timestamp, extremes: extremes(seconds)) }
    return firstReading(DateFormat.usual.filter(\.hasTime).map { ($0.pattern, seconds($0)) }, .timestamp)
  }

  /// The first format that reads all cells, with those that read them differently.
  private func firstReading<Key: Comparable>(_ readings: [(format: String, keys: [Key]?)], _ type: CellType) -> Reading?
  {
    var result: Reading?
    var seen: [[Key]] = []
    for case (let format, let keys?) in readings where !seen.contains(keys) {
      seen.append(keys)
      if result == nil {
        result = Reading(type: type, format: format, extremes: extremes(keys))
      } else {
        result?.otherFormats.append(format)
      }
    }
    return result
  }

  private func numbers() -> Reading? {
    // `3/4` is more often a date or a name than a number.
    if cells.contains(where: { $0.contains(UInt8(ascii: "/")) }) { return nil }
    func values(_ format: NumberFormat) -> [Rational]? {
      all { if case .value(let number) = NumberText.read($0[...], format) { number.rational } else { nil } }
    }
    if let plain = values(.plain) {
      var reading = Reading(type: .number, extremes: extremes(plain))
      // Three decimals everywhere may be thousands.
      let pointed = cells.filter { $0.contains(UInt8(ascii: ".")) }
      if let format = NumberFormat.known("1.234,50"), !pointed.isEmpty, values(format) != nil {
        reading.otherFormats = ["1.234,50"]
      }
      return reading
    }
    let bodies = ["1,234.50", "1.234,50", "1 234,50", "1'234.50", "1234,50", "1234.50"]
    var formats: [String] = []
    for (prefix, suffix) in affixes() {
      for body in bodies {
        let amount = prefix + body + suffix
        formats += [amount, "(\(amount))", amount + "-"]
      }
    }
    return firstReading(formats.map { ($0, NumberFormat.known($0).flatMap(values)) }, .number)
  }

  /// What may stand before and behind all numbers of the column, as the first cell shows it.
  private func affixes() -> [(prefix: String, suffix: String)] {
    let signs = "()-+ ".utf8
    guard let cell = cells.first, let first = cell.firstIndex(where: isDigit), let last = cell.lastIndex(where: isDigit)
    else { return [] }
    let prefix = cell[..<first].filter { !signs.contains($0) }
    let suffix = cell[(last + 1)...].filter { !signs.contains($0) }
    let hasBlank = cell[(last + 1)...].contains(UInt8(ascii: " ")) || prefix.count > 1
    return [
      (
        String(decoding: prefix, as: UTF8.self) + (hasBlank && !prefix.isEmpty ? " " : ""),
        (hasBlank && !suffix.isEmpty ? " " : "") + String(decoding: suffix, as: UTF8.self)
      )
    ]
  }

  private func percentages() -> Reading? {
    guard cells.allSatisfy({ $0.last == UInt8(ascii: "%") }) else { return nil }
    func values(_ format: NumberFormat) -> [Rational]? {
      all { if case .value(let number) = NumberText.read($0[...], format) { number.rational } else { nil } }
    }
    if let plain = values(.percent) { return Reading(type: .percent, extremes: extremes(plain)) }
    let samples = ["5,0%", "1,234.50%", "1.234,50%"]
    return firstReading(
      samples.map { sample in
        do { return (sample, values(try NumberFormat(percentSample: sample))) } catch { return (sample, nil) }
      }, .percent)
  }
}

extension DateFormat {
  /// True iff the format reads a time of day.
  fileprivate var hasTime: Bool { parts.contains(.hour) }
}
