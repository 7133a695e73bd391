import Source

/// `define Margin (revenue: M, cost: M) in M = revenue - cost`, or a block of lines with parameters.
public struct DefineDeclaration: Hashable, Sendable {
  /// `draw: M`, `after: number = 0`.
  public struct Parameter: Hashable, Sendable {
    public let name: Name
    public let type: TypeSyntax
    /// What stands for an argument that is left out.
    public let defaultValue: Expression?

    public init(name: Name, type: TypeSyntax, defaultValue: Expression?) {
      self.name = name
      self.type = type
      self.defaultValue = defaultValue
    }
  }

  /// What a use stands for.
  public enum Body: Hashable, Sendable {
    /// One value: the define is called like a function.
    case value(Expression)
    /// `let` lines and checks: the define is a block that a line of a sheet names.
    case block(lines: [LineDeclaration], checks: [CheckDeclaration])
  }

  public let name: Name
  public let parameters: [Parameter]
  /// `in M`: names that stand for the units of the arguments.
  public let units: [Name]
  public let body: Body
  public let documentation: String?
  public let span: SourceSpan

  public init(
    name: Name, parameters: [Parameter], units: [Name], body: Body, documentation: String?, span: SourceSpan
  ) {
    self.name = name
    self.parameters = parameters
    self.units = units
    self.body = body
    self.documentation = documentation
    self.span = span
  }
}

extension DefineDeclaration {
  /// True iff it is a block of lines.
  public var isBlock: Bool {
    switch body {
    case .value: false
    case .block: true
    }
  }
}
