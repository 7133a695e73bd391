import Allot
import Explaining

/// The results of a run as one page: HTML that needs no other file.
///
/// ```
/// head       what was computed, from which data, for when
/// overview   per plan: what is paid in all, by line and by payee
/// statement  per payee: amounts by period, and how each came about
/// orders     per rule: what is ordered, and why
/// plan       the text, with the amounts beside its lines
/// ```
public struct StatementPage: Sendable {
  /// What is asked for beside the results.
  public struct Settings: Sendable {
    public var period: String?
    public var asOf: String?
    /// The params that were given another value.
    public var parameters: [NamedText]
    /// The only payee, or the only first key of a rule, that the page is about; nil for all.
    public var payee: String?
    /// How many rows of a sum are shown, and how many levels of an explanation.
    public var rows: Int
    public var depth: Int

    public init(
      period: String? = nil, asOf: String? = nil, parameters: [NamedText] = [], payee: String? = nil, rows: Int = 12,
      depth: Int = 6
    ) {
      self.period = period
      self.asOf = asOf
      self.parameters = parameters
      self.payee = payee
      self.rows = rows
      self.depth = depth
    }
  }

  let plan: Plan
  let results: Results
  let settings: Settings
  /// The run that says how its amounts came about; nil if that is not asked for.
  let explained: ExplainedRun?
  /// Where payees stand on the payout curves of lines; nil if curves are not asked for.
  let positions: CurvePositions?
  /// The results that the page shows, with their places among all.
  let parts: [Part]

  /// A result with the rows that are shown of it.
  struct Part: Sendable {
    /// The place among the results, which names the part's anchors.
    let number: Int
    let table: OutputTable
    /// The rows that are shown.
    let rows: [Int]
    /// What ledgers' statements paid too much or too little in earlier periods, of a plan.
    let prior: OutputTable?

    var name: String { table.output.name }
    var title: String { table.output.title ?? table.output.name }
    var anchor: String { "s\(number)" }
  }

  public init(
    _ plan: Plan, _ results: Results, explained: ExplainedRun? = nil, positions: CurvePositions? = nil,
    settings: Settings = Settings()
  ) {
    self.plan = plan
    self.results = results
    self.explained = explained
    self.positions = positions
    self.settings = settings
    let payee = settings.payee
    let all = results.outputs.enumerated().compactMap { number, table -> Part? in
      switch table.output.kind {
      case .plan, .replenish, .rules, .sheet:
        let prior = results.outputs.first {
          $0.output.kind == .priorPeriods && $0.output.name == "\(table.output.name).prior_periods"
        }
        // A sheet belongs to nobody alone.
        if payee != nil && table.output.kind == .sheet { return nil }
        let rows = (0..<table.rowCount).filter { payee == nil || table.text(row: $0, column: 0) == payee }
        return payee != nil && rows.isEmpty ? nil : Part(number: number, table: table, rows: rows, prior: prior)
      // The orders of a rule stand in its own part; the others explain.
      case .orders, .detail, .closedPeriods, .orderEntries, .priorPeriods: return nil
      }
    }
    // What is paid or ordered first, and then the sheets that it may rest on.
    parts = all.filter { $0.table.output.kind != .sheet } + all.filter { $0.table.output.kind == .sheet }
  }

  /// The names of the payees, and of the first keys of rules, in the order of the results.
  public static func payees(of results: Results) -> [String] {
    var seen: Set<String> = []
    return results.outputs.filter { $0.output.kind == .plan || $0.output.kind.isOfOrders }.flatMap { table in
      table.output.keys.isEmpty ? [] : (0..<table.rowCount).map { table.text(row: $0, column: 0) }
    }.filter { seen.insert($0).inserted }
  }

  /// The number of statements on the page.
  public var statementCount: Int {
    parts.filter { $0.table.output.kind == .plan }.reduce(0) { $0 + Payees($1).all.count }
  }

  /// The number of lines on the page that order something, or could not be decided.
  public var orderCount: Int {
    parts.filter { $0.table.output.kind.isOfOrders }.reduce(0) { count, part in
      count + part.rows.count { part.table.isPrimary[$0] }
    }
  }

  /// The title of the window: what the page is about, for whom and for when.
  var title: String {
    ([heading] + [settings.payee, settings.period ?? settings.asOf].compactMap { $0 }).joined(separator: ", ")
  }

  /// Where a part begins on the page: at its overview, or at the only statement.
  func anchor(of part: Part) -> String {
    settings.payee != nil && part.table.output.kind == .plan ? "\(part.anchor)p0" : part.anchor
  }

  /// Hands the page to `write`, piece by piece, until that answers false.
  public func write(to write: ([UInt8]) -> Bool) {
    var texts = PlanText(plan, hidesRows: settings.payee != nil)
    var amounts = ExplainedAmounts(explained)
    var html = HTML()
    html.markup("<!DOCTYPE html>\n")
    var isOpen = true
    func flush(_ html: inout HTML) {
      if isOpen { isOpen = write(html.bytes) }
      html = HTML()
    }
    html.markup("<html lang=\"en\" xmlns=\"http://www.w3.org/1999/xhtml\">\n")
    addHead(to: &html)
    html.markup("<body>\n<a class=\"skip\" href=\"#main\">Skip to the results</a>\n")
    addBanner(to: &html)
    flush(&html)
    html.markup("<main id=\"main\">\n")
    for part in parts {
      switch part.table.output.kind {
      case .plan:
        if settings.payee == nil { OverviewSection(part, page: self).add(to: &html) }
        flush(&html)
        for payee in Payees(part).all {
          guard isOpen else { return }
          PayeeSection(payee, in: part, page: self, texts: texts).add(to: &html, &amounts)
          flush(&html)
        }
        addSums(of: part, to: &texts)
      case .replenish, .rules:
        OrderSection(part, page: self, texts: texts).add(to: &html, &amounts)
        addSums(of: part, to: &texts)
        flush(&html)
      case .sheet, .detail, .orders, .closedPeriods, .orderEntries, .priorPeriods:
        SheetSection(part, page: self).add(to: &html)
        flush(&html)
      }
    }
    html.element("section", [.id("plan"), .kind("whole"), .labelled(by: "plan-h")]) { html in
      html.element("h2", [.id("plan-h")], "The plan")
      texts.add(to: &html)
    }
    html.markup("\n</main>\n")
    addFooter(amounts, to: &html)
    html.markup("<script>")
    html.markup(PageScript.text)
    html.markup("</script>\n</body>\n</html>\n")
    flush(&html)
  }

  /// Writes beside the lines of the plan what they come to, where that can be added up.
  private func addSums(of part: Part, to texts: inout PlanText) {
    guard let sheet = plan.model.sheets.first(where: { $0.name == part.name }) else { return }
    let sums = ResultTotals.sums(part.table, part.rows)
    for (column, definition) in part.table.definitions.enumerated() {
      guard let sum = sums[column], let line = sheet.lines.last(where: { $0.name == definition.name }),
        line.kind == .pay || line.kind == .order
      else { continue }
      texts.add(
        withThousands(sum) + (definition.unit.map { " \($0)" } ?? ""), to: line.span, target: anchor(of: part),
        plan.sources)
    }
  }
}
