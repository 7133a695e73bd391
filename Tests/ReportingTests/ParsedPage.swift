import Foundation

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// What a page holds, as an XML reader sees it.
final class ParsedPage: NSObject, XMLParserDelegate {
  private(set) var ids: [String] = []
  private(set) var links: [String] = []
  private(set) var elements: [String: Int] = [:]
  private(set) var attributeNames: Set<String> = []
  /// The text of the page without its style and script.
  var text: String { String(decoding: textBytes, as: UTF8.self) }
  private var textBytes: [UInt8] = []
  private(set) var script = ""
  private(set) var policy = ""
  /// The texts of the elements of each name, in their order.
  private(set) var texts: [String: [String]] = [:]
  /// The amounts of explanations with the amounts of their parts, where all of them are printed whole.
  var sums: [(amount: Decimal, parts: [Decimal])] {
    found.compactMap { amount, parts in
      let numbers = ([amount] + parts).map { ParsedPage.number($0) }
      guard !parts.isEmpty, numbers.allSatisfy({ $0 != nil }) else { return nil }
      let known = numbers.compactMap { $0 }
      return (known[0], Array(known[1...]))
    }
  }

  private static func number(_ text: String) -> Decimal? {
    text.hasSuffix("…") ? nil : Decimal(string: text.replacingOccurrences(of: ",", with: ""))
  }

  private var found: [(amount: String, parts: [String])] = []
  /// The amounts that lists of parts around the place have so far, and those of the steps around it.
  private var lists: [[String]] = []
  private var open: [(name: String, start: Int)] = []

  /// Nil iff the page is not well-formed.
  init?(_ bytes: [UInt8]) {
    super.init()
    let parser = XMLParser(data: Data(bytes))
    parser.delegate = self
    guard parser.parse() else { return nil }
  }

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
    attributes: [String: String]
  ) {
    elements[name, default: 0] += 1
    attributeNames.formUnion(attributes.keys)
    if let id = attributes["id"] { ids.append(id) }
    if let link = attributes["href"] { links.append(link) }
    if let label = attributes["aria-labelledby"] { links.append("#" + label) }
    if attributes["http-equiv"] != nil { policy = attributes["content"] ?? "" }
    open.append((name, textBytes.count))
    if name == "ul" { lists.append([]) }
  }

  func parser(_ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?) {
    let start = open.removeLast().start
    // A step's amount stands in front of the list of its parts.
    if name == "b", !lists.isEmpty {
      lists[lists.count - 1].append(String(decoding: textBytes[start...], as: UTF8.self))
    }
    if name == "ul", let parts = lists.popLast(), let amount = lists.last?.last, !parts.isEmpty {
      found.append((amount, parts))
    }
    texts[name, default: []].append(String(decoding: textBytes[start...], as: UTF8.self))
    // Cells stand apart.
    if ["td", "th", "dd", "dt", "p", "li", "h2", "h3", "summary", "b"].contains(name) { textBytes.append(10) }
  }

  func parser(_ parser: XMLParser, foundCharacters string: String) {
    switch open.last?.name {
    case "script": script += string
    case "style": break
    default: textBytes += string.utf8
    }
  }

  /// The links within the page that lead nowhere.
  var brokenLinks: [String] {
    let known = Set(ids.map { "#" + $0 })
    return links.filter { !known.contains($0) }
  }
}
