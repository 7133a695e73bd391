import Source

/// How a value of a result came about: the line's own text with the value of every part under it, what its steps did to
/// it, and what it reads.
public struct Derivation: Hashable, Sendable {
  /// A part of the text with its value.
  public struct Part: Hashable, Sendable {
    /// The part itself.
    public let span: SourceSpan
    /// Where its value is shown: at its name, its operator or its word.
    public let place: SourceSpan
    public let value: String
  }

  /// A step of the line, in the order of the text.
  public struct Step: Hashable, Sendable {
    public let span: SourceSpan
    /// The running value behind it.
    public let value: String
    /// True iff it changed the value or ended the rest.
    public let isTaken: Bool
  }

  /// What an amount has in one tier.
  public struct Slice: Hashable, Sendable {
    /// The tier in the text.
    public let span: SourceSpan
    public let amount: String
    public let rate: String
    public let earned: String
  }

  /// Rows that an aggregate or a credit has taken in.
  public struct Rows: Hashable, Sendable {
    /// The aggregate in the text.
    public let span: SourceSpan
    /// What names each row, with its date if it is held against a window, and what it adds.
    public let rows: [String]
    /// How many further rows there are.
    public let omitted: Int
  }

  /// The line's name, or the words of a part that stands in another place.
  public let name: String
  /// The row of a line that stands in another row than the value that reads it; empty if it is the same.
  public let row: String
  public let value: String
  /// The expression behind the name.
  public let span: SourceSpan
  public let parts: [Part]
  public let steps: [Step]
  public let slices: [Slice]
  /// What earlier periods have been paid of what the slices earn; nil if nothing is taken off.
  public let paidBefore: String?
  public let rows: [Rows]
  /// The lines and the parts elsewhere that the value is made of.
  public let reads: [Derivation]
}
