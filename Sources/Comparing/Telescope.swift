import Columns

/// Puts the results of several runs side by side, so that the differences from one to the next add up to all of it.
struct Telescope {
  let causes: [PayoutDifference.Cause]
  /// The results before and after each cause.
  let befores: [ResultCells]
  let afters: [ResultCells]
  let old: ResultCells
  let new: ResultCells

  /// What is left over counts as a cause of its own, so that nothing is lost.
  var difference: PayoutDifference {
    var amounts: [String: [PayoutDifference.Amount]] = [:]
    var places: [String: [ResultCells.Place]] = [:]
    var omitted: [String: Int] = [:]
    var names: [String] = []
    var hasRest = false
    for key in keys {
      guard let place = (new.cells[key] ?? old.cells[key])?.place else { continue }
      if places[key.result] == nil { names.append(key.result) }
      if places[key.result]?.contains(place) != true { places[key.result, default: []].append(place) }
      guard let amount = amount(key, place) else {
        omitted[key.result, default: 0] += 1
        continue
      }
      // Without causes there is nothing that could be left over.
      if !causes.isEmpty, amount.parts.last.map({ $0.signum != 0 }) == true { hasRest = true }
      amounts[key.result, default: []].append(amount)
    }
    let results = names.map { name in
      let all = amounts[name, default: []].map { hasRest ? $0 : $0.withoutRest }
      return PayoutDifference.Result(
        name: name, title: new.titles[name] ?? old.titles[name] ?? name, keys: new.keys[name] ?? old.keys[name] ?? [],
        amounts: all.filter { !$0.isSame },
        totals: totals(all, places[name, default: []], causes.count + (hasRest ? 1 : 0)), omitted: omitted[name] ?? 0)
    }
    return PayoutDifference(causes: causes + (hasRest ? [.rest] : []), results: results)
  }

  /// The amounts of the new version in their order, and behind them those that only other runs have.
  private var keys: [CellKey] {
    var seen: Set<CellKey> = []
    return ([new, old] + afters).flatMap(\.order).filter { seen.insert($0).inserted }
  }

  /// Nil iff it has more digits than can be computed with.
  private func amount(_ key: CellKey, _ place: ResultCells.Place) -> PayoutDifference.Amount? {
    func value(_ cells: ResultCells) -> Rational { cells.cells[key]?.value ?? .zero }
    guard let delta = value(new).subtracting(value(old)) else { return nil }
    var rest = delta
    var parts: [Rational] = []
    for (before, after) in zip(befores, afters) {
      guard let part = value(after).subtracting(value(before)), let left = rest.subtracting(part) else { return nil }
      parts.append(part)
      rest = left
    }
    return PayoutDifference.Amount(
      result: key.result, row: key.row, line: key.line, title: place.title, unit: place.unit, format: place.format,
      isAdditive: place.isAdditive, old: old.cells[key]?.value, new: new.cells[key]?.value,
      oldStatus: old.cells[key]?.status ?? "", newStatus: new.cells[key]?.status ?? "", delta: delta,
      parts: parts + [rest])
  }

  // MARK: - Totals

  /// The pay lines of a plan together, by unit; other lines each by itself.
  private func totals(
    _ amounts: [PayoutDifference.Amount], _ places: [ResultCells.Place], _ causeCount: Int
  ) -> [PayoutDifference.Total] {
    var groups: [(line: String?, unit: String?, place: ResultCells.Place)] = []
    for place in places where place.isAdditive {
      let line = place.isOfPlan ? nil : place.line
      if !groups.contains(where: { $0.line == line && $0.unit == place.unit }) {
        groups.append((line, place.unit, place))
      }
    }
    return groups.compactMap { line, unit, place in
      let own = amounts.filter { $0.isAdditive && $0.unit == unit && (line == nil || $0.line == line) }
      return total(own, line, place, causeCount)
    }
  }

  private func total(
    _ amounts: [PayoutDifference.Amount], _ line: String?, _ place: ResultCells.Place, _ causeCount: Int
  ) -> PayoutDifference.Total? {
    var sums = [Rational](repeating: .zero, count: 3 + causeCount)
    /// What each payee, or each row, has more: in all, and by each cause.
    var persons: [[String]: [Rational]] = [:]
    for amount in amounts {
      let values = [amount.old ?? .zero, amount.new ?? .zero, amount.delta] + amount.parts
      let person = place.isOfPlan ? Array(amount.row.prefix(1)) : amount.row
      var own = persons[person] ?? [Rational](repeating: .zero, count: 1 + causeCount)
      for index in sums.indices {
        guard let sum = sums[index].adding(values[index]) else { return nil }
        sums[index] = sum
        guard index >= 2 else { continue }
        guard let share = own[index - 2].adding(values[index]) else { return nil }
        own[index - 2] = share
      }
      persons[person] = own
    }
    func count(_ index: Int, _ sign: Int) -> Int { persons.values.count { $0[index].signum == sign } }
    // Rows that were not looked at are the same in both.
    for other in old.rest where other.place.result == place.result && other.place.unit == place.unit {
      guard line == nil || other.place.line == line, let before = sums[0].adding(other.sum),
        let after = sums[1].adding(other.sum)
      else { continue }
      (sums[0], sums[1]) = (before, after)
    }
    return PayoutDifference.Total(
      result: place.result, line: line, title: line == nil ? nil : place.title, unit: place.unit, format: place.format,
      old: sums[0], new: sums[1], delta: sums[2], parts: Array(sums.dropFirst(3)), gaining: count(0, 1),
      losing: count(0, -1), gainingByCause: (0..<causeCount).map { count($0 + 1, 1) },
      losingByCause: (0..<causeCount).map { count($0 + 1, -1) })
  }
}

extension PayoutDifference.Amount {
  /// The amount without what is left over, where nothing is.
  fileprivate var withoutRest: Self {
    Self(
      result: result, row: row, line: line, title: title, unit: unit, format: format, isAdditive: isAdditive, old: old,
      new: new, oldStatus: oldStatus, newStatus: newStatus, delta: delta, parts: Array(parts.dropLast()))
  }
}
