/// An old and a new text of a plan in one: each piece with the changes after which the new one stands instead of the old.
package struct MergedText: Sendable {
  struct Slot: Sendable {
    /// Nil iff the old text has nothing here.
    let old: Piece?
    /// Nil iff the new text has nothing here.
    let new: Piece?
    /// The changes that must all be made for the new piece; none where both say the same.
    var changes: Set<Int>
    /// Whether a declaration begins here.
    let startsDeclaration: Bool
  }

  let slots: [Slot]

  /// The text of all files with the changes of `made`, and no others.
  package func text(making made: Set<Int>) -> String {
    var bytes = Array("language 1\n".utf8)
    for slot in slots {
      let piece = slot.changes.isSubset(of: made) ? slot.new : slot.old
      guard let piece else { continue }
      if slot.startsDeclaration { bytes += [0x0A] }
      bytes += piece.text.bytes(piece.tokens).drop { $0 == 0xEF || $0 == 0xBB || $0 == 0xBF }
    }
    bytes.append(0x0A)
    return String(decoding: bytes, as: UTF8.self)
  }
}
