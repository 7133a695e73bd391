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
        guard let format = column.format, let type = model.cellType(of: model.tables[index].columns[number].type) else {
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
}
