import Columns
import IR

/// Collects changes of tables: finds the tables, columns and rows that they name.
struct TableEditor {
  private let base: LiveBase
  private(set) var edits: [Int: TableEdits]

  init(_ base: LiveBase, _ edits: [Int: TableEdits]) {
    self.base = base
    self.edits = edits
  }

  mutating func apply(_ change: TableChange) throws(LiveFailure) {
    switch change {
    case .insert(let name, let cells):
      let table = try self.table(name)
      edits[table, default: TableEdits()].inserted.append(try headers(cells, table))
    case .update(let name, let row, let cells):
      let table = try self.table(name)
      let cells = try headers(cells, table)
      let number = try find(row, table)
      let count = rowCount(table)
      if number < count {
        edits[table, default: TableEdits()].updates[Int32(number), default: [:]].merge(cells) { $1 }
      } else {
        edits[table, default: TableEdits()].inserted[number - count]?.merge(cells) { $1 }
      }
    case .delete(let name, let row):
      let table = try self.table(name)
      let number = try find(row, table)
      let count = rowCount(table)
      if number < count {
        edits[table, default: TableEdits()].deleted.insert(Int32(number))
        edits[table]?.updates[Int32(number)] = nil
      } else {
        edits[table]?.inserted[number - count] = nil
      }
    }
  }

  /// The texts of a row's cells as they are now, by header.
  func cells(of row: TableChange.RowName, in name: String) throws(LiveFailure) -> [String: String] {
    let table = try self.table(name)
    let number = try find(row, table)
    let count = rowCount(table)
    if number >= count { return edits[table]?.inserted[number - count] ?? [:] }
    guard let loaded = base.execution.tables[table], case .file(let file) = loaded.origin else { return [:] }
    let input = base.program.inputs[table]
    let texts = file.withBytes { ChangedTable($0, input).cells(ofRow: Int32(truncatingIfNeeded: number)) }
    guard let texts else { throw .change(.noRow(row, table: name)) }
    return texts.merging(edits[table]?.updates[Int32(truncatingIfNeeded: number)] ?? [:]) { $1 }
  }

  private func rowCount(_ table: Int) -> Int { base.execution.tables[table]?.rowCount ?? 0 }

  // MARK: Names

  private func table(_ name: String) throws(LiveFailure) -> Int {
    let inputs = base.program.inputs
    let table = inputs.indices.first { number in
      guard inputs[number].name == name, let loaded = base.execution.tables[number] else { return false }
      if case .file = loaded.origin { return true }
      return false
    }
    guard let table else {
      let known = inputs.indices.filter { base.execution.tables[$0]?.file != nil }.map { inputs[$0].name }
      throw .change(.noTable(name, known: known))
    }
    return table
  }

  /// The cells by header, which the plan's name of a column stands for as well.
  private func headers(_ cells: [String: String], _ table: Int) throws(LiveFailure) -> [String: String] {
    let input = base.program.inputs[table]
    var result: [String: String] = [:]
    var known: [String]?
    for name in cells.keys.sorted() {
      if let column = input.columns.first(where: { $0.name == name || $0.header == name }) {
        result[column.header] = cells[name]
        continue
      }
      // A column that nothing reads: only the file knows it.
      let headers = known ?? self.headers(table)
      known = headers
      guard headers.contains(name) else {
        throw .change(.noColumn(name, table: input.name, known: input.columns.map(\.name)))
      }
      result[name] = cells[name]
    }
    return result
  }

  private func headers(_ table: Int) -> [String] {
    guard let loaded = base.execution.tables[table], case .file(let file) = loaded.origin else { return [] }
    return file.withBytes { ChangedTable($0, base.program.inputs[table]).headers }
  }

  // MARK: Rows

  /// The number of the row.
  private func find(_ row: TableChange.RowName, _ table: Int) throws(LiveFailure) -> Int {
    let name = base.program.inputs[table].name
    switch row {
    case .number(let number):
      guard isThere(number, table) else { throw .change(.noRow(row, table: name)) }
      return number
    case .cells(let cells):
      let found = try rows(try headers(cells, table), table)
      guard let first = found.first else { throw .change(.noRow(row, table: name)) }
      if found.count > 1 { throw .change(.severalRows(row, table: name)) }
      return first
    }
  }

  private func isThere(_ number: Int, _ table: Int) -> Bool {
    let edits = edits[table] ?? TableEdits()
    let count = rowCount(table)
    if number < 0 { return false }
    if number < count { return !edits.deleted.contains(Int32(number)) }
    return number - count < edits.inserted.count && edits.inserted[number - count] != nil
  }

  /// The rows that have all of `cells`, as they are now.
  private func rows(_ cells: [String: String], _ table: Int) throws(LiveFailure) -> [Int] {
    let edits = edits[table] ?? TableEdits()
    let count = rowCount(table)
    // The values in the base decide for rows whose cells did not change, the texts for the others.
    var found: [Int] = []
    for row in try baseRows(cells, table) where !edits.deleted.contains(row) {
      let isChanged = edits.updates[row]?.keys.contains { cells[$0] != nil } ?? false
      if !isChanged { found.append(Int(row)) }
    }
    for (row, own) in edits.updates where own.keys.contains(where: { cells[$0] != nil }) {
      let others = cells.filter { own[$0.key] == nil }
      let changed = cells.filter { own[$0.key] != nil }
      guard changed.allSatisfy({ own[$0.key] == $0.value }) else { continue }
      if others.isEmpty {
        found.append(Int(row))
      } else if try baseRows(others, table).contains(row) {
        found.append(Int(row))
      }
    }
    for (place, own) in edits.inserted.enumerated() {
      if let own, cells.allSatisfy({ own[$0.key, default: ""] == $0.value }) { found.append(count + place) }
    }
    return found.sorted()
  }

  /// The rows of the base whose values are those that the texts of `cells` stand for; of columns that nothing reads, the
  /// texts themselves.
  private func baseRows(_ cells: [String: String], _ table: Int) throws(LiveFailure) -> [Int32] {
    var columns: [ColumnID] = []
    var values: [Column] = []
    var unread: [String: String] = [:]
    for header in cells.keys.sorted() {
      guard let column = readColumn(header, table), let place = base.execution.inputPlace(column)?.place else {
        unread[header] = cells[header]
        continue
      }
      do throws(NeedsFullRun) {
        var revision = try Revision(base, [:])
        values.append(try revision.decoded([cells[header] ?? ""], place, of: table))
      } catch {
        // A text that is no value of the column is in no row.
        return []
      }
      columns.append(column)
    }
    var found: [Int32]?
    if let first = columns.first {
      found = base.index(base.program[first].frame, columns, .isAValue).rows(values, count: 1)
    }
    if unread.isEmpty { return found ?? [] }
    return rows(withTexts: unread, table, among: found)
  }

  /// The column of the base that holds the cells under a header; nil if nothing reads them.
  private func readColumn(_ header: String, _ table: Int) -> ColumnID? {
    let input = base.program.inputs[table]
    return base.program.columns.indices.lazy.map { ColumnID($0) }.first { column in
      guard base.execution.columns[Int(column.index)] != nil, let own = base.execution.inputPlace(column) else {
        return false
      }
      return own.table == table && input.columns[own.place].header == header
    }
  }

  /// The rows of the file whose cells are written so; all rows are looked at if none are given.
  private func rows(withTexts texts: [String: String], _ table: Int, among rows: [Int32]?) -> [Int32] {
    guard let loaded = base.execution.tables[table], case .file(let file) = loaded.origin else { return [] }
    let wanted = rows.map(Set.init)
    return file.withBytes { bytes in
      var found: [Int32] = []
      ChangedTable(bytes, base.program.inputs[table]).forEachRow { number, cells in
        if let wanted, !wanted.contains(number) { return true }
        let own = cells()
        if texts.allSatisfy({ own[$0.key] == $0.value }) { found.append(number) }
        return true
      }
      return found
    }
  }
}
