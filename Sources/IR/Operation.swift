import Columns

/// What the engine can do with columns. Operands are columns of the same frame unless the case says otherwise.
///
/// A missing operand gives a missing result and a faulty one a faulty result, row by row, unless the case says
/// otherwise.
public enum Operation: Hashable, Sendable {
  // ---- Sources ----

  /// The nth column of a scan's input.
  case input(Int)
  case constant(Value)
  /// The nth key of a frame of keys; 0 is the value of a repeated row.
  case key(Int)
  /// The row of the parent (`filter`, `unique`, `latest`), of the entities (`spine`), or of the left side (`pairs`) that
  /// each row stands for.
  case parentRow
  /// The right side's row of `pairs`; missing where there is none.
  case rightRow
  /// The period of a spine's row.
  case period
  /// The row's own number.
  case rowNumber

  // ---- Other frames ----

  /// The value of another frame's column at the row that `at` names; missing where `at` is missing.
  case gather(ColumnID, at: ColumnID)
  /// The row of `frame` whose `theirs` equal this row's `keys`. At most one row matches (the frame is unique by them).
  /// Without a match: missing, or a fault that names the key and the nearest one if `isRequired`.
  case lookup(frame: FrameID, theirs: [ColumnID], keys: [ColumnID], isRequired: Bool)
  case aggregate(Aggregation)
  /// The sum of `of` over the rows of the same group up to and including this one, in the given order (then by row
  /// number); `of` must be present.
  case runningSum(of: ColumnID, group: [ColumnID], order: [ColumnID])
  /// Rounds `of` to multiples of `unit` such that each group's rounded values sum to the group's rounded sum: every
  /// value is cut toward zero, and the missing units go to the largest remainders, ties by `order`, then row number.
  /// The parts of -x are the negated parts of x.
  case apportion(of: ColumnID, unit: ColumnID, mode: RoundingMode, group: [ColumnID], order: [ColumnID])
  /// The parts of an amount, by weights, levels, tiers or packs.
  case allot(Allotment)
  /// The value of `of` at the same entity one period earlier, of a spine; in the first period, and wherever `restarts`
  /// is true, `initial`. `of` may come later in the program and depend on this column: then the columns between them
  /// are computed period by period.
  case previous(of: ColumnID, initial: ColumnID, restarts: ColumnID?)

  /// The row's place in its group, from 1, in an order that must be total: two rows of a group that are equal in all of
  /// `order` are faults.
  case place(group: [ColumnID], order: [RowSource.Ranking])
  /// The value of `of` in the row of the group that comes before in the order of `place`, which counts the rows of each
  /// group from 1; in the first row, `initial`. `of` may come later in the program and depend on this column, as with
  /// `previous`: then the columns between them are computed place by place.
  case preceding(of: ColumnID, initial: ColumnID, group: [ColumnID], place: ColumnID)

  // ---- Values ----

  case add(ColumnID, ColumnID)
  case subtract(ColumnID, ColumnID)
  case multiply(ColumnID, ColumnID)
  /// A zero divisor is a fault, or missing if `zeroIsMissing`.
  case divide(ColumnID, ColumnID, zeroIsMissing: Bool)
  case negate(ColumnID)
  case absolute(ColumnID)
  case minimum(ColumnID, ColumnID)
  case maximum(ColumnID, ColumnID)
  case round(ColumnID, RoundingMode, step: ColumnID)
  /// The square root, rounded half away from zero to so many decimals; below zero, a fault.
  case squareRoot(ColumnID, decimals: Int)
  /// The value below which a standard normal variable stays with this probability, rounded half away from zero; a fault
  /// unless the probability is between 0 and 1.
  case normalQuantile(ColumnID, decimals: Int)
  /// The least whole number that a Poisson variable with this mean does not exceed with at least the probability.
  case poissonQuantile(mean: ColumnID, probability: ColumnID)
  /// The value itself, or a fault if it is not a whole multiple of `step`.
  case whole(ColumnID, step: ColumnID)
  /// The value itself, or a fault if it is infinite.
  case finite(ColumnID)

  /// Numbers by value, text by bytes, dates and periods by time, false before true.
  case compare(Comparison, ColumnID, ColumnID)
  /// `false and x` is false and `true or x` is true even where x is missing or faulty (left first).
  case and(ColumnID, ColumnID)
  case or(ColumnID, ColumnID)
  case not(ColumnID)
  /// Takes value, validity and fault of the chosen side; missing where the condition is.
  case choose(ColumnID, then: ColumnID, otherwise: ColumnID)
  /// The first, or the second where the first is missing.
  case coalesce(ColumnID, ColumnID)
  case isMissing(ColumnID)
  /// The value itself; a fault where it is missing.
  case require(ColumnID)
  /// The row itself; a fault where `count`, the number of rows that it was found among, is more than one.
  case single(ColumnID, count: ColumnID)
  /// The value itself; a fault with this text where there is one and `holds` is not true.
  case assure(ColumnID, holds: ColumnID, text: String)

  // ---- Text ----

  case startsWith(ColumnID, ColumnID)
  case contains(ColumnID, ColumnID)

  // ---- Time ----

  case addDays(ColumnID, ColumnID)
  /// The whole days from the second date to the first.
  case daysBetween(ColumnID, ColumnID)
  /// A day that does not exist is a fault, or the month's last day if `isClamped`.
  case addMonths(ColumnID, ColumnID, isClamped: Bool)
  /// The whole months from the first date to the second.
  case monthsBetween(ColumnID, ColumnID)
  /// The periods from the second to the first, both of one unit: 0 if they are the same, 1 if the first is the next.
  case periodsBetween(ColumnID, ColumnID)
  case dateOf(timestamp: ColumnID)
  case periodOf(ColumnID, CalendarUnit)
  case firstDay(ColumnID)
  case lastDay(ColumnID)
  /// The period `by` periods later.
  case shiftPeriod(ColumnID, by: Int)
  /// The period so many periods later; a number that is not whole is a fault.
  case addPeriods(ColumnID, ColumnID)

  // ---- Schedules ----

  case schedule(ScheduleQuestion)
  /// The number of the weekday that a text names, 0 for `Mon`; any other text is a fault.
  case weekdayNumber(ColumnID)
  /// The first date; a fault where it lies before the second.
  case notBefore(ColumnID, ColumnID)

  // ---- Rates ----

  /// The rate of the tier that holds the value; outside, a fault. With `against`, the bounds are multiples of it.
  case tierRate(table: Int, ColumnID, against: ColumnID? = nil)
  /// What the amount earns through the tiers: the sum over tiers of rate × the length of the amount's part in the tier.
  /// A whole tier that the amount has reached pays everything up to its own end, or up to the amount, at its rate, and the
  /// tiers above add their parts. With `against`, the bounds are multiples of it.
  case tierAmount(table: Int, ColumnID, against: ColumnID?)
  /// The value of the row that matches; none or several is a fault.
  case matchRates(table: Int, [ColumnID])

  public enum Comparison: String, Hashable, Sendable {
    case equal = "=", notEqual = "!=", less = "<", lessOrEqual = "<=", greater = ">", greaterOrEqual = ">="
  }
}

/// A function of the rows of another frame, for each row of this one.
public struct Aggregation: Hashable, Sendable {
  public enum Function: String, Hashable, Sendable {
    case sum, count, countDistinct = "count distinct", average = "avg", minimum = "min", maximum = "max", any, every
    /// 1 over no rows.
    case product
  }

  public var function: Function
  public var frame: FrameID
  /// A column of `frame`; nil for `count`. Missing values are left out.
  public var value: ColumnID?
  /// Columns of `frame`, each equal to the column of this row at the same place in `keys`.
  public var theirs: [ColumnID]
  public var keys: [ColumnID]
  /// Only rows of `frame` whose date lies in this row's window.
  public var window: Window?

  /// `date` is a column of the aggregated frame; `from` and `through` are columns of this one, both days included, nil or
  /// missing for no bound.
  public struct Window: Hashable, Sendable {
    public var date: ColumnID
    public var from: ColumnID?
    public var through: ColumnID?

    public init(date: ColumnID, from: ColumnID?, through: ColumnID?) {
      self.date = date
      self.from = from
      self.through = through
    }
  }

  public init(
    function: Function, frame: FrameID, value: ColumnID?, theirs: [ColumnID], keys: [ColumnID], window: Window?
  ) {
    self.function = function
    self.frame = frame
    self.value = value
    self.theirs = theirs
    self.keys = keys
    self.window = window
  }
}
