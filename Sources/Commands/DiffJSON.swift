import Allot
import Comparing

/// What differs, for a machine.
struct DiffJSON {
  func text(_ report: DiffReport) -> String {
    JSON.object([
      .init("version", .integer(1)),
      .init("old", .text(report.oldName)),
      .init("new", .text(report.newName)),
      .init("changes", .integer(report.changeCount)),
      .init("plans", .list(report.differing.map(entry))),
    ]).rendered(depth: 6) + "\n"
  }

  private func entry(_ entry: DiffReport.Entry) -> JSON {
    let examples = entry.comparison.examples
    return .object([
      .init("old", .text(entry.old)),
      .init("new", .text(entry.new)),
      .init("changes", .list(entry.shown.map { change(entry.comparison.changes[$0], $0, entry.comparison) })),
      .init(
        "examples",
        .object([
          .init("added", .integer(examples.added)), .init("changed", .integer(examples.changed)),
          .init("removed", .integer(examples.removed)),
        ])),
      .init("computesSame", .bool(entry.computesSame)),
      .init("diagnostics", .list(entry.diagnostics.map { JSON($0.0, $0.1) })),
      .init("payouts", entry.payouts.map(payouts) ?? .null),
    ])
  }

  private func payouts(_ payouts: DiffPayouts) -> JSON {
    let about = JSON.list(
      payouts.about.map { .object([.init("name", .text($0.name)), .init("value", .text($0.value))]) })
    switch payouts.outcome {
    case .failure(let failure):
      return .object([
        .init("asked", about), .init("failed", .text(failure.side.rawValue)),
        .init("diagnostics", .list(failure.diagnostics.map { JSON($0, failure.sources) })),
        .init("omitted", .integer(failure.omitted)),
      ])
    case .success(let difference):
      return .object([
        .init("asked", about), .init("causes", .list(difference.causes.map(cause))),
        .init("results", .list(difference.results.map(result))),
      ])
    }
  }

  private func cause(_ cause: PayoutDifference.Cause) -> JSON {
    switch cause {
    case .data: .object([.init("kind", .text("data")), .init("changes", .list([]))])
    case .changes(let places):
      .object([.init("kind", .text("changes")), .init("changes", .list(places.map { .integer($0 + 1) }))])
    case .rest: .object([.init("kind", .text("unknown")), .init("changes", .list([]))])
    }
  }

  private func result(_ result: PayoutDifference.Result) -> JSON {
    .object([
      .init("name", .text(result.name)),
      .init("keys", .list(result.keys.map { .text($0) })),
      .init(
        "totals",
        .list(
          result.totals.map { total in
            .object([
              .init("line", .text(total.line)), .init("unit", .text(total.unit)), number("old", total.old),
              number("new", total.new), number("delta", total.delta),
              .init("parts", .list(total.parts.map { .text(exact($0)) })), .init("gaining", .integer(total.gaining)),
              .init("losing", .integer(total.losing)),
            ])
          })),
      .init(
        "amounts",
        .list(
          result.amounts.map { amount in
            .object([
              .init("row", .list(amount.row.map { .text($0) })), .init("line", .text(amount.line)),
              .init("unit", .text(amount.unit)), number("old", amount.old), number("new", amount.new),
              number("delta", amount.delta), .init("parts", .list(amount.parts.map { .text(exact($0)) })),
              .init("oldStatus", .text(amount.oldStatus.isEmpty ? nil : amount.oldStatus)),
              .init("newStatus", .text(amount.newStatus.isEmpty ? nil : amount.newStatus)),
            ])
          })),
      .init("omitted", .integer(result.omitted)),
    ])
  }

  private func number(_ name: String, _ number: Rational?) -> JSON.Member { .init(name, .text(number.map(exact))) }

  /// All of a number: a fraction where its decimals do not end.
  private func exact(_ number: Rational) -> String { NumberLayout(.exact).text(of: number) }

  private func change(_ change: PlanChange, _ index: Int, _ comparison: PlanComparison) -> JSON {
    .object([
      .init("number", .integer(index + 1)),
      .init("kind", .text(change.kind.rawValue)),
      .init("statement", .text(change.statement)),
      .init("declaration", .text(change.declaration)),
      .init("part", .text(change.part)),
      .init("words", .text(change.words)),
      .init("old", .text(change.old)),
      .init("new", .text(change.new)),
      .init("oldPlace", place(change.oldSpan, comparison.old.sources)),
      .init("newPlace", place(change.newSpan, comparison.new.sources)),
    ])
  }

  private func place(_ span: SourceSpan?, _ sources: SourceMap) -> JSON {
    guard let span, sources.contains(span.file) else { return .null }
    let file = sources[span.file]
    let (line, column) = file.lineColumn(at: Int(span.start))
    return .object([
      .init("path", .text(file.path)), .init("line", .integer(line)), .init("column", .integer(column)),
    ])
  }
}
