import Source

/// One way in which a credit finds whom it goes to.
public enum CreditRecipient: Hashable, Sendable {
  /// `to owner`, `to positions[owner as of closed].manager`: one person.
  case to(Expression)
  /// `split by splits.share via deal`; `split equally by splits`: shares that make 100%.
  case split(table: Name, share: Name?, via: [Name]?, span: SourceSpan)
  /// `overlay by specialists.share`: shares beside the 100% of others.
  case overlay(table: Name, share: Name, via: [Name]?, span: SourceSpan)
  /// `everyone in deal_team`: all of it for each of them.
  case everyone(in: Name, via: [Name]?, span: SourceSpan)
  /// `or nobody`: a row may stay without credit.
  case nobody(SourceSpan)

  public var span: SourceSpan {
    switch self {
    case .to(let expression): expression.span
    case .split(_, _, _, let span), .overlay(_, _, _, let span), .everyone(_, _, let span), .nobody(let span): span
    }
  }
}

/// `everyone above owner by positions.manager as of closed within 2 levels where title = "VP"`.
public struct RollUpSyntax: Hashable, Sendable {
  /// The person behind `and everyone above`; nil for `above them`, and where the credit's recipients stand behind `above`.
  public let above: Expression?
  /// True iff those below are credited too: `to owner, and everyone above owner`.
  public let isBesides: Bool
  /// The column that names who stands one level higher, of the payees' table or of another: `manager`, `positions.manager`.
  public let path: [Name]
  public let date: Expression?
  /// `within 2 levels`.
  public let levels: Int?
  public let condition: Expression?
  public let span: SourceSpan

  public init(
    above: Expression?, isBesides: Bool, path: [Name], date: Expression?, levels: Int?, condition: Expression?,
    span: SourceSpan
  ) {
    self.above = above
    self.isBesides = isBesides
    self.path = path
    self.date = date
    self.levels = levels
    self.condition = condition
    self.span = span
  }
}
