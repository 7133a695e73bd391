import Allot
import Explaining

/// How an amount came about, as a list that opens step by step.
struct ExplanationList {
  private let explanation: Explanation
  private let page: StatementPage
  private let texts: PlanText

  /// Nil iff the amount is no sum of parts that were checked to come to `value`.
  init?(_ explanation: Explanation?, of value: Value, page: StatementPage, texts: PlanText) {
    guard let explanation, .number(explanation.root.value) == value, explanation.verify() else { return nil }
    self.explanation = explanation.folded(depth: page.settings.depth, rows: page.settings.rows)
    self.page = page
    self.texts = texts
  }

  /// Adds the amount, under a heading of its own, with its parts.
  ///
  /// - Parameter id: of the parts, so that a link to them opens what they are folded in.
  func add(to html: inout HTML, id: String, heading: String) {
    var root = explanation.root
    root.label = heading
    // The line's own text stands beside its amounts.
    root.span = nil
    add(root, to: &html, id: id)
  }

  private func add(_ node: ExplanationNode, to html: inout HTML, id: String? = nil) {
    html.element("li", node.children.isEmpty && node.facts.isEmpty ? id.map { [.id($0)] } ?? [] : []) { html in
      guard !node.children.isEmpty || !node.facts.isEmpty else {
        html.element("p") { addStep(node, isLinked: true, to: &$0) }
        return
      }
      html.element("details", id == nil ? [] : [.kind("top")]) { html in
        // A summary is one control: what leads elsewhere stands below it.
        html.element("summary") { addStep(node, isLinked: false, to: &$0) }
        html.element("div", id.map { [.id($0)] } ?? []) { html in
          let link = node.span.flatMap { texts.link($0, page.plan.sources) }
          if !node.facts.isEmpty || link != nil {
            html.element("ul", [.kind("rests")]) { html in
              if let link { html.element("li") { $0.addPlace(link) } }
              add(node.facts, to: &html)
            }
          }
          if !node.children.isEmpty {
            html.element("ul") { html in
              for child in node.children { add(child, to: &html) }
            }
          }
        }
      }
    }
    if id != nil { html.newLine() }
  }

  /// What a part is, where it stands, and what it adds.
  private func addStep(_ node: ExplanationNode, isLinked: Bool, to html: inout HTML) {
    html.element("span", [.kind("what")]) { html in
      html.text(node.label)
      if let working = node.working {
        html.text(" ")
        html.element("span", [.kind("soft")], working)
      }
      addPlaces(isLinked ? node.span : nil, node.data, to: &html)
    }
    html.text(" ")
    let amount = explanation.text(of: node.value)
    html.element("b", HTML.isNegative(amount) ? [.kind("less")] : [], amount)
  }

  private func add(_ facts: [ExplanationFact], to html: inout HTML) {
    for fact in facts {
      html.element("li") { html in
        html.text(fact.name.isEmpty ? fact.value : "\(fact.name): \(fact.value)")
        addPlaces(fact.span, fact.data, to: &html)
        if !fact.facts.isEmpty { html.element("ul") { add(fact.facts, to: &$0) } }
      }
    }
  }

  private func addPlaces(_ span: SourceSpan?, _ data: DataPlace?, to html: inout HTML) {
    if let span, let link = texts.link(span, page.plan.sources) {
      html.text(" ")
      html.addPlace(link)
    }
    if let data {
      html.text(" ")
      let line = data.line > 0 ? ":\(data.line)" : ""
      html.element("span", [.kind("at soft")], lastPathPart(of: data.file) + line)
    }
  }
}

/// The amounts of a page that have been explained, and the run that explains them.
struct ExplainedAmounts {
  /// Nil if explanations are not asked for.
  private var run: ExplainedRun?
  /// How many amounts are the sum of their parts, and of how many no parts are known.
  private(set) var count = 0
  private(set) var unexplainedCount = 0

  init(_ run: ExplainedRun?) { self.run = run }

  var isAsked: Bool { run != nil }

  /// How an amount of a result came about; nil where that is not known.
  mutating func list(
    _ part: StatementPage.Part, row: Int, column: Int, page: StatementPage, texts: PlanText
  ) -> ExplanationList? {
    let found = run?.explanation(of: part.name, row: row, column: part.table.definitions[column].name)
    let list = ExplanationList(found, of: part.table.value(row: row, column: column), page: page, texts: texts)
    if list == nil { unexplainedCount += 1 } else { count += 1 }
    return list
  }
}

extension StatementPage {

  /// The place of an amount's explanation.
  func anchor(_ part: Part, row: Int, column: Int) -> String { "\(part.anchor)r\(row)c\(column)" }
}
