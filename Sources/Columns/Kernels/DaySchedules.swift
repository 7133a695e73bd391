/// Days on which something happens, for each of some keys: weekdays, less single days, plus others.
///
/// The days are kept as pieces of time, in each of which the rule is the same, with the number of days before each piece;
/// so the days of a long window are counted, and the hundredth day is found, without going through them.
///
/// ```
/// every mon, tue, wed, thu, fri, never 2026-05-01, also 2026-05-09
///
/// … 04-30 | 05-01  | 05-02 … 05-08 | 05-09 | 05-10 …
/// weekdays| none   | weekdays      | all   | weekdays
/// ```
public struct DaySchedules: Sendable {
  private enum Rule: UInt8 {
    case weekdays, none, all
  }

  /// Where a key's pieces lie, and the weekdays that hold in most of them: bit 0 for Monday.
  private struct Layout {
    var weekdays: UInt8
    var pieces: Range<Int>
  }

  /// The layout of each key; those without days of their own share one.
  private var layoutOfKey: [Int32]
  private var layouts: [Layout] = []
  /// The first day of each piece, the rule in it, and the number of days before it, from a fixed day on.
  private var starts: [Int32] = []
  private var rules: [Rule] = []
  private var before: [Int] = []
  /// What is added to the number of weekdays, of none or of all days up to a day, for the number of days up to it.
  private var offsets: [Int] = []
  private var faults: [Int32: Fault]
  private var commonFault: Fault?

  // MARK: - Building

  /// The rows that a schedule is made of, for some keys.
  public struct Builder: Sendable {
    private struct Days {
      var key: Int32
      var first: Int32
      var last: Int32
      var isAdded: Bool
    }

    private var weekdays: [UInt8]
    private var commonWeekdays: UInt8
    private var common: [Days] = []
    private var own: [Days] = []
    private var faults: [Int32: Fault] = [:]
    private var commonFault: Fault?

    /// - Parameter weekdays: bit 0 for Monday; they hold for every key.
    public init(keyCount: Int, weekdays: UInt8) {
      self.weekdays = [UInt8](repeating: 0, count: keyCount)
      commonWeekdays = weekdays & 0x7F
    }

    /// Adds a weekday, 0 for Monday, of one key or of all.
    public mutating func add(weekday: Int, key: Int32?) {
      guard 0..<7 ~= weekday else { return }
      if let key {
        weekdays[Int(key)] |= 1 << UInt8(weekday)
      } else {
        commonWeekdays |= 1 << UInt8(weekday)
      }
    }

    /// Adds days, or takes them away, of one key or of all; both ends are included.
    public mutating func set(_ isAdded: Bool, from first: Int32, through last: Int32, key: Int32?) {
      guard first <= last else { return }
      let days = Days(key: key ?? -1, first: first, last: last, isAdded: isAdded)
      if key == nil { common.append(days) } else { own.append(days) }
    }

    /// Notes that a row could not be read, so that the days of its key, or of all, are not known.
    public mutating func fail(_ fault: Fault, key: Int32?) {
      if let key {
        if faults[key] == nil { faults[key] = fault }
      } else {
        commonFault = commonFault ?? fault
      }
    }

    public func build() -> DaySchedules {
      var result = DaySchedules(keyCount: weekdays.count, faults: faults, commonFault: commonFault)
      let sorted = own.sorted { $0.key < $1.key }
      var shared = [Int32](repeating: -1, count: 128)
      var next = 0
      for key in weekdays.indices {
        let start = next
        while next < sorted.count, sorted[next].key == key { next += 1 }
        let mask = weekdays[key] | commonWeekdays
        if start == next, shared[Int(mask)] >= 0 {
          result.layoutOfKey[key] = shared[Int(mask)]
          continue
        }
        let layout = result.append(mask, pieces: Builder.pieces(common[...], sorted[start..<next]))
        result.layoutOfKey[key] = layout
        if start == next { shared[Int(mask)] = layout }
      }
      return result
    }

    /// The pieces of time behind each other, the first of which has no beginning.
    private static func pieces(_ common: ArraySlice<Days>, _ own: ArraySlice<Days>) -> [(start: Int32, rule: Rule)] {
      var events: [(day: Int32, isAdded: Bool, change: Int)] = []
      events.reserveCapacity((common.count + own.count) * 2)
      for days in [common, own].joined() {
        events.append((days.first, days.isAdded, 1))
        events.append((days.last + 1, days.isAdded, -1))
      }
      events.sort { $0.day < $1.day }
      var pieces: [(start: Int32, rule: Rule)] = [(Int32.min, .weekdays)]
      var added = 0
      var removed = 0
      var place = 0
      while place < events.count {
        let day = events[place].day
        while place < events.count, events[place].day == day {
          if events[place].isAdded { added += events[place].change } else { removed += events[place].change }
          place += 1
        }
        let rule: Rule = added > 0 ? .all : removed > 0 ? .none : .weekdays
        if rule != pieces[pieces.count - 1].rule { pieces.append((day, rule)) }
      }
      return pieces
    }
  }

  private init(keyCount: Int, faults: [Int32: Fault], commonFault: Fault?) {
    layoutOfKey = [Int32](repeating: 0, count: keyCount)
    self.faults = faults
    self.commonFault = commonFault
  }

  private mutating func append(_ weekdays: UInt8, pieces: [(start: Int32, rule: Rule)]) -> Int32 {
    let first = starts.count
    for (place, piece) in pieces.enumerated() {
      // Days are counted from the fixed Monday; before the first piece there is nothing to count.
      var count = 0
      if place > 0 { count = self.count(through: piece.start - 1, of: weekdays, in: starts.count - 1) }
      let offset: Int =
        switch piece.rule {
        case .weekdays: place == 0 ? 0 : count - DaySchedules.weekdays(weekdays, through: piece.start - 1)
        case .none: count
        case .all: count - Int(piece.start) + 1
        }
      starts.append(piece.start)
      rules.append(piece.rule)
      before.append(place == 0 ? Int.min : count)
      offsets.append(offset)
    }
    layouts.append(Layout(weekdays: weekdays, pieces: first..<starts.count))
    return Int32(layouts.count - 1)
  }

  // MARK: - Days of one key

  /// The number of days with one of the weekdays from the Monday 1969-12-29 through a day; negative before.
  @inline(__always)
  private static func weekdays(_ mask: UInt8, through day: Int32) -> Int {
    let days = Int(day) + 4
    let weeks = floorDivide(days, 7)
    let rest = UInt8(truncatingIfNeeded: days - weeks * 7)
    return weeks * mask.nonzeroBitCount + (mask & ((1 << rest) - 1)).nonzeroBitCount
  }

  /// The day up to which there are `count` days with one of the weekdays: itself such a day.
  @inline(__always)
  private static func day(_ mask: UInt8, at count: Int) -> Int {
    let perWeek = mask.nonzeroBitCount
    let weeks = floorDivide(count - 1, perWeek)
    var rest = mask
    for _ in 1..<max(1, count - weeks * perWeek) { rest &= rest - 1 }
    return weeks * 7 - 3 + rest.trailingZeroBitCount
  }

  /// The number of days through one that lies in a piece.
  @inline(__always)
  private func count(through day: Int32, of weekdays: UInt8, in piece: Int) -> Int {
    switch rules[piece] {
    case .weekdays: DaySchedules.weekdays(weekdays, through: day) + offsets[piece]
    case .none: offsets[piece]
    case .all: Int(day) + offsets[piece]
    }
  }

  /// The last piece for which `isBefore` is true; the first one if there is none.
  @inline(__always)
  private func piece(_ pieces: Range<Int>, _ isBefore: (Int) -> Bool) -> Int {
    var low = pieces.lowerBound
    var high = pieces.upperBound
    while high - low > 1 {
      let middle = (low + high) / 2
      if isBefore(middle) { low = middle } else { high = middle }
    }
    return low
  }

  private func count(through day: Int32, _ layout: Layout) -> Int {
    count(through: day, of: layout.weekdays, in: piece(layout.pieces) { starts[$0] <= day })
  }

  private func holds(_ day: Int32, _ layout: Layout) -> Bool {
    switch rules[piece(layout.pieces) { starts[$0] <= day }] {
    case .weekdays: layout.weekdays & 1 << UInt8(floorModulo(Int(day) + 3, 7)) != 0
    case .none: false
    case .all: true
    }
  }

  /// The day through which there are `count` days; nil iff there is none.
  private func day(at count: Int, _ layout: Layout) -> Int? {
    let piece = piece(layout.pieces) { before[$0] < count }
    switch rules[piece] {
    case .weekdays: return layout.weekdays == 0 ? nil : DaySchedules.day(layout.weekdays, at: count - offsets[piece])
    case .none: return nil
    case .all: return count - offsets[piece]
    }
  }

  // MARK: - Columns

  /// What is asked for one day.
  public enum Step: Hashable, Sendable {
    /// The so manyth day after a day, or before it.
    case after, before
    /// The first day from a day on, or the last one through it.
    case from, through
  }

  /// Whether each date is a day of its key; without `keys`, of the only one.
  public func contain(_ dates: Column, keys: Column?) -> Column {
    var states = RowStates(dates, keys ?? dates)
    let (dates, keys) = (dates.codeLane, keys?.codeLane)
    var result = [Bool](repeating: false, count: states.elementCount)
    for row in result.indices where states.hasValue(row) {
      guard let layout = layout(keys, row, &states) else { continue }
      result[row] = holds(dates[row], layout)
    }
    return states.column(.bools(result))
  }

  /// The number of days from each first date through the last: 0 where that one lies before.
  public func counts(from first: Column, through last: Column, keys: Column?) -> Column {
    var states = RowStates(first, last, keys ?? last)
    let (first, last, keys) = (first.codeLane, last.codeLane, keys?.codeLane)
    var result = [Int64](repeating: 0, count: states.elementCount)
    for row in result.indices where states.hasValue(row) {
      guard let layout = layout(keys, row, &states), first[row] <= last[row] else { continue }
      result[row] = Int64(count(through: last[row], layout) - count(through: first[row] - 1, layout))
    }
    return states.column(.integers(result, scale: 0))
  }

  /// The days that lie `step` from each date; `counts` says how many days further, or one.
  ///
  /// A day that is more than ten years away, or that does not exist, is a fault.
  public func days(_ step: Step, _ dates: Column, counts: Column?, keys: Column?, site: Int32) -> Column {
    var states = RowStates(dates, counts ?? dates, keys ?? dates)
    let (dates, keys) = (dates.codeLane, keys?.codeLane)
    let numbers = counts?.numbers
    var result = [Int32](repeating: 0, count: states.elementCount)
    for row in result.indices where states.hasValue(row) {
      var number = 1
      if let numbers, let counts {
        let exact = counts.element(of: row)
        if case .integers(let integers, 0) = numbers {
          number = Int(integers[exact])
        } else {
          let value = numbers.rational(exact)
          guard value.isInteger else {
            states.fail(row, Fault(.notWhole("\(value.description(decimals: 6)) is no whole number"), site: site))
            continue
          }
          number = Int(clamping: value.numerator)
        }
      }
      guard let layout = layout(keys, row, &states) else { continue }
      let date = dates[row]
      switch find(step, number, date, layout) {
      case .success(let day): result[row] = day
      case .failure(let missing): states.fail(row, Fault(.unscheduled(missing.text), site: site))
      }
    }
    return states.column(.codes(result))
  }

  private struct NoSuchDay: Error {
    let text: String
  }

  private func find(_ step: Step, _ number: Int, _ date: Int32, _ layout: Layout) -> Result<Int32, NoSuchDay> {
    let place: Int
    let word: String
    switch step {
    case .after, .before:
      word = step == .after ? "after" : "before"
      if number == 0 {
        if holds(date, layout) { return .success(date) }
        return .failure(NoSuchDay(text: "no day 0 days \(word) \(CalendarDate(days: date)), which is none of its days"))
      }
      guard number > 0 else {
        return .failure(NoSuchDay(text: "no day that lies \(number) days \(word) \(CalendarDate(days: date))"))
      }
      // No calendar has more days.
      let number = min(number, 1 << 30)
      place = step == .after ? count(through: date, layout) + number : count(through: date - 1, layout) + 1 - number
    case .from:
      word = "from"
      place = count(through: date - 1, layout) + 1
    case .through:
      word = "through"
      place = count(through: date, layout)
    }
    if let day = day(at: place, layout), DaySchedules.isNear(day, date) { return .success(Int32(day)) }
    let what = number == 1 ? "no day" : "fewer than \(number) days"
    return .failure(NoSuchDay(text: "\(what) within ten years \(word) \(CalendarDate(days: date))"))
  }

  /// True iff a day exists and lies at most ten years from the other.
  private static func isNear(_ day: Int, _ date: Int32) -> Bool {
    guard CalendarDate.isRepresentable(day) else { return false }
    if abs(day - Int(date)) <= 3650 { return true }
    let isLater = day > Int(date)
    guard let end = CalendarDate(days: date).adding(months: isLater ? 120 : -120, clamped: true) else {
      return abs(day - Int(date)) <= 3653
    }
    return isLater ? day <= Int(end.days) : day >= Int(end.days)
  }

  /// The layout of a row's key; nil, with the row's fault, where it is not known.
  @inline(__always)
  private func layout(_ keys: Lane<Int32>?, _ row: Int, _ states: inout RowStates) -> Layout? {
    let key = keys.map { $0[row] } ?? 0
    if commonFault != nil || !faults.isEmpty, let fault = commonFault ?? faults[key] {
      states.fail(row, fault)
      return nil
    }
    return layouts[Int(layoutOfKey[Int(key)])]
  }
}
