/// What could stand at the cursor.
public struct Completion: Sendable {
  /// One thing that could stand there.
  public struct Candidate: Hashable, Sendable {
    /// What stands there once it is chosen.
    public var text: String
    /// What it is, in a few words.
    public var note: String
    /// What is added when nothing else is possible: a blank, a bracket.
    public var after: String

    public init(_ text: String, note: String = "", after: String = "") {
      self.text = text
      self.note = note
      self.after = after
    }
  }

  /// The part of the text that a candidate replaces.
  public var range: Range<String.Index>
  public var candidates: [Candidate]

  public init(range: Range<String.Index>, candidates: [Candidate]) {
    self.range = range
    self.candidates = candidates
  }
}

/// The beginning that all candidates share.
func commonPrefix(of candidates: [Completion.Candidate]) -> String {
  guard var prefix = candidates.first.map({ Array($0.text) }) else { return "" }
  for candidate in candidates.dropFirst() {
    let same = zip(prefix, candidate.text).prefix { $0 == $1 }.count
    prefix.removeLast(prefix.count - same)
  }
  return String(prefix)
}
