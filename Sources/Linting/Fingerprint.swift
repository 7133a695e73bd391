/// A 64-bit hash that is the same on every machine and in every run.
struct StableHash {
  private var state: UInt64 = 0xcbf2_9ce4_8422_2325

  mutating func add(_ byte: UInt8) {
    state ^= UInt64(byte)
    state = state &* 0x0000_0100_0000_01b3
  }

  /// Adds a text, and a mark behind it, so that two texts never run together.
  mutating func add(_ text: String) {
    for byte in text.utf8 { add(byte) }
    add(0)
  }

  /// Adds a text in which one blank stands for any number of blanks and line ends.
  mutating func addNormalised(_ bytes: some Sequence<UInt8>) {
    var isBlank = false
    var isFirst = true
    for byte in bytes {
      if byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D {
        isBlank = true
        continue
      }
      if isBlank && !isFirst { add(0x20) }
      isBlank = false
      isFirst = false
      add(byte)
    }
    add(0)
  }

  /// Sixteen hexadecimal digits.
  var text: String {
    let digits = String(state, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}

/// A text by which a longer one is known: the same on every machine.
public func fingerprint(of text: String) -> String {
  var hash = StableHash()
  hash.add(text)
  return hash.text
}
