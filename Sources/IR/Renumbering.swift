import Columns

/// The numbers that parts of a program have in another one, nil for what that one does not have.
///
/// An operation, a set of rows or a column means the same in both programs iff it is equal to the renumbered one.
public struct Renumbering {
  /// There is no number for a part.
  public struct Unknown: Error {
    public init() {}
  }

  public var columns: [ColumnID?]
  public var frames: [FrameID?]
  /// The tables of tiers, of keyed rates, and the schedules.
  public var tiers: [Int?] = []
  public var keyedRates: [Int?] = []
  public var schedules: [Int?] = []
  /// The inputs, and the columns of each.
  public var inputs: [Int?] = []
  public var inputColumns: [[Int?]] = []

  /// Nothing is known of the parts of `program` yet.
  public init(_ program: Program) {
    columns = [ColumnID?](repeating: nil, count: program.columns.count)
    frames = [FrameID?](repeating: nil, count: program.frames.count)
  }

  func known<Part>(_ part: Part?) throws(Unknown) -> Part {
    guard let part else { throw Unknown() }
    return part
  }

  public func callAsFunction(_ column: ColumnID) throws(Unknown) -> ColumnID {
    try known(columns[Int(column.index)])
  }

  public func callAsFunction(_ frame: FrameID) throws(Unknown) -> FrameID { try known(frames[Int(frame.index)]) }

  func callAsFunction(_ column: ColumnID?) throws(Unknown) -> ColumnID? {
    guard let column else { return nil }
    return try self(column)
  }

  func callAsFunction(_ list: [ColumnID]) throws(Unknown) -> [ColumnID] {
    var result: [ColumnID] = []
    for column in list { result.append(try self(column)) }
    return result
  }

  func callAsFunction(_ list: [RowSource.Ranking]) throws(Unknown) -> [RowSource.Ranking] {
    var result: [RowSource.Ranking] = []
    for ranking in list { result.append(RowSource.Ranking(try self(ranking.column), isGreatest: ranking.isGreatest)) }
    return result
  }

  public func callAsFunction(_ kind: ValueKind) throws(Unknown) -> ValueKind {
    if case .row(let frame) = kind { return .row(try self(frame)) }
    return kind
  }

  // MARK: Rows

  public func callAsFunction(_ rows: RowSource) throws(Unknown) -> RowSource {
    switch rows {
    case .scan(let table): return .scan(table: try known(inputs[table]))
    case .filter(let of, let keep): return .filter(of: try self(of), keep: try self(keep))
    case .unique(let of, let key): return .unique(of: try self(of), key: try self(key))
    case .latest(let of, let key, let by, let content):
      return .latest(of: try self(of), key: try self(key), by: try self(by), content: try self(content))
    case .versions(let of, let key, let from, let through):
      return .versions(of: try self(of), key: try self(key), from: try self(from), through: try self(through))
    case .best(let of, let key, let order):
      return .best(of: try self(of), key: try self(key), order: try self(order))
    case .ancestors(let old):
      return .ancestors(
        Ancestry(
          frame: try self(old.frame), person: try self(old.person), date: try self(old.date),
          hierarchy: try self(old.hierarchy), member: try self(old.member), superior: try self(old.superior),
          from: try self(old.from), through: try self(old.through), levels: old.levels))
    case .keys(let sets):
      var result: [RowSource.KeySet] = []
      for set in sets {
        result.append(RowSource.KeySet(frame: try self(set.frame), columns: try self(set.columns)))
      }
      return .keys(result)
    case .match(let match): return .match(Match(giver: try side(match.giver), taker: try side(match.taker)))
    case .single: return .single
    case .spine(let entities, let first, let count):
      return .spine(entities: try self(entities), first: first, count: count)
    case .repeated(let of, let first, let through):
      return .repeated(of: try self(of), first: try self(first), through: try self(through))
    case .pairs(let left, let leftKeys, let right, let rightKeys, let keepsUnmatched):
      return .pairs(
        left: try self(left), leftKeys: try self(leftKeys), right: try self(right), rightKeys: try self(rightKeys),
        keepsUnmatched: keepsUnmatched)
    }
  }

  private func side(_ side: Match.Side) throws(Unknown) -> Match.Side {
    Match.Side(
      frame: try self(side.frame), amount: try self(side.amount), group: try self(side.group),
      order: try self(side.order))
  }

  public func callAsFunction(_ schedule: DaySchedule) throws(Unknown) -> DaySchedule {
    var result = schedule
    if let keys = schedule.keys { result.keys = try self(keys) }
    for place in schedule.rows.indices {
      result.rows[place].first = try self(schedule.rows[place].first)
      result.rows[place].last = try self(schedule.rows[place].last)
      result.rows[place].key = try self(schedule.rows[place].key)
    }
    return result
  }

  // MARK: Operations

  /// The operation of a column of `frame` whose rows are `rows`, which are not renumbered.
  public func callAsFunction(_ operation: Operation, rows: RowSource) throws(Unknown) -> Operation {
    switch operation {
    case .input(let place):
      guard case .scan(let table) = rows else { throw Unknown() }
      return .input(try known(inputColumns[table][place]))
    case .constant, .key, .parentRow, .rightRow, .period, .rowNumber: return operation
    case .gather(let of, let at): return .gather(try self(of), at: try self(at))
    case .lookup(let frame, let theirs, let keys, let isRequired):
      return .lookup(
        frame: try self(frame), theirs: try self(theirs), keys: try self(keys), isRequired: isRequired)
    case .aggregate(let aggregation): return .aggregate(try self.aggregation(aggregation))
    case .runningSum(let of, let group, let order):
      return .runningSum(of: try self(of), group: try self(group), order: try self(order))
    case .apportion(let of, let unit, let mode, let group, let order):
      return .apportion(
        of: try self(of), unit: try self(unit), mode: mode, group: try self(group), order: try self(order))
    case .allot(let allotment): return .allot(try self.allotment(allotment))
    case .previous(let of, let initial, let restarts):
      return .previous(of: try self(of), initial: try self(initial), restarts: try self(restarts))
    case .place(let group, let order): return .place(group: try self(group), order: try self(order))
    case .preceding(let of, let initial, let group, let place):
      return .preceding(
        of: try self(of), initial: try self(initial), group: try self(group), place: try self(place))
    case .add(let a, let b): return .add(try self(a), try self(b))
    case .subtract(let a, let b): return .subtract(try self(a), try self(b))
    case .multiply(let a, let b): return .multiply(try self(a), try self(b))
    case .divide(let a, let b, let zeroIsMissing):
      return .divide(try self(a), try self(b), zeroIsMissing: zeroIsMissing)
    case .negate(let a): return .negate(try self(a))
    case .absolute(let a): return .absolute(try self(a))
    case .minimum(let a, let b): return .minimum(try self(a), try self(b))
    case .maximum(let a, let b): return .maximum(try self(a), try self(b))
    case .round(let a, let mode, let step): return .round(try self(a), mode, step: try self(step))
    case .squareRoot(let a, let decimals): return .squareRoot(try self(a), decimals: decimals)
    case .normalQuantile(let a, let decimals): return .normalQuantile(try self(a), decimals: decimals)
    case .poissonQuantile(let mean, let probability):
      return .poissonQuantile(mean: try self(mean), probability: try self(probability))
    case .whole(let a, let step): return .whole(try self(a), step: try self(step))
    case .finite(let a): return .finite(try self(a))
    case .compare(let comparison, let a, let b): return .compare(comparison, try self(a), try self(b))
    case .and(let a, let b): return .and(try self(a), try self(b))
    case .or(let a, let b): return .or(try self(a), try self(b))
    case .not(let a): return .not(try self(a))
    case .choose(let condition, let then, let otherwise):
      return .choose(try self(condition), then: try self(then), otherwise: try self(otherwise))
    case .coalesce(let a, let b): return .coalesce(try self(a), try self(b))
    case .isMissing(let a): return .isMissing(try self(a))
    case .require(let a): return .require(try self(a))
    case .single(let a, let count): return .single(try self(a), count: try self(count))
    case .assure(let a, let holds, let text): return .assure(try self(a), holds: try self(holds), text: text)
    case .startsWith(let a, let b): return .startsWith(try self(a), try self(b))
    case .contains(let a, let b): return .contains(try self(a), try self(b))
    case .addDays(let a, let b): return .addDays(try self(a), try self(b))
    case .daysBetween(let a, let b): return .daysBetween(try self(a), try self(b))
    case .addMonths(let a, let b, let isClamped): return .addMonths(try self(a), try self(b), isClamped: isClamped)
    case .monthsBetween(let a, let b): return .monthsBetween(try self(a), try self(b))
    case .periodsBetween(let a, let b): return .periodsBetween(try self(a), try self(b))
    case .dateOf(let a): return .dateOf(timestamp: try self(a))
    case .periodOf(let a, let unit): return .periodOf(try self(a), unit)
    case .firstDay(let a): return .firstDay(try self(a))
    case .lastDay(let a): return .lastDay(try self(a))
    case .shiftPeriod(let a, let by): return .shiftPeriod(try self(a), by: by)
    case .addPeriods(let a, let b): return .addPeriods(try self(a), try self(b))
    case .schedule(let question): return .schedule(try self.question(question))
    case .weekdayNumber(let a): return .weekdayNumber(try self(a))
    case .notBefore(let a, let b): return .notBefore(try self(a), try self(b))
    case .tierRate(let table, let a, let against):
      return .tierRate(table: try known(tiers[table]), try self(a), against: try self(against))
    case .tierAmount(let table, let a, let against):
      return .tierAmount(table: try known(tiers[table]), try self(a), against: try self(against))
    case .matchRates(let table, let axes):
      return .matchRates(table: try known(keyedRates[table]), try self(axes))
    }
  }

  private func aggregation(_ old: Aggregation) throws(Unknown) -> Aggregation {
    var window: Aggregation.Window?
    if let own = old.window {
      window = Aggregation.Window(date: try self(own.date), from: try self(own.from), through: try self(own.through))
    }
    return Aggregation(
      function: old.function, frame: try self(old.frame), value: try self(old.value), theirs: try self(old.theirs),
      keys: try self(old.keys), window: window)
  }

  private func allotment(_ old: Allotment) throws(Unknown) -> Allotment {
    let manner: Allotment.Manner
    switch old.manner {
    case .level(let weight, let start, let step):
      manner = .level(weight: try self(weight), start: try self(start), step: try self(step))
    case .inOrder(let step): manner = .inOrder(step: try self(step))
    case .oneByOne(let own):
      manner = .oneByOne(
        Allotment.OneByOne(
          pack: try self(own.pack), start: try self(own.start), weight: try self(own.weight),
          counting: try self(own.counting)))
    }
    return Allotment(
      total: try self(old.total), manner: manner, cap: try self(old.cap), group: try self(old.group),
      order: try self(old.order), ties: try self(old.ties))
  }

  private func question(_ old: ScheduleQuestion) throws(Unknown) -> ScheduleQuestion {
    var keys: FrameID?
    if let own = old.keys { keys = try self(own) }
    return ScheduleQuestion(
      schedule: try known(schedules[old.schedule]), kind: old.kind, key: try self(old.key),
      arguments: try self(old.arguments), keys: keys, reads: try self(old.reads))
  }
}
