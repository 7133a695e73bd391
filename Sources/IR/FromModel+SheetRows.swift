import Columns
import Model
import Source
import Syntax

/// The rows of sheets that go through the rows of other sheets, and sheets as tables.
extension Lowering {
  /// What a sheet has a row for, before its periods.
  mutating func entities(of sheet: Int) -> FrameID {
    let declaration = model.sheets[sheet]
    switch declaration.rows {
    case .one: return addFrame(declaration.name, .single, declaration.span)
    case .table(let table, let condition):
      let frame = tableFrame(table)
      guard let condition else { return frame }
      return filter(frame, keep: lower(condition, in: .table(table)), declaration.name, condition.span)
    case .sheet(let source, let condition):
      let rows = lowered(source)
      var keep = shown(source, rows)
      if let condition {
        let test = lower(condition, in: .sheet(source))
        keep = keep.map { emit(.and($0, test), .bool, on: rows.frame, condition.span) } ?? test
      }
      guard let keep else { return rows.frame }
      return filter(rows.frame, keep: keep, declaration.name, condition?.span ?? declaration.span)
    case .keys(_, _, let sources):
      let frame: FrameID
      if let match = declaration.match {
        frame = addFrame(declaration.name, .match(lower(match)), declaration.span)
      } else {
        let sets = sources.map { source -> RowSource.KeySet in
          let rows = rowsOfRun(source.relation)
          return RowSource.KeySet(frame: self.frame(of: rows), columns: source.columns.map { lower($0, in: rows) })
        }
        frame = addFrame(declaration.name, .keys(sets), declaration.span)
      }
      guard let condition = declaration.keyCondition else { return frame }
      // The condition stands at the rows that are not chosen from yet.
      sheets[sheet] = LoweredSheet(
        frame: frame, entities: frame, front: frame, range: nil, keys: frame, hasPeriods: false, firstShown: nil,
        lastShown: nil, planStart: nil)
      let keep = lower(condition, in: .sheet(sheet))
      sheets[sheet] = nil
      return filter(frame, keep: keep, declaration.name, condition.span)
    }
  }

  /// A relation's rows, but for those of a sheet that are only computed for other ones of its rows.
  mutating func rowsOfRun(_ relation: Relation) -> Context {
    guard case .sheet(let sheet) = relation, let keep = shown(sheet, lowered(sheet)) else {
      return context(of: relation)
    }
    let declaration = model.sheets[sheet]
    return .filtered(
      filter(lowered(sheet).frame, keep: keep, declaration.name, declaration.span), of: .sheet(sheet))
  }

  /// The row of a sheet with these keys. Rows before the first of `during` are there for running totals alone.
  mutating func sheetRow(
    _ sheet: Int, _ keys: [TypedAggregate.Join], isRequired: Bool, mine: [ColumnID], _ span: SourceSpan,
    on frame: FrameID
  ) -> ColumnID {
    let whole = lowered(sheet).frame
    let rows = rowsOfPlan(sheet)
    let target = self.frame(of: rows)
    let theirs = keys.map { lower($0.theirs, in: rows) }
    let count = program.columns.count
    let found = emit(
      .lookup(frame: target, theirs: theirs, keys: mine, isRequired: isRequired), .row(target), on: frame, span)
    let name = model.sheets[sheet].name
    if Int(found.index) >= count, program[target].name != name { program.lookupNames[found] = name }
    if target == whole { return found }
    let identity = program[whole].identity
    let parent = emit(.parentRow, .row(whole), on: target, span)
    if program[target].identity.isEmpty {
      program.frames[Int(target.index)].identity = identity.map {
        NamedColumn($0.name, gather($0.column, at: parent, on: target, span))
      }
    }
    return gather(parent, at: found, on: frame, span)
  }

  /// A sheet's rows from the first of `during` on.
  mutating func rowsOfPlan(_ sheet: Int) -> Context {
    let lowered = lowered(sheet)
    guard let first = lowered.planStart else { return .sheet(sheet) }
    let span = model.sheets[sheet].span
    let bound = constant(.period(first), .period(first.unit), on: lowered.frame, span)
    let keep = emit(
      .compare(.greaterOrEqual, sheetColumn(sheet, .period, span), bound), .bool, on: lowered.frame, span)
    return .filtered(filter(lowered.frame, keep: keep, model.sheets[sheet].name, span), of: .sheet(sheet))
  }

  /// The columns that name the row of a relation at `row`, as people read them.
  mutating func identity(of relation: Relation, at row: ColumnID, on frame: FrameID) -> [NamedColumn] {
    switch relation {
    case .table(let table): return tableIdentity(table, at: row, on: frame)
    case .sheet(let sheet):
      return keyColumns(sheet).map {
        NamedColumn($0.name, gather($0.column, at: row, on: frame, model.sheets[sheet].span))
      }
    case .credit, .shares: return []
    }
  }
}
