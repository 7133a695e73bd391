import Columns
import IR

extension TierTable {
  /// The tiers as the kernels know them.
  var tiers: Tiers {
    let starts = zip(bounds, isIncluded).map { Tiers.Bound($0, isIncluded: $1) }
    return Tiers(starts, closing: end.map { Tiers.Bound($0, isIncluded: includesEnd) })
  }

  /// The rate of the tier that holds each value.
  func rates(of value: Column, against: Column?, site: Int32) -> Column {
    Column.numbers(rates).gather(elements: tiers.indices(of: value, against: against, site: site))
  }

  /// What each amount earns through the tiers.
  func amounts(of value: Column, against: Column?, site: Int32) -> Column {
    MarginalRates(tiers, isWhole: isWhole).pay(value, rates: rates, against: against, site: site)
  }
}
