/// Markup in the making: HTML that is well-formed XML too.
///
/// Text and the values of attributes are escaped as they are added, and elements are closed where they were opened, so
/// that no cell of a table can become markup.
struct HTML {
  /// An attribute of an element.
  struct Attribute {
    let name: StaticString
    let value: String

    init(_ name: StaticString, _ value: String) {
      self.name = name
      self.value = value
    }

    static func id(_ value: String) -> Attribute { Attribute("id", value) }
    static func kind(_ value: String) -> Attribute { Attribute("class", value) }
    static func labelled(by id: String) -> Attribute { Attribute("aria-labelledby", id) }
    /// A link to an element of the page.
    static func link(to id: String) -> Attribute { Attribute("href", "#" + id) }
    static let column = Attribute("scope", "col")
    static let row = Attribute("scope", "row")
    static let number = Attribute("class", "n")
  }

  private(set) var bytes: [UInt8] = []

  /// Adds text as text.
  mutating func text(_ text: String) { escape(text) }

  /// Adds a text in which names of the plan stand in backquotes.
  mutating func words(_ words: String) {
    let parts = words.split(separator: "`", omittingEmptySubsequences: false)
    for (place, part) in parts.enumerated() {
      if place % 2 == 1, place < parts.count - 1 {
        element("code", [], String(part))
      } else {
        text((place % 2 == 1 ? "`" : "") + part)
      }
    }
  }

  /// Adds an element with what `content` adds to it.
  mutating func element(
    _ name: StaticString, _ attributes: [Attribute] = [], _ content: (inout HTML) -> Void
  ) {
    open(name, attributes)
    bytes.append(UInt8(ascii: ">"))
    content(&self)
    bytes += [UInt8(ascii: "<"), UInt8(ascii: "/")]
    add(name)
    bytes.append(UInt8(ascii: ">"))
  }

  /// Adds an element with nothing but text in it.
  mutating func element(_ name: StaticString, _ attributes: [Attribute] = [], _ text: String) {
    element(name, attributes) { $0.escape(text) }
  }

  /// Adds an element that has no content.
  mutating func void(_ name: StaticString, _ attributes: [Attribute] = []) {
    open(name, attributes)
    bytes += [UInt8(ascii: "/"), UInt8(ascii: ">")]
  }

  /// Adds markup that this package holds as it stands.
  mutating func markup(_ markup: StaticString) { add(markup) }

  mutating func append(_ other: HTML) { bytes += other.bytes }

  /// Ends the line, so that a page is no single line for those who look at its text.
  mutating func newLine() { bytes.append(UInt8(ascii: "\n")) }

  private mutating func open(_ name: StaticString, _ attributes: [Attribute]) {
    bytes.append(UInt8(ascii: "<"))
    add(name)
    for attribute in attributes {
      bytes.append(UInt8(ascii: " "))
      add(attribute.name)
      bytes += [UInt8(ascii: "="), UInt8(ascii: "\"")]
      escape(attribute.value)
      bytes.append(UInt8(ascii: "\""))
    }
  }

  private mutating func add(_ text: StaticString) {
    text.withUTF8Buffer { bytes.append(contentsOf: $0) }
  }

  private mutating func escape(_ text: String) {
    if text.utf8.allSatisfy(HTML.isPlain) {
      bytes.append(contentsOf: text.utf8)
      return
    }
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": add("&amp;")
      case "<": add("&lt;")
      case ">": add("&gt;")
      case "\"": add("&quot;")
      // What no markup may hold stands as the sign for what cannot be shown.
      case "\u{0}"..."\u{8}", "\u{B}"..."\u{1F}", "\u{7F}"..."\u{9F}", "\u{FFFE}", "\u{FFFF}": add("\u{FFFD}")
      default: bytes.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
      }
    }
  }

  /// True iff the byte stands for itself, and no character of its text must be looked at.
  private static func isPlain(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "\n"): true
    case UInt8(ascii: "&"), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "\""): false
    default: (0x20..<0x7F).contains(byte)
    }
  }
}
