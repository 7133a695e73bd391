/// Reads single scalars out of UTF-8 bytes.
enum UTF8Scalar {
  /// The scalar that starts at `i` and the number of its bytes, or nil if the bytes there are not UTF-8.
  static func decode(_ bytes: [UInt8], at i: Int) -> (scalar: Unicode.Scalar, length: Int)? {
    guard i < bytes.count else { return nil }
    let lead = bytes[i]
    let length: Int
    var value: UInt32
    switch lead {
    case 0x00...0x7F: return (Unicode.Scalar(lead), 1)
    case 0xC2...0xDF: (length, value) = (2, UInt32(lead & 0x1F))
    case 0xE0...0xEF: (length, value) = (3, UInt32(lead & 0x0F))
    case 0xF0...0xF4: (length, value) = (4, UInt32(lead & 0x07))
    default: return nil
    }
    guard i + length <= bytes.count else { return nil }
    for j in 1..<length {
      guard bytes[i + j] & 0xC0 == 0x80 else { return nil }
      value = value << 6 | UInt32(bytes[i + j] & 0x3F)
    }
    let smallest: UInt32 = length == 2 ? 0x80 : length == 3 ? 0x800 : 0x1_0000
    guard value >= smallest, let scalar = Unicode.Scalar(value) else { return nil }
    return (scalar, length)
  }
}

extension Unicode.Scalar {
  /// Iff a name may start with it: a letter or `_`.
  var startsName: Bool {
    switch properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .letterNumber: true
    default: self == "_"
    }
  }

  /// Iff a name may go on with it: a letter, a mark, a digit or `_`.
  var continuesName: Bool {
    switch properties.generalCategory {
    case .nonspacingMark, .spacingMark, .decimalNumber: !isFullWidthDigit
    default: startsName
    }
  }

  /// Iff it is one of the digits that an input method for Chinese or Japanese writes.
  var isFullWidthDigit: Bool { value >= 0xFF10 && value <= 0xFF19 }

  /// Iff it is white space, or takes no room at all; such characters come along with text copied from elsewhere.
  package var isBlankInSource: Bool {
    switch value {
    case 0xA0, 0x1680, 0x2000...0x200B, 0x2028, 0x2029, 0x202F, 0x205F, 0x2060, 0x3000, 0xFEFF: true
    // Reported wherever it stands, and so no part of any token.
    default: changesDirection
    }
  }

  /// Iff it changes the direction of the text that follows, so that a reader sees another text than the compiler.
  package var changesDirection: Bool {
    switch value {
    case 0x200E, 0x200F, 0x061C, 0x202A...0x202E, 0x2066...0x2069: true
    default: false
    }
  }
}
