import Source

/// The axes and rows of `rules Replenishment (class: sku.class) { … "A": Turnover … }`: which rule counts for a row.
public struct RuleChoiceSyntax: Hashable, Sendable {
  /// `class: sku.class`.
  public struct Axis: Hashable, Sendable {
    public let name: Name
    public let value: Expression

    public init(name: Name, value: Expression) {
      self.name = name
      self.value = value
    }
  }

  public enum Choice: Hashable, Sendable {
    /// A `replenish` rule by its name.
    case rule(Name)
    /// `nothing "phased out"`.
    case nothing(reason: TextLiteral)
  }

  /// `"A", any: Turnover`.
  public struct Row: Hashable, Sendable {
    /// One for each axis.
    public let matchers: [RatesDeclaration.Matcher]
    public let choice: Choice
    public let span: SourceSpan

    public init(matchers: [RatesDeclaration.Matcher], choice: Choice, span: SourceSpan) {
      self.matchers = matchers
      self.choice = choice
      self.span = span
    }
  }

  public let axes: [Axis]
  public let rows: [Row]

  public init(axes: [Axis], rows: [Row]) {
    self.axes = axes
    self.rows = rows
  }
}
