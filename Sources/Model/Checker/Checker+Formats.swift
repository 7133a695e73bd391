import Columns
import Source
import Syntax

/// Samples show how a file writes its cells. What is wrong with one is a mistake in the text, so no file is needed to
/// find it.
extension Checker {
  mutating func checkFormats() {
    for (index, syntax) in tableSyntax.enumerated() {
      if let format = syntax.numberFormat { check(format, for: .number) }
      for (number, column) in syntax.columns.enumerated() {
        guard let format = column.format, let type = cellType(model.tables[index].columns[number].type) else {
          continue
        }
        check(format, for: type)
      }
    }
  }

  private mutating func check(_ format: TextLiteral, for type: CellType) {
    do throws(FormatError) {
      _ = try CellFormat(format.text, for: type)
    } catch {
      report(.formatUnusable(format, error.message))
    }
  }

  /// What the cells of a column hold; nil if that is not known, since its type has been reported.
  private func cellType(_ type: StaticType) -> CellType? {
    switch type.value {
    case .bool: return .bool
    case .date: return .date
    case .timestamp: return .timestamp
    case .period(let unit): return .period(model.unit(unit))
    case .choice(let texts): return .choice(texts)
    case .number(let quantity): return quantity.form == .percent ? .percent : .number
    case .moneyInColumn: return .number
    case .text: return .text
    case .row(.table(let target)):
      // A circle of references has been reported; no table is further away than all of them.
      var target = target
      for _ in model.tables.indices {
        guard let key = model.tables[target].key.first else { return nil }
        let type = model.tables[target].columns[key].type
        guard case .row(.table(let further)) = type.value else { return cellType(type) }
        target = further
      }
      return nil
    case .row, .calendarSpan, .window, .nothing, .poison: return nil
    }
  }
}
