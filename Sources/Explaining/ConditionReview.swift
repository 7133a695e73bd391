import Columns
import Engine
import IR
import Model
import Source
import Syntax

/// Conditions that are not met: what they found, and the least that would have to be different.
extension ExplanationBuilder {
  /// The parts of a condition that must all hold.
  func conjuncts(_ condition: TypedExpression) -> [TypedExpression] {
    if case .binary(.and, let a, let b) = condition.kind { return conjuncts(a) + conjuncts(b) }
    return [condition]
  }

  /// What a condition found at a row of a frame; nil where it was not computed.
  mutating func review(
    _ column: ColumnID, _ row: Int, _ place: Place, wanted: Bool = true
  ) -> (condition: RuleReview.Condition, changes: [NeededChange])? {
    guard let value = run.value(column, row: row) else { return nil }
    let isMet = value == .bool(wanted)
    let facts = facts(below: column, row, place, depth: 4)
    var condition = RuleReview.Condition(
      text: words(column, place), finding: "", isMet: isMet, span: span(column, place), facts: facts)
    if isMet { return (condition, []) }
    let (finding, changes) = shortfall(column, row, place, wanted: wanted)
    condition.finding = finding.isEmpty ? (value == .missing ? "it is missing" : "it is \(value)") : finding
    return (condition, changes)
  }

  /// What a condition lacks, and the changes that would make it hold.
  private mutating func shortfall(
    _ column: ColumnID, _ row: Int, _ place: Place, wanted: Bool
  ) -> (String, [NeededChange]) {
    switch run.program[column].operation {
    case .and(let a, let b):
      if !wanted { return either(a, b, row, place, wanted: false) }
      var findings: [String] = []
      var changes: [NeededChange] = []
      for part in [a, b] where run.value(part, row: row) != .bool(true) {
        let (finding, needed) = shortfall(part, row, place, wanted: true)
        if !finding.isEmpty { findings.append(finding) }
        changes += needed
      }
      return (findings.joined(separator: ", "), changes)
    case .or(let a, let b): return wanted ? either(a, b, row, place, wanted: true) : both(a, b, row, place)
    case .not(let a): return shortfall(a, row, place, wanted: !wanted)
    case .coalesce(let a, let b):
      return run.value(a, row: row) == .missing
        ? shortfall(b, row, place, wanted: wanted) : shortfall(a, row, place, wanted: wanted)
    case .require(let a): return shortfall(a, row, place, wanted: wanted)
    case .gather(let of, let at):
      guard let other = run.row(at, row: row) else { return ("", []) }
      return shortfall(of, other, place, wanted: wanted)
    case .compare(let comparison, let a, let b):
      return comparison.shortfall(wanted: wanted).map { compared($0, a, b, row, place) } ?? ("", [])
    case .isMissing(let a):
      if wanted { return ("\(words(a, place)) is \(text(a, row: row))", []) }
      return ("\(words(a, place)) is missing", [])
    case .input:
      guard let lever = lever(column, row, place),
        let change = change(lever, to: .bool(wanted), words: words(column, place))
      else { return ("", []) }
      return ("", [change])
    default: return ("", [])
    }
  }

  private mutating func either(
    _ a: ColumnID, _ b: ColumnID, _ row: Int, _ place: Place, wanted: Bool
  ) -> (String, [NeededChange]) {
    let first = shortfall(a, row, place, wanted: wanted)
    let second = shortfall(b, row, place, wanted: wanted)
    let words = [first.0, second.0].filter { !$0.isEmpty }
    // One of them is enough; a list of texts is a chain of these.
    let near = [first, second].filter { !$0.1.isEmpty }.min { $0.1.count < $1.1.count }
    var seen: Set<String> = []
    return (words.filter { seen.insert($0).inserted }.joined(separator: ", nor "), near?.1 ?? [])
  }

  private mutating func both(_ a: ColumnID, _ b: ColumnID, _ row: Int, _ place: Place) -> (String, [NeededChange]) {
    var findings: [String] = []
    var changes: [NeededChange] = []
    for part in [a, b] where run.value(part, row: row) != .bool(false) {
      let (finding, needed) = shortfall(part, row, place, wanted: false)
      if !finding.isEmpty { findings.append(finding) }
      changes += needed
    }
    return (findings.joined(separator: ", "), changes)
  }

  /// What one value lacks to stand to another one as it is wanted.
  private mutating func compared(
    _ comparison: Operation.Comparison, _ a: ColumnID, _ b: ColumnID, _ row: Int, _ place: Place
  ) -> (String, [NeededChange]) {
    guard let left = run.value(a, row: row), let right = run.value(b, row: row) else { return ("", []) }
    let name = words(a, place)
    if left == .missing {
      return ("\(name) is missing", filled(a, with: right, row, place, name))
    }
    if right == .missing { return ("\(words(b, place)) is missing", []) }
    switch (left, right) {
    case (.number(let x), .number(let y)):
      if case .row = run.program[a].kind { return ("\(name) is \(text(a, row: row))", []) }
      return compared(comparison, (a, x), (b, y), row, place)
    case (.date(let x), .date(let y)):
      return compared(comparison, (a, x), (b, y), row, place)
    case (.text(let x), .text(let y)):
      guard comparison == .equal else { return ("\(name) is `\(x)`", []) }
      let isChoice = if case .choice? = columns.type(a)?.value { true } else { false }
      let isNear = !isChoice && ExplanationBuilder.isNear(x, y)
      let finding = "it is `\(x)`" + (isNear ? ", which is nearly `\(y)`" : "")
      return (finding, filled(a, with: right, row, place, "`\(y)` instead of `\(x)`"))
    default: return ("\(name) is \(text(a, row: row))", [])
    }
  }

  private mutating func filled(
    _ column: ColumnID, with value: Value, _ row: Int, _ place: Place, _ words: String
  ) -> [NeededChange] {
    guard value != .missing, let lever = lever(column, row, place),
      let change = change(lever, to: value, words: words)
    else { return [] }
    return [change]
  }

  private mutating func compared(
    _ comparison: Operation.Comparison, _ a: (column: ColumnID, value: Rational),
    _ b: (column: ColumnID, value: Rational), _ row: Int, _ place: Place
  ) -> (String, [NeededChange]) {
    guard let distance = b.value.subtracting(a.value) else { return ("", []) }
    let isStrict = comparison == .less || comparison == .greater
    let amount = difference(a.column, distance.magnitude)
    let finding =
      "it is \(text(a.column, a.value)), \(amount) \(distance.signum < 0 ? "more than" : "less than") \(text(b.column, b.value))"
    if distance == .zero {
      return (
        "it is just \(text(a.column, a.value))", moved(a.column, by: distance, isStrict, row, place, comparison, "")
      )
    }
    let direction = distance.signum < 0 ? "less" : "more"
    var changes = moved(a.column, by: distance, isStrict, row, place, comparison, "\(amount) \(direction)")
    if changes.isEmpty {
      changes = moved(b.column, by: distance.negated, isStrict, row, place, comparison, "another bound")
    }
    return (finding, changes)
  }

  private mutating func moved(
    _ column: ColumnID, by distance: Rational, _ isStrict: Bool, _ row: Int, _ place: Place,
    _ comparison: Operation.Comparison, _ words: String
  ) -> [NeededChange] {
    guard let lever = lever(column, row, place) else { return [] }
    var pulled = lever
    if distance == .zero, comparison == .less {
      // Below a bound that is just reached: the other way.
      pulled = CellLever(
        frame: lever.frame, row: lever.row, column: lever.column, slope: lever.slope.negated, sum: lever.sum)
    }
    guard let target = target(pulled, moving: distance, isStrict: isStrict),
      case .number(let now)? = run.value(lever.column, row: lever.row), let change = target.subtracting(now)
    else { return [] }
    let amount = difference(lever.column, change.magnitude)
    let what = lever.sum.map { "\(amount) \(change.signum < 0 ? "less" : "more") in \($0), such as" }
    return self.change(lever, to: .number(target), words: what ?? "\(amount) \(change.signum < 0 ? "less" : "more")")
      .map { [$0] } ?? []
  }

  /// A difference of two values: of percents in percentage points.
  private func difference(_ column: ColumnID, _ number: Rational) -> String {
    let type = columns.type(column)
    let isShare = type?.quantity.map { $0.form == .percent || ($0.form == .ratio && $0.unit.isOne) } ?? false
    guard isShare, let points = number.multiplying(Rational(100)) else { return text(column, number) }
    return "\(ValueWords.text(of: points, unit: nil, minorDigits: 0)) percentage point\(points == .one ? "" : "s")"
  }

  private mutating func compared(
    _ comparison: Operation.Comparison, _ a: (column: ColumnID, value: CalendarDate),
    _ b: (column: ColumnID, value: CalendarDate), _ row: Int, _ place: Place
  ) -> (String, [NeededChange]) {
    let target: CalendarDate?
    switch comparison {
    case .less: target = b.value.adding(days: -1)
    case .greater: target = b.value.adding(days: 1)
    case .equal, .lessOrEqual, .greaterOrEqual: target = b.value
    case .notEqual: target = nil
    }
    guard let target else { return ("it is \(a.value)", []) }
    let change = Int(target.days) - Int(a.value.days)
    return ("it is \(a.value)", filled(a.column, with: .date(target), row, place, days(change)))
  }

  /// `3 days earlier`.
  func days(_ change: Int) -> String {
    let count = abs(change)
    return "\(count) day\(count == 1 ? "" : "s") \(change < 0 ? "earlier" : "later")"
  }

  /// True iff two texts differ by blanks, by case or by a slip of a finger.
  static func isNear(_ a: String, _ b: String) -> Bool {
    func plain(_ text: String) -> String { String(text.lowercased().filter { !$0.isWhitespace }) }
    return a != b && (plain(a) == plain(b) || !suggestions(for: a, among: [b]).isEmpty)
  }
}

extension Operation.Comparison {
  /// The comparison that must become true; nil if that cannot be said.
  fileprivate func shortfall(wanted: Bool) -> Operation.Comparison? {
    if wanted { return self }
    switch self {
    case .equal: return .notEqual
    case .notEqual: return .equal
    case .less: return .greaterOrEqual
    case .lessOrEqual: return .greater
    case .greater: return .lessOrEqual
    case .greaterOrEqual: return .less
    }
  }
}
