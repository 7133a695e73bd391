/// Whether two texts are the same program.
extension CompiledPlan {
  /// Everything that the program consists of, as text without the places that it comes from: two plans with one meaning
  /// compute the same from any data, by the same steps.
  package var meaning: String {
    var text = ""
    CompiledPlan.describe(program, to: &text)
    return text
  }

  /// Nothing that a program may consist of is left out, whatever is added to it.
  private static func describe(_ value: Any, to text: inout String) {
    if value is SourceSpan { return }
    let mirror = Mirror(reflecting: value)
    guard let style = mirror.displayStyle else {
      text += "\(value);"
      return
    }
    switch style {
    case .enum where mirror.children.isEmpty: text += "\(value);"
    case .class, .foreignReference:
      // What has an identity is not known to be the same.
      text += "\(ObjectIdentifier(value as AnyObject));"
    case .dictionary, .set:
      // Two with the same elements may have them in another order.
      let elements = mirror.children.map { child -> String in
        var element = ""
        describe(child.value, to: &element)
        return element
      }
      text += "\(mirror.subjectType)(\(elements.sorted().joined()))"
    case .struct, .enum, .optional, .tuple, .collection:
      text += "\(mirror.subjectType)("
      for child in mirror.children {
        if let label = child.label { text += label + ":" }
        describe(child.value, to: &text)
      }
      text += ")"
    @unknown default: text += "\(value);"
    }
  }
}
