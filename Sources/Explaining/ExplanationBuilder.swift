import Allot
import Columns
import Engine
import IR
import Model
import Source

/// Takes the amounts of a run apart, by reading the columns that the run itself has computed.
///
/// ```
/// a + b, a - b        the parts of both sides
/// a * b, a / b        the parts of the side that carries the amount, each times the other side
/// choices, extremes   the parts of what was taken, and the condition beside it
/// sums, credits       a part for each row
/// tiers               a part for each row and tier
/// steps, roundings    the parts of what was there before, and what was added
/// earlier values      a part that names its period
/// ```
/// The parts of a value are held against the value: where they do not sum to it, the value is one part by itself.
struct ExplanationBuilder {
  /// How far down values are taken apart, and how many parts one explanation may have.
  private static let depthLimit = 160
  private static let partLimit = 200_000

  let model: CheckedModel
  let sources: SourceMap
  let columns: TracedColumns
  var run: any RunValues
  var rowIndexes: [ColumnsOfFrame: [[Value]: [Int]]] = [:]
  /// The rows of frames that are parts of others, by the others' rows.
  var childRowIndexes: [FrameID: [Int: Int]] = [:]
  /// The type of the amount that is explained.
  private(set) var rootType: StaticType?
  /// What names the row of the amount: other rows need not repeat it.
  private(set) var rootNames: [NamedText] = []
  private var parts = 0

  /// What is left to do with the values of a part: what they are multiplied by to be values of the amount.
  struct Scale {
    var factor = Rational.one
    /// How each factor is shown, with its sign: `× 50% (share)`.
    var words: [String] = []

    func times(_ other: Rational, _ text: String) -> Scale? {
      factor.multiplying(other).map { Scale(factor: $0, words: words + ["× " + text]) }
    }

    func dividedBy(_ other: Rational, _ text: String) -> Scale? {
      factor.dividing(other).map { Scale(factor: $0, words: words + ["/ " + text]) }
    }

    var negated: Scale { Scale(factor: factor.negated, words: words) }
  }

  /// Where a value is looked at.
  struct Place {
    /// The line whose text it belongs to.
    var line: TracedColumns.LinePlace?
    /// The plan, sheet or rule that it belongs to.
    var sheet: Int?
    /// What the row at hand is called, so that its cells need not repeat it.
    var row: String = ""
    var depth = 0

    var deeper: Place {
      var place = self
      place.depth += 1
      return place
    }
  }

  /// What a value is made of.
  struct Terms {
    var nodes: [ExplanationNode] = []
    var facts: [ExplanationFact] = []

    mutating func add(_ other: Terms) {
      nodes += other.nodes
      facts += other.facts
    }
  }

  init(_ run: any RunValues, _ columns: TracedColumns, _ model: CheckedModel, _ sources: SourceMap) {
    self.run = run
    self.columns = columns
    self.model = model
    self.sources = sources
  }

  /// The tree of a value that results print.
  mutating func tree(
    _ column: ColumnID, row: Int, label: String, line: TracedColumns.LinePlace?, sheet: Int?, span: SourceSpan?
  ) -> ExplanationNode? {
    parts = 0
    rootType = columns.type(column)
    rootNames = run.identity(run.program[column].frame, row: row)
    guard case .number(let value)? = run.value(column, row: row) else { return nil }
    let place = Place(line: line, sheet: sheet, row: name(run.program[column].frame, row))
    return node(.line, label, column, row, value, Scale(), place, span: span)
  }

  /// Rows are to be called by their whole names.
  mutating func forgetNames() { rootNames = [] }

  // MARK: Nodes

  /// A value with its parts below it.
  mutating func node(
    _ kind: ExplanationNode.Kind, _ label: String, _ column: ColumnID, _ row: Int, _ own: Rational, _ scale: Scale,
    _ place: Place, span: SourceSpan?
  ) -> ExplanationNode? {
    guard let value = own.multiplying(scale.factor) else { return nil }
    let text = self.text(column, own)
    var node = ExplanationNode(
      kind: kind, label: label, value: value, text: shown(value, column, own), working: working(text, scale),
      span: span,
      data: nil, facts: [], children: [])
    if value.isInfinite { return node }
    guard let terms = self.terms(column, row, scale, place.deeper) else { return node }
    node.facts = terms.facts
    node.children = terms.nodes
    return node.simplified
  }

  /// The parts of a value that sum to it, times the scale; nil if it has no number.
  mutating func terms(_ column: ColumnID, _ row: Int, _ scale: Scale, _ place: Place) -> Terms? {
    guard case .number(let own)? = run.value(column, row: row), let value = own.multiplying(scale.factor) else {
      return nil
    }
    parts += 1
    if !own.isInfinite, place.depth < Self.depthLimit, parts < Self.partLimit {
      if let line = columns.line(column, besides: place.line) {
        return lineTerms(line, column, row, own, scale, place)
      }
      if let terms = split(column, row, own, scale, place), ExplanationNode.sum(terms.nodes) == value {
        return terms
      }
    }
    return Terms(nodes: [leaf(.formula, column, row, value, scale, place)])
  }

  /// A line that is read by another one: a node of its own.
  private mutating func lineTerms(
    _ line: TracedColumns.LinePlace, _ column: ColumnID, _ row: Int, _ own: Rational, _ scale: Scale, _ place: Place
  ) -> Terms? {
    let declaration = model.sheets[line.sheet].lines[line.line]
    var inner = place.deeper
    inner.line = line
    inner.sheet = line.sheet
    inner.row = name(run.program[column].frame, row)
    var label = declaration.title ?? declaration.name
    if line.sheet != place.sheet { label = "\(model.sheets[line.sheet].name).\(declaration.name)" }
    if inner.row != place.row, !inner.row.isEmpty { label += " of \(inner.row)" }
    guard let node = node(.line, label, column, row, own, scale, inner, span: declaration.span) else { return nil }
    return Terms(nodes: [node])
  }

  /// A value that is not taken apart.
  mutating func leaf(
    _ kind: ExplanationNode.Kind, _ column: ColumnID, _ row: Int, _ value: Rational, _ scale: Scale, _ place: Place
  ) -> ExplanationNode {
    let own = run.value(column, row: row)
    let number: Rational = if case .number(let number)? = own { number } else { value }
    let product = self.product(column, row, place)
    let working = product.map { $0 + scale.suffix } ?? self.working(text(column, number), scale)
    return ExplanationNode(
      kind: product != nil && kind == .formula ? .value : kind, label: label(column, row, place), value: value,
      text: shown(value, column, number), working: working, span: span(column, place), data: data(column, row),
      facts: facts(below: column, row, place, depth: 2), children: [])
  }

  /// A leaf that is no value of a column: what a step, a rounding or a tier makes of one.
  func part(
    _ kind: ExplanationNode.Kind, _ label: String, _ value: Rational, like column: ColumnID, working: String? = nil,
    span: SourceSpan? = nil, facts: [ExplanationFact] = []
  ) -> ExplanationNode {
    ExplanationNode(
      kind: kind, label: label, value: value, text: text(column, value), working: working, span: span, data: nil,
      facts: facts, children: [])
  }

  /// `12,000.00 USD × 50%`, where there is something to be multiplied.
  func working(_ text: String, _ scale: Scale) -> String? { scale.words.isEmpty ? nil : text + scale.suffix }

  /// What a value adds to the amount, as it is printed: in the value's own unit where nothing is multiplied.
  private func shown(_ value: Rational, _ column: ColumnID, _ own: Rational) -> String {
    value == own || value == own.negated ? text(column, value) : text(like: nil, value)
  }

  // MARK: Taking apart

  private mutating func split(
    _ column: ColumnID, _ row: Int, _ own: Rational, _ scale: Scale, _ place: Place
  ) -> Terms? {
    if let step = columns.step(column, in: place.line) { return stepTerms(step, column, row, own, scale, place) }
    let inner = place.deeper
    switch run.program[column].operation {
    case .add(let a, let b):
      guard var terms = self.terms(a, row, scale, inner), let others = self.terms(b, row, scale, inner) else {
        return nil
      }
      terms.add(others)
      return terms
    case .subtract(let a, let b):
      if let change = changeTerms(column, a, b, row, scale, place) { return change }
      guard var terms = self.terms(a, row, scale, inner), let others = self.terms(b, row, scale.negated, inner) else {
        return nil
      }
      terms.add(others)
      return terms
    case .negate(let a): return terms(a, row, scale.negated, inner)
    case .absolute(let a):
      guard case .number(let value)? = run.value(a, row: row) else { return nil }
      return terms(a, row, value.signum < 0 ? scale.negated : scale, inner)
    case .multiply(let a, let b): return productTerms(column, a, b, row, scale, place)
    case .divide(let a, let b, _):
      guard columns.carries(a), case .number(let divisor)? = run.value(b, row: row),
        let next = scale.dividedBy(divisor, factorText(b, row, place)), var terms = self.terms(a, row, next, inner)
      else { return nil }
      terms.facts += facts(of: b, row, place)
      return terms
    case .minimum(let a, let b): return extremeTerms(a, b, isMinimum: true, column, row, own, scale, place)
    case .maximum(let a, let b): return extremeTerms(a, b, isMinimum: false, column, row, own, scale, place)
    case .round(let a, _, _):
      guard case .number(let before)? = run.value(a, row: row), var terms = self.terms(a, row, scale, inner) else {
        return nil
      }
      terms.nodes += residue(.rounding, "rounding", from: before, to: own, scale, like: column)
      return terms
    case .choose(let condition, let then, let otherwise):
      if let each = eachTerms(column, condition, then, otherwise, row, scale, place) { return each }
      return choiceTerms(condition, then, otherwise, row, scale, place)
    case .coalesce(let a, let b):
      guard run.value(a, row: row) == .missing else { return terms(a, row, scale, inner) }
      guard var terms = self.terms(b, row, scale, inner) else { return nil }
      terms.facts.append(ExplanationFact(words(a, place), "missing", span: span(a, place)))
      return terms
    case .require(let a), .finite(let a), .whole(let a, _), .assure(let a, _, _): return terms(a, row, scale, inner)
    case .gather(let of, let at): return gatheredTerms(of, at, row, scale, place)
    case .aggregate(let aggregation): return aggregateTerms(aggregation, column, row, scale, place)
    case .runningSum(let of, let group, let order):
      return runningTerms(of, group, order, column, row, scale, place)
    case .apportion(let of, _, _, _, _):
      guard case .number(let before)? = run.value(of, row: row), var terms = self.terms(of, row, scale, inner) else {
        return nil
      }
      terms.nodes += residue(
        .residue, "so that the shares make the whole (largest remainder)", from: before, to: own, scale, like: column)
      return terms
    case .previous, .preceding: return earlierTerms(column, row, own, scale, place)
    case .tierAmount(let table, let amount, let against):
      return tierTerms(
        Filling(table: table, amount: amount, against: against), column, row, from: nil, scale, place)
    case .input, .key, .constant, .tierRate, .matchRates, .allot:
      guard let value = own.multiplying(scale.factor) else { return nil }
      let kind: ExplanationNode.Kind = if case .allot = run.program[column].operation { .formula } else { .value }
      return Terms(nodes: [leaf(kind, column, row, value, scale, place)])
    case .parentRow, .rightRow, .period, .rowNumber, .lookup, .place, .squareRoot, .normalQuantile, .poissonQuantile,
      .compare, .and, .or, .not, .isMissing, .single, .startsWith, .contains, .addDays, .daysBetween, .addMonths,
      .monthsBetween, .periodsBetween, .dateOf, .periodOf, .firstDay, .lastDay, .shiftPeriod, .addPeriods, .schedule,
      .weekdayNumber, .notBefore:
      return nil
    }
  }

  /// What was added to a value to make another one of it; nothing if they are the same.
  func residue(
    _ kind: ExplanationNode.Kind, _ label: String, from before: Rational, to after: Rational, _ scale: Scale,
    like column: ColumnID, span: SourceSpan? = nil, facts: [ExplanationFact] = []
  ) -> [ExplanationNode] {
    guard let change = after.subtracting(before), change != .zero, let value = change.multiplying(scale.factor) else {
      return []
    }
    let working = scale.words.isEmpty ? nil : working(text(column, change), scale)
    return [part(kind, label, value, like: column, working: working, span: span, facts: facts)]
  }

  /// The side of a product that carries the amount, times the other one.
  private mutating func productTerms(
    _ column: ColumnID, _ a: ColumnID, _ b: ColumnID, _ row: Int, _ scale: Scale, _ place: Place
  ) -> Terms? {
    guard let carrier = columns.carrier(a, b) else { return nil }
    let factor = carrier == a ? b : a
    guard case .number(let times)? = run.value(factor, row: row),
      let next = scale.times(times, factorText(factor, row, place)),
      var terms = self.terms(carrier, row, next, place.deeper)
    else { return nil }
    terms.facts += facts(of: factor, row, place)
    return terms
  }

  private mutating func choiceTerms(
    _ condition: ColumnID, _ then: ColumnID, _ otherwise: ColumnID, _ row: Int, _ scale: Scale, _ place: Place
  ) -> Terms? {
    guard case .bool(let holds)? = run.value(condition, row: row),
      var terms = self.terms(holds ? then : otherwise, row, scale, place.deeper)
    else { return nil }
    if !columns.isInternal(condition) { terms.facts += conditionFacts(condition, row, place) }
    return terms
  }

  /// A line that is paid at the end of a longer period, before it.
  private mutating func eachTerms(
    _ column: ColumnID, _ condition: ColumnID, _ then: ColumnID, _ otherwise: ColumnID, _ row: Int, _ scale: Scale,
    _ place: Place
  ) -> Terms? {
    guard let line = place.line, columns.isInternal(condition), run.value(condition, row: row) == .bool(false),
      let each = model.sheets[line.sheet].lines[line.line].each, columns.column(of: line) == column
    else { return nil }
    return Terms(facts: [ExplanationFact("each \(each.rawValue)", "this is not the last period of it")])
  }

  /// What a bound did to a value, where one side is a bound; else the side that was taken.
  private mutating func extremeTerms(
    _ a: ColumnID, _ b: ColumnID, isMinimum: Bool, _ column: ColumnID, _ row: Int, _ own: Rational, _ scale: Scale,
    _ place: Place
  ) -> Terms? {
    guard case .number(let left)? = run.value(a, row: row), case .number(let right)? = run.value(b, row: row) else {
      return nil
    }
    let inner = place.deeper
    let word = isMinimum ? "at most" : "at least"
    for (carrier, value, bound, limit) in [(a, left, b, right), (b, right, a, left)]
    where columns.carries(carrier) && !columns.carries(bound) && !value.isInfinite {
      guard var terms = self.terms(carrier, row, scale, inner) else { return nil }
      let label = columns.remainder(column) ?? "\(word) \(text(bound, limit))"
      terms.nodes += residue(
        .step, label, from: value, to: own, scale, like: column, span: span(column, place),
        facts: facts(of: bound, row, place))
      return terms
    }
    let (taken, other, limit) = own == left ? (a, b, right) : (b, a, left)
    guard var terms = self.terms(taken, row, scale, inner) else { return nil }
    terms.facts.append(
      ExplanationFact(
        isMinimum ? "not more than \(words(other, place))" : "not less than \(words(other, place))", text(other, limit),
        span: span(other, place)))
    return terms
  }

  /// A value that stands in another row.
  private mutating func gatheredTerms(
    _ of: ColumnID, _ at: ColumnID, _ row: Int, _ scale: Scale, _ place: Place
  ) -> Terms? {
    guard let other = run.row(at, row: row) else { return nil }
    return terms(of, other, scale, place.deeper)
  }

  private mutating func earlierTerms(
    _ column: ColumnID, _ row: Int, _ own: Rational, _ scale: Scale, _ place: Place
  ) -> Terms? {
    guard let value = own.multiplying(scale.factor) else { return nil }
    guard let (of, before) = earlier(column, row) else {
      let initial = columns.initial(column)
      return initial.flatMap { terms($0, row, scale, place.deeper) }
    }
    let what = columns.name(of) ?? words(column, place)
    var node = part(
      .earlier, "\(what) of \(difference(run.program[of].frame, before, row))", value, like: column,
      working: working(text(column, own), scale), span: span(of, place))
    node.text = text(column, value)
    return Terms(nodes: [node])
  }

  /// The column and the row that a column of earlier values reads; nil where it begins.
  func earlier(_ column: ColumnID, _ row: Int) -> (of: ColumnID, row: Int)? {
    switch run.program[column].operation {
    case .previous(let of, _, let restarts):
      if let restarts, run.value(restarts, row: row) == .bool(true) { return nil }
      guard case .spine(let entities, _, _) = run.program[run.program[column].frame].rows,
        let count = run.rowCount(entities), row >= count
      else { return nil }
      return (of, row - count)
    case .preceding(let of, _, let group, let place):
      guard case .number(let own)? = run.value(place, row: row), let wanted = own.subtracting(.one) else { return nil }
      let keys = group.map { run.value($0, row: row) }
      let count = run.rowCount(run.program[column].frame) ?? 0
      let found = (0..<count).first { other in
        run.value(place, row: other) == .number(wanted)
          && zip(group, keys).allSatisfy { run.value($0, row: other) == $1 }
      }
      return found.map { (of, $0) }
    default: return nil
    }
  }
}

extension ExplanationBuilder.Scale {
  /// The factors behind a value.
  var suffix: String { words.isEmpty ? "" : " " + words.joined(separator: " ") }
}

extension ExplanationNode {
  /// Puts the parts of a group in its place where beside it there are only a rounding and the like.
  private mutating func hoist() {
    let groups = children.indices.filter { children[$0].kind == .group }
    guard children.count > 1, groups.count == 1, let place = groups.first, children[place].working == nil else {
      return
    }
    for child in children {
      switch child.kind {
      case .group, .rounding, .residue, .step: break
      case .line, .row, .slice, .earlier, .value, .formula, .folded: return
      }
    }
    let group = children[place]
    facts += group.facts
    children.replaceSubrange(place...place, with: group.children)
  }

  /// The node without a level that says nothing more: one part that is the whole.
  var simplified: ExplanationNode {
    var node = self
    node.children = node.children.filter { $0.value != .zero || $0.kind == .line || $0.kind == .row }
    node.hoist()
    guard node.children.count == 1, let only = node.children.first, only.value == node.value else { return node }
    switch only.kind {
    case .group:
      node.children = only.children
      node.facts += only.facts
      node.working = node.working ?? only.working
    case .formula where node.kind == .line: break
    case .value, .formula, .slice:
      node.children = []
      node.facts += only.facts
      node.working = only.working ?? node.working
      node.data = node.data ?? only.data
      if node.kind == .row, only.kind == .formula { node.kind = .formula }
    case .line, .row, .step, .rounding, .residue, .earlier, .folded: break
    }
    return node
  }
}
