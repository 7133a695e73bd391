import Columns
import IR

extension Execution {
  /// The pairs of rows whose amounts overlap when those of each side are laid end to end, group by group.
  mutating func matchedRows(_ match: Match) -> FrameRows {
    let before = suspects.count
    for side in [match.giver, match.taker] { suspect(faultsOf: side.columns, in: side.frame) }
    guard suspects.count == before else {
      return FrameRows(count: 0, parent: .rows([]), keys: [.numbers([Rational]())])
    }
    let index = KeyIndex(
      match.taker.group.map(whole), rowCount: rowCount(match.taker.frame), missing: .matchesNothing)
    let takers = laid(match.taker, index.groups)
    let givers = laid(
      match.giver, index.find(match.giver.group.map(whole), rowCount: rowCount(match.giver.frame)))
    // Where the takers of each group begin.
    var next = [Int](repeating: takers.count, count: index.count)
    for (place, taker) in takers.enumerated().reversed() { next[Int(taker.group)] = place }
    var left: [Int32] = []
    var right: [Int32] = []
    var amounts: [Rational] = []
    /// What the taker at hand of each group still lacks; nil before it has anything.
    var lacks = [Rational?](repeating: nil, count: index.count)
    for giver in givers {
      let group = Int(giver.group)
      var rest = giver.amount
      while rest.signum > 0, next[group] < takers.count, takers[next[group]].group == giver.group {
        let taker = takers[next[group]]
        let lack = lacks[group] ?? taker.amount
        let part = min(rest, lack)
        guard let less = rest.subtracting(part), let lacking = lack.subtracting(part) else {
          let fault = Fault(.overflow, site: match.giver.amount.index)
          suspects.append(Suspect(.fault(fault, match.giver.amount), frame: match.giver.frame, row: giver.row))
          return FrameRows(count: 0, parent: .rows([]), keys: [.numbers([Rational]())])
        }
        left.append(giver.row)
        right.append(taker.row)
        amounts.append(part)
        rest = less
        lacks[group] = lacking
        if lacking.signum == 0 {
          next[group] += 1
          lacks[group] = nil
        }
      }
    }
    return FrameRows(count: left.count, parent: .rows(left), right: right, keys: [.numbers(amounts)])
  }

  private struct Laid {
    let row: Int32
    let group: Int32
    let amount: Rational
  }

  /// The rows of a side that have something and a group, by group, then in the side's order.
  private func laid(_ side: Match.Side, _ groups: [Int32]) -> [Laid] {
    let amount = whole(side.amount)
    let keys = side.order.map { ranking -> SortKeys in
      let keys = SortKeys(whole(ranking.column), program[ranking.column].kind, pool)
      return ranking.isGreatest ? keys.reversed : keys
    }
    let open = (0..<Int32(rowCount(side.frame))).filter { groups[Int($0)] >= 0 }
    let rows = RowSorting.sorted(open, by: [SortKeys(groups: groups)] + keys)
    return rows.compactMap { row in
      guard let value = amount.rational(at: Int(row)), value.signum > 0 else { return nil }
      return Laid(row: row, group: groups[Int(row)], amount: value)
    }
  }
}
