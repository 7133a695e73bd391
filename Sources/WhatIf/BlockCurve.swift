import Allot
import Columns

/// A curve as lines of text: a filled area of block characters, or of plain ones, with what its axes say.
///
/// ```
/// 30,000.00 │                    ▅▇█
///           │              ▂▄▆██████
///      0.00 │▁▂▃▄▅▆▇████████████████
///           └─────────────▲───────────
///            0      100,000.00  200,000
/// ```
public struct BlockCurve: Sendable {
  /// Nil where there is no value.
  public typealias Point = (x: Rational, y: Rational?)

  private let points: [Point]
  private let jumps: [Rational]
  private let present: Rational?
  private let xText: @Sendable (Rational) -> String
  private let yText: @Sendable (Rational) -> String

  /// - Parameters:
  ///   - points: in ascending order of `x`, at least two.
  ///   - jumps: the places that are marked below the axis; both sides of a jump are among the points.
  ///   - present: the place where things stand now.
  public init(
    _ points: [Point], jumps: [Rational] = [], present: Rational? = nil,
    xText: @escaping @Sendable (Rational) -> String, yText: @escaping @Sendable (Rational) -> String
  ) {
    self.points = points
    self.jumps = jumps
    self.present = present
    self.xText = xText
    self.yText = yText
  }

  /// The lines, none of them wider than `width` cells.
  ///
  /// - Parameter height: the number of lines above the axis.
  public func lines(width: Int, height: Int, isASCII: Bool = false) -> [String] {
    guard let first = points.first?.x, let last = points.last?.x, first < last, height > 0, let range = range else {
      return []
    }
    let top = yText(range.high)
    let bottom = yText(range.low)
    let labelWidth = max(displayWidth(of: top), displayWidth(of: bottom))
    let columns = width - labelWidth - 2
    guard columns >= 8 else { return [] }
    let scale = Scale(first: first, last: last, columns: columns)
    let levels = (0..<columns).map { level(at: scale.x($0), range, height) }
    var lines: [String] = []
    for row in 0..<height {
      let label = row == 0 ? top : row == height - 1 ? bottom : ""
      let padding = String(repeating: " ", count: labelWidth - displayWidth(of: label))
      let floor = (height - 1 - row) * 8
      let body = levels.map { level in
        guard let level else { return row == height - 1 ? (isASCII ? "?" : "·") : " " }
        return BlockCurve.cell(level - floor, isASCII)
      }
      lines.append(BlockCurve.trimmed("\(padding)\(label) \(isASCII ? "|" : "│")\(body.joined())"))
    }
    let blank = String(repeating: " ", count: labelWidth + 1)
    lines.append(blank + axis(scale, isASCII))
    lines.append(BlockCurve.trimmed(blank + " " + labels(scale)))
    return lines
  }

  // MARK: Scales

  /// Places of columns, from the first value to the last.
  private struct Scale {
    let first: Rational
    let last: Rational
    let columns: Int

    func x(_ column: Int) -> Rational? {
      guard let span = last.subtracting(first), columns > 1,
        let part = span.multiplying(Rational(column)).flatMap({ $0.dividing(Rational(columns - 1)) })
      else { return nil }
      return first.adding(part)
    }

    func column(_ x: Rational) -> Int? {
      guard first <= x, x <= last, let span = last.subtracting(first), let part = x.subtracting(first),
        let share = part.multiplying(Rational(columns - 1)).flatMap({ $0.dividing(span) }),
        let rounded = share.rounded(.half, toMultipleOf: .one)
      else { return nil }
      return Int(exactly: rounded.numerator)
    }
  }

  /// From zero, or from the least value below it, to the greatest.
  private var range: (low: Rational, high: Rational)? {
    let values = points.compactMap(\.y)
    guard let least = values.min(), let greatest = values.max() else { return nil }
    let low = min(least, .zero)
    let high = max(greatest, .zero)
    return low < high ? (low, high) : (low, low.adding(.one) ?? low)
  }

  /// The value at a place, on the straight line between the points around it.
  private func y(at x: Rational) -> Rational? {
    guard let behind = points.firstIndex(where: { $0.x >= x }) else { return nil }
    if points[behind].x == x || behind == 0 { return points[behind].y }
    let (left, right) = (points[behind - 1], points[behind])
    guard let low = left.y, let high = right.y else { return nil }
    guard let span = right.x.subtracting(left.x), let part = x.subtracting(left.x), let rise = high.subtracting(low),
      let share = part.dividing(span), let more = rise.multiplying(share)
    else { return low }
    return low.adding(more)
  }

  /// How many eighths of a line high the area is; nil where there is no value.
  private func level(at x: Rational?, _ range: (low: Rational, high: Rational), _ height: Int) -> Int? {
    guard let x, let y = y(at: x) else { return nil }
    guard let own = y.subtracting(range.low), let span = range.high.subtracting(range.low),
      let eighths = own.multiplying(Rational(8 * height)).flatMap({ $0.dividing(span) }),
      let rounded = eighths.rounded(.half, toMultipleOf: .one), let level = Int(exactly: rounded.numerator)
    else { return nil }
    // What is there, however little, is shown.
    return own.signum > 0 ? max(1, level) : 0
  }

  // MARK: Characters

  private static let blocks = [" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]

  private static func cell(_ eighths: Int, _ isASCII: Bool) -> String {
    let own = min(max(eighths, 0), 8)
    if !isASCII { return blocks[own] }
    return own == 0 ? " " : own < 4 ? "." : own < 8 ? ":" : "#"
  }

  private func axis(_ scale: Scale, _ isASCII: Bool) -> String {
    var cells = [String](repeating: isASCII ? "-" : "─", count: scale.columns)
    if let column = present.flatMap(scale.column) { cells[column] = isASCII ? "*" : "●" }
    for column in jumps.compactMap(scale.column) { cells[column] = isASCII ? "^" : "▲" }
    return (isASCII ? "+" : "└") + cells.joined()
  }

  /// The first value, the last one and the one between them where there is room.
  private func labels(_ scale: Scale) -> String {
    let (left, right) = (xText(scale.first), xText(scale.last))
    let (leftWidth, rightWidth) = (displayWidth(of: left), displayWidth(of: right))
    guard leftWidth + rightWidth + 2 <= scale.columns else { return left }
    var text = left
    var used = leftWidth
    if let x = scale.x(scale.columns / 2), points.contains(where: { $0.x == x }) {
      let middle = xText(x)
      let width = displayWidth(of: middle)
      let start = scale.columns / 2 - width / 2
      if start >= used + 2, start + width + 2 + rightWidth <= scale.columns {
        text += String(repeating: " ", count: start - used) + middle
        used = start + width
      }
    }
    return text + String(repeating: " ", count: scale.columns - used - rightWidth) + right
  }

  private static func trimmed(_ line: String) -> String {
    var line = line[...]
    while line.last == " " { line.removeLast() }
    return String(line)
  }
}

extension Sweep {
  /// The sweep as a curve, with its jumps.
  public var curve: BlockCurve {
    let sides = jumps.flatMap { [$0.before, $0.after] }
    var all: [Rational: Rational?] = [:]
    for point in points + sides { all[point.x] = point.value.number }
    let sorted = all.keys.sorted().map { x in (x: x, y: all[x] ?? nil) }
    let (axis, watch) = (axis, watch)
    return BlockCurve(
      sorted, jumps: jumps.map(\.after.x), present: axis.present,
      xText: { (axis.text($0) ?? "\($0)").replacing("_", with: ",") },
      yText: { watch.label($0) })
  }
}
