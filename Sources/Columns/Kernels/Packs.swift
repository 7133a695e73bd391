/// A row that gets one pack after the other.
public struct PackRow: Hashable, Sendable {
  /// What it gets at a time; above 0.
  public var pack: Rational
  public var start: Rational
  /// What `start` and the packs are measured by; a row whose weight is 0 gets nothing.
  public var weight: Rational
  /// Nil for no bound.
  public var cap: Rational?
  /// How much of the total one pack takes up; a row whose packs take up nothing gets nothing.
  public var worth: Rational

  public init(pack: Rational, start: Rational, weight: Rational, cap: Rational?, worth: Rational) {
    self.pack = pack
    self.start = start
    self.weight = weight
    self.cap = cap
    self.worth = worth
  }
}

/// Why packs cannot be given.
public enum PackError: Error, Hashable, Sendable {
  case overflow
  case tooManySteps
}

/// What each row has when pack after pack goes to the row with the smallest `(start + part) / weight`, ties to the one
/// that stands first. A row without room for its next pack gets no more.
///
/// - Parameters:
///   - isLeast: whether packs are given until they reach the total, the last one beyond it; else a pack that does not fit
///     in what is left of the total is not given, and its row gets no more.
///   - limit: the greatest number of packs.
public func dealtPacks(
  _ total: Rational, _ rows: [PackRow], isLeast: Bool, limit: Int
) throws(PackError) -> [Rational] {
  var parts = [Rational](repeating: .zero, count: rows.count)
  var increments = parts
  var left = total
  var heap = LevelHeap()
  for (place, row) in rows.enumerated() where row.weight.signum > 0 && row.worth.signum > 0 {
    guard let level = row.start.dividing(row.weight), let increment = row.pack.dividing(row.weight) else {
      throw .overflow
    }
    increments[place] = increment
    heap.append(LevelHeap.Entry(level: level, place: Int32(place)))
  }
  heap.order()
  var count = 0
  while let first = heap.first, left.signum > 0 {
    let place = Int(first.place)
    let row = rows[place]
    guard let next = parts[place].adding(row.pack) else { throw .overflow }
    if row.cap.map({ next > $0 }) ?? false || (!isLeast && row.worth > left) {
      heap.removeFirst()
      continue
    }
    if count == limit { throw .tooManySteps }
    count += 1
    guard let rest = left.subtracting(row.worth), let level = first.level.adding(increments[place]) else {
      throw .overflow
    }
    parts[place] = next
    left = rest
    heap.replaceFirst(level: level)
  }
  return parts
}

/// Rows by level, the smallest first; equal ones by their place.
private struct LevelHeap {
  struct Entry {
    var level: Rational
    let place: Int32
  }

  private var entries: [Entry] = []

  var first: Entry? { entries.first }

  /// Adds an entry; ``order()`` is needed before anything is read.
  mutating func append(_ entry: Entry) { entries.append(entry) }

  mutating func order() {
    for place in stride(from: entries.count / 2 - 1, through: 0, by: -1) { sink(place) }
  }

  mutating func replaceFirst(level: Rational) {
    entries[0].level = level
    sink(0)
  }

  mutating func removeFirst() {
    guard let last = entries.popLast(), !entries.isEmpty else { return }
    entries[0] = last
    sink(0)
  }

  private func precedes(_ a: Entry, _ b: Entry) -> Bool {
    switch a.level.order(against: b.level) {
    case .less: true
    case .greater: false
    case .equal: a.place < b.place
    }
  }

  private mutating func sink(_ start: Int) {
    var place = start
    while true {
      var least = place
      for child in [2 * place + 1, 2 * place + 2] where child < entries.count {
        if precedes(entries[child], entries[least]) { least = child }
      }
      if least == place { return }
      entries.swapAt(place, least)
      place = least
    }
  }
}
