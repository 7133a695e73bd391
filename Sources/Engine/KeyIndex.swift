import Columns

/// The distinct keys among some rows, each known by a number below ``count``, its group.
///
/// The words of the keys are the groups themselves where there may be numbers without rows and few words are possible.
/// Else they are numbered: by a bit for each possible word, in the order of the words; or, where there are too many, in
/// the order of first appearance, by runs where the rows come in the order of the first digit, or by a hash table.
struct KeyIndex: Sendable {
  typealias Missing = KeyWords.Missing

  private enum Numbers: Sendable {
    case words
    case ranked(RankedWords)
    case runs(RunWords)
    case hashed(WordTable)
  }

  private let words: KeyWords
  private let numbers: Numbers
  /// One more than the greatest group.
  let count: Int
  /// The group of each row, -1 where it has none; empty where they are the words, which are made again when needed.
  private(set) var groups: [Int32] = []

  /// The index of the rows of `columns`, which are whole columns of one frame with `rowCount` rows.
  ///
  /// Without columns, all rows are one group.
  ///
  /// - Parameter hasGaps: whether there may be groups without rows.
  init(_ columns: [Column], rowCount: Int, missing: Missing, hasGaps: Bool = false) {
    let words = KeyWords(columns, rowCount: rowCount, missing: missing)
    self.words = words
    if hasGaps && words.fits(max(65_536, rowCount * 4)) {
      numbers = .words
      count = Int(words.extent)
      return
    }
    if words.isRankable(rowCount) {
      var ranked = RankedWords(extent: words.extent)
      words.forEachBlock(columns, rowCount) { block, _ in _ = ranked.insert(UnsafeBufferPointer(block)) }
      ranked.rank()
      numbers = .ranked(ranked)
      count = ranked.count
      groups = KeyIndex.groups(rowCount) { groups in
        words.forEachBlock(columns, rowCount) { block, rows in
          ranked.find(UnsafeBufferPointer(block), to: UnsafeMutableBufferPointer(rebasing: groups[rows]))
        }
      }
      return
    }
    if let (runs, groups) = KeyIndex.runs(words, columns, rowCount) {
      numbers = .runs(runs)
      count = runs.count
      self.groups = groups
      return
    }
    var table = WordTable()
    groups = KeyIndex.groups(rowCount) { groups in
      words.forEachBlock(columns, rowCount) { block, rows in
        table.intern(UnsafeBufferPointer(block), to: UnsafeMutableBufferPointer(rebasing: groups[rows]))
      }
    }
    numbers = .hashed(table)
    count = table.count
  }

  /// The rows by runs; nil iff they come in another order.
  private static func runs(_ words: KeyWords, _ columns: [Column], _ rowCount: Int) -> (RunWords, [Int32])? {
    guard let rest = words.extentOfRest, words.extent / rest <= max(65_536, Int64(rowCount) * 4) else { return nil }
    var runs = RunWords(rest: rest, digits: Int(words.extent / rest))
    var isOrdered = true
    let groups = KeyIndex.groups(rowCount) { groups in
      words.forEachBlock(columns, rowCount) { block, rows in
        guard isOrdered else { return }
        isOrdered = runs.intern(
          UnsafeBufferPointer(block), to: UnsafeMutableBufferPointer(rebasing: groups[rows]))
      }
    }
    guard isOrdered else { return nil }
    runs.finish()
    return (runs, groups)
  }

  @inline(__always)
  private static func groups(_ count: Int, _ body: (UnsafeMutableBufferPointer<Int32>) -> Void) -> [Int32] {
    [Int32](unsafeUninitializedCapacity: count) { groups, initialized in
      body(UnsafeMutableBufferPointer(rebasing: groups[..<count]))
      initialized = count
    }
  }

  /// True iff no two of the rows have the same key.
  static func isUnique(_ columns: [Column], rowCount: Int, missing: Missing) -> Bool {
    let words = KeyWords(columns, rowCount: rowCount, missing: missing)
    // Most tables are in the order of their key.
    var last: Int64 = -1
    var ascends = true
    words.forEachBlock(columns, rowCount) { block, _ in
      guard ascends else { return }
      for word in block {
        ascends = ascends && word > last
        last = word
      }
    }
    if ascends { return true }
    if let isUnique = isUniqueInRuns(words, columns, rowCount) { return isUnique }
    if words.isRankable(rowCount) {
      var ranked = RankedWords(extent: words.extent)
      var isUnique = true
      words.forEachBlock(columns, rowCount) { block, _ in
        if isUnique { isUnique = ranked.insert(UnsafeBufferPointer(block)) }
      }
      return isUnique
    }
    let index = KeyIndex(columns, rowCount: rowCount, missing: missing)
    return index.count == index.groups.count { $0 >= 0 }
  }

  /// The same for rows that are in the order of the first digit alone, few of which share it; nil for others.
  private static func isUniqueInRuns(_ words: KeyWords, _ columns: [Column], _ rowCount: Int) -> Bool? {
    guard let rest = words.extentOfRest else { return nil }
    let limit = 32
    var isUnique = true
    var isOrdered = true
    var digit: Int64 = -1
    withUnsafeTemporaryAllocation(of: Int64.self, capacity: limit) { run in
      var length = 0
      words.forEachBlock(columns, rowCount) { block, _ in
        guard isOrdered else { return }
        for word in block {
          let own = word < 0 ? -1 : word / rest
          if own < digit || word < 0 || own == digit && length == limit {
            isOrdered = false
            return
          }
          if own > digit {
            digit = own
            length = 0
          }
          for place in 0..<length where run[place] == word { isUnique = false }
          run[length] = word
          length &+= 1
        }
      }
    }
    return isOrdered ? isUnique : nil
  }

  /// The group of each row of `columns`, which are as many and of the same kinds as the index's own; -1 for none.
  func find(_ columns: [Column], rowCount: Int) -> [Int32] {
    KeyIndex.groups(rowCount) { find(columns, 0..<rowCount, to: $0) }
  }

  /// The groups of `rows` of whole columns.
  func find(_ columns: [Column], _ rows: Range<Int>) -> [Int32] {
    KeyIndex.groups(rows.count) { find(columns, rows, to: $0) }
  }

  /// Writes the groups of `rows` of `columns`, which are as many and of the same kinds as the index's own; -1 for none.
  func find(_ columns: [Column], _ rows: Range<Int>, to groups: UnsafeMutableBufferPointer<Int32>) {
    withUnsafeTemporaryAllocation(of: Int64.self, capacity: KeyWords.blockSize) { block in
      for start in stride(from: 0, to: rows.count, by: KeyWords.blockSize) {
        let part = start..<min(start + KeyWords.blockSize, rows.count)
        let places = (rows.lowerBound + part.lowerBound)..<(rows.lowerBound + part.upperBound)
        let own = UnsafeMutableBufferPointer(rebasing: groups[part])
        let block = UnsafeMutableBufferPointer(rebasing: block[..<part.count])
        switch numbers {
        case .words: words.write(columns, places, to: own)
        case .ranked(let ranked):
          words.write(columns, places, to: block)
          ranked.find(UnsafeBufferPointer(block), to: own)
        case .runs(let runs):
          words.write(columns, places, to: block)
          runs.find(UnsafeBufferPointer(block), to: own)
        case .hashed(let table):
          words.write(columns, places, to: block)
          table.find(UnsafeBufferPointer(block), to: own)
        }
      }
    }
  }

  /// Writes the groups of `rows` of the index's own columns.
  func write(_ columns: [Column], _ rows: Range<Int>, to groups: UnsafeMutableBufferPointer<Int32>) {
    if self.groups.isEmpty {
      find(columns, rows, to: groups)
    } else {
      self.groups.withUnsafeBufferPointer { own in
        _ = groups.update(fromContentsOf: UnsafeBufferPointer(rebasing: own[rows]))
      }
    }
  }

  /// Gives up the groups of the rows: they can be found again.
  mutating func forgetGroups() { groups = [] }

  /// The first row of each group; -1 for one without rows.
  func firstRows(_ columns: [Column], rowCount: Int) -> [Int32] {
    [Int32](unsafeUninitializedCapacity: count) { first, initialized in
      first.initialize(repeating: -1)
      withUnsafeTemporaryAllocation(of: Int32.self, capacity: KeyWords.blockSize) { block in
        // From the last row to the first, so that the first is what stays, without a test.
        for start in stride(from: 0, to: rowCount, by: KeyWords.blockSize).reversed() {
          let rows = start..<min(start + KeyWords.blockSize, rowCount)
          write(columns, rows, to: UnsafeMutableBufferPointer(rebasing: block[..<rows.count]))
          for row in stride(from: rows.count - 1, through: 0, by: -1) where block[row] >= 0 {
            first[Int(block[row])] = Int32(truncatingIfNeeded: start &+ row)
          }
        }
      }
      initialized = count
    }
  }
}
