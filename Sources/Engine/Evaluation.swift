import Columns
import IR

/// What each row-by-row operation computes; the work itself is done by the kernels of columns.
extension Execution {
  /// The values of a column for a range of rows.
  ///
  /// - Parameter operand: the values of a column of the same frame for the same rows.
  func evaluate(_ column: ColumnID, rows: Range<Int>, operand: (ColumnID) -> Column) -> Column {
    let node = program[column]
    let site = column.index
    func finite(_ column: ColumnID) -> Column { operand(column).requiringFinite(site: site) }
    switch node.operation {
    case .input, .constant, .key, .parentRow, .rightRow, .period, .rowNumber:
      return source(node, rows)
    case .gather(let of, let at):
      return gather(of, at: at, rows, operand)
    case .lookup(let frame, let theirs, let keys, let isRequired):
      return lookup(
        frame, theirs: theirs, keys: keys.map(operand), rows: rows, isRequired: isRequired, site: column)
    case .aggregate(let aggregation):
      return aggregate(aggregation, rows: rows, site: column, operand: operand)
    case .previous(let of, let initial, let restarts):
      return previous(of, operand(initial), restarts.map(operand), node.frame, rows)
    case .runningSum, .apportion, .place, .preceding, .allot:
      preconditionFailure("c\(site) needs whole columns")

    case .add(let a, let b): return operand(a).adding(operand(b), site: site)
    case .subtract(let a, let b): return operand(a).subtracting(operand(b), site: site)
    case .multiply(let a, let b): return operand(a).multiplying(operand(b), site: site)
    case .divide(let a, let b, let zeroIsMissing):
      return operand(a).dividing(by: operand(b), onZero: zeroIsMissing ? .missing : .fault, site: site)
    case .negate(let a): return operand(a).negated(site: site)
    case .absolute(let a): return operand(a).magnitude(site: site)
    case .minimum(let a, let b): return operand(a).minimum(operand(b), site: site)
    case .maximum(let a, let b): return operand(a).maximum(operand(b), site: site)
    case .round(let a, let mode, let step): return operand(a).rounded(mode, toMultipleOf: operand(step), site: site)
    case .finite(let a): return finite(a)
    case .squareRoot(let a, let decimals): return finite(a).squareRoot(decimals: decimals, site: site)
    case .normalQuantile(let a, let decimals): return finite(a).normalQuantile(decimals: decimals, site: site)
    case .poissonQuantile(let mean, let probability):
      return finite(mean).poissonQuantile(probability: finite(probability), site: site)
    case .whole(let a, let step): return whole(finite(a), step: finite(step), site: site)

    case .compare(let comparison, let a, let b):
      return compare(comparison, operand(a), operand(b), program[a].kind)
    case .and(let a, let b): return operand(a).and(operand(b))
    case .or(let a, let b): return operand(a).or(operand(b))
    case .not(let a): return operand(a).not()
    case .choose(let condition, let then, let otherwise):
      return Column.choose(operand(condition), then: operand(then), otherwise: operand(otherwise))
    case .coalesce(let a, let b): return operand(a).coalescing(operand(b))
    case .isMissing(let a): return operand(a).isMissing()
    case .single(let a, let count): return single(operand(a), count: operand(count), site: column)
    case .require(let a): return operand(a).requiringValues(site: site)
    case .assure(let a, let holds, let text):
      return operand(a).assured(by: operand(holds), or: .refused(text), site: site)

    case .startsWith(let a, let b): return testText(operand(a), operand(b), TextTest.starts)
    case .contains(let a, let b): return testText(operand(a), operand(b), TextTest.contains)

    case .addDays(let a, let b): return operand(a).adding(days: finite(b), site: site)
    case .daysBetween(let a, let b): return operand(a).days(since: operand(b))
    case .addMonths(let a, let b, let isClamped):
      return operand(a).adding(months: finite(b), clamped: isClamped, site: site)
    case .monthsBetween(let a, let b): return operand(b).wholeMonths(since: operand(a))
    case .periodsBetween(let a, let b): return operand(a).periods(since: operand(b))
    case .dateOf(let a): return operand(a).datesOfTimestamps(site: site)
    case .periodOf(let a, let unit): return operand(a).periods(unit)
    case .firstDay(let a): return days(of: operand(a), program[a].kind, isFirst: true)
    case .lastDay(let a): return days(of: operand(a), program[a].kind, isFirst: false)
    case .schedule(let question): return ask(question, site: site, operand: operand)
    case .weekdayNumber(let a): return weekdayNumbers(operand(a), site: site)
    case .notBefore(let a, let b): return lastDays(operand(a), notBefore: operand(b), site: site)
    case .addPeriods(let a, let b): return shift(operand(a), program[a].kind, by: finite(b), site: site)
    case .shiftPeriod(let a, let by): return shift(operand(a), program[a].kind, by: by, site: site)

    case .tierRate(let table, let a, let against):
      return program.tiers[table].rates(of: operand(a), against: against.map(finite), site: site)
    case .tierAmount(let table, let a, let against):
      return program.tiers[table].amounts(of: finite(a), against: against.map(finite), site: site)
    case .matchRates(let table, let axes):
      return matchRates(
        program.keyedRates[table], axes.map { (operand($0), program[$0].kind) }, node.kind, count: rows.count,
        site: site)
    }
  }

  // MARK: Sources

  private func source(_ node: ColumnNode, _ rows: Range<Int>) -> Column {
    let frame = frames[Int(node.frame.index)]
    switch node.operation {
    case .parentRow:
      switch frame?.parent {
      case .cyclic(let entities):
        return .codes(rows.map { Int32(truncatingIfNeeded: $0 % entities) })
      case .rows(let parents):
        return .codes(Array(parents[rows]))
      case .same, .some(.none), nil:
        return .codes(rows.map { Int32(truncatingIfNeeded: $0) })
      }
    case .rowNumber:
      return .codes(rows.map { Int32(truncatingIfNeeded: $0) })
    case .period:
      guard case .spine(_, let first, _) = program[node.frame].rows, case .cyclic(let entities) = frame?.parent else {
        preconditionFailure("a frame without periods")
      }
      return .codes(rows.map { first.ordinal + Int32(truncatingIfNeeded: $0 / entities) })
    default:
      preconditionFailure("a whole column is not computed in batches")
    }
  }

  private func gather(_ of: ColumnID, at: ColumnID, _ rows: Range<Int>, _ operand: (ColumnID) -> Column) -> Column {
    let source = whole(of)
    let places = operand(at)
    guard case .codes = places.storage else { return .missing(count: rows.count) }
    var result = source.gather(places.rowNumbers)
    if places.faults != nil {
      result = result.flattened()
      result.addFaults(of: [places])
    }
    return result
  }

  /// The values one period earlier, of a column that does not depend on this one.
  private func previous(
    _ of: ColumnID, _ initial: Column, _ restarts: Column?, _ frame: FrameID, _ rows: Range<Int>
  ) -> Column {
    guard case .cyclic(let entities) = frames[Int(frame.index)]?.parent else {
      preconditionFailure("a frame without periods")
    }
    let earlier = whole(of).gather(rows.map { $0 < entities ? -1 : Int32(truncatingIfNeeded: $0 - entities) })
    var isFirst = Column.bools(rows.map { $0 < entities })
    if let restarts { isFirst = isFirst.or(restarts) }
    return Column.choose(isFirst, then: initial, otherwise: earlier)
  }

  // MARK: Values

  private func whole(_ value: Column, step: Column, site: Int32) -> Column {
    let isWhole = value.isMultiple(of: step)
    if isWhole.faults == nil, case .bools(let bools) = isWhole.storage, !bools.contains(false) {
      return value.settled()
    }
    var failed = isWhole.faults ?? [:]
    for row in 0..<isWhole.elementCount where isWhole.bool(at: row) == false {
      let size = step.rational(at: row)?.description ?? ""
      let text = "\(value.rational(at: row)?.description(decimals: 6) ?? "") is not a whole multiple of \(size)"
      failed[Int32(row)] = Fault(.notWhole(text), site: site)
    }
    guard !failed.isEmpty else { return value }
    var result = isWhole.isConstant == value.isConstant ? value : value.flattened()
    result.faults = failed.merging(result.faults ?? [:]) { _, own in own }
    return result
  }

  private func compare(_ comparison: Operation.Comparison, _ a: Column, _ b: Column, _ kind: ValueKind) -> Column {
    let relation: Comparison =
      switch comparison {
      case .equal: .equal
      case .notEqual: .notEqual
      case .less: .less
      case .lessOrEqual: .lessOrEqual
      case .greater: .greater
      case .greaterOrEqual: .greaterOrEqual
      }
    return kind == .text ? a.comparingText(relation, b, pool: pool) : a.comparing(relation, b)
  }

  // MARK: Text

  private enum TextTest {
    static func starts(_ text: UnsafeBufferPointer<UInt8>, _ part: UnsafeBufferPointer<UInt8>) -> Bool {
      text.starts(with: part)
    }

    static func contains(_ text: UnsafeBufferPointer<UInt8>, _ part: UnsafeBufferPointer<UInt8>) -> Bool {
      if part.isEmpty { return true }
      if part.count > text.count { return false }
      return (0...(text.count - part.count)).contains { start in
        part.indices.allSatisfy { text[start + $0] == part[$0] }
      }
    }
  }

  private func testText(
    _ a: Column, _ b: Column, _ test: (UnsafeBufferPointer<UInt8>, UnsafeBufferPointer<UInt8>) -> Bool
  ) -> Column {
    var result = a.comparing(.equal, b)
    guard case .bools(var bools) = result.storage else { return result }
    // A column of few texts is tested once a text.
    var known: [UInt64: Bool] = [:]
    for row in bools.indices {
      guard let text = a.code(at: row), let part = b.code(at: row) else { continue }
      let pair = UInt64(UInt32(bitPattern: text)) << 32 | UInt64(UInt32(bitPattern: part))
      if let answer = known[pair] {
        bools[row] = answer
      } else {
        bools[row] = pool.withBytes(of: text) { text in pool.withBytes(of: part) { test(text, $0) } }
        known[pair] = bools[row]
      }
    }
    result.storage = .bools(bools)
    return result
  }
}
