import Source

/// What the examples of a plan reach of its text.
public struct Coverage: Sendable {
  /// What is counted.
  public enum Kind: String, CaseIterable, Hashable, Sendable {
    /// Lines, credits, computed columns and checks.
    case line
    /// Tiers, the segments of curves, and the rows of rates and of rules that are chosen.
    case tier
    /// Both sides of `when … else` and of `else`, and each step.
    case branch
    /// Each condition as true and as false.
    case condition
  }

  /// One thing that an example may reach.
  public struct Item: Hashable, Sendable {
    public let kind: Kind
    public let span: SourceSpan
    /// What it says if no example reaches it.
    public let message: String
    public internal(set) var isReached: Bool
    /// The text of a line with all its parts; nil for anything else.
    let extent: SourceSpan?
    /// What it says of a condition that has no outcome at all; nil for anything else.
    let unseen: String?
  }

  /// A place that no example reaches, with what has to be said about it.
  public struct Gap: Hashable, Sendable {
    public let span: SourceSpan
    public let message: String
  }

  public let sources: SourceMap
  /// By place in the text.
  public let items: [Item]

  /// Those that no example reaches.
  public var unreached: [Item] { items.filter { !$0.isReached } }

  /// The places that no example reaches, each once: not the parts of a line that no example computes, and a condition
  /// that is never looked at not as true and as false.
  public var gaps: [Gap] {
    let missing = unreached
    let lines = missing.compactMap(\.extent)
    var outcomes: [SourceSpan: Int] = [:]
    for item in missing where item.unseen != nil { outcomes[item.span, default: 0] += 1 }
    var gaps: [Gap] = []
    for item in missing {
      let isInside = lines.contains { line in
        line.file == item.span.file && line != item.extent && line.start <= item.span.start && line.end >= item.span.end
      }
      if isInside { continue }
      let isUnseen = outcomes[item.span] == 2
      let gap = Gap(span: item.span, message: isUnseen ? item.unseen ?? item.message : item.message)
      if gaps.last != gap { gaps.append(gap) }
    }
    return gaps
  }

  /// How many items of a kind there are, and how many of them are reached; of all kinds if it is nil.
  public func count(_ kind: Kind? = nil) -> (reached: Int, all: Int) {
    let counted = items.filter { kind == nil || $0.kind == kind }
    return (counted.count { $0.isReached }, counted.count)
  }
}
