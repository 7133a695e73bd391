import Columns
import Engine
import IR
import Model
import Source

/// Columns of a frame, by which its rows are found.
struct ColumnsOfFrame: Hashable {
  let frame: FrameID
  let columns: [ColumnID]
}

/// Sums over rows.
extension ExplanationBuilder {
  /// The rows that an aggregate takes in, in the order of their frame.
  mutating func rows(of aggregation: Aggregation, at row: Int) -> [Int] {
    let key = ColumnsOfFrame(frame: aggregation.frame, columns: aggregation.theirs)
    if rowIndexes[key] == nil {
      var index: [[Value]: [Int]] = [:]
      for other in 0..<(run.rowCount(aggregation.frame) ?? 0) {
        let values = aggregation.theirs.compactMap { run.value($0, row: other) }
        if values.count == aggregation.theirs.count, !values.contains(.missing) {
          index[values, default: []].append(other)
        }
      }
      rowIndexes[key] = index
    }
    let keys = aggregation.keys.compactMap { run.value($0, row: row) }
    guard keys.count == aggregation.keys.count else { return [] }
    let found = rowIndexes[key]?[keys] ?? []
    return found.filter { other in
      if let window = aggregation.window {
        guard let date = run.value(window.date, row: other), isInside(date, window, row) else { return false }
      }
      if let value = aggregation.value, run.value(value, row: other) == .missing { return false }
      return true
    }
  }

  private func isInside(_ date: Value, _ window: Aggregation.Window, _ row: Int) -> Bool {
    guard case .date(let day) = date else { return false }
    if let from = window.from, case .date(let bound)? = run.value(from, row: row), day < bound { return false }
    if let through = window.through, case .date(let bound)? = run.value(through, row: row), day > bound { return false }
    return true
  }

  /// An aggregate as parts of its rows.
  mutating func aggregateTerms(
    _ aggregation: Aggregation, _ column: ColumnID, _ row: Int, _ scale: Scale, _ place: Place
  ) -> Terms? {
    let rows = rows(of: aggregation, at: row)
    var inner = scale
    var chosen = rows
    switch aggregation.function {
    case .sum, .count: break
    case .average:
      guard !rows.isEmpty, let next = scale.dividedBy(Rational(rows.count), "\(rows.count) rows") else { return nil }
      inner = next
    case .minimum, .maximum:
      guard let value = aggregation.value,
        let found = rows.first(where: { run.value(value, row: $0) == run.value(column, row: row) })
      else { return nil }
      chosen = [found]
    case .countDistinct, .any, .every, .product: return nil
    }
    var children: [ExplanationNode] = []
    for other in chosen {
      guard let node = rowNode(aggregation, other, inner, place, like: column) else { return nil }
      children.append(node)
    }
    guard case .number(let own)? = run.value(column, row: row), let value = own.multiplying(scale.factor) else {
      return nil
    }
    var facts: [ExplanationFact] = []
    if let window = aggregation.window { facts.append(windowFact(window, row)) }
    if chosen.count < rows.count {
      facts.append(
        ExplanationFact("of \(rows.count) rows", aggregation.function == .minimum ? "the least" : "the greatest"))
    }
    if children.isEmpty {
      return Terms(
        nodes: [
          part(.value, "no rows: \(words(column, place))", value, like: column, span: span(column, place), facts: facts)
        ])
    }
    let group = ExplanationNode(
      kind: .group, label: words(column, place), value: value,
      text: text(column, value), working: working(text(column, own), scale), span: span(column, place), data: nil,
      facts: facts, children: children)
    return Terms(nodes: [group])
  }

  private func windowFact(_ window: Aggregation.Window, _ row: Int) -> ExplanationFact {
    let from = window.from.flatMap { run.value($0, row: row) }.map(\.description) ?? ""
    let through = window.through.flatMap { run.value($0, row: row) }.map(\.description) ?? ""
    return ExplanationFact("days", "\(from) .. \(through)")
  }

  /// One row of an aggregate with what it adds.
  mutating func rowNode(
    _ aggregation: Aggregation, _ other: Int, _ scale: Scale, _ place: Place, like column: ColumnID
  ) -> ExplanationNode? {
    var inner = place.deeper
    inner.row = name(aggregation.frame, other)
    let label = rowLabel(aggregation.frame, other, date: aggregation.window?.date)
    guard let value = aggregation.value else {
      // A row that is counted is one.
      var node = part(.row, label, scale.factor, like: column, working: working("1", scale))
      node.data = data(aggregation.frame, other)
      return node
    }
    guard case .number(let own)? = run.value(value, row: other),
      var node = node(.row, label, value, other, own, scale, inner, span: nil)
    else { return nil }
    node.data = data(aggregation.frame, other)
    return node
  }

  /// What a row is called, with its date.
  mutating func rowLabel(_ frame: FrameID, _ row: Int, date: ColumnID?) -> String {
    let name = name(frame, row)
    if case .spine = run.program[frame].rows { return name }
    let credit = columns.credit(frame)
    let column = date ?? credit?.date
    guard let column, run.program[column].frame == frame, case .date(let day)? = run.value(column, row: row) else {
      return name
    }
    return name.isEmpty ? day.description : "\(name), \(day)"
  }

  /// A running total as a part for each row up to this one.
  mutating func runningTerms(
    _ of: ColumnID, _ group: [ColumnID], _ order: [ColumnID], _ column: ColumnID, _ row: Int, _ scale: Scale,
    _ place: Place
  ) -> Terms? {
    let frame = run.program[column].frame
    let keys = group.map { run.value($0, row: row) }
    let count = run.rowCount(frame) ?? 0
    var rows = (0..<count).filter { other in zip(group, keys).allSatisfy { run.value($0, row: other) == $1 } }
    sort(&rows, by: order)
    guard let end = rows.firstIndex(of: row) else { return nil }
    var children: [ExplanationNode] = []
    for other in rows[...end] {
      guard case .number(let own)? = run.value(of, row: other) else { return nil }
      var inner = place.deeper
      inner.row = name(frame, other)
      guard var node = node(.row, inner.row, of, other, own, scale, inner, span: nil) else { return nil }
      node.data = data(frame, other)
      children.append(node)
    }
    guard case .number(let own)? = run.value(column, row: row), let value = own.multiplying(scale.factor) else {
      return nil
    }
    return Terms(nodes: [
      ExplanationNode(
        kind: .group, label: words(column, place), value: value, text: text(column, value),
        working: working(text(column, own), scale), span: span(column, place), data: nil, facts: [], children: children)
    ])
  }

  /// Puts rows in the order of columns of their frame, then of their numbers.
  func sort(_ rows: inout [Int], by order: [ColumnID]) {
    let keys = Dictionary(rows.map { row in (row, order.map { run.value($0, row: row) ?? .missing }) }) { first, _ in
      first
    }
    rows.sort { a, b in
      for (x, y) in zip(keys[a] ?? [], keys[b] ?? []) where x != y {
        return ExplanationBuilder.precedes(x, y)
      }
      return a < b
    }
  }

  private static func precedes(_ a: Value, _ b: Value) -> Bool {
    switch (a, b) {
    case (.number(let x), .number(let y)): return x < y
    case (.date(let x), .date(let y)): return x < y
    case (.text(let x), .text(let y)): return x.utf8.lexicographicallyPrecedes(y.utf8)
    case (.period(let x), .period(let y)): return x.ordinal < y.ordinal
    case (.timestamp(let x), .timestamp(let y)): return x < y
    case (.bool(let x), .bool(let y)): return !x && y
    case (.missing, _): return b != .missing
    default: return false
    }
  }
}
