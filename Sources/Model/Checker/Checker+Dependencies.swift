import Source
import Syntax

/// What must be known before something else can be computed: its rows as well as its values.
///
/// Values that need each other are found while they are checked. Rows need a look at the whole: which rows a table has
/// may depend, by way of a condition, on a total over these very rows.
extension Checker {
  /// Something that is computed as a whole.
  enum Dependency: Hashable {
    case rows(Relation)
    case column(table: Int, column: Int)
    case line(sheet: Int, line: Int)
    case schedule(Int)

    // One word for all of it: every name of a plan passes here.
    func hash(into hasher: inout Hasher) {
      let (kind, owner, part): (Int, Int, Int) =
        switch self {
        case .rows(.table(let table)): (0, table, 0)
        case .rows(.sheet(let sheet)): (1, sheet, 0)
        case .rows(.credit(let sheet, let credit)): (2, sheet, credit)
        case .rows(.shares(let sheet, let line)): (3, sheet, line)
        case .column(let table, let column): (4, table, column)
        case .line(let sheet, let line): (5, sheet, line)
        case .schedule(let schedule): (6, schedule, 0)
        }
      hasher.combine(kind &+ (part &+ owner &<< 24) &<< 3)
    }
  }

  /// How many lines and columns may need each other one after the other; nobody could follow more.
  static let chainLimit = 100

  /// Reports rows that depend on themselves, and values at the end of too long a chain.
  ///
  /// - Requires: nothing else is wrong.
  mutating func checkDependencies() {
    var walk = DependencyWalk()
    for table in model.tables.indices {
      visit(.rows(.table(table)), &walk)
      for column in model.tables[table].columns.indices { visit(.column(table: table, column: column), &walk) }
    }
    for schedule in model.schedules.indices { visit(.schedule(schedule), &walk) }
    for sheet in model.sheets.indices {
      visit(.rows(.sheet(sheet)), &walk)
      for line in model.sheets[sheet].lines.indices { visit(.line(sheet: sheet, line: line), &walk) }
    }
  }

  /// The state of a walk along dependencies.
  struct DependencyWalk {
    /// How long the longest chain behind each visited one is.
    var depths: [Dependency: Int] = [:]
    var path: [Dependency] = []
    var isReported = false
  }

  private mutating func visit(_ what: Dependency, _ walk: inout DependencyWalk) {
    guard walk.depths[what] == nil, !walk.isReported else { return }
    if let start = walk.path.firstIndex(of: what) {
      let ring = walk.path[start...]
      walk.isReported = true
      // Values alone that need each other have been reported where they are read.
      let isWhole = { (what: Dependency) -> Bool in
        switch what {
        case .rows, .schedule: true
        case .column, .line: false
        }
      }
      guard let rows = ring.first(where: isWhole) else { return }
      report(.rowsOfThemselves(span(of: rows), rows: name(of: rows), by: ring.filter { $0 != rows }.map(name)))
      return
    }
    guard walk.path.count < Checker.chainLimit else {
      walk.isReported = true
      report(.chainTooLong(span(of: what), name: name(of: what)))
      return
    }
    walk.path.append(what)
    var depth = 0
    for next in dependencies(of: what) {
      if let known = walk.depths[next] {
        depth = max(depth, known + 1)
        continue
      }
      visit(next, &walk)
      depth = max(depth, (walk.depths[next] ?? 0) + 1)
    }
    walk.path.removeLast()
    walk.depths[what] = depth
    if depth > Checker.chainLimit, !walk.isReported {
      walk.isReported = true
      report(.chainTooLong(span(of: what), name: name(of: what)))
    }
  }

  /// In the order of the text, so that the same text gives the same message.
  private func dependencies(of what: Dependency) -> [Dependency] {
    var found: [Dependency] = []
    func add(_ expression: TypedExpression?) {
      if let expression { collect(expression, into: &found) }
    }
    switch what {
    case .column(let table, let column): add(model.tables[table].columns[column].value)
    case .schedule(let schedule):
      if let table = model.schedules[schedule].table { found.append(.rows(.table(table))) }
      for days in model.schedules[schedule].days {
        found.append(.rows(.table(days.table)))
        for part in [days.condition, days.first, days.last, days.key] { add(part) }
      }
    case .line(let sheet, let line):
      found.append(.rows(.sheet(sheet)))
      let line = model.sheets[sheet].lines[line]
      add(line.value)
      add(line.starting)
      for step in line.steps {
        add(step.condition)
        switch step.action {
        case .stop(let value), .set(let value), .times(let value), .atLeast(let value), .atMost(let value),
          .round(_, let value):
          add(value)
        case .end: break
        }
      }
    case .rows(.table(let table)):
      for condition in model.tables[table].conditions { add(condition) }
      for column in model.tables[table].latestBy + model.tables[table].key {
        found.append(.column(table: table, column: column))
      }
    case .rows(.sheet(let sheet)):
      for part in model.sheets[sheet].range?.expressions ?? [] { add(part) }
      switch model.sheets[sheet].rows {
      case .one: break
      case .table(let table, let condition):
        found.append(.rows(.table(table)))
        add(condition)
      case .sheet(let source, let condition):
        found.append(.rows(.sheet(source)))
        add(condition)
      case .keys(_, _, let sources):
        for source in sources {
          found.append(.rows(source.relation))
          for column in source.columns { add(column) }
        }
        for side in model.sheets[sheet].match?.sides ?? [] {
          found.append(.rows(side.relation))
          for part in [side.amount] + side.group + side.order.map(\.value) { add(part) }
        }
        add(model.sheets[sheet].keyCondition)
      }
    case .rows(.shares(let sheet, let line)): found.append(.line(sheet: sheet, line: line))
    case .rows(.credit(let sheet, let number)):
      let credit = model.sheets[sheet].credits[number]
      found.append(.rows(.table(credit.table)))
      for part in [credit.condition, credit.recipient, credit.date, credit.amount, credit.rounding?.step] { add(part) }
      if let split = credit.split {
        found.append(.rows(.table(split.table)))
        add(split.via)
      }
      if let rollUp = credit.rollUp {
        found.append(.rows(.table(rollUp.table)))
        add(rollUp.date)
        add(rollUp.condition)
      }
    }
    return found
  }

  private func collect(_ expression: TypedExpression, into found: inout [Dependency]) {
    // A reference is found among the rows of the table that it refers to.
    if case .row(let relation) = expression.type.value, case .field(_, .column, _) = expression.kind {
      found.append(.rows(relation))
    }
    switch expression.kind {
    case .field(let relation, let field, _), .member(let relation, let field, _):
      switch (relation, field) {
      case (.table(let table), .column(let column)): found.append(.column(table: table, column: column))
      case (.sheet(let sheet), .line(let line)), (.sheet(let sheet), .status(let line)),
        (.sheet(let sheet), .reason(let line)):
        found.append(.line(sheet: sheet, line: line))
      default: break
      }
    case .aggregate(let aggregate): found.append(.rows(aggregate.relation))
    case .lookup(let table, _, _): found.append(.rows(.table(table)))
    case .sheetRow(let sheet, _, _): found.append(.rows(.sheet(sheet)))
    case .pick(let pick), .isTied(let pick): found.append(.rows(pick.rows.relation))
    case .schedule(let question): found.append(.schedule(question.schedule))
    default: break
    }
    for child in expression.children { collect(child, into: &found) }
  }

  func name(of what: Dependency) -> String {
    switch what {
    case .rows(let relation): describe(relation)
    case .column(let table, let column): "`\(model.tables[table].columns[column].name)`"
    case .line(let sheet, let line): "`\(model.sheets[sheet].lines[line].name)`"
    case .schedule(let schedule): "`\(model.schedules[schedule].name)`"
    }
  }

  private func span(of what: Dependency) -> SourceSpan {
    switch what {
    case .rows(.table(let table)): model.tables[table].conditions.first?.span ?? model.tables[table].span
    case .rows(.sheet(let sheet)): sheetSyntax[sheet].rows?.condition?.span ?? model.sheets[sheet].span
    case .rows(.credit(let sheet, let credit)): creditSyntax[sheet][credit].name.span
    case .rows(.shares(let sheet, let line)): model.sheets[sheet].lines[line].nameSpan
    case .column(let table, let column): model.tables[table].columns[column].span
    case .line(let sheet, let line): model.sheets[sheet].lines[line].nameSpan
    case .schedule(let schedule): model.schedules[schedule].span
    }
  }
}
