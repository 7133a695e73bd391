/// The members of a JSON object whose values are texts and whole numbers, as the lines of a baseline are.
struct FlatJSON {
  private(set) var texts: [String: String] = [:]
  private(set) var numbers: [String: Int] = [:]
  private let bytes: ArraySlice<UInt8>
  private var place: Int

  /// Nil for anything else than such an object.
  init?(_ line: ArraySlice<UInt8>) {
    bytes = line
    place = line.startIndex
    guard take("{") else { return nil }
    if !take("}") {
      repeat {
        guard let name = text(), take(":") else { return nil }
        skipBlanks()
        if let value = text() {
          texts[name] = value
        } else if let value = number() {
          numbers[name] = value
        } else {
          return nil
        }
      } while take(",")
      guard take("}") else { return nil }
    }
    skipBlanks()
    guard place == bytes.endIndex else { return nil }
  }

  private mutating func skipBlanks() {
    while place < bytes.endIndex, [0x20, 0x09, 0x0D].contains(bytes[place]) { place += 1 }
  }

  private mutating func take(_ sign: Unicode.Scalar) -> Bool {
    skipBlanks()
    guard place < bytes.endIndex, bytes[place] == UInt8(ascii: sign) else { return false }
    place += 1
    return true
  }

  private mutating func number() -> Int? {
    let start = place
    while place < bytes.endIndex, bytes[place] >= UInt8(ascii: "0"), bytes[place] <= UInt8(ascii: "9") { place += 1 }
    return Int(String(decoding: bytes[start..<place], as: UTF8.self))
  }

  private mutating func text() -> String? {
    guard take("\"") else { return nil }
    var result: [UInt8] = []
    while place < bytes.endIndex {
      let byte = bytes[place]
      place += 1
      switch byte {
      case UInt8(ascii: "\""): return String(validating: result, as: UTF8.self)
      case UInt8(ascii: "\\"):
        guard let scalar = escaped() else { return nil }
        result += String(Character(scalar)).utf8
      default: result.append(byte)
      }
    }
    return nil
  }

  private mutating func escaped() -> Unicode.Scalar? {
    guard place < bytes.endIndex else { return nil }
    let byte = bytes[place]
    place += 1
    switch byte {
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(byte)
    case UInt8(ascii: "u"):
      guard bytes.endIndex - place >= 4 else { return nil }
      let digits = String(decoding: bytes[place..<place + 4], as: UTF8.self)
      place += 4
      return UInt32(digits, radix: 16).flatMap(Unicode.Scalar.init)
    default: return nil
    }
  }
}
