import Model

extension Plan {
  /// A result beside that of a plan, sheet or rule: `TopUp.orders`, `TopUp.steps`, `Sales.commission`.
  struct ResultPart {
    let name: String
    /// The plan, sheet or rule.
    let owner: String
    /// True iff it is part of the results only with `--detail`, or when it is asked for by name.
    let isDetail: Bool
  }

  /// The results that may be asked for besides those of plans, sheets and rules themselves.
  var resultParts: [ResultPart] {
    model.sheets.indices.flatMap { number -> [ResultPart] in
      let sheet = model.sheets[number]
      func part(_ name: String, isDetail: Bool = true) -> ResultPart {
        ResultPart(name: "\(sheet.name).\(name)", owner: sheet.name, isDetail: isDetail)
      }
      switch sheet.kind {
      case .sheet, .rules: return []
      case .plan:
        return sheet.lines.indices.filter {
          sheet.lines[$0].kind != .let && model.shares(sheet: number, line: $0) != nil
        }.map { part(sheet.lines[$0].name) }
      case .replenish:
        guard sheet.lines.contains(where: { $0.kind == .order }) else { return [] }
        return (sheet.grouping.isEmpty ? [] : [part("orders", isDetail: false)]) + [part("steps"), part("rows")]
      }
    }
  }
}
