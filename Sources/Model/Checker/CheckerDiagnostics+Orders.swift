import Source
import Syntax

/// What the checker says of orders of rows.
extension Diagnostic {
  static func orderOnPrevious(_ span: SourceSpan, line: String?) -> Diagnostic {
    let what = line.map { "\($0) goes on from the row before" } ?? "`previous` reads the row before"
    return Diagnostic(
      "E0605", "the order of the rows depends on what it is the order of", at: span, what,
      help: [Help("put the rows in order by columns, or by lines that need no `previous`")])
  }

  static func orderBesidePeriods(_ span: SourceSpan, period: PeriodUnit) -> Diagnostic {
    Diagnostic(
      "E0606", "rows that have a period are in the order of their \(period.rawValue)s", at: span, "a second order",
      notes: ["`previous(x)` is the value of one \(period.rawValue) earlier"],
      help: [Help("move the lines that need this order to a sheet without periods, and read them from there")])
  }

  static func notOrdering(_ span: SourceSpan, type: String) -> Diagnostic {
    Diagnostic(
      "E0607", "rows are not put in order by this", at: span, "this is \(type)",
      help: [Help("rows are put in order by numbers, amounts, dates, periods, texts and references")])
  }

  static func totalInChain(_ span: SourceSpan, line: String, read: String) -> Diagnostic {
    Diagnostic(
      "E0612", "which rows count for \(line) depends on \(read), which goes on from \(line)", at: span,
      "of the row at hand", notes: ["a total over other rows is found once, and not row by row of a chain"],
      help: [Help("let the total's `where` read columns, or lines that need no `previous`")])
  }

  static func orderNeeded(_ span: SourceSpan, what: String) -> Diagnostic {
    Diagnostic(
      "E0508", "\(what) needs rows that follow each other", at: span, "which row comes before?",
      help: [
        Help("a plan has periods by `paid monthly`, a sheet by `each month`"),
        Help("a sheet or rule without periods says `in order of expiry, lot within sku`"),
      ])
  }
}
