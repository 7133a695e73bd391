import Columns
import IR

/// Columns that depend on themselves one row earlier, in an order of the rows of each group.
///
/// ```
/// groups by size   A A A A   B B   C            step 0: A B C    step 1: A B    step 2: A    step 3: A
///
/// laid out         A0 B0 C0 | A1 B1 | A2 | A3   the groups of a step are the first ones of the step before
/// ```
/// So the values of the rows before are the first values of the last step, and each step is one batch over all groups
/// that are so long. Groups do not depend on each other, and each thread computes some of them.
struct OrderedRows {
  /// Rows of some groups, by step, and within a step by group.
  struct Part {
    var rows: [Int32] = []
    /// Where each step begins in `rows`; last, their number.
    var starts: [Int] = []
  }

  private(set) var parts: [Part] = []

  /// - Parameters:
  ///   - rows: rows by group, and within a group in their order; `groups` has the group of each row.
  ///   - size: about how many rows a part has.
  init(_ rows: [Int32], groups: [Int32], size: Int) {
    var spans: [Range<Int>] = []
    var start = 0
    for place in rows.indices where place + 1 == rows.count || groups[Int(rows[place + 1])] != groups[Int(rows[place])]
    {
      spans.append(start..<(place + 1))
      start = place + 1
    }
    // Longest first; groups of one length stay in their order.
    let longest = spans.map(\.count).max() ?? 0
    var starts = [Int](repeating: 0, count: longest + 1)
    for span in spans { starts[longest - span.count + 1] += 1 }
    for length in starts.indices.dropFirst() { starts[length] += starts[length - 1] }
    var byLength = spans
    for span in spans {
      byLength[starts[longest - span.count]] = span
      starts[longest - span.count] += 1
    }
    var first = 0
    while first < byLength.count {
      var end = first
      var count = 0
      while end < byLength.count, end == first || count + byLength[end].count <= size {
        count += byLength[end].count
        end += 1
      }
      parts.append(OrderedRows.part(rows, byLength[first..<end], count: count))
      first = end
    }
  }

  /// Where each row stands among those of all parts.
  static func places(_ parts: [Part], count: Int) -> [Int32] {
    var places = [Int32](repeating: 0, count: count)
    var next: Int32 = 0
    for part in parts {
      for row in part.rows {
        places[Int(row)] = next
        next += 1
      }
    }
    return places
  }

  private static func part(_ rows: [Int32], _ spans: ArraySlice<Range<Int>>, count: Int) -> Part {
    var part = Part()
    part.rows.reserveCapacity(count)
    var end = spans.endIndex
    for step in 0..<(spans.first?.count ?? 0) {
      part.starts.append(part.rows.count)
      while spans[end - 1].count <= step { end -= 1 }
      for span in spans[..<end] { part.rows.append(rows[span.lowerBound + step]) }
    }
    part.starts.append(part.rows.count)
    return part
  }
}

extension Execution {
  /// How many rows are brought together before their results are joined, so that short steps do not hold many small
  /// columns.
  private static let blockSize = 4_096

  /// The columns of `cycle`, which depend on themselves in the order of `place`; only those that are kept are of use.
  func computeOrdered(_ cycle: [ColumnID], group: [ColumnID], place: ColumnID, _ isKept: [Bool]) -> [Column] {
    let frame = program[cycle[0]].frame
    let count = rowCount(frame)
    if count == 0 { return cycle.map { constant(.missing, program[$0].kind, count: 0) } }
    let (rows, groups) = orderedGroups(frame, group: group, order: [place])
    let size = max(Execution.batchSize, count / (4 * workers.count))
    let parts = OrderedRows(rows, groups: groups, size: size).parts
    let order = periodOrder(cycle)
    let wanted = cycle.map { isKept[Int($0.index)] }
    let results = workers.map(parts.count) { recur(cycle, order, wanted, parts[$0], group: group, place: place) }
    let places = OrderedRows.places(parts, count: count)
    return workers.map(cycle.count) { column in
      guard wanted[column] else { return constant(.missing, program[cycle[column]].kind, count: count) }
      return Column.concatenated(results.map { $0[column] }).gather(places)
    }
  }

  /// The values of each column for the rows of a part, in its layout; nothing for those that are not wanted.
  private func recur(
    _ cycle: [ColumnID], _ order: [Int], _ wanted: [Bool], _ part: OrderedRows.Part, group: [ColumnID],
    place: ColumnID
  ) -> [Column] {
    var registerOf: [ColumnID: Int] = [:]
    for (register, column) in cycle.enumerated() { registerOf[column] = register }
    // What comes from outside is brought into the layout once.
    var outside: [ColumnID: Int] = [:]
    var laidOut: [Column] = []
    func bring(_ column: ColumnID) {
      guard registerOf[column] == nil, outside[column] == nil else { return }
      outside[column] = laidOut.count
      laidOut.append(whole(column).gather(part.rows))
    }
    for column in cycle {
      for operand in program[column].operation.operands where operand.reach == .row { bring(operand.column) }
      if case .preceding(let of, _, _, _) = program[column].operation { bring(of) }
    }
    var broken = Column.bools([Bool](repeating: false, count: part.rows.count))
    broken.addFaults(of: (group + [place]).map { whole($0).gather(part.rows) })
    let brokenPlace = broken.faults == nil ? nil : laidOut.count
    if brokenPlace != nil { laidOut.append(broken) }

    var joined: [[Column]] = Array(repeating: [], count: cycle.count)
    var pieces = joined
    var registers = [Column?](repeating: nil, count: cycle.count)
    var earlier = registers
    var earlierOutside: [Column] = []
    var step = 0
    let steps = part.starts.count - 1
    while step < steps {
      // A block of steps: its part of the outside is cut out once, so that cutting out a step costs no more than itself.
      var end = step + 1
      while end < steps, part.starts[end + 1] - part.starts[step] <= Execution.blockSize { end += 1 }
      let base = part.starts[step]
      let block = laidOut.map { $0.slice(base..<part.starts[end]) }
      for current in step..<end {
        let bounds = (part.starts[current] - base)..<(part.starts[current + 1] - base)
        let own = end == step + 1 ? block : block.map { $0.slice(bounds) }
        let rows = part.starts[current]..<part.starts[current + 1]
        func operand(_ column: ColumnID) -> Column {
          if let register = registerOf[column] { return registers[register] ?? .missing(count: rows.count) }
          return own[outside[column] ?? 0]
        }
        for register in order {
          let column = cycle[register]
          if case .preceding(let of, let initial, _, _) = program[column].operation {
            let before =
              registerOf[of].map { earlier[$0] } ?? outside[of].flatMap { current == 0 ? nil : earlierOutside[$0] }
            var value = operand(initial)
            if current > 0, let before { value = before.count == rows.count ? before : before.slice(0..<rows.count) }
            if let brokenPlace { value.addFaultsFlattening(of: own[brokenPlace]) }
            registers[register] = value
          } else {
            registers[register] = evaluate(column, rows: rows, operand: operand).settled()
          }
        }
        for register in cycle.indices where wanted[register] {
          if let value = registers[register] { pieces[register].append(value) }
        }
        earlier = registers
        earlierOutside = own
      }
      for register in cycle.indices where wanted[register] {
        joined[register].append(Column.concatenated(pieces[register]))
        pieces[register] = []
      }
      step = end
    }
    return cycle.indices.map { wanted[$0] ? Column.concatenated(joined[$0]) : Column.missing(count: part.rows.count) }
  }
}

extension Column {
  /// The column with the faults of another that has one element for each row.
  fileprivate mutating func addFaultsFlattening(of other: Column) {
    guard other.faults != nil else { return }
    self = flattened()
    addFaults(of: [other])
  }
}
