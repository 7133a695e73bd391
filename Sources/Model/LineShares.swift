import Columns
import Syntax

/// How each credited row earns its share of a line.
public struct LineShares: Hashable, Sendable {
  public indirect enum Value: Hashable, Sendable {
    /// The row's part of what a credit earns through tiers.
    case through(TypedThrough)
    /// The row's part of a line that is made of a credit's rows and factors.
    case linear(Linear)
  }

  /// An amount that is a sum over a credit's rows.
  public indirect enum Linear: Hashable, Sendable {
    case rows(TypedAggregate)
    case negated(Linear)
    case times(Linear, TypedExpression)
    case dividedBy(Linear, TypedExpression)
    case plus(Linear, Linear)
    case minus(Linear, Linear)
    /// Nil for nothing.
    case chosen(Linear?, condition: TypedExpression, otherwise: Linear?)
  }

  public var credit: Relation
  public var value: Value
  /// The period that each payment is for.
  public var period: PeriodUnit
}

extension SheetModel {
  /// The shares of a line's rows; nil if its value is no sum over the rows of one credit, or if it is a `show` line that
  /// goes through no rates.
  ///
  /// - Parameter lines: the sheet's lines by number, where they are known.
  public func shares(of line: LineModel, lines: (Int) -> LineModel?) -> LineShares? {
    guard kind == .plan, line.kind != .order, line.steps.isEmpty, line.starting == nil,
      let period = line.each ?? period
    else { return nil }
    if case .through(let through) = line.value.kind {
      guard through.change != .reRated, let credit = through.credit, through.position.isRowsOfCredit,
        through.paid?.isRowsOfCredit != false, case .aggregate(let aggregate) = through.position.kind,
        aggregate.countsEachRowOnce(each: period)
      else { return nil }
      return LineShares(credit: credit, value: .through(through), period: period)
    }
    guard line.kind != .show, let linear = linear(line.value, period, lines, depth: 0), let credit = linear.credit
    else { return nil }
    return LineShares(credit: credit, value: .linear(linear), period: period)
  }

  private func linear(
    _ value: TypedExpression, _ period: PeriodUnit, _ lines: (Int) -> LineModel?, depth: Int
  ) -> LineShares.Linear? {
    guard depth < 50 else { return nil }
    func part(_ inner: TypedExpression) -> LineShares.Linear? { linear(inner, period, lines, depth: depth + 1) }
    /// The two parts of a sum of rows of one credit.
    func pair(_ a: TypedExpression, _ b: TypedExpression) -> (LineShares.Linear, LineShares.Linear)? {
      guard let x = part(a), let y = part(b), x.credit == y.credit, x.credit != nil else { return nil }
      return (x, y)
    }
    switch value.kind {
    case .aggregate(let aggregate):
      guard aggregate.isSumOfCreditedRows, aggregate.window?.scope == nil, aggregate.countsEachRowOnce(each: period)
      else { return nil }
      return .rows(aggregate)
    case .field(.sheet, .line(let number), 0):
      guard let line = lines(number), line.kind == .let, line.each == nil, line.starting == nil else { return nil }
      return part(line.value)
    case .negate(let a): return part(a).map { .negated($0) }
    case .binary(.times, let a, let b), .binary(.percentOf, let a, let b):
      if let rows = part(a) { return part(b) == nil ? .times(rows, b) : nil }
      return part(b).map { .times($0, a) }
    case .binary(.divide, let a, let b): return part(a).map { .dividedBy($0, b) }
    case .binary(.plus, let a, let b): return pair(a, b).map { .plus($0.0, $0.1) }
    case .binary(.minus, let a, let b): return pair(a, b).map { .minus($0.0, $0.1) }
    case .conditional(let a, let condition, let b):
      let (x, y) = (part(a), part(b))
      guard x != nil || a.isZero, y != nil || b.isZero, x != nil || y != nil else { return nil }
      if let x, let y, x.credit != y.credit { return nil }
      return .chosen(x, condition: condition, otherwise: y)
    default: return nil
    }
  }
}

extension LineShares.Linear {
  /// The credit whose rows the amount is a sum over.
  var credit: Relation? {
    switch self {
    case .rows(let aggregate): aggregate.relation
    case .negated(let a), .times(let a, _), .dividedBy(let a, _), .plus(let a, _), .minus(let a, _): a.credit
    case .chosen(let a, _, let b): a?.credit ?? b?.credit
    }
  }
}

extension TypedExpression {
  fileprivate var isZero: Bool {
    if case .constant(.number(let value)) = kind { return value == .zero }
    return false
  }

  /// True iff the value is the sum of a credit's amounts over days of the credit.
  fileprivate var isRowsOfCredit: Bool {
    guard case .aggregate(let aggregate) = kind, aggregate.isSumOfCreditedRows, aggregate.condition == nil,
      case .field(_, .creditAmount, 0)? = aggregate.value?.kind
    else { return false }
    return true
  }
}

extension TypedAggregate {
  /// True iff the aggregate adds something of each of the payee's credited rows, by the credit's own date.
  fileprivate var isSumOfCreditedRows: Bool {
    guard function == .sum, case .credit = relation, let value, !value.readsRowOutside,
      condition?.readsRowOutside != true, joins.count == 1, case .field(_, .creditPayee, 0) = joins[0].theirs.kind,
      case .field(.sheet, .entity, 0) = joins[0].mine.kind, case .field(_, .creditDate, 0)? = date?.kind
    else { return false }
    return true
  }

  /// True iff each row lies in the window of one payment, or adds to a window that runs.
  func countsEachRowOnce(each period: PeriodUnit) -> Bool {
    guard let window else { return false }
    return window.scope != nil || window.basis == period && window.isOwnPeriod
  }
}

extension TypedWindow {
  /// True iff the window is the period of its `basis` that the row is in, not an earlier or later one.
  public var isOwnPeriod: Bool {
    guard case .call(.firstDay, let first)? = from?.kind, case .call(.lastDay, let last)? = through?.kind,
      case .rowPeriod(_, offset: 0) = first[0].kind, case .rowPeriod(_, offset: 0) = last[0].kind
    else { return false }
    return true
  }
}

extension CheckedModel {
  /// The shares of a line's rows; nil if it has none.
  public func shares(sheet: Int, line: Int) -> LineShares? {
    let declaration = sheets[sheet]
    return declaration.shares(of: declaration.lines[line]) { declaration.lines[$0] }
  }
}
