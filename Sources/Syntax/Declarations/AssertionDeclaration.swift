import Source

/// `assert "never more than an eighth" total pay <= 12% of bookings for attainment in 0% .. 250% with quota = 1m USD`.
public struct AssertionDeclaration: Hashable, Sendable {
  /// The values of the variable for which the condition must hold.
  public enum Domain: Hashable, Sendable {
    /// `in 0% .. 250%`: both ends belong to it.
    case range(Expression, Expression)
    /// `= 100%`.
    case value(Expression)
    /// `>= 0%`.
    case from(Expression)
  }

  /// `quota = 100_000 USD`, behind `with`.
  public struct FixedValue: Hashable, Sendable {
    public let name: Name
    public let value: Expression

    public init(name: Name, value: Expression) {
      self.name = name
      self.value = value
    }
  }

  /// The name by which a plan's payments together are read: two words, which no other name is.
  public static let totalPay = "total pay"

  public let title: TextLiteral?
  public let condition: Expression
  public let variable: Name
  public let domain: Domain
  public let fixed: [FixedValue]
  public let span: SourceSpan

  public init(
    title: TextLiteral?, condition: Expression, variable: Name, domain: Domain, fixed: [FixedValue], span: SourceSpan
  ) {
    self.title = title
    self.condition = condition
    self.variable = variable
    self.domain = domain
    self.fixed = fixed
    self.span = span
  }
}
