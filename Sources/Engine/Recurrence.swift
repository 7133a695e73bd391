import Columns
import IR

/// Columns of a spine that depend on themselves one period earlier.
///
/// ```
/// row = period · entities + entity
///
///            entities 0 … n-1
/// period 0   | initial ->  c7 c8 c9 |      one batch: all entities of a period at once
/// period 1   | previous <- c9 above |
/// ```
/// Entities do not depend on each other, so each thread computes some of them through all periods.
extension Execution {
  /// The columns of `cycle`, which is in the order in which one period's values are computed.
  func computeRecurrence(_ cycle: [ColumnID], _ isKept: [Bool]) -> [Column] {
    for column in cycle {
      if case .preceding(_, _, let group, let place) = program[column].operation {
        return computeOrdered(cycle, group: group, place: place, isKept)
      }
    }
    guard case .spine(let entitiesFrame, _, let periods) = program[program[cycle[0]].frame].rows else {
      preconditionFailure("c\(cycle[0].index) depends on itself outside a spine")
    }
    let entities = rowCount(entitiesFrame)
    if entities == 0 || periods == 0 {
      return cycle.map { constant(.missing, program[$0].kind, count: 0) }
    }
    let size = max(64, min(Execution.batchSize, (entities + workers.count - 1) / workers.count))
    let chunks = Workers.morsels(of: entities, size: size)
    let order = periodOrder(cycle)
    let parts = workers.map(chunks.count) { chunk in
      recur(cycle, order, chunks[chunk], entities: entities, periods: periods)
    }
    return workers.map(cycle.count) { place in
      var pieces: [Column] = []
      pieces.reserveCapacity(periods * parts.count)
      for period in 0..<periods {
        for part in parts { pieces.append(part[period][place]) }
      }
      return Column.concatenated(pieces)
    }
  }

  /// The places of the cycle's columns such that each comes after those of the same period that it reads.
  func periodOrder(_ cycle: [ColumnID]) -> [Int] {
    var places: [ColumnID: Int] = [:]
    for (place, column) in cycle.enumerated() { places[column] = place }
    var isDone = [Bool](repeating: false, count: cycle.count)
    var order: [Int] = []
    while order.count < cycle.count {
      let before = order.count
      for (place, column) in cycle.enumerated() where !isDone[place] {
        let waits = program[column].operation.operands.contains { operand in
          operand.reach == .row && places[operand.column].map { !isDone[$0] } ?? false
        }
        if !waits {
          isDone[place] = true
          order.append(place)
        }
      }
      precondition(order.count > before, "c\(cycle[0].index) depends on itself within a period")
    }
    return order
  }

  /// The values by period and column for some of the entities.
  private func recur(
    _ cycle: [ColumnID], _ order: [Int], _ chunk: Range<Int>, entities: Int, periods: Int
  ) -> [[Column]] {
    var places: [ColumnID: Int] = [:]
    for (place, column) in cycle.enumerated() { places[column] = place }
    var result: [[Column]] = []
    var earlier: [Column?] = []
    for period in 0..<periods {
      let rows = (period * entities + chunk.lowerBound)..<(period * entities + chunk.upperBound)
      var registers = [Column?](repeating: nil, count: cycle.count)
      func operand(_ column: ColumnID) -> Column {
        if let place = places[column], let value = registers[place] { return value }
        return whole(column).slice(rows)
      }
      for place in order {
        let column = cycle[place]
        if case .previous(let of, let initial, let restarts) = program[column].operation {
          let start = operand(initial)
          let before: Column? =
            if period == 0 { nil } else if let source = places[of] { earlier[source] } else {
              whole(of).slice((rows.lowerBound - entities)..<(rows.upperBound - entities))
            }
          guard let before else {
            registers[place] = start
            continue
          }
          registers[place] = restarts.map { Column.choose(operand($0), then: start, otherwise: before) } ?? before
        } else {
          registers[place] = evaluate(column, rows: rows, operand: operand).settled()
        }
      }
      earlier = registers
      result.append(registers.compactMap { $0 })
    }
    return result
  }
}
