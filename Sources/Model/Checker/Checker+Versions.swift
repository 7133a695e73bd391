import Columns
import Source
import Syntax

/// Tables whose rows are versions, each valid for some days.
extension Checker {
  /// Reads `valid from starts to ends`. The first day becomes the last part of the key.
  mutating func declare(_ syntax: ValiditySyntax, of declaration: TableDeclaration, in table: inout TableModel) {
    guard let from = column(syntax.from, of: declaration) else { return }
    var to: Int?
    if let name = syntax.to {
      guard let column = column(name, of: declaration) else { return }
      to = column
    }
    var isReported = declaration.isOneRow
    if declaration.isOneRow { report(.versionsOfOneRow(syntax.span)) }
    for (column, name) in [(from, syntax.from), (to ?? from, syntax.to ?? syntax.from)] {
      let type = table.columns[column].type
      if isReported || type.isPoison { continue }
      if type.value != .date {
        report(.validityNeedsDate(name, type: describe(type)))
        isReported = true
      } else if column == from, type.isOptional {
        report(.versionWithoutStart(name))
        isReported = true
      }
    }
    if !isReported, from == to {
      report(.validityOfOneColumn(syntax.span))
      isReported = true
    }
    if isReported { return }
    table.key = table.key.filter { $0 != from } + [from]
    table.validity = (from, to)
  }

  /// The columns of the key that a lookup names.
  func lookupKey(of table: Int) -> [Int] {
    let key = model.tables[table].key
    return model.tables[table].validity == nil ? key : Array(key.dropLast())
  }

  /// The version of a key that is valid on a day: of those that have begun, the one that began last, if it has not ended.
  ///
  /// A key without a version on the day is looked up by the day itself, where no version begins, so that the row is missing.
  func version(
    _ table: Int, keys: [TypedExpression], on date: TypedExpression, isRequired: Bool, _ type: StaticType,
    _ span: SourceSpan
  ) -> TypedExpression {
    guard let validity = model.tables[table].validity else { return TypedExpression(.error, .poison, span) }
    let relation = Relation.table(table)
    func theirs(_ column: Int) -> TypedExpression {
      TypedExpression(.field(relation, .column(column), depth: 0), model.tables[table].columns[column].type, span)
    }
    let latest = TypedAggregate(
      function: .maximum, relation: relation, value: theirs(validity.from), condition: nil,
      joins: zip(lookupKey(of: table), keys).map { TypedAggregate.Join(theirs: theirs($0), mine: $1) },
      date: theirs(validity.from),
      window: TypedWindow(from: nil, through: date, basis: nil, scope: nil, span: span))
    var start = TypedExpression(.aggregate(latest), StaticType.date.optional(), span)
    if let to = validity.to {
      let found = TypedExpression(
        .lookup(table: table, keys: keys + [start], isRequired: false), type.optional(), span)
      let end = TypedExpression(.member(relation, .column(to), at: found), StaticType.date.optional(), span)
      let last = TypedExpression(.otherwise(end, endOfTime(span)), .date, span)
      let isValid = TypedExpression(.binary(.greaterOrEqual, last, date), StaticType.bool.optional(), span)
      let holds = TypedExpression(
        .otherwise(isValid, TypedExpression(.constant(.bool(false)), .bool, span)), .bool, span)
      start = TypedExpression(
        .conditional(start, condition: holds, otherwise: date), StaticType.date.optional(), span)
    }
    let chosen = TypedExpression(.otherwise(start, date), date.type, span)
    return TypedExpression(.lookup(table: table, keys: keys + [chosen], isRequired: isRequired), type, span)
  }

  private func endOfTime(_ span: SourceSpan) -> TypedExpression {
    TypedExpression(.constant(.date(.last)), .date, span)
  }

  /// The days of a version as a window, where `name` means that: of the row at hand, or of the one that `row` gives.
  mutating func validity(
    _ name: Name, of relation: Relation, at row: TypedExpression?, depth: Int
  ) -> TypedExpression? {
    guard name.text == "valid", case .table(let table) = relation, let validity = model.tables[table].validity,
      !model.tables[table].columns.contains(where: { $0.name == "valid" })
    else { return nil }
    let span = name.span
    func read(_ column: Int) -> TypedExpression {
      let type = model.tables[table].columns[column].type
      guard let row else { return TypedExpression(.field(relation, .column(column), depth: depth), type, span) }
      return TypedExpression(
        .member(relation, .column(column), at: row), type.optional(type.isOptional || row.type.isOptional), span)
    }
    var end: TypedExpression
    if let to = validity.to {
      end = read(to)
    } else {
      let day = TypedExpression(.constant(.number(.one)), .quantity(.days), span)
      let next = TypedAggregate(
        function: .minimum, relation: relation,
        value: TypedExpression(.field(relation, .column(validity.from), depth: 0), .date, span), condition: nil,
        joins: lookupKey(of: table).map { column in
          let type = model.tables[table].columns[column].type
          return TypedAggregate.Join(
            theirs: TypedExpression(.field(relation, .column(column), depth: 0), type, span), mine: read(column))
        },
        date: TypedExpression(.field(relation, .column(validity.from), depth: 0), .date, span),
        window: TypedWindow(
          from: TypedExpression(.binary(.plus, read(validity.from), day), .date, span), through: nil, basis: nil,
          scope: nil, span: span))
      let start = TypedExpression(.aggregate(next), StaticType.date.optional(), span)
      end = TypedExpression(.binary(.minus, start, day), StaticType.date.optional(), span)
    }
    let isOpen = end.type.isOptional
    if isOpen { end = TypedExpression(.otherwise(end, endOfTime(span)), .date, span) }
    let from = read(validity.from)
    let window = TypedWindow(from: from, through: end, basis: nil, scope: nil, span: span, isOpen: isOpen)
    return TypedExpression(.window(window), StaticType(.window, isOptional: from.type.isOptional), span)
  }

  /// The number of days that two windows share.
  mutating func overlap(_ syntax: [Expression], _ span: SourceSpan, in scope: Scope) -> TypedExpression {
    var windows: [TypedExpression] = []
    var isOptional = false
    for part in syntax {
      guard let window = checkWindow(part, in: scope) else { continue }
      isOptional = isOptional || [window.from, window.through].contains { $0?.type.isOptional ?? false }
      windows.append(TypedExpression(.window(window), StaticType(.window), part.span))
    }
    guard windows.count == 2 else { return TypedExpression(.error, .poison, span) }
    return TypedExpression(.call(.overlap, windows), StaticType.quantity(.days).optional(isOptional), span)
  }
}
