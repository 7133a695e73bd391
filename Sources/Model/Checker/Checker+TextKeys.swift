import Source
import Syntax

/// Texts among the keys of a row, which join by themselves with nothing.
extension Checker {
  /// Reports a text among the keys of the row at hand that nothing compares with that of the aggregated rows.
  mutating func leavesTextKeyOut(_ aggregate: TypedAggregate, _ span: SourceSpan, in scope: Scope) -> Bool {
    guard let row = scope.row, let key = textKeyLeftOut(of: row, by: aggregate, span) else { return false }
    let keys = namedKeys(of: row).map(\.name)
    report(
      .textKeyLeftOut(
        span, key: key, keys: keys, joined: keys.filter { $0 != key }, relation: describe(aggregate.relation)))
    return true
  }

  /// A text among several keys of the row at hand that the aggregated rows have too, and that nothing compares: the rows
  /// of all other texts would count without a word.
  private mutating func textKeyLeftOut(of row: Relation, by aggregate: TypedAggregate, _ span: SourceSpan) -> String? {
    if aggregate.joins.isEmpty { return nil }
    let keys = namedKeys(of: row)
    // A row with one key is joined by itself, or by what it refers to.
    if keys.count < 2 || aggregate.joins.contains(where: { isWholeRow($0.mine) }) { return nil }
    for key in keys where key.type.isText {
      guard let theirs = field(Name(key.name, span), of: aggregate.relation, depth: 0), theirs.type.isText else {
        continue
      }
      let isJoined = aggregate.joins.contains { $0.theirs.kind == theirs.kind }
      let isCompared = aggregate.condition?.firstPart { $0.kind == theirs.kind } != nil
      if !isJoined && !isCompared { return key.name }
    }
    return nil
  }

  /// True iff a value is a row of several keys, and so agrees only with itself.
  private func isWholeRow(_ value: TypedExpression) -> Bool {
    switch value.type.value {
    case .row(.table(let table)): model.tables[table].key.count > 1
    case .row: true
    default: false
    }
  }

  private func namedKeys(of row: Relation) -> [(name: String, type: StaticType)] {
    func keys(ofTable table: Int) -> [(name: String, type: StaticType)] {
      model.tables[table].key.map {
        (name: model.tables[table].columns[$0].name, type: model.tables[table].columns[$0].type)
      }
    }
    switch row {
    case .table(let table): return keys(ofTable: table)
    case .sheet(let sheet):
      switch model.sheets[sheet].rows {
      case .one: return []
      case .table(let table, _): return keys(ofTable: table)
      case .sheet(let source, _): return namedKeys(of: .sheet(source))
      case .keys(let names, let types, _): return zip(names, types).map { (name: $0, type: $1) }
      }
    case .credit, .shares: return []
    }
  }
}

extension StaticType {
  /// True iff the value is a text or one of a closed list of texts.
  fileprivate var isText: Bool {
    switch value {
    case .text, .choice: true
    default: false
    }
  }
}

extension Diagnostic {
  static func textKeyLeftOut(
    _ span: SourceSpan, key: String, keys: [String], joined: [String], relation: String
  ) -> Diagnostic {
    Diagnostic(
      "E0512", "the rows of \(relation) are joined without `\(key)`, which both have", at: span,
      "those of every `\(key)` would count",
      notes: ["a reference joins by itself; a text does not, because two columns of one name need not mean the same"],
      help: [
        Help("write which columns are equal: `per \(keys.joined(separator: ", "))`"),
        Help("or, if all of them are meant, `per \(joined.joined(separator: ", "))`"),
      ])
  }
}
