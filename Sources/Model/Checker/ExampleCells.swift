import Columns
import Source
import Syntax

/// The cells of a row block, read as a run reads them.
struct ExampleCells {
  struct Column {
    /// The cell's place in each row.
    let place: Int
    let name: String
    let type: CellType
    let isOptional: Bool
  }

  /// A cell that cannot be read.
  struct Fault {
    let error: DataError
    let span: SourceSpan
  }

  private(set) var errors: [Fault] = []
  private let columns: [Column]
  /// The values row by row, if every cell is written in the usual way; else ``values`` hold them.
  private var plain: [Value]?
  private var values: [Columns.Column] = []
  private var pool = TextPool()
  /// The rows and columns of the cells that say `infinite`.
  private var infinite: Set<SIMD2<Int>> = []

  /// - Parameter mayBeInfinite: true for results, which print `infinite`; no cell of data is.
  init(_ columns: [Column], _ rows: [RowSyntax], mayBeInfinite: Bool = false) {
    self.columns = columns
    plain = ExampleCells.plainValues(columns, rows, mayBeInfinite: mayBeInfinite)
    if plain != nil { return }
    if mayBeInfinite {
      for (row, syntax) in rows.enumerated() {
        for (index, column) in columns.enumerated()
        where [.number, .percent].contains(column.type) && syntax.cells[column.place].text == "infinite" {
          infinite.insert(SIMD2(row, index))
        }
      }
    }
    let (text, lines) = ExampleCells.csv(columns, rows, without: infinite)
    let file = MappedFile(copying: text, name: "")
    let wanted = columns.enumerated().map { CSVColumn(String($0), $1.type, isOptional: $1.isOptional) }
    let options = CSVOptions(separator: UInt8(ascii: ","), threads: 1, errorLimit: 20, allowsUnderscores: true)
    do {
      values = try readCSV(file, columns: wanted, options: options, pool: &pool).columns
    } catch {
      for error in error.errors {
        guard let number = lines.lastIndex(where: { $0 <= error.line }), let name = error.columnName,
          let index = Int(name), columns.indices.contains(index)
        else { continue }
        let cell = rows[number].cells[columns[index].place]
        errors.append(
          Fault(
            error: error.named(columns[index].name),
            span: cell.span))
      }
    }
  }

  /// The values of all cells row by row; nil unless each is written in the usual way.
  private static func plainValues(_ columns: [Column], _ rows: [RowSyntax], mayBeInfinite: Bool) -> [Value]? {
    var values: [Value] = []
    values.reserveCapacity(rows.count * columns.count)
    for row in rows {
      for column in columns {
        let text = row.cells[column.place].text
        if text.isEmpty, column.isOptional {
          values.append(.missing)
        } else if let value = WrittenCell.value(text, as: column.type) {
          values.append(value)
        } else if mayBeInfinite, text == "infinite", [.number, .percent].contains(column.type) {
          values.append(.number(.infinite))
        } else {
          return nil
        }
      }
    }
    return values
  }

  /// The cells as CSV text, and the line on which each row begins. The headers are numbers, and a first cell without
  /// meaning keeps rows of empty cells from being empty lines.
  private static func csv(
    _ columns: [Column], _ rows: [RowSyntax], without left: Set<SIMD2<Int>>
  ) -> (text: [UInt8], lines: [Int]) {
    var text: [UInt8] = Array("row".utf8)
    for index in columns.indices { text += Array(",\(index)".utf8) }
    text.append(UInt8(ascii: "\n"))
    var lines: [Int] = []
    var line = 2
    for (number, row) in rows.enumerated() {
      lines.append(line)
      text.append(UInt8(ascii: "x"))
      for (index, column) in columns.enumerated() {
        text.append(UInt8(ascii: ","))
        let cell = row.cells[column.place].text
        if cell.isEmpty || left.contains(SIMD2(number, index)) { continue }
        text.append(UInt8(ascii: "\""))
        for byte in cell.utf8 {
          if byte == UInt8(ascii: "\"") { text.append(byte) }
          if byte == UInt8(ascii: "\n") { line += 1 }
          text.append(byte)
        }
        text.append(UInt8(ascii: "\""))
      }
      text.append(UInt8(ascii: "\n"))
      line += 1
    }
    return (text, lines)
  }

  /// The value of a cell, if all cells could be read.
  func value(_ row: Int, _ column: Int, times factor: Rational) -> Value {
    let value = read(row, column)
    if factor != .one, case .number(let number) = value, !number.isInfinite, let scaled = number.multiplying(factor) {
      return .number(scaled)
    }
    return value
  }

  private func read(_ row: Int, _ column: Int) -> Value {
    if let plain { return plain[row * columns.count + column] }
    guard values.indices.contains(column) else { return .missing }
    if infinite.contains(SIMD2(row, column)) { return .number(.infinite) }
    let kind: ValueKind =
      switch columns[column].type {
      case .text, .choice: .text
      case .bool: .bool
      case .number, .percent: .number
      case .date: .date
      case .timestamp: .timestamp
      case .period(let unit): .period(unit)
      }
    return values[column].value(at: row, as: kind, pool: pool)
  }

  /// The number of decimals that a cell's text gives of its value.
  static func decimals(of text: String) -> Int {
    let shift = text.contains("%") ? 2 : 0
    guard let point = text.lastIndex(of: ".") else { return shift }
    return text[point...].count { $0.isNumber } + shift
  }
}
