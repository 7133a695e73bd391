import Columns
import IR

/// Parts of an amount, group by group.
extension Execution {
  /// The most packs that are given one at a time in one group.
  static let packLimit = 10_000_000

  /// What each row has of its group's total.
  func allot(_ allotment: Allotment, site: ColumnID) -> Column {
    let count = rowCount(program[site].frame)
    let index = KeyIndex(allotment.group.map(whole), rowCount: count, missing: .isAValue)
    let tiers = allotment.order.map { ranking -> SortKeys in
      let keys = SortKeys(whole(ranking.column), program[ranking.column].kind, pool)
      return ranking.isGreatest ? keys.reversed : keys
    }
    let ties = allotment.ties.map { SortKeys(whole($0), program[$0].kind, pool) }
    let rows = RowSorting.sorted(Array(0..<Int32(count)), by: [SortKeys(groups: index.groups)] + tiers + ties)
    let amounts = Dictionary(
      // An infinite bound is none.
      allotment.amounts.map { ($0, $0 == allotment.cap ? whole($0) : whole($0).requiringFinite(site: site.index)) },
      uniquingKeysWith: { first, _ in first })
    let operands = allotment.group + allotment.order.map(\.column) + allotment.ties
    let allotting = Allotting(
      allotment: allotment, rows: rows, groups: index.groups, tiers: tiers, site: site.index,
      faults: Column.faults(of: allotment.amounts.compactMap { amounts[$0] } + operands.map(whole)), values: amounts)
    let chunks = allotting.chunks(of: Execution.batchSize)
    let results = workers.map(chunks.count) { allotting.parts(chunks[$0]) }
    var parts = [Rational](repeating: .zero, count: count)
    var faults: [Int32: Fault] = [:]
    for (chunk, result) in zip(chunks, results) {
      for (row, part) in zip(rows[chunk], result.parts) { parts[Int(row)] = part }
      faults.merge(result.faults) { first, _ in first }
    }
    return Column.narrowest(parts, validity: nil, faults: faults)
  }
}

/// The rows of all groups by group, tier and what decides ties.
private struct Allotting: Sendable {
  let allotment: Allotment
  let rows: [Int32]
  let groups: [Int32]
  let tiers: [SortKeys]
  let site: Int32
  /// What is wrong with the rows' operands.
  let faults: [Int32: Fault]
  let values: [ColumnID: Column]

  /// Why a group has no parts.
  private struct Failure: Error {
    let reason: Fault.Reason
  }

  /// Ranges of `rows` that begin and end between groups, of about `size` rows.
  func chunks(of size: Int) -> [Range<Int>] {
    var result: [Range<Int>] = []
    var start = 0
    while start < rows.count {
      var end = min(start + size, rows.count)
      while end < rows.count && groups[Int(rows[end])] == groups[Int(rows[end - 1])] { end += 1 }
      result.append(start..<end)
      start = end
    }
    return result
  }

  /// The parts of a chunk's rows in their order, and what is wrong with them.
  func parts(_ chunk: Range<Int>) -> (parts: [Rational], faults: [Int32: Fault]) {
    var parts: [Rational] = []
    parts.reserveCapacity(chunk.count)
    var found: [Int32: Fault] = [:]
    var start = chunk.lowerBound
    while start < chunk.upperBound {
      var end = start + 1
      while end < chunk.upperBound && groups[Int(rows[end])] == groups[Int(rows[start])] { end += 1 }
      let members = rows[start..<end]
      start = end
      var fault = faults.isEmpty ? nil : members.lazy.compactMap { faults[$0] }.first
      if fault == nil {
        do throws(Failure) {
          parts += try groupParts(members)
        } catch {
          fault = Fault(error.reason, site: site)
        }
      }
      if let fault {
        parts += repeatElement(.zero, count: members.count)
        for row in members { found[row] = fault }
      }
    }
    return (parts, found)
  }

  private func value(_ column: ColumnID, _ row: Int32) throws(Failure) -> Rational {
    guard let value = values[column]?.rational(at: Int(row)) else { throw Failure(reason: .missing) }
    return value
  }

  private func value(_ column: ColumnID?, _ row: Int32) throws(Failure) -> Rational? {
    guard let column else { return nil }
    return try value(column, row) as Rational
  }

  /// The most that a row has; nil for no bound.
  private func cap(_ row: Int32) throws(Failure) -> Rational? {
    let cap: Rational? = try value(allotment.cap, row)
    return cap.flatMap { $0.isInfinite ? nil : $0 }
  }

  private func fitting<Value>(_ value: Value?) throws(Failure) -> Value {
    guard let value else { throw Failure(reason: .overflow) }
    return value
  }

  private func groupParts(_ members: ArraySlice<Int32>) throws(Failure) -> [Rational] {
    guard let first = members.first else { return [] }
    let total: Rational = try value(allotment.total, first)
    switch allotment.manner {
    case .level(let weight, let start, let step):
      let step = try self.step(step, members)
      var left = total
      var parts: [Rational] = []
      parts.reserveCapacity(members.count)
      for tier in tierRanges(members) {
        var levels: [LevelRow] = []
        levels.reserveCapacity(tier.count)
        for row in members[tier] {
          levels.append(
            LevelRow(
              weight: try value(weight, row), start: try value(start, row) ?? .zero,
              cap: try cap(row)))
        }
        let own = try fitting(step.map { levelled(left, levels, step: $0) } ?? levelled(left, levels))
        parts += own
        if tier.upperBound == members.endIndex { break }
        // The first tier that is not full has had what was left for it.
        guard try isFull(own, levels, step) else {
          left = .zero
          continue
        }
        for part in own { left = try fitting(left.subtracting(part)) }
      }
      return parts
    case .inOrder(let step):
      let step = try self.step(step, members)
      var left = total
      var parts: [Rational] = []
      parts.reserveCapacity(members.count)
      for row in members {
        var part = left
        if let cap = try cap(row) { part = min(part, cap) }
        if let step { part = try fitting(part.rounded(.floor, toMultipleOf: step)) }
        parts.append(part)
        left = try fitting(left.subtracting(part))
      }
      return parts
    case .oneByOne(let step):
      var packs: [PackRow] = []
      packs.reserveCapacity(members.count)
      for row in members {
        let pack: Rational = try value(step.pack, row)
        let each = try value(step.counting, row) ?? .one
        packs.append(
          PackRow(
            pack: pack, start: try value(step.start, row), weight: try value(step.weight, row),
            cap: try cap(row), worth: try fitting(pack.multiplying(each))))
      }
      do throws(PackError) {
        return try dealtPacks(total, packs, isLeast: step.counting != nil, limit: Execution.packLimit)
      } catch {
        switch error {
        case .overflow: throw Failure(reason: .overflow)
        case .tooManySteps:
          throw Failure(reason: .refused("more than 10 million steps are needed: what is given at a time is too small"))
        }
      }
    }
  }

  /// The places of each tier's rows; all rows without an order.
  private func tierRanges(_ members: ArraySlice<Int32>) -> [Range<Int>] {
    if tiers.isEmpty { return [members.startIndex..<members.endIndex] }
    var result: [Range<Int>] = []
    var start = members.startIndex
    while start < members.endIndex {
      let row = Int(members[start])
      var end = start + 1
      while end < members.endIndex && tiers.allSatisfy({ $0.keys[Int(members[end])] == $0.keys[row] }) { end += 1 }
      result.append(start..<end)
      start = end
    }
    return result
  }

  /// True iff every row of a tier has all that it may have.
  private func isFull(_ parts: [Rational], _ rows: [LevelRow], _ step: Rational?) throws(Failure) -> Bool {
    for (part, row) in zip(parts, rows) where row.weight.signum > 0 {
      guard let cap = row.cap else { return false }
      var most = cap
      if let step { most = try fitting(cap.rounded(.floor, toMultipleOf: step)) }
      if part < most { return false }
    }
    return true
  }

  /// The step of a group, which its rows must agree on.
  private func step(_ column: ColumnID?, _ members: ArraySlice<Int32>) throws(Failure) -> Rational? {
    guard let column, let first = members.first else { return nil }
    let step: Rational = try value(column, first)
    guard step.signum > 0 else { throw Failure(reason: .refused("the step of an allocation is not above 0")) }
    for row in members.dropFirst() where try value(column, row) as Rational != step {
      throw Failure(reason: .ambiguous("the rows of one total are rounded to different steps"))
    }
    return step
  }
}
