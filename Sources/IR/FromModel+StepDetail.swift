import Columns
import Model
import Source
import Syntax

/// The steps of a rule's orders, as a result with a row for each step of each line.
extension Lowering {
  /// What has happened at a step, in the words of the result.
  private enum Effect: String {
    case start, changed, noChange = "no change", stopped, unknown, conflict, conditionFalse = "condition false"
    case notReached = "not reached"
  }

  /// A row of the result: the value an order starts with, or one of its steps.
  private struct StepRow {
    let order: Int
    let number: Int
    let text: String
    let before: ColumnID
    let after: ColumnID
    let effect: ColumnID
    let reason: ColumnID
  }

  mutating func addStepDetail(_ sheet: Int, _ output: Output) {
    let declaration = model.sheets[sheet]
    let orders = declaration.lines.indices.filter { declaration.lines[$0].kind == .order }
    var rows: [StepRow] = []
    for line in orders {
      _ = lineColumn(sheet, line)
      guard let steps = orderSteps[LineKey(sheet: sheet, line: line)] else { continue }
      rows += stepRows(declaration.lines[line], line, steps, output.frame)
    }
    guard !rows.isEmpty else { return }
    let span = declaration.span
    let names = orders.map { declaration.lines[$0].name }
    let list = addRows(
      "\(declaration.name).steps", ["place", "line", "step", "text"], [.number, .text, .number, .text],
      rows.enumerated().map { place, row in
        [String(place), declaration.lines[row.order].name, String(row.number), row.text]
      }, span)
    let frame = addFrame(
      "\(declaration.name).steps",
      .pairs(left: output.frame, leftKeys: [], right: list.frame, rightKeys: [], keepsUnmatched: false), span)
    let parent = emit(.parentRow, .row(output.frame), on: frame, span)
    let right = emit(.rightRow, .row(list.frame), on: frame, span)
    func ofList(_ column: Int) -> ColumnID { gather(list.columns[column], at: right, on: frame, span) }
    func ofLine(_ column: ColumnID) -> ColumnID { gather(column, at: parent, on: frame, span) }
    let place = ofList(0)
    /// The value of the row's own step.
    func chosen(_ value: (StepRow) -> ColumnID, _ kind: ValueKind) -> ColumnID {
      var result = constant(.missing, kind, on: frame, span)
      for (number, row) in rows.enumerated().reversed() {
        let isIt = emit(.compare(.equal, place, self.number(number, on: frame, span)), .bool, on: frame, span)
        result = emit(.choose(isIt, then: ofLine(value(row)), otherwise: result), kind, on: frame, span)
      }
      return result
    }
    func amount(_ name: String, _ value: (StepRow) -> ColumnID) -> OutputColumn {
      let formats = orders.map { outputColumn(declaration.lines[$0], sheet, column: lineColumn(sheet, $0)) }
      let unit = formats[0].unit
      return OutputColumn(
        name: name, title: nil, column: chosen(value, .number), format: formats[0].format,
        unit: formats.allSatisfy { $0.unit == unit } ? unit : nil, isAdditive: false)
    }
    let keys = output.keys.map { key in
      var own = key
      own.column = ofLine(key.column)
      return own
    }
    let step = OutputColumn(
      name: "step", title: nil, column: ofList(2), format: .number(.all(minimum: 0)), unit: nil, isAdditive: false)
    var result = Output(
      kind: .detail, name: "\(declaration.name).steps", title: nil, frame: frame,
      shown: output.shown.map(ofLine), isPrimary: output.isPrimary.map(ofLine),
      keys: keys + (names.count > 1 ? [plain("line", ofList(1))] : []) + [step],
      columns: [
        plain("text", ofList(3)), amount("before", \.before), amount("after", \.after),
        plain("effect", chosen(\.effect, .text)), plain("reason", chosen(\.reason, .text)),
      ], order: output.order.map(ofLine) + [place])
    result.owner = declaration.name
    result.isExplanation = true
    program.outputs.append(result)
  }

  private mutating func stepRows(
    _ line: LineModel, _ number: Int, _ steps: LoweredSteps, _ frame: FrameID
  ) -> [StepRow] {
    let span = line.span
    func word(_ effect: Effect) -> ColumnID { constant(.text(effect.rawValue), .text, on: frame, span) }
    func choose(_ test: ColumnID?, _ then: ColumnID, _ otherwise: ColumnID) -> ColumnID {
      guard let test else { return then }
      return emit(.choose(test, then: then, otherwise: otherwise), program[then].kind, on: frame, span)
    }
    let nothing = constant(.missing, .number, on: frame, span)
    let silent = constant(.missing, .text, on: frame, span)
    let first = StepRow(
      order: number, number: 0, text: "from \(sources?.words(line.value.span) ?? "")", before: nothing,
      after: steps.traces.first?.before ?? steps.value, effect: word(.start), reason: silent)
    return [first]
      + steps.traces.enumerated().map { place, trace in
        let effect: Effect
        switch trace.step.action {
        case .stop: effect = .stopped
        case .end(.unknown): effect = .unknown
        case .end(.conflict): effect = .conflict
        case .set, .times, .atLeast, .atMost, .round: effect = .changed
        }
        let done = choose(trace.isTaken, word(effect), word(.noChange))
        let met = trace.step.condition == nil ? done : choose(trace.applies, done, word(.conditionFalse))
        return StepRow(
          order: number, number: place + 1, text: sources?.words(trace.step.span) ?? "",
          before: choose(trace.isReached, trace.before, nothing), after: choose(trace.isReached, trace.after, nothing),
          effect: choose(trace.isReached, met, word(.notReached)),
          reason: choose(trace.isTaken, trace.reason, silent))
      }
  }

  /// Adds rows that stand in the program itself.
  private mutating func addRows(
    _ name: String, _ header: [String], _ kinds: [TableInput.CellKind], _ rows: [[String]], _ span: SourceSpan
  ) -> (frame: FrameID, columns: [ColumnID]) {
    program.inputs.append(
      TableInput(
        name: name, source: .rows(rows, spans: rows.map { _ in span }), rowHeader: header, separator: nil,
        numberFormat: nil,
        columns: zip(header, kinds).map {
          TableInput.InputColumn(name: $0, header: $0, kind: $1, isOptional: false, format: nil, span: span)
        }, span: span))
    let frame = addFrame(name, .scan(table: program.inputs.count - 1), span)
    let columns = kinds.indices.map { place in
      emit(.input(place), kinds[place] == .number ? .number : .text, on: frame, span, name: header[place])
    }
    return (frame, columns)
  }
}
