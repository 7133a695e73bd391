/// How a file writes numbers, known from a sample such as `$1,234.50`.
public struct NumberFormat: Hashable, Sendable {
  /// What stands between groups of three digits.
  enum Grouping: Hashable, Sendable { case comma, point, space, apostrophe, underscore }

  /// What a cell of a percent column must be.
  enum Percentage: Hashable, Sendable {
    /// `5%` or `1/3`.
    case sign
    /// `5` for 5%.
    case points
    /// `0.05` for 5%.
    case share
  }

  var grouping: Grouping?
  /// nil: the sample does not show which sign stands before decimals, so there may be none.
  var decimalMark: UInt8? = UInt8(ascii: ".")
  /// What stands before and behind the digits, without outer blanks, and without the percent sign.
  var prefix: [UInt8] = []
  var suffix: [UInt8] = []
  var allowsParentheses = false
  var allowsTrailingMinus = false
  /// nil: the column does not hold percentages.
  var percentage: Percentage?
  let sample: String

  /// `1234.50`.
  static let plain = NumberFormat(unchecked: "1234.50")

  /// `5%`.
  static let percent: NumberFormat = {
    var format = NumberFormat(unchecked: "5%")
    format.percentage = .sign
    return format
  }()

  private init(unchecked sample: String) { self.sample = sample }

  /// The format of numbers that are written like `sample`.
  public init(sample: String) throws(FormatError) {
    self.init(unchecked: sample)
    try read(sample)
    if percentage != nil { throw FormatError("a number is not written with `%`; the column's type can be `percent`") }
  }

  /// The format of percentages that are written like `sample`: `5%`, `5,0 %`, `5` for 5%, `0.05` for 5%.
  public init(percentSample sample: String) throws(FormatError) {
    self.init(unchecked: sample)
    try read(sample)
    guard percentage == nil else { return }
    let digits = sample.utf8.drop { !isDigit($0) }
    switch (digits.first, digits.dropFirst().first.map(isDigit) ?? false) {
    case (UInt8(ascii: "0"), false) where digits.count > 1: percentage = .share
    case (UInt8(ascii: "0"), _), (UInt8(ascii: "1"), false):
      throw FormatError("`\(sample)` does not show whether 1 is 1% or 100%; write `0.05` or `5`")
    default: percentage = .points
    }
  }

  /// Reads the sample from outside to inside: signs, texts around the digits, groups and decimals.
  private mutating func read(_ sample: String) throws(FormatError) {
    var text = NumberText.trim(Array(sample.utf8)[...])
    if text.first == UInt8(ascii: "("), text.last == UInt8(ascii: ")") {
      allowsParentheses = true
      text = NumberText.trim(text.dropFirst().dropLast())
    }
    guard let first = text.firstIndex(where: isDigit), let last = text.lastIndex(where: isDigit) else {
      throw FormatError("a number format is a sample such as `1,234.50`")
    }
    var before = NumberText.trim(text[..<first])
    var behind = NumberText.trim(text[(last + 1)...])
    if NumberText.takeTrailingMinus(&behind) { allowsTrailingMinus = true }
    if behind.last == UInt8(ascii: "%") {
      percentage = .sign
      behind = NumberText.trim(behind.dropLast())
    }
    if NumberText.takeTrailingMinus(&behind) { allowsTrailingMinus = true }
    if NumberText.takeSign(&before) == nil { _ = NumberText.takeTrailingMinus(&before) }
    prefix = Array(before)
    suffix = Array(behind)
    for affix in [prefix, suffix] where !isAffix(affix) {
      throw FormatError("the sample `\(sample)` has signs around its digits that are no currency")
    }
    try readMarks(text[first...last], sample)
  }

  /// True iff the bytes may stand before or behind a number: letters and currency signs.
  private func isAffix(_ bytes: [UInt8]) -> Bool {
    String(decoding: bytes, as: UTF8.self).unicodeScalars.allSatisfy {
      $0.properties.isAlphabetic || $0.properties.generalCategory == .currencySymbol || $0 == " " || $0 == "."
    } && bytes.first != UInt8(ascii: ".") && (bytes.count > 1 || bytes.first != UInt8(ascii: "."))
  }

  private mutating func readMarks(_ body: ArraySlice<UInt8>, _ sample: String) throws(FormatError) {
    var groups = [0]
    var marks: [Grouping] = []
    var rest = body
    while let byte = rest.first {
      if isDigit(byte) {
        groups[groups.count - 1] += 1
        rest = rest.dropFirst()
      } else if let mark = NumberText.takeMark(&rest) {
        marks.append(mark)
        groups.append(0)
      } else {
        throw FormatError("the sample `\(sample)` has something other than digits and marks between its digits")
      }
    }
    guard let last = marks.last, let first = marks.first else { return }
    if first == .underscore || groups.contains(0) { throw FormatError("`\(sample)` is not a number") }

    if marks.count > 1 && first != last {
      guard marks.dropLast().allSatisfy({ $0 == first }), let mark = NumberFormat.decimalMark(last) else {
        throw FormatError("the marks between the digits of `\(sample)` do not show which one begins the decimals")
      }
      grouping = first
      decimalMark = mark
      groups.removeLast()
    } else if marks.count == 1, let mark = NumberFormat.decimalMark(last) {
      if groups[1] == 3 && groups[0] <= 3 && body.first != UInt8(ascii: "0") {
        throw FormatError(
          "`\(sample)` may be thousands or decimals; write a sample with both, such as `1,234.50` or `1.234,50`")
      }
      decimalMark = mark
      return
    } else {
      grouping = first
      switch first {
      case .comma, .apostrophe: decimalMark = UInt8(ascii: ".")
      case .point: decimalMark = UInt8(ascii: ",")
      case .space, .underscore: decimalMark = nil
      }
    }
    guard 1...3 ~= groups[0], groups.dropFirst().allSatisfy({ $0 == 3 }) else {
      throw FormatError("the groups of digits in `\(sample)` are not of three digits")
    }
  }

  private static func decimalMark(_ mark: Grouping) -> UInt8? {
    switch mark {
    case .comma: UInt8(ascii: ",")
    case .point: UInt8(ascii: ".")
    case .space, .apostrophe, .underscore: nil
    }
  }

  /// True iff the digits are written with a point before decimals and nothing else but perhaps underscores and the percent sign.
  var hasPlainDigits: Bool {
    (grouping == nil || grouping == .underscore) && decimalMark == UInt8(ascii: ".") && prefix.isEmpty && suffix.isEmpty
  }

  /// What messages say the cell should be.
  var expectation: String {
    switch percentage {
    case nil: "a number like \(sample)"
    case .sign: "a percentage like \(sample)"
    case .points: "a percentage without its sign, like \(sample)"
    case .share: "a share of one, like \(sample)"
    }
  }
}

@inline(__always)
func isDigit(_ byte: UInt8) -> Bool { byte &- UInt8(ascii: "0") <= 9 }
