import Columns
import Source
import Syntax

/// Amounts whose unit stands in another column of the row: `quantity units in uom`.
extension Checker {
  /// The type of such a column; poison with a message if it cannot be one.
  mutating func unitOfEachRow(_ syntax: UnitExpression, in name: Name, table: Int?) -> StaticType {
    guard table != nil else {
      report(.rowUnitOutsideTable(syntax.span.union(name.span)))
      return .poison
    }
    guard syntax.numerator.count == 1, syntax.denominator.isEmpty, let word = syntax.numerator.first else {
      report(.rowUnitOfWhat(syntax.span, isMoney: false))
      return .poison
    }
    if units[word.text] == nil, !pendingUnits.contains(where: { $0.name.text == word.text }) {
      if Checker.typeWords.contains(word.text) || isTable(word.text) {
        report(.rowUnitOfWhat(syntax.span, isMoney: false))
      } else {
        report(.unknownUnit(word, known: Array(units.keys)))
      }
      return .poison
    }
    guard let (unit, factor) = unit(syntax) else { return .poison }
    if unit.currency != nil || factor != .one {
      report(.rowUnitOfWhat(syntax.span, isMoney: unit.currency != nil, base: unit.description))
      return .poison
    }
    return .quantity(unit)
  }

  /// Enters the names that the rows of such a column may have, once all columns are known.
  mutating func declareRowUnits() {
    for (table, syntax) in tableSyntax.enumerated() {
      for (number, column) in syntax.columns.enumerated() {
        guard case .unitIn(_, let name)? = column.type?.withoutOption,
          let unit = model.tables[table].columns[number].type.quantity?.unit,
          let source = self.column(name, of: syntax)
        else { continue }
        let factors = units.filter { $0.value.unit == unit }.map { (name: $0.key, factor: $0.value.factor) }
          .sorted { $0.name < $1.name }
        let type = columnType(table: table, column: source, at: name.span)
        switch type.value {
        case .poison: continue
        case .text where !type.isOptional: break
        case .choice(let texts) where !type.isOptional:
          let known = factors.map(\.name)
          guard let foreign = texts.first(where: { !known.contains($0) }) else { break }
          report(
            .choiceNoUnit(name, text: foreign, unit: unit.description, known: known, declared: units[foreign]?.unit))
          continue
        default:
          report(.rowUnitNeedsText(name, found: describe(type), declared: syntax.columns[source].name.span))
          continue
        }
        model.tables[table].columns[number].rowUnit = RowUnitModel(
          column: source, unit: unit.description, factors: factors)
      }
    }
  }
}

extension TypeSyntax {
  /// The type without its `?`.
  fileprivate var withoutOption: TypeSyntax.Kind {
    if case .optional(let inner) = kind { inner.kind } else { kind }
  }
}

extension Diagnostic {
  static func rowUnitOutsideTable(_ span: SourceSpan) -> Diagnostic {
    Diagnostic("E0405", "only a table's column has a unit of each row", at: span, "no column")
  }

  static func rowUnitOfWhat(_ span: SourceSpan, isMoney: Bool, base: String? = nil) -> Diagnostic {
    var help = "write the unit that the others are multiples of, as in `units in uom` or `kg in uom`"
    if isMoney {
      help = "money has a currency of each row: `money in currency`"
    } else if let base {
      help = "all cells are read in `\(base)`: write that"
    }
    return Diagnostic(
      "E0405", "the units of the rows have no common one here", at: span, "not a unit that others are multiples of",
      help: [Help(help)])
  }

  static func rowUnitNeedsText(_ name: Name, found: String, declared: SourceSpan) -> Diagnostic {
    Diagnostic(
      "E0405", "the name of a row's unit is text that is always there", at: name.span, "this is \(found)",
      also: [Label(declared, "declared here")])
  }

  static func choiceNoUnit(_ name: Name, text: String, unit: String, known: [String], declared: Unit?) -> Diagnostic {
    let near = NearestNames.find(text, among: known, limit: 1)
    return Diagnostic(
      "E0406", "`\(text)` is not a way to count \(unit)", at: name.span, "may hold \"\(text)\"",
      notes: ["\(unit) are counted in " + known.map { "`\($0)`" }.joined(separator: ", ")],
      help: near.map { Help("there is `\($0)`") }
        + [
          Help(
            declared.map { "`\(text)` counts \($0): read such rows in a table of their own" }
              ?? "declare it, as in `unit \(text) = 12 \(unit)`")
        ])
  }
}
