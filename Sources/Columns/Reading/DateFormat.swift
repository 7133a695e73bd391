/// How a file writes dates, known from a pattern such as `DD.MM.YYYY`.
///
/// `YYYY` is the year, `MM` and `DD` have two digits, `M` and `D` one or two, `MMM` is the English short name of a
/// month, `hh`, `mm` and `ss` are a time of two digits each; signs and blanks stand for themselves.
public struct DateFormat: Hashable, Sendable {
  enum Purpose: Hashable, Sendable { case date, timestamp }

  enum Part: Hashable, Sendable {
    case year
    case month(width: ClosedRange<Int>)
    case monthName
    case day(width: ClosedRange<Int>)
    case hour, minute, second
    case literal(UInt8)
  }

  let parts: [Part]
  let pattern: String

  /// The date and the seconds of the day that a cell writes.
  struct Moment: Hashable {
    var date: CalendarDate
    var second: Int
  }

  enum Outcome: Hashable {
    case moment(Moment)
    /// The cell has the pattern's form, but there is no such day.
    case noSuchDay
    case other
  }

  /// The format of dates without a time; `YYYY-MM-DD hh:mm` reads the time and drops it.
  public init(pattern: String) throws(FormatError) { try self.init(pattern: pattern, for: .date) }

  init(pattern: String, for purpose: Purpose) throws(FormatError) {
    var parts: [Part] = []
    var rest = Array(pattern.utf8)[...]
    while let first = rest.first {
      let length = rest.prefix { $0 == first }.count
      switch (first, length) {
      case (UInt8(ascii: "Y"), 4): parts.append(.year)
      case (UInt8(ascii: "Y"), _): throw FormatError("years are written with four digits, `YYYY`")
      case (UInt8(ascii: "M"), 1): parts.append(.month(width: 1...2))
      case (UInt8(ascii: "M"), 2): parts.append(.month(width: 2...2))
      case (UInt8(ascii: "M"), 3): parts.append(.monthName)
      case (UInt8(ascii: "D"), 1): parts.append(.day(width: 1...2))
      case (UInt8(ascii: "D"), 2): parts.append(.day(width: 2...2))
      case (UInt8(ascii: "h"), 2): parts.append(.hour)
      case (UInt8(ascii: "m"), 2): parts.append(.minute)
      case (UInt8(ascii: "s"), 2): parts.append(.second)
      case (UInt8(ascii: "T"), 1): parts.append(.literal(first))
      default:
        let isLetter = (first | 0x20) &- UInt8(ascii: "a") < 26
        if isLetter || isDigit(first) {
          let letters = String(decoding: rest.prefix(length), as: UTF8.self)
          throw FormatError("`\(letters)` is no part of a date format; the parts are YYYY MM M MMM DD D hh mm ss")
        }
        for _ in 0..<length { parts.append(.literal(first)) }
      }
      rest = rest.dropFirst(length)
    }
    try DateFormat.check(parts, pattern, purpose)
    self.parts = parts
    self.pattern = pattern
  }

  private static func check(_ parts: [Part], _ pattern: String, _ purpose: Purpose) throws(FormatError) {
    var kinds: [String: Int] = [:]
    for (index, part) in parts.enumerated() {
      let kind: String
      var isOpenEnded = false
      switch part {
      case .year: kind = "year"
      case .month(let width):
        kind = "month"
        isOpenEnded = width.count > 1
      case .monthName: kind = "month"
      case .day(let width):
        kind = "day"
        isOpenEnded = width.count > 1
      case .hour: kind = "hour"
      case .minute: kind = "minute"
      case .second: kind = "second"
      case .literal: continue
      }
      kinds[kind, default: 0] += 1
      if isOpenEnded && index + 1 < parts.count {
        if case .literal = parts[index + 1] { continue }
        throw FormatError("a sign must follow `M` and `D` in `\(pattern)`, as they may have one or two digits")
      }
    }
    for kind in ["year", "month", "day"] where kinds[kind] != 1 {
      throw FormatError("`\(pattern)` must have one \(kind); a format is written like `DD.MM.YYYY`")
    }
    for kind in ["hour", "minute", "second"] where kinds[kind, default: 0] > 1 {
      throw FormatError("`\(pattern)` has more than one \(kind)")
    }
    if (kinds["hour"] == nil) != (kinds["minute"] == nil) || (kinds["second"] != nil && kinds["minute"] == nil) {
      throw FormatError("a time in a format is `hh:mm` or `hh:mm:ss`")
    }
    if purpose == .timestamp && kinds["hour"] == nil {
      throw FormatError("the format of a timestamp has a time, such as `\(pattern) hh:mm`")
    }
  }

  private static let monthNames = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
  ].map { Array($0.utf8) }

  /// Reads a whole cell without outer blanks.
  func read(_ cell: UnsafeBufferPointer<UInt8>) -> Outcome {
    var index = 0
    func takeNumber(_ width: ClosedRange<Int>) -> Int? {
      var value = 0
      var length = 0
      while length < width.upperBound, index < cell.count, isDigit(cell[index]) {
        value = value * 10 + Int(cell[index] &- UInt8(ascii: "0"))
        index += 1
        length += 1
      }
      return length >= width.lowerBound ? value : nil
    }
    func takeMonthName() -> Int? {
      guard index + 3 <= cell.count else { return nil }
      let name = (0..<3).map { cell[index + $0] | 0x20 }
      index += 3
      return DateFormat.monthNames.firstIndex(of: name).map { $0 + 1 }
    }

    var (year, month, day, hour, minute, second) = (0, 0, 0, 0, 0, 0)
    for part in parts {
      let number: Int?
      switch part {
      case .year: number = takeNumber(4...4)
      case .month(let width), .day(let width): number = takeNumber(width)
      case .monthName: number = takeMonthName()
      case .hour, .minute, .second: number = takeNumber(2...2)
      case .literal(let byte):
        number = index < cell.count && cell[index] == byte ? 0 : nil
        index += 1
      }
      guard let number else { return .other }
      switch part {
      case .year: year = number
      case .month, .monthName: month = number
      case .day: day = number
      case .hour: hour = number
      case .minute: minute = number
      case .second: second = number
      case .literal: break
      }
    }
    guard index == cell.count, hour < 24, minute < 60, second < 60 else { return .other }
    guard let date = CalendarDate(year: year, month: month, day: day) else { return .noSuchDay }
    return .moment(Moment(date: date, second: hour * 3600 + minute * 60 + second))
  }
}
