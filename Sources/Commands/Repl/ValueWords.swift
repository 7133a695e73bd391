import Allot
import Model

/// What values are, in the words of the language.
enum ValueWords {
  /// The unit of a number, or what else a value is.
  static func unit(_ type: StaticType) -> String {
    switch type.value {
    case .number(let quantity):
      switch quantity.form {
      case .percent: "percent"
      case .ratio: "ratio"
      case .plain: quantity.unit.description
      }
    case .bool: "bool"
    case .text: "text"
    case .choice: "choice"
    case .date: "date"
    case .timestamp: "timestamp"
    case .moneyInColumn: "money"
    case .period(let unit): unit.rawValue
    case .calendarSpan: "span"
    case .window: "window"
    case .row: "row"
    case .nothing: "missing"
    case .poison: ""
    }
  }

  /// A type as a column declares it.
  static func type(_ type: StaticType, _ model: CheckedModel) -> String {
    let text =
      switch type.value {
      case .choice(let texts): texts.map(LiteralText.quoted).joined(separator: " | ")
      case .row(.table(let table)): model.tables[table].name
      case .row(.sheet(let sheet)): model.sheets[sheet].name
      case .number(let quantity) where quantity.form == .plain && quantity.unit.isOne: "number"
      default: unit(type)
      }
    return text + (type.isOptional ? "?" : "")
  }

  /// The keys of a plan's, sheet's or rule's rows.
  static func grain(_ sheet: SheetModel, _ model: CheckedModel) -> [String] {
    let keys: [String] =
      switch sheet.rows {
      case .table(let table, _):
        sheet.kind == .plan ? ["payee"] : model.tables[table].key.map { model.tables[table].columns[$0].name }
      case .sheet(let other, _): grain(model.sheets[other], model)
      case .keys(let names, _, _): names.filter { !$0.isEmpty }
      case .one: []
      }
    return keys + (sheet.range.map { [$0.name] } ?? []) + (sheet.period.map { [$0.rawValue] } ?? [])
  }

  /// `per payee and month`; empty for a single row.
  static func perWords(_ keys: [String]) -> String {
    guard let last = keys.last else { return "" }
    return "per " + (keys.count > 1 ? keys.dropLast().joined(separator: ", ") + " and " : "") + last
  }
}
