/// Finds which lines of two texts differ, by Myers' algorithm in linear space.
///
/// The shortest way from one text to the other is found from both ends at once; where the two searches meet, the problem
/// falls into two. Texts that have next to nothing in common are not searched to the end.
struct LineComparison {
  /// Lines of the old text in whose place lines of the new one stand; the lines between two changes are the same.
  struct Change: Hashable {
    let old: Range<Int>
    let new: Range<Int>
  }

  /// After so many steps from each end the texts count as wholly different.
  private static let searchLimit = 2_000

  /// The lines as numbers: equal iff the lines are.
  private let old: [Int]
  private let new: [Int]
  private var isRemoved: [Bool]
  private var isAdded: [Bool]

  static func changes(from old: [ArraySlice<UInt8>], to new: [ArraySlice<UInt8>]) -> [Change] {
    var numbers: [ArraySlice<UInt8>: Int] = [:]
    func number(_ line: ArraySlice<UInt8>) -> Int {
      if let known = numbers[line] { return known }
      let next = numbers.count
      numbers[line] = next
      return next
    }
    var comparison = LineComparison(old.map(number), new.map(number))
    comparison.compare(0..<old.count, 0..<new.count)
    return comparison.changes
  }

  private init(_ old: [Int], _ new: [Int]) {
    self.old = old
    self.new = new
    isRemoved = [Bool](repeating: false, count: old.count)
    isAdded = [Bool](repeating: false, count: new.count)
  }

  private var changes: [Change] {
    var changes: [Change] = []
    var i = 0
    var j = 0
    while i < old.count || j < new.count {
      let oldStart = i
      let newStart = j
      while i < old.count, isRemoved[i] { i += 1 }
      while j < new.count, isAdded[j] { j += 1 }
      if i > oldStart || j > newStart {
        changes.append(Change(old: oldStart..<i, new: newStart..<j))
      } else {
        i += 1
        j += 1
      }
    }
    return changes
  }

  private mutating func compare(_ oldRange: Range<Int>, _ newRange: Range<Int>) {
    var (a, b) = (oldRange.lowerBound, oldRange.upperBound)
    var (c, d) = (newRange.lowerBound, newRange.upperBound)
    while a < b, c < d, old[a] == new[c] {
      a += 1
      c += 1
    }
    while a < b, c < d, old[b - 1] == new[d - 1] {
      b -= 1
      d -= 1
    }
    if a < b, c < d, let (x, y) = meeting(a..<b, c..<d) {
      compare(a..<x, c..<y)
      compare(x..<b, y..<d)
    } else {
      for i in a..<b { isRemoved[i] = true }
      for j in c..<d { isAdded[j] = true }
    }
  }

  /// A place on a shortest way through both ranges that is neither its start nor its end; nil if the search is given up.
  private func meeting(_ oldRange: Range<Int>, _ newRange: Range<Int>) -> (Int, Int)? {
    let n = oldRange.count
    let m = newRange.count
    let limit = min((n + m + 1) / 2, LineComparison.searchLimit)
    var forward = Frontier(limit: limit, width: n, height: m)
    var backward = Frontier(limit: limit, width: n, height: m)
    // Diagonal k, counted from the start, is n - m - k, counted from the end.
    let delta = n - m
    for step in 1...limit {
      for k in stride(from: -step, through: step, by: 2) {
        guard let x = forward.advance(on: k, { old[oldRange.lowerBound + $0] == new[newRange.lowerBound + $1] }),
          delta % 2 != 0, let other = backward[delta - k], x + other >= n
        else { continue }
        return (oldRange.lowerBound + x, newRange.lowerBound + x - k)
      }
      forward.step = step
      for k in stride(from: -step, through: step, by: 2) {
        guard
          let x = backward.advance(on: k, { old[oldRange.upperBound - 1 - $0] == new[newRange.upperBound - 1 - $1] }),
          delta % 2 == 0, let other = forward[delta - k], x + other >= n
        else { continue }
        return (oldRange.upperBound - x, newRange.upperBound - (x - k))
      }
      backward.step = step
    }
    return nil
  }
}

/// How far a search has come on each diagonal: on diagonal k, x lines of one text and x - k of the other are behind it.
private struct Frontier {
  private let width: Int
  private let height: Int
  private let origin: Int
  private var reached: [Int?]
  /// The number of differing lines that the search has gone over.
  var step = 0

  /// A search that has not begun; its first lines differ.
  init(limit: Int, width: Int, height: Int) {
    self.width = width
    self.height = height
    origin = limit + 1
    reached = [Int?](repeating: nil, count: 2 * limit + 3)
    reached[origin] = 0
  }

  /// How far the search has come on diagonal `k`, if it has reached it.
  subscript(k: Int) -> Int? { abs(k) <= step ? reached[origin + k] : nil }

  /// Goes one differing line further, onto diagonal `k`, and over the equal lines behind it; nil where the texts end.
  mutating func advance(on k: Int, _ isEqual: (Int, Int) -> Bool) -> Int? {
    var best: Int?
    if let left = reached[origin + k - 1], left < width { best = left + 1 }
    if let above = reached[origin + k + 1], above - k <= height, above > best ?? -1 { best = above }
    guard var x = best else {
      reached[origin + k] = nil
      return nil
    }
    while x < width, x - k < height, isEqual(x, x - k) { x += 1 }
    reached[origin + k] = x
    return x
  }
}
