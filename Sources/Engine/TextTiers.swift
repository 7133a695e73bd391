import Columns
import IR

extension KeyedRates {
  /// The tiers that the rows are, of rates with one axis whose rows all begin at a bound, each above the one before; nil
  /// for any others.
  var tiers: Tiers? {
    guard axisNames.count == 1, precedence == .only, !rows.isEmpty else { return nil }
    var bounds: [Tiers.Bound] = []
    for row in rows {
      guard case .from(let value, let isIncluded)? = row.matchers.first else { return nil }
      if let last = bounds.last, value < last.value || value == last.value && !(last.isIncluded && !isIncluded) {
        return nil
      }
      bounds.append(Tiers.Bound(value, isIncluded: isIncluded))
    }
    return Tiers(bounds, closing: end.map { Tiers.Bound($0, isIncluded: includesEnd) })
  }
}

extension Execution {
  /// The value of the tier that holds each amount: a text, a date or whatever else is no number.
  func values(_ rates: KeyedRates, _ tiers: Tiers, of amount: Column, _ kind: ValueKind, site: Int32) -> Column {
    let places = tiers.indices(of: amount, site: site) { amount, _ in
      "`\(rates.name)` has no tier for \(amount.description(decimals: 6))"
    }
    guard case .codes(let indices) = places.storage else { preconditionFailure("tiers are known by number") }
    let values = rates.rows.map(\.value)
    let storage: Column.Storage
    switch kind {
    case .number:
      let numbers = values.map { value in if case .number(let number) = value { number } else { Rational.zero } }
      storage = Column.numbers(indices.map { numbers[Int($0)] }).storage
    case .bool:
      let bools = values.map { $0 == .bool(true) }
      storage = .bools(indices.map { bools[Int($0)] })
    case .timestamp:
      let seconds = values.map { code($0) ?? 0 }
      storage = .integers(indices.map { seconds[Int($0)] }, scale: 0)
    case .text, .date, .period, .row:
      let codes = values.map { Int32(truncatingIfNeeded: code($0) ?? -1) }
      storage = .codes(indices.map { codes[Int($0)] })
    }
    return Column(
      storage, count: places.count, isConstant: places.isConstant, validity: places.validity, faults: places.faults)
  }
}
