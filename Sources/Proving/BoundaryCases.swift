import Allot
import Columns
import Engine
import IR
import Model
import Source
import Syntax

/// A new example: an old one with another title and one cell changed.
struct BoundaryCase {
  let title: String
  let base: Example
  let cell: Example.Cell
  let text: String

  var example: Example { base.replacing(cell, with: text) }
}

/// Finds cases at the bounds of tiers and windows, and with nothing, less than nothing and missing in a cell: by running
/// examples with one cell changed, which tells how a position or a total follows the cell.
struct BoundaryCases {
  private let plan: Plan
  private let bases: [Example]
  private(set) var cases: [BoundaryCase] = []
  /// The rows of the examples that there are.
  private var known: Set<[String]>
  private var done: Set<Target> = []

  /// What needs no second case.
  private enum Target: Hashable {
    case bound(SourceSpan, Side)
    case window(SourceSpan, WindowDay)
    case value(table: String, column: String, String)
  }

  enum Side: String, CaseIterable { case below = "just below", at, above = "just above" }

  enum WindowDay: String, CaseIterable {
    case before = "the day before"
    case first = "the first day of"
    case last = "the last day of"
    case behind = "the day after"
  }

  init(_ plan: Plan, _ examples: [Example]) {
    self.plan = plan
    known = Set(plan.examples.map(BoundaryCases.signature))
    bases = examples.filter { !$0.expectsError && !$0.expectedRows.isEmpty && plan.run($0).isPassed }
    for base in bases { addBounds(base) }
    for base in bases { addWindows(base) }
    for base in bases { addValues(base) }
  }

  /// All that is given and chosen, so that two examples with the same are found.
  private static func signature(_ example: Example) -> [String] {
    [example.sheet] + example.choices
      + example.givens.map { given in
        "\(given.table) \(given.columns) "
          + given.rows.map { $0.cells.map { $0.text.filter { $0 != "_" && $0 != " " } }.joined(separator: "|") }
          .joined(separator: "\n")
      }
  }

  private mutating func add(_ new: BoundaryCase, _ target: Target) {
    guard !done.contains(target) else { return }
    done.insert(target)
    if known.insert(BoundaryCases.signature(new.example)).inserted { cases.append(new) }
  }

  /// The cells that stand in the example's own text.
  private func ownCells(_ base: Example) -> [Example.Cell] {
    guard let extent = plan.extent(of: base) else { return [] }
    return base.cells.filter { cell in
      let span = base[cell].span
      return span.file == extent.file && span.start >= extent.start && span.end <= extent.end
    }
  }

  private func type(of cell: Example.Cell, in base: Example) -> StaticType {
    let (table, column) = base.column(of: cell)
    return plan.model.tables[table].columns[column].type
  }

  private func name(of cell: Example.Cell, in base: Example) -> String {
    let (table, column) = base.column(of: cell)
    return "\(plan.model.tables[table].name).\(plan.model.tables[table].columns[column].name)"
  }

  // MARK: Bounds of tiers

  private mutating func addBounds(_ base: Example) {
    guard let original = Variation(base, of: plan) else { return }
    let reached = ReachedRows(original.run)
    for cell in ownCells(base) {
      guard let numbers = CellNumbers(type(of: cell, in: base)), let start = numbers.value(base[cell].text),
        let next = start.adding(Rational(1)),
        let moved = Variation(base.replacing(cell, with: numbers.text(next)), of: plan)
      else { continue }
      for probe in original.probes.tiers {
        let table = original.run.program.tiers[probe.table]
        guard table.span.file == FileID(0), case let (amount, against)? = operands(of: probe.of, original) else {
          continue
        }
        for row in reached.rows(probe.of).prefix(8) {
          guard let before = original.number(amount, row), let after = moved.number(amount, row),
            let slope = after.subtracting(before), slope != .zero,
            let quota = against.map({ original.number($0, row) }) ?? Rational(1)
          else { continue }
          for tier in table.bounds.indices
          where table.tierSpans.indices.contains(tier)
            && !Side.allCases.allSatisfy({ done.contains(.bound(table.tierSpans[tier], $0)) })
          {
            guard let target = table.bounds[tier].multiplying(quota), let way = target.subtracting(before),
              let change = way.dividing(slope), let wanted = start.adding(change)
            else { continue }
            addBound(base, cell, numbers, wanted, probe, row, tier, target, slope, table.tierSpans)
          }
        }
      }
    }
  }

  /// What the position of a tier operation is, and what its bounds are multiples of.
  private func operands(of column: ColumnID, _ variation: Variation) -> (ColumnID, ColumnID?)? {
    switch variation.run.program[column].operation {
    case .tierAmount(_, let amount, let against), .tierRate(_, let amount, let against): (amount, against)
    default: nil
    }
  }

  private mutating func addBound(
    _ base: Example, _ cell: Example.Cell, _ numbers: CellNumbers, _ wanted: Rational, _ probe: Probes.TierProbe,
    _ row: Int, _ tier: Int, _ target: Rational, _ slope: Rational, _ spans: [SourceSpan]
  ) {
    guard let low = wanted.rounded(.floor, toMultipleOf: numbers.step), spans.indices.contains(tier)
    else { return }
    for side in Side.allCases where !done.contains(.bound(spans[tier], side)) {
      let value: Rational?
      switch side {
      case .at: value = low == wanted ? low : nil
      case .below: value = low == wanted ? low.subtracting(numbers.step) : low
      case .above: value = low.adding(numbers.step)
      }
      guard let value, let moved = Variation(base.replacing(cell, with: numbers.text(value)), of: plan),
        case let (amount, _)? = operands(of: probe.of, moved), let position = moved.number(amount, row),
        let step = value.subtracting(wanted)?.multiplying(slope), target.adding(step) == position
      else { continue }
      let table = moved.run.program.tiers[probe.table]
      let bound = plan.text(spans[tier]).prefix { $0 != ":" }.split { $0.isWhitespace }.joined(separator: " ")
      let text = numbers.text(value)
      add(
        BoundaryCase(
          title: "\(table.name) \(side.rawValue) `\(bound)`: \(name(of: cell, in: base)) \(text)", base: base,
          cell: cell, text: text),
        .bound(spans[tier], side))
    }
  }

  // MARK: Windows

  private mutating func addWindows(_ base: Example) {
    guard let original = Variation(base, of: plan) else { return }
    let reached = ReachedRows(original.run)
    let dates = ownCells(base).filter {
      type(of: $0, in: base).value == .date && CalendarDate(iso: base[$0].text) != nil
    }
    for part in original.trace.parts {
      guard case .aggregate(let aggregate) = part.expression.kind, let window = aggregate.window,
        part.expression.span.file == FileID(0),
        case .aggregate(let aggregation) = original.run.program[part.column].operation, let bounds = aggregation.window
      else { continue }
      let isDone = WindowDay.allCases.allSatisfy { done.contains(.window(part.expression.span, $0)) }
      if isDone { continue }
      // The rows that are expected, and not those that are only computed for them.
      let frame = original.run.program[part.column].frame
      let shown = original.run.program.outputs.filter { $0.frame == frame }.flatMap(original.run.rows)
      for row in reached.rows(part.column).filter({ shown.isEmpty || shown.contains($0) }).prefix(4) {
        for cell in dates.prefix(8) { addWindow(base, cell, part, window, bounds, row, original) }
      }
    }
  }

  private mutating func addWindow(
    _ base: Example, _ cell: Example.Cell, _ part: Trace.Part, _ window: TypedWindow, _ bounds: Aggregation.Window,
    _ row: Int, _ original: Variation
  ) {
    func day(_ column: ColumnID?) -> CalendarDate? {
      if let column, case .date(let date)? = original.run.value(column, row: row) { return date }
      return nil
    }
    func value(_ date: CalendarDate) -> Value? {
      Variation(base.replacing(cell, with: date.description), of: plan)?.run.value(part.column, row: row)
    }
    let words = plan.text(window.span).split { $0.isWhitespace }.joined(separator: " ")
    func add(_ date: CalendarDate, _ which: WindowDay, to cases: inout BoundaryCases) {
      cases.add(
        BoundaryCase(
          title: "\(cases.name(of: cell, in: base)) on \(date), \(which.rawValue) `\(words)`", base: base, cell: cell,
          text: date.description),
        .window(part.expression.span, which))
    }
    if let first = day(bounds.from), let before = first.adding(days: -1), let inside = value(first),
      let outside = value(before), inside != outside
    {
      add(first, .first, to: &self)
      add(before, .before, to: &self)
    }
    if let last = day(bounds.through), let behind = last.adding(days: 1), let inside = value(last),
      let outside = value(behind), inside != outside
    {
      add(last, .last, to: &self)
      add(behind, .behind, to: &self)
    }
  }

  // MARK: Nothing, less than nothing, missing

  private mutating func addValues(_ base: Example) {
    for cell in ownCells(base) {
      let (table, column) = base.column(of: cell)
      let declared = plan.model.tables[table].columns[column]
      var texts: [(text: String, words: String)] = []
      if let numbers = CellNumbers(declared.type), let value = numbers.value(base[cell].text), value != .zero {
        texts.append((numbers.text(.zero), "of 0"))
        if let negative = Rational.zero.subtracting(value), negative < .zero {
          texts.append((numbers.text(negative), "below 0"))
        }
      }
      if declared.type.isOptional, !base[cell].text.isEmpty { texts.append(("", "missing")) }
      for (text, words) in texts {
        let target = Target.value(table: plan.model.tables[table].name, column: declared.name, words)
        // Where nothing changes, the value does not matter to what is expected.
        guard !done.contains(target), !plan.run(base.replacing(cell, with: text)).isPassed else { continue }
        add(
          BoundaryCase(
            title: "\(name(of: cell, in: base)) \(words)\(text.isEmpty || words == "of 0" ? "" : ": \(text)")",
            base: base, cell: cell, text: text),
          target)
      }
    }
  }
}

extension Plan {
  /// Where the declaration of an example stands.
  func extent(of example: Example) -> SourceSpan? { declaration(of: example)?.span }

  func declaration(of example: Example) -> ExampleDeclaration? {
    for file in files {
      for case .example(let declared) in file.declarations where declared.title.span == example.span { return declared }
    }
    return nil
  }

  func text(_ span: SourceSpan) -> String { sources.contains(span.file) ? sources[span.file].text(span) : "" }
}
