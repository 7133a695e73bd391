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
    return rules.compactMap { number, sheet in
      let names = self.names(in: number)
      guard let lead = names.first(where: { name in OrdersBlindToTransit.leads.contains { name.contains($0) } }),
        !names.contains(where: { name in OrdersBlindToTransit.pipelines.contains { name.contains($0) } }),
        sheet.entries.isEmpty, let line = sheet.lines.first(where: { $0.kind == .order })
      else { return nil }
      return Finding(
        "`\(line.name)` reads `\(lead)`, and nothing that is on its way", at: line.nameSpan)
    }
  }

  /// What the lines of a sheet read, and those of the sheets that it reads, in small letters.
  private func names(in sheet: Int) -> [String] {
    var names: [String] = []
    var seen: Set<Int> = []
    var pending = [sheet]
    while let next = pending.popLast() {
      guard seen.insert(next).inserted else { continue }
      for node in review.nodes where review.roots[node.root].owner.sheet == next {
        switch node.expression.kind {
        case .field(let relation, let field, _), .member(let relation, let field, _):
          names += self.names(relation, field)
          if case .sheet(let other) = relation { pending.append(other) }
        case .aggregate(let aggregate):
          names += self.names(aggregate.relation, .row)
          if case .sheet(let other) = aggregate.relation { pending.append(other) }
        case .sheetRow(let other, _, _):
          names.append(review.model.sheets[other].name.lowercased())
          pending.append(other)
        case .lookup(let table, _, _): names.append(review.model.tables[table].name.lowercased())
        default: break
        }
      }
    }
    return names
  }

  private func names(_ relation: Relation, _ field: Field) -> [String] {
    switch relation {
    case .table(let table):
      let model = review.model.tables[table]
      guard case .column(let column) = field else { return [model.name.lowercased()] }
      return [model.columns[column].name.lowercased(), model.name.lowercased()]
    case .sheet(let sheet):
      let model = review.model.sheets[sheet]
      guard case .line(let line) = field else { return [model.name.lowercased()] }
      return [model.lines[line].name.lowercased(), model.name.lowercased()]
    case .credit, .shares: return []
    }
  }
}
