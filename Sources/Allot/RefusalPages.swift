/// The catalogue's pages about values that a plan itself refuses.
let refusalPages: [DiagnosticPage] = [
  DiagnosticPage(
    code: "E0958", title: "a value that the plan refuses",
    explanation: """
      Something must hold for there to be a value, and it does not: a curve is asked for a value outside of its points where
      that is `refused`, an amount is allocated by weights that are all zero, or two rows have the same place where all
      places must be different. The message says which. Mend the data, or say in the plan what holds then.
      """,
    failing: refusingSheet("refused"), mended: refusingSheet("held"))
]

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
