/// An exact number as a cell writes it: `mantissa / (10^scale · denominator)`.
struct NumberText: Hashable {
  var mantissa: Int128
  /// The number of decimals as written, with two more for percentages; at most 38.
  var scale: Int
  /// 1, unless the cell is a fraction that has no short decimal form.
  var denominator: Int128 = 1

  enum Outcome: Hashable {
    case value(NumberText)
    case tooManyDigits
    case notANumber
  }

  /// Reads a whole cell.
  static func read(_ cell: ArraySlice<UInt8>, _ format: NumberFormat) -> Outcome {
    var text = trim(cell)
    var isNegative = false
    var hasSign = false
    if format.allowsParentheses && text.first == UInt8(ascii: "(") && text.last == UInt8(ascii: ")") {
      text = trim(text.dropFirst().dropLast())
      isNegative = true
      hasSign = true
    }
    func takeLeadingSign() {
      guard !hasSign, let minus = takeSign(&text) else { return }
      isNegative = minus
      hasSign = true
      text = trim(text)
    }
    takeLeadingSign()
    if !format.prefix.isEmpty {
      guard text.starts(with: format.prefix) else { return .notANumber }
      text = trim(text.dropFirst(format.prefix.count))
      takeLeadingSign()
    }
    func takeTrailingSign() {
      guard format.allowsTrailingMinus, !hasSign, takeTrailingMinus(&text) else { return }
      isNegative = true
      hasSign = true
      text = trim(text)
    }
    takeTrailingSign()
    let hasPercentSign = text.last == UInt8(ascii: "%")
    if hasPercentSign {
      guard format.percentage == .sign else { return .notANumber }
      text = trim(text.dropLast())
    }
    if !format.suffix.isEmpty {
      guard text.count >= format.suffix.count, text.suffix(format.suffix.count).elementsEqual(format.suffix) else {
        return .notANumber
      }
      text = trim(text.dropLast(format.suffix.count))
    }
    takeTrailingSign()

    let outcome: Outcome
    if !hasPercentSign, let slash = text.firstIndex(of: UInt8(ascii: "/")) {
      outcome = readFraction(text[..<slash], text[(slash + 1)...])
    } else {
      if format.percentage == .sign && !hasPercentSign { return .notANumber }
      outcome = readDecimal(text, format)
    }
    guard case .value(var number) = outcome else { return outcome }
    if isNegative { number.mantissa = -number.mantissa }
    let isInPoints = hasPercentSign || (format.percentage == .points && !text.contains(UInt8(ascii: "/")))
    if isInPoints { number.scale += 2 }
    return number.scale > PowersOfTen.greatestExponent ? .tooManyDigits : .value(number)
  }

  /// `1/3`: two whole numbers without a sign.
  private static func readFraction(_ above: ArraySlice<UInt8>, _ below: ArraySlice<UInt8>) -> Outcome {
    let plain = NumberFormat.plain
    guard trim(above).allSatisfy(isDigit), trim(below).allSatisfy(isDigit) else { return .notANumber }
    switch (readDecimal(trim(above), plain), readDecimal(trim(below), plain)) {
    case (.value(let numerator), .value(let denominator)):
      guard let value = Rational(numerator.mantissa, over: denominator.mantissa) else { return .notANumber }
      if let scale = value.decimalScale, scale <= 18, let mantissa = value.scaled(by: scale) {
        return .value(NumberText(mantissa: mantissa, scale: scale))
      }
      return .value(NumberText(mantissa: value.numerator, scale: 0, denominator: value.denominator))
    case (.notANumber, _), (_, .notANumber): return .notANumber
    case (.tooManyDigits, _), (_, .tooManyDigits): return .tooManyDigits
    }
  }

  /// Digits, groups and decimals, without a sign.
  private static func readDecimal(_ text: ArraySlice<UInt8>, _ format: NumberFormat) -> Outcome {
    var mantissa: Int128 = 0
    var scale = 0
    var digitCount = 0
    var groupLength = 0
    var hasGroups = false
    var isInDecimals = false
    var isTooLong = false
    var previous: UInt8 = 0
    var rest = text
    while let byte = rest.first {
      if isDigit(byte) {
        let (shifted, overflow) = mantissa.multipliedReportingOverflow(by: 10)
        let (sum, carry) = shifted.addingReportingOverflow(Int128(byte &- UInt8(ascii: "0")))
        if overflow || carry { isTooLong = true } else { mantissa = sum }
        digitCount += 1
        groupLength += 1
        if isInDecimals { scale += 1 }
        rest = rest.dropFirst()
      } else if byte == format.decimalMark && !isInDecimals {
        if hasGroups && groupLength != 3 { return .notANumber }
        isInDecimals = true
        rest = rest.dropFirst()
      } else if format.grouping == .underscore && byte == UInt8(ascii: "_") {
        // Between two digits, anywhere.
        guard isDigit(previous), let next = rest.dropFirst().first, isDigit(next) else { return .notANumber }
        rest = rest.dropFirst()
      } else {
        guard !isInDecimals, let mark = takeMark(&rest), mark == format.grouping else { return .notANumber }
        guard hasGroups ? groupLength == 3 : 1...3 ~= groupLength else { return .notANumber }
        hasGroups = true
        groupLength = 0
      }
      previous = byte
    }
    if hasGroups && !isInDecimals && groupLength != 3 { return .notANumber }
    if digitCount == 0 { return .notANumber }
    if isTooLong || scale > PowersOfTen.greatestExponent { return .tooManyDigits }
    return .value(NumberText(mantissa: mantissa, scale: scale))
  }
}

// MARK: - Pieces of a number

extension NumberText {
  /// Blanks that files use inside and around numbers: the ASCII ones, no-break and thin spaces.
  private static let wideBlanks: [[UInt8]] = ["\u{A0}", "\u{202F}", "\u{2009}"].map { Array($0.utf8) }

  /// The text without the blanks at its ends.
  static func trim(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    var text = text
    while takeBlank(&text) {}
    while true {
      if let last = text.last, last == UInt8(ascii: " ") || last == UInt8(ascii: "\t") {
        text = text.dropLast()
      } else if let blank = wideBlanks.first(where: { text.suffix($0.count).elementsEqual($0) }) {
        text = text.dropLast(blank.count)
      } else {
        return text
      }
    }
  }

  private static func takeBlank(_ text: inout ArraySlice<UInt8>) -> Bool {
    guard let first = text.first else { return false }
    if first == UInt8(ascii: " ") || first == UInt8(ascii: "\t") {
      text = text.dropFirst()
      return true
    }
    guard first >= 0x80, let blank = wideBlanks.first(where: { text.starts(with: $0) }) else { return false }
    text = text.dropFirst(blank.count)
    return true
  }

  /// Takes one mark that may stand between groups of digits.
  static func takeMark(_ text: inout ArraySlice<UInt8>) -> NumberFormat.Grouping? {
    switch text.first {
    case UInt8(ascii: ","):
      text = text.dropFirst()
      return .comma
    case UInt8(ascii: "."):
      text = text.dropFirst()
      return .point
    case UInt8(ascii: "'"):
      text = text.dropFirst()
      return .apostrophe
    case UInt8(ascii: "_"):
      text = text.dropFirst()
      return .underscore
    default:
      let apostrophe = "\u{2019}".utf8
      if text.starts(with: apostrophe) {
        text = text.dropFirst(apostrophe.count)
        return .apostrophe
      }
      return takeBlank(&text) ? .space : nil
    }
  }

  private static let minus = Array("\u{2212}".utf8)

  /// Takes a sign from the front; true iff it is a minus.
  static func takeSign(_ text: inout ArraySlice<UInt8>) -> Bool? {
    switch text.first {
    case UInt8(ascii: "-"):
      text = text.dropFirst()
      return true
    case UInt8(ascii: "+"):
      text = text.dropFirst()
      return false
    default:
      guard text.starts(with: minus) else { return nil }
      text = text.dropFirst(minus.count)
      return true
    }
  }

  /// Takes a minus from the end; true iff there is one.
  static func takeTrailingMinus(_ text: inout ArraySlice<UInt8>) -> Bool {
    if text.last == UInt8(ascii: "-") {
      text = trim(text.dropLast())
      return true
    }
    guard text.count >= minus.count, text.suffix(minus.count).elementsEqual(minus) else { return false }
    text = trim(text.dropLast(minus.count))
    return true
  }
}
