import Allot
import Columns
import Engine
import IR
import Model
import Source

extension Plan {
  /// What the examples of the file under test reach of its text.
  ///
  /// - Parameters:
  ///   - examples: those that count; nil for all.
  ///   - withUsed: whether the texts of the files that it uses count too.
  public func coverage(of examples: [Example]? = nil, withUsed: Bool = false) -> Coverage {
    let files = Set(withUsed ? Array(readFiles) : [FileID(0)])
    var items = CoverageItems(model, sources) { files.contains($0.file) }
    for example in examples ?? self.examples {
      guard case .program(var program, let model) = program(of: example, traced: .parts), let trace = program.trace
      else { continue }
      let probes = Probes(&program, model)
      let run = KeptRun(program, keeping: trace.columns + probes.columns)
      CoverageCollector(run, trace, model, probes).collect(into: &items)
    }
    return Coverage(
      sources: sources,
      items: items.items.values.sorted {
        ($0.span, $0.kind.rawValue, $0.message) < ($1.span, $1.kind.rawValue, $1.message)
      })
  }
}

/// Notes what one run has reached.
private struct CoverageCollector {
  private let run: KeptRun
  private let trace: Trace
  private let model: CheckedModel
  private let probes: Probes
  private let reached: ReachedRows
  /// The expressions that others negate by their own words.
  private let negated: Set<TypedExpression>

  init(_ run: KeptRun, _ trace: Trace, _ model: CheckedModel, _ probes: Probes) {
    self.run = run
    self.trace = trace
    self.model = model
    self.probes = probes
    reached = ReachedRows(run)
    negated = Set(trace.parts.compactMap { CoverageItems.negated(by: $0.expression) })
  }

  func collect(into items: inout CoverageItems) {
    for line in trace.lines {
      if !reached.rows(line.column).isEmpty {
        items.reach(.line, model.sheets[line.sheet].lines[line.line].nameSpan)
      }
      for step in line.steps where isTrue(step.isTaken, in: reached.rows(step.after)) {
        items.reach(.step, step.step.span)
      }
    }
    for credit in trace.credits where !reached.rows(credit.amount).isEmpty {
      items.reach(.line, model.sheets[credit.sheet].credits[credit.credit].span)
    }
    for check in run.program.checks where !reached.rows(check.condition).isEmpty { items.reach(.line, check.span) }
    collectColumns(into: &items)
    for part in trace.parts { collect(part, into: &items) }
    collectTiers(into: &items)
  }

  private func isTrue(_ column: ColumnID, in rows: [Int]) -> Bool {
    rows.contains { run.value(column, row: $0) == .bool(true) }
  }

  /// The computed columns of tables, by their values.
  private func collectColumns(into items: inout CoverageItems) {
    var columns: [TypedExpression: SourceSpan] = [:]
    for table in model.tables {
      for column in table.columns { if let value = column.value { columns[value] = column.span } }
    }
    for part in trace.parts {
      if let span = columns[part.expression], !reached.rows(part.column).isEmpty { items.reach(.line, span) }
    }
  }

  private func collect(_ part: Trace.Part, into items: inout CoverageItems) {
    switch part.expression.kind {
    case .conditional(let value, let condition, let otherwise):
      guard let test = column(of: condition, in: part) else { return }
      for row in reached.rows(part.column) {
        switch run.value(test, row: row) {
        case .bool(true)?: items.reach(.side(true), value.span)
        case .bool(false)?: items.reach(.side(false), otherwise.span)
        default: break
        }
      }
    case .otherwise(let value, let fallback):
      guard let first = column(of: value, in: part) else { return }
      for row in reached.rows(part.column) {
        switch run.value(first, row: row) {
        case .missing?: items.reach(.side(false), fallback.span)
        case .some: items.reach(.side(true), value.span)
        case nil: break
        }
      }
    default:
      guard CoverageItems.isCondition(part.expression), !negated.contains(part.expression),
        items.contains(.outcome(true), part.expression.span)
      else {
        return
      }
      for row in reached.rows(part.column) {
        if case .bool(let outcome)? = run.value(part.column, row: row) {
          items.reach(.outcome(outcome), part.expression.span)
        }
      }
    }
  }

  private func column(of expression: TypedExpression, in part: Trace.Part) -> ColumnID? {
    part.parts.first { trace.parts[$0].expression == expression }.map { trace.parts[$0].column }
  }

  private func collectTiers(into items: inout CoverageItems) {
    for probe in probes.tiers {
      let table = run.program.tiers[probe.table]
      for row in reached.rows(probe.of) {
        guard case .number(let number)? = run.value(probe.column, row: row), let last = Int(exactly: number.numerator)
        else { continue }
        var tier = last
        items.reach(.tier, table.tierSpans[tier])
        while probe.countsBelow, tier > 0, !table.isWhole[tier] {
          tier -= 1
          items.reach(.tier, table.tierSpans[tier])
        }
      }
    }
    for probe in probes.rows {
      for row in reached.rows(probe.of) {
        guard case .number(let number)? = run.value(probe.column, row: row) else { continue }
        let bits = number.numerator
        if probe.isMask {
          for (place, span) in probe.spans.enumerated() where bits >> Int128(place) & 1 == 1 {
            items.reach(.tier, span)
          }
        } else if let place = Int(exactly: bits), probe.spans.indices.contains(place) {
          items.reach(.tier, probe.spans[place])
        }
      }
    }
  }
}
