/// The names that are near enough to `name` to be meant by it, nearest first, at most four.
///
/// Names are compared without regard to case, by the number of letters that are left out, put in, changed or swapped.
public func suggestions(for name: String, among candidates: some Sequence<String>) -> [String] {
  let wanted = Array(name.lowercased())
  guard !wanted.isEmpty, wanted.count <= 64 else { return [] }
  var found: [(name: String, distance: Int)] = []
  var seen: Set<String> = []
  for candidate in candidates where candidate != name && seen.insert(candidate).inserted {
    let letters = Array(candidate.lowercased())
    let allowed = max(1, min(wanted.count, letters.count) / 3)
    guard abs(wanted.count - letters.count) <= allowed else { continue }
    let distance = editDistance(wanted, letters)
    // A name that has no letter in common with a short one is not near it.
    if distance <= allowed, distance < max(wanted.count, letters.count) { found.append((candidate, distance)) }
  }
  found.sort { ($0.distance, $0.name) < ($1.distance, $1.name) }
  return found.prefix(4).map(\.name)
}

/// The restricted Damerau-Levenshtein distance: no stretch of letters is changed twice.
func editDistance(_ a: [Character], _ b: [Character]) -> Int {
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
