import Allot

/// An expression with the rows that it is asked for: `attained for ann in 2026-Q1`.
struct AskedExpression: Hashable {
  let expression: String
  let scope: Scope

  /// Which rows are asked for.
  struct Scope: Hashable {
    /// The texts of keys that a row must have; in any order.
    var keys: [String] = []
    /// The periods of the rows, as they were written; nil for all.
    var period: String?
    /// The plan, sheet or rule that was named.
    var plan: String?
    /// Whether all rows are shown, however many there are.
    var showsAll = false

    static let everything = Scope()
  }

  init(_ text: Substring, _ calendar: PlanCalendar) throws(SessionFailure) {
    var phrase = Phrase(text)
    scope = try Scope(takingFrom: &phrase, calendar)
    expression = phrase.string
    if expression.isEmpty {
      throw .complaint("there is no expression in front of `for` or `in`", help: ["such as `attained for ann`"])
    }
  }
}

extension AskedExpression.Scope {
  /// Takes `for KEY, …`, `in PERIOD` and `in plan NAME` off the end of a phrase, in any order, each once.
  init(takingFrom phrase: inout Phrase, _ calendar: PlanCalendar) throws(SessionFailure) {
    var hasKeys = false
    while true {
      let forPart = phrase.split(atLast: "for")
      let inPart = phrase.split(atLast: "in")
      // Whatever comes last is taken first.
      if let forPart, !hasKeys, inPart.map({ $0.after.text.startIndex < forPart.after.text.startIndex }) ?? true {
        hasKeys = true
        phrase = forPart.before
        if forPart.after.string == "all" {
          showsAll = true
          continue
        }
        keys = forPart.after.list.map(\.unquoted)
        if keys.contains("") {
          throw .complaint("`for` needs keys, such as `for ann` or `for D1, S1`")
        }
      } else if var inPart, plan == nil, inPart.after.take("plan") {
        guard let name = inPart.after.word(), inPart.after.isEmpty else {
          throw .complaint("`in plan` needs a plan's name behind it")
        }
        plan = Phrase(name).unquoted
        phrase = inPart.before
      } else if let inPart, period == nil, calendar.days(named: inPart.after.string) != nil {
        period = inPart.after.string
        phrase = inPart.before
      } else if let inPart, let forPart, !hasKeys, forPart.after.text.startIndex < inPart.after.text.startIndex {
        throw .complaint(
          "`\(inPart.after.string)` is no period",
          help: ["a period is 2026, 2026-Q1, 2026-03, 2026-W14, a date, or two of them as 2026-01..2026-03"])
      } else {
        return
      }
    }
  }
}
