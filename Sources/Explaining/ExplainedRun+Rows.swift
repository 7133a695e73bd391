import Allot
import Columns
import Engine
import IR
import Model
import Source

/// Why a row of a table counts for nobody.
extension ExplainedRun {
  /// A row of a table that credits read.
  package struct TableRow: Hashable, Sendable {
    package let table: Int
    /// The row as it is read.
    let row: Int
    let scan: FrameID
    package let key: [String]
  }

  /// The rows of credited tables whose keys are these words, in any order.
  package mutating func creditedRows(_ words: [String]) -> [TableRow] {
    var found: [TableRow] = []
    for table in creditedTables {
      guard let scan = builder.scan(of: model.tables[table].name), let count = builder.run.rowCount(scan) else {
        continue
      }
      let keys = builder.keyColumns(of: table, on: scan)
      guard keys.count == words.count, !keys.isEmpty else { continue }
      for row in 0..<count {
        let texts = keys.map { builder.run.value($0, row: row)?.description ?? "" }
        if texts.sorted() == words.sorted() { found.append(TableRow(table: table, row: row, scan: scan, key: texts)) }
      }
    }
    return found
  }

  /// The keys of the credited tables' rows, for messages.
  package mutating func creditedKeys() -> [(table: String, key: String)] {
    var found: [(table: String, key: String)] = []
    for table in creditedTables {
      guard let scan = builder.scan(of: model.tables[table].name), let count = builder.run.rowCount(scan) else {
        continue
      }
      let keys = builder.keyColumns(of: table, on: scan)
      for row in 0..<count {
        for key in keys {
          if let text = builder.run.value(key, row: row)?.description {
            found.append((model.tables[table].name, text))
          }
        }
      }
    }
    return found
  }

  private var creditedTables: [Int] {
    var seen: Set<Int> = []
    return model.sheets.flatMap { $0.credits.map(\.table) }.filter { seen.insert($0).inserted }
  }

  /// Why a row counts for nobody, by each credit of its table.
  ///
  /// - Parameter days: the days of the period that is asked about; nil for all of the plan's.
  package mutating func whyNot(
    _ row: TableRow, days: ClosedRange<CalendarDate>?, trial: inout ChangeTrial
  ) -> WhyNot {
    builder.forgetNames()
    var reviews: [RuleReview] = []
    var paid: [String] = []
    for sheet in model.sheets.indices {
      for credit in model.sheets[sheet].credits.indices where model.sheets[sheet].credits[credit].table == row.table {
        let counted = builder.creditedRows(row, sheet, credit)
        var (review, changes) = builder.review(row, sheet, credit, days: days, isCounted: !counted.isEmpty)
        if review.failed.isEmpty, !counted.isEmpty {
          paid += self.paid(row, sheet, counted)
        }
        if !review.failed.isEmpty {
          review.changes = changes.map(\.words)
          review.trial = trial.outcome(of: changes)
        }
        reviews.append(review)
      }
    }
    reviews.sort { $0.failed.count < $1.failed.count }
    let name = "\(row.key.joined(separator: ", ")) of \(model.tables[row.table].name)"
    return WhyNot(subject: name, got: paid.isEmpty ? nil : paid.joined(separator: "; "), rules: reviews)
  }

  /// What a row that counts adds to the amounts of those for whom it does.
  private mutating func paid(_ row: TableRow, _ sheet: Int, _ counted: [(frame: FrameID, row: Int)]) -> [String] {
    guard let place = builder.run.place(row.scan, row: row.row), let (output, rows) = printed[model.sheets[sheet].name]
    else { return [] }
    var found: [String] = []
    var payees: Set<String> = []
    for credited in counted {
      guard let credit = builder.columns.credit(credited.frame),
        let payee = builder.run.row(credit.payee, row: credited.row),
        case .row(let people) = builder.run.program[credit.payee].kind,
        let name = builder.run.identity(people, row: payee).first?.text
      else { continue }
      payees.insert(name)
    }
    for line in output.columns where line.isAdditive && line.name != "total" {
      for (number, at) in rows.enumerated() {
        guard let person = output.keys.first, payees.contains(builder.text(person.column, row: at)),
          let explanation = explanation(of: output.name, row: number, column: line.name)
        else { continue }
        let own = explanation.root.parts(at: place)
        guard !own.isEmpty, let sum = ExplanationNode.sum(own), sum != .zero else { continue }
        let keys = explanation.keys.map(\.text).joined(separator: ", ")
        let unit = explanation.unit.map { " \($0)" } ?? ""
        found.append("\(explanation.text(of: sum))\(unit) of \(explanation.root.label) of \(keys)")
      }
    }
    if found.isEmpty {
      let names = counted.compactMap { entry -> String? in
        guard let credit = builder.columns.credit(entry.frame) else { return nil }
        return builder.text(credit.payee, row: entry.row)
      }
      found = ["it counts for \(names.joined(separator: ", ")), and no amount of the periods asked for is made of it"]
    }
    return found
  }
}

extension ExplanationNode {
  /// The topmost parts that are made of a row of a file.
  func parts(at place: DataPlace) -> [ExplanationNode] {
    if let data, data.file == place.file, data.line == place.line, kind == .row { return [self] }
    return children.flatMap { $0.parts(at: place) }
  }
}

extension ExplanationBuilder {
  /// The frame of a table's rows as they are read.
  func scan(of table: String) -> FrameID? {
    let program = run.program
    return program.frames.indices.first { frame in
      guard case .scan(let input) = program.frames[frame].rows else { return false }
      return program.inputs[input].name == table
    }.map { FrameID($0) }
  }

  /// The columns that read the cells of a table's key.
  func keyColumns(of table: Int, on scan: FrameID) -> [ColumnID] {
    let names = model.tables[table].key.map { model.tables[table].columns[$0].name }
    return names.compactMap { inputColumn($0, on: scan) }
  }

  func inputColumn(_ name: String, on scan: FrameID) -> ColumnID? {
    let program = run.program
    guard case .scan(let input) = program[scan].rows else { return nil }
    return program.columns.indices.first { index in
      let node = program.columns[index]
      guard node.frame == scan, case .input(let place) = node.operation else { return false }
      return program.inputs[input].columns[place].name == name
    }.map { ColumnID($0) }
  }

  /// The rows that a credit has made of a table's row.
  func creditedRows(_ row: ExplainedRun.TableRow, _ sheet: Int, _ credit: Int) -> [(frame: FrameID, row: Int)] {
    guard let traced = columns.credit(sheet: sheet, credit: credit), let count = run.rowCount(traced.frame),
      case .row(let table) = run.program[traced.source].kind
    else { return [] }
    return (0..<count).filter { other in
      run.row(traced.source, row: other).map { scanned(table, $0) == row.row } ?? false
    }.map { (traced.frame, $0) }
  }

  /// The row of the file that a row goes back to.
  func scanned(_ frame: FrameID, _ row: Int) -> Int? {
    var (frame, row) = (frame, row)
    while true {
      if case .scan = run.program[frame].rows { return row }
      guard let parent = run.program[frame].rows.parent, let next = run.parentRow(frame, row: row) else { return nil }
      (frame, row) = (parent, next)
    }
  }

  /// The conditions of a credit, each with what it found of a row, and what would make those hold that do not.
  mutating func review(
    _ row: ExplainedRun.TableRow, _ sheet: Int, _ credit: Int, days: ClosedRange<CalendarDate>?, isCounted: Bool
  ) -> (RuleReview, [NeededChange]) {
    let declaration = model.sheets[sheet]
    let rule = declaration.credits[credit]
    let place = Place(row: row.key.joined(separator: ", "))
    var conditions: [RuleReview.Condition] = []
    var changes: [NeededChange] = []
    for condition in model.tables[row.table].conditions + [rule.condition].compactMap({ $0 }) {
      for part in conjuncts(condition) {
        guard let (column, at) = column(of: part, above: row), let found = review(column, at, place) else { continue }
        conditions.append(found.condition)
        changes += found.changes
      }
    }
    // A row that is shared, or goes up a hierarchy, need not be for the one whom it names.
    let isOthers = isCounted && (rule.split != nil || rule.rollUp != nil)
    let person = isOthers ? [] : recipient(rule, sheet, row, place)
    conditions += person.map(\.condition)
    changes += person.flatMap(\.changes)
    if let dated = self.dated(rule, declaration, row, days, place) {
      conditions.append(dated.condition)
      changes += dated.changes
    }
    let review = RuleReview(
      name: "credit \(rule.name) of \(declaration.name)", span: rule.span, conditions: conditions, changes: [],
      trial: nil)
    return (review, changes)
  }

  /// The column that computes a part of a condition for a row that is read, on any of the frames made of the rows.
  func column(
    of expression: TypedExpression, above row: ExplainedRun.TableRow
  ) -> (column: ColumnID, row: Int)? {
    for column in columns.columns(of: expression) {
      let frame = run.program[column].frame
      guard let count = run.rowCount(frame) else { continue }
      if frame == row.scan { return (column, row.row) }
      if let at = (0..<count).first(where: { scanned(frame, $0) == row.row }) { return (column, at) }
    }
    return nil
  }

  /// Who gets the row, and whether the plan is for that person.
  private mutating func recipient(
    _ rule: CreditModel, _ sheet: Int, _ row: ExplainedRun.TableRow, _ place: Place
  ) -> [(condition: RuleReview.Condition, changes: [NeededChange])] {
    guard let recipient = rule.recipient, case .field(_, .column(let number), 0) = recipient.kind else { return [] }
    let declared = model.tables[row.table].columns[number]
    guard let cell = inputColumn(declared.name, on: row.scan), let value = run.value(cell, row: row.row) else {
      return []
    }
    let name = declared.name
    if value == .missing {
      if rule.split != nil { return [] }
      return [
        (
          RuleReview.Condition(
            text: "to \(name)", finding: "there is no \(name)", isMet: false, span: recipient.span, facts: []), []
        )
      ]
    }
    var result: [(condition: RuleReview.Condition, changes: [NeededChange])] = [
      (
        RuleReview.Condition(
          text: "to \(name)", finding: "it is `\(value)`", isMet: true, span: recipient.span, facts: []), []
      )
    ]
    guard case .table(let people, let condition) = model.sheets[sheet].rows, let condition,
      let scan = scan(of: model.tables[people].name), let key = keyColumns(of: people, on: scan).first,
      let person = (0..<(run.rowCount(scan) ?? 0)).first(where: { run.value(key, row: $0) == value })
    else { return result }
    let owner = ExplainedRun.TableRow(table: people, row: person, scan: scan, key: [value.description])
    for part in conjuncts(condition) {
      guard let (column, at) = column(of: part, above: owner),
        let found = review(column, at, Place(row: value.description))
      else { continue }
      result.append(found)
    }
    return result
  }

  /// Whether the row's date lies in the days asked for, and in those of the plan.
  private mutating func dated(
    _ rule: CreditModel, _ declaration: SheetModel, _ row: ExplainedRun.TableRow, _ days: ClosedRange<CalendarDate>?,
    _ place: Place
  ) -> (condition: RuleReview.Condition, changes: [NeededChange])? {
    var range = days
    if range == nil, let during = declaration.during { range = during.first...during.last }
    guard let range, let (column, at) = dateColumn(rule, row), case .date(let day)? = run.value(column, row: at) else {
      return nil
    }
    let name = words(rule.date.span)
    let isMet = range.contains(day)
    var condition = RuleReview.Condition(
      text: "\(name) in \(range.lowerBound) .. \(range.upperBound)", finding: "it is \(day)", isMet: isMet,
      span: rule.date.span, facts: [])
    if isMet { return (condition, []) }
    let wanted = day < range.lowerBound ? range.lowerBound : range.upperBound
    let distance = self.days(Int(wanted.days) - Int(day.days))
    condition.finding = "it is \(day)"
    guard let lever = lever(column, at, place),
      let change = change(lever, to: .date(wanted), words: "\(name) \(distance)")
    else { return (condition, []) }
    return (condition, [change])
  }

  private func dateColumn(_ rule: CreditModel, _ row: ExplainedRun.TableRow) -> (ColumnID, Int)? {
    if case .field(_, .column(let number), 0) = rule.date.kind,
      let cell = inputColumn(model.tables[row.table].columns[number].name, on: row.scan)
    {
      return (cell, row.row)
    }
    return column(of: rule.date, above: row)
  }
}
