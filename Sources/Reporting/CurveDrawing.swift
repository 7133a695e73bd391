import Allot
import Linting

/// A payee's payout curve as a drawing, with the payee's own points on it.
struct CurveDrawing {
  /// Where the payee stands after a period.
  struct Point {
    let label: String
    let x: Rational
    let y: Rational
  }

  private let curve: PersonCurve
  private let points: [Point]
  private let isPercent: Bool
  /// Where the axes end; `least` is zero or below.
  private let last: Rational
  private let least: Rational
  private let most: Rational
  private let step: Rational

  private static let width = 560
  private static let height = 300
  private static let left = 76
  private static let right = 20
  private static let top = 18
  private static let bottom = 44

  /// Nil iff there is nothing to draw, or a number has too many digits.
  init?(_ curve: PersonCurve, _ points: [Point], isPercent: Bool) {
    self.curve = curve
    self.points = points
    self.isPercent = isPercent
    let ends = [curve.places.last].compactMap { $0 } + points.map(\.x)
    guard let end = ends.max(), let last = end.multiplying(Rational(Int64(12), scale: 1)), end.signum >= 0 else {
      return nil
    }
    self.last = last.signum > 0 ? last : Rational.one
    var values: [Rational] = [.zero]
    for segment in CurveDrawing.segments(curve, to: self.last) { values += segment.map(\.y) }
    guard let low = values.min(), let high = values.max(), high > low,
      let step = CurveDrawing.step(of: high.subtracting(low)),
      let least = low.rounded(.floor, toMultipleOf: step), let most = high.rounded(.ceiling, toMultipleOf: step)
    else { return nil }
    (self.least, self.most, self.step) = (least, most, step)
  }

  /// A step of 1, 2 or 5 times a power of ten that has three to seven of it in a range.
  private static func step(of range: Rational?) -> Rational? {
    guard let range else { return nil }
    for exponent in -6...15 {
      for digit in [1, 2, 5] {
        let unit = exponent < 0 ? Rational(Int64(digit), scale: -exponent) : Rational(powerOfTen(exponent) * digit)
        guard let six = unit.multiplying(Rational(6)) else { return nil }
        if six >= range { return unit }
      }
    }
    return nil
  }

  private static func powerOfTen(_ exponent: Int) -> Int { (0..<exponent).reduce(1) { power, _ in power * 10 } }

  /// The curve's parts without a jump, as points that are joined by straight lines.
  private static func segments(_ curve: PersonCurve, to last: Rational) -> [[(x: Rational, y: Rational)]] {
    var segments: [[(x: Rational, y: Rational)]] = []
    for (index, place) in curve.places.enumerated() where place < last && index < curve.gaps.count {
      guard let piece = curve.gaps[index] else { continue }
      let end = index + 1 < curve.places.count ? min(curve.places[index + 1], last) : last
      // A straight line has two points; anything else is drawn in short strokes.
      let strokes = piece.coefficients.count <= 2 ? 1 : 24
      var own: [(x: Rational, y: Rational)] = []
      for stroke in 0...strokes {
        guard let share = Rational(Int128(stroke), over: Int128(strokes)), let length = end.subtracting(place),
          let part = length.multiplying(share), let x = place.adding(part), let y = PersonCurve.value(piece, at: x)
        else { continue }
        own.append((x, y))
      }
      if let before = segments.last?.last, let first = own.first, before.x == first.x, before.y == first.y {
        segments[segments.count - 1] += own.dropFirst()
      } else {
        segments.append(own)
      }
    }
    return segments
  }

  // MARK: - Markup

  /// - Parameter id: of the figure.
  func add(to html: inout HTML, id: String, title: String, caption: String) {
    html.element("figure", [.id(id)]) { html in
      html.element(
        "svg",
        [
          HTML.Attribute("xmlns", "http://www.w3.org/2000/svg"),
          HTML.Attribute("viewBox", "0 0 \(CurveDrawing.width) \(CurveDrawing.height)"),
          HTML.Attribute("width", "\(CurveDrawing.width)"), HTML.Attribute("height", "\(CurveDrawing.height)"),
          HTML.Attribute("role", "img"), .labelled(by: "\(id)t"),
        ]
      ) { html in
        html.element("title", [.id("\(id)t")], title)
        addAxes(to: &html)
        addCurve(to: &html)
        addPoints(to: &html)
      }
      html.element("figcaption") { $0.words(caption) }
    }
  }

  private func addAxes(to html: inout HTML) {
    let (left, right) = (CurveDrawing.left, CurveDrawing.width - CurveDrawing.right)
    var value: Rational? = least
    while let y = value, y <= most {
      path(y.signum == 0 ? "axis" : "grid", "M\(left) \(place(y: y))H\(right)", to: &html)
      label(
        withThousands(NumberLayout(.all(minimum: 0)).text(of: y)), "\(left - 8)", place(y: y, down: 4), "end", to: &html
      )
      value = y.adding(step)
    }
    let bounds = [Rational.zero] + curve.places.filter { $0.signum > 0 && $0 < last }
    for x in bounds.dropFirst() {
      path(
        "break", "M\(place(x: x)) \(CurveDrawing.top)V\(CurveDrawing.height - CurveDrawing.bottom)", to: &html)
    }
    // Where bounds are close, not each of them has room for its number; where they are far, round numbers stand between.
    var labels: [Rational] = []
    for x in bounds + roundPlaces where labels.allSatisfy({ isApart(across(x), across($0)) }) { labels.append(x) }
    for x in labels {
      label(
        CurveDrawing.text(x: x, isPercent: isPercent), place(x: x),
        "\(CurveDrawing.height - CurveDrawing.bottom + 18)", "middle", to: &html)
    }
  }

  /// Round places on the axis of what is sold.
  private var roundPlaces: [Rational] {
    guard let step = CurveDrawing.step(of: last) else { return [] }
    return (1...6).compactMap { step.multiplying(Rational($0)) }.filter { $0 < last }
  }

  /// True iff two places on the drawing have room for a number each.
  private func isApart(_ a: Rational, _ b: Rational) -> Bool {
    guard let room = a.subtracting(b)?.magnitude else { return false }
    return room >= Rational(64)
  }

  private func addCurve(to html: inout HTML) {
    let segments = CurveDrawing.segments(curve, to: last)
    for (index, segment) in segments.enumerated() {
      if index > 0, let before = segments[index - 1].last, let first = segment.first, before.x == first.x {
        path("jump", "M\(place(x: first.x)) \(place(y: before.y))V\(place(y: first.y))", to: &html)
      }
      let strokes = segment.map { "\(place(x: $0.x)) \(place(y: $0.y))" }
      path("curve", "M" + strokes.joined(separator: "L"), to: &html)
    }
  }

  private func addPoints(to html: inout HTML) {
    for (index, point) in points.enumerated() {
      html.void(
        "circle",
        [
          .kind("here"), HTML.Attribute("cx", place(x: point.x)), HTML.Attribute("cy", place(y: point.y)),
          HTML.Attribute("r", index == points.count - 1 ? "6" : "4"),
        ])
      guard index == points.count - 1 else { continue }
      // Beside the curve: left of the point where that is far enough from the edge.
      let isLeft = point.x > (last.multiplying(Rational(Int64(5), scale: 1)) ?? last)
      html.element(
        "text",
        [
          .kind("you"), HTML.Attribute("x", place(x: point.x, right: isLeft ? -10 : 10)),
          HTML.Attribute("y", place(y: point.y, down: -10)),
          HTML.Attribute("text-anchor", isLeft ? "end" : "start"),
        ], point.label)
    }
  }

  private func path(_ kind: String, _ path: String, to html: inout HTML) {
    html.void("path", [.kind(kind), HTML.Attribute("d", path)])
  }

  private func label(_ text: String, _ x: String, _ y: String, _ anchor: String, to html: inout HTML) {
    html.element(
      "text", [HTML.Attribute("x", x), HTML.Attribute("y", y), HTML.Attribute("text-anchor", anchor)], text)
  }

  // MARK: - Places

  private func across(_ x: Rational) -> Rational {
    CurveDrawing.share(x, of: last, times: CurveDrawing.width - CurveDrawing.left - CurveDrawing.right)
      .adding(Rational(CurveDrawing.left)) ?? .zero
  }

  private func place(x: Rational, right: Int = 0) -> String {
    CurveDrawing.text(across(x).adding(Rational(right)) ?? .zero)
  }

  private func place(y: Rational, down: Int = 0) -> String {
    let height = CurveDrawing.height - CurveDrawing.top - CurveDrawing.bottom
    let up = CurveDrawing.share(
      y.subtracting(least) ?? .zero, of: most.subtracting(least) ?? .one, times: height)
    return CurveDrawing.text(Rational(CurveDrawing.height - CurveDrawing.bottom + down).subtracting(up) ?? .zero)
  }

  private static func share(_ part: Rational, of whole: Rational, times length: Int) -> Rational {
    whole.signum == 0 ? .zero : part.dividing(whole)?.multiplying(Rational(length)) ?? .zero
  }

  /// A place to a tenth of a point, or a value on an axis as it is.
  private static func text(_ value: Rational) -> String {
    let rounded = value.rounded(.half, toMultipleOf: Rational(Int64(1), scale: 1)) ?? value
    return rounded.description(decimals: 1)
  }

  /// A place on the axis of what is sold.
  static func text(x: Rational, isPercent: Bool) -> String {
    let layout = isPercent ? NumberLayout(.all(minimum: 0), isPercent: true) : NumberLayout(.all(minimum: 0))
    return withThousands(layout.text(of: x))
  }
}
