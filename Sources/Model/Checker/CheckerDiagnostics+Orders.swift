import Source
import Syntax

/// What may be wrong with orders, their outcomes, prices and groups.
extension Diagnostic {
  static func outcomeOfPayment(_ span: SourceSpan, _ outcome: OrderOutcome) -> Diagnostic {
    Diagnostic(
      "E0264", "`\(outcome.rawValue)` ends an order, not a payment", at: span, "a step of a payment",
      notes: ["what is paid must be known: a payment of nothing is 0, and says so"],
      help: [Help("`stop at 0 USD \"why\" when …` pays nothing and says why")])
  }

  static func orderMayBeMissing(_ span: SourceSpan, sources: [SourceSpan], type: StaticType) -> Diagnostic {
    let missing = mayBeMissing(span, what: "an order", sources: sources, type: type)
    return Diagnostic(
      missing.severity, missing.code, missing.message, at: missing.primary, also: missing.secondary,
      notes: missing.notes,
      help: missing.help + [Help("or begin the order's block with `unknown \"no report\" when it is missing`")])
  }

  static func nameOfOutcome(_ name: Name, order: Name, price: SourceSpan?) -> Diagnostic {
    Diagnostic(
      "E0265", "the result has a column `\(name.text)` already", at: name.span, "the same name",
      also: [
        price.map { Label($0, "this price adds `\(name.text)`") }
          ?? Label(order.span, "every order has a status and a reason")
      ],
      notes: ["two columns of one name could not be told apart"],
      help: [
        Help(price == nil ? "give the line another name" : "leave the line out, or give it another name")
      ])
  }

  static func priceNeeded(_ span: SourceSpan, found: String, order: Name, unit: String) -> Diagnostic {
    Diagnostic(
      "E0266", "the price does not make money of `\(order.text)`", at: span, "this is \(found)",
      also: [Label(order.span, "this is \(unit)")],
      help: [Help("a price is money per unit of what is ordered, such as `2.50 USD / \(unit)`")])
  }

  static func groupedWithoutOrder(_ span: SourceSpan) -> Diagnostic {
    Diagnostic(
      "E0267", "`grouped by` belongs in a `replenish` rule with an `order`", at: span, "no orders to group",
      help: [Help("a sheet over the groups adds up lines: `sum(TopUp.quantity)`")])
  }

  static func noGroup(_ span: SourceSpan, found: String) -> Diagnostic {
    Diagnostic(
      "E0268", "orders are grouped by something that names them", at: span, "this is \(found)",
      notes: ["texts, choices, references, dates and periods that are never missing name an order"],
      help: [Help("group by a key or a column, such as `grouped by dealer`")])
  }

  static func groupedTwice(_ span: SourceSpan, earlier: SourceSpan, name: String) -> Diagnostic {
    Diagnostic(
      "E0269", "the orders are grouped by two things called `\(name)`", at: span, "the second one",
      also: [Label(earlier, "the first one")], help: [Help("keep one of the two")])
  }

  static func groupNameTaken(_ name: Name) -> Diagnostic {
    Diagnostic(
      "E0269", "`\(name.text)` is a column of the orders already", at: name.span, "the name of something else there",
      notes: ["an order's row says how many lines it has, what they add up to, and how many are unknown or conflict"],
      help: [Help("give the column another name")])
  }
}
