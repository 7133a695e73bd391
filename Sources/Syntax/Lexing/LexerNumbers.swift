import Source

/// Numbers, dates and periods.
extension Lexer {
  /// The number of digits from `i` on.
  func digitCount(_ i: Int) -> Int {
    var end = i
    while isDigit(end) { end += 1 }
    return end - i
  }

  /// The number that the digits of `range` spell, if it is small.
  private func value(_ start: Int, _ count: Int) -> Int {
    var value = 0
    for i in start..<min(start + count, start + 9) { value = value * 10 + Int(bytes[i] - 0x30) }
    return value
  }

  private func continuesName(_ i: Int) -> Bool {
    guard i < bytes.count else { return false }
    if bytes[i] < 0x80 { return LexerClass.continuesName(bytes[i]) }
    return UTF8Scalar.decode(bytes, at: i)?.scalar.continuesName ?? false
  }

  /// Reads the number, date or period at `position`, where a digit stands.
  mutating func scanNumberOrDate() -> Scanned {
    let start = position
    let first = digitCount(start)
    let next = start + first
    if first == 4 {
      switch byte(next) {
      case UInt8(ascii: "-"):
        if let scanned = scanDateOrPeriod(start) { return scanned }
      case UInt8(ascii: "Q"), UInt8(ascii: "q"), UInt8(ascii: "W"), UInt8(ascii: "w"):
        let digits = digitCount(next + 1)
        if digits > 0, digits <= 2, !continuesName(next + 1 + digits) {
          return misplacedPeriodSign(start, letter: next, digits: digits, end: next + 1 + digits)
        }
      default: break
      }
    }
    if let scanned = scanForeignDate(start, first) { return scanned }
    return scanNumber()
  }

  // MARK: - Dates and periods

  /// Reads `2026-03-31`, `2026-03`, `2026-Q1` or `2026-W14`, or nothing if a difference of numbers stands here.
  private mutating func scanDateOrPeriod(_ start: Int) -> Scanned? {
    let year = value(start, 4)
    let second = start + 5
    switch byte(second) {
    case UInt8(ascii: "Q"), UInt8(ascii: "q"), UInt8(ascii: "W"), UInt8(ascii: "w"):
      let digits = digitCount(second + 1)
      guard digits > 0 else { return nil }
      let end = second + 1 + digits
      let isQuarter = byte(second) | 0x20 == UInt8(ascii: "q")
      let isUpper = byte(second) & 0x20 == 0
      if !isUpper || (digits != (isQuarter ? 1 : 2)), digits <= 2 {
        return misplacedPeriodSign(start, letter: second, digits: digits, end: end)
      }
      let number = value(second + 1, digits)
      let last = isQuarter ? 4 : CalendarDays.weeks(inYear: year)
      return finish(
        .period, start, end,
        fault: number >= 1 && number <= last
          ? nil
          : isQuarter
            ? "a year has the quarters Q1 to Q4"
            : "\(text(start, start + 4)) has the weeks W01 to W\(last)")
    default: break
    }
    let digits = digitCount(second)
    guard digits > 0 else { return nil }
    let third = second + digits + 1
    if digits <= 2, byte(third - 1) == UInt8(ascii: "-"), isDigit(third) {
      let days = digitCount(third)
      let month = value(second, digits)
      let day = value(third, days)
      guard digits == 2, days == 2 else {
        return foreignDate(start, third + days, [CalendarDays.iso(year, month, day)].compactMap { $0 })
      }
      return finish(.date, start, third + 2, fault: CalendarDays.fault(year, month, day))
    }
    if digits == 2 {
      let month = value(second, 2)
      return finish(
        .period, start, second + 2, fault: month >= 1 && month <= 12 ? nil : "a year has the months 01 to 12")
    }
    if digits == 1, (1900...2199).contains(year), value(second, 1) > 0 {
      position = second + 1
      report(.unpaddedMonth(text(start, start + 4), text(second, second + 1), span(start, position)))
      return (.malformed, nil, true)
    }
    return nil
  }

  /// Reads `FY2026-Q1` or `FY2026-P03` where `FY2026` has been read as a name, or nothing.
  mutating func scanFiscalPeriod(_ start: Int) -> Scanned? {
    let letter = position + 1
    guard position - start == 6, has("FY", at: start), digitCount(start + 2) == 4, byte(position) == UInt8(ascii: "-")
    else { return nil }
    let isQuarter = byte(letter) | 0x20 == UInt8(ascii: "q")
    guard isQuarter || byte(letter) | 0x20 == UInt8(ascii: "p") else { return nil }
    let digits = digitCount(letter + 1)
    let end = letter + 1 + digits
    guard 1...2 ~= digits, !continuesName(end) else { return nil }
    let number = value(letter + 1, digits)
    guard byte(letter) & 0x20 == 0, digits == (isQuarter ? 1 : 2) else {
      position = end
      let padded = isQuarter || number > 9 ? "\(number)" : "0\(number)"
      report(
        .periodForm(
          text(start, end), "\(text(start, start + 6))-\(isQuarter ? "Q" : "P")\(padded)", span(start, end)))
      return (.malformed, nil, true)
    }
    position = end
    let last = isQuarter ? 4 : 13
    if number < 1 || number > last {
      let fault = isQuarter ? "a year has the quarters Q1 to Q4" : "a year has at most the periods P01 to P13"
      report(.notOnCalendar(text(start, end), fault, isDate: false, span(start, end)))
      return (.malformed, nil, true)
    }
    return (.period, nil, false)
  }

  private mutating func finish(_ kind: TokenKind, _ start: Int, _ end: Int, fault: String?) -> Scanned {
    position = end
    if continuesName(end) {
      skipNameBytes()
      report(.textBehindDate(text(start, end), span(start, position)))
      return (.malformed, nil, true)
    }
    if text(start, start + 4) == "0000" {
      report(.notOnCalendar(text(start, end), "years run from 0001 to 9999", isDate: kind == .date, span(start, end)))
      return (.malformed, nil, true)
    }
    if let fault {
      report(.notOnCalendar(text(start, end), fault, isDate: kind == .date, span(start, end)))
      return (.malformed, nil, true)
    }
    return (kind, nil, false)
  }

  /// Reports `2026Q1`, `2026-q1`, `2026-W7`.
  private mutating func misplacedPeriodSign(_ start: Int, letter: Int, digits: Int, end: Int) -> Scanned {
    position = end
    let isQuarter = byte(letter) | 0x20 == UInt8(ascii: "q")
    let number = value(letter + 1, digits)
    let padded = isQuarter ? "\(number)" : number < 10 ? "0\(number)" : "\(number)"
    report(
      .periodForm(
        text(start, end), "\(text(start, start + 4))-\(isQuarter ? "Q" : "W")\(padded)", span(start, end)))
    return (.malformed, nil, true)
  }

  /// Reads `31.12.2026`, `12/31/2026`, `2026/12/31`, `31-12-2026` and reports how a date is written.
  private mutating func scanForeignDate(_ start: Int, _ first: Int) -> Scanned? {
    let sign = byte(start + first)
    guard first <= 2 || first == 4,
      sign == UInt8(ascii: ".") || sign == UInt8(ascii: "/") || sign == UInt8(ascii: "-")
    else { return nil }
    let second = start + first + 1
    let secondCount = digitCount(second)
    guard secondCount == 1 || secondCount == 2, byte(second + secondCount) == sign else { return nil }
    let third = second + secondCount + 1
    let thirdCount = digitCount(third)
    let end = third + thirdCount
    guard first == 4 ? thirdCount == 1 || thirdCount == 2 : thirdCount == 4, !continuesName(end) else { return nil }
    let (a, b, c) = (value(start, first), value(second, secondCount), value(third, thirdCount))
    let readings: [String?] =
      first == 4
      ? [CalendarDays.iso(a, b, c)]
      : sign == UInt8(ascii: "/")
        ? [CalendarDays.iso(c, a, b), CalendarDays.iso(c, b, a)] : [CalendarDays.iso(c, b, a)]
    return foreignDate(start, end, readings.compactMap { $0 })
  }

  private mutating func foreignDate(_ start: Int, _ end: Int, _ readings: [String]) -> Scanned {
    position = end
    let distinct = readings.count == 2 && readings[0] == readings[1] ? [readings[0]] : readings
    report(.dateForm(text(start, end), distinct, span(start, end)))
    return (.malformed, nil, true)
  }

  // MARK: - Numbers

  private mutating func scanNumber() -> Scanned {
    let start = position
    var hasBadUnderscore = false
    skipDigits(&hasBadUnderscore)
    var separators = 0
    var points = 0
    while true {
      let c = byte(position)
      let isSeparator =
        c == UInt8(ascii: ".") || c == UInt8(ascii: ",")
        || (c == UInt8(ascii: "'") && digitCount(position + 1) == 3)
      guard isSeparator, isDigit(position + 1) else { break }
      if c == UInt8(ascii: ".") { points += 1 }
      separators += 1
      position += 1
      skipDigits(&hasBadUnderscore)
    }
    let digitsEnd = position
    if separators > 1 || separators != points {
      scanSuffix()
      report(.foreignNumber(text(start, digitsEnd), span(start, digitsEnd)))
      return (.malformed, nil, true)
    }
    if hasBadUnderscore {
      scanSuffix()
      report(.strayUnderscore(text(start, digitsEnd), span(start, digitsEnd)))
      return (.malformed, nil, true)
    }
    if let faulty = scanExponentOrMultiplier(start, digitsEnd) { return faulty }
    scanSuffix()
    return (.number, nil, false)
  }

  /// Skips digits and underscores, and notes underscores that do not stand alone between two digits.
  private mutating func skipDigits(_ hasBadUnderscore: inout Bool) {
    while isDigit(position) || byte(position) == UInt8(ascii: "_") {
      if bytes[position] == UInt8(ascii: "_"), !isDigit(position + 1) || !isDigit(position - 1) {
        hasBadUnderscore = true
      }
      position += 1
    }
  }

  /// Skips a `k` or `m` that belongs to the number.
  private mutating func scanSuffix() {
    if byte(position) == UInt8(ascii: "k") || byte(position) == UInt8(ascii: "m"), !continuesName(position + 1) {
      position += 1
    }
  }

  private mutating func scanExponentOrMultiplier(_ start: Int, _ end: Int) -> Scanned? {
    let c = byte(end)
    if c == UInt8(ascii: "K") || c == UInt8(ascii: "M"), !continuesName(end + 1) {
      position = end + 1
      report(.capitalMultiplier(text(start, end), isMillion: c == UInt8(ascii: "M"), span(start, position)))
      return (.malformed, nil, true)
    }
    if c | 0x20 == UInt8(ascii: "e") {
      var i = end + 1
      if byte(i) == UInt8(ascii: "+") || byte(i) == UInt8(ascii: "-") { i += 1 }
      let digits = digitCount(i)
      if digits > 0, !continuesName(i + digits) {
        position = i + digits
        report(.exponent(text(start, position), span(start, position)))
        return (.malformed, nil, true)
      }
    }
    return nil
  }

  /// Reads `.5`.
  mutating func scanLeadingDot() -> Scanned {
    let start = position
    position += 1 + digitCount(position + 1)
    report(.leadingDot(text(start, position), span(start, position)))
    return (.malformed, nil, true)
  }

  /// Reads `$500` as one literal that cannot be read, and `$` alone as a unit that cannot be read.
  mutating func scanCurrencySign(_ sign: String, length: Int) -> Scanned {
    let start = position
    position += length
    let isBehindNumber: Bool =
      if let last = tokens.last, last.kind == .number { !hasLineEnd(from: Int(last.end), to: start) } else { false }
    var amount = position
    while byte(amount) == 0x20 { amount += 1 }
    if isDigit(amount), !isBehindNumber {
      position = amount
      skipAmount()
      report(.currencySign(sign, amount: text(amount, position), span(start, position)))
    } else {
      report(.currencySign(sign, amount: nil, span(start, position)))
    }
    return (.malformed, nil, true)
  }

  private func hasLineEnd(from start: Int, to end: Int) -> Bool {
    bytes[start..<end].contains { $0 == 0x0A || $0 == 0x0D }
  }

  private mutating func skipAmount() {
    while isDigit(position) || byte(position) == UInt8(ascii: "_")
      || ((byte(position) == UInt8(ascii: ".") || byte(position) == UInt8(ascii: ",")) && isDigit(position + 1))
    {
      position += 1
    }
    scanSuffix()
  }
}
