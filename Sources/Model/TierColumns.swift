import Columns
import Source

/// The tiers of one key, or of all keys that share them.
public struct TierColumn: Sendable {
  /// What the axes behind the first must be.
  public var keys: [RatesModel.Matcher]
  public var rows: [RatesModel.Row]
}

extension CheckedModel {
  /// The rows of rates with tiers for each key, by key, in the order of the text.
  public func tierColumns(of rates: RatesModel) -> [TierColumn] {
    var places: [[KeyPart]: Int] = [:]
    var columns: [TierColumn] = []
    for row in rates.rows {
      let keys = Array(row.matchers.dropFirst())
      let parts = keys.map { part($0) }
      if let place = places[parts] {
        columns[place].rows.append(row)
      } else {
        places[parts] = columns.count
        columns.append(TierColumn(keys: keys, rows: [row]))
      }
    }
    return columns
  }

  /// A matcher by what it is, wherever it is written.
  private enum KeyPart: Hashable {
    case any
    case values([Value?])
    case bound(Value?, Bool)
  }

  private func part(_ matcher: RatesModel.Matcher) -> KeyPart {
    switch matcher {
    case .any: .any
    case .values(let values): .values(values.map { constantValue($0) })
    case .lowerBound(let bound, let isIncluded): .bound(constantValue(bound), isIncluded)
    }
  }
}
