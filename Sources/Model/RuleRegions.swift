import Columns

/// The part of all combinations of values that each row of a choice is for, in the finite world of the values and bounds
/// that the rows name.
///
/// An axis falls into cells: between two bounds, or one for each named value and one for all others. A row is for a set
/// of cells on each axis, so that overlaps, and whether some rows leave anything of another, are matters of sets.
struct RuleRegions {
  /// Cells of one axis.
  struct Cells: Hashable {
    private(set) var words: [UInt64]

    init(none count: Int) { words = Array(repeating: 0, count: (count + 63) / 64) }

    init(all count: Int) {
      self.init(none: count)
      for cell in 0..<count { insert(cell) }
    }

    mutating func insert(_ cell: Int) { words[cell / 64] |= 1 << UInt64(cell % 64) }

    func contains(_ cell: Int) -> Bool { words[cell / 64] & (1 << UInt64(cell % 64)) != 0 }

    var isEmpty: Bool { !words.contains { $0 != 0 } }

    func overlaps(_ other: Cells) -> Bool {
      for place in words.indices where words[place] & other.words[place] != 0 { return true }
      return false
    }

    func intersection(_ other: Cells) -> Cells {
      var result = self
      for place in words.indices { result.words[place] &= other.words[place] }
      return result
    }

    func subtracting(_ other: Cells) -> Cells {
      var result = self
      for place in words.indices { result.words[place] &= ~other.words[place] }
      return result
    }

    /// The first of these cells, one that `preferred` holds before the others.
    func first(preferred: Cells) -> Int? {
      let named = intersection(preferred)
      let found = named.isEmpty ? self : named
      for (place, word) in found.words.enumerated() where word != 0 { return place * 64 + word.trailingZeroBitCount }
      return nil
    }
  }

  /// A set of cells on each axis.
  typealias Region = [Cells]

  /// How an axis falls into cells.
  private enum Layout {
    /// One cell for each value, and the last for all others, if there are any.
    case values([Value], hasOthers: Bool)
    /// Cell 0 lies below the first cut; cell i begins at cut i - 1.
    case cuts([Cut])
  }

  /// Where a cell begins: at the value itself, or right above it.
  private struct Cut: Hashable, Comparable {
    var value: Rational
    var isAbove: Bool

    static func < (a: Cut, b: Cut) -> Bool { a.value == b.value ? !a.isAbove && b.isAbove : a.value < b.value }
  }

  private let layouts: [Layout]
  private let counts: [Int]
  /// The cells that have a name of their own, which make the better witnesses.
  private let named: [Cells]
  /// For each row what it is for.
  private(set) var regions: [Region] = []
  /// For each row the number of its conditions.
  let specificity: [Int]

  /// - Parameter types: of the axes; a closed choice has no other values than those that it lists.
  init(_ rows: [[KeyMatcher]], types: [StaticType]) {
    var layouts: [Layout] = []
    for (axis, type) in types.enumerated() {
      let matchers = rows.map { $0[axis] }
      if type.isOrdered {
        var cuts: Set<Cut> = []
        for matcher in matchers {
          switch matcher {
          case .any: break
          case .from(let bound, let isIncluded): cuts.insert(Cut(value: bound, isAbove: !isIncluded))
          case .values(let values):
            for place in values.compactMap(\.place) {
              cuts.insert(Cut(value: place, isAbove: false))
              cuts.insert(Cut(value: place, isAbove: true))
            }
          }
        }
        layouts.append(.cuts(cuts.sorted()))
      } else {
        var values: [Value] = []
        var seen: Set<Value> = []
        for case .values(let list) in matchers {
          for value in list where seen.insert(value).inserted { values.append(value) }
        }
        var hasOthers = true
        let all: [Value]
        switch type.value {
        case .choice(let options): all = options.map { .text($0) }
        case .bool: all = [.bool(true), .bool(false)]
        default: all = []
        }
        if !all.isEmpty {
          values += all.filter { seen.insert($0).inserted }
          hasOthers = false
        }
        layouts.append(.values(values, hasOthers: hasOthers))
      }
    }
    self.layouts = layouts
    counts = layouts.map { layout in
      switch layout {
      case .values(let values, let hasOthers): values.count + (hasOthers ? 1 : 0)
      case .cuts(let cuts): cuts.count + 1
      }
    }
    named = zip(layouts, counts).map { layout, count in
      var cells = Cells(none: count)
      switch layout {
      case .values(let values, _): for cell in values.indices { cells.insert(cell) }
      case .cuts(let cuts): for (cell, cut) in cuts.enumerated() where !cut.isAbove { cells.insert(cell + 1) }
      }
      return cells
    }
    specificity = rows.map { $0.count { $0 != .any } }
    regions = RuleRegions.regions(of: rows, layouts, counts)
  }

  private static func regions(of rows: [[KeyMatcher]], _ layouts: [Layout], _ counts: [Int]) -> [Region] {
    /// The cuts at which rows begin that differ from one another on this axis alone: a row ends where the next begins.
    var ladders: [Rung: [Cut]] = [:]
    for row in rows {
      for (axis, matcher) in row.enumerated() {
        if case .from(let bound, let isIncluded) = matcher {
          ladders[Rung(axis, row), default: []].append(Cut(value: bound, isAbove: !isIncluded))
        }
      }
    }
    ladders = ladders.mapValues { $0.sorted() }
    return rows.map { row in
      row.enumerated().map { axis, matcher in
        var cells = Cells(none: counts[axis])
        switch (matcher, layouts[axis]) {
        case (.any, _): return Cells(all: counts[axis])
        case (.values(let values), .values(let known, _)):
          for value in values { known.firstIndex(of: value).map { cells.insert($0) } }
        case (.values(let values), .cuts(let cuts)):
          for place in values.compactMap(\.place) {
            cuts.firstIndex(of: Cut(value: place, isAbove: false)).map { cells.insert($0 + 1) }
          }
        case (.from(let bound, let isIncluded), .cuts(let cuts)):
          let own = Cut(value: bound, isAbove: !isIncluded)
          let end = ladders[Rung(axis, row)]?.first { own < $0 }
          for (cell, cut) in cuts.enumerated() where own <= cut && (end.map { cut < $0 } ?? true) {
            cells.insert(cell + 1)
          }
        case (.from, .values): break
        }
        return cells
      }
    }
  }

  /// What rows have in common that differ on one axis alone.
  private struct Rung: Hashable {
    let axis: Int
    let others: [KeyMatcher]

    init(_ axis: Int, _ row: [KeyMatcher]) {
      self.axis = axis
      others = row.indices.filter { $0 != axis }.map { row[$0] }
    }
  }

  /// What two rows are both for; nil if there is nothing.
  func overlap(_ a: Int, _ b: Int) -> Region? {
    for axis in counts.indices where !regions[a][axis].overlaps(regions[b][axis]) { return nil }
    return zip(regions[a], regions[b]).map { $0.intersection($1) }
  }

  /// What some rows leave of a region.
  enum Rest {
    case nothing
    case region(Region)
    /// The rows overlap in too many ways to follow them all.
    case unknown
  }

  /// Finds what the rows leave of a region, by cutting it along their sides.
  func rest(of region: Region, without rows: [Int]) -> Rest {
    var steps = 20_000
    func find(_ region: Region, _ rows: ArraySlice<Int>) -> Rest {
      steps -= 1
      if steps < 0 { return .unknown }
      let next = rows.firstIndex { row in counts.indices.allSatisfy { region[$0].overlaps(regions[row][$0]) } }
      guard let next else { return .region(region) }
      var inside = region
      for axis in counts.indices {
        let side = regions[rows[next]][axis]
        let outside = inside[axis].subtracting(side)
        if !outside.isEmpty {
          var part = inside
          part[axis] = outside
          let found = find(part, rows[(next + 1)...])
          if case .nothing = found {} else { return found }
        }
        inside[axis] = inside[axis].intersection(side)
      }
      return .nothing
    }
    return find(region, rows[...])
  }

  /// What is wrong with a row.
  enum Finding: Hashable {
    /// It is for exactly what an earlier row is for.
    case repeated(row: Int, earlier: Int)
    /// More specific rows are for everything that it is for.
    case neverCounts(row: Int, stronger: [Int])
    /// It and an earlier row are equally specific and both for this region, and no more specific row is.
    case ambiguous(row: Int, other: Int, Region)
  }

  /// What is wrong, one finding for a row.
  func findings() -> [Finding] {
    var findings: [Finding] = []
    // The rows by their conditions: those in front of a row's own number are the more specific ones.
    let bySpecificity = specificity.indices.sorted { specificity[$0] > specificity[$1] }
    func stronger(than row: Int) -> [Int] { Array(bySpecificity.prefix { specificity[$0] > specificity[row] }) }
    var isSettled = [Bool](repeating: false, count: specificity.count)
    var firsts: [Region: Int] = [:]
    for row in specificity.indices {
      if let earlier = firsts[regions[row]], specificity[earlier] == specificity[row] {
        findings.append(.repeated(row: row, earlier: earlier))
        isSettled[row] = true
        continue
      }
      firsts[regions[row]] = firsts[regions[row]] ?? row
      let over = stronger(than: row).filter { overlap($0, row) != nil }
      if !over.isEmpty, case .nothing = rest(of: regions[row], without: over) {
        findings.append(.neverCounts(row: row, stronger: over.sorted()))
        isSettled[row] = true
      }
    }
    for row in specificity.indices where !isSettled[row] {
      for other in 0..<row where specificity[other] == specificity[row] && !isSettled[other] {
        guard let both = overlap(other, row) else { continue }
        guard case .region(let open) = rest(of: both, without: stronger(than: row)) else { continue }
        findings.append(.ambiguous(row: row, other: other, open))
        break
      }
    }
    return findings
  }

  /// One combination of a region in words: `class "A", value above 5`.
  func example(of region: Region, axes: [String], show: (Value, Int) -> String, place: (Rational, Int) -> String)
    -> String
  {
    counts.indices.map { axis in
      let name = axes[axis]
      guard let cell = region[axis].first(preferred: named[axis]) else { return name }
      switch layouts[axis] {
      case .values(let values, _):
        return values.indices.contains(cell) ? "\(name) \(show(values[cell], axis))" : "any other \(name)"
      case .cuts(let cuts):
        guard cell > 0 else { return cuts.first.map { "\(name) below \(place($0.value, axis))" } ?? "any \(name)" }
        let cut = cuts[cell - 1]
        return "\(name) \(cut.isAbove ? "above " : "")\(place(cut.value, axis))"
      }
    }.joined(separator: ", ")
  }
}

/// A condition of a row on one axis, with its values known.
enum KeyMatcher: Hashable {
  case any
  case values([Value])
  case from(Rational, isIncluded: Bool)
}

extension Value {
  /// Where a value lies on an ordered axis; dates count days, and periods by their own length.
  var place: Rational? {
    switch self {
    case .number(let number): number
    case .date(let date): Rational(Int(date.days))
    case .period(let period): Rational(Int(period.ordinal))
    case .missing, .bool, .text, .timestamp: nil
    }
  }
}
