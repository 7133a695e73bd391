import Allot

extension StatementPage {
  /// What the browser must know, and how the page looks.
  func addHead(to html: inout HTML) {
    html.element("head") { html in
      html.void("meta", [HTML.Attribute("charset", "utf-8")])
      html.void(
        "meta",
        [HTML.Attribute("name", "viewport"), HTML.Attribute("content", "width=device-width, initial-scale=1")])
      // Nothing is loaded from anywhere, and the browser holds the page to it.
      html.void(
        "meta",
        [
          HTML.Attribute("http-equiv", "Content-Security-Policy"),
          HTML.Attribute(
            "content",
            "default-src 'none'; style-src 'unsafe-inline'; script-src '\(PageScript.hash)'; base-uri 'none'; "
              + "form-action 'none'"),
        ])
      html.void("meta", [HTML.Attribute("name", "referrer"), HTML.Attribute("content", "no-referrer")])
      html.element("title", [], title)
      html.markup("<style>")
      html.markup(StyleSheet.text)
      html.markup("</style>")
    }
    html.newLine()
  }

  /// What the page is about: the plans and rules, or else the sheets.
  var heading: String {
    let main = parts.filter { $0.table.output.kind != .sheet }
    let names = (main.isEmpty ? parts : main).map(\.title)
    if names.isEmpty { return "Results" }
    return names.count > 3 ? "\(names[0]) and \(names.count - 1) more" : names.joined(separator: ", ")
  }

  /// What was computed, from what, and what the page holds.
  func addBanner(to html: inout HTML) {
    html.element("header") { html in
      html.element("h1", [], heading)
      html.element("dl", [.kind("facts")]) { html in
        func fact(_ name: String, _ value: String) {
          html.element("div") { html in
            html.element("dt", [], name)
            html.element("dd", [], value)
          }
        }
        if let payee = settings.payee { fact("For", payee) }
        if let period = settings.period { fact("Period", period) }
        if let asOf = settings.asOf { fact("As of", asOf) }
        for parameter in settings.parameters { fact("param \(parameter.name)", parameter.text) }
        fact("Plan", plan.readFiles.map { plan.sources[$0].path }.joined(separator: ", "))
        if !results.files.isEmpty {
          html.element("div", [.kind("all")]) { html in
            html.element("dt", [], "Data")
            html.element("dd") { html in
              html.element("ul") { html in
                for file in results.files {
                  let rows = withThousands(String(file.rows))
                  html.element("li", [], "\(file.path), \(rows) row\(file.rows == 1 ? "" : "s")")
                }
              }
            }
          }
        }
      }
    }
    html.newLine()
    html.element("nav", [HTML.Attribute("aria-label", "Contents")]) { html in
      html.element("ul") { html in
        for part in parts {
          html.element("li") { $0.element("a", [.link(to: anchor(of: part))], part.title) }
        }
        html.element("li") { $0.element("a", [.link(to: "plan")], "The plan") }
      }
    }
    html.newLine()
  }
}

extension StatementPage {
  /// What was checked while the page was written.
  func addFooter(_ amounts: ExplainedAmounts, to html: inout HTML) {
    guard amounts.isAsked, amounts.count + amounts.unexplainedCount > 0 else { return }
    html.element("footer") { html in
      if amounts.count > 0 {
        html.element(
          "p", [],
          amounts.count == 1
            ? "1 amount is explained on this page. Its parts were added up, exactly, and come to it."
            : "\(withThousands(String(amounts.count))) amounts are explained on this page. The parts of each were added up, "
              + "exactly, and come to it.")
      }
      if amounts.unexplainedCount > 0 {
        let count = withThousands(String(amounts.unexplainedCount))
        let verb = amounts.unexplainedCount == 1 ? "amount is" : "amounts are"
        html.element("p", [], "\(count) \(verb) not explained: no parts of them are known.")
      }
    }
    html.newLine()
  }
}
