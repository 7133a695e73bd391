/// The names that are near enough to `name` to be meant by it, nearest first, at most four.
///
/// Names are compared without regard to case, by the number of letters that are left out, put in, changed or swapped.
public func suggestions(for name: String, among candidates: some Sequence<String>) -> [String] {
  let wanted = Array(name.lowercased())
  guard !wanted.isEmpty, wanted.count <= 64 else { return [] }
  let sketch = LetterSketch(name)
  var found: [(name: String, distance: Int)] = []
  var seen: Set<String> = []
  for candidate in candidates where candidate != name {
    if let sketch, let other = LetterSketch(candidate), sketch.isFar(from: other) { continue }
    let letters = Array(candidate.lowercased())
    let allowed = max(1, min(wanted.count, letters.count) / 3)
    guard abs(wanted.count - letters.count) <= allowed else { continue }
    let distance = editDistance(wanted, letters)
    // A name that has no letter in common with a short one is not near it.
    guard distance <= allowed, distance < max(wanted.count, letters.count) else { continue }
    if seen.insert(candidate).inserted { found.append((candidate, distance)) }
  }
  found.sort { ($0.distance, $0.name) < ($1.distance, $1.name) }
  return found.prefix(4).map(\.name)
}

/// The number of letters of an ASCII name and which ones there are: enough to tell most names apart that are not near
/// each other, at a small part of the cost of their distance.
private struct LetterSketch {
  let count: Int
  /// A bit for each of the letters by their last five bits, in which large and small ones agree.
  let letters: UInt32

  /// Nil for a name that is not ASCII, in which bytes are not letters.
  init?(_ name: String) {
    var count = 0
    var letters: UInt32 = 0
    for byte in name.utf8 {
      guard byte < 0x80 else { return nil }
      count += 1
      letters |= 1 << UInt32(byte & 31)
    }
    self.count = count
    self.letters = letters
  }

  /// True only if the distance of the two names is larger than it may be: each letter that one of them alone has takes
  /// a change of its own.
  func isFar(from other: LetterSketch) -> Bool {
    let allowed = max(1, min(count, other.count) / 3)
    let missing = max((letters & ~other.letters).nonzeroBitCount, (other.letters & ~letters).nonzeroBitCount)
    return abs(count - other.count) > allowed || missing > allowed
  }
}

/// The restricted Damerau-Levenshtein distance: no stretch of letters is changed twice.
public func editDistance(_ a: [Character], _ b: [Character]) -> Int {
  var beforeLast: [Int] = []
  var last = Array(0...b.count)
  for i in a.indices {
    var row = [i + 1]
    for j in b.indices {
      let change = last[j] + (a[i] == b[j] ? 0 : 1)
      var best = min(change, last[j + 1] + 1, row[j] + 1)
      if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { best = min(best, beforeLast[j - 1] + 1) }
      row.append(best)
    }
    beforeLast = last
    last = row
  }
  return last[b.count]
}
