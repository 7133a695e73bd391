/// A word that the grammar knows; most are ordinary names wherever a name is expected.
public enum Word: String, CaseIterable, Hashable, Sendable {
  // Declarations.
  case language, use, unit, param, define, table, rates, plan, sheet, replenish, rules, nothing
  // The calendar.
  case calendar, periods, ends, the, nearest, named, its, start, end
  // Tables.
  case one, row, dated, latest, valid, by, from, separated, numbers, rows, money
  case unknown, without
  // Schedules.
  case schedule, never, also, infinite
  // Rates.
  case marginal, whole, reached, entered, adding, first, match, most, specific, highest, matches, added, above, below,
    up
  // Curves and matrices.
  case curve, matrix, held, extended, refused
  // Sheets.
  case `for`, each, during, paid, weekly, monthly, quarterly, yearly, converted, negative, carried, forward, collected,
    dropped,
    all
  case everyone, overlay, nobody, them, within, level, levels
  case grouped, conflict
  case credit, split, equally, `let`, starting, show, decimals, pay, order, check, assert, with
  // Positions.
  case position, counts, less, zero, kept, ordered, joins
  // Examples.
  case example, data
  case given, expect, error
  // Steps and rounding.
  case stop, set, times, least, round, down, half, even, ceiling, floor
  // Expressions.
  case and, or, not, when, `else`, then, over, through, against, `where`, per, via, `is`, `in`, `as`, to, at, of, on
  case `true`, `false`, missing, today, it, this, previous, rounded, next
  case counting, pro, rata, re, rated, continued, restarted, deal
  case sum, count, distinct, avg, min, max, any, every, total, overlaps, counted
  case sample, population, variance, deviation, product, day
  case pick, greatest, tied
  case rank, ties, standard, dense
  case allocate, exactly, steps
  case running, levelling, leaving, rest, smallest, a
  // Time.
  case date, time, last, days, before, after, week, weeks, month, months, quarter, quarters, year, years

  /// Words that stand for themselves in expressions, so that as names they need backquotes.
  static let reserved: Set<Word> = [
    .and, .or, .not, .when, .else, .then, .over, .through, .against, .where, .per, .via, .is, .in, .as, .to, .at, .of,
    .on, .true, .false, .missing, .today, .it, .this, .previous, .rounded,
  ]

  /// Words that start a declaration.
  static let declarationStarts: Set<Word> = [
    .language, .use, .unit, .param, .define, .table, .rates, .marginal, .whole, .reached, .entered, .adding, .curve,
    .matrix, .plan, .sheet, .replenish, .rules, .calendar, .schedule, .example, .data, .position,
  ]

  /// Words that start a header or a line of a plan, sheet or rule.
  static let itemStarts: Set<Word> = [
    .for, .during, .each, .paid, .grouped, .credit, .let, .show, .pay, .order, .ordered, .check,
    .assert,
  ]

  /// Words that start a line of a schedule.
  static let scheduleStarts: Set<Word> = [.every, .never, .also]

  /// Words that start a line of an example.
  static let exampleStarts: Set<Word> = [.given, .as, .during, .param, .expect]

  /// Words that start a step.
  static let stepStarts: Set<Word> = [.stop, .set, .times, .at, .round, .unknown, .conflict]

  /// Words that, behind a number, go on with the phrase instead of naming the number's unit.
  static let neverUnits: Set<Word> = itemStarts.union([
    .marginal, .whole, .before, .starting, .decimals, .up, .below, .above, .by, .exactly, .ties, .levelling, .leaving,
    .counting, .one, .with,
  ])

  /// Words of other languages' conditions, which are no units either unless they stand between backquotes.
  static let foreignConditionWords: Set<String> = ["if", "iff", "elif", "elsif", "elseif", "end"]

  /// Words with which a line goes on with the entry of the line before.
  static let continuations: Set<Word> = [
    .and, .or, .not, .when, .else, .over, .through, .against, .is, .in, .as, .to, .at, .of, .rounded, .per, .via, .on,
  ]

  /// Iff the word stands for itself in expressions.
  public var isReserved: Bool { Word.reserved.contains(self) }

  /// Iff a line that starts with this word may be read as a declaration, a header, a line or a step.
  package var mayStartStatement: Bool {
    Word.declarationStarts.contains(self) || Word.itemStarts.contains(self) || Word.stepStarts.contains(self)
      || Word.scheduleStarts.contains(self) || Word.exampleStarts.contains(self)
      || [.counts, .less, .below, .from, .above].contains(self)
  }

  /// The period whose length or whole this word names.
  var periodUnit: PeriodUnit? {
    switch self {
    case .week, .weeks: .week
    case .month, .months: .month
    case .quarter, .quarters: .quarter
    case .year, .years: .year
    default: nil
    }
  }

  /// The period that a singular word names: `month`, not `months`.
  var singlePeriodUnit: PeriodUnit? { PeriodUnit(rawValue: rawValue) }

  /// The period of `weekly`, `monthly`, `quarterly`, `yearly`.
  var periodAdverb: PeriodUnit? {
    switch self {
    case .weekly: .week
    case .monthly: .month
    case .quarterly: .quarter
    case .yearly: .year
    default: nil
    }
  }

  private static let byText: [String: Word] = Dictionary(
    uniqueKeysWithValues: allCases.map { ($0.rawValue, $0) })
  private static let longest = allCases.map(\.rawValue.utf8.count).max() ?? 0

  /// The word that `bytes` spell, if the grammar knows it.
  init?(_ bytes: ArraySlice<UInt8>) {
    guard bytes.count <= Word.longest, bytes.allSatisfy({ $0 >= 0x61 && $0 <= 0x7A }),
      let word = Word.byText[String(decoding: bytes, as: UTF8.self)]
    else { return nil }
    self = word
  }
}
