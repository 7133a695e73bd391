import Columns
import Source

/// Why a row, a person or an article got nothing, or less than it could have: the rules that it came near to, nearest
/// first.
public struct WhyNot: Hashable, Sendable {
  /// What was asked about: `D-120 of deals`, `Quarterly kicker of ava, 2026-03`.
  public let subject: String
  /// What it got, if it got something.
  public let got: String?
  public let rules: [RuleReview]
}

/// A rule that something did not meet, or that took something away.
public struct RuleReview: Hashable, Sendable {
  /// A condition of the rule, or a step that cut the value.
  public struct Condition: Hashable, Sendable {
    /// Its words in the plan.
    public var text: String
    /// What it found: `it is Negotiation`, `10 percentage points less`.
    public var finding: String
    /// True iff it is met.
    public var isMet: Bool
    /// Where it stands in the plan.
    public var span: SourceSpan?
    /// The values that it is about.
    public var facts: [ExplanationFact]
  }

  public enum Kind: String, Hashable, Sendable {
    /// Conditions that must all be met for something to count.
    case rule
    /// A step, a bound or a choice that lessened a value.
    case hurdle
  }

  public var kind = Kind.rule
  /// What the rule is: `credit bookings of AccountExecutive`.
  public var name: String
  public var span: SourceSpan?
  public var conditions: [Condition]
  /// What would have to be different, the least that is enough: `closed 3 days earlier`.
  public var changes: [String]
  /// What came of a run with these changes; nil if none could be made.
  public var trial: Trial?

  /// The conditions that are not met.
  public var failed: [Condition] { conditions.filter { !$0.isMet } }

  /// What a run with some changes of cells gave.
  public enum Trial: Hashable, Sendable {
    /// Amounts that are others then: `Commission of ava, 2026-03 is 7,200.00 USD, and not 0.00 USD`.
    case changes([String])
    /// The run gave the same.
    case changesNothing
    /// The run ended with an error.
    case fails(String)
    /// The cells stand in the plan's own text, or are no cells of a file.
    case impossible(String)
  }
}
