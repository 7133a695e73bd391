/// Rows of text that are gathered in one buffer.
struct RowText {
  private(set) var bytes: [UInt8] = []

  mutating func add(_ text: StaticString) {
    bytes.append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
  }

  mutating func add(_ text: String) { bytes.append(contentsOf: text.utf8) }

  mutating func add(_ byte: UInt8) { bytes.append(byte) }

  /// A letter or several, and a number with zeros in front.
  mutating func add(_ prefix: StaticString, _ number: Int, width: Int) {
    add(prefix)
    add(digitsOf: UInt64(number), width: width)
  }

  /// A whole number.
  mutating func add(_ number: Int64) {
    if number < 0 { bytes.append(UInt8(ascii: "-")) }
    add(digitsOf: number.magnitude, width: 1)
  }

  /// `number / 10^scale` without zeros behind its last digit.
  mutating func add(_ number: Int128, scale: Int) {
    var number = number
    var scale = scale
    while scale > 0, number % 10 == 0 {
      number /= 10
      scale -= 1
    }
    if number < 0 { bytes.append(UInt8(ascii: "-")) }
    var digits: [UInt8] = []
    var rest = number.magnitude
    while rest > 0 || digits.count <= scale {
      if scale > 0, digits.count == scale { digits.append(UInt8(ascii: ".")); scale = -1 }
      digits.append(UInt8(ascii: "0") + UInt8(rest % 10))
      rest /= 10
    }
    bytes.append(contentsOf: digits.reversed())
  }

  /// An amount of cents with two decimals, as files have it.
  mutating func add(cents: Int64) {
    add(digitsOf: UInt64(cents / 100), width: 1)
    bytes.append(UInt8(ascii: "."))
    add(digitsOf: UInt64(cents % 100), width: 2)
  }

  private mutating func add(digitsOf number: UInt64, width: Int) {
    var count = 1
    var power: UInt64 = 10
    while count < 19, number >= power {
      power *= 10
      count += 1
    }
    for _ in count..<max(count, width) { bytes.append(UInt8(ascii: "0")) }
    var divisor = power / 10
    while divisor > 0 {
      bytes.append(UInt8(ascii: "0") + UInt8(number / divisor % 10))
      divisor /= 10
    }
  }

  /// The bytes so far, which are then forgotten.
  mutating func take() -> [UInt8] {
    defer { bytes.removeAll(keepingCapacity: true) }
    return bytes
  }
}
