import Columns
import IR
import Source

/// From suspects to findings: each with its words, names and places, one for each thing that is wrong.
extension Execution {
  /// The first findings, in order, and the number of the others.
  mutating func findings() -> (findings: [RunFinding], omitted: Int) {
    let limit = max(1, options.errorLimit)
    var findings: [RunFinding] = []
    var omitted = 0
    var seen: Set<FaultyCell> = []
    var described: [Kind: Int] = [:]
    // A fault in a recurrence is in all rows behind it, which are no further findings and take no other's place.
    let recurring = Set(program.recurrences.joined())
    var repeated: [Kind: Int] = [:]
    let noted = suspects
    for suspect in noted {
      let kind = Kind(suspect)
      // Rows come in order, so the first of a kind are the first of its file; the others are only counted.
      if described[kind, default: 0] >= limit {
        if isNewForCertain(suspect, recurring) { omitted += 1 }
        continue
      }
      let before = findings.count
      switch suspect.problem {
      case .fault(let fault, let column):
        let cell = FaultyCell(column: column, row: Int(suspect.row ?? 0), fault: fault)
        for origin in origins(of: cell, limit: limit, seen: &seen) {
          let finding = finding(origin.fault, origin.column, origin.row)
          // Rows that tie with each other are one finding.
          if case .tiedOrder = finding.problem, findings.contains(finding) { continue }
          findings.append(finding)
        }
      case .duplicateKey, .severalRows, .tie, .check, .tooManyRows, .range, .endsFirst, .overlap, .noPlace, .circle:
        findings.append(finding(suspect))
      }
      if findings.count == before, case .fault(_, let column) = suspect.problem, recurring.contains(column),
        repeated[kind, default: 0] < 5_000
      {
        repeated[kind, default: 0] += 1
        continue
      }
      described[kind, default: 0] += 1
    }
    findings.sort(by: RunFinding.precedes)
    omitted += max(0, findings.count - limit)
    return (Array(findings.prefix(limit)), omitted)
  }

  /// Suspects of one kind differ only in their row.
  private enum Kind: Hashable {
    case rows(FrameID)
    case check(Int)
    case fault(site: Int32, column: ColumnID)

    init(_ suspect: Suspect) {
      switch suspect.problem {
      case .duplicateKey, .severalRows, .tie, .tooManyRows, .range, .endsFirst, .overlap, .noPlace, .circle:
        self = .rows(suspect.frame)
      case .check(let number, _): self = .check(number)
      case .fault(let fault, let column): self = .fault(site: fault.site, column: column)
      }
    }
  }

  /// True iff no other suspect can be the same thing seen elsewhere.
  private func isNewForCertain(_ suspect: Suspect, _ recurring: Set<ColumnID>) -> Bool {
    guard case .fault(let fault, let column) = suspect.problem else { return true }
    return fault.site == column.index && !recurring.contains(column)
  }

  private mutating func named(_ columns: [ColumnID], _ row: Int) -> [NamedText] {
    var result: [NamedText] = []
    for column in columns { result.append(NamedText(program[column].name ?? "", text(column, row))) }
    return result
  }

  private mutating func finding(_ suspect: Suspect) -> RunFinding {
    let frame = suspect.frame
    let row = suspect.row.map { Int($0) }
    let name = program[frame].name
    let span = row.flatMap { constantSpan(frame, $0) } ?? program[frame].span
    let place = row.flatMap { self.place(frame, $0) }
    let identity = row == nil ? [] : self.identity(frame, row ?? 0)
    switch suspect.problem {
    case .duplicateKey(let key, let first):
      let other = self.place(frame, Int(first))
      return RunFinding(
        .duplicateKey(key: named(key, row ?? 0), other: other), table: name, place: place, span: span, row: identity)
    case .severalRows(let first):
      let other = self.place(frame, Int(first))
      return RunFinding(.severalRows(other: other), table: name, place: place, span: span, row: identity)
    case .tie(let key, let differing, let first):
      var differences: [NamedText] = []
      for column in differing {
        let texts = "`\(text(column, Int(first)))` and `\(text(column, row ?? 0))`"
        differences.append(NamedText(program[column].name ?? "", texts))
      }
      let problem = RunFinding.Problem.tie(
        key: named(key, row ?? 0), differing: differences, other: self.place(frame, Int(first)))
      return RunFinding(problem, table: name, place: place, span: span, row: identity)
    case .check(let number, let isMissing):
      let check = program.checks[number]
      var witnesses: [NamedText] = []
      for witness in check.witnesses { witnesses.append(NamedText(witness.name, text(witness.column, row ?? 0))) }
      return RunFinding(
        .check(check.text, isMissing: isMissing), table: name, place: place, span: check.span, row: identity,
        witnesses: witnesses)
    case .endsFirst(let from, let through):
      let problem = RunFinding.Problem.endsFirst(
        from: text(from, row ?? 0), through: text(through, row ?? 0))
      return RunFinding(problem, table: name, place: place, span: span, row: identity)
    case .overlap(let key, let from, let through, let first):
      let days = [row ?? 0, Int(first)].map { row in
        let last = through.map { text($0, row) }
        return "from \(text(from, row))" + (last.map { $0.isEmpty ? " on" : " to \($0)" } ?? "")
      }
      let problem = RunFinding.Problem.overlap(
        key: named(key, row ?? 0), own: days[0], others: days[1], other: self.place(frame, Int(first)))
      return RunFinding(problem, table: name, place: place, span: span, row: identity)
    case .noPlace(let person, let day, let people):
      let problem = RunFinding.Problem.noPlace(who(person, people), day: day.map { CalendarDate(days: $0).description })
      return RunFinding(problem, table: name, span: program[frame].span)
    case .circle(let circle, let day, let people):
      var names: [String] = []
      for person in circle { names.append(who(person, people)) }
      let first = names.indices.min { names[$0] < names[$1] } ?? 0
      let problem = RunFinding.Problem.circle(
        Array(names[first...] + names[..<first]), day: day.map { CalendarDate(days: $0).description })
      return RunFinding(problem, table: name, span: program[frame].span)
    case .range(let first, let through, let isTooLong, let rows):
      let problem = RunFinding.Problem.range(
        from: text(first, row ?? 0), through: text(through, row ?? 0), isTooLong: isTooLong)
      return RunFinding(problem, table: program[rows].name, place: place, span: program[rows].span, row: identity)
    case .tooManyRows:
      return RunFinding(.tooManyRows, table: name, span: program[frame].span)
    case .fault(let fault, let column):
      return finding(fault, column, row ?? 0)
    }
  }

  private mutating func who(_ person: Int32, _ people: FrameID) -> String {
    identity(people, Int(person)).map(\.text).joined(separator: ", ")
  }

  /// The finding for a pick that finds several rows.
  private mutating func tied(_ found: ColumnID, _ site: ColumnID, _ row: Int) -> RunFinding {
    let node = program[site]
    var names: [String] = []
    if case .lookup(let best, let theirs, let keys, _) = program[found].operation {
      for candidate in rows(of: best, theirs, like: keys, row) {
        let texts = identity(best, candidate).map(\.text)
        names.append(texts.isEmpty ? place(best, candidate)?.description ?? "" : texts.joined(separator: ", "))
      }
      names.sort()
    }
    return RunFinding(
      .tiedPick(table: node.frame == program[found].frame ? tableName(found) : "", names),
      table: program[node.frame].name, place: place(node.frame, row), span: node.span, row: identity(node.frame, row))
  }

  /// The finding for rows that are equal in all that puts them in order.
  private mutating func tiedOrder(_ columns: [ColumnID], _ site: ColumnID, _ row: Int) -> RunFinding {
    let node = program[site]
    var names: [String] = []
    for tied in rows(of: node.frame, columns, like: columns, row) {
      let texts = identity(node.frame, tied).map(\.text)
      names.append(texts.isEmpty ? place(node.frame, tied)?.description ?? "" : texts.joined(separator: ", "))
    }
    names.sort()
    return RunFinding(.tiedOrder(names), table: program[node.frame].name, span: node.span)
  }

  private func tableName(_ found: ColumnID) -> String {
    if case .row(let frame) = program[found].kind { return program[frame].name }
    return ""
  }

  /// The rows of `frame` whose `theirs` equal the `keys` at `row`.
  private mutating func rows(of frame: FrameID, _ theirs: [ColumnID], like keys: [ColumnID], _ row: Int) -> [Int] {
    var parts: [(theirs: Column, kind: ValueKind, own: Value)] = []
    for (their, key) in zip(theirs, keys) {
      guard let theirColumn = recomputed(their), let keyColumn = recomputed(key) else { return [] }
      parts.append((theirColumn, program[their].kind, value(keyColumn, program[key].kind, row)))
    }
    return (0..<rowCount(frame)).filter { candidate in
      parts.allSatisfy { value($0.theirs, $0.kind, candidate) == $0.own }
    }
  }

  /// The finding for a fault at the row where it arose.
  private mutating func finding(_ fault: Fault, _ site: ColumnID, _ row: Int) -> RunFinding {
    let node = program[site]
    if case .noRow = fault.reason, case .lookup(let frame, let theirs, let keys, _) = node.operation {
      return missingRow(frame, theirs, keys, site, row)
    }
    if case .ambiguous = fault.reason, case .place(let group, let order) = node.operation {
      return tiedOrder(group + order.map(\.column), site, row)
    }
    if case .outsideTiers = fault.reason, case .matchRates(let table, let axes) = node.operation,
      let unit = program.keyedRates[table].unit, let name = axes.first
    {
      return unknownUnit(name, of: unit, program.keyedRates[table], site, row)
    }
    if case .ambiguous = fault.reason, case .single(let found, _) = node.operation { return tied(found, site, row) }
    if case .unscheduled(let text) = fault.reason, case .schedule(let question) = node.operation {
      let whose = question.key.map { " of `\(self.text($0, row))`" } ?? ""
      return RunFinding(
        .fault(.unscheduled("`\(program.schedules[question.schedule].name)`\(whose) has \(text)")),
        table: program[node.frame].name, place: place(node.frame, row), span: siteSpan(fault),
        row: identity(node.frame, row), witnesses: operandTexts(site, row))
    }
    return RunFinding(
      .fault(sentence(fault.reason, node.operation)), table: program[node.frame].name, place: place(node.frame, row),
      span: siteSpan(fault), row: identity(node.frame, row), witnesses: operandTexts(site, row))
  }

  /// The reason with a sentence for its text, where the kernels only give the value.
  private func sentence(_ reason: Fault.Reason, _ operation: Operation) -> Fault.Reason {
    switch (reason, operation) {
    case (.outsideTiers(let text), .tierRate(let table, _, _)), (.outsideTiers(let text), .tierAmount(let table, _, _)):
      return .outsideTiers("`\(program.tiers[table].name)` has no tier for \(text)")
    case (.noSuchDay(let text), _):
      return .noSuchDay("\(text) is not in the calendar")
    case (.notWhole(let text), .addDays), (.notWhole(let text), .addMonths),
      (.notWhole(let text), .addPeriods):
      return .notWhole("\(text) is not a whole number")
    default:
      return reason
    }
  }

  private func siteSpan(_ fault: Fault) -> SourceSpan? {
    program.columns.indices.contains(Int(fault.site)) ? program.columns[Int(fault.site)].span : nil
  }

  /// The named operands of an operation with their values, so that the reader sees what it failed on.
  private mutating func operandTexts(_ site: ColumnID, _ row: Int) -> [NamedText] {
    var result: [NamedText] = []
    for operand in program[site].operation.operands where operand.reach == .row {
      if let name = program[operand.column].name, !result.contains(where: { $0.name == name }) {
        result.append(NamedText(name, text(operand.column, row)))
      }
    }
    return result
  }

  // MARK: Rows that are not there

  private mutating func missingRow(
    _ frame: FrameID, _ theirs: [ColumnID], _ keys: [ColumnID], _ site: ColumnID, _ row: Int
  ) -> RunFinding {
    let node = program[site]
    let table = program.lookupNames[site] ?? program[frame].name
    var texts: [String] = []
    for key in keys { texts.append(text(key, row)) }
    let nearest = nearestKey(frame, theirs, keys, texts, row)
    if case .versions = program[frame].rows, let day = texts.popLast() {
      return RunFinding(
        .noVersion(key: texts, day: day, of: table, nearest: nearest), table: program[node.frame].name,
        place: place(node.frame, row), span: node.span, row: identity(node.frame, row))
    }
    if keys.count == 1, program.lookupNames[site] == nil, let cell = cell(keys[0], row),
      case .scan(let number) = program[cell.frame].rows
    {
      let input = program.inputs[number]
      let problem = RunFinding.Problem.unknownKey(
        text: texts[0], column: input.columns[cell.input].header, table: table, nearest: nearest)
      return RunFinding(
        problem, table: input.name, place: place(cell.frame, cell.row),
        span: constantSpan(input, row: cell.row, header: input.columns[cell.input].header) ?? node.span,
        row: identity(node.frame, row))
    }
    var message = "`\(table)` has no row for \(texts.map { "`\($0)`" }.joined(separator: ", "))"
    if let nearest { message += "; the nearest is `\(nearest)`" }
    return RunFinding(
      .fault(.noRow(message)), table: program[node.frame].name, place: place(node.frame, row), span: node.span,
      row: identity(node.frame, row))
  }

  /// The cell of a file whose value a column passes on unchanged.
  mutating func cell(_ column: ColumnID, _ row: Int) -> (frame: FrameID, input: Int, row: Int)? {
    var column = column
    var row = row
    while true {
      switch program[column].operation {
      case .input(let place): return (program[column].frame, place, row)
      case .require(let of), .assure(let of, _, _): column = of
      case .gather(let of, let at):
        guard let rows = recomputed(at), case .codes(let codes) = rows.storage, !rows.isMissing(at: row) else {
          return nil
        }
        row = Int(codes[rows.isConstant ? 0 : row])
        column = of
      default: return nil
      }
    }
  }

  /// The key of `frame` that is most like the one asked for: equal in all parts but one, and near in that.
  private mutating func nearestKey(
    _ frame: FrameID, _ theirs: [ColumnID], _ keys: [ColumnID], _ texts: [String], _ row: Int
  ) -> String? {
    var parts: [(their: Column, kind: ValueKind, own: Value)] = []
    for (their, key) in zip(theirs, keys) {
      guard let theirColumn = recomputed(their), let keyColumn = recomputed(key) else { return nil }
      parts.append((theirColumn, program[their].kind, value(keyColumn, program[key].kind, row)))
    }
    // Where the other parts differ too, nothing is near.
    for place in parts.indices.reversed() {
      let others = parts.indices.filter { $0 != place }
      var candidates: [Int] = []
      for candidate in 0..<rowCount(frame) {
        let isLike = others.allSatisfy { value(parts[$0].their, parts[$0].kind, candidate) == parts[$0].own }
        if isLike { candidates.append(candidate) }
      }
      guard let best = nearest(parts[place].own, texts[place], theirs[place], parts[place].their, candidates) else {
        continue
      }
      var names: [String] = []
      for their in theirs { names.append(text(their, best)) }
      return names.joined(separator: ", ")
    }
    return nil
  }

  private mutating func nearest(
    _ own: Value, _ text: String, _ column: ColumnID, _ values: Column, _ rows: [Int]
  ) -> Int? {
    let kind = program[column].kind
    switch kind {
    case .text, .row, .bool:
      var names: [String] = []
      // Among very many keys, only those that begin alike are compared: a slip in the first letter is rare.
      let start = rows.count > 20_000 ? String(text.prefix(1)).lowercased() : ""
      for row in rows {
        let name = self.text(column, row)
        names.append(start.isEmpty || name.lowercased().hasPrefix(start) ? name : "")
      }
      guard let best = NearestNames.find(text, among: names, limit: 1).first else { return nil }
      return names.firstIndex(of: best).map { rows[$0] }
    case .date, .period, .number, .timestamp:
      var best: (distance: Rational, row: Int)?
      for row in rows {
        guard let distance = Execution.distance(own, value(values, kind, row)) else { continue }
        if let old = best, old.distance <= distance { continue }
        best = (distance, row)
      }
      return best?.row
    }
  }

  private static func distance(_ a: Value, _ b: Value) -> Rational? {
    switch (a, b) {
    case (.date(let left), .date(let right)): Rational(Int(left.days) - Int(right.days)).magnitude
    case (.period(let left), .period(let right)): Rational(Int(left.ordinal) - Int(right.ordinal)).magnitude
    case (.number(let left), .number(let right)): left.subtracting(right)?.magnitude
    default: nil
    }
  }
}
