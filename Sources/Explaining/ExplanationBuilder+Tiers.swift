import Columns
import Engine
import IR
import Model
import Source

/// Amounts that run through tiers: a part for each row and each tier that it fills.
extension ExplanationBuilder {
  /// An amount in the tiers of a table.
  struct Filling {
    let table: Int
    let amount: ColumnID
    let against: ColumnID?
  }

  /// What a value is now less what it was: of a running amount only what has been added to it.
  ///
  /// ```
  /// round(F(now)) - round(F(before))      the slices between both, and a rounding
  /// x - (x one period before)             the parts of x, and what each earlier period has had of it
  /// round(sum to here) - round(the sum before)     the row's own value, and a rounding
  /// ```
  mutating func changeTerms(
    _ column: ColumnID, _ a: ColumnID, _ b: ColumnID, _ row: Int, _ scale: Scale, _ place: Place
  ) -> Terms? {
    guard case .number(let now)? = run.value(a, row: row), case .number(let before)? = run.value(b, row: row),
      let own = now.subtracting(before), let value = own.multiplying(scale.factor)
    else { return nil }
    let candidates = [
      slicedChange(column, a, b, row, own, scale, place), ownChange(column, a, b, row, own, scale, place),
      earlierPayments(column, a, b, row, scale, place),
    ]
    for case let terms? in candidates where ExplanationNode.sum(terms.nodes) == value { return terms }
    return nil
  }

  // MARK: Slices

  /// Both sides are what an amount earns in the same tiers, each slice at its own rate.
  private mutating func slicedChange(
    _ column: ColumnID, _ a: ColumnID, _ b: ColumnID, _ row: Int, _ own: Rational, _ scale: Scale, _ place: Place
  ) -> Terms? {
    guard let (now, nowRow) = filling(a, row) else { return nil }
    var beforePosition = Rational.zero
    var from: (filling: Filling, row: Int)?
    if let (before, beforeRow) = filling(b, row) {
      guard before.table == now.table, case .number(let position)? = run.value(before.amount, row: beforeRow),
        quota(before, beforeRow) == quota(now, nowRow)
      else { return nil }
      beforePosition = position
      from = (before, beforeRow)
    } else if run.value(b, row: row) != .number(.zero) {
      return nil
    }
    let tiers = run.program.tiers[now.table]
    guard from == nil || tiers.isWhole.allSatisfy({ !$0 }) else { return nil }
    guard
      var terms = tierTerms(
        now, a, nowRow, from: from.map { ($0.filling.amount, $0.row, beforePosition) }, scale, place),
      let sliced = ExplanationNode.sum(terms.nodes), let value = own.multiplying(scale.factor)
    else { return nil }
    if let rest = value.subtracting(sliced), rest != .zero {
      guard isRounded(a, row) else { return nil }
      terms.nodes.append(part(.rounding, "rounding of the running total", rest, like: column))
    }
    return terms
  }

  /// The tiers that a column's value runs through, behind roundings and choices, and the row in which it does.
  func filling(_ column: ColumnID, _ row: Int) -> (Filling, Int)? {
    switch run.program[column].operation {
    case .tierAmount(let table, let amount, let against):
      return (Filling(table: table, amount: amount, against: against), row)
    case .round(let a, _, _), .finite(let a), .require(let a): return filling(a, row)
    case .choose(let condition, let then, let otherwise):
      guard case .bool(let holds)? = run.value(condition, row: row) else { return nil }
      return filling(holds ? then : otherwise, row)
    case .gather(let of, let at): return run.row(at, row: row).flatMap { filling(of, $0) }
    case .previous:
      guard let (of, before) = earlier(column, row) else { return nil }
      return filling(of, before)
    default: return nil
    }
  }

  private func isRounded(_ column: ColumnID, _ row: Int) -> Bool {
    switch run.program[column].operation {
    case .round: return true
    case .choose(let condition, let then, let otherwise):
      guard case .bool(let holds)? = run.value(condition, row: row) else { return false }
      return isRounded(holds ? then : otherwise, row)
    default: return false
    }
  }

  private func quota(_ filling: Filling, _ row: Int) -> Rational? {
    guard let against = filling.against else { return .one }
    guard case .number(let value)? = run.value(against, row: row) else { return nil }
    return value
  }

  /// What an amount earns in its tiers, from where it stood before: by row where its rows are known.
  ///
  /// - Parameter from: the amount before, in its row.
  mutating func tierTerms(
    _ filling: Filling, _ column: ColumnID, _ row: Int, from: (column: ColumnID, row: Int, position: Rational)?,
    _ scale: Scale, _ place: Place
  ) -> Terms? {
    guard case .number(let position)? = run.value(filling.amount, row: row), let quota = quota(filling, row),
      let line = TierSegments(run.program.tiers[filling.table], position: position, against: quota)
    else { return nil }
    var facts: [ExplanationFact] = []
    if let from, from.position != .zero {
      facts.append(ExplanationFact("before", self.position(from.position, quota, filling)))
    }
    facts.append(ExplanationFact("now", self.position(position, quota, filling)))
    if let against = filling.against { facts += self.facts(of: against, row, place) }
    let start = from?.position ?? .zero
    var nodes: [ExplanationNode] = []
    if let rows = fillingRows(filling.amount, row, from.map { ($0.column, $0.row) }, start, position, place) {
      var at = start
      for entry in rows {
        guard let next = at.adding(entry.amount), let slices = slices(line, from: at, to: next, filling, column, scale)
        else { return nil }
        nodes.append(rowNode(entry, slices, filling, column, scale, place))
        at = next
      }
    } else {
      guard let slices = slices(line, from: start, to: position, filling, column, scale) else { return nil }
      nodes = slices
    }
    guard nodes.count > 1, let sum = ExplanationNode.sum(nodes) else { return Terms(nodes: nodes, facts: facts) }
    let group = ExplanationNode(
      kind: .group, label: words(column, place), value: sum, text: text(column, sum), working: nil,
      span: span(column, place), data: nil, facts: facts, children: nodes)
    return Terms(nodes: [group])
  }

  /// What an amount has in each tier between two positions.
  private func slices(
    _ line: TierSegments, from: Rational, to: Rational, _ filling: Filling, _ column: ColumnID, _ scale: Scale
  ) -> [ExplanationNode]? {
    let tiers = run.program.tiers[filling.table]
    guard let parts = line.parts(from: from, to: to) else { return nil }
    let rateType = model.rates.first { $0.name == tiers.name }?.result
    var nodes: [ExplanationNode] = []
    for part in parts {
      guard let earned = part.amount.multiplying(part.rate), let value = earned.multiplying(scale.factor) else {
        return nil
      }
      let span = tiers.tierSpans.indices.contains(part.tier) ? tiers.tierSpans[part.tier] : nil
      let rate = ValueWords.text(of: .number(part.rate), type: rateType)
      nodes.append(
        self.part(
          .slice, span.map { words($0) } ?? "tier \(part.tier + 1)", value, like: column,
          working: "\(text(filling.amount, part.amount)) × \(rate)\(scale.suffix)", span: span))
    }
    return nodes
  }

  /// A row that fills tiers, with its slices.
  private mutating func rowNode(
    _ entry: FillingRow, _ slices: [ExplanationNode], _ filling: Filling, _ column: ColumnID, _ scale: Scale,
    _ place: Place
  ) -> ExplanationNode {
    let value = ExplanationNode.sum(slices) ?? .zero
    var inner = place.deeper
    inner.row = name(entry.frame, entry.row)
    var facts: [ExplanationFact] = []
    if let amount = entry.value, !columns.isCell(amount) {
      let below = self.facts(of: amount, entry.row, inner, depth: 4, listsRows: true)
      if !below.isEmpty { facts.append(ExplanationFact("credited", text(filling.amount, entry.amount), facts: below)) }
    }
    var node = ExplanationNode(
      kind: .row, label: rowLabel(entry.frame, entry.row, date: entry.date), value: value, text: text(column, value),
      working: slices.count == 1 ? nil : text(filling.amount, entry.amount), span: nil,
      data: data(entry.frame, entry.row), facts: facts, children: slices)
    if slices.count == 1, let only = slices.first {
      node.children = []
      node.working = only.working
      node.span = only.span
      node.facts.append(ExplanationFact("tier", only.label, span: only.span))
    }
    return node
  }

  /// Where an amount stands, with its part of the quota.
  private func position(_ position: Rational, _ quota: Rational, _ filling: Filling) -> String {
    let amount = text(filling.amount, position)
    guard filling.against != nil, let share = position.dividing(quota) else { return amount }
    return "\(amount) (\(ValueWords.text(of: .number(share), type: StaticType(.number(.percent)))))"
  }

  // MARK: Rows that fill tiers

  struct FillingRow {
    let frame: FrameID
    let row: Int
    let amount: Rational
    let value: ColumnID?
    let date: ColumnID?
  }

  /// The rows that an amount has gained since it stood at `start`, in the order in which they fill the tiers; nil where
  /// the amount is no sum of rows.
  private mutating func fillingRows(
    _ amount: ColumnID, _ row: Int, _ from: (column: ColumnID, row: Int)?, _ start: Rational, _ position: Rational,
    _ place: Place
  ) -> [FillingRow]? {
    guard let (aggregation, now) = total(amount, row) else { return nil }
    var rows = rows(of: aggregation, at: now)
    if let from {
      guard let (same, before) = total(from.column, from.row), same == aggregation else { return nil }
      let earlier = Set(self.rows(of: aggregation, at: before))
      let count = rows.count
      rows = rows.filter { !earlier.contains($0) }
      guard rows.count + earlier.count == count else { return nil }
    }
    if let filling = columns.filling(of: aggregation.frame, in: place.line) {
      let held = filling.frame == aggregation.frame ? nil : childRows(of: filling.frame)
      var order = held.map { held in rows.compactMap { held[$0] } } ?? rows
      if order.count == rows.count {
        sort(&order, by: filling.order)
        rows = order.compactMap { filling.frame == aggregation.frame ? $0 : run.parentRow(filling.frame, row: $0) }
      }
    } else if let date = aggregation.window?.date {
      sort(&rows, by: [date])
    }
    var result: [FillingRow] = []
    var sum = start
    for other in rows {
      var own = Rational.one
      if let value = aggregation.value {
        guard case .number(let number)? = run.value(value, row: other) else { return nil }
        own = number
      }
      guard let next = sum.adding(own) else { return nil }
      sum = next
      result.append(
        FillingRow(
          frame: aggregation.frame, row: other, amount: own, value: aggregation.value, date: aggregation.window?.date))
    }
    return sum == position ? result : nil
  }

  /// The rows of a frame by those of the frame that it is a part of.
  private mutating func childRows(of frame: FrameID) -> [Int: Int] {
    if let known = childRowIndexes[frame] { return known }
    var index: [Int: Int] = [:]
    for row in 0..<(run.rowCount(frame) ?? 0) {
      if let parent = run.parentRow(frame, row: row) { index[parent] = row }
    }
    childRowIndexes[frame] = index
    return index
  }

  /// The sum of rows that a column is, and the row for which it is taken.
  func total(_ column: ColumnID, _ row: Int) -> (Aggregation, Int)? {
    switch run.program[column].operation {
    case .aggregate(let aggregation):
      switch aggregation.function {
      case .sum, .count: return (aggregation, row)
      case .countDistinct, .average, .minimum, .maximum, .any, .every, .product: return nil
      }
    case .require(let a), .finite(let a): return total(a, row)
    case .choose(let condition, let then, let otherwise):
      guard case .bool(let holds)? = run.value(condition, row: row) else { return nil }
      return total(holds ? then : otherwise, row)
    case .gather(let of, let at): return run.row(at, row: row).flatMap { total(of, $0) }
    case .previous:
      guard let (of, before) = earlier(column, row) else { return nil }
      return total(of, before)
    default: return nil
    }
  }

  // MARK: Shares of running totals

  /// Both sides are one running total, with a row's own value and without it.
  private mutating func ownChange(
    _ column: ColumnID, _ a: ColumnID, _ b: ColumnID, _ row: Int, _ own: Rational, _ scale: Scale, _ place: Place
  ) -> Terms? {
    func unrounded(_ column: ColumnID) -> ColumnID {
      if case .round(let inner, _, _) = run.program[column].operation { return inner }
      return column
    }
    let after = unrounded(a)
    guard case .subtract(let same, let part) = run.program[unrounded(b)].operation, same == after,
      case .number(let exact)? = run.value(part, row: row), var terms = self.terms(part, row, scale, place.deeper)
    else { return nil }
    terms.nodes += residue(.rounding, "rounding of the running total", from: exact, to: own, scale, like: column)
    return terms
  }

  // MARK: Earlier payments

  /// One side is the other as it was at the payment before: what is taken off are the earlier payments.
  private mutating func earlierPayments(
    _ column: ColumnID, _ a: ColumnID, _ b: ColumnID, _ row: Int, _ scale: Scale, _ place: Place
  ) -> Terms? {
    guard goesBack(b, to: a), var terms = self.terms(a, row, scale, place.deeper) else { return nil }
    var at = row
    let frame = run.program[column].frame
    let what = columns.name(column) ?? words(column, place)
    var payments: [ExplanationNode] = []
    while let before = rowBefore(b, at, a), payments.count < 1_000 {
      guard case .number(let paid)? = run.value(column, row: before), let value = paid.multiplying(scale.factor) else {
        return nil
      }
      if paid != .zero {
        payments.append(
          part(
            .earlier, "less \(what) of \(difference(frame, before, row))", value.negated, like: column,
            working: working(text(column, paid), scale), span: span(column, place)))
      }
      at = before
    }
    terms.nodes += payments.reversed()
    return terms
  }

  private func goesBack(_ column: ColumnID, to other: ColumnID) -> Bool {
    var column = column
    for _ in 0..<64 {
      guard case .previous(let of, _, _) = run.program[column].operation else { return false }
      if of == other { return true }
      column = of
    }
    return false
  }

  /// The row in which a chain of earlier values arrives at `end`.
  private func rowBefore(_ column: ColumnID, _ row: Int, _ end: ColumnID) -> Int? {
    var (column, row) = (column, row)
    for _ in 0..<64 {
      guard let (of, before) = earlier(column, row) else { return nil }
      if of == end { return before }
      (column, row) = (of, before)
    }
    return nil
  }

  /// What names a row beside another one of its frame: the parts of the name that differ.
  mutating func difference(_ frame: FrameID, _ row: Int, _ other: Int) -> String {
    let names = run.identity(frame, row: row)
    let others = run.identity(frame, row: other)
    let own = zip(names, others).filter { $0.text != $1.text }.map(\.0.text)
    return own.isEmpty ? name(frame, row) : own.joined(separator: ", ")
  }

  // MARK: Tiers by a value

  /// The tier that a rate is read from.
  private func tier(_ table: Int, _ at: ColumnID, _ against: ColumnID?, _ row: Int) -> Int? {
    guard case .number(let value)? = run.value(at, row: row) else { return nil }
    let tiers = run.program.tiers[table]
    var quota = Rational.one
    if let against {
      guard case .number(let number)? = run.value(against, row: row) else { return nil }
      quota = number
    }
    return tiers.bounds.indices.last { place in
      guard let bound = tiers.bounds[place].multiplying(quota) else { return false }
      return value > bound || (value == bound && tiers.isIncluded[place])
    }
  }

  func tierSpan(_ table: Int, _ at: ColumnID, _ against: ColumnID?, _ row: Int) -> SourceSpan? {
    let spans = run.program.tiers[table].tierSpans
    return tier(table, at, against, row).flatMap { spans.indices.contains($0) ? spans[$0] : nil }
  }

  func tierLabel(_ table: Int, _ at: ColumnID, _ against: ColumnID?, _ row: Int) -> String? {
    tierSpan(table, at, against, row).map { words($0) }
  }
}
