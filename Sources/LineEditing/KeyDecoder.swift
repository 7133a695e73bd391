/// Turns the bytes that a terminal sends into keys, however the bytes are cut into pieces.
public struct KeyDecoder: Sendable {
  private enum State {
    case ground
    /// Behind an Esc; `isAlt` behind two.
    case escape(isAlt: Bool)
    /// Inside `Esc [`.
    case sequence(isAlt: Bool)
    /// Behind `Esc O`.
    case single
    /// Behind `Esc [ [`, as the Linux console starts its function keys.
    case console
    /// Inside a scalar of which `missing` bytes are still to come; pressed with Alt iff `isAlt`.
    case scalar(missing: Int, isAlt: Bool)
    case paste
  }

  private var state = State.ground
  /// The bytes of the unfinished sequence, scalar or paste.
  private var bytes: [UInt8] = []
  /// Iff nothing came for a while in the middle of a paste, so that Ctrl-C may end it.
  private var isStalled = false

  private static let longestSequence = 64
  private static let pasteEnd = Array("\u{1B}[201~".utf8)

  public init() {}

  /// For how many milliseconds what came so far may still become another key; nil if nothing is unfinished.
  ///
  /// A lone Esc is a key; the sequences that start with it come in one piece but for slow lines.
  public var patience: Int32? {
    switch state {
    case .ground: return nil
    case .escape: return 100
    case .sequence, .single, .console, .scalar, .paste: return 1_000
    }
  }

  /// The keys that are complete with these bytes.
  public mutating func decode(_ input: some Sequence<UInt8>) -> [Key] {
    var keys: [Key] = []
    for byte in input { decode(byte, into: &keys) }
    return keys
  }

  /// The keys that nothing more belongs to, since nothing more came for a while.
  public mutating func decodeSilence() -> [Key] {
    switch state {
    case .ground: return []
    case .paste:
      isStalled = true
      return []
    case .escape(let isAlt):
      reset()
      return isAlt ? [.escape, .escape] : [.escape]
    case .sequence:
      let isBare = bytes.isEmpty
      reset()
      return [isBare ? .alt("[") : .unknown]
    case .single:
      reset()
      return [.alt("O")]
    case .console:
      reset()
      return [.unknown]
    case .scalar:
      reset()
      return [.text("\u{FFFD}")]
    }
  }

  private mutating func reset() {
    state = .ground
    bytes = []
  }

  private mutating func decode(_ byte: UInt8, into keys: inout [Key]) {
    switch state {
    case .ground: decodeFirst(byte, isAlt: false, into: &keys)
    case .escape(let isAlt):
      switch byte {
      case UInt8(ascii: "["): state = .sequence(isAlt: isAlt)
      case UInt8(ascii: "O"): state = .single
      case 0x1B:
        if isAlt { keys.append(.escape) }
        state = .escape(isAlt: true)
      default:
        state = .ground
        decodeFirst(byte, isAlt: true, into: &keys)
      }
    case .sequence(let isAlt): decodeSequence(byte, isAlt: isAlt, into: &keys)
    case .single:
      reset()
      keys.append(Self.finalKey(byte, modifier: 1) ?? .unknown)
    case .console:
      reset()
      keys.append(.unknown)
    case .scalar(let missing, let isAlt):
      guard byte & 0xC0 == 0x80 else {
        reset()
        keys.append(.text("\u{FFFD}"))
        return decodeFirst(byte, isAlt: false, into: &keys)
      }
      bytes.append(byte)
      if missing > 1 {
        state = .scalar(missing: missing - 1, isAlt: isAlt)
        return
      }
      let scalars = String(decoding: bytes, as: UTF8.self).unicodeScalars
      reset()
      for scalar in scalars { keys.append(isAlt ? .alt(Character(scalar)) : .text(scalar)) }
    case .paste: decodePasted(byte, into: &keys)
    }
  }

  /// A byte that starts a key.
  private mutating func decodeFirst(_ byte: UInt8, isAlt: Bool, into keys: inout [Key]) {
    switch byte {
    case 0x1B: state = .escape(isAlt: isAlt)
    case 0x0D, 0x0A: keys.append(isAlt ? .altEnter : .enter)
    case 0x09: keys.append(.tab)
    case 0x7F, 0x08: keys.append(isAlt ? .altBackspace : .backspace)
    case 0x00..<0x20: keys.append(.control(Character(Unicode.Scalar(byte | 0x40)).lowercasedKey))
    case 0x20..<0x7F:
      let scalar = Unicode.Scalar(byte)
      keys.append(isAlt ? .alt(Character(scalar)) : .text(scalar))
    case 0xC2..<0xE0: startScalar(byte, missing: 1, isAlt: isAlt)
    case 0xE0..<0xF0: startScalar(byte, missing: 2, isAlt: isAlt)
    case 0xF0..<0xF5: startScalar(byte, missing: 3, isAlt: isAlt)
    default: keys.append(.text("\u{FFFD}"))
    }
  }

  private mutating func startScalar(_ byte: UInt8, missing: Int, isAlt: Bool) {
    state = .scalar(missing: missing, isAlt: isAlt)
    bytes = [byte]
  }

  // MARK: Sequences

  private mutating func decodeSequence(_ byte: UInt8, isAlt: Bool, into keys: inout [Key]) {
    switch byte {
    case UInt8(ascii: "[") where bytes.isEmpty: state = .console
    case 0x20..<0x40:
      bytes.append(byte)
      if bytes.count > Self.longestSequence {
        reset()
        keys.append(.unknown)
      }
    case 0x40..<0x7F:
      let parameters = String(decoding: bytes, as: UTF8.self)
      reset()
      if byte == UInt8(ascii: "~"), parameters == "200" {
        state = .paste
        isStalled = false
      } else {
        keys.append(Self.key(parameters, final: byte, isAlt: isAlt))
      }
    default:
      // Not part of any sequence: what came so far is given up, and the byte is a key of its own.
      reset()
      keys.append(.unknown)
      decodeFirst(byte, isAlt: false, into: &keys)
    }
  }

  private static func key(_ parameters: String, final: UInt8, isAlt: Bool) -> Key {
    let numbers = parameters.split(separator: ";", omittingEmptySubsequences: false).map { Int($0) }
    let modifier = numbers.count > 1 ? numbers[1] ?? 1 : isAlt ? 3 : 1
    if final == UInt8(ascii: "~") {
      switch numbers.first ?? nil {
      case 1, 7: return .home
      case 3: return .delete
      case 4, 8: return .end
      case 5: return .pageUp
      case 6: return .pageDown
      default: return .unknown
      }
    }
    return finalKey(final, modifier: modifier) ?? .unknown
  }

  /// The key of a sequence that ends in a letter; the modifier is 1 for none, 3 for Alt, 5 for Ctrl.
  private static func finalKey(_ final: UInt8, modifier: Int) -> Key? {
    let movesFar = modifier >= 3
    switch final {
    case UInt8(ascii: "A"): return .up
    case UInt8(ascii: "B"): return .down
    case UInt8(ascii: "C"): return movesFar ? .wordRight : .right
    case UInt8(ascii: "D"): return movesFar ? .wordLeft : .left
    // Some terminals send lower-case letters for the arrows with Ctrl.
    case UInt8(ascii: "c"): return .wordRight
    case UInt8(ascii: "d"): return .wordLeft
    case UInt8(ascii: "H"): return movesFar ? .textStart : .home
    case UInt8(ascii: "F"): return movesFar ? .textEnd : .end
    case UInt8(ascii: "M"): return .enter
    case UInt8(ascii: "Z"): return .shiftTab
    default: return nil
    }
  }

  // MARK: Pasting

  private mutating func decodePasted(_ byte: UInt8, into keys: inout [Key]) {
    if isStalled, byte == 0x03 {
      // The end of the paste was lost; without this nothing could be typed any more.
      reset()
      return
    }
    isStalled = false
    bytes.append(byte)
    guard byte == UInt8(ascii: "~"), bytes.count >= Self.pasteEnd.count,
      bytes.suffix(Self.pasteEnd.count).elementsEqual(Self.pasteEnd)
    else { return }
    let text = String(decoding: bytes.dropLast(Self.pasteEnd.count), as: UTF8.self)
    reset()
    keys.append(.paste(text.cleanedForEditing))
  }
}

extension Character {
  /// The key of a control character: a letter in lower case, or a sign.
  fileprivate var lowercasedKey: Character { Character(lowercased()) }
}

extension String {
  /// The text with every line ended by `\n` and without characters that steer a terminal; tabs stay.
  var cleanedForEditing: String {
    var result = String.UnicodeScalarView()
    var previous: Unicode.Scalar?
    for scalar in unicodeScalars {
      switch scalar.value {
      case 0x0D: result.append("\n")
      case 0x0A: if previous != "\r" { result.append("\n") }
      case 0x09: result.append(scalar)
      case 0x00..<0x20, 0x7F..<0xA0: break
      default: result.append(scalar)
      }
      previous = scalar
    }
    return String(result)
  }
}
