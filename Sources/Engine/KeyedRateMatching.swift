import Columns
import IR

extension Execution {
  /// The value of the row of `rates` that matches each row's axes.
  func matchRates(
    _ rates: KeyedRates, _ axes: [(column: Column, kind: ValueKind)], _ kind: ValueKind, count: Int, site: Int32
  ) -> Column {
    if let tiers = rates.tiers, axes[0].kind == .number {
      return values(rates, tiers, of: axes[0].column, kind, site: site)
    }
    let matcher = RateMatcher(rates)
    let columns = axes.map(\.column)
    // Rows with the same axes have the same answer; most tables have few. Equal elements are equal values.
    let elements = AxisElements(columns)
    var answers: [SIMD4<Int64>: RowAnswer<Value>] = [:]
    var known: [[Value]: RowAnswer<Value>] = [:]
    func answer(_ row: Int) -> RowAnswer<Value> {
      let key = elements?.key(row)
      if let key, let answer = answers[key] { return answer }
      let values = axes.map { value($0.column, $0.kind, row) }
      let answer = known[values] ?? matcher.answer(values)
      if let key { answers[key] = answer } else { known[values] = answer }
      return answer
    }
    let map = RowMap(columns, count: count, site: site)
    switch kind {
    case .number:
      return map.numbers { row in
        switch answer(row) {
        case .value(.number(let number)): .value(number)
        case .value, .missing: .missing
        case .fault(let reason): .fault(reason)
        }
      }
    case .bool:
      return map(
        filler: false,
        { row in
          switch answer(row) {
          case .value(.bool(let bool)): .value(bool)
          case .value, .missing: .missing
          case .fault(let reason): .fault(reason)
          }
        }
      ) { .bools($0) }
    case .text, .date, .period, .timestamp, .row:
      let isSeconds = kind == .timestamp
      var codes: [Value: Int64] = [:]
      for case let value in rates.rows.map(\.value) { codes[value] = code(value) }
      let result = map(filler: Int64(0)) { row in
        switch answer(row) {
        case .value(let value): codes[value].map { .value($0) } ?? .missing
        case .missing: .missing
        case .fault(let reason): .fault(reason)
        }
      } storage: {
        isSeconds ? .integers($0, scale: 0) : .codes($0.map { Int32(truncatingIfNeeded: $0) })
      }
      return result
    }
  }

  func code(_ value: Value) -> Int64? {
    switch value {
    case .text(let text): pool.find(text).map { Int64($0) }
    case .date(let date): Int64(date.days)
    case .period(let period): Int64(period.ordinal)
    case .timestamp(let seconds): seconds
    case .missing, .bool, .number: nil
    }
  }
}

/// The elements of up to four axes in storage, by which their rows are told apart without looking at what they mean.
private struct AxisElements {
  private enum Lane {
    case bools([Bool])
    case codes([Int32])
    case integers([Int64])
  }

  private let lanes: [(elements: Lane, isConstant: Bool)]

  /// Nil iff there are more axes, or one holds numbers that are no narrow integers.
  init?(_ columns: [Column]) {
    guard columns.count <= 4 else { return nil }
    var lanes: [(elements: Lane, isConstant: Bool)] = []
    for column in columns {
      switch column.storage {
      case .bools(let bools): lanes.append((.bools(bools), column.isConstant))
      case .codes(let codes): lanes.append((.codes(codes), column.isConstant))
      case .integers(let integers, _): lanes.append((.integers(integers), column.isConstant))
      case .wide, .fractions, .rationals: return nil
      }
    }
    self.lanes = lanes
  }

  func key(_ row: Int) -> SIMD4<Int64> {
    var key = SIMD4<Int64>()
    for (axis, lane) in lanes.enumerated() {
      let element = lane.isConstant ? 0 : row
      switch lane.elements {
      case .bools(let bools): key[axis] = bools[element] ? 1 : 0
      case .codes(let codes): key[axis] = Int64(codes[element])
      case .integers(let integers): key[axis] = integers[element]
      }
    }
    return key
  }
}

/// Finds the row of a keyed table for given values of its axes.
struct RateMatcher {
  private let rates: KeyedRates
  /// Where a row's range on each axis ends: the next greater bound among the rows that differ in nothing else.
  private let ends: [[Bound?]]

  private struct Bound {
    var value: Rational
    var isIncluded: Bool

    /// True iff this bound opens its row at a lower place than the other.
    func precedes(_ other: Bound) -> Bool {
      value == other.value ? isIncluded && !other.isIncluded : value < other.value
    }

    /// True iff a number lies at or above the bound.
    func admits(_ number: Rational) -> Bool { isIncluded ? number >= value : number > value }
  }

  init(_ rates: KeyedRates) {
    self.rates = rates
    func bound(_ matcher: KeyedRates.Matcher) -> Bound? {
      if case .from(let value, let isIncluded) = matcher { return Bound(value: value, isIncluded: isIncluded) }
      return nil
    }
    ends = rates.rows.map { row in
      row.matchers.indices.map { axis in
        guard let own = bound(row.matchers[axis]) else { return nil }
        var end: Bound?
        for other in rates.rows {
          guard let candidate = bound(other.matchers[axis]), own.precedes(candidate) else { continue }
          let isSibling = row.matchers.indices.allSatisfy { $0 == axis || row.matchers[$0] == other.matchers[$0] }
          if isSibling, end.map(candidate.precedes) ?? true { end = candidate }
        }
        return end
      }
    }
  }

  /// The value of the row that matches, or why there is none.
  func answer(_ values: [Value]) -> RowAnswer<Value> {
    let matching = isBehindEnd(values) ? [] : rates.rows.indices.filter { matches($0, values) }
    // Written only for a fault.
    var texts: String { zip(rates.axisNames, values).map { "\($0) \($1)" }.joined(separator: ", ") }
    guard let first = matching.first else {
      return .fault(.outsideTiers("no row of `\(rates.name)` matches \(texts)"))
    }
    switch rates.precedence {
    case .firstMatch:
      return .value(rates.rows[first].value)
    case .only:
      if matching.count == 1 { return .value(rates.rows[first].value) }
      return .fault(.ambiguous("\(matching.count) rows of `\(rates.name)` match \(texts): \(list(matching))"))
    case .mostSpecific:
      let most = matching.map(specificity).max() ?? 0
      let best = matching.filter { specificity($0) == most }
      if best.count == 1 { return .value(rates.rows[best[0]].value) }
      return .fault(
        .ambiguous("\(best.count) rows of `\(rates.name)` match \(texts) equally well: \(list(best))"))
    case .highest:
      return .value(matching.map { rates.rows[$0].value }.max { number($0) < number($1) } ?? .missing)
    case .allAdded:
      var sum = Rational.zero
      for row in matching {
        guard let next = sum.adding(number(rates.rows[row].value)) else { return .fault(.overflow) }
        sum = next
      }
      return .value(.number(sum))
    }
  }

  /// The rows by their place in the table, counted from 1.
  private func list(_ rows: [Int]) -> String {
    "rows " + rows.map { String($0 + 1) }.joined(separator: ", ")
  }

  /// The value as a number, which those of rows that are added or held against each other are.
  private func number(_ value: Value) -> Rational {
    if case .number(let number) = value { return number }
    return .zero
  }

  private func specificity(_ row: Int) -> Int {
    rates.rows[row].matchers.count { $0 != .any }
  }

  /// Where a value lies on an ordered axis; dates count days, and periods by their own length.
  private func place(of value: Value) -> Rational? {
    switch value {
    case .number(let number): number
    case .date(let date): Rational(Int(date.days))
    case .period(let period): Rational(Int(period.ordinal))
    case .missing, .bool, .text, .timestamp: nil
    }
  }

  /// True iff the first axis is closed, and its value lies behind the end.
  private func isBehindEnd(_ values: [Value]) -> Bool {
    guard let end = rates.end, let number = values.first.flatMap(place) else { return false }
    return rates.includesEnd ? number > end : number >= end
  }

  private func matches(_ row: Int, _ values: [Value]) -> Bool {
    rates.rows[row].matchers.indices.allSatisfy { axis in
      switch rates.rows[row].matchers[axis] {
      case .any: return true
      case .values(let list): return list.contains(values[axis])
      case .from(let bound, let isIncluded):
        guard let number = place(of: values[axis]) else { return false }
        if !Bound(value: bound, isIncluded: isIncluded).admits(number) { return false }
        return ends[row][axis].map { !$0.admits(number) } ?? true
      }
    }
  }
}
