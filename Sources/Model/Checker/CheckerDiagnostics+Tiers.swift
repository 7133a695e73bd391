import Source
import Syntax

/// What the checker says about rows that go through tiers one by one.
extension Diagnostic {
  // ---- E0706: an order ----

  static func orderMissing(_ rates: Name, proposal: String, canBlend: Bool) -> Diagnostic {
    let other = canBlend ? [Help("or pay all rows at one blended rate: `pro rata`")] : []
    return Diagnostic(
      "E0706",
      "each row is paid at its own place in the tiers of `\(rates.text)`, and nothing says in which order they come",
      at: rates.span, "in which order?", help: [Help("behind the window, write `in order of \(proposal)`")] + other)
  }

  static func orderNotTotal(
    _ span: SourceSpan, table: String, columns: [String], proposal: String, edit: Edit
  ) -> Diagnostic {
    let list = columns.map { "`\($0)`" }.joined(separator: ", ")
    return Diagnostic(
      "E0706", "two rows of `\(table)` may agree on \(list), and then nothing says which is paid first", at: span,
      "not enough to tell rows apart",
      help: [Help("add the key: `in order of \(proposal)`", edits: [edit])])
  }

  static func orderNeedsKey(_ rates: Name, table: String, declared: SourceSpan) -> Diagnostic {
    Diagnostic(
      "E0706", "each row is paid at its own place in the tiers of `\(rates.text)`, and rows of `\(table)` have no key",
      at: rates.span, "no order tells all rows apart", also: [Label(declared, "no key here")],
      help: [Help("give the table a key: `table \(table) (id)`")])
  }

  static func proRataOfOneRate(_ span: SourceSpan, rates: Name, mode: String) -> Diagnostic {
    let why =
      mode == "reached" || mode == "entered"
      ? "in `\(mode) rates` each row has a rate of its own"
      : mode == "whole"
        ? "`whole rates` pay everything at one rate already"
        : "what fills the tiers of `\(rates.text)` is also what is paid"
    return Diagnostic(
      "E0706", "there is nothing to share `pro rata`: \(why)", at: span, "not needed here",
      help: [Help("leave it out")])
  }

  // ---- E0707, E0708: modes ----

  static func throughAdding(_ name: Name, declared: SourceSpan) -> Diagnostic {
    Diagnostic(
      "E0707", "the values of `\(name.text)` are amounts that add up, and no rates of an amount", at: name.span,
      "milestones", also: [Label(declared, "declared as `adding rates`")],
      help: [
        Help("read their sum with `\(name.text)(x)`; of a running x, pay what was added: `true up \(name.text)(x)`")
      ])
  }

  static func tierModeAmongRows(_ span: SourceSpan, mode: String, declared: String, name: Name) -> Diagnostic {
    Diagnostic(
      "E0708", "`\(mode)` stands behind a tier of `\(declared) rates`, whose tiers are all read in one way", at: span,
      "this tier alone", also: [Label(name.span, "declared `\(declared)`")],
      help: [Help("leave `\(mode)` out, or lay the tiers out in two tables")])
  }

  static func mixedTiersByRow(_ name: Name, declared: SourceSpan) -> Diagnostic {
    Diagnostic(
      "E0708", "some tiers of `\(name.text)` pay a slice and others everything, so that a row has no rate of its own",
      at: name.span, "tiers of both kinds", also: [Label(declared, "declared here")],
      help: [
        Help("pay all rows at one blended rate: `pro rata`"), Help("or make all tiers `marginal`, or all `whole`"),
      ])
  }

  // ---- E0709: counting ----

  static func countingNeedsCredit(_ span: SourceSpan, known: [String]) -> Diagnostic {
    let list = known.map { "`\($0)`" }.joined(separator: ", ")
    return Diagnostic(
      "E0709", "`counting` is for two credits of one plan: one is paid, the other fills the tiers", at: span,
      "no credit of this plan", help: known.isEmpty ? [] : [Help("its credits are \(list)")])
  }

  static func countingOtherRows(_ counting: Name, paid: Name, difference: String) -> Diagnostic {
    Diagnostic(
      "E0709", "`\(counting.text)` does not count the rows that `\(paid.text)` pays: \(difference)", at: counting.span,
      "other rows", also: [Label(paid.span, "what is paid")],
      help: [Help("declare both alike, but for what stands behind `of`")])
  }

  // ---- E0710: keys ----

  static func throughKeys(_ rates: Name, found: Int, axes: [String], declared: SourceSpan) -> Diagnostic {
    let list = axes.map { "`\($0)`" }.joined(separator: ", ")
    let message =
      axes.isEmpty
      ? "`\(rates.text)` has one axis, which the amount itself fills"
      : found == 0
        ? "`\(rates.text)` has tiers for each \(list), and nothing says which are each row's"
        : "`\(rates.text)` takes \(axes.count) value\(axes.count == 1 ? "" : "s") of each row (\(list)), and is given \(found)"
    return Diagnostic(
      "E0710", message, at: rates.span, axes.isEmpty ? "no further axis" : "of which \(list)?",
      also: [Label(declared, "declared here")],
      help: axes.isEmpty
        ? [Help("write `through \(rates.text)` alone")]
        : [Help("give them from the credited row: `through \(rates.text)(\(axes.joined(separator: ", ")))`")])
  }

  static func keyOfRowOutside(_ span: SourceSpan, axis: String) -> Diagnostic {
    Diagnostic(
      "E0710", "`\(axis)` is a value of each credited row, and this is one of the plan's row", at: span,
      "the same for all rows",
      help: [Help("name a column of the credited table, or choose the rates with `when … else`")])
  }

  // ---- E0711, E0712: changes inside a window ----

  static func changeNotSaid(_ span: SourceSpan, source: SourceSpan, isByRow: Bool) -> Diagnostic {
    Diagnostic(
      "E0711",
      "what stands `against` may change inside the window, and nothing says what then becomes of the amount so far",
      at: span, "may change", also: source == span ? [] : [Label(source, "may differ from period to period")],
      help: (isByRow
        ? []
        : [Help("`re-rated`: the whole amount is measured by the new one, so that the past is paid again at its rates")])
        + [
          Help("`continued`: what was paid stays, and the amount so far keeps its place against the new one"),
          Help("`restarted`: what was paid stays, and the tiers are filled from 0 when it changes"),
        ])
  }

  static func changeOfWhatStays(_ span: SourceSpan, word: String, against: SourceSpan) -> Diagnostic {
    Diagnostic(
      "E0712", "what stands `against` is the same in all periods of the window, so nothing is \(word)", at: span,
      "cannot happen", also: [Label(against, "does not change")], help: [Help("leave `\(word)` out")])
  }

  static func reRatedRows(_ span: SourceSpan, rates: Name) -> Diagnostic {
    Diagnostic(
      "E0712", "through `\(rates.text)` each row is paid once, and `re-rated` would pay earlier rows again", at: span,
      "of rows that are paid", help: [Help("write `continued` or `restarted`")])
  }

  // ---- E0713, E0714: shares ----

  static func noShares(_ span: SourceSpan, line: Name, because reason: String, isRounding: Bool) -> Diagnostic {
    Diagnostic(
      "E0713",
      isRounding
        ? "`\(line.text)` has no shares of single rows to round: \(reason)"
        : "no row has a share of `\(line.text)`: \(reason)", at: span,
      isRounding ? "nothing to round" : "no shares of rows", also: isRounding ? [] : [Label(line.span, "this line")],
      help: isRounding
        ? [Help("leave `rounded per deal` out: the payment is rounded as a whole")]
        : [Help("lines with shares are `E through R over W`, and products of one credit and factors: `5% of bookings`")]
    )
  }

  static func rowsInSeveralPayments(_ span: SourceSpan, rates: String) -> Diagnostic {
    Diagnostic(
      "E0714", "a row would lie in the windows of several payments, and `\(rates)` pays each row once", at: span,
      "neither the pay period nor `to date`",
      help: [Help("gather over the pay period itself, or over a window `to date`")])
  }
}
