import Columns

/// Single cells as the reader of files reads them.
extension CSVColumn {
  /// The value that a cell holds; nil if it holds none of the column's type.
  ///
  /// - Parameter isConstant: whether it stands in the plan's text, where digits may be grouped by underscores.
  func value(ofCell text: String, isConstant: Bool = false) -> Value? {
    if text.isEmpty { return .missing }
    if format == nil, isConstant, let value = WrittenCell.value(text, as: type) { return value }
    var pool = TextPool()
    do throws(DataErrors) {
      let quoted = text.replacing("\"", with: "\"\"")
      let file = MappedFile(copying: Array("value,end\n\"\(quoted)\",\n".utf8), name: "")
      let options = CSVOptions(separator: UInt8(ascii: ","), threads: 1, allowsUnderscores: isConstant)
      let column = CSVColumn("value", type, isOptional: isOptional, format: format)
      let read = try readCSV(file, columns: [column], options: options, pool: &pool)
      return read.columns[0].value(at: 0, as: type.kind, pool: pool)
    } catch {
      return nil
    }
  }
}

extension CellType {
  /// What the values of such cells are.
  fileprivate var kind: Columns.ValueKind {
    switch self {
    case .text, .choice: .text
    case .bool: .bool
    case .number, .percent: .number
    case .date: .date
    case .timestamp: .timestamp
    case .period(let unit): .period(unit)
    }
  }
}
