/// A column to sort by.
public struct SortKey: Sendable {
  public let column: Column
  public let isAscending: Bool
  /// The texts of a column of text, which are sorted byte by byte; nil for any other column.
  public let pool: TextPool?

  public init(_ column: Column, isAscending: Bool = true, pool: TextPool? = nil) {
    self.column = column
    self.isAscending = isAscending
    self.pool = pool
  }
}

/// The rows in the order of `keys`, the first of which decides first; equal rows keep their order.
///
/// A missing key comes last whether ascending or not, and a faulty one after it.
public func sortOrder(by keys: [SortKey], count: Int) -> [Int32] {
  let ranks = keys.filter { !$0.column.isConstant }.map { $0.ranks() }
  if let packed = packedOrder(ranks, count: count) { return packed }
  var order = Array(0..<Int32(count))
  order.sort { a, b in
    for rank in ranks {
      let x = rank[Int(a)]
      let y = rank[Int(b)]
      if x != y { return x < y }
    }
    return a < b
  }
  return order
}

/// The order where all ranks of a row and its number fit one word, which then is all that is sorted.
private func packedOrder(_ ranks: [[Int64]], count: Int) -> [Int32]? {
  guard count > 0 else { return [] }
  var bits = 64 - (count - 1).leadingZeroBitCount
  var spans: [(least: Int64, bits: Int)] = []
  for rank in ranks {
    var least = Int64.max
    var greatest = Int64.min
    for value in rank {
      least = min(least, value)
      greatest = max(greatest, value)
    }
    let (span, overflow) = greatest.subtractingReportingOverflow(least)
    if overflow { return nil }
    spans.append((least, 64 - span.leadingZeroBitCount))
    bits += 64 - span.leadingZeroBitCount
  }
  guard bits <= 64 else { return nil }
  var words = [UInt64](repeating: 0, count: count)
  for (rank, span) in zip(ranks, spans) {
    for row in 0..<count { words[row] = words[row] << UInt64(span.bits) | UInt64(rank[row] - span.least) }
  }
  let rowBits = UInt64(64 - (count - 1).leadingZeroBitCount)
  for row in 0..<count { words[row] = words[row] << rowBits | UInt64(row) }
  words.sort()
  let mask: UInt64 = (1 << rowBits) - 1
  return loop(words) { Int32(truncatingIfNeeded: $0 & mask) }
}

extension SortKey {
  /// A number for each row that sorts as its value does.
  fileprivate func ranks() -> [Int64] {
    let values: [Int64]
    switch column.storage {
    case .bools(let elements): values = loop(elements) { $0 ? 1 : 0 }
    case .codes(let elements):
      if let pool {
        let ranks = pool.ranks()
        values = loop(elements) { $0 >= 0 && Int($0) < ranks.count ? Int64(ranks[Int($0)]) : 0 }
      } else {
        values = loop(elements) { Int64($0) }
      }
    case .integers(let elements, _): values = elements
    case .wide(let elements, _): values = SortKey.ranks(elements)
    case .rationals(let elements): values = SortKey.ranks(elements)
    }
    // The two greatest ranks belong to missing and faulty rows.
    let needsRanks = column.validity != nil || column.faults != nil || !isAscending
    guard needsRanks else { return values }
    let safe = values.contains { $0 <= .min + 2 || $0 >= .max - 2 } ? SortKey.ranks(values) : values
    let (least, greatest) = safe.reduce((Int64.max, Int64.min)) { (min($0.0, $1), max($0.1, $1)) }
    let missing = max(isAscending ? greatest : -least, 0) + 1
    return safe.enumerated().map { row, value in
      if column.hasValue(at: row) { return isAscending ? value : -value }
      return column.isMissing(at: row) ? missing : missing + 1
    }
  }

  /// The place of each element among the different ones.
  private static func ranks<Element: Comparable>(_ elements: [Element]) -> [Int64] {
    let order = elements.indices.sorted { elements[$0] < elements[$1] }
    var ranks = [Int64](repeating: 0, count: elements.count)
    var rank: Int64 = 0
    for (position, row) in order.enumerated() {
      if position > 0 && elements[order[position - 1]] < elements[row] { rank += 1 }
      ranks[row] = rank
    }
    return ranks
  }
}
