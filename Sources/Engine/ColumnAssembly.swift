import Columns

/// Columns whose rows are computed in parts, each part written where its rows belong in the whole column.
///
/// ```
/// part 0    1    2    3         on any thread, in any order
///  | v v | v v | v v | v v |    one array a column
/// ```
/// The first part decides how a column is held. Parts that are held otherwise, which is rare, wait aside and are joined
/// with the others in the end, so that the result is the same.
struct ColumnAssembly {
  private let ranges: [Range<Int>]
  private let workers: Workers
  private let compute: @Sendable (Range<Int>) -> [Column]

  private init(
    _ ranges: [Range<Int>], _ workers: Workers, _ compute: @escaping @Sendable (Range<Int>) -> [Column]
  ) {
    self.ranges = ranges
    self.workers = workers
    self.compute = compute
  }

  /// The columns that `compute` makes for each of the ranges, which lie one after the other from 0.
  static func columns(
    of ranges: [Range<Int>], workers: Workers, compute: @escaping @Sendable (Range<Int>) -> [Column]
  ) -> [Column] {
    let first = compute(ranges[0])
    if ranges.count == 1 { return first }
    var assembly = Open(count: ranges[ranges.count - 1].upperBound)
    return ColumnAssembly(ranges, workers, compute).fill(&assembly, first)
  }

  /// The arrays that are being filled, and those that are full.
  private struct Open {
    let count: Int
    var targets: [Target] = []
    var storages: [Column.Storage?] = []
    /// The parts by task.
    var parts: [[Part]] = []

    init(count: Int) { self.count = count }
  }

  /// Where the elements of a column go.
  private enum Target {
    case bools(UnsafeMutablePointer<Bool>)
    case codes(UnsafeMutablePointer<Int32>)
    case integers(UnsafeMutablePointer<Int64>, scale: Int)
    /// All parts wait aside.
    case nowhere
  }

  /// A part of a column.
  private enum Part: Sendable {
    /// Its elements are where they belong.
    case written(validity: Bitmap?, faults: [Int32: Fault]?)
    case aside(Column)
  }

  // MARK: Filling

  /// Opens an array for each column of the first part, one within the other, and fills them all.
  private func fill(_ open: inout Open, _ first: [Column]) -> [Column] {
    openNext(&open, first)
    return first.indices.map { column in
      joined(open.storages[column], open.parts.map { $0[column] }, count: open.count)
    }
  }

  private func openNext(_ open: inout Open, _ first: [Column]) {
    let place = open.targets.count
    let count = open.count
    guard place < first.count else {
      fillAll(&open, first)
      return
    }
    open.storages.append(nil)
    switch first[place].storage {
    case .bools:
      open.storages[place] = .bools(filled(&open, first, count) { .bools($0) })
    case .codes:
      open.storages[place] = .codes(filled(&open, first, count) { .codes($0) })
    case .integers(_, let scale):
      open.storages[place] = .integers(filled(&open, first, count) { .integers($0, scale: scale) }, scale: scale)
    case .wide, .fractions, .rationals:
      open.targets.append(.nowhere)
      openNext(&open, first)
    }
  }

  private func filled<Element>(
    _ open: inout Open, _ first: [Column], _ count: Int, _ target: (UnsafeMutablePointer<Element>) -> Target
  ) -> [Element] {
    [Element](unsafeUninitializedCapacity: count) { buffer, initialized in
      open.targets.append(buffer.baseAddress.map(target) ?? .nowhere)
      openNext(&open, first)
      // Every part has written its range, or filled it.
      initialized = count
    }
  }

  private func fillAll(_ open: inout Open, _ first: [Column]) {
    // Each task writes to rows of its own.
    nonisolated(unsafe) let targets = open.targets
    let parts = workers.map(ranges.count - 1) { task in
      ColumnAssembly.write(compute(ranges[task + 1]), ranges[task + 1], targets)
    }
    open.parts = [ColumnAssembly.write(first, ranges[0], targets)] + parts
  }

  private static func write(_ columns: [Column], _ rows: Range<Int>, _ targets: [Target]) -> [Part] {
    columns.indices.map { place in
      let column = columns[place]
      let isWritten =
        switch (targets[place], column.storage) {
        case (.bools(let target), .bools(let elements)): copy(elements, of: column, to: target, rows)
        case (.codes(let target), .codes(let elements)): copy(elements, of: column, to: target, rows)
        case (.integers(let target, let scale), .integers(let elements, let own)) where own == scale:
          copy(elements, of: column, to: target, rows)
        default: false
        }
      if isWritten { return .written(validity: column.validity, faults: column.faults) }
      switch targets[place] {
      case .bools(let target): (target + rows.lowerBound).initialize(repeating: false, count: rows.count)
      case .codes(let target): (target + rows.lowerBound).initialize(repeating: 0, count: rows.count)
      case .integers(let target, _): (target + rows.lowerBound).initialize(repeating: 0, count: rows.count)
      case .nowhere: break
      }
      return .aside(column)
    }
  }

  /// Copies the elements of a column, but for a constant one with states of its own, which are not those of rows.
  private static func copy<Element>(
    _ elements: [Element], of column: Column, to target: UnsafeMutablePointer<Element>, _ rows: Range<Int>
  ) -> Bool {
    if column.isConstant {
      guard column.validity == nil, column.faults == nil else { return false }
      (target + rows.lowerBound).initialize(repeating: elements[0], count: rows.count)
    } else {
      precondition(elements.count == rows.count, "a part of as many rows as its range has")
      elements.withUnsafeBufferPointer { source in
        if let start = source.baseAddress { (target + rows.lowerBound).initialize(from: start, count: rows.count) }
      }
    }
    return true
  }

  // MARK: Joining

  private func joined(_ storage: Column.Storage?, _ parts: [Part], count: Int) -> Column {
    var hasStates = false
    var isAside = false
    for part in parts {
      switch part {
      case .written(let validity, let faults): hasStates = hasStates || validity != nil || faults != nil
      case .aside: isAside = true
      }
    }
    let whole = storage.map { Column($0, count: count) }
    if let whole, !hasStates, !isAside { return whole }
    var validity: Bitmap?
    var faults: [Int32: Fault] = [:]
    if let storage, !isAside {
      for (rows, part) in zip(ranges, parts) {
        guard case .written(let own, let failed) = part else { continue }
        if let own {
          var bits = validity ?? Bitmap(repeating: true, count: rows.lowerBound)
          bits.append(contentsOf: own)
          validity = bits
        } else {
          validity?.append(contentsOf: Bitmap(repeating: true, count: rows.count))
        }
        for (row, fault) in failed ?? [:] { faults[Int32(rows.lowerBound) + row] = fault }
      }
      return Column(storage, count: count, validity: validity, faults: faults.isEmpty ? nil : faults)
    }
    return Column.concatenated(
      zip(ranges, parts).map { rows, part in
        switch part {
        case .aside(let column): return column
        case .written(let validity, let faults):
          var own = whole?.slice(rows) ?? .missing(count: rows.count)
          own.validity = validity
          own.faults = faults
          return own
        }
      })
  }
}
