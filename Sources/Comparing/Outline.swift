import Source
import Syntax

/// A run of tokens that can change by itself: a tier's rate, a step, the condition of a credit.
struct Piece: Sendable {
  /// What tells it from the others of its item; not unique.
  let key: String
  let tokens: Range<Int>
  let text: TreeText
  /// What it says. Rows say their cells by the names of their columns, in whichever order those stand.
  let sayings: [TreeText.Saying]
  /// The cells of a row, by the names of their columns.
  var cells: [(column: String, cell: String)] = []

  init(_ key: String, _ tokens: Range<Int>, _ text: TreeText) {
    self.key = key
    self.tokens = tokens
    self.text = text
    sayings = text.sayings(tokens)
  }

  /// A row of a table whose columns are known.
  init(row key: String, _ tokens: Range<Int>, _ text: TreeText, cells: [(column: String, cell: String)]) {
    self.key = key
    self.tokens = tokens
    self.text = text
    self.cells = cells
    sayings = cells.sorted { ($0.column, $0.cell) < ($1.column, $1.cell) }.flatMap {
      [.name($0.column), .other($0.cell)]
    }
  }

  var words: String { text.words(tokens) }
  var span: SourceSpan { text.span(tokens) }
}

/// An entry of a declaration: a tier, a column, a line with its steps, a credit with its clauses.
struct Item: Sendable {
  enum Kind: Hashable, Sendable {
    /// The words in front of the first brace; the braces.
    case head, title, brace
    /// `for each`, `during`, `paid` and their like.
    case header
    case column, condition, check, rows
    case tier, closing, point, curveEnd, grid
    case credit, line, entry, choice, axis, day
    /// What a declaration without entries says behind its name.
    case value
    /// What could not be read.
    case unread
  }

  let kind: Kind
  /// What tells it from the other entries.
  let key: String
  /// The words by which messages name it; empty for the declaration itself.
  let label: String
  let pieces: [Piece]

  var tokens: Range<Int> {
    guard let first = pieces.first, let last = pieces.last else { return 0..<0 }
    return first.tokens.lowerBound..<last.tokens.upperBound
  }

  var sayings: [TreeText.Saying] { pieces.flatMap(\.sayings) }

  /// Iff the order of such entries in the text has a meaning, or shows which of them belong together.
  var isOrdered: Bool {
    switch kind {
    case .tier, .point, .grid: true
    case .head, .title, .brace, .header, .column, .condition, .check, .rows, .closing, .curveEnd, .credit, .line,
      .entry, .choice, .axis, .day, .value, .unread:
      false
    }
  }

  /// Iff whatever changes in it is said as one change.
  var changesAsOne: Bool {
    switch kind {
    case .tier, .point, .closing, .curveEnd, .column, .condition, .check, .entry, .choice, .axis, .day, .value,
      .unread, .title, .brace:
      true
    case .header: pieces.count == 1
    case .head, .rows, .grid, .credit, .line: false
    }
  }
}

/// A declaration as its entries, in the order of the text; together they have all of its tokens.
struct Outline: Sendable {
  enum Kind: String, Hashable, Sendable {
    case unit, param, define, table, rates, curve, matrix, plan, sheet, replenish, position, rules, schedule, calendar
    case data, example
    case unread = "text"
  }

  let kind: Kind
  let name: String
  let items: [Item]
  let tokens: Range<Int>
  let text: TreeText

  var span: SourceSpan { text.span(tokens) }
  var sayings: [TreeText.Saying] { items.flatMap(\.sayings) }

  /// What tells it from the other declarations of the plan.
  var key: String { "\(kind.rawValue) \(name)" }

  /// The words by which messages name it: its name where that says enough, else with its kind.
  var label: String {
    switch kind {
    case .rates, .curve, .matrix, .plan, .sheet, .replenish, .position, .rules: name
    case .unit, .param, .define, .table, .schedule, .data: key
    case .calendar: "calendar"
    case .example: "example \(name)"
    case .unread: "text that cannot be read"
    }
  }

  /// Iff it takes part in results; examples and their data only test them.
  var isMeant: Bool { kind != .example && kind != .data }
}
