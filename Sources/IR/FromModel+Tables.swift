import Columns
import Model
import Source
import Syntax

extension Lowering {
  /// The frame of a table's rows as they are read.
  mutating func scanFrame(_ index: Int) -> FrameID {
    if let frame = scanFrames[index] { return frame }
    let table = model.tables[index]
    let source: TableInput.Source
    if let rows = table.rows {
      source = .rows(rows.map { $0.cells.map(\.text) }, spans: rows.map(\.span))
    } else {
      source = .file(table.path)
    }
    program.inputs.append(
      TableInput(
        name: table.name, source: source, rowHeader: table.rowHeader.map(\.text), separator: table.separator,
        numberFormat: table.numberFormat, columns: [], span: table.span))
    let frame = addFrame(table.name, .scan(table: program.inputs.count - 1), table.span)
    scanFrames[index] = frame
    return frame
  }

  /// The frame of a table's rows: those that its `where` keeps, the latest of each key, one for each key.
  mutating func tableFrame(_ index: Int) -> FrameID {
    if let frame = tableFrames[index] { return frame }
    let table = model.tables[index]
    var frame = scanFrame(index)
    // Columns of the frames in between are read from the scan, through the rows that are left.
    var context = Context.scan(index)
    for condition in table.conditions {
      let keep = lower(condition, in: context)
      frame = filter(frame, keep: keep, table.name, table.span)
      context = .filtered(frame, of: context)
    }
    let keys = table.key.map { column in
      self.column(.table(index), .column(column), depth: 0, in: context, table.columns[column].span)
    }
    if !table.latestBy.isEmpty {
      let by = table.latestBy.map { column in
        self.column(.table(index), .column(column), depth: 0, in: context, table.columns[column].span)
      }
      let content = table.columns.indices.filter { table.columns[$0].value == nil }.map { column in
        self.column(.table(index), .column(column), depth: 0, in: context, table.columns[column].span)
      }
      frame = addFrame(table.name, .latest(of: frame, key: keys, by: by, content: content), table.span)
      context = .filtered(frame, of: context)
    } else if table.validity == nil, !keys.isEmpty || table.isOneRow {
      frame = addFrame(table.name, .unique(of: frame, key: keys), table.span)
      context = .filtered(frame, of: context)
    }
    if let validity = table.validity {
      let to = validity.to.map { column in
        self.column(.table(index), .column(column), depth: 0, in: context, table.columns[column].span)
      }
      let parts = table.key.map { column in
        self.column(.table(index), .column(column), depth: 0, in: context, table.columns[column].span)
      }
      if let from = parts.last {
        frame = addFrame(
          table.name, .versions(of: frame, key: parts.dropLast(), from: from, through: to), table.span)
        context = .filtered(frame, of: context)
      }
    }
    tableFrames[index] = frame
    tableContexts[index] = context
    let identity = table.key.map { column -> NamedColumn in
      let value = tableColumn(index, column)
      return NamedColumn(
        table.columns[column].name, readable(value, type: table.columns[column].type, on: frame))
    }
    program.frames[Int(frame.index)].identity = identity
    for check in table.checks {
      let condition = lower(check.condition, in: .table(index))
      program.checks.append(
        Check(
          text: check.text, frame: frame, condition: condition, applies: nil,
          witnesses: witnesses(of: check.condition, in: .table(index)), span: check.span))
    }
    return frame
  }

  /// A table's column over its rows.
  mutating func tableColumn(_ table: Int, _ column: Int) -> ColumnID {
    _ = tableFrame(table)
    let span = model.tables[table].columns[column].span
    guard let context = tableContexts[table] else { return scanColumn(table, column) }
    return self.column(.table(table), .column(column), depth: 0, in: context, span)
  }

  /// A table's column as it is read: the cells, the rows they refer to, or a computed value.
  mutating func scanColumn(_ table: Int, _ column: Int) -> ColumnID {
    let frame = scanFrame(table)
    let declaration = model.tables[table].columns[column]
    if let value = declaration.value {
      let computed = lower(value, in: .scan(table))
      return computed
    }
    let input = inputColumn(table, column, on: frame)
    if case .row(.table(let target)) = declaration.type.value {
      let targetFrame = tableFrame(target)
      let theirs = model.tables[target].key.map { tableColumn(target, $0) }
      // A key that is itself a reference is read as the row it refers to.
      let key = reference(input, asKeyOf: target, on: frame, declaration.span)
      let isNew = program.columns.count
      let lookup = emit(
        .lookup(frame: targetFrame, theirs: theirs, keys: [key], isRequired: true), .row(targetFrame), on: frame,
        declaration.span, name: declaration.name)
      if Int(lookup.index) >= isNew { program.required.append(lookup) }
      return lookup
    }
    if let units = declaration.rowUnit { return inOneUnit(input, units, table, column) }
    if let factor = declaration.factor {
      let scale = constant(.number(factor), .number, on: frame, declaration.span)
      return emit(.multiply(input, scale), .number, on: frame, declaration.span, name: declaration.name)
    }
    return input
  }

  /// The cell of a reference as a value of the target's key.
  private mutating func reference(
    _ input: ColumnID, asKeyOf target: Int, on frame: FrameID, _ span: SourceSpan
  ) -> ColumnID {
    guard let key = model.tables[target].key.first,
      case .row(.table(let further)) = model.tables[target].columns[key].type.value
    else { return input }
    let furtherFrame = tableFrame(further)
    let theirs = model.tables[further].key.map { tableColumn(further, $0) }
    let inner = reference(input, asKeyOf: further, on: frame, span)
    return emit(
      .lookup(frame: furtherFrame, theirs: theirs, keys: [inner], isRequired: true), .row(furtherFrame), on: frame, span
    )
  }

  mutating func inputColumn(_ table: Int, _ column: Int, on frame: FrameID) -> ColumnID {
    let declaration = model.tables[table].columns[column]
    let cell = cellKind(of: declaration.type)
    guard case .scan(let input) = program[frame].rows else { return ColumnID(0) }
    let number: Int
    if let known = inputNumbers[table]?[column] {
      number = known
    } else {
      program.inputs[input].columns.append(
        TableInput.InputColumn(
          name: declaration.name, header: declaration.header, kind: cell.cell,
          isOptional: declaration.type.isOptional, format: declaration.format, span: declaration.span))
      number = program.inputs[input].columns.count - 1
      inputNumbers[table, default: [:]][column] = number
    }
    return emit(.input(number), cell.kind, on: frame, declaration.span, name: declaration.name)
  }

  /// How a cell of the type is read, and what it gives.
  private func cellKind(of type: StaticType) -> (cell: TableInput.CellKind, kind: ValueKind) {
    switch type.value {
    case .bool: return (.bool, .bool)
    case .date: return (.date, .date)
    case .timestamp: return (.timestamp, .timestamp)
    case .period(let unit): return (.period(model.unit(unit)), .period(model.unit(unit)))
    case .choice(let options): return (.choice(options), .text)
    case .number(let quantity): return (quantity.form == .percent ? .percent : .number, .number)
    case .moneyInColumn: return (.number, .number)
    case .row(.table(let table)):
      guard let key = model.tables[table].key.first else { return (.text, .text) }
      return cellKind(of: model.tables[table].columns[key].type)
    case .row, .text, .calendarSpan, .window, .nothing, .poison: return (.text, .text)
    }
  }

  /// The named values of a condition, to be printed when it fails.
  mutating func witnesses(of condition: TypedExpression, in context: Context) -> [NamedColumn] {
    var result: [NamedColumn] = []
    func visit(_ expression: TypedExpression) {
      switch expression.kind {
      case .field(let relation, let field, 0):
        let name: String?
        switch (relation, field) {
        case (.table(let table), .column(let column)): name = model.tables[table].columns[column].name
        case (.sheet(let sheet), .line(let line)): name = model.sheets[sheet].lines[line].name
        default: name = nil
        }
        if let name, !result.contains(where: { $0.name == name }) {
          let value = column(relation, field, depth: 0, in: context, expression.span)
          result.append(NamedColumn(name, readable(value, type: expression.type, on: frame(of: context))))
        }
      case .aggregate: break
      default: for child in expression.children { visit(child) }
      }
    }
    visit(condition)
    return result
  }
}
