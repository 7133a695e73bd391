import Source

/// Curves: points on one axis, and what holds outside of them.
extension Parser {
  mutating func curve(_ documentation: String?) -> CurveDeclaration {
    let mark = mark()
    advance()
    let name = declaredName("the name of the curve")
    let (axes, result) = axesAndResult("the name of what the curve depends on")
    if !isRecovering, axes.count > 1 { report(.curveAxes(name.text, axes[1].name.span)) }
    var block = CurveBlock()
    curveBlock(name, &block)
    close(.curve, mark)
    return CurveDeclaration(
      name: name, axes: axes, result: result, points: block.points, below: block.below?.end, above: block.above?.end,
      documentation: documentation, span: span(from: mark))
  }

  private struct CurveBlock {
    var points: [CurveDeclaration.Point] = []
    var below: (end: CurveDeclaration.End, span: SourceSpan)?
    var above: (end: CurveDeclaration.End, span: SourceSpan)?
  }

  private mutating func curveBlock(_ name: Name, _ block: inout CurveBlock) {
    guard !isRecovering else { return recoverBlock() }
    let opening = span(of: index)
    guard expect(.leftBrace, "`{` and the points") else { return recoverBlock() }
    while !atEnd, kind != .rightBrace, !startsDeclaration(index) {
      entry(until: entryEnd(from: index, isTier: true)) { parser in parser.curveLine(&block) }
    }
    closeBlock(opening, of: "curve \(name.text)")
  }

  private mutating func curveLine(_ block: inout CurveBlock) {
    let mark = mark()
    let here = span(of: index)
    switch word {
    case .at:
      advance()
      let place = additive()
      expect(.colon, "`:` and the value at this point")
      let value = expression()
      endOfEntry("the next point on a line of its own")
      close(.point, mark)
      block.points.append(CurveDeclaration.Point(place: place, value: value, span: span(from: mark)))
    case .below where kind(ahead: 1) == .colon, .above where kind(ahead: 1) == .colon:
      let isBelow = word == .below
      advance()
      advance()
      let end = curveEnd()
      endOfEntry("the next line")
      close(.curveEnd, mark)
      if let earlier = isBelow ? block.below : block.above {
        report(.curveEndTwice(isBelow ? "below" : "above", here, earlier: earlier.span))
      } else if isBelow {
        block.below = (end, here)
      } else {
        block.above = (end, here)
      }
    default:
      fail(.curveLine(describedToken, word: kind == .name ? text(of: index) : nil, here))
    }
  }

  private mutating func curveEnd() -> CurveDeclaration.End {
    let mark = mark()
    if accept(.held) { return .held(span(from: mark)) }
    if accept(.extended) { return .extended(span(from: mark)) }
    if accept(.refused) { return .refused(span(from: mark)) }
    return .value(expression())
  }
}
