import Columns
import IR
import Source

/// A table that was read; its columns are among those of the run.
struct LoadedTable: Sendable {
  /// The source, which may be read again for columns that are needed no longer except for messages.
  enum Origin: Sendable {
    case file(MappedFile)
    /// A constant table, as the CSV text that its cells make up.
    case constant(MappedFile)
  }

  let origin: Origin
  var rowCount: Int
  var lines: RowLines

  /// What messages and results call the file; nil for a constant table.
  var file: String? {
    if case .file(let file) = origin { return file.name }
    return nil
  }
}

extension Execution {
  /// Reads the tables that scans need, with the columns for which `isNeeded` is true; the findings if that fails.
  mutating func loadTables(
    _ sources: [String: DataSource], frames: [FrameID], isNeeded: (_ table: Int, _ column: Int) -> Bool
  ) -> (findings: [RunFinding], omitted: Int) {
    var findings: [RunFinding] = []
    var omitted = 0
    for frame in frames {
      guard case .scan(let table) = program[frame].rows, tables[table] == nil else { continue }
      options.observer?(.reading(table: program.inputs[table].name))
      let places = program.inputs[table].columns.indices.filter { isNeeded(table, $0) }
      switch open(table, sources) {
      case .failure(let failure): findings += failure.findings
      case .success(let origin):
        switch read(table, origin, places) {
        case .success(let loaded): tables[table] = loaded
        case .failure(let failure):
          findings += failure.findings
          omitted += failure.omitted
        }
      }
    }
    return (findings, omitted)
  }

  private struct ReadFailure: Error {
    var findings: [RunFinding]
    var omitted = 0
  }

  private func open(_ table: Int, _ sources: [String: DataSource]) -> Result<LoadedTable.Origin, ReadFailure> {
    let input = program.inputs[table]
    func failure(_ message: String) -> Result<LoadedTable.Origin, ReadFailure> {
      .failure(ReadFailure(findings: [RunFinding(.table(message), table: input.name, span: input.span)]))
    }
    if case .rows(let rows, _) = input.source {
      return .success(.constant(MappedFile(copying: csv(input.rowHeader, rows), name: input.name)))
    }
    let path: String
    switch sources[input.name] {
    case nil: return failure("no file is given for the table `\(input.name)`")
    case .bytes(let bytes, let name): return .success(.file(MappedFile(copying: bytes, name: name)))
    case .standardInput: path = "-"
    case .file(let given): path = given
    }
    do {
      return .success(.file(try MappedFile.open(path)))
    } catch {
      return failure("the file `\(error.path)` of the table `\(input.name)` cannot be read: \(error.reason)")
    }
  }

  /// A constant table's cells as CSV text.
  private func csv(_ header: [String], _ rows: [[String]]) -> [UInt8] {
    var text: [UInt8] = []
    for row in [header] + rows {
      for (place, cell) in row.enumerated() {
        if place > 0 { text.append(UInt8(ascii: ",")) }
        if cell.isEmpty { continue }
        text.append(UInt8(ascii: "\""))
        for byte in cell.utf8 {
          if byte == UInt8(ascii: "\"") { text.append(byte) }
          text.append(byte)
        }
        text.append(UInt8(ascii: "\""))
      }
      text.append(UInt8(ascii: "\n"))
    }
    return text
  }

  private mutating func read(
    _ table: Int, _ origin: LoadedTable.Origin, _ places: [Int]
  ) -> Result<LoadedTable, ReadFailure> {
    let input = program.inputs[table]
    var columns: [CSVColumn] = []
    var failures: [RunFinding] = []
    for place in places {
      let column = input.columns[place]
      switch csvColumn(column, input) {
      case .success(let csv): columns.append(csv)
      case .failure(let error):
        failures.append(RunFinding(.table(error.message), table: input.name, span: column.span))
      }
    }
    var separator: UInt8?
    if let text = input.separator {
      separator = text == "\\t" ? UInt8(ascii: "\t") : text.utf8.first
      if text.utf8.count != 1 && text != "\\t" {
        let message = "the separator of the table `\(input.name)` is not one character of one byte"
        failures.append(RunFinding(.table(message), table: input.name, span: input.span))
      }
    }
    if !failures.isEmpty { return .failure(ReadFailure(findings: failures)) }
    let file: MappedFile
    var isConstant = false
    switch origin {
    case .file(let source): file = source
    case .constant(let source):
      file = source
      isConstant = true
      separator = UInt8(ascii: ",")
    }
    let csvOptions = CSVOptions(
      separator: separator, threads: options.threads, errorLimit: options.errorLimit, allowsUnderscores: isConstant)
    do {
      let read = try readCSV(file, columns: columns, options: csvOptions, pool: &pool)
      let order = options.rowOrder.rows(read.rowCount)
      for number in self.columns.indices {
        if let input = inputPlace(ColumnID(number)), input.table == table,
          let place = places.firstIndex(of: input.place)
        {
          let column = read.columns[place]
          self.columns[number] = order.map { column.gather($0) } ?? column
        }
      }
      return .success(LoadedTable(origin: origin, rowCount: read.rowCount, lines: read.lines))
    } catch {
      let findings = error.errors.map { finding($0, input, isConstant: isConstant) }
      return .failure(ReadFailure(findings: findings, omitted: error.total - error.errors.count))
    }
  }

  private func finding(_ error: DataError, _ input: TableInput, isConstant: Bool) -> RunFinding {
    let column = input.columns.first { $0.header == error.columnName }
    if isConstant {
      // The header is line 1, and no cell of a constant table holds a line end.
      let span = constantSpan(input, row: error.line - 2, header: error.columnName) ?? input.span
      return RunFinding(.data(error), table: input.name, span: span)
    }
    let place = DataPlace(file: error.file, line: error.line, column: error.column)
    return RunFinding(.data(error), table: input.name, place: place, span: column?.span ?? input.span)
  }

  /// The place of a constant table's row, or of one of its cells, in the plan.
  func constantSpan(_ input: TableInput, row: Int, header: String?) -> SourceSpan? {
    guard case .rows(let rows, let spans) = input.source, rows.indices.contains(row) else { return nil }
    if spans.count == rows.count { return spans[row] }
    let start = rows[..<row].reduce(0) { $0 + $1.count }
    let field = header.flatMap { input.rowHeader.firstIndex(of: $0) } ?? 0
    return spans.indices.contains(start + field) ? spans[start + field] : nil
  }

  /// The table and the place in it that an input column comes from; nil for any other column.
  func inputPlace(_ column: ColumnID) -> (table: Int, place: Int)? {
    guard case .input(let place) = program[column].operation,
      case .scan(let table) = program[program[column].frame].rows
    else { return nil }
    return (table, place)
  }

  /// Reads columns of a table that is loaded without them; false iff that fails, though the rest could be read.
  mutating func loadMissingColumns(_ table: Int, _ places: [Int]) -> Bool {
    guard let loaded = tables[table] else { return false }
    if case .success = read(table, loaded.origin, places) { return true }
    return false
  }

  private func csvColumn(
    _ column: TableInput.InputColumn, _ input: TableInput
  ) -> Result<CSVColumn, FormatError> {
    let type: CellType
    switch column.kind {
    case .text: type = .text
    case .bool: type = .bool
    case .number: type = .number
    case .percent: type = .percent
    case .date: type = .date
    case .timestamp: type = .timestamp
    case .period(let unit): type = .period(unit)
    case .choice(let texts): type = .choice(texts)
    }
    var format: CellFormat?
    do {
      if let sample = column.format {
        format = try CellFormat(sample, for: type)
      } else if let sample = input.numberFormat, type == .number {
        format = try CellFormat(sample, for: type)
      } else if let sample = input.numberFormat, type == .percent {
        format = try CellFormat(sample + "%", for: type)
      }
    } catch {
      return .failure(error)
    }
    return .success(CSVColumn(column.header, type, isOptional: column.isOptional, format: format))
  }
}
