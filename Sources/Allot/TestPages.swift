/// The catalogue's pages about examples that fail; what they show is run by `allot test`.
let testPages: [DiagnosticPage] =
  [
    page(
      "E0940", "a column that an example does not give",
      """
      An example gives only the columns that matter. A column that the plan reads and that may not be missing is one of
      them.
      """, examplePage(given: ["id", "ann"]), examplePage()),
    page(
      "E0941", "a value that an example does not expect",
      """
      The value is compared exactly: `10_800.00` is 10800 and nothing else. A value that never ends, such as a third, is
      rounded to the decimals that are written, half away from zero. Either the plan or the example is wrong.
      """, examplePage(expected: ["id  | paid", "ann | 101"]), examplePage()),
    page(
      "E0942", "an expected row that is not there, or not the only one",
      """
      The keys in the header of `expect` must name one row of the result. Periods that the example does not compute have
      no rows: they go from the first to the last that is expected, or are those behind `during`.
      """, examplePage(expected: ["id  | paid", "bob | 100"]), examplePage()),
    page(
      "E0943", "a row that an example does not expect",
      "`expect exactly` lists all rows, so that none comes without being expected.",
      examplePage(given: ["id  | salary", "ann | 1_000", "bob | 2_000"], "expect exactly {"),
      examplePage(given: ["id  | salary", "ann | 1_000", "bob | 2_000"])),
    page(
      "E0944", "an error that is expected and does not come",
      "`expect error` passes only if the run fails for that reason. Here it gave results, or failed for another one.",
      exampleTables + "example \"a\" for People {\n  expect error E0821\n}\n",
      exampleTables
        + "example \"a\" for People {\n  given reps {\n    id  | salary\n    ann | 1\n    ann | 2\n  }\n  expect error E0821\n}\n"
    ),
    page(
      "E0945", "no examples",
      """
      `allot test` runs the examples of the files that it is given, and not those of the files that they use. A file
      without any is most often the wrong one, so that is a failure too; so is a `--filter` that no example fits.
      """, exampleTables, examplePage()),
    page(
      "T0101", "a part of a plan that no example reaches",
      """
      `allot test --coverage` counts the lines, tiers, branches and conditions of a plan, and shows those on which no
      result of any example depends: a tier that no amount comes to, a step that never changes anything, a condition
      that is always true. What no example reaches could say anything. Write an example that reaches it, or take it
      out.
      """, "", ""),
    page(
      "T0201", "a change of a plan that no example notices",
      """
      `allot test --mutate` changes the text of a plan in one small way at a time: a rate, a bound, a comparison, a
      window, a rounding, a step. If all examples still pass, they would also pass if somebody made that change by
      mistake. Write an example whose figure depends on it: mostly one at the bound, or just beside it.

      Some changes change nothing at all. Say so behind the line, with the reason: `# same: nobody sells less than
      nothing`.
      """, "", ""),
    page(
      "T0202", "a remark about changes that is of no use",
      """
      A remark `# same: reason` says that changes of its line change nothing. Here an example notices every change of
      the line, or the remark gives no reason.
      """, "", ""),
  ] + lawPages

private func page(
  _ code: String, _ title: String, _ explanation: String, _ failing: String, _ mended: String
) -> DiagnosticPage {
  DiagnosticPage(code: code, title: title, explanation: explanation, failing: failing, mended: mended)
}

private let exampleTables = """
  language 1

  table reps (id) {
    id      text
    salary  USD
  }

  sheet People {
    for each reps
    show paid = 10% of salary
  }


  """

private func examplePage(
  given: [String] = ["id  | salary", "ann | 1_000"], _ expect: String = "expect {",
  expected: [String] = ["id  | paid", "ann | 100"]
) -> String {
  exampleTables + """
    example "a tenth is paid" for People {
      given reps {
        \(given.joined(separator: "\n    "))
      }
      \(expect)
        \(expected.joined(separator: "\n    "))
      }
    }

    """
}
