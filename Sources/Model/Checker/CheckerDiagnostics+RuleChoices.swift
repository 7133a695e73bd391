import Source
import Syntax

/// What the checker says about declarations of which rule counts.
extension Diagnostic {
  static func noRuleOfThisName(_ name: Name, isOther: Bool, known: [String]) -> Diagnostic {
    let near = suggestions(for: name.text, among: known)
    let list = known.prefix(8).map { "`\($0)`" }.joined(separator: ", ")
    return Diagnostic(
      "E0271",
      isOther ? "`\(name.text)` is no replenishment rule" : "no replenishment rule is called `\(name.text)`",
      at: name.span, "unknown rule",
      help: near.first.map { first in
        let names = near.map { "`\($0)`" }.joined(separator: ", ")
        return [Help("a similar name exists: \(names)", edits: [Edit(name.span, first)])]
      }
        ?? (known.isEmpty
          ? [Help("declare it: `replenish \(name.text) { … }`")] : [Help("the rules are \(list)")]))
  }

  static func choiceKeysDiffer(
    _ name: Name, theirs: [String], _ declared: SourceSpan?, mine: [String], _ here: SourceSpan?
  ) -> Diagnostic {
    func keys(_ names: [String]) -> String {
      names.isEmpty ? "one row for all" : "a row for each " + names.joined(separator: ", ")
    }
    let isSame = Set(theirs) == Set(mine)
    return Diagnostic(
      "E0272",
      isSame
        ? "the keys of `\(name.text)` have the same names, and are of other types"
        : "`\(name.text)` has \(keys(theirs)), and the choice \(keys(mine))",
      at: name.span, "other rows",
      also: [here.map { Label($0, "the choice") }, declared.map { Label($0, "the rule") }].compactMap { $0 },
      help: [Help("a rule is found by the key of the row for which it is chosen: give both the same keys")])
  }

  static func choiceOfOrders(_ name: Name, _ orders: [Name], declared: SourceSpan) -> Diagnostic {
    Diagnostic(
      "E0273",
      orders.isEmpty
        ? "`\(name.text)` orders nothing" : "`\(name.text)` has \(orders.count) orders, and a choice shows one",
      at: name.span, orders.isEmpty ? "no order" : "which order?",
      also: orders.isEmpty ? [Label(declared, "without an `order` line")] : orders.map { Label($0.span, "an order") },
      help: [Help(orders.isEmpty ? "give it an `order` line" : "make a rule of each order")])
  }

  static func choiceUnits(
    _ name: Name, what: String, _ first: (name: Name, unit: String), _ second: (name: Name, unit: String)
  ) -> Diagnostic {
    Diagnostic(
      "E0273", "the \(what) of the rules in `\(name.text)` have no common unit", at: name.span,
      "\(first.unit) and \(second.unit)",
      also: [Label(first.name.span, "in \(first.unit)"), Label(second.name.span, "in \(second.unit)")],
      help: [Help("let all rules order and value in one unit, or choose between them in two declarations")])
  }

  static func choiceAmbiguous(_ span: SourceSpan, other: SourceSpan, example: String) -> Diagnostic {
    Diagnostic(
      "E0274", "two rows are equally specific, and both are for \(example)", at: span, "this row, or",
      also: [Label(other, "this one?")],
      help: [Help("add a more specific row for what both are for, which says what counts there")])
  }

  static func choiceNeverWins(_ span: SourceSpan, stronger: [SourceSpan]) -> Diagnostic {
    Diagnostic(
      "E0275", "the row never counts: more specific rows are for all that it is for", at: span, "never counts",
      also: stronger.prefix(4).map { Label($0, "counts instead") }, help: [Help("leave the row out, or those")])
  }

  static func choiceRepeated(_ span: SourceSpan, earlier: SourceSpan) -> Diagnostic {
    Diagnostic(
      "E0276", "two rows are for the same values", at: span, "again", also: [Label(earlier, "the first time")],
      help: [Help("keep one of them")])
  }

  static func choiceAxisType(_ span: SourceSpan, axis: String, found: String) -> Diagnostic {
    Diagnostic(
      "E0277", "rows cannot be told apart by `\(axis)`, which is \(found)", at: span, "not to be compared",
      notes: ["a choice depends on texts, choices, conditions, references, numbers, amounts, dates and periods"])
  }

  static func choiceWithoutRows(_ name: Name) -> Diagnostic {
    Diagnostic(
      "E0278", "`\(name.text)` says of no row which rule counts", at: name.span, "no rows",
      help: [Help("add rows such as `any: Turnover`")])
  }
}
