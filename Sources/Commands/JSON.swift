/// A JSON value whose members keep their order.
indirect enum JSON: Hashable, Sendable {
  case null
  case bool(Bool)
  case integer(Int)
  case text(String)
  case list([JSON])
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
  func rendered(depth: Int = 0) -> String {
    var text = ""
    append(to: &text, depth: depth, indent: "")
    return text
  }

  private func append(to text: inout String, depth: Int, indent: String) {
    switch self {
    case .null: text += "null"
    case .bool(let value): text += value ? "true" : "false"
    case .integer(let value): text += String(value)
    case .text(let value): JSON.appendQuoted(value, to: &text)
    case .list(let values):
      JSON.append("[", "]", count: values.count, to: &text, depth: depth, indent: indent) { index, text, inner in
        values[index].append(to: &text, depth: depth - 1, indent: inner)
      }
    case .object(let members):
      JSON.append("{", "}", count: members.count, to: &text, depth: depth, indent: indent) { index, text, inner in
        JSON.appendQuoted(members[index].name, to: &text)
        text += depth > 0 ? ": " : ":"
        members[index].value.append(to: &text, depth: depth - 1, indent: inner)
      }
    }
  }

  private static func append(
    _ open: String, _ close: String, count: Int, to text: inout String, depth: Int, indent: String,
    _ element: (Int, inout String, String) -> Void
  ) {
    let inner = indent + "  "
    text += open
    for index in 0..<count {
      if index > 0 { text += "," }
      if depth > 0 { text += "\n" + inner }
      element(index, &text, inner)
    }
    if depth > 0 && count > 0 { text += "\n" + indent }
    text += close
  }

  private static func appendQuoted(_ value: String, to text: inout String) {
    text += "\""
    for scalar in value.unicodeScalars {
      switch scalar {
      case "\"": text += "\\\""
      case "\\": text += "\\\\"
      case "\n": text += "\\n"
      case "\r": text += "\\r"
      case "\t": text += "\\t"
      case _ where scalar.value < 0x20:
        let digits = String(scalar.value, radix: 16)
        text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: text.unicodeScalars.append(scalar)
      }
    }
    text += "\""
  }
}
