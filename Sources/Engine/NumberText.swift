import Columns
import IR

extension OutputColumn.Format {
  /// A number as it is printed.
  public func text(of number: Rational) -> String { layout.text(of: number) }

  /// How numbers are printed; of money whose currency is not known, with all their decimals.
  var layout: NumberLayout {
    switch self {
    case .plain, .money: NumberLayout(.exact)
    case .number(let decimals): NumberLayout(decimals.layout)
    case .percent(let decimals): NumberLayout(decimals.layout, isPercent: true)
    }
  }
}

extension OutputColumn.Decimals {
  fileprivate var layout: NumberLayout.Decimals {
    switch self {
    case .all(let minimum): .all(minimum: minimum)
    case .fixed(let count): .fixed(count)
    }
  }
}
