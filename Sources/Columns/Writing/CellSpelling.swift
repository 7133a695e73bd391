/// How a value is written in a cell, so that reading the cell gives the value.
extension CSVColumn {
  /// The text of a cell that holds `value`, written as the column's format shows; nil iff the value cannot be written so.
  public func text(of value: Value) -> String? {
    switch (value, type) {
    case (.missing, _): isOptional ? "" : nil
    case (.text(let text), .text): text.isEmpty ? nil : text
    case (.text(let text), .choice(let choices)): choices.contains(text) ? text : nil
    case (.bool(let truth), .bool): truth ? "true" : "false"
    case (.number(let number), .number), (.number(let number), .percent): text(of: number)
    case (.date(let date), .date): dateFormat.map { $0.text(of: date, second: 0) } ?? date.description
    case (.timestamp(let seconds), .timestamp): text(ofTimestamp: seconds)
    case (.period(let period), .period(let unit)): period.unit == unit ? period.description : nil
    case (.text, _), (.bool, _), (.number, _), (.date, _), (.timestamp, _), (.period, _): nil
    }
  }

  private var dateFormat: DateFormat? {
    if case .date(let format)? = format { return format }
    return nil
  }

  private func text(of number: Rational) -> String? {
    switch format {
    case .number(let format): format.text(of: number)
    case .date, nil: type == .percent ? NumberFormat.percent.text(of: number) : NumberFormat.plain.text(of: number)
    }
  }

  private func text(ofTimestamp seconds: Int64) -> String? {
    guard let dateFormat else { return Value.timestamp(seconds).description }
    let (quotient, remainder) = seconds.quotientAndRemainder(dividingBy: 86_400)
    let second = remainder < 0 ? remainder + 86_400 : remainder
    guard let days = Int32(exactly: remainder < 0 ? quotient - 1 : quotient) else { return nil }
    return dateFormat.text(of: CalendarDate(days: days), second: Int(second))
  }
}

extension DateFormat {
  /// The day and the time as the pattern has them.
  func text(of date: CalendarDate, second: Int) -> String {
    let (year, month, day) = date.components
    func digits(_ number: Int, _ count: Int) -> String {
      let text = String(number)
      return String(repeating: "0", count: max(0, count - text.utf8.count)) + text
    }
    return parts.map { part in
      switch part {
      case .year: digits(year, 4)
      case .month(let width): digits(month, width.lowerBound)
      case .monthName: DateFormat.shortMonthNames[month - 1]
      case .day(let width): digits(day, width.lowerBound)
      case .hour: digits(second / 3600, 2)
      case .minute: digits(second / 60 % 60, 2)
      case .second: digits(second % 60, 2)
      case .literal(let byte): String(UnicodeScalar(byte))
      }
    }.joined()
  }

  private static let shortMonthNames = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]
}

extension NumberFormat {
  /// The number as the sample shows it, with the sample's decimals at least; nil iff it does not end as a decimal, or the
  /// sample shows no sign for its decimals.
  func text(of number: Rational) -> String? {
    if number.isInfinite { return nil }
    let shown: Rational
    switch percentage {
    case nil, .share: shown = number
    case .sign, .points:
      guard let hundredfold = number.multiplying(Rational(100)) else { return nil }
      shown = hundredfold
    }
    guard let scale = shown.decimalScale else {
      // Only a percent in the default form is read as a fraction.
      return percentage == .sign && sample == NumberFormat.percent.sample ? number.description : nil
    }
    let layout = NumberLayout(.fixed(max(scale, sampleDecimals)))
    let plain = layout.text(of: shown.magnitude)
    let halves = plain.split(separator: ".", omittingEmptySubsequences: false)
    var body = grouped(halves[0])
    if halves.count > 1 {
      guard let decimalMark else { return nil }
      body += String(UnicodeScalar(decimalMark)) + halves[1]
    }
    return surrounded(body, isNegative: shown.signum < 0)
  }

  /// The digits of the sample, with what stands in front of them and behind.
  private var sampleParts: (before: Substring, body: Substring, behind: Substring) {
    let isDigit: (Character) -> Bool = { $0.isASCII && $0.isNumber }
    guard let first = sample.firstIndex(where: isDigit), let last = sample.lastIndex(where: isDigit) else {
      return ("", sample[...], "")
    }
    return (sample[..<first], sample[first...last], sample[sample.index(after: last)...])
  }

  /// How many decimals the sample has; none for the default forms, which stand for any number of them.
  private var sampleDecimals: Int {
    guard sample != NumberFormat.plain.sample, let decimalMark else { return 0 }
    let body = sampleParts.body
    guard let mark = body.utf8.lastIndex(of: decimalMark) else { return 0 }
    return body.utf8.distance(from: mark, to: body.utf8.endIndex) - 1
  }

  private func grouped(_ digits: Substring) -> String {
    let mark: String
    switch grouping {
    case .comma: mark = ","
    case .point: mark = "."
    case .apostrophe: mark = "'"
    case .space: mark = sampleParts.body.first { !$0.isASCII || $0 == " " }.map { String($0) } ?? " "
    case .underscore, nil: return String(digits)
    }
    var result = ""
    for (place, digit) in digits.enumerated() {
      if place > 0, (digits.count - place) % 3 == 0 { result += mark }
      result.append(digit)
    }
    return result
  }

  private func surrounded(_ body: String, isNegative: Bool) -> String {
    let signs: Set<Character> = ["(", ")", "-", "+", "\u{2212}"]
    let parts = sampleParts
    let inner = String(parts.before.filter { !signs.contains($0) }) + body + parts.behind.filter { !signs.contains($0) }
    guard isNegative else { return inner }
    if allowsParentheses { return "(\(inner))" }
    return allowsTrailingMinus ? inner + "-" : "-" + inner
  }
}
