import Columns
import Syntax

/// How the cells of tables are read.
extension CheckedModel {
  /// What the cells of a column hold: those of a reference are the key that it stands for. Nil if that is not known,
  /// since the type has been reported.
  package func cellType(of type: StaticType) -> CellType? {
    switch type.value {
    case .bool: return .bool
    case .date: return .date
    case .timestamp: return .timestamp
    case .period(let unit): return .period(self.unit(unit))
    case .choice(let texts): return .choice(texts)
    case .number(let quantity): return quantity.form == .percent ? .percent : .number
    case .moneyInColumn: return .number
    case .text: return .text
    case .row(.table(let target)):
      // A circle of references has been reported; no table is further away than all of them.
      var target = target
      for _ in tables.indices {
        guard let key = tables[target].key.first else { return nil }
        let type = tables[target].columns[key].type
        guard case .row(.table(let further)) = type.value else { return cellType(of: type) }
        target = further
      }
      return nil
    case .row, .calendarSpan, .window, .nothing, .poison: return nil
    }
  }

  /// How a column that is read is written in its table's file, or in the plan's text; nil for a computed column, and
  /// where the type or the format has been reported.
  package func cells(ofColumn column: Int, of table: Int) -> CSVColumn? {
    let declared = tables[table].columns[column]
    guard declared.value == nil, let type = cellType(of: declared.type) else { return nil }
    let isConstant = tables[table].rows != nil
    var sample = isConstant ? nil : declared.format
    if sample == nil, !isConstant, let numbers = tables[table].numberFormat {
      if type == .number { sample = numbers }
      if type == .percent { sample = numbers + "%" }
    }
    var format: CellFormat?
    if let sample {
      do throws(FormatError) {
        format = try CellFormat(sample, for: type)
      } catch {
        return nil
      }
    }
    return CSVColumn(declared.header, type, isOptional: declared.type.isOptional, format: format)
  }
}
