import Columns
import Model
import Source
import Syntax

/// The rows that an aggregate takes in, found by columns.
struct FoundRows {
  var frame: FrameID
  var value: ColumnID?
  var theirs: [ColumnID]
  var keys: [ColumnID]
  var window: Aggregation.Window?
  var span: SourceSpan
  var name: String
}

/// Functions of rows that have been found: those that the engine knows, and those that are made of sums.
///
/// ```
/// n, s, q    the number of the values, their sum, and the sum of their squares
/// population variance    (n·q - s²) / n²
/// sample variance        (n·q - s²) / n(n - 1)
/// ```
///
/// With `each day`, the values are the totals of the days of the window: they are summed once for each key and day of all
/// rows, and those of the window are summed again. The days without rows add nothing, and n is the number of all days.
extension Lowering {
  mutating func lower(
    _ aggregate: TypedAggregate, _ rows: FoundRows, _ kind: ValueKind, on frame: FrameID
  ) -> ColumnID {
    if let part = aggregate.each { return lower(aggregate, each: part, rows, on: frame) }
    func found(_ function: Aggregation.Function) -> ColumnID {
      self.aggregate(function, rows.value, rows, kind, on: frame)
    }
    switch aggregate.function {
    case .sum: return found(.sum)
    case .count: return found(.count)
    case .countDistinct: return found(.countDistinct)
    case .average: return found(.average)
    case .minimum: return found(.minimum)
    case .maximum: return found(.maximum)
    case .any: return found(.any)
    case .every: return found(.every)
    case .product: return found(.product)
    case .sampleVariance, .populationVariance, .sampleDeviation, .populationDeviation:
      return spread(aggregate, rows, count: found(.count), on: frame)
    }
  }

  private mutating func aggregate(
    _ function: Aggregation.Function, _ value: ColumnID?, _ rows: FoundRows, _ kind: ValueKind = .number,
    on frame: FrameID
  ) -> ColumnID {
    let aggregation = Aggregation(
      function: function, frame: rows.frame, value: value, theirs: rows.theirs, keys: rows.keys, window: rows.window)
    return emit(.aggregate(aggregation), kind, on: frame, rows.span)
  }

  /// A variance or a deviation of `count` values, of which those that are not among the rows are 0.
  private mutating func spread(
    _ aggregate: TypedAggregate, _ rows: FoundRows, count: ColumnID, on frame: FrameID
  ) -> ColumnID {
    func made(_ operation: Operation) -> ColumnID { emit(operation, .number, on: frame, rows.span) }
    guard let value = rows.value else { return constant(.missing, .number, on: frame, rows.span) }
    let sum = self.aggregate(.sum, value, rows, on: frame)
    let square = emit(.multiply(value, value), .number, on: rows.frame, rows.span)
    let squares = self.aggregate(.sum, square, rows, on: frame)
    let spread = made(.subtract(made(.multiply(count, squares)), made(.multiply(sum, sum))))
    let isSample = aggregate.function == .sampleVariance || aggregate.function == .sampleDeviation
    let divisor = isSample ? made(.subtract(count, number(1, on: frame, rows.span))) : count
    // No rows have no variance, and one row is no sample.
    let variance = made(.divide(spread, made(.multiply(count, divisor)), zeroIsMissing: true))
    switch aggregate.function {
    case .sampleDeviation, .populationDeviation: return made(.squareRoot(variance, decimals: aggregate.decimals))
    case .sampleVariance, .populationVariance, .sum, .count, .countDistinct, .average, .minimum, .maximum, .any, .every,
      .product:
      return variance
    }
  }

  // ---- Totals ----

  private mutating func lower(
    _ aggregate: TypedAggregate, each part: Aggregate.Each.Part, _ rows: FoundRows, on frame: FrameID
  ) -> ColumnID {
    let span = rows.span
    func made(_ operation: Operation) -> ColumnID { emit(operation, .number, on: frame, span) }
    guard let window = rows.window, let from = window.from, let through = window.through else {
      return constant(.missing, .number, on: frame, span)
    }
    let count = parts(part, from, through, of: aggregate, span, on: frame)
    let totals = totals(each: part, rows, window.date)
    func found(_ function: Aggregation.Function) -> ColumnID {
      self.aggregate(function, totals.value, totals, on: frame)
    }
    switch aggregate.function {
    case .average: return made(.divide(found(.sum), count, zeroIsMissing: false))
    case .minimum, .maximum:
      let isLeast = aggregate.function == .minimum
      let zero = number(0, on: frame, span)
      let extreme = found(isLeast ? .minimum : .maximum)
      let withZero = made(isLeast ? .minimum(extreme, zero) : .maximum(extreme, zero))
      let isFull = emit(.compare(.greaterOrEqual, found(.count), count), .bool, on: frame, span)
      // Without rows there is no extreme, and every total is 0.
      return made(.choose(isFull, then: extreme, otherwise: made(.coalesce(withZero, zero))))
    case .sum, .count, .countDistinct, .any, .every, .product, .sampleVariance, .populationVariance, .sampleDeviation,
      .populationDeviation:
      return spread(aggregate, totals, count: count, on: frame)
    }
  }

  /// The sums of the rows by key and part of the calendar, to be found in the same window.
  private mutating func totals(each part: Aggregate.Each.Part, _ rows: FoundRows, _ date: ColumnID) -> FoundRows {
    let span = rows.span
    let (rows, date) = insideWindow(rows, date)
    let unit = part.unit.map { model.unit($0) }
    let bucket = unit.map { emit(.periodOf(date, $0), .period($0), on: rows.frame, span) } ?? date
    let columns = rows.theirs + [bucket]
    let frame = sharedFrame(
      rows.name, .keys([RowSource.KeySet(frame: rows.frame, columns: columns)]), span)
    let keys = columns.indices.map { emit(.key($0), program[columns[$0]].kind, on: frame, span) }
    let total = Aggregation(
      function: .sum, frame: rows.frame, value: rows.value, theirs: columns, keys: keys, window: nil)
    let last = keys[keys.count - 1]
    let day = unit == nil ? last : emit(.firstDay(last), .date, on: frame, span)
    var found = rows
    found.frame = frame
    found.value = emit(.aggregate(total), .number, on: frame, span)
    found.theirs = Array(keys.dropLast())
    found.window = rows.window.map { Aggregation.Window(date: day, from: $0.from, through: $0.through) }
    return found
  }

  /// Only the rows in the window, where it is the same for all that ask: the others have no total that is read.
  private mutating func insideWindow(_ rows: FoundRows, _ date: ColumnID) -> (FoundRows, date: ColumnID) {
    guard let window = rows.window,
      let from = window.from.flatMap({ uniform($0, on: rows.frame) }),
      let through = window.through.flatMap({ uniform($0, on: rows.frame) })
    else { return (rows, date) }
    let span = rows.span
    let begins = emit(.compare(.greaterOrEqual, date, from), .bool, on: rows.frame, span)
    let ends = emit(.compare(.lessOrEqual, date, through), .bool, on: rows.frame, span)
    let keep = emit(.and(begins, ends), .bool, on: rows.frame, span)
    let frame = filter(rows.frame, keep: keep, rows.name, span)
    let parent = emit(.parentRow, .row(rows.frame), on: frame, span)
    var result = rows
    result.frame = frame
    result.value = rows.value.map { gather($0, at: parent, on: frame, span) }
    result.theirs = rows.theirs.map { gather($0, at: parent, on: frame, span) }
    return (result, gather(date, at: parent, on: frame, span))
  }

  /// A column that is made of constants alone, as a column of another frame; nil for any other.
  private mutating func uniform(_ column: ColumnID, on frame: FrameID, depth: Int = 16) -> ColumnID? {
    if depth == 0 { return nil }
    let node = program[column]
    func emitted(_ operation: Operation) -> ColumnID { emit(operation, node.kind, on: frame, node.span) }
    switch node.operation {
    case .constant: return emitted(node.operation)
    case .negate(let a): return uniform(a, on: frame, depth: depth - 1).map { emitted(.negate($0)) }
    case .firstDay(let a): return uniform(a, on: frame, depth: depth - 1).map { emitted(.firstDay($0)) }
    case .lastDay(let a): return uniform(a, on: frame, depth: depth - 1).map { emitted(.lastDay($0)) }
    case .periodOf(let a, let unit): return uniform(a, on: frame, depth: depth - 1).map { emitted(.periodOf($0, unit)) }
    case .shiftPeriod(let a, let by):
      return uniform(a, on: frame, depth: depth - 1).map { emitted(.shiftPeriod($0, by: by)) }
    case .addDays(let a, let b):
      guard let a = uniform(a, on: frame, depth: depth - 1), let b = uniform(b, on: frame, depth: depth - 1) else {
        return nil
      }
      return emitted(.addDays(a, b))
    default: return nil
    }
  }

  /// How many parts a window has; a fault if it is not made of whole ones, or has too few.
  private mutating func parts(
    _ part: Aggregate.Each.Part, _ from: ColumnID, _ through: ColumnID, of aggregate: TypedAggregate,
    _ span: SourceSpan, on frame: FrameID
  ) -> ColumnID {
    func made(_ operation: Operation) -> ColumnID { emit(operation, .number, on: frame, span) }
    func test(_ comparison: Operation.Comparison, _ a: ColumnID, _ b: ColumnID) -> ColumnID {
      emit(.compare(comparison, a, b), .bool, on: frame, span)
    }
    let one = number(1, on: frame, span)
    var count: ColumnID
    if let unit = part.unit.map({ model.unit($0) }) {
      let first = emit(.periodOf(from, unit), .period(unit), on: frame, span)
      let last = emit(.periodOf(through, unit), .period(unit), on: frame, span)
      count = made(.add(made(.periodsBetween(last, first)), one))
      let begins = test(.equal, from, emit(.firstDay(first), .date, on: frame, span))
      let ends = test(.equal, through, emit(.lastDay(last), .date, on: frame, span))
      let isWhole = emit(.and(begins, ends), .bool, on: frame, span)
      count = made(
        .assure(
          count, holds: isWhole,
          text: "the window does not begin with the first day of a \(part.rawValue) and end with the last of one"))
    } else {
      count = made(.add(made(.daysBetween(through, from)), one))
    }
    switch aggregate.function {
    case .sampleVariance, .sampleDeviation:
      return made(
        .assure(
          count, holds: test(.greater, count, one),
          text: "the window has fewer than two \(part.rawValue)s, and a sample has at least two"))
    case .sum, .count, .countDistinct, .average, .minimum, .maximum, .any, .every, .product, .populationVariance,
      .populationDeviation:
      return made(
        .assure(count, holds: test(.greaterOrEqual, count, one), text: "the window has no \(part.rawValue)s"))
    }
  }
}

extension Aggregate.Each.Part {
  /// Nil for a day.
  fileprivate var unit: PeriodUnit? { PeriodUnit(rawValue: rawValue) }
}
