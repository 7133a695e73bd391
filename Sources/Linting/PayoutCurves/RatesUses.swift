import Allot
import Model
import Source
import Syntax

/// How the expressions of a plan use a table of rates.
struct RatesUses {
  /// What goes through the table, and where.
  private(set) var through: [(TypedThrough, SourceSpan)] = []
  /// What it is called with.
  private(set) var calls: [(argument: TypedExpression, span: SourceSpan)] = []

  /// The uses of each table that has some, by its place.
  static func all(in review: PlanReview) -> [Int: RatesUses] {
    var uses: [Int: RatesUses] = [:]
    if review.model.rates.isEmpty { return uses }
    for node in review.nodes {
      switch node.expression.kind {
      case .through(let through):
        uses[through.rates, default: RatesUses()].through.append((through, node.expression.span))
      case .tierRate(let rates, let argument):
        uses[rates, default: RatesUses()].calls.append((argument, node.expression.span))
      default: break
      }
    }
    return uses
  }
}

/// The tiers of a table of a plan, or those of one of its keys, as the rules about tiers read them.
struct ReviewedTiers {
  let rates: RatesModel
  let rows: [RatesModel.Row]
  let curve: TierCurve
  let uses: RatesUses

  /// All tiers of tables that stand in the reviewed file.
  static func all(in review: PlanReview) -> [ReviewedTiers] {
    let uses = RatesUses.all(in: review)
    var found: [ReviewedTiers] = []
    for (number, rates) in review.model.rates.enumerated()
    where review.isOwn(rates.span) && !rates.isChoice && (rates.isTiers || rates.hasColumns) {
      let columns = rates.isTiers ? [rates.rows] : review.model.tierColumns(of: rates).map(\.rows)
      for rows in columns {
        guard let curve = TierCurve(rates, rows, in: review.model) else { continue }
        found.append(ReviewedTiers(rates: rates, rows: rows, curve: curve, uses: uses[number] ?? RatesUses()))
      }
    }
    return found
  }

  /// True iff some amount goes through the tiers so that the whole of it decides what is paid.
  var paysByTotal: Bool { uses.through.contains { $0.0.method == .running } }

  var axis: Quantity? { rates.axes[0].type.quantity }

  /// A place on the axis as it is written.
  func place(_ value: Rational) -> String { axis.map { ExactText.quantity(value, $0) } ?? ExactText.number(value) }

  /// What an amount earns through the tiers: money, or a share of what the amount stands against.
  func pay(_ value: Rational) -> String {
    guard let axis, let result = rates.result.quantity else { return ExactText.number(value) }
    if axis.form == .percent {
      // The amount is a share of a quota: so is what it earns, unless a rate is money for each.
      if result.unit.isOne { return ExactText.percent(value) + " of the quota" }
      return "\(ExactText.quantity(value, Quantity(result.unit))) for each unit of the quota"
    }
    return ExactText.quantity(value, Quantity(axis.unit * result.unit))
  }

  /// The bound of a tier.
  func bound(_ row: Int) -> SourceSpan {
    if case .lowerBound(let bound, _)? = rows[row].matchers.first { return bound.span }
    return rows[row].span
  }

  /// The tier that begins at or behind a place where the curve jumps.
  func row(at jump: CurveJump) -> Int? {
    curve.tiers.bounds.firstIndex { $0.value == jump.place && $0.isIncluded != jump.isBehind }
  }
}

extension SourceFile {
  /// The lines that hold nothing but the span, with their ends; nil if something else stands there, too.
  func wholeLines(of span: SourceSpan) -> SourceSpan? {
    var start = Int(span.start)
    while start > 0, bytes[start - 1] == 0x20 || bytes[start - 1] == 0x09 { start -= 1 }
    var end = Int(span.end)
    while end < bytes.count, bytes[end] == 0x20 || bytes[end] == 0x09 || bytes[end] == 0x0D { end += 1 }
    guard start == 0 || bytes[start - 1] == 0x0A, end < bytes.count, bytes[end] == 0x0A else { return nil }
    return SourceSpan(file: span.file, start: start, end: end + 1)
  }
}
