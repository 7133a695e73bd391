import Columns
import IR

/// The people above a person on a day, as rows of the hierarchy from the lowest to the highest.
private struct Climb {
  enum Outcome {
    case rows([Int32])
    /// Nothing says who is above this person.
    case unknown(person: Int32)
    /// The people of the circle, in order.
    case circle([Int32])
  }

  let superiors: Column
  let members: Column
  let starts: Column?
  let ends: Column?
  let levels: Int?
  /// The rows of each person, by the first day of the version: those of person p are `rows[places[p]..<places[p + 1]]`.
  private var places: [Int]
  private var rows: [Int32]

  init(
    _ members: Column, _ superiors: Column, _ starts: Column?, _ ends: Column?, levels: Int?, people: Int, count: Int
  ) {
    self.members = members
    self.superiors = superiors
    self.starts = starts
    self.ends = ends
    self.levels = levels
    places = [Int](repeating: 0, count: people + 1)
    rows = (0..<Int32(count)).filter { members.code(at: Int($0)) != nil }
    func place(_ row: Int32) -> (Int32, Int32, Int32) {
      (members.code(at: Int(row)) ?? 0, starts?.code(at: Int(row)) ?? 0, row)
    }
    rows.sort { place($0) < place($1) }
    for row in rows { places[Int(members.code(at: Int(row)) ?? 0) + 1] += 1 }
    for person in 0..<people { places[person + 1] += places[person] }
  }

  /// The person's row on the day; nil if there is none.
  private func row(of person: Int32, on day: Int32) -> Int32? {
    guard Int(person) + 1 < places.count else { return nil }
    var low = places[Int(person)]
    var high = places[Int(person) + 1]
    guard let starts else { return low < high ? rows[low] : nil }
    let first = low
    while low < high {
      let middle = (low + high) / 2
      if (starts.code(at: Int(rows[middle])) ?? 0) <= day { low = middle + 1 } else { high = middle }
    }
    guard low > first else { return nil }
    let row = rows[low - 1]
    if let end = ends?.code(at: Int(row)), end < day { return nil }
    return row
  }

  func callAsFunction(_ person: Int32, _ day: Int32) -> Outcome {
    guard var row = row(of: person, on: day) else { return .unknown(person: person) }
    var path = [person]
    var seen: Set<Int32> = [person]
    var above: [Int32] = []
    while levels.map({ above.count < $0 }) ?? true, let next = superiors.code(at: Int(row)) {
      guard seen.insert(next).inserted else {
        return .circle(Array(path.drop { $0 != next }))
      }
      guard let nextRow = self.row(of: next, on: day) else { return .unknown(person: next) }
      path.append(next)
      above.append(nextRow)
      row = nextRow
    }
    return .rows(above)
  }
}

/// Where the people above a person on a day stand among all that were found.
private struct KnownChains {
  private var byDay: [UInt64: Range<Int>] = [:]
  /// By person, where the day does not matter.
  private var byPerson: [Range<Int>?]?

  /// - Parameter people: the number of people where the day does not matter; else nil.
  init(people: Int?) { byPerson = people.map { [Range<Int>?](repeating: nil, count: $0) } }

  subscript(person: Int32, day: Int32) -> Range<Int>? {
    get {
      if let byPerson { return byPerson[Int(person)] }
      return byDay[KnownChains.key(person, day)]
    }
    set {
      if byPerson == nil { byDay[KnownChains.key(person, day)] = newValue } else { byPerson?[Int(person)] = newValue }
    }
  }

  private static func key(_ person: Int32, _ day: Int32) -> UInt64 {
    UInt64(UInt32(bitPattern: person)) << 32 | UInt64(UInt32(bitPattern: day))
  }
}

extension Execution {
  mutating func ancestorRows(_ ancestry: Ancestry, in id: FrameID) -> FrameRows {
    suspect(faultsOf: [ancestry.person] + [ancestry.date].compactMap { $0 }, in: ancestry.frame)
    let columns = [ancestry.member, ancestry.superior] + [ancestry.from, ancestry.through].compactMap { $0 }
    suspect(faultsOf: columns, in: ancestry.hierarchy)
    guard case .row(let people) = program[ancestry.person].kind else { return FrameRows(count: 0, parent: .rows([])) }
    let climb = Climb(
      whole(ancestry.member), whole(ancestry.superior), ancestry.from.map(whole), ancestry.through.map(whole),
      levels: ancestry.levels, people: rowCount(people), count: rowCount(ancestry.hierarchy))
    let persons = whole(ancestry.person).rowNumbers
    let days = ancestry.date.map(whole)
    var known = KnownChains(people: days == nil ? rowCount(people) : nil)
    var chains: [Int32] = []
    var circles: [[Int32]: Int32] = [:]
    // Where in `chains` the rows above each row's person stand, and then the rows themselves: their number is known.
    var places = [Range<Int>](repeating: 0..<0, count: persons.count)
    var total = 0
    for row in persons.indices where persons[row] >= 0 {
      let person = persons[row]
      guard let day = days == nil ? 0 : days?.code(at: row) else { continue }
      let range: Range<Int>
      if let there = known[person, day] {
        range = there
      } else {
        let start = chains.count
        switch climb(person, day) {
        case .rows(let rows): chains += rows
        case .unknown(let missing):
          let problem = Suspect.Problem.noPlace(missing, day: days == nil ? nil : day, people: people)
          suspects.append(Suspect(problem, frame: ancestry.hierarchy, row: nil))
        case .circle(let circle):
          // The same circle is found from each person in it and below it: it is told once, for its first day.
          let least = circle.indices.min { circle[$0] < circle[$1] } ?? 0
          let turned = Array(circle[least...] + circle[..<least])
          circles[turned] = min(circles[turned] ?? .max, day)
        }
        range = start..<chains.count
        known[person, day] = range
      }
      places[row] = range
      total += range.count
      guard total <= Int(Int32.max) else {
        suspects.append(Suspect(.tooManyRows, frame: id, row: nil))
        return FrameRows(count: 0, parent: .rows([]))
      }
    }
    let parents = [Int32](unsafeUninitializedCapacity: total) { parents, count in
      for row in places.indices {
        for _ in places[row] {
          parents[count] = Int32(truncatingIfNeeded: row)
          count += 1
        }
      }
    }
    let rights = [Int32](unsafeUninitializedCapacity: total) { rights, count in
      chains.withUnsafeBufferPointer { chains in
        for range in places {
          for place in range {
            rights[count] = chains[place]
            count += 1
          }
        }
      }
    }
    for (circle, day) in circles.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) {
      let problem = Suspect.Problem.circle(circle, day: days == nil ? nil : day, people: people)
      suspects.append(Suspect(problem, frame: ancestry.hierarchy, row: nil))
    }
    return FrameRows(count: parents.count, parent: .rows(parents), right: rights)
  }
}
