/// Finds names that may have been meant.
public enum NearestNames {
  /// Those of `candidates` that are like `name`, the nearest first, at most `limit`.
  public static func find(_ name: String, among candidates: [String], limit: Int = 4) -> [String] {
    let wanted = normalised(name)
    let tolerance = max(1, wanted.count / 3)
    var ranked: [(distance: Int, place: Int)] = []
    for (place, candidate) in candidates.enumerated() {
      let other = normalised(candidate)
      guard abs(other.count - wanted.count) <= tolerance else { continue }
      let distance = distance(wanted, other)
      if distance <= tolerance { ranked.append((distance, place)) }
    }
    ranked.sort { ($0.distance, $0.place) < ($1.distance, $1.place) }
    return ranked.prefix(limit).map { candidates[$0.place] }
  }

  /// Letters and digits in lower case: what tells names apart for a reader.
  static func normalised(_ name: String) -> [Unicode.Scalar] {
    name.lowercased().unicodeScalars.filter { $0.properties.isAlphabetic || $0.properties.numericType != nil }
  }

  /// The number of scalars to insert, drop, replace or swap with their neighbour to turn one name into the other.
  private static func distance(_ a: [Unicode.Scalar], _ b: [Unicode.Scalar]) -> Int {
    // Three rows of the table of distances between beginnings of the names.
    var beforePrevious = [Int](repeating: 0, count: b.count + 1)
    var previous = Array(0...b.count)
    for row in a.indices {
      var current = [row + 1]
      for column in b.indices {
        var best = min(previous[column + 1], current[column]) + 1
        best = min(best, previous[column] + (a[row] == b[column] ? 0 : 1))
        if row > 0 && column > 0 && a[row] == b[column - 1] && a[row - 1] == b[column] {
          best = min(best, beforePrevious[column - 1] + 1)
        }
        current.append(best)
      }
      (beforePrevious, previous) = (previous, current)
    }
    return previous[b.count]
  }
}
