/// Which elements of an old list and of a new one belong together, in an order that both can be read in.
struct Alignment {
  struct Pair: Hashable {
    let old: Int?
    let new: Int?
  }

  /// In the order of the new list; what only the old one has stands behind what preceded it there.
  let pairs: [Pair]

  /// - Parameter partners: for each new element the old one that it belongs to.
  init(partners: [Int?], oldCount: Int) {
    var isPaired = [Bool](repeating: false, count: oldCount)
    for partner in partners { if let partner { isPaired[partner] = true } }
    /// What is gone, by the paired element in front of it; -1 for the start.
    var gone: [Int: [Int]] = [:]
    var anchor = -1
    for old in 0..<oldCount {
      if isPaired[old] { anchor = old } else { gone[anchor, default: []].append(old) }
    }
    var pairs = gone[-1, default: []].map { Pair(old: $0, new: nil) }
    for (new, old) in partners.enumerated() {
      pairs.append(Pair(old: old, new: new))
      if let old { pairs += gone[old, default: []].map { Pair(old: $0, new: nil) } }
    }
    self.pairs = pairs
  }

  /// More than this many comparisons are not made; elements are then paired from both ends only.
  private static let limit = 4_000_000

  /// For each new element the old one at its side in the alignment with the greatest score; pairs do not cross.
  ///
  /// - Parameter score: how well two elements go together; 0 if not at all.
  static func partners<Element>(
    _ old: [Element], _ new: [Element], score: (Element, Element) -> Int, isSame: (Element, Element) -> Bool
  ) -> [Int?] {
    var partners = [Int?](repeating: nil, count: new.count)
    var start = 0
    while start < min(old.count, new.count), isSame(old[start], new[start]) {
      partners[start] = start
      start += 1
    }
    var end = 0
    while end < min(old.count, new.count) - start, isSame(old[old.count - 1 - end], new[new.count - 1 - end]) {
      partners[new.count - 1 - end] = old.count - 1 - end
      end += 1
    }
    let rows = old.count - start - end
    let columns = new.count - start - end
    guard rows > 0, columns > 0, rows <= limit / columns else { return partners }
    let width = columns + 1
    /// The best score of what is left of both lists.
    var best = [Int](repeating: 0, count: (rows + 1) * width)
    for i in stride(from: rows - 1, through: 0, by: -1) {
      for j in stride(from: columns - 1, through: 0, by: -1) {
        var value = max(best[(i + 1) * width + j], best[i * width + j + 1])
        let together = score(old[start + i], new[start + j])
        if together > 0 { value = max(value, together + best[(i + 1) * width + j + 1]) }
        best[i * width + j] = value
      }
    }
    var (i, j) = (0, 0)
    while i < rows, j < columns {
      let together = score(old[start + i], new[start + j])
      if together > 0, best[i * width + j] == together + best[(i + 1) * width + j + 1] {
        partners[start + j] = start + i
        (i, j) = (i + 1, j + 1)
      } else if best[i * width + j] == best[(i + 1) * width + j] {
        i += 1
      } else {
        j += 1
      }
    }
    return partners
  }

  /// For each new element the old one with the same key; of several with one key those first that say the same.
  static func partners<Key: Hashable>(
    oldKeys: [Key], newKeys: [Key], isSame: (_ old: Int, _ new: Int) -> Bool
  ) -> [Int?] {
    /// The old places with a key that are left, the last one first.
    var places: [Key: [Int]] = [:]
    for (place, key) in oldKeys.enumerated().reversed() { places[key, default: []].append(place) }
    var partners = [Int?](repeating: nil, count: newKeys.count)
    for (place, key) in newKeys.enumerated() {
      guard let left = places[key], let found = left.lastIndex(where: { isSame($0, place) }) else { continue }
      partners[place] = places[key]?.remove(at: found)
    }
    for (place, key) in newKeys.enumerated() where partners[place] == nil { partners[place] = places[key]?.popLast() }
    return partners
  }
}
