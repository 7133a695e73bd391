import Columns
import Engine
import IR
import Model
import Source

/// What stands beside the summands: conditions, rates, quotas, attainments.
extension ExplanationBuilder {
  /// How many facts stand beside one value.
  private static let factLimit = 12

  // MARK: Words

  /// What a value is called: its words in the text, on one line.
  func words(_ column: ColumnID, _ place: Place) -> String {
    if let expression = columns.expression(column, in: place.line) {
      let words = sources.words(expression.span)
      if !words.isEmpty { return shortened(words) }
    }
    if let name = columns.name(column) { return name }
    return shortened(sources.words(run.program[column].span))
  }

  func words(_ span: SourceSpan) -> String { shortened(sources.words(span)) }

  private func shortened(_ words: String) -> String {
    words.count <= 96 ? words : String(words.prefix(95)) + "…"
  }

  func span(_ column: ColumnID, _ place: Place) -> SourceSpan? {
    let span = columns.expression(column, in: place.line)?.span ?? run.program[column].span
    return sources.contains(span.file) ? span : nil
  }

  /// A number as a value of the column is printed.
  func text(_ column: ColumnID, _ number: Rational) -> String {
    ValueWords.text(of: .number(number), type: columns.type(column) ?? rootType)
  }

  func text(like column: ColumnID?, _ number: Rational) -> String {
    ValueWords.text(of: .number(number), type: column.flatMap(columns.type) ?? rootType)
  }

  mutating func text(_ column: ColumnID, row: Int) -> String {
    guard let value = run.value(column, row: row) else { return "cannot be computed" }
    if case .row(let frame) = run.program[column].kind {
      guard let other = run.row(column, row: row) else { return "missing" }
      return name(frame, other)
    }
    return ValueWords.text(of: value, type: columns.type(column))
  }

  /// What names a row; a credit's row by that of its table.
  mutating func name(_ frame: FrameID, _ row: Int) -> String {
    let identity = run.identity(frame, row: row)
    let own = identity.filter { !rootNames.contains($0) }
    return (own.isEmpty ? identity : own).map(\.text).joined(separator: ", ")
  }

  /// Where a row comes from in the files.
  func data(_ frame: FrameID, _ row: Int) -> DataPlace? {
    switch run.program[frame].rows {
    case .spine, .keys, .single, .match, .repeated, .ancestors: if columns.credit(frame) == nil { return nil }
    case .scan, .filter, .unique, .latest, .versions, .best, .pairs: break
    }
    if let credit = columns.credit(frame), let source = run.row(credit.source, row: row),
      case .row(let table) = run.program[credit.source].kind
    {
      return run.place(table, row: source)
    }
    if case .pairs(_, _, let right, _, _) = run.program[frame].rows {
      guard let column = columns.rightRow(of: frame), let other = run.row(column, row: row) else { return nil }
      return data(right, other)
    }
    if case .filter(let parent, _) = run.program[frame].rows, let other = run.parentRow(frame, row: row) {
      return data(parent, other)
    }
    return run.place(frame, row: row)
  }

  /// Where a cell comes from, if it is one.
  func data(_ column: ColumnID, _ row: Int) -> DataPlace? {
    switch run.program[column].operation {
    case .input: return run.place(run.program[column].frame, row: row)
    case .gather(let of, let at): return run.row(at, row: row).flatMap { data(of, $0) }
    case .require(let a), .finite(let a): return data(a, row)
    default: return nil
    }
  }

  /// What a leaf is called.
  mutating func label(_ column: ColumnID, _ row: Int, _ place: Place) -> String {
    let node = run.program[column]
    switch node.operation {
    case .input(let number):
      guard case .scan(let table) = run.program[node.frame].rows else { return words(column, place) }
      let input = run.program.inputs[table]
      let cell = "\(input.name).\(input.columns[number].name)"
      let owner = name(node.frame, row)
      return owner.isEmpty || owner == place.row ? cell : "\(cell) of \(owner)"
    case .tierRate(let table, let at, let against):
      return tierLabel(table, at, against, row) ?? words(column, place)
    default: return words(column, place)
    }
  }

  /// What multiplies an amount, as it stands behind the sign.
  mutating func factorText(_ column: ColumnID, _ row: Int, _ place: Place) -> String {
    let value = text(column, row: row)
    let name = columns.lines(column).isEmpty ? factorName(column, place) : columns.name(column)
    return name.map { "\(value) (\($0))" } ?? value
  }

  private func factorName(_ column: ColumnID, _ place: Place) -> String? {
    switch run.program[column].operation {
    case .constant: return parameter(column, place)
    case .tierRate, .matchRates: return nil
    default: return columns.name(column)
    }
  }

  /// The name of the param that a constant is.
  private func parameter(_ column: ColumnID, _ place: Place) -> String? {
    guard case .parameter(let index)? = columns.expression(column, in: place.line)?.kind else { return nil }
    return model.parameters[index].name
  }

  /// The factors of a product that is not taken apart.
  mutating func product(_ column: ColumnID, _ row: Int, _ place: Place) -> String? {
    switch run.program[column].operation {
    case .multiply(let a, let b):
      let left = product(a, row, place) ?? factorText(a, row, place)
      return "\(left) × \(factorText(b, row, place))"
    case .divide(let a, let b, _):
      let left = product(a, row, place) ?? factorText(a, row, place)
      return "\(left) / \(factorText(b, row, place))"
    default: return nil
    }
  }

  // MARK: Facts

  /// What a value beside the summands is, with what it rests on.
  mutating func facts(
    of column: ColumnID, _ row: Int, _ place: Place, depth: Int = 3, listsRows: Bool = false
  ) -> [ExplanationFact] {
    if let fact = fact(column, row, place, depth: depth, listsRows) { return [fact] }
    return facts(below: column, row, place, depth: depth, listsRows: listsRows)
  }

  /// A condition, and the values that it is about.
  mutating func conditionFacts(_ column: ColumnID, _ row: Int, _ place: Place) -> [ExplanationFact] {
    [
      ExplanationFact(
        words(column, place), text(column, row: row), span: span(column, place),
        facts: facts(below: column, row, place, depth: 3))
    ]
  }

  /// A value that has a name, or is read from elsewhere.
  private mutating func fact(
    _ column: ColumnID, _ row: Int, _ place: Place, depth: Int, _ listsRows: Bool = false
  ) -> ExplanationFact? {
    if let line = columns.line(column, besides: place.line) {
      let declaration = model.sheets[line.sheet].lines[line.line]
      var inner = place.deeper
      inner.line = line
      return ExplanationFact(
        declaration.name, text(column, row: row), span: declaration.span,
        facts: facts(below: column, row, inner, depth: depth - 1, listsRows: listsRows))
    }
    switch run.program[column].operation {
    case .constant:
      return parameter(column, place).map {
        ExplanationFact($0, text(column, row: row), span: parameterSpan(column, place))
      }
    case .gather(let of, let at):
      guard let other = run.row(at, row: row) else { return nil }
      if columns.isStructural(at) { return fact(of, other, place, depth: depth, listsRows) }
      var inner = place.deeper
      inner.row = name(run.program[of].frame, other)
      let isLine = columns.line(of, besides: place.line) != nil
      return ExplanationFact(
        words(column, place), text(column, row: row), span: span(column, place), data: data(column, row),
        facts: isLine ? facts(below: of, other, inner, depth: depth - 1, listsRows: listsRows) : [])
    case .input, .key:
      return ExplanationFact(
        label(column, row, place), text(column, row: row), span: nil, data: data(column, row))
    case .aggregate(let aggregation):
      let facts = self.facts(ofRows: aggregation, row, place, depth: depth, listsRows)
      return ExplanationFact(words(column, place), text(column, row: row), span: span(column, place), facts: facts)
    case .tierRate(let table, let at, let against):
      var facts = self.facts(of: at, row, place, depth: depth - 1)
      if let against { facts += self.facts(of: against, row, place, depth: depth - 1) }
      return ExplanationFact(
        tierLabel(table, at, against, row) ?? words(column, place), text(column, row: row),
        span: tierSpan(table, at, against, row) ?? span(column, place), facts: facts)
    case .matchRates(_, let axes):
      var facts: [ExplanationFact] = []
      for axis in axes { facts += self.facts(of: axis, row, place, depth: depth - 1) }
      return ExplanationFact(words(column, place), text(column, row: row), span: span(column, place), facts: facts)
    case .previous, .preceding:
      return ExplanationFact(words(column, place), text(column, row: row), span: span(column, place))
    default: return nil
    }
  }

  /// How many rows there are behind an aggregate, or the rows themselves.
  private mutating func facts(
    ofRows aggregation: Aggregation, _ row: Int, _ place: Place, depth: Int, _ listsRows: Bool
  ) -> [ExplanationFact] {
    let rows = rows(of: aggregation, at: row)
    guard listsRows, let value = aggregation.value, !rows.isEmpty else {
      return [ExplanationFact("rows", "\(rows.count)")]
    }
    var facts: [ExplanationFact] = []
    for other in rows.prefix(Self.factLimit) {
      var inner = place.deeper
      inner.row = name(aggregation.frame, other)
      facts.append(
        ExplanationFact(
          rowLabel(aggregation.frame, other, date: aggregation.window?.date), text(value, row: other),
          data: data(aggregation.frame, other),
          facts: columns.isCell(value) ? [] : self.facts(below: value, other, inner, depth: depth)))
    }
    if rows.count > facts.count { facts.append(ExplanationFact("further rows", "\(rows.count - facts.count)")) }
    return facts
  }

  private func parameterSpan(_ column: ColumnID, _ place: Place) -> SourceSpan? {
    guard case .parameter(let index)? = columns.expression(column, in: place.line)?.kind else { return nil }
    return model.parameters[index].span
  }

  /// What a value rests on, as far as it has a name.
  mutating func facts(
    below column: ColumnID, _ row: Int, _ place: Place, depth: Int, listsRows: Bool = false
  ) -> [ExplanationFact] {
    guard depth > 0, place.depth < 200 else { return [] }
    var found: [ExplanationFact] = []
    for operand in run.program[column].operation.operands where operand.reach == .row {
      if case .row = run.program[operand.column].kind { continue }
      for fact in facts(of: operand.column, row, place.deeper, depth: depth - 1, listsRows: listsRows)
      where !found.contains(where: { $0.name == fact.name && $0.value == fact.value }) {
        found.append(fact)
      }
      if found.count >= Self.factLimit { break }
    }
    return Array(found.prefix(Self.factLimit))
  }
}
