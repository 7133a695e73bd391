import Source

extension DiagnosticPage {
  /// The pages about the text of a schedule.
  static let schedulePages: [DiagnosticPage] = [
    SyntaxCode.weekdayName.page(
      "a name that is no weekday",
      """
      A schedule names weekdays by three small letters: `mon`, `tue`, `wed`, `thu`, `fri`, `sat`, `sun`. `every day` is all
      of them.
      """,
      failing: "schedule Working {\n  every monday, tue\n}", mended: "schedule Working {\n  every mon, tue\n}"),
    SyntaxCode.scheduleLine.page(
      "a line that no schedule has",
      "A schedule's lines are `every` with weekdays, `never` with days that are taken away, `also` with days that are added.",
      failing: "schedule Working {\n  every mon\n  except holidays.day\n}",
      mended: "schedule Working {\n  every mon\n  never holidays.day\n}"),
    SyntaxCode.weekdayTwice.page(
      "a weekday that is named twice",
      "A day is in a schedule or it is not; named twice, another weekday may have been meant.",
      failing: "schedule Working {\n  every mon, tue, tue\n}", mended: "schedule Working {\n  every mon, tue, wed\n}"),
  ]
}
