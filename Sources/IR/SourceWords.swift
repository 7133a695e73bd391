import Source

extension SourceMap {
  /// What the author wrote there, on one line and without comments; empty if the text is not known.
  package func words(_ span: SourceSpan) -> String {
    guard contains(span.file) else { return "" }
    var result: [UInt8] = []
    var quote: UInt8?
    var isEscaped = false
    var isComment = false
    var isBlank = false
    for byte in self[span.file].text(span).utf8 {
      if isComment {
        isComment = byte != UInt8(ascii: "\n") && byte != UInt8(ascii: "\r")
        continue
      }
      if let open = quote {
        result.append(byte)
        if isEscaped {
          isEscaped = false
        } else if byte == UInt8(ascii: "\\"), open == UInt8(ascii: "\"") {
          isEscaped = true
        } else if byte == open {
          quote = nil
        }
        continue
      }
      switch byte {
      case UInt8(ascii: "#"):
        isComment = true
        isBlank = true
      case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\n"), UInt8(ascii: "\r"): isBlank = true
      default:
        if isBlank, !result.isEmpty { result.append(UInt8(ascii: " ")) }
        isBlank = false
        result.append(byte)
        if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "`") { quote = byte }
      }
    }
    return String(decoding: result, as: UTF8.self)
  }
}
