import Columns
import Source
import Syntax

/// An expression with its names resolved and its type known.
public struct TypedExpression: Hashable, Sendable {
  public let kind: Kind
  public let type: StaticType
  public let span: SourceSpan

  public init(_ kind: Kind, _ type: StaticType, _ span: SourceSpan) {
    self.kind = kind
    self.type = type
    self.span = span
  }

  public indirect enum Kind: Hashable, Sendable {
    /// A part that has been reported.
    case error
    case constant(Value)
    case parameter(Int)
    case today
    /// A value of the row at hand (`depth` 0) or, inside an aggregate, of the row around it (`depth` 1: `this.x`).
    case field(Relation, Field, depth: Int)
    /// A value of the row that `at` names.
    case member(Relation, Field, at: TypedExpression)
    /// The row with this key.
    case lookup(table: Int, keys: [TypedExpression], isRequired: Bool)
    /// The row of a sheet that has these keys.
    case sheetRow(sheet: Int, keys: [TypedAggregate.Join], isRequired: Bool)
    case aggregate(TypedAggregate)
    case pick(TypedPick)
    /// True iff several rows rank first in a pick.
    case isTied(TypedPick)
    case rank(TypedRanking)
    case allocate(TypedAllocation)
    case running(TypedRunningTotal)
    /// What an allocation leaves of its pool.
    case left(TypedAllocation)
    case negate(TypedExpression)
    case not(TypedExpression)
    case binary(BinaryOperator, TypedExpression, TypedExpression)
    case isMissing(TypedExpression)
    case isIn(TypedExpression, [TypedExpression])
    case isInWindow(TypedExpression, TypedWindow)
    case schedule(TypedScheduleQuestion)
    case conditional(TypedExpression, condition: TypedExpression, otherwise: TypedExpression)
    /// The second where the first is missing or divides by zero.
    case otherwise(TypedExpression, TypedExpression)
    case round(TypedExpression, RoundingMode, step: TypedExpression)
    /// Money in a row's own currency, in another: `rate` is read only where the currencies differ.
    case convert(TypedExpression, currency: TypedExpression, to: String, rate: TypedExpression)
    case call(Builtin, [TypedExpression])
    /// The whole months of a span, for `date + 2 months`.
    case addMonths(TypedExpression, months: Int)
    /// The period that holds the row's last day, or the one `offset` later.
    case rowPeriod(PeriodUnit, offset: Int)
    case shiftPeriod(TypedExpression, by: Int)
    case window(TypedWindow)
    /// A line's value `lookBack` rows earlier.
    case previous(line: Int, lookBack: Int)
    case through(TypedThrough)
    case trueUp(TypedExpression, scope: RunningScope, lookBack: Int)
    case tierRate(rates: Int, TypedExpression)
    case matchRates(rates: Int, [TypedExpression])
    case curve(Int, TypedExpression)
    /// The running value of the steps.
    case it
  }
}

/// A function of other rows. In `value`, `condition` and the left sides of `joins`, depth 0 is the aggregated row and
/// depth 1 the row at hand; `window` and the right sides stand at the row at hand.
public struct TypedAggregate: Hashable, Sendable {
  public struct Join: Hashable, Sendable {
    public let theirs: TypedExpression
    public let mine: TypedExpression
  }

  public var function: Aggregate.Function
  public var relation: Relation
  public var value: TypedExpression?
  public var condition: TypedExpression?
  public var joins: [Join]
  /// The aggregated row's date, held against the window.
  public var date: TypedExpression?
  public var window: TypedWindow?
  /// True iff the value is one of the counted sheet's rows alone, as a line of theirs would be: its periods are theirs,
  /// not those of the row at hand.
  public var isOfOwnRows = false
  /// The parts of the window over whose totals the function is taken; the window then has two ends.
  public var each: Aggregate.Each.Part?
  /// To how many decimals of the number a deviation is rounded; a percent has two more than its text.
  public var decimals = 0
  /// The joins, some of ``joins``, by which a row must be found in the window, whatever its condition, for the aggregate
  /// not to be missing; nil if it is known without rows.
  public var knownBy: [Join]?
}

/// One row of a table or sheet. `rows` counts those among which it is; the values of `order` stand where its condition does.
public struct TypedPick: Hashable, Sendable {
  public struct Ranking: Hashable, Sendable {
    public let isGreatest: Bool
    public let value: TypedExpression
  }

  public var rows: TypedAggregate
  public var order: [Ranking]
}

/// A window of days, both ends included; nil is no bound. The bounds are dates of the row at hand.
public struct TypedWindow: Hashable, Sendable {
  public let from: TypedExpression?
  public let through: TypedExpression?
  /// The period that the window fills or is filling, if there is one.
  public let basis: PeriodUnit?
  /// How the window grows from row to row, if it does.
  public let scope: RunningScope?
  public let span: SourceSpan
  /// True iff it may go on without end, so that it has no number of days.
  public var isOpen = false

  public init(
    from: TypedExpression?, through: TypedExpression?, basis: PeriodUnit?, scope: RunningScope?, span: SourceSpan,
    isOpen: Bool = false
  ) {
    self.from = from
    self.through = through
    self.basis = basis
    self.scope = scope
    self.span = span
    self.isOpen = isOpen
  }
}

/// Where a running value starts anew.
public enum RunningScope: Hashable, Sendable {
  case period(PeriodUnit)
  case plan
}

/// `E through R over W against Q`.
public struct TypedThrough: Hashable, Sendable {
  /// How the amount is paid.
  public enum Method: Hashable, Sendable {
    /// What the whole running position earns.
    case running
    /// The running amount at the rate that its running position earns: blended over slices, or the one reached.
    case blended
    /// Row by row: each at the slices that it fills, at the tier that it reaches, or at the one that it enters at.
    case sliced, reached, entered

    /// True iff each row earns its own part, which no later row changes.
    public var isByRow: Bool {
      switch self {
      case .running, .blended: false
      case .sliced, .reached, .entered: true
      }
    }
  }

  public let rates: Int
  public let method: Method
  /// The running amount that fills the tiers.
  public let position: TypedExpression
  /// The credit that fills the tiers, where another one is paid.
  public let counted: Relation?
  /// The running amount that is paid, where it is not the position.
  public let paid: TypedExpression?
  /// The values of a credited row for the axes behind the first.
  public let keys: [TypedExpression]
  public let against: TypedExpression?
  /// What a change of `against` inside the window does; nil if it cannot change there.
  public let change: Through.Change?
  /// Nil if the window is the row's own period: then nothing has been paid before.
  public let scope: RunningScope?
  /// How many rows earlier the last payment was: one, or more for a line that is paid `each` longer period.
  public let lookBack: Int
  /// The period that each payment is for, if rows have periods.
  public let period: PeriodUnit?
  /// The credit whose rows share the amount, and the order in which they do, for the deal-by-deal answer.
  public let credit: Relation?
  public let order: [TypedExpression]
}

extension TypedExpression {
  /// The expressions that this one is made of, those inside aggregates and windows included.
  public var children: [TypedExpression] {
    func bounds(_ window: TypedWindow?) -> [TypedExpression] {
      [window?.from, window?.through].compactMap { $0 }
    }
    switch kind {
    case .error, .constant, .parameter, .today, .field, .rowPeriod, .previous, .it: return []
    case .member(_, _, let row): return [row]
    case .lookup(_, let keys, _): return keys
    case .sheetRow(_, let keys, _): return keys.map(\.mine)
    case .aggregate(let aggregate):
      let own = [aggregate.value, aggregate.condition, aggregate.date].compactMap { $0 }
      return own + aggregate.joins.flatMap { [$0.theirs, $0.mine] } + bounds(aggregate.window)
    case .pick(let pick), .isTied(let pick):
      let rows = TypedExpression(.aggregate(pick.rows), .number, span)
      return rows.children + pick.order.map(\.value)
    case .rank(let ranking): return ranking.children
    case .allocate(let allocation), .left(let allocation): return allocation.children
    case .running(let total): return total.children
    case .negate(let a), .not(let a), .isMissing(let a), .addMonths(let a, _), .shiftPeriod(let a, _),
      .trueUp(let a, _, _), .tierRate(_, let a), .curve(_, let a):
      return [a]
    case .binary(_, let a, let b), .otherwise(let a, let b), .round(let a, _, let b): return [a, b]
    case .isIn(let a, let list): return [a] + list
    case .isInWindow(let a, let window): return [a] + bounds(window)
    case .conditional(let a, let condition, let b): return [a, condition, b]
    case .convert(let a, let currency, _, let rate): return [a, currency, rate]
    case .call(_, let arguments), .matchRates(_, let arguments): return arguments
    case .schedule(let question): return [question.key].compactMap { $0 } + question.arguments
    case .window(let window): return bounds(window)
    case .through(let through):
      return [through.position] + [through.paid, through.against].compactMap { $0 } + through.keys + through.order
    }
  }
}
