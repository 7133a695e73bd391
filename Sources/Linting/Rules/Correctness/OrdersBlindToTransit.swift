import Allot
import Model
import Syntax

extension Rule {
  static let ordersBlindToTransit = Rule(
    .correctness, 26, "orders-blind-to-transit", .info,
    page: RulePage(
      "An order with a lead time that does not look at what is on its way.",
      why: """
        An order that counts the days until the goods are there must take off what has been ordered before and has not
        come yet; else every run orders the same need again until the first delivery is in.

        This goes by names, such as `lead`, `in_transit`, `open_orders` and `position`, in English, German, French,
        Spanish and Chinese, and is a remark for that reason.
        """,
      failing: """
        table stock (sku) {
          sku        text
          on_hand    units
          lead_days  days
        }

        replenish TopUp {
          for each stock
          order quantity from 2 units / day * lead_days - on_hand {
            stop at 0 units "enough" when it <= 0 units
          }
        }

        """,
      mended: """
        table stock (sku) {
          sku         text
          on_hand     units
          in_transit  units
          lead_days   days
        }

        replenish TopUp {
          for each stock
          order quantity from 2 units / day * lead_days - on_hand - in_transit {
            stop at 0 units "enough" when it <= 0 units
          }
        }

        """),
    check: .plan { OrdersBlindToTransit($0).findings })
}

private struct OrdersBlindToTransit {
  private let review: PlanReview

  init(_ review: PlanReview) { self.review = review }

  private static let leads = ["lead", "lieferzeit", "vorlauf", "délai", "delai", "plazo", "提前", "交期"]
  private static let pipelines = [
    "transit", "open", "order", "pipeline", "position", "available", "inbound", "incoming", "due", "way", "bestell",
    "unterwegs", "commande", "pedido", "tránsito", "在途", "订",
  ]

  var findings: [Finding] {
    let rules = review.ownSheets.filter { $0.sheet.kind == .replenish }
    if rules.isEmpty { return [] }
    var places: [Int: [Int]] = [:]
    for place in review.nodes.indices {
      if let sheet = review.roots[review.nodes[place].root].owner.sheet { places[sheet, default: []].append(place) }
    }
    return rules.compactMap { number, sheet in
      let names = self.names(in: number, places).map { $0.lowercased() }
      guard let lead = names.first(where: { name in OrdersBlindToTransit.leads.contains { name.contains($0) } }),
        !names.contains(where: { name in OrdersBlindToTransit.pipelines.contains { name.contains($0) } }),
        sheet.entries.isEmpty, let line = sheet.lines.first(where: { $0.kind == .order })
      else { return nil }
      return Finding(
        "`\(line.name)` reads `\(lead)`, and nothing that is on its way", at: line.nameSpan)
    }
  }

  /// What the lines of a sheet read, and those of the sheets that it reads, each once.
  ///
  /// - Parameter places: of the expressions of each sheet, among all.
  private func names(in sheet: Int, _ places: [Int: [Int]]) -> [String] {
    var names: [String] = []
    var known: Set<String> = []
    func add(_ name: String) { if known.insert(name).inserted { names.append(name) } }
    func add(_ relation: Relation, _ field: Field) {
      switch relation {
      case .table(let table):
        if case .column(let column) = field { add(review.model.tables[table].columns[column].name) }
        add(review.model.tables[table].name)
      case .sheet(let sheet):
        if case .line(let line) = field { add(review.model.sheets[sheet].lines[line].name) }
        add(review.model.sheets[sheet].name)
      case .credit, .shares: break
      }
    }
    var seen: Set<Int> = []
    var pending = [sheet]
    while let next = pending.popLast() {
      guard seen.insert(next).inserted else { continue }
      for place in places[next, default: []] {
        switch review.nodes[place].expression.kind {
        case .field(let relation, let field, _), .member(let relation, let field, _):
          add(relation, field)
          if case .sheet(let other) = relation { pending.append(other) }
        case .aggregate(let aggregate):
          add(aggregate.relation, .row)
          if case .sheet(let other) = aggregate.relation { pending.append(other) }
        case .sheetRow(let other, _, _):
          add(review.model.sheets[other].name)
          pending.append(other)
        case .lookup(let table, _, _): add(review.model.tables[table].name)
        default: break
        }
      }
    }
    return names
  }
}
