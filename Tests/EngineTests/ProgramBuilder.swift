import Columns
import Engine
import IR
import Source

/// Builds programs by hand, a frame or a column at a time.
struct ProgramBuilder {
  var program = Program()
  private var spanStart = 0

  /// Spans that differ, so that a finding shows which column it is about.
  private mutating func nextSpan() -> SourceSpan {
    spanStart += 10
    return SourceSpan(file: FileID(0), start: spanStart, end: spanStart + 5)
  }

  mutating func frame(_ name: String, _ rows: RowSource, identity: [NamedColumn] = []) -> FrameID {
    var frame = Frame(name: name, rows: rows, span: nextSpan())
    frame.identity = identity
    program.frames.append(frame)
    return FrameID(program.frames.count - 1)
  }

  mutating func column(
    _ frame: FrameID, _ kind: IR.ValueKind, _ operation: Operation, name: String? = nil
  ) -> ColumnID {
    program.columns.append(ColumnNode(frame: frame, kind: kind, operation: operation, span: nextSpan(), name: name))
    return ColumnID(program.columns.count - 1)
  }

  /// A scan of a table with the columns `(name, kind)`; a name that ends in `?` is of an optional column.
  mutating func scan(
    _ name: String, _ columns: [(String, TableInput.CellKind)], rows: [[String]]? = nil
  ) -> (frame: FrameID, columns: [ColumnID]) {
    let inputs = columns.map { name, kind in
      let isOptional = name.hasSuffix("?")
      let header = isOptional ? String(name.dropLast()) : name
      return TableInput.InputColumn(
        name: header, header: header, kind: kind, isOptional: isOptional, format: nil, span: nextSpan())
    }
    let source: TableInput.Source
    if let rows {
      source = .rows(rows, spans: rows.map { _ in nextSpan() })
    } else {
      source = .file("\(name).csv")
    }
    program.inputs.append(
      TableInput(
        name: name, source: source, rowHeader: inputs.map(\.header), separator: nil, numberFormat: nil,
        columns: inputs, span: nextSpan()))
    let frame = frame(name, .scan(table: program.inputs.count - 1))
    let ids = inputs.indices.map { column(frame, inputs[$0].kind.valueKind, .input($0), name: inputs[$0].name) }
    program.frames[Int(frame.index)].identity = ids.prefix(1).map { NamedColumn(inputs[0].name, $0) }
    return (frame, ids)
  }

  mutating func constant(_ frame: FrameID, _ value: Value, _ kind: IR.ValueKind) -> ColumnID {
    column(frame, kind, .constant(value))
  }

  mutating func number(_ frame: FrameID, _ text: String) -> ColumnID {
    constant(frame, Rational(decimal: text).map { .number($0) } ?? .missing, .number)
  }

  mutating func text(_ frame: FrameID, _ text: String) -> ColumnID { constant(frame, .text(text), .text) }

  /// The parent's column at each row's parent row.
  mutating func gather(_ of: ColumnID, at: ColumnID, name: String? = nil) -> ColumnID {
    column(program[at].frame, program[of].kind, .gather(of, at: at), name: name ?? program[of].name)
  }

  mutating func parent(_ frame: FrameID) -> ColumnID {
    guard let parent = program[frame].rows.parent else { preconditionFailure("a frame without a parent") }
    return column(frame, .row(parent), .parentRow)
  }

  mutating func filter(_ parent: FrameID, _ keep: ColumnID, name: String = "kept") -> (frame: FrameID, row: ColumnID) {
    let frame = frame(name, .filter(of: parent, keep: keep))
    return (frame, self.parent(frame))
  }

  mutating func sum(
    _ value: ColumnID, _ theirs: [ColumnID], equal keys: [ColumnID], in frame: FrameID,
    window: Aggregation.Window? = nil
  ) -> ColumnID {
    aggregate(.sum, value, program[value].frame, theirs, equal: keys, in: frame, window: window)
  }

  mutating func aggregate(
    _ function: Aggregation.Function, _ value: ColumnID?, _ other: FrameID, _ theirs: [ColumnID],
    equal keys: [ColumnID], in frame: FrameID, window: Aggregation.Window? = nil
  ) -> ColumnID {
    let kind: IR.ValueKind =
      switch function {
      case .sum, .count, .countDistinct, .average, .product: .number
      case .any, .every: .bool
      case .minimum, .maximum: value.map { program[$0].kind } ?? .number
      }
    return column(
      frame, kind,
      .aggregate(
        Aggregation(function: function, frame: other, value: value, theirs: theirs, keys: keys, window: window)))
  }

  /// Prints `columns` of `frame`, the first `keys` of them as keys and in their order.
  mutating func output(
    _ name: String, _ frame: FrameID, _ columns: [(String, ColumnID)], keys: Int = 1, shown: ColumnID? = nil,
    isPrimary: ColumnID? = nil, format: OutputColumn.Format? = nil
  ) {
    let definitions = columns.map { name, column in
      let isNumber = program[column].kind == .number
      return OutputColumn(
        name: name, title: nil, column: column, format: isNumber ? format ?? .number(.all(minimum: 0)) : .plain,
        unit: nil, isAdditive: isNumber)
    }
    program.outputs.append(
      Output(
        kind: .sheet, name: name, title: nil, frame: frame, shown: shown, isPrimary: isPrimary,
        keys: Array(definitions.prefix(keys)), columns: Array(definitions.dropFirst(keys)),
        order: columns.prefix(keys).map { $0.1 }))
  }
}

/// A result as CSV text, with the rows that are not primary marked.
func text(_ table: OutputTable) -> String {
  var lines = [table.definitions.map(\.name).joined(separator: ",")]
  for row in 0..<table.rowCount {
    let cells = table.columns.indices.map { table.text(row: row, column: $0) }
    lines.append(cells.joined(separator: ",") + (table.isPrimary[row] ? "" : " *"))
  }
  return lines.joined(separator: "\n")
}

/// A finding as a line: place or span, message, row, witnesses, notes.
func text(_ finding: RunFinding) -> String {
  var parts = [finding.place?.description ?? "\(finding.table)", finding.message]
  if !finding.row.isEmpty { parts.append(finding.row.map { "\($0.name) \($0.text)" }.joined(separator: ", ")) }
  if !finding.witnesses.isEmpty {
    parts.append("with " + finding.witnesses.map { "\($0.name) \($0.text)" }.joined(separator: ", "))
  }
  parts += finding.notes
  return parts.joined(separator: " | ")
}

/// The results of a program over CSV texts by table name, or its findings, as text; the same for every thread count.
func outcome(_ program: Program, _ tables: [String: String], threads: Int = 1, errorLimit: Int = 20) -> String {
  let problems = verify(program)
  if !problems.isEmpty { return problems.joined(separator: "\n") }
  let sources = tables.map { name, text in (name, DataSource.bytes(Array(text.utf8), name: "\(name).csv")) }
  let options = RunOptions(threads: threads, errorLimit: errorLimit)
  switch run(program, tables: Dictionary(uniqueKeysWithValues: sources), options: options) {
  case .results(let results):
    return results.outputs.map { text($0) }.joined(separator: "\n\n")
  case .failed(let findings, let omitted):
    return (findings.map { text($0) } + (omitted > 0 ? ["and \(omitted) more"] : [])).joined(separator: "\n")
  }
}
