import Source

/// A small change of a plan's text that an example should notice.
public struct Mutant: Hashable, Sendable {
  /// What is put in the place of what.
  public struct Edit: Hashable, Sendable {
    public let span: SourceSpan
    public let replacement: String
  }

  /// Where it is shown.
  public let span: SourceSpan
  /// In the order of the text, none inside of another.
  public let edits: [Edit]
  /// Such as `8%` and `9%`; nothing in the place of something is an empty text.
  public let before: String
  public let after: String
  /// Where it stands, in the author's names: ``tier `from 100%` of `Accelerator` ``.
  public let place: String

  /// Such as "`8%` -> `9%` in tier `from 100%` of `Accelerator`".
  public var description: String {
    let change = after.isEmpty ? "without `\(before)`" : "`\(before)` -> `\(after)`"
    return place.isEmpty ? change : "\(change) in \(place)"
  }

  /// The text with the change.
  func applied(to bytes: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    var next = 0
    for edit in edits {
      result += bytes[next..<Int(edit.span.start)]
      result += edit.replacement.utf8
      next = Int(edit.span.end)
    }
    return result + bytes[next...]
  }
}

/// What has become of the mutants of a plan.
public struct MutationReport: Sendable {
  public enum Fate: Hashable, Sendable {
    /// The example that noticed, by its title.
    case killed(by: String)
    case survived
    /// The author has said that the change changes nothing, and why.
    case same(reason: String)
    /// The changed text is no plan.
    case invalid
  }

  public struct Outcome: Hashable, Sendable {
    public let mutant: Mutant
    public let fate: Fate
  }

  /// A remark that a change changes nothing which is of no use, and why.
  public struct IdleRemark: Hashable, Sendable {
    public let span: SourceSpan
    public let message: String
  }

  public let sources: SourceMap
  /// By place in the text.
  public let outcomes: [Outcome]
  public let idleRemarks: [IdleRemark]

  public var survivors: [Mutant] { outcomes.filter { $0.fate == .survived }.map(\.mutant) }

  public var killed: Int { outcomes.count { if case .killed = $0.fate { true } else { false } } }
  public var same: Int { outcomes.count { if case .same = $0.fate { true } else { false } } }
  public var invalid: Int { outcomes.count { $0.fate == .invalid } }
  /// Those that an example should notice.
  public var counted: Int { outcomes.count - same - invalid }
}
