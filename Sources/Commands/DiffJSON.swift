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
    ])
  }

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
