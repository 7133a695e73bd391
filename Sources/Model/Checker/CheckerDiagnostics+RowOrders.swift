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

  static func rangeOfOthers(_ span: SourceSpan, first: String, last: String) -> Diagnostic {
    Diagnostic(
      "E0608", "a range runs between two dates, two whole numbers or two periods of one length", at: span,
      first == last ? "these are \(first)" : "from \(first) to \(last)")
  }

  static func rangeReadsLine(_ name: Name, declared: SourceSpan) -> Diagnostic {
    Diagnostic(
      "E0609", "`\(name.text)` is not there yet where the rows are made", at: name.span,
      "of the rows that are made here",
      also: [Label(declared, "has a value in each of them")],
      help: [Help("make the range of columns and keys, or give the line to a sheet of its own and go through its rows")]
    )
  }

  static func rangeNameTaken(_ name: Name, line: SourceSpan?) -> Diagnostic {
    Diagnostic(
      "E0610", "two values of a row would be called `\(name.text)`", at: name.span,
      line == nil ? "a column or key has this name too" : "a line has this name too",
      also: line.map { [Label($0, "the line")] } ?? [], help: [Help("give the range another name")])
  }

  static func rangeBesidePeriods(_ name: Name, each period: PeriodUnit) -> Diagnostic {
    Diagnostic(
      "E0611", "rows have a range or periods, and these would have both", at: name.span, "beside \(period.rawValue)s",
      help: [Help("a range may be of periods too: `for each stock, \(period.rawValue) in … .. …`")])
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
