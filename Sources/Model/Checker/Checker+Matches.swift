import Source
import Syntax

extension Checker {
  /// `for each giver, taker in match A.x in order of … to B.y in order of … per k`; false after a message.
  mutating func declareMatch(_ index: Int, _ names: [Name], _ syntax: MatchSource) -> Bool {
    if let period = model.sheets[index].period {
      report(.matchWithPeriods(sheetSyntax[index].rows?.span ?? syntax.giver.relation.span, period: period))
      return false
    }
    guard let giver = side(syntax.giver, syntax.per), let taker = side(syntax.taker, syntax.per), names.count == 2
    else { return false }
    guard giver.amount.type.quantity?.unit == taker.amount.type.quantity?.unit else {
      report(
        .matchedUnits(
          syntax.taker.amount.span, giver: describe(giver.amount.type), taker: describe(taker.amount.type),
          syntax.giver.amount.span))
      return false
    }
    for (key, (a, b)) in zip(syntax.per, zip(giver.group, taker.group)) where a.type.value != b.type.value {
      report(.keysDiffer(key, describe(a.type), describe(b.type)))
      return false
    }
    let rows = [giver, taker].map { StaticType(.row($0.relation)) }
    model.sheets[index].rows = .keys(
      names: names.map(\.text), types: rows + [giver.amount.type], sources: [])
    model.sheets[index].match = MatchModel(giver: giver, taker: taker, perNames: syntax.per.map(\.text))
    return true
  }

  private mutating func side(_ syntax: MatchSource.Side, _ per: [Name]) -> MatchModel.Side? {
    guard let relation = relationWithRows(syntax.relation) else { return nil }
    if case .sheet(let sheet) = relation {
      resolveRows(sheet, at: syntax.relation.span)
      if brokenSheets.contains(sheet) { return nil }
    }
    let scope = Scope(row: relation)
    guard let found = field(syntax.amount, of: relation, depth: 0) else {
      report(.unknownColumn(syntax.amount, table: syntax.relation.text, known: fieldNames(of: relation)))
      return nil
    }
    let amount = required(asRead(found, in: scope), what: "an amount that is matched")
    if amount.type.isPoison { return nil }
    guard amount.type.quantity != nil else {
      report(.amountNeeded(amount.span, what: "what is matched", found: describe(amount.type)))
      return nil
    }
    guard let order = order(syntax.order, in: scope) else { return nil }
    if let place = order.lazy.compactMap({ $0.value.firstPart { $0.isPlaceAmongOthers } }).first {
      report(.rankOutsideSheet(place.span, what: "a place among the rows"))
      return nil
    }
    let group = per.compactMap { keyColumn($0, of: relation, syntax.relation) }
    if group.count != per.count { return nil }
    return MatchModel.Side(relation: relation, amount: amount, group: group, order: order)
  }

  /// What a pair is known by in results.
  func matchKeys(_ match: MatchModel, _ names: [String]) -> [(name: String, type: StaticType)] {
    let keys = match.sides.map { side -> [(name: String, type: StaticType)] in
      switch side.relation {
      case .table(let table):
        return model.tables[table].key.map { model.tables[table].columns[$0] }.map { ($0.name, $0.type) }
      case .sheet(let sheet): return exampleKeys(sheet)
      case .credit, .shares: return []
      }
    }
    return match.names(of: keys.map { $0.map(\.name) }, names).map { ($0.name, keys[$0.side][$0.key].type) }
  }
}
