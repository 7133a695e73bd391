import Source

/// The pages about declarations of which rule counts.
let ruleChoicePages: [DiagnosticPage] = [
  page(
    "E0271", "a row that chooses what is no rule",
    "A row of `rules` chooses a `replenish` rule by its name, or `nothing` with a reason.", "Turnovr", "Turnover"
  ) { choicePage("any: \($0)") },
  page(
    "E0272", "a rule for other rows",
    """
    The rule that counts for a row is read by the row's key. So a rule and the declaration that chooses it have the same
    keys, of the same types: both for each `dealer, sku`.
    """, "for each skus", "for each stock"
  ) { choicePage("any: Turnover", rows: $0) },
  page(
    "E0273", "orders that do not stand in one column",
    """
    The orders of all rules that may count stand in one column. So each rule has one order, and all orders have one unit;
    so have their values, if they have any.
    """, "kg", "units"
  ) { choicePage("\"A\": Turnover\n  any: Weighed", weighed: "on_\($0 == "kg" ? "scale" : "hand")") },
  page(
    "E0274", "two rows that are equally specific",
    """
    Of several rows that are for the same values, the one with the most conditions counts. Two with equally many leave
    open which counts, unless a row with more conditions is for all that both are for.
    """, "", "\n  \"A\", \"agent\": Turnover"
  ) { choicePage("\"A\", any: Turnover\n  any, \"agent\": Weighed\($0)", axes: "class: sku.class, kind: dealer.kind") },
  page(
    "E0275", "a row that never counts",
    """
    Rows with more conditions are for everything that this row is for, so that it never counts. That is a mistake in one of
    them.
    """, "\n  any: Weighed", ""
  ) { choicePage("\"shop\" | \"agent\": Turnover\($0)", axes: "kind: dealer.kind") },
  page(
    "E0276", "a row that stands twice", "Two rows with the same conditions are for the same values. Keep one of them.",
    "\"A\"", "\"B\""
  ) { choicePage("\"A\": Turnover\n  \($0): Weighed") },
  page(
    "E0277", "a choice by what cannot be compared",
    "Rows are told apart by texts, closed choices, conditions, references, numbers, amounts, dates and periods.",
    "last 30 days before today", "sku.class"
  ) { choicePage("any: Turnover", axes: "class: \($0)") },
  page(
    "E0278", "a choice without rows", "`rules` has at least one row: a condition for each value, and a rule.", "",
    "any: Turnover"
  ) { choicePage($0) },
]

/// A choice with these rows between two rules, of which the second orders what `weighed` names.
private func choicePage(
  _ choices: String, axes: String = "class: sku.class", rows: String = "for each stock", weighed: String = "on_hand"
) -> String {
  """
  language 1

  table dealers (code) {
    code  text
    kind  "shop" | "agent"
  }

  table skus (code) {
    code   text
    class  text
  }

  table stock (dealer, sku) {
    dealer    dealers
    sku       skus
    on_hand   units
    on_scale  kg
  }

  unit kg

  replenish Turnover {
    \(rows)
    order quantity from 10 units
  }

  replenish Weighed {
    for each stock
    order quantity from \(weighed)
  }

  rules Replenishment (\(axes)) {
    for each stock
    \(choices)
  }
  """
}
