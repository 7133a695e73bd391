import Source

extension DiagnosticPage {
  /// The pages about the declaration of a calendar.
  static let calendarPages: [DiagnosticPage] = [
    SyntaxCode.calendarName.page(
      "a name that is no month or weekday",
      "A calendar names months and weekdays in English, in full and in small letters: `february`, `saturday`.",
      failing: "calendar year from Feb named by its end",
      mended: "calendar year from february named by its end"),
    SyntaxCode.calendarWeeks.page(
      "weeks that make no year",
      """
      A quarter of 13 weeks has three months of four and five weeks: `4-4-5 weeks`, `4-5-4 weeks` or `5-4-4 weeks`. A
      year may instead have `13 periods` of four weeks. Both have 52 weeks, and a 53rd in the years that need it.
      """,
      failing: "calendar 4-4-4 weeks, year ends on the saturday nearest january 31, named by its start",
      mended: "calendar 4-4-5 weeks, year ends on the saturday nearest january 31, named by its start"),
    SyntaxCode.calendarNaming.page(
      "a fiscal year without a number",
      """
      A year that begins in February 2026 and ends in January 2027 is FY2026 for some and FY2027 for others. The calendar
      says which: `named by its start` or `named by its end`.
      """,
      failing: "calendar year from february", mended: "calendar year from february named by its end"),
    SyntaxCode.calendarDay.page(
      "a year that ends near a day that not every year has",
      "The day that a year of weeks ends nearest to must be in every year, so it cannot be February 29 or April 31.",
      failing: "calendar 4-4-5 weeks, year ends on the saturday nearest february 29, named by its end",
      mended: "calendar 4-4-5 weeks, year ends on the last saturday of february, named by its end"),
  ]
}
