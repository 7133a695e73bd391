/// Why a cell cannot be read, found only once it is reported.
struct CellDiagnosis {
  let problem: DataProblem
  let suggestions: [String]

  /// Looks again at a cell that its column's decoder refused.
  init(_ text: [UInt8], in column: KeptColumn) {
    let cell = NumberText.trim(text[...])
    if column.spec.type.isWrittenInDigits && CellDiagnosis.hasFullWidthDigits(cell) {
      self.init(.fullWidthDigits, ["the digits can be written as 0 to 9"])
      return
    }
    switch column.spec.type {
    case .text: self.init(.invalidUTF8, ["save the file as UTF-8"])
    case .choice(let choices): self = CellDiagnosis.choice(String(decoding: text, as: UTF8.self), choices)
    case .bool: self.init(.notReadable(expected: "true or false, yes or no, y or n, 1 or 0"))
    case .number, .percent: self = CellDiagnosis.number(cell, column)
    case .date: self = CellDiagnosis.date(cell, column)
    case .timestamp: self = CellDiagnosis.timestamp(cell, column)
    case .period(let unit): self = CellDiagnosis.period(cell, unit)
    }
  }

  init(_ problem: DataProblem, _ suggestions: [String] = []) {
    self.problem = problem
    self.suggestions = suggestions
  }

  /// True iff one of U+FF10 to U+FF19 is in the text.
  private static func hasFullWidthDigits(_ text: ArraySlice<UInt8>) -> Bool {
    String(decoding: text, as: UTF8.self).unicodeScalars.contains { 0xFF10...0xFF19 ~= $0.value }
  }

  private static func choice(_ text: String, _ choices: [String]) -> CellDiagnosis {
    var suggestions: [String] = []
    for near in NearestNames.find(text, among: choices, limit: 2) {
      suggestions.append("there is `\(near)`\(NearestNames.difference(text, near))")
    }
    if suggestions.isEmpty { suggestions = ["the column may hold " + list(choices)] }
    return CellDiagnosis(.notAChoice(choices), suggestions)
  }

  private static func number(_ cell: ArraySlice<UInt8>, _ column: KeptColumn) -> CellDiagnosis {
    let format = column.numberFormat
    if case .tooManyDigits = NumberText.read(cell, format) { return CellDiagnosis(.tooManyDigits) }
    let expected = DataProblem.notReadable(expected: format.expectation)
    let text = String(decoding: cell, as: UTF8.self)
    if format.percentage == .sign, case .value = NumberText.read(cell, .plain) {
      return CellDiagnosis(
        expected, ["`as \"5\"` reads 5 as 5%", "`as \"0.05\"` reads 0.05 as 5%"])
    }
    let unsigned = cell.drop { $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "+") }
    if unsigned.first.map(isDigit) == true, unsigned.contains(where: { $0 | 0x20 == UInt8(ascii: "e") }),
      unsigned.allSatisfy({ isDigit($0) || "eE+-.,".utf8.contains($0) })
    {
      return CellDiagnosis(expected, ["numbers are written without an exponent, with all their digits"])
    }
    if column.spec.type == .number && cell.last == UInt8(ascii: "%") {
      return CellDiagnosis(expected, ["the column's type can be `percent`"])
    }
    // A format that fits the cell, if the cell shows one.
    var suggestions: [String] = []
    let samples = ["1,234.50", "1.234,50", "1 234,50", "1'234.50", "(1,234.50)", "1,234.50-", "$1,234.50", "€1.234,50"]
    for sample in samples where column.spec.type == .number {
      if let fitting = NumberFormat.known(sample), case .value = NumberText.read(cell, fitting) {
        suggestions.append("`as \"\(sample)\"` reads `\(text)`")
        if suggestions.count == 2 { break }
      }
    }
    return CellDiagnosis(expected, suggestions)
  }

  private static func date(_ cell: ArraySlice<UInt8>, _ column: KeptColumn) -> CellDiagnosis {
    let own = Array(cell)
    let outcome = own.withUnsafeBufferPointer { CellText.date($0, column.dateFormat) }
    if outcome == .noSuchDay { return CellDiagnosis(.noSuchDay) }
    let pattern = column.dateFormat?.pattern ?? "2026-03-31"
    var suggestions = dateFormats(of: [own]).map { "`as \"\($0)\"` reads `\(String(decoding: own, as: UTF8.self))`" }
    if suggestions.isEmpty, case .moment = own.withUnsafeBufferPointer({ CalendarText.timestamp($0) }) {
      suggestions = ["`as \"YYYY-MM-DD hh:mm:ss\"` drops the time", "the column's type can be `timestamp`"]
    }
    return CellDiagnosis(.notReadable(expected: "a date like \(pattern)"), suggestions)
  }

  private static func timestamp(_ cell: ArraySlice<UInt8>, _ column: KeptColumn) -> CellDiagnosis {
    let own = Array(cell)
    let outcome = own.withUnsafeBufferPointer { CellText.timestamp($0, column.dateFormat) }
    if outcome == .noSuchDay { return CellDiagnosis(.noSuchDay) }
    let pattern = column.dateFormat?.pattern ?? "2026-03-31 14:05:09"
    let expected = DataProblem.notReadable(expected: "a timestamp like \(pattern)")
    let hasOffset =
      own.last.map { $0 | 0x20 } == UInt8(ascii: "z") || own.dropFirst(11).contains { "+-".utf8.contains($0) }
    if own.count > 16 && hasOffset {
      return CellDiagnosis(
        expected, ["timestamps are local times without a zone or an offset; export them in the zone that is meant"])
    }
    if own.count > 20 && own[19] == UInt8(ascii: ".") {
      return CellDiagnosis(expected, ["timestamps are exact to the second"])
    }
    return CellDiagnosis(expected)
  }

  private static func period(_ cell: ArraySlice<UInt8>, _ unit: CalendarUnit) -> CellDiagnosis {
    let expected = DataProblem.notReadable(expected: "a \(unit.name) like \(unit.sample)")
    let text = String(decoding: cell, as: UTF8.self).uppercased()
    let isFiscal = text.hasPrefix("FY")
    if isFiscal && unit.calendar == nil && unit.length != .week {
      return CellDiagnosis(expected, ["a fiscal \(unit.name) needs a `calendar` line in the plan"])
    }
    if let calendar = unit.calendar, !isFiscal, Period(text) != nil {
      // A period of the ordinary calendar: the one with the same number is most likely meant.
      if let meant = Period("FY" + text, in: calendar), meant.unit == unit {
        return CellDiagnosis(expected, ["`\(meant)` is \(meant.firstDay) to \(meant.lastDay)"])
      }
      return CellDiagnosis(expected, ["the plan's calendar is `\(calendar)`"])
    }
    return CellDiagnosis(expected)
  }

  /// The usual date formats in which all of these cells are days; the default one is not among them.
  static func dateFormats(of cells: [[UInt8]]) -> [String] {
    DateFormat.usual.filter { format in
      cells.allSatisfy { cell in
        if case .moment = cell.withUnsafeBufferPointer(format.read) { true } else { false }
      }
    }.map(\.pattern)
  }

  /// The texts in backquotes: `a`, `b` and `c`.
  static func list(_ names: [String]) -> String {
    let quoted = names.prefix(20).map { "`\($0)`" }
    let rest = names.count > 20 ? " and \(names.count - 20) more" : ""
    return quoted.joined(separator: ", ") + rest
  }
}

extension CellType {
  /// True iff digits are what a cell mostly is.
  fileprivate var isWrittenInDigits: Bool {
    switch self {
    case .number, .percent, .date, .timestamp, .period, .bool: true
    case .text, .choice: false
    }
  }
}

extension NearestNames {
  /// How two like names differ where that is hard to see; else nothing.
  static func difference(_ wanted: String, _ found: String) -> String {
    let trimmed = String(decoding: NumberText.trim(Array(found.utf8)[...]), as: UTF8.self)
    let trimmedWanted = String(decoding: NumberText.trim(Array(wanted.utf8)[...]), as: UTF8.self)
    if trimmed == trimmedWanted { return ", which differs in blanks at its ends" }
    if found.lowercased() == wanted.lowercased() { return ", which differs in capital letters" }
    return normalised(found) == normalised(wanted) ? ", which differs in blanks, signs or capital letters" : ""
  }
}

extension NumberFormat {
  /// The format of a sample that is known to be one.
  static func known(_ sample: String) -> NumberFormat? {
    do { return try NumberFormat(sample: sample) } catch { return nil }
  }
}

extension DateFormat {
  /// Formats that files often use, the default one not among them.
  static let usual: [DateFormat] = [
    "DD.MM.YYYY", "D.M.YYYY", "MM/DD/YYYY", "DD/MM/YYYY", "M/D/YYYY", "D/M/YYYY", "YYYY/MM/DD", "YYYY.MM.DD",
    "YYYYMMDD",
    "DD-MM-YYYY", "MM-DD-YYYY", "DD-MMM-YYYY", "D-MMM-YYYY", "DD MMM YYYY", "D MMM YYYY", "MMM D, YYYY", "YYYY年M月D日",
    "YYYY-MM-DD hh:mm", "MM/DD/YYYY hh:mm", "DD/MM/YYYY hh:mm", "DD.MM.YYYY hh:mm",
  ].compactMap { pattern in
    do { return try DateFormat(pattern: pattern) } catch { return nil }
  }
}
