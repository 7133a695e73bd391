/// Which rows belong together.
///
/// ```
/// ids        | 0 | 1 | 0 | -1 | 2 | …     the group of each row; -1: the row is in no group
/// firstRows  | 0 | 1 | 4 | …              the first row of each group
/// ```
public struct Grouping: Sendable {
  public let ids: [Int32]
  public let groupCount: Int
  /// The first row of each group, and -1 of a group without rows.
  public let firstRows: [Int32]

  /// A grouping that is already known: `ids` are from 0 to `groupCount - 1`, or negative for no group.
  public init(ids: [Int32], groupCount: Int) {
    self.ids = ids
    self.groupCount = groupCount
    var firstRows = [Int32](repeating: -1, count: groupCount)
    for (row, id) in ids.enumerated() where id >= 0 && firstRows[Int(id)] < 0 { firstRows[Int(id)] = Int32(row) }
    self.firstRows = firstRows
  }

  /// All rows in one group.
  public static func whole(count: Int) -> Grouping {
    Grouping(ids: [Int32](repeating: 0, count: count), groupCount: 1)
  }

  /// The rows with equal keys in all of `keys`, in the order of each group's first row.
  ///
  /// A missing key equals a missing key. A row with a faulty key is in no group: ask ``Column/firstFault`` before.
  /// Without keys all of the `count` rows are one group.
  public init(keys: [Column], count: Int) {
    guard let first = keys.first else {
      self = count == 0 ? Grouping(ids: [], groupCount: 0) : .whole(count: count)
      return
    }
    var result = Grouping(key: first)
    for key in keys.dropFirst() {
      let other = Grouping(key: key)
      var pairs = [Int64](repeating: -1, count: count)
      for row in 0..<count where result.ids[row] >= 0 && other.ids[row] >= 0 {
        pairs[row] = Int64(result.ids[row]) << 32 | Int64(other.ids[row])
      }
      // Pairs of few groups are small numbers, which need no hashing.
      if result.groupCount * other.groupCount <= 4 * count + 1_024 {
        let width = Int64(other.groupCount)
        pairs = loop(pairs) { $0 < 0 ? -1 : ($0 >> 32) * width + ($0 & 0xFFFF_FFFF) }
      }
      result = Grouping(integers: pairs) { pairs[$0] >= 0 }
    }
    self = result
  }

  private init(key: Column) {
    let column = key.flattened()
    let codes: [Int64]
    switch column.storage {
    case .bools(let elements): codes = loop(elements) { $0 ? 1 : 0 }
    case .codes(let elements): codes = loop(elements) { Int64($0) }
    case .integers(let elements, _): codes = elements
    case .wide(let elements, _): codes = Grouping.numbered(elements)
    case .rationals(let elements): codes = Grouping.numbered(elements)
    }
    guard column.validity != nil || column.faults != nil else {
      self.init(integers: codes) { _ in true }
      return
    }
    // First the rows with values, then one more group for the missing ones at the place of its first row.
    let valued = Grouping(integers: codes) { column.hasValue(at: $0) }
    var ids = valued.ids
    for row in ids.indices where column.isMissing(at: row) { ids[row] = Int32(valued.groupCount) }
    let all = Grouping(ids: ids, groupCount: valued.groupCount + 1)
    self = all.inOrderOfFirstRows()
  }

  /// Equal numbers for equal elements.
  private static func numbered<Element: Hashable>(_ elements: [Element]) -> [Int64] {
    var numbers: [Element: Int64] = [:]
    return elements.map { element in
      if let number = numbers[element] { return number }
      let number = Int64(numbers.count)
      numbers[element] = number
      return number
    }
  }

  /// The same groups without the empty ones, numbered in the order of their first rows.
  private func inOrderOfFirstRows() -> Grouping {
    let present = (0..<groupCount).filter { firstRows[$0] >= 0 }.sorted { firstRows[$0] < firstRows[$1] }
    var newIDs = [Int32](repeating: -1, count: groupCount)
    for (new, old) in present.enumerated() { newIDs[old] = Int32(new) }
    return Grouping(ids: loop(ids) { $0 < 0 ? -1 : newIDs[Int($0)] }, groupCount: present.count)
  }

  /// Groups of equal integers among the rows that `isMember`.
  private init(integers keys: [Int64], isMember: (Int) -> Bool) {
    var ids = [Int32](repeating: -1, count: keys.count)
    var firstRows: [Int32] = []
    var least = Int64.max
    var greatest = Int64.min
    for row in keys.indices where isMember(row) {
      least = min(least, keys[row])
      greatest = max(greatest, keys[row])
    }
    let (span, overflow) = greatest.subtractingReportingOverflow(least)
    if least <= greatest && !overflow && span <= 4 * keys.count + 1_024 {
      var idOfKey = [Int32](repeating: -1, count: Int(span) + 1)
      for row in keys.indices where isMember(row) {
        let place = Int(keys[row] &- least)
        if idOfKey[place] < 0 {
          idOfKey[place] = Int32(firstRows.count)
          firstRows.append(Int32(row))
        }
        ids[row] = idOfKey[place]
      }
    } else {
      var table = IntegerTable()
      for row in keys.indices where isMember(row) {
        let id = table.id(for: keys[row])
        if Int(id) == firstRows.count { firstRows.append(Int32(row)) }
        ids[row] = id
      }
    }
    self.ids = ids
    self.groupCount = firstRows.count
    self.firstRows = firstRows
  }
}

/// Integers numbered in the order of their arrival, by open addressing.
struct IntegerTable {
  private var keys: [Int64] = []
  private var slots = [Int32](repeating: -1, count: 256)

  /// The number of `key`, which is added if it is new.
  mutating func id(for key: Int64) -> Int32 {
    let mask = slots.count - 1
    var slot = IntegerTable.hash(key) & mask
    while slots[slot] >= 0 {
      if keys[Int(slots[slot])] == key { return slots[slot] }
      slot = (slot + 1) & mask
    }
    let id = Int32(keys.count)
    keys.append(key)
    slots[slot] = id
    if keys.count * 2 > slots.count { grow() }
    return id
  }

  private mutating func grow() {
    var wider = [Int32](repeating: -1, count: slots.count * 4)
    let mask = wider.count - 1
    for (id, key) in keys.enumerated() {
      var slot = IntegerTable.hash(key) & mask
      while wider[slot] >= 0 { slot = (slot + 1) & mask }
      wider[slot] = Int32(id)
    }
    slots = wider
  }

  @inline(__always)
  private static func hash(_ key: Int64) -> Int {
    let product = UInt64(bitPattern: key) &* 0x9E37_79B9_7F4A_7C15
    return Int(truncatingIfNeeded: product ^ (product >> 32)) & .max
  }
}
