/// A JSON value whose members keep their order.
indirect enum JSON: Hashable, Sendable {
  case null
  case bool(Bool)
  case integer(Int)
  case text(String)
  case list([JSON])
  /// A list whose elements are there as JSON already, each with a line end behind it and none inside.
  case lines([UInt8])
  case object([Member])

  struct Member: Hashable, Sendable {
    let name: String
    let value: JSON

    init(_ name: String, _ value: JSON) {
      self.name = name
      self.value = value
    }
  }

  /// A text, or null.
  static func text(_ text: String?) -> JSON { text.map { JSON.text($0) } ?? .null }

  /// The value as text; lists and objects are laid out one element a line down to `depth` levels.
  func rendered(depth: Int = 0) -> String { String(decoding: bytes(depth: depth), as: UTF8.self) }

  /// The bytes of ``rendered(depth:)``.
  func bytes(depth: Int = 0) -> [UInt8] {
    var bytes: [UInt8] = []
    append(to: &bytes, depth: depth, indent: "")
    return bytes
  }

  private func append(to bytes: inout [UInt8], depth: Int, indent: String) {
    switch self {
    case .null: bytes += "null".utf8
    case .bool(let value): bytes += (value ? "true" : "false").utf8
    case .integer(let value): bytes += String(value).utf8
    case .text(let value): JSON.appendQuoted(value, to: &bytes)
    case .list(let values):
      JSON.append("[", "]", count: values.count, to: &bytes, depth: depth, indent: indent) { index, bytes, inner in
        values[index].append(to: &bytes, depth: depth - 1, indent: inner)
      }
    case .lines(let lines):
      let ends = lines.indices.filter { lines[$0] == UInt8(ascii: "\n") }
      JSON.append("[", "]", count: ends.count, to: &bytes, depth: depth, indent: indent) { index, bytes, _ in
        bytes += lines[(index == 0 ? 0 : ends[index - 1] + 1)..<ends[index]]
      }
    case .object(let members):
      JSON.append("{", "}", count: members.count, to: &bytes, depth: depth, indent: indent) { index, bytes, inner in
        JSON.appendQuoted(members[index].name, to: &bytes)
        bytes += (depth > 0 ? ": " : ":").utf8
        members[index].value.append(to: &bytes, depth: depth - 1, indent: inner)
      }
    }
  }

  private static func append(
    _ open: String, _ close: String, count: Int, to bytes: inout [UInt8], depth: Int, indent: String,
    _ element: (Int, inout [UInt8], String) -> Void
  ) {
    let inner = indent + "  "
    let lineStart = Array("\n\(inner)".utf8)
    bytes += open.utf8
    for index in 0..<count {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      if depth > 0 { bytes += lineStart }
      element(index, &bytes, inner)
    }
    if depth > 0 && count > 0 { bytes += "\n\(indent)".utf8 }
    bytes += close.utf8
  }

  private static func appendQuoted(_ value: String, to bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "\""))
    for byte in value.utf8 {
      switch byte {
      case UInt8(ascii: "\""): bytes += "\\\"".utf8
      case UInt8(ascii: "\\"): bytes += "\\\\".utf8
      case UInt8(ascii: "\n"): bytes += "\\n".utf8
      case UInt8(ascii: "\r"): bytes += "\\r".utf8
      case UInt8(ascii: "\t"): bytes += "\\t".utf8
      case 0..<0x20:
        let digits = String(byte, radix: 16)
        bytes += ("\\u" + String(repeating: "0", count: 4 - digits.count) + digits).utf8
      default: bytes.append(byte)
      }
    }
    bytes.append(UInt8(ascii: "\""))
  }
}
