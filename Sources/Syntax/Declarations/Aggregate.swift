import Source

/// `sum(E where C over W per D via P on F)`, `count(T where C)`.
public struct Aggregate: Hashable, Sendable {
  public enum Function: String, Hashable, Sendable, CaseIterable {
    case sum, count, countDistinct = "count distinct", average = "avg", minimum = "min", maximum = "max", any, every
    case product
    case sampleVariance = "sample variance", populationVariance = "population variance"
    case sampleDeviation = "sample deviation", populationDeviation = "population deviation"
  }

  /// `each week`: the function is taken over the totals of these parts of the window.
  public struct Each: Hashable, Sendable {
    public enum Part: String, Hashable, Sendable, CaseIterable { case day, week, month, quarter, year }

    public let part: Part
    public let span: SourceSpan

    public init(_ part: Part, _ span: SourceSpan) {
      self.part = part
      self.span = span
    }
  }

  public let function: Function
  public let functionSpan: SourceSpan
  public let operand: Expression
  public let condition: Expression?
  public var window: Expression?
  /// `per D1, D2`; nil if not written; empty for `in total`.
  public let per: [Name]?
  /// `via owner.team`.
  public let via: [Name]?
  /// `on received_at`: the date that the window is held against.
  public let on: Name?
  /// `overlaps counted`: credit of several people may be added up.
  public let countsOverlaps: Bool
  public let each: Each?
  /// `to 4 decimals`.
  public let decimals: DecimalsClause?

  public init(
    function: Function, functionSpan: SourceSpan, operand: Expression, condition: Expression?, window: Expression?,
    per: [Name]?, via: [Name]?, on: Name?, countsOverlaps: Bool = false, each: Each? = nil,
    decimals: DecimalsClause? = nil
  ) {
    self.function = function
    self.functionSpan = functionSpan
    self.operand = operand
    self.condition = condition
    self.window = window
    self.per = per
    self.via = via
    self.on = on
    self.countsOverlaps = countsOverlaps
    self.each = each
    self.decimals = decimals
  }
}

/// `to 4 decimals`.
public struct DecimalsClause: Hashable, Sendable {
  public let count: Int
  public let span: SourceSpan

  public init(_ count: Int, _ span: SourceSpan) {
    self.count = count
    self.span = span
  }
}
