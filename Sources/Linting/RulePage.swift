/// What the help says about a rule, and the texts that its tests are made of.
///
/// The texts are whole plans. Data files follow behind lines such as `--- deals.csv`.
public struct RulePage: Sendable {
  /// A text that is near to the bad thing and is none.
  public struct NearMiss: Sendable {
    /// Why it is in order, in a few words.
    public let reason: String
    public let text: String

    public init(_ reason: String, _ text: String) {
      self.reason = reason
      self.text = text
    }
  }

  /// What is found, in one sentence with a capital letter and a full stop.
  public let summary: String
  /// Why it is bad and how to mend it; paragraphs are separated by empty lines.
  public let why: String
  /// A text in which this rule, and no other, finds something.
  public let failing: String
  /// The same text in order.
  public let mended: String
  public let nearMisses: [NearMiss]
  /// What the fix does, and whether it is safe; nil if there is none.
  public let fix: String?

  public init(
    _ summary: String, why: String, failing: String, mended: String, nearMisses: [NearMiss] = [], fix: String? = nil
  ) {
    self.summary = summary
    self.why = why
    self.failing = failing
    self.mended = mended
    self.nearMisses = nearMisses
    self.fix = fix
  }
}
