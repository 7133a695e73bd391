import Columns
import Model
import Source
import Syntax

/// The lines of a rule put together to orders.
extension Lowering {
  /// Notes what a rule's lines are grouped by, and adds a result with a row for each group.
  mutating func addGroups(_ sheet: Int, to output: inout Output) {
    let declaration = model.sheets[sheet]
    guard !declaration.grouping.isEmpty, !output.orders.isEmpty else { return }
    let span = declaration.span
    var base = Context.sheet(sheet)
    if let shown = output.shown {
      base = .filtered(filter(output.frame, keep: shown, declaration.name, span), of: base)
    }
    var groups = declaration.grouping.map { (name: $0.name, type: $0.value.type, value: $0.value) }
    if let unit = declaration.period {
      let type = StaticType(.period(unit))
      groups.append((unit.rawValue, type, TypedExpression(.field(.sheet(sheet), .period, depth: 0), type, span)))
    }
    for group in groups {
      let column = readable(lower(group.value, in: .sheet(sheet)), type: group.type, on: output.frame)
      output.groups.append(plain(group.name, column))
    }
    let lines = frame(of: base)
    let own = groups.map { lower($0.value, in: base) }
    let frame = addFrame(
      "\(declaration.name).orders", .keys([RowSource.KeySet(frame: lines, columns: own)]), span)
    let keys = groups.indices.map { emit(.key($0), kind(of: groups[$0].type), on: frame, span) }
    let names = zip(groups, keys).map { plain($0.name, readable($1, type: $0.type, on: frame)) }
    program.frames[Int(frame.index)].identity = names.map { NamedColumn($0.name, $0.column) }
    /// The sum of a column of the rule over each group's lines.
    func sum(_ column: ColumnID) -> ColumnID {
      var value = column
      if case .filtered = base {
        value = gather(column, at: emit(.parentRow, .row(output.frame), on: lines, span), on: lines, span)
      }
      let aggregation = Aggregation(
        function: .sum, frame: lines, value: value, theirs: own, keys: keys, window: nil)
      return emit(.aggregate(aggregation), .number, on: frame, span)
    }
    func count(_ name: String, _ test: ColumnID) -> OutputColumn {
      let one = emit(
        .choose(test, then: number(1, on: output.frame, span), otherwise: number(0, on: output.frame, span)), .number,
        on: output.frame, span)
      return OutputColumn(
        name: name, title: nil, column: sum(one), format: .number(.all(minimum: 0)), unit: nil, isAdditive: true)
    }
    func isAny(_ status: OrderStatus) -> ColumnID {
      let word = constant(.text(status.rawValue), .text, on: output.frame, span)
      let tests = output.orders.map { emit(.compare(.equal, $0.status, word), .bool, on: output.frame, span) }
      return tests.dropFirst().reduce(tests[0]) { emit(.or($0, $1), .bool, on: output.frame, span) }
    }
    let conflict = isAny(.conflict)
    let unknown = emit(
      .and(emit(.not(conflict), .bool, on: output.frame, span), isAny(.unknown)), .bool, on: output.frame, span)
    var result = Output(
      kind: .orders, name: "\(declaration.name).orders", title: nil, frame: frame, shown: nil, isPrimary: nil,
      keys: names, columns: [count("lines", isAny(.ordered))], order: names.map(\.column))
    for column in output.columns where column.isAdditive {
      // Lines of which nothing is known add up to nothing that is known, not to 0.
      let one = number(1, on: output.frame, span)
      let isOpen = emit(.isMissing(column.column), .bool, on: output.frame, span)
      let zero = number(0, on: output.frame, span)
      let known = sum(emit(.choose(isOpen, then: zero, otherwise: one), .number, on: output.frame, span))
      let isKnown = emit(.compare(.greater, known, number(0, on: frame, span)), .bool, on: frame, span)
      let nothing = constant(.missing, .number, on: frame, span)
      var summed = column
      summed.column = emit(
        .choose(isKnown, then: sum(column.column), otherwise: nothing), .number, on: frame, span)
      result.columns.append(summed)
    }
    result.columns += [count("unknown", unknown), count("conflict", conflict)]
    for column in result.columns.prefix(1) + result.columns.suffix(2) {
      let zero = number(0, on: frame, span)
      let test = emit(.compare(.greater, column.column, zero), .bool, on: frame, span)
      result.isPrimary = result.isPrimary.map { emit(.or($0, test), .bool, on: frame, span) } ?? test
    }
    result.owner = declaration.name
    program.outputs.append(result)
  }

  func plain(_ name: String, _ column: ColumnID) -> OutputColumn {
    OutputColumn(name: name, title: nil, column: column, format: .plain, unit: nil, isAdditive: false)
  }
}
