import IR

extension OutputTable {
  /// What a reader of the result must know beside its rows, in sentences.
  public func notes(asOf: String?) -> [String] {
    [noteOfLeftOut(asOf), noteOfCarrying, noteOfRowsWithoutRule].compactMap { $0 }
  }

  /// Which periods have no rows because they begin after the as-of date; nil if there are none.
  private func noteOfLeftOut(_ asOf: String?) -> String? {
    guard let periods = output.leftOut, let asOf else { return nil }
    if periods.lowerBound == periods.upperBound {
      return "\(periods.lowerBound) is left out: it begins after \(asOf)"
    }
    return "\(periods.lowerBound) to \(periods.upperBound) are left out: they begin after \(asOf)"
  }

  /// That nothing is carried into a plan's first period, because nothing says that earlier ones belong to it; nil where
  /// that is no question.
  private var noteOfCarrying: String? {
    output.carriedSince.map { first in
      "nothing is carried from before \(first): `\(output.name)` is not `during` anything"
    }
  }

  /// How many rows no rule replenishes; nil where each has one.
  private var noteOfRowsWithoutRule: String? {
    guard withoutRuleCount > 0 else { return nil }
    let of = withThousands(String(rowCount))
    return "no rule counts for \(withThousands(String(withoutRuleCount))) of \(of) row\(rowCount == 1 ? "" : "s")"
  }
}
