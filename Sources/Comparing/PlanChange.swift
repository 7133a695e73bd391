import Source

/// One thing that two versions of a plan say differently.
public struct PlanChange: Hashable, Sendable {
  public enum Kind: String, Hashable, Sendable, CaseIterable { case added, removed, changed, renamed, moved }

  public let kind: Kind
  /// The declaration: `Accelerator`, `param threshold`.
  public let declaration: String
  /// The part of it that differs: `tier from 100%`, `pay kicker, at most`; empty for all of it.
  public let part: String
  /// What differs, in the author's words: `9% -> 10%`, `now also where amount > 0 USD`.
  public let words: String
  /// What the old version says, on one line; nil iff it says nothing.
  public let old: String?
  /// What the new version says, on one line; nil iff it says nothing.
  public let new: String?
  /// Where the old version says it; in the old plan's files.
  public let oldSpan: SourceSpan?
  /// Where the new version says it; in the new plan's files.
  public let newSpan: SourceSpan?

  /// One sentence: `Accelerator, tier from 100%: 9% -> 10%`.
  public var statement: String {
    declaration + (part.isEmpty ? "" : ", " + part) + ": " + words
  }
}

/// How many examples of a plan, and data that they share, are new, other or gone.
public struct ExampleChanges: Hashable, Sendable {
  public internal(set) var added = 0
  public internal(set) var changed = 0
  public internal(set) var removed = 0

  /// True iff all are as they were.
  public var isEmpty: Bool { added == 0 && changed == 0 && removed == 0 }
}
