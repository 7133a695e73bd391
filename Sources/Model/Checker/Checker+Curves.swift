import Columns
import Source
import Syntax

extension Checker {
  mutating func checkCurve(_ index: Int) {
    let syntax = curveSyntax[index]
    let axis = syntax.axes.first
    var curve = CurveModel(
      name: syntax.name.text, axis: axis?.name.text ?? "", axisType: .poison, result: .poison, points: [],
      below: .refused, above: .refused, documentation: syntax.documentation, span: syntax.name.span)
    if let axis { curve.axisType = curveType(axis.type, curve: syntax.name) }
    curve.result = curveType(syntax.result, curve: syntax.name)
    var last: (place: Rational, span: SourceSpan)?
    for point in syntax.points {
      let place = checkConstant(point.place, as: curve.axisType, what: "where a point lies")
      let value = checkConstant(point.value, as: curve.result, what: "the value at a point")
      curve.points.append((place, value))
      guard let here = self.place(of: place) else { continue }
      if let last, here <= last.place {
        report(.pointsOutOfOrder(place.span, previous: last.span, isSame: here == last.place))
      }
      last = (here, place.span)
    }
    if syntax.points.isEmpty, !syntax.name.text.isEmpty { report(.noPoints(syntax.name)) }
    let result = curve.result.isPoison ? nil : describe(curve.result)
    if let below = syntax.below {
      curve.below = curveEnd(below, of: curve)
    } else {
      report(.curveEndMissing(syntax.name, isBelow: true, bound: syntax.points.first?.place.span, result: result))
    }
    if let above = syntax.above {
      curve.above = curveEnd(above, of: curve)
    } else {
      report(.curveEndMissing(syntax.name, isBelow: false, bound: syntax.points.last?.place.span, result: result))
    }
    model.curves.append(curve)
  }

  /// The type of the axis or of the value, which must be numbers for a line to run between two of them.
  private mutating func curveType(_ syntax: TypeSyntax, curve: Name) -> StaticType {
    let type = staticType(syntax).type
    if type.isPoison || type.quantity != nil && !type.isOptional { return type }
    report(.curveNeedsNumbers(syntax.span, found: describe(type), name: curve.text))
    return .poison
  }

  private mutating func curveEnd(_ syntax: CurveDeclaration.End, of curve: CurveModel) -> CurveModel.End {
    switch syntax {
    case .value(let value): return .value(checkConstant(value, as: curve.result, what: "the value outside"))
    case .held: return .held
    case .refused: return .refused
    case .extended(let span):
      if curve.points.count == 1 { report(.extendedNeedsTwoPoints(span, point: curve.points[0].place.span)) }
      return .extended
    }
  }

  /// `Payout(x)`.
  mutating func curve(
    _ index: Int, _ name: Name, _ syntax: [Expression], _ span: SourceSpan, in scope: Scope
  ) -> TypedExpression {
    guard model.curves.indices.contains(index) else { return TypedExpression(.error, .poison, span) }
    let curve = model.curves[index]
    guard syntax.count == 1 else {
      let signature = "\(curve.name)(\(curve.axis): \(describe(curve.axisType)))"
      report(.argumentCount(name, found: syntax.count, signature: signature))
      return TypedExpression(.error, .poison, span)
    }
    let what = "`\(curve.axis)` of `\(curve.name)`"
    let value = required(coerce(check(syntax[0], in: scope), to: curve.axisType, what: what), what: what)
    if value.type.isPoison || curve.result.isPoison { return TypedExpression(.error, .poison, span) }
    return TypedExpression(.curve(index, value), rateType(curve.result, of: [value]), span)
  }
}
