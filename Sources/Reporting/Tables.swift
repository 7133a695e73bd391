import Allot
import IR

extension HTML {
  /// Adds an amount under its name.
  mutating func addFigure(_ name: String, _ amount: String, _ unit: String?) {
    element("div") { html in
      html.element("dt", [], name)
      html.element("dd", HTML.isNegative(amount) ? [.kind("less")] : []) { html in
        html.text(amount)
        if let unit {
          html.text(" ")
          html.element("small", [], unit)
        }
      }
    }
  }

  /// Adds a table that scrolls sideways by itself, where the window is narrow.
  ///
  /// - Parameter isSorted: whether a script may let it be sorted and searched.
  mutating func addTable(id: String, caption: String, isSorted: Bool = false, _ content: (inout HTML) -> Void) {
    element(
      "div",
      [.kind("scroll"), HTML.Attribute("tabindex", "0"), HTML.Attribute("role", "region"), .labelled(by: id)]
    ) { html in
      html.element("table", isSorted ? [.kind("sorted")] : []) { html in
        html.element("caption", [.id(id)], caption)
        content(&html)
      }
    }
    newLine()
  }

  /// Adds the heading of a column.
  mutating func addHeading(_ name: String, unit: String?, isNumber: Bool) {
    element("th", isNumber ? [.column, .number] : [.column]) { html in
      html.text(name)
      if let unit {
        html.text(" ")
        html.element("small", [], unit)
      }
    }
  }

  /// Adds a cell with a number, which leads to an element of the page if `target` names one.
  mutating func addNumber(_ text: String, target: String? = nil) {
    element("td", HTML.isNegative(text) ? [.kind("n less")] : [.number]) { html in
      if let target {
        html.element("a", [.link(to: target)], text)
      } else {
        html.text(text)
      }
    }
  }

  /// Adds a cell of a result.
  mutating func addCell(_ text: String, _ kind: IR.ValueKind, target: String? = nil) {
    switch kind {
    case .number: addNumber(text, target: target)
    case .date, .timestamp, .period: element("td", [.kind("d")], text)
    case .text, .bool, .row: element("td", [], text)
    }
  }

  /// Adds the place of a line of the plan.
  mutating func addPlace(_ link: (target: String?, label: String)) {
    if let target = link.target {
      element("a", [.kind("at"), .link(to: target)], link.label)
    } else {
      element("span", [.kind("at soft")], link.label)
    }
  }

  /// A number below zero carries its sign, and a colour beside it.
  static func isNegative(_ text: String) -> Bool { text.hasPrefix("-") }
}
