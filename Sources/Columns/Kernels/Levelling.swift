/// What a row of a shared amount has already, what it is measured by, and the most that it gets.
public struct LevelRow: Hashable, Sendable {
  public var weight: Rational
  public var start: Rational
  /// Nil for no bound.
  public var cap: Rational?

  public init(weight: Rational, start: Rational = .zero, cap: Rational? = nil) {
    self.weight = weight
    self.start = start
    self.cap = cap
  }
}

/// The parts of `total` that raise `(start + part) / weight` of all rows to one level, as far as their bounds allow:
/// `part = clamp(level * weight - start, 0, cap)`. Rows whose weight is 0 have nothing. What no row can take is left.
///
/// ```
/// sum of parts
///  total ----------------.-----      between two breakpoints the sum is a straight line: rows join where they begin
///                   .·´               (start / weight) and leave where they are full ((start + cap) / weight)
///           .·´´
///        .´
///  ------+--+-------+----+-------- level
/// ```
///
/// - Requires: neither the total nor a weight nor a bound is below 0.
/// - Returns: nil iff a value does not fit.
public func levelled(_ total: Rational, _ rows: [LevelRow]) -> [Rational]? {
  var parts = [Rational](repeating: .zero, count: rows.count)
  if total.signum <= 0 { return parts }
  guard let level = commonLevel(of: total, rows) else { return nil }
  for (place, row) in rows.enumerated() where row.weight.signum > 0 {
    switch level {
    case .full: parts[place] = row.cap ?? .zero
    case .at(let height):
      guard let part = height.multiplying(row.weight)?.subtracting(row.start) else { return nil }
      let least = max(part, .zero)
      parts[place] = row.cap.map { min($0, least) } ?? least
    }
  }
  return parts
}

private enum Level {
  /// Every row has all that it may have.
  case full
  case at(Rational)
}

/// A level at which a row begins to get something, or at which it is full.
private struct Breakpoint {
  let level: Rational
  let place: Int32
  let isEnd: Bool
}

private func commonLevel(of total: Rational, _ rows: [LevelRow]) -> Level? {
  var points: [Breakpoint] = []
  points.reserveCapacity(rows.count)
  var weights = Rational.zero
  var starts = Rational.zero
  for (place, row) in rows.enumerated() where row.weight.signum > 0 {
    if row.start.signum == 0 {
      // A level below 0 gives nothing to anybody who has nothing, so the sweep may begin at 0 for these.
      points.append(Breakpoint(level: .zero, place: Int32(place), isEnd: false))
    } else {
      guard let begin = row.start.dividing(row.weight) else { return nil }
      points.append(Breakpoint(level: begin, place: Int32(place), isEnd: false))
    }
    guard let cap = row.cap else { continue }
    guard let end = row.start.adding(cap)?.dividing(row.weight) else { return nil }
    points.append(Breakpoint(level: end, place: Int32(place), isEnd: true))
  }
  points.sort { a, b in
    switch a.level.order(against: b.level) {
    case .less: true
    case .greater: false
    case .equal: (a.place, a.isEnd ? 1 : 0) < (b.place, b.isEnd ? 1 : 0)
    }
  }
  /// What the rows that are full have.
  var full = Rational.zero
  /// The level at which the rows that are on their way bring the sum to the total.
  func meeting() -> Rational? { total.subtracting(full)?.adding(starts)?.dividing(weights) }
  for point in points {
    if weights.signum > 0 {
      guard let level = meeting() else { return nil }
      if level <= point.level { return .at(level) }
    }
    let row = rows[Int(point.place)]
    guard
      let sum = point.isEnd ? weights.subtracting(row.weight) : weights.adding(row.weight),
      let startSum = point.isEnd ? starts.subtracting(row.start) : starts.adding(row.start)
    else { return nil }
    (weights, starts) = (sum, startSum)
    if point.isEnd {
      guard let cap = row.cap, let next = full.adding(cap) else { return nil }
      full = next
    }
  }
  if weights.signum == 0 { return .full }
  return meeting().map { .at($0) }
}

/// The parts of `total` as whole steps: the amount and the bounds are cut to whole steps, each exact part is cut, and
/// the steps that are left go to the largest remainders, ties to the row that stands first.
///
/// - Requires: as ``levelled(_:_:)``, and `step` is above 0.
/// - Returns: nil iff a value does not fit.
public func levelled(_ total: Rational, _ rows: [LevelRow], step: Rational) -> [Rational]? {
  // Counted in steps, the bounds are whole numbers, and so a part with a remainder has room for one more.
  func steps(_ value: Rational) -> Rational? { value.dividing(step)?.rounded(.floor, toMultipleOf: .one) }
  guard let count = steps(total) else { return nil }
  var counted: [LevelRow] = []
  counted.reserveCapacity(rows.count)
  for row in rows {
    guard let start = row.start.dividing(step) else { return nil }
    var cap: Rational?
    if let bound = row.cap {
      guard let whole = steps(bound) else { return nil }
      cap = whole
    }
    counted.append(LevelRow(weight: row.weight, start: start, cap: cap))
  }
  guard let exact = levelled(count, counted) else { return nil }
  var cuts: [Rational] = []
  cuts.reserveCapacity(rows.count)
  var left = Rational.zero
  var remainders: [(value: Rational, place: Int)] = []
  for (place, part) in exact.enumerated() {
    guard let cut = part.rounded(.floor, toMultipleOf: .one), let remainder = part.subtracting(cut) else { return nil }
    cuts.append(cut)
    if remainder.signum == 0 { continue }
    guard let sum = left.adding(remainder) else { return nil }
    left = sum
    remainders.append((remainder, place))
  }
  remainders.sort { a, b in
    switch a.value.order(against: b.value) {
    case .greater: true
    case .less: false
    case .equal: a.place < b.place
    }
  }
  // The exact parts sum to a whole number of steps, so the remainders do too.
  for (_, place) in remainders.prefix(Int(left.numerator / left.denominator)) {
    guard let more = cuts[place].adding(.one) else { return nil }
    cuts[place] = more
  }
  for place in cuts.indices {
    guard let part = cuts[place].multiplying(step) else { return nil }
    cuts[place] = part
  }
  return cuts
}
