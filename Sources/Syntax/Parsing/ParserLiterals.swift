import Source

/// Numbers with their units, dates and periods.
extension Parser {
  /// A number with its `%`, its unit, or the period that it counts.
  mutating func number() -> Expression {
    let mark = mark()
    let digits = Parser.digits(of: text(of: index))
    let numberSpan = span(of: index)
    advance()
    guard isOnSameLine else { return finish(.number(digits: digits, unit: nil), .number, mark) }
    switch kind {
    case .percent:
      let percent = Name("%", span(of: index))
      advance()
      return finish(.number(digits: digits, unit: single(percent)), .number, mark)
    case .quotedName:
      let unit = name("a unit")
      return finish(.number(digits: digits, unit: single(unit)), .number, mark)
    case .name:
      if let word {
        if word.isReserved || Word.neverUnits.contains(word) { break }
        if let unit = word.periodUnit {
          advance()
          guard let count = Int(digits) else {
            report(.spanNotWhole(file.text(numberSpan), unit, numberSpan))
            return finish(.error, .error, mark)
          }
          return finish(.span(count: count, unit: unit), .number, mark)
        }
      }
      if let name = lowercasedName(), Word.foreignConditionWords.contains(name) { break }
      let unit = name("a unit")
      return finish(.number(digits: digits, unit: single(unit)), .number, mark)
    case .number: fail(.spacedNumber(numberSpan.union(spacedDigits()), file: file))
    case .malformed:
      // A currency sign; a message has been given.
      advance()
      return finish(.error, .error, mark)
    default: break
    }
    return finish(.number(digits: digits, unit: nil), .number, mark)
  }

  /// The span of the numbers that follow on the same line, as in `1 000 000`.
  private func spacedDigits() -> SourceSpan {
    var n = 0
    while kind(ahead: n + 1) == .number, isOnSameLine(ahead: n + 1) { n += 1 }
    return span(of: index + n)
  }

  private func single(_ name: Name) -> UnitExpression {
    UnitExpression(numerator: [name], denominator: [], span: name.span)
  }

  /// `USD`, `units / day`, `%`.
  mutating func unitExpression() -> UnitExpression {
    let mark = mark()
    var numerator = [unitName()]
    while accept(.star) { numerator.append(unitName()) }
    var denominator: [Name] = []
    while accept(.slash) { denominator.append(unitName()) }
    close(.unitExpression, mark)
    return UnitExpression(numerator: numerator, denominator: denominator, span: span(from: mark))
  }

  private mutating func unitName() -> Name {
    if !isRecovering, kind == .percent {
      let percent = Name("%", span(of: index))
      advance()
      return percent
    }
    return name("a unit")
  }

  /// The digits of a number as written, without underscores and with `k` and `m` multiplied out.
  static func digits(of text: String) -> String {
    var digits = text.utf8.filter { $0 != UInt8(ascii: "_") }
    let shift: Int
    switch digits.last {
    case UInt8(ascii: "k"): shift = 3
    case UInt8(ascii: "m"): shift = 6
    default: return String(decoding: digits, as: UTF8.self)
    }
    digits.removeLast()
    let point = digits.firstIndex(of: UInt8(ascii: ".")) ?? digits.count
    var whole = Array(digits[..<point])
    var fraction = Array(digits[min(point + 1, digits.count)...])
    for _ in 0..<shift { whole.append(fraction.isEmpty ? UInt8(ascii: "0") : fraction.removeFirst()) }
    while whole.count > 1, whole.first == UInt8(ascii: "0") { whole.removeFirst() }
    while fraction.last == UInt8(ascii: "0") { fraction.removeLast() }
    return String(decoding: whole, as: UTF8.self)
      + (fraction.isEmpty ? "" : "." + String(decoding: fraction, as: UTF8.self))
  }

  private func digitsValue(_ range: Range<Int>) -> Int {
    var value = 0
    for byte in file.bytes[range] { value = value * 10 + Int(byte - 0x30) }
    return value
  }

  /// - Requires: the token is a date, which the lexer has checked.
  func dateValue(of index: Int) -> DateLiteral {
    let start = Int(tokens[index].start)
    return DateLiteral(
      year: digitsValue(start..<(start + 4)), month: digitsValue((start + 5)..<(start + 7)),
      day: digitsValue((start + 8)..<(start + 10)))
  }

  /// - Requires: the token is a period, which the lexer has checked.
  func periodValue(of index: Int) -> PeriodLiteral {
    let range = tokens[index].range
    if file.bytes[range.lowerBound] == UInt8(ascii: "F") {
      return PeriodLiteral(
        unit: file.bytes[range.lowerBound + 7] == UInt8(ascii: "Q") ? .quarter : .month,
        year: digitsValue((range.lowerBound + 2)..<(range.lowerBound + 6)),
        number: digitsValue((range.lowerBound + 8)..<range.upperBound), isFiscal: true)
    }
    let year = digitsValue(range.lowerBound..<(range.lowerBound + 4))
    switch file.bytes[range.lowerBound + 5] {
    case UInt8(ascii: "Q"):
      return PeriodLiteral(unit: .quarter, year: year, number: digitsValue((range.lowerBound + 6)..<range.upperBound))
    case UInt8(ascii: "W"):
      return PeriodLiteral(unit: .week, year: year, number: digitsValue((range.lowerBound + 6)..<range.upperBound))
    default:
      return PeriodLiteral(unit: .month, year: year, number: digitsValue((range.lowerBound + 5)..<range.upperBound))
    }
  }
}
