import Allot

extension JSON {
  /// A diagnostic for a machine: lines and columns count from 1 in characters, `end` is the place behind the last one,
  /// `offset` counts bytes from 0.
  init(_ diagnostic: Diagnostic, _ sources: SourceMap) {
    self = .object(
      [
        Member("severity", .text(diagnostic.severity.rawValue)),
        Member("code", .text(diagnostic.code)),
        Member("message", .text(diagnostic.message)),
      ] + JSON.place(diagnostic.primary.span, sources) + [
        Member("label", .text(diagnostic.primary.text)),
        Member(
          "labels",
          .list(
            diagnostic.secondary.map { label in
              .object(JSON.place(label.span, sources) + [Member("text", .text(label.text))])
            })),
        Member("notes", .list(diagnostic.notes.map { .text($0) })),
        Member("help", .list(diagnostic.help.map { JSON.help($0, sources) })),
      ])
  }

  private static func help(_ help: Diagnostic.Help, _ sources: SourceMap) -> JSON {
    .object([
      Member("text", .text(help.text)), Member("edits", .list(help.edits.map { JSON($0, sources) })),
    ])
  }

  /// An edit: what stands at a place, and what is to stand there.
  init(_ edit: Diagnostic.Edit, _ sources: SourceMap) {
    self = .object(JSON.place(edit.span, sources) + [Member("replacement", .text(edit.replacement))])
  }

  private static func place(_ span: SourceSpan, _ sources: SourceMap) -> [Member] {
    guard sources.contains(span.file) else { return [Member("file", .null)] }
    let file = sources[span.file]
    let start = file.lineColumn(at: Int(span.start))
    let end = file.lineColumn(at: Int(span.end))
    return [
      Member("file", .text(file.path)),
      Member("line", .integer(start.line)),
      Member("column", .integer(start.column)),
      Member("end", .object([Member("line", .integer(end.line)), Member("column", .integer(end.column))])),
      Member("offset", .integer(Int(span.start))),
      Member("length", .integer(Int(span.end) - Int(span.start))),
    ]
  }
}
