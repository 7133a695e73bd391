import Columns
import Source
import Syntax

extension Checker {
  mutating func checkAggregate(_ syntax: Aggregate, _ span: SourceSpan, in scope: Scope) -> TypedExpression {
    func failed() -> TypedExpression { TypedExpression(.error, .poison, span) }
    if let use = scope.use {
      let define = defineSyntax[defineUses[use].define].name.text
      report(.rowsInDefine(syntax.functionSpan, what: "`\(syntax.function.rawValue)`", define: define))
      return failed()
    }
    guard let relation = aggregatedRelation(syntax.operand, in: scope) else {
      if case .error = syntax.operand.kind { return failed() }
      report(.aggregateNeedsTable(syntax.operand.span, function: syntax.function.rawValue))
      return failed()
    }
    if case .credit(let sheet, let credit) = relation,
      self.credit(sheet: sheet, credit: credit, at: syntax.operand.span) == nil
    {
      return failed()
    }
    if case .shares(let sheet, let line) = relation,
      !checkShares(sheet: sheet, line: line, at: syntax.operand.span)
    {
      return failed()
    }
    var inner = scope.inside(relation)
    let condition = syntax.condition.map { checkCondition($0, in: inner, what: "`where`") }
    if let condition { inner = inner.after(condition) }
    var value: TypedExpression?
    if case .name(let name) = syntax.operand.kind, self.relation(named: name, in: scope) != nil {
      if case .credit = relation, syntax.function != .count {
        value = field(Name("amount", syntax.operand.span), of: relation, depth: 0)
      } else if syntax.function != .count {
        report(.aggregateNeedsColumn(syntax.operand.span, function: syntax.function.rawValue, table: name))
        return failed()
      }
    } else {
      value = check(syntax.operand, in: inner)
      if value?.type.isPoison == true { return failed() }
    }
    guard checkDecimals(of: syntax), let type = resultType(syntax.function, of: value, syntax, span) else {
      return failed()
    }
    var typed = TypedAggregate(
      function: syntax.function, relation: relation, value: value, condition: condition, joins: [], date: nil,
      window: nil)
    guard let joins = joins(to: relation, per: syntax.per, via: syntax.via, span, in: scope) else { return failed() }
    typed.joins = joins
    let isChosen = syntax.per != nil
    if !isChosen, syntax.via == nil, leavesTextKeyOut(typed, span, in: scope) { return failed() }
    guard setWindow(&typed, syntax.window, on: syntax.on, isChosen: isChosen, span, in: scope) else { return failed() }
    if countsCreditTwice(typed, syntax) { return failed() }
    guard setParts(&typed, syntax) else { return failed() }
    typed.decimals = decimals(of: syntax, type)
    if syntax.function == .sum, case .sheet(let sheet) = relation, let period = model.sheets[sheet].period,
      let value, let basis = value.type.quantity?.basis, isLonger(basis, than: period), typed.window?.basis != period
    {
      report(.longerPeriodSummed(value.span, each: period, basis: basis))
      return failed()
    }
    // A row that belongs to nothing has no total, which is not a total of nothing.
    let isUnjoined = joins.contains { $0.mine.type.isOptional }
    // A window has as many totals as days, whatever rows there are.
    let hasNone = typed.each == nil ? type.isOptional : typed.hasOptionalBounds
    typed.knownBy = knownBy(typed, giving: type.optional(hasNone))
    let mayBeMissing = hasNone || isUnjoined || typed.knownBy != nil
    return TypedExpression(.aggregate(typed), flowing(type.optional(mayBeMissing), over: typed, in: scope), span)
  }

  /// The first table, sheet or credit that the operand names.
  private func aggregatedRelation(_ operand: Expression, in scope: Scope) -> Relation? {
    switch operand.kind {
    case .name(let name): return relation(named: name, in: scope)
    case .member(let base, _):
      if let shares = shares(named: base, in: scope) { return shares }
      if case .name(let name) = base.kind { return relation(named: name, in: scope) }
      return aggregatedRelation(base, in: scope)
    case .unary(_, let a), .isMissing(let a, _), .isInfinite(let a, _), .round(let a, _), .convert(let a, _, _),
      .restate(let a, _),
      .decimals(let a, _):
      return aggregatedRelation(a, in: scope)
    case .binary(_, let a, let b, _), .otherwise(let a, let b), .inWindow(let a, let b, _), .range(let a, let b):
      return aggregatedRelation(a, in: scope) ?? aggregatedRelation(b, in: scope)
    case .inList(let a, let list, _):
      return aggregatedRelation(a, in: scope) ?? list.lazy.compactMap { aggregatedRelation($0, in: scope) }.first
    case .conditional(let a, let c, let b):
      return aggregatedRelation(a, in: scope) ?? aggregatedRelation(c, in: scope) ?? aggregatedRelation(b, in: scope)
    // These are refused where they are checked, with their own message.
    case .rank(let ranking): return aggregatedRelation(ranking.value, in: scope)
    case .scheduled(let a, _): return aggregatedRelation(a, in: scope)
    case .allocate(let allocation): return aggregatedRelation(allocation.pool, in: scope)
    case .running(let total): return aggregatedRelation(total.value, in: scope)
    case .call(_, let arguments):
      return arguments.lazy.compactMap { aggregatedRelation($0.value, in: scope) }.first
    case .number, .text, .bool, .missing, .date, .period, .span, .thisRow, .it, .today, .relativePeriod, .lookup,
      .pick, .isTied, .aggregate, .over, .through, .trueUp, .previous, .window, .error:
      return nil
    }
  }

  private mutating func resultType(
    _ function: Aggregate.Function, of value: TypedExpression?, _ syntax: Aggregate, _ span: SourceSpan
  ) -> StaticType? {
    if let value, value.type.isOptional, function != .count, function != .countDistinct {
      report(
        .mayBeMissing(
          value.span, what: "`\(function.rawValue)`", sources: optionalSources(of: value), type: value.type,
          isAggregated: true)
      )
      return nil
    }
    switch function {
    case .count, .countDistinct: return .number
    case .any, .every:
      guard let value, value.type.value == .bool else {
        report(
          .conditionNeeded(
            syntax.operand.span, what: "`\(function.rawValue)`", found: value.map { describe($0.type) } ?? ""))
        return nil
      }
      return .bool
    case .sum, .average:
      guard let value, case .number(var quantity) = value.type.value else {
        if let value, case .moneyInColumn = value.type.value {
          report(.convertFirst(value))
        } else if let value {
          report(.amountNeeded(value.span, what: "what `\(function.rawValue)` adds", found: describe(value.type)))
        }
        return nil
      }
      if quantity.isRunning {
        report(.runningSummed(value.span))
        return nil
      }
      quantity.basis = nil
      return StaticType(.number(quantity), isOptional: function == .average)
    case .minimum, .maximum:
      guard let value else { return nil }
      switch value.type.value {
      case .number(var quantity):
        quantity.basis = nil
        return StaticType(.number(quantity), isOptional: true)
      case .date, .timestamp, .period: return value.type.optional()
      default:
        report(.notOrdered(function.rawValue, value.span, type: describe(value.type)))
        return nil
      }
    case .product, .sampleVariance, .populationVariance, .sampleDeviation, .populationDeviation:
      return spreadType(function, of: value)
    }
  }

  /// The type of a sum or a count as a flow over its window.
  func flowing(_ type: StaticType, over aggregate: TypedAggregate, in scope: Scope) -> StaticType {
    guard var quantity = type.quantity else { return type }
    guard let window = aggregate.window else {
      // Rows kept by quarter count in the quarter's months with the amount of the whole quarter.
      for case .rowPeriod(let unit, _) in aggregate.joins.map(\.mine.kind)
      where aggregate.function == .sum && !quantity.unit.isOne {
        quantity.basis = unit
      }
      // Prizes for all places up to what has grown have grown too.
      if quantity.unit.singleName != nil, let condition = aggregate.condition, grownOutside(condition) != nil {
        quantity.isRunning = true
      }
      return StaticType(.number(quantity), isOptional: type.isOptional)
    }
    switch aggregate.function {
    case .sum, .count:
      if !quantity.unit.isOne { quantity.basis = window.basis }
      quantity.isRunning = window.scope != nil
    case .countDistinct: quantity.isRunning = window.scope != nil
    case .average, .minimum, .maximum, .any, .every, .product, .sampleVariance, .populationVariance, .sampleDeviation,
      .populationDeviation:
      break
    }
    return StaticType(.number(quantity), isOptional: type.isOptional)
  }

  /// A running value of the row around the aggregate that the expression reads.
  private func grownOutside(_ expression: TypedExpression) -> TypedExpression? {
    if case .field(_, _, let depth) = expression.kind, depth > 0, expression.type.quantity?.isRunning == true {
      return expression
    }
    return expression.children.lazy.compactMap { self.grownOutside($0) }.first
  }

  // ---- Windows ----

  /// Gives the aggregate its window; false after a message.
  mutating func setWindow(
    _ aggregate: inout TypedAggregate, _ syntax: Expression?, on name: Name?, isChosen: Bool, _ span: SourceSpan,
    in scope: Scope
  ) -> Bool {
    if let syntax {
      guard let window = checkWindow(syntax, in: scope) else { return false }
      // A bound that is not there would be no bound, and the total one over all days.
      for bound in [window.from, window.through].compactMap({ $0 }) {
        if required(bound, what: "an end of a window").type.isPoison { return false }
      }
      aggregate.window = window
      if window.from == nil, window.through == nil {
        aggregate.window = nil
        return true
      }
      guard let date = date(of: aggregate.relation, on: name) else {
        if name == nil { report(.noDate(span, table: describe(aggregate.relation))) }
        return false
      }
      aggregate.date = date
      return true
    }
    guard scope.period != nil, scope.outer == nil else { return true }
    if let (column, unit) = onlyPeriodColumn(of: aggregate.relation), let period = scope.period,
      isLonger(unit, than: period)
    {
      let theirs = TypedExpression(
        .field(aggregate.relation, .column(column), depth: 0), StaticType(.period(unit)), span)
      if !isChosen { aggregate.joins.append(TypedAggregate.Join(theirs: theirs, mine: row(unit, span))) }
      return true
    }
    guard hasDate(aggregate.relation) || name != nil else { return true }
    if isChosen {
      report(.windowMustBeWritten(span, table: describe(aggregate.relation)))
      return false
    }
    guard let date = date(of: aggregate.relation, on: name) else { return false }
    aggregate.date = date
    aggregate.window = ownWindow(span, in: scope)
    return true
  }

  private func onlyPeriodColumn(of relation: Relation) -> (column: Int, unit: PeriodUnit)? {
    guard case .table(let table) = relation, model.tables[table].dated == nil else { return nil }
    let found = model.tables[table].columns.enumerated().compactMap { index, column -> (Int, PeriodUnit)? in
      if case .period(let unit) = column.type.value { return (index, unit) }
      return nil
    }
    return found.count == 1 ? found[0] : nil
  }

  func hasDate(_ relation: Relation) -> Bool {
    switch relation {
    case .table(let table): model.tables[table].dated != nil || onlyPeriodColumn(of: relation) != nil
    case .sheet(let sheet): model.sheets[sheet].period != nil
    case .credit, .shares: true
    }
  }

  /// The date of an aggregated row, held against windows.
  private mutating func date(of relation: Relation, on name: Name?) -> TypedExpression? {
    if let name {
      guard let column = field(name, of: relation, depth: 0) else {
        report(.unknownColumn(name, table: describe(relation), known: fieldNames(of: relation)))
        return nil
      }
      let date = dateOnly(column)
      switch date.type.value {
      case .date: return date
      case .period: return lastDay(date)
      case .poison: return nil
      default:
        report(.datedNeedsDate(name, type: describe(column.type)))
        return nil
      }
    }
    let span = SourceSpan(file: FileID(0), start: 0, end: 0)
    switch relation {
    case .table(let table):
      if let dated = model.tables[table].dated {
        let type = model.tables[table].columns[dated].type
        return dateOnly(
          TypedExpression(.field(relation, .column(dated), depth: 0), type, model.tables[table].columns[dated].span))
      }
      guard let (column, unit) = onlyPeriodColumn(of: relation) else { return nil }
      return lastDay(
        TypedExpression(
          .field(relation, .column(column), depth: 0), StaticType(.period(unit)),
          model.tables[table].columns[column].span))
    case .sheet(let sheet):
      guard let unit = model.sheets[sheet].period else { return nil }
      return lastDay(
        TypedExpression(.field(relation, .period, depth: 0), StaticType(.period(unit)), model.sheets[sheet].span))
    case .credit, .shares: return TypedExpression(.field(relation, .creditDate, depth: 0), .date, span)
    }
  }

  // ---- Joins ----

  /// A row of a table that a row of a relation names, and how closely: 0 the row's own identity, 1 a key, 2 an attribute.
  struct Dimension {
    let table: Int
    let value: TypedExpression
    let rank: Int
    let name: String
  }

  mutating func dimensions(of relation: Relation, _ span: SourceSpan) -> [Dimension] {
    func typed(_ field: Field, _ table: Int) -> TypedExpression {
      TypedExpression(.field(relation, field, depth: 0), StaticType(.row(.table(table))), span)
    }
    func references(of table: Int, at row: TypedExpression?) -> [Dimension] {
      model.tables[table].columns.indices.compactMap { column in
        // A column whose type is written need not be computed, and may be the one that asks.
        let isWritten = tableSyntax[table].columns[column].type != nil
        let known = model.tables[table].columns[column].type
        guard
          case .row(.table(let target)) = (isWritten ? known : columnType(table: table, column: column, at: span)).value
        else { return nil }
        let type = model.tables[table].columns[column].type
        let value =
          row.map { TypedExpression(.member(.table(table), .column(column), at: $0), type, span) }
          ?? TypedExpression(.field(.table(table), .column(column), depth: 0), type, span)
        return Dimension(
          table: target, value: value, rank: model.tables[table].key.contains(column) ? 1 : 2,
          name: model.tables[table].columns[column].name)
      }
    }
    switch relation {
    case .table(let table):
      return [Dimension(table: table, value: typed(.row, table), rank: 0, name: model.tables[table].name)]
        + references(of: table, at: nil)
    case .sheet(let sheet):
      switch model.sheets[sheet].rows {
      case .one: return []
      case .table(let table, _):
        let entity = typed(.entity, table)
        return [Dimension(table: table, value: entity, rank: 0, name: "payee")] + references(of: table, at: entity)
      case .sheet(let source, _):
        let row = typedEntity(of: sheet, source, depth: 0, span)
        return dimensions(of: .sheet(source), span).map { dimension in
          Dimension(
            table: dimension.table, value: rebased(dimension.value, onto: row), rank: dimension.rank,
            name: dimension.name)
        }
      case .keys(let names, let types, _):
        return names.indices.compactMap { key in
          guard case .row(.table(let target)) = types[key].value else { return nil }
          return Dimension(table: target, value: typed(.key(key), target), rank: 1, name: names[key])
        }
      }
    case .shares(let sheet, let line):
      guard case .table(let payees, _) = model.sheets[sheet].rows,
        case .credit(_, let credit)? = lineShares(sheet: sheet, line: line)?.credit,
        let source = self.credit(sheet: sheet, credit: credit, at: span)?.table
      else { return [] }
      let payee = Dimension(table: payees, value: typed(.creditPayee, payees), rank: 0, name: "payee")
      return [payee] + references(of: source, at: typed(.creditSource, source)).filter { $0.table != payees }
    case .credit(let sheet, let credit):
      guard case .table(let payees, _) = model.sheets[sheet].rows else { return [] }
      guard let source = self.credit(sheet: sheet, credit: credit, at: span)?.table else { return [] }
      let payee = Dimension(table: payees, value: typed(.creditPayee, payees), rank: 0, name: "payee")
      return [payee] + references(of: source, at: typed(.creditSource, source)).filter { $0.table != payees }
    }
  }

  /// The row of a table that a row refers to most closely; nil if it refers to none, or to several as closely.
  mutating func onlyReference(to table: Int, in relation: Relation, _ span: SourceSpan) -> TypedExpression? {
    let found = dimensions(of: relation, span).filter { $0.table == table }
    guard let rank = found.map(\.rank).min() else { return nil }
    let closest = found.filter { $0.rank == rank }
    return closest.count == 1 ? closest[0].value : nil
  }

  /// How the aggregated rows are matched to the row at hand; nil after a message.
  mutating func joins(
    to relation: Relation, per: [Name]?, via: [Name]?, _ span: SourceSpan, in scope: Scope
  ) -> [TypedAggregate.Join]? {
    guard let row = scope.row else { return [] }
    if let sheet = scope.sheet, brokenSheets.contains(sheet) { return nil }
    if let via { return join(via: via, to: relation, row, span) }
    if let per { return joins(per: per, to: relation, row) }
    if case .sheet(let sheet) = row, let joins = sheetJoins(of: sheet, to: relation, span) { return joins }
    let mine = dimensions(of: row, span)
    let theirs = dimensions(of: relation, span)
    if mine.isEmpty { return [] }
    let isSameTable =
      relation == row
      || { if case .table(let t) = relation { t == mine[0].table && mine[0].rank == 0 } else { false } }()
    for rank in 0...2 {
      var result: [TypedAggregate.Join] = []
      for dimension in mine where dimension.rank == rank && !(isSameTable && rank == 0) {
        let references = theirs.filter { $0.table == dimension.table && $0.rank > 0 }
        let identity = theirs.filter { $0.table == dimension.table && $0.rank == 0 }
        let matches = identity.isEmpty ? references : identity
        if matches.count > 1 {
          report(
            .ambiguousJoin(
              span, relation: describe(relation), table: model.tables[dimension.table].name, paths: matches.map(\.name))
          )
          return nil
        }
        if let match = matches.first {
          result.append(TypedAggregate.Join(theirs: match.value, mine: dimension.value))
        }
      }
      if !result.isEmpty { return result }
      if isSameTable { break }
    }
    report(.noSharedDimension(span, relation: describe(relation), row: describe(row)))
    return nil
  }

  private mutating func join(
    via path: [Name], to relation: Relation, _ row: Relation, _ span: SourceSpan
  ) -> [TypedAggregate.Join]? {
    let theirs = member(path: path, of: relation)
    if theirs.type.isPoison { return nil }
    guard case .row(.table(let target)) = theirs.type.value,
      let mine = dimensions(of: row, span).filter({ $0.table == target }).min(by: { $0.rank < $1.rank })
    else {
      report(.viaLeadsElsewhere(theirs.span, found: describe(theirs.type), row: describe(row)))
      return nil
    }
    return [TypedAggregate.Join(theirs: theirs, mine: mine.value)]
  }

  private mutating func joins(per names: [Name], to relation: Relation, _ row: Relation) -> [TypedAggregate.Join]? {
    var result: [TypedAggregate.Join] = []
    for name in names {
      guard let theirs = field(name, of: relation, depth: 0) else {
        report(.unknownColumn(name, table: describe(relation), known: fieldNames(of: relation)))
        return nil
      }
      guard let mine = field(name, of: row, depth: 0) else {
        report(.unknownColumn(name, table: describe(row), known: fieldNames(of: row)))
        return nil
      }
      guard let (_, a, b) = common(theirs, mine, of: "=") else { return nil }
      result.append(TypedAggregate.Join(theirs: a, mine: b))
    }
    return result
  }

  // ---- Credits, lines and tiers over windows ----

  /// A credit's total for the row's payee, over a window or the row's own period.
  mutating func total(
    ofCredit credit: Int, sheet: Int, window: TypedWindow?, _ span: SourceSpan, in scope: Scope
  ) -> TypedExpression {
    guard let declaration = self.credit(sheet: sheet, credit: credit, at: span),
      case .table(let payees, _) = model.sheets[sheet].rows
    else { return TypedExpression(.error, .poison, span) }
    let relation = Relation.credit(sheet: sheet, credit: credit)
    let row = StaticType(.row(.table(payees)))
    let type = declaration.amount.type
    let chosen = window ?? ownWindow(span, in: scope)
    let isBounded = chosen?.from != nil || chosen?.through != nil
    let aggregate = TypedAggregate(
      function: .sum, relation: relation,
      value: TypedExpression(.field(relation, .creditAmount, depth: 0), type, span), condition: nil,
      joins: [
        TypedAggregate.Join(
          theirs: TypedExpression(.field(relation, .creditPayee, depth: 0), row, span),
          mine: TypedExpression(.field(.sheet(sheet), .entity, depth: 0), row, span))
      ],
      date: isBounded ? TypedExpression(.field(relation, .creditDate, depth: 0), .date, span) : nil,
      window: isBounded ? chosen : nil)
    return TypedExpression(.aggregate(aggregate), flowing(type, over: aggregate, in: scope), span)
  }

  /// `E over W`: a credit or an aggregate over another window, or the sum of a line over the periods in W.
  mutating func checkOver(
    _ value: Expression, _ window: Expression, _ span: SourceSpan, in scope: Scope
  ) -> TypedExpression {
    func failed() -> TypedExpression { TypedExpression(.error, .poison, span) }
    // A credit that is handed to a define stays one there.
    let (written, place) = argumentSyntax(value, in: scope)
    if case .name(let name) = written.kind, place.use == nil, let sheet = place.sheet,
      let credit = creditSyntax[sheet].firstIndex(where: { $0.name.text == name })
    {
      guard let window = checkWindow(window, in: scope) else { return failed() }
      return total(ofCredit: credit, sheet: sheet, window: window, span, in: scope)
    }
    if case .aggregate(let aggregate) = value.kind {
      if let inner = aggregate.window {
        report(.twoWindows(window.span, inner.span))
        return failed()
      }
      var windowed = aggregate
      windowed.window = window
      return checkAggregate(windowed, span, in: scope)
    }
    guard let sheet = scope.sheet, case .sheet = scope.row, let period = model.sheets[sheet].period else {
      report(.overNeedsPeriods(value.span))
      return failed()
    }
    var rows = rowScope(sheet)
    rows.use = scope.use
    let typed = required(check(value, in: rows), what: "what is added `over` a window")
    guard let window = checkWindow(window, in: scope), !typed.type.isPoison else { return failed() }
    guard var quantity = typed.type.quantity else {
      report(.amountNeeded(typed.span, what: "what is added `over` a window", found: describe(typed.type)))
      return failed()
    }
    if quantity.isRunning {
      report(.runningSummed(typed.span))
      return failed()
    }
    if let basis = quantity.basis, isLonger(basis, than: period) {
      report(.longerPeriodSummed(typed.span, each: period, basis: basis))
      return failed()
    }
    quantity.basis = nil
    let relation = Relation.sheet(sheet)
    let aggregate = TypedAggregate(
      function: .sum, relation: relation, value: typed, condition: nil, joins: identity(of: sheet, span),
      date: lastDay(TypedExpression(.field(relation, .period, depth: 0), StaticType(.period(period)), span)),
      window: window, isOfOwnRows: true)
    return TypedExpression(
      .aggregate(aggregate), flowing(StaticType(.number(quantity)), over: aggregate, in: scope), span)
  }

  /// A sheet's row joined to the rows of the same entity in other periods.
  private func identity(of sheet: Int, _ span: SourceSpan) -> [TypedAggregate.Join] {
    func join(_ field: Field, _ type: StaticType) -> TypedAggregate.Join {
      let value = TypedExpression(.field(.sheet(sheet), field, depth: 0), type, span)
      return TypedAggregate.Join(theirs: value, mine: value)
    }
    switch model.sheets[sheet].rows {
    case .one: return []
    case .table(let table, _): return [join(.entity, StaticType(.row(.table(table))))]
    case .sheet(let source, _): return [join(.entity, StaticType(.row(.sheet(source))))]
    case .keys(let names, let types, _): return names.indices.map { join(.key($0), types[$0]) }
    }
  }

  /// Where a running value starts anew, as the windows in it say.
  func runningScope(of value: TypedExpression) -> RunningScope? {
    switch value.kind {
    case .aggregate(let aggregate):
      if let window = aggregate.window { return window.scope }
      return aggregate.condition.flatMap { grownOutside($0) }.flatMap { runningScope(of: $0) }
    case .field(.sheet(let sheet), .line(let line), _) where value.type.quantity?.isRunning == true:
      return lineModels[.line(sheet: sheet, line: line)].flatMap { runningScope(of: $0.value) }
    default:
      for child in value.children {
        if let scope = runningScope(of: child) { return scope }
      }
      return nil
    }
  }

  /// The parts of an expression that may be missing, for a message.
  func optionalSources(of value: TypedExpression) -> [SourceSpan] {
    // A line is named, and so is what it is made of, where that is what may be missing.
    if case .field(.sheet(let sheet), .line(let line), 0) = value.kind, value.type.isOptional {
      let made = lineModels[.line(sheet: sheet, line: line)].map { parts(of: $0.value) } ?? []
      return [value.span] + made
    }
    return parts(of: value)
  }

  private func parts(of value: TypedExpression) -> [SourceSpan] {
    switch value.kind {

    case .otherwise(_, let fallback): return parts(of: fallback)
    case .field, .lookup, .aggregate, .it: return value.type.isOptional ? [value.span] : []
    case .member(_, _, let row):
      let inner = parts(of: row)
      return inner.isEmpty && value.type.isOptional ? [value.span] : inner
    default: return value.children.flatMap { parts(of: $0) }
    }
  }
}
