import Source
import Syntax

/// Texts among the keys of a row, which join by themselves with nothing.
extension Checker {
  /// A text among several keys of the row at hand that the aggregated rows have too, and that nothing compares: the rows
  /// of all other texts would count without a word.
  mutating func textKeyLeftOut(of row: Relation?, by aggregate: TypedAggregate, _ span: SourceSpan) -> String? {
    guard let row, !aggregate.joins.isEmpty else { return nil }
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

  /// The names of all keys of a row.
  func keyNames(of row: Relation?) -> [String] { row.map { namedKeys(of: $0).map(\.name) } ?? [] }

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
