import Syntax

/// Types and relations in the author's words.
extension Checker {
  func describe(_ type: StaticType) -> String {
    let base: String
    switch type.value {
    case .poison: base = "unknown"
    case .bool: base = "a condition"
    case .text: base = "text"
    case .date: base = "a date"
    case .timestamp: base = "a timestamp"
    case .choice(let options): base = "one of " + options.map { "\"\($0)\"" }.joined(separator: ", ")
    case .number(let quantity):
      switch quantity.form {
      case .percent: base = "percent"
      case .plain, .ratio: base = quantity.unit.isOne ? "a number" : quantity.unit.description
      }
    case .moneyInColumn: base = "money in each row's own currency"
    case .period(let unit): base = "a \(unit.rawValue)"
    case .calendarSpan: base = "a calendar span"
    case .window: base = "a window of days"
    case .row(let relation): base = "a row of \(describe(relation))"
    case .nothing: base = type.isOptional ? "missing" : "infinite"
    }
    return type.isOptional && type.value != .nothing ? base + " that may be missing" : base
  }

  func describe(_ relation: Relation) -> String {
    switch relation {
    case .table(let table): "`\(tableSyntax[table].name.text)`"
    case .sheet(let sheet): "`\(sheetSyntax[sheet].name.text)`"
    case .credit(let sheet, let credit): "`\(creditSyntax[sheet][credit].name.text)`"
    case .shares(let sheet, let line): "the rows of `\(lineSyntax[sheet][line].name.text)`"
    }
  }
}
