@testable import Columns

/// A file of this text.
func csvFile(_ text: String) -> MappedFile { MappedFile(copying: Array(text.utf8), name: "test.csv") }

/// Reads a text; with small chunks where they matter.
func readCSVText(
  _ text: String, _ columns: [CSVColumn], separator: Character? = nil, threads: Int = 1, chunkSize: Int = 1 << 20,
  errorLimit: Int = 20, allowsUnderscores: Bool = false
) throws(DataErrors) -> (table: CSVTable, pool: TextPool) {
  var pool = TextPool()
  let options = CSVOptions(
    separator: separator?.asciiValue, threads: threads, errorLimit: errorLimit, allowsUnderscores: allowsUnderscores,
    chunkSize: chunkSize)
  let table = try readCSV(csvFile(text), columns: columns, options: options, pool: &pool)
  return (table, pool)
}

/// The value of each row as text; numbers exactly, missing values as `-`.
func describe(_ column: Column, _ type: CellType, _ pool: TextPool) -> [String] {
  (0..<column.count).map { row in
    if let validity = column.validity, !validity[row] { return "-" }
    switch column.storage {
    case .bools(let values): return values[row] ? "true" : "false"
    case .integers(let values, let scale): return Rational(values[row], scale: scale).description(decimals: 40)
    case .wide(let values, let scale): return Rational(values[row], scale: scale)?.description(decimals: 40) ?? "?"
    case .fractions(let values, let denominator): return "\(values[row])/\(denominator)"
    case .rationals(let values): return "\(values[row].numerator)/\(values[row].denominator)"
    case .codes(let values):
      switch type {
      case .text, .choice: return pool.string(values[row])
      case .date: return CalendarDate(days: values[row]).description
      case .period(let unit): return Period(unit, ordinal: values[row]).description
      case .bool, .number, .percent, .timestamp: return "?"
      }
    }
  }
}

/// The values of one column under the header `c`.
func readColumn(
  _ cells: [String], _ type: CellType, isOptional: Bool = false, as format: String? = nil
) throws -> [String] {
  var writer = CSVWriter()
  for cell in ["c", "d"] { writer.append(cell) }
  writer.endRow()
  for cell in cells {
    writer.append(cell)
    writer.append("x")
    writer.endRow()
  }
  let format = try format.map { text throws(FormatError) in try CellFormat(text, for: type) }
  let (table, pool) = try readCSVText(
    String(decoding: writer.bytes, as: UTF8.self), [CSVColumn("c", type, isOptional: isOptional, format: format)])
  return describe(table.columns[0], type, pool)
}

/// The errors of reading a text, each as `line:column message`; none if it can be read.
func csvErrors(
  _ text: String, _ columns: [CSVColumn], separator: Character? = nil, threads: Int = 1, chunkSize: Int = 1 << 20
) -> [String] {
  do {
    _ = try readCSVText(text, columns, separator: separator, threads: threads, chunkSize: chunkSize)
    return []
  } catch {
    return error.errors.map { "\($0.line):\($0.column) \($0.message)" }
  }
}
