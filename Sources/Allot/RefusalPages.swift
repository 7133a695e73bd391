/// The catalogue's pages about values that a plan itself refuses.
let refusalPages: [DiagnosticPage] = [
  DiagnosticPage(
    code: "E0958", title: "a value that the plan refuses",
    explanation: """
      Something must hold for there to be a value, and it does not: a curve is asked for a value outside of its points where
      that is `refused`, an amount is allocated by weights that are all zero, two rows have the same place where all places
      must be different, or `each week` is said of days that are not whole weeks. The message says which. Mend the data, or
      say in the plan what holds then.
      """,
    failing: refusingSheet("refused"), mended: refusingSheet("held")),
  DiagnosticPage(
    code: "E0980", title: "the root of a number below 0",
    explanation: """
      No number has a square below 0. What a root is taken of, such as a difference of two amounts, is below 0 in this row:
      say what holds then.
      """,
    failing: numberSheet("sqrt(before - after to 2 decimals)"),
    mended: numberSheet("sqrt(max(before - after, 0) to 2 decimals)")),
  DiagnosticPage(
    code: "E0981", title: "an argument for which there is no quantile",
    explanation: """
      A probability lies between 0% and 100%, and the mean of a Poisson demand is from 0 to 10,000. No quantity is enough
      for certain, so that a service level of 100% has none.
      """,
    failing: numberSheet("normal_quantile(after / 9 to 2 decimals)"),
    mended: numberSheet("normal_quantile(after / 10 to 2 decimals)")),
]

private func numberSheet(_ value: String) -> String {
  """
  table counts (id) {
    id     text
    before number
    after  number
  }
  rows {
    id | before | after
    a  | 4      | 9
  }
  sheet Root {
    for each counts
    show x = \(value)
  }

  """
}

private func refusingSheet(_ below: String) -> String {
  """
  curve Payout (attained: percent) -> percent {
    at  50%: 0%
    at 100%: 100%
    below: \(below)
    above: held
  }
  sheet Pay {
    for each all
    show share = Payout(40%)
  }

  """
}
