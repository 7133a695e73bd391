import Source

/// A value with everything in it but its places: two declarations that differ in layout alone have the same text.
func textWithoutSpans(_ value: Any) -> String {
  var text = ""
  write(value, to: &text)
  return text
}

private func write(_ value: Any, to text: inout String) {
  if value is SourceSpan { return }
  let mirror = Mirror(reflecting: value)
  guard let style = mirror.displayStyle else {
    text += "\(value)"
    return
  }
  if case .enum = style, mirror.children.isEmpty { text += "\(value)" }
  if style == .dictionary || style == .set {
    // Their order is another one in each run.
    text += mirror.children.map { textWithoutSpans($0.value) }.sorted().joined(separator: ",")
    return
  }
  text += "("
  for child in mirror.children {
    text += child.label ?? ""
    text += ":"
    write(child.value, to: &text)
    text += ","
  }
  text += ")"
}
