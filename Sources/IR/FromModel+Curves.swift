import Columns
import Model
import Source

/// A curve as tiers: each segment is one, with the height and the slope of its line.
struct CurveTables {
  /// The tier tables of the heights at zero and of the slopes.
  let heights: Int
  let slopes: Int
  let first: Rational
  let last: Rational
}

extension Lowering {
  /// The value of a curve: the line of the segment that holds `x`, or what the curve says of values outside.
  ///
  /// ```
  /// place  = x, or the nearest point where x lies outside
  /// value  = height at place + slope at place * (x where the line goes on, else place)
  /// ```
  mutating func lower(curve index: Int, at x: ColumnID, _ frame: FrameID, _ span: SourceSpan) -> ColumnID {
    let curve = model.curves[index]
    guard let tables = curveTables(index) else {
      let text = "the lines of `\(curve.name)` have more digits than can be computed with"
      let no = constant(.bool(false), .bool, on: frame, span)
      return emit(.assure(x, holds: no, text: text), .number, on: frame, span)
    }
    func bound(_ value: Rational) -> ColumnID { constant(.number(value), .number, on: frame, span) }
    func made(_ operation: Operation) -> ColumnID { emit(operation, .number, on: frame, span) }
    let (first, last) = (bound(tables.first), bound(tables.last))
    var x = x
    if curve.below.isRefused {
      let isInside = emit(.compare(.greaterOrEqual, x, first), .bool, on: frame, span)
      x = made(.assure(x, holds: isInside, text: "`\(curve.name)` refuses values below its first point"))
    }
    if curve.above.isRefused {
      let isInside = emit(.compare(.lessOrEqual, x, last), .bool, on: frame, span)
      x = made(.assure(x, holds: isInside, text: "`\(curve.name)` refuses values above its last point"))
    }
    let place = made(.minimum(made(.maximum(x, first)), last))
    var run = x
    if !curve.below.isExtended { run = made(.maximum(run, first)) }
    if !curve.above.isExtended { run = made(.minimum(run, last)) }
    let height = made(.tierRate(table: tables.heights, place))
    let slope = made(.tierRate(table: tables.slopes, place))
    var value = made(.add(height, made(.multiply(slope, run))))
    if case .value(let below) = curve.below, let amount = rational(below) {
      let isBelow = emit(.compare(.less, x, first), .bool, on: frame, span)
      value = made(.choose(isBelow, then: bound(amount), otherwise: value))
    }
    if case .value(let above) = curve.above, let amount = rational(above) {
      let isAbove = emit(.compare(.greater, x, last), .bool, on: frame, span)
      value = made(.choose(isAbove, then: bound(amount), otherwise: value))
    }
    return value
  }

  /// The tiers of a curve's segments; nil if a line has too many digits.
  private mutating func curveTables(_ index: Int) -> CurveTables? {
    if let known = curveTables[index] { return known }
    let curve = model.curves[index]
    let points = curve.points.compactMap { point -> (x: Rational, y: Rational)? in
      guard let x = rational(point.place), let y = rational(point.value) else { return nil }
      return (x, y)
    }
    guard let first = points.first, let last = points.last, points.count == curve.points.count else { return nil }
    var lines: [(height: Rational, slope: Rational)] = points.count == 1 ? [(first.y, .zero)] : []
    for (a, b) in zip(points, points.dropFirst()) {
      guard a.x < b.x, let rise = b.y.subtracting(a.y), let run = b.x.subtracting(a.x), let slope = rise.dividing(run),
        let height = slope.multiplying(a.x).flatMap({ a.y.subtracting($0) })
      else { return nil }
      lines.append((height, slope))
    }
    let ends = curve.points.count == 1 ? curve.points[...] : curve.points.dropFirst()
    let spans = zip(curve.points, ends).map { $0.place.span.union($1.value.span) }
    func table(_ values: [Rational]) -> Int {
      var tiers = TierTable(
        name: curve.name, bounds: points.prefix(values.count).map(\.x),
        isIncluded: [Bool](repeating: true, count: values.count), rates: values,
        isWhole: [Bool](repeating: false, count: values.count), end: last.x, includesEnd: true, span: curve.span)
      tiers.tierSpans = spans
      program.tiers.append(tiers)
      return program.tiers.count - 1
    }
    let tables = CurveTables(
      heights: table(lines.map(\.height)), slopes: table(lines.map(\.slope)), first: first.x, last: last.x)
    curveTables[index] = tables
    return tables
  }
}

extension CurveModel.End {
  fileprivate var isRefused: Bool { if case .refused = self { true } else { false } }
  fileprivate var isExtended: Bool { if case .extended = self { true } else { false } }
}
