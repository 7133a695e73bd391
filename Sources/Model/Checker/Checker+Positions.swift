import Columns
import Source
import Syntax

/// Inventory positions: sheets whose last printed line is the signed sum of the components before it.
extension Checker {
  /// The total of a position's components, whose amounts must be there and have one unit.
  mutating func positionTotal(
    _ clauses: PositionClauses, _ syntax: LineDeclaration, in scope: Scope
  ) -> TypedExpression {
    func failed() -> TypedExpression { TypedExpression(.error, .poison, syntax.span) }
    var first: (name: Name, type: StaticType)?
    for component in clauses.components {
      let value = checkName(component.name.text, component.name.span, in: scope)
      if value.type.isPoison { return failed() }
      guard let quantity = value.type.quantity else {
        report(.amountNeeded(value.span, what: "a component of a position", found: describe(value.type)))
        return failed()
      }
      if required(value, what: "a component of a position").type.isPoison { return failed() }
      guard let known = first else {
        first = (component.name, value.type)
        continue
      }
      if known.type.quantity?.unit != quantity.unit {
        report(
          .componentUnits(
            component.name, describe(value.type), other: known.name, describe(known.type)))
        return failed()
      }
    }
    let total = check(syntax.value, in: scope)
    switch clauses.belowZero {
    case .kept?, nil: return total
    case .zero?:
      if total.type.isPoison { return total }
      let zero = TypedExpression(.constant(.number(.zero)), total.type, total.span)
      return TypedExpression(.call(.max, [total, zero]), total.type, total.span)
    }
  }

  /// `Available`, or `Available.on_hand`: a line of the position's row for the row at hand; nil after a message.
  mutating func positionAtHand(
    _ line: Name, of sheet: Int, _ name: Name, _ span: SourceSpan, in scope: Scope
  ) -> TypedExpression? {
    resolveRows(sheet, at: name.span)
    guard let row = scope.row, !brokenSheets.contains(sheet) else {
      if !brokenSheets.contains(sheet) { report(.relationAsValue(name, isTable: false)) }
      return nil
    }
    guard let found = field(line, of: .sheet(sheet), depth: 0) else {
      report(.unknownColumn(line, table: describe(.sheet(sheet)), known: fieldNames(of: .sheet(sheet))))
      return nil
    }
    if row == .sheet(sheet) { return found }
    if let value = sourceMember(line, of: .sheet(sheet), span, in: scope) { return value }
    guard let keys = keysAtHand(of: sheet, name, line, row, in: scope) else { return nil }
    let at = TypedExpression(
      .sheetRow(sheet: sheet, keys: keys, isRequired: true),
      StaticType(.row(.sheet(sheet)), isOptional: keys.contains { $0.mine.type.isOptional }), name.span)
    let value = rebased(found, onto: at)
    return TypedExpression(value.kind, value.type, span)
  }

  /// The row at hand's values for the keys of a sheet: columns of their names, or the one reference to their table.
  private mutating func keysAtHand(
    of sheet: Int, _ name: Name, _ line: Name, _ row: Relation, in scope: Scope
  ) -> [TypedAggregate.Join]? {
    let keys = rowKeys(of: sheet, name.span)
    var joins: [TypedAggregate.Join] = []
    var lacking: [String] = []
    var rest = keys[...]
    // The position of an article is found by a reference to the article, whatever its key is called.
    if let entity = tableRow(of: sheet, name.span), case .row(.table(let table)) = entity.type.value,
      let mine = onlyReference(to: table, in: row, name.span)
    {
      joins.append(TypedAggregate.Join(theirs: entity, mine: mine))
      rest = keys[model.tables[table].key.count...]
    }
    for key in rest {
      if let mine = valueAtHand(key.name, key.value.type, row, name.span, in: scope) {
        joins.append(TypedAggregate.Join(theirs: key.value, mine: mine))
      } else {
        lacking.append(key.name)
      }
    }
    guard lacking.isEmpty else {
      report(
        .positionWithoutKeys(
          name, line: line.text, keys: keys.map(\.name), lacking: lacking, row: describe(row)))
      return nil
    }
    return joins
  }

  private mutating func valueAtHand(
    _ name: String, _ type: StaticType, _ row: Relation, _ span: SourceSpan, in scope: Scope
  ) -> TypedExpression? {
    if case .period(let unit) = type.value, scope.period == unit, scope.outer == nil {
      return TypedExpression(.rowPeriod(unit, offset: 0), type, span)
    }
    if let found = field(Name(name, span), of: row, depth: 0), found.type.value == type.value { return found }
    guard case .row(.table(let table)) = type.value else { return nil }
    return onlyReference(to: table, in: row, span)
  }
}

extension Diagnostic {
  static func componentUnits(_ name: Name, _ type: String, other: Name, _ otherType: String) -> Diagnostic {
    Diagnostic(
      "E0261", "the components of a position have one unit, and `\(name.text)` is \(type)", at: name.span, type,
      also: [Label(other.span, otherType)],
      help: [Help("declare how the two units convert, as in `unit box = 12 units`, or leave one of them out")])
  }

  static func positionWithoutKeys(
    _ name: Name, line: String, keys: [String], lacking: [String], row: String
  ) -> Diagnostic {
    let missing = lacking.map { "`\($0)`" }.joined(separator: " and ")
    return Diagnostic(
      "E0262", "which `\(name.text)`? A row of \(row) has no \(missing)", at: name.span,
      "known by \(keys.joined(separator: ", "))",
      help: [Help("write the keys: `\(name.text)[\(keys.joined(separator: ", "))].\(line)`")])
  }

  static func elseOfPosition(_ name: Name, keys: [String], line: String) -> Diagnostic {
    let lookup = "\(name.text)[\(keys.joined(separator: ", "))]?.\(line)"
    return Diagnostic(
      "E0263", "`\(name.text)` is never missing: a row that is not there is an error", at: name.span,
      "`else` never holds",
      help: [Help("look the row up, so that it may be missing: `\(lookup) else …`")])
  }
}
