import Columns
import Source

/// A law about what a plan pays, for every value of one variable: proved or refuted from the text alone, and not looked
/// at by a run.
public struct AssertionModel: Sendable {
  /// What runs, or has a value of its own: a line or a credit of the plan, by its place.
  public enum Variable: Hashable, Sendable {
    case line(Int)
    case credit(Int)
  }

  /// A line or a credit that is taken to have one value.
  public struct FixedValue: Sendable {
    public var variable: Variable
    public var value: Rational
    public var span: SourceSpan
  }

  public var title: String?
  public var condition: TypedExpression
  public var variable: Variable
  public var variableSpan: SourceSpan
  /// The quantity of the variable's values, as they are written.
  public var quantity: Quantity
  public var first: Rational
  /// Nil for all values from ``first`` on.
  public var last: Rational?
  public var fixed: [FixedValue]
  public var span: SourceSpan
}

extension AssertionModel {
  /// The condition, and what the law names besides, as expressions of the plan's row.
  ///
  /// - Parameter sheet: the plan's place among the sheets.
  public func expressions(ofSheet sheet: Int) -> [TypedExpression] {
    func reading(_ variable: Variable, _ span: SourceSpan) -> TypedExpression {
      switch variable {
      case .line(let line): TypedExpression(.field(.sheet(sheet), .line(line), depth: 0), .number, span)
      case .credit(let credit):
        TypedExpression(.field(.credit(sheet: sheet, credit: credit), .creditAmount, depth: 0), .number, span)
      }
    }
    return [condition, reading(variable, variableSpan)] + fixed.map { reading($0.variable, $0.span) }
  }
}
