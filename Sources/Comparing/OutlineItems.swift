import Source
import Syntax

/// Cuts a declaration into its entries.
struct OutlineItems {
  private let text: TreeText
  private let kind: Outline.Kind
  private var tree: SyntaxTree { text.tree }

  init(_ text: TreeText, _ kind: Outline.Kind) {
    self.text = text
    self.kind = kind
  }

  /// The entries of a declaration; together they have all of its tokens.
  func items(of node: SyntaxTree.NodeID) -> [Item] {
    switch kind {
    case .calendar, .data, .example, .unread:
      let tokens = tree.tokenRange(node)
      return [Item(kind: .value, key: "value", label: "", pieces: [Piece("value", tokens, text)])]
    case .unit, .param: return valueItems(node)
    case .define, .table, .rates, .curve, .matrix, .plan, .sheet, .replenish, .position, .rules, .schedule:
      return blockItems(node)
    }
  }

  /// `param threshold` and its value.
  private func valueItems(_ node: SyntaxTree.NodeID) -> [Item] {
    let tokens = tree.tokenRange(node)
    guard let sign = tokens.first(where: { tree.tokens[$0].kind == .equal }) else {
      return [Item(kind: .head, key: "head", label: "", pieces: [Piece("head", tokens, text)])]
    }
    return [
      Item(kind: .head, key: "head", label: "", pieces: [Piece("head", tokens.lowerBound..<sign + 1, text)]),
      Item(kind: .value, key: "value", label: "", pieces: [Piece("value", sign + 1..<tokens.upperBound, text)]),
    ]
  }

  // MARK: - Blocks

  private func blockItems(_ node: SyntaxTree.NodeID) -> [Item] {
    let tokens = tree.tokenRange(node)
    let elements = tree.children(node)
    /// The brace that opens the block is the declaration's own token, and the first such.
    let open = elements.lazy.compactMap { element -> Int? in
      if case .token(let token) = element, tree.token(token).kind == .leftBrace { token.index } else { nil }
    }.first
    var items = head(tokens.lowerBound..<(open ?? tokens.upperBound), elements)
    guard let open else { return items }
    let keys = keyColumns(elements)
    var braces = 0
    for element in elements {
      switch element {
      case .token(let token):
        guard token.index >= open else { continue }
        items.append(brace(token.index, braces))
        braces += 1
      case .node(let child):
        let range = tree.tokenRange(child)
        if range.lowerBound > open, !range.isEmpty { items.append(item(child, range, keys: keys)) }
      }
    }
    return items
  }

  private func brace(_ index: Int, _ count: Int) -> Item {
    Item(kind: .brace, key: "brace \(count)", label: "", pieces: [Piece("brace", index..<index + 1, text)])
  }

  /// What stands in front of the opening brace, with its title apart.
  private func head(_ tokens: Range<Int>, _ elements: [SyntaxTree.Element]) -> [Item] {
    switch kind {
    case .plan, .sheet, .replenish, .position, .rules, .schedule:
      guard let title = tokens.first(where: { tree.tokens[$0].kind == .text }) else { break }
      let front = Item(
        kind: .head, key: "head", label: "", pieces: [Piece("head", tokens.lowerBound..<title, text)])
      let own = Item(kind: .title, key: "title", label: "title", pieces: [Piece("title", title..<title + 1, text)])
      guard title + 1 < tokens.upperBound else { return [front, own] }
      let rest = Piece("rest", title + 1..<tokens.upperBound, text)
      return [front, own, Item(kind: .head, key: "rest", label: "", pieces: [rest])]
    case .table:
      let cuts = elements.compactMap { element -> (Int, String)? in
        guard case .node(let child) = element else { return nil }
        let first = tree.tokenRange(child).lowerBound
        guard tokens.contains(first) else { return nil }
        switch tree.kind(child) {
        case .tableKey: return (first, "key")
        case .tableOption: return (first, text.words(first..<first + 1))
        default: return nil
        }
      }
      return [Item(kind: .head, key: "head", label: "", pieces: cut(tokens, [(tokens.lowerBound, "head")] + cuts))]
    case .define:
      guard let sign = elements.lazy.compactMap({ own($0, .equal) }).first else { break }
      return [
        Item(kind: .head, key: "head", label: "", pieces: [Piece("head", tokens.lowerBound..<sign + 1, text)]),
        Item(kind: .value, key: "value", label: "", pieces: [Piece("value", sign + 1..<tokens.upperBound, text)]),
      ]
    case .unit, .param, .rates, .curve, .matrix, .calendar, .data, .example, .unread: break
    }
    return [Item(kind: .head, key: "head", label: "", pieces: [Piece("head", tokens, text)])]
  }

  private func own(_ element: SyntaxTree.Element, _ kind: TokenKind) -> Int? {
    if case .token(let token) = element, tree.token(token).kind == kind { token.index } else { nil }
  }

  /// The names of a table's key columns.
  private func keyColumns(_ elements: [SyntaxTree.Element]) -> [String] {
    for case .node(let child) in elements where tree.kind(child) == .tableKey {
      return tree.tokenRange(child).compactMap { index in
        if case .name(let name) = text.saying(index) { name } else { nil }
      }
    }
    return []
  }

  // MARK: - Entries

  private func item(_ node: SyntaxTree.NodeID, _ range: Range<Int>, keys: [String]) -> Item {
    func one(_ kind: Item.Kind, _ key: String, _ label: String? = nil) -> Item {
      Item(kind: kind, key: key, label: label ?? key, pieces: [Piece("whole", range, text)])
    }
    switch tree.kind(node) {
    case .rowsHeader:
      return Item(kind: .header, key: "for each", label: "for each", pieces: clauses(node, range, [.where], from: 2))
    case .periodHeader: return one(.header, "during")
    case .eachHeader: return one(.header, "each")
    case .paymentHeader: return one(.header, "paid")
    case .orderHeader: return one(.header, "in order of")
    case .groupingHeader: return one(.header, "grouped by")
    case .belowZero: return one(.header, "below zero")
    case .column: return one(.column, "column \(words(range.prefix(1)))")
    case .tableCondition: return one(.condition, "where", "where")
    case .check: return one(.check, words(range.prefix(2)))
    case .orderEntry: return one(.entry, words(range.prefix(3)))
    case .axis: return one(.axis, "axis \(words(range.prefix(1)))")
    case .weekdays: return one(.day, words(range.prefix(1)))
    case .scheduleDays: return one(.day, words(range.prefix(4)))
    case .choiceRow, .tier, .point, .curveEnd: return bounded(node, range)
    case .closing: return one(.closing, "end", "end")
    case .matrixHeader, .matrixLine: return gridItem(node, range)
    case .rowBlock: return rowsItem(node, range, keys: keys)
    case .credit:
      return Item(
        kind: .credit, key: words(range.prefix(2)), label: words(range.prefix(2)),
        pieces: clauses(node, range, [.from, .where, .to, .on, .of, .rounded], from: 2))
    case .line:
      return Item(
        kind: .line, key: "line \(words(range.dropFirst().prefix(1)))", label: words(range.prefix(2)),
        pieces: lineClauses(node, range))
    case .error: return one(.unread, "unread \(words(range))", "text that cannot be read")
    default: return one(.day, words(range.prefix(2)))
    }
  }

  private func words(_ tokens: Range<Int>) -> String { text.words(tokens) }

  /// `from 100%: 9%` as its bounds and its value.
  private func bounded(_ node: SyntaxTree.NodeID, _ range: Range<Int>) -> Item {
    let colon = tree.children(node).lazy.compactMap { own($0, .colon) }.first ?? range.upperBound - 1
    let bounds = words(range.lowerBound..<max(colon, range.lowerBound))
    let (kind, label): (Item.Kind, String) =
      switch tree.kind(node) {
      case .point: (.point, "point")
      case .curveEnd: (.curveEnd, "end")
      case .choiceRow: (.choice, "case")
      default: (.tier, "tier")
      }
    var pieces = [Piece("bounds", range.lowerBound..<colon + 1, text)]
    if colon + 1 < range.upperBound { pieces.append(Piece("value", colon + 1..<range.upperBound, text)) }
    return Item(kind: kind, key: "\(label) \(bounds)", label: "\(label) \(bounds)", pieces: pieces)
  }

  /// A line of a matrix as its bound and its cells, or the line of the columns.
  private func gridItem(_ node: SyntaxTree.NodeID, _ range: Range<Int>) -> Item {
    let bars = tree.children(node).compactMap { own($0, .bar) }
    let isHeader = tree.kind(node) == .matrixHeader
    let bound = words(range.lowerBound..<(bars.first ?? range.upperBound))
    let cuts = bars.enumerated().map { ($1, "cell \($0)") }
    return Item(
      kind: isHeader ? .header : .grid, key: isHeader ? "columns" : "line \(bound)",
      label: isHeader ? "columns" : "line \(bound)",
      pieces: isHeader
        ? [Piece("whole", range, text)] : cut(range, (isHeader ? [] : [(range.lowerBound, "bounds")]) + cuts))
  }

  // MARK: - Rows

  private func rowsItem(_ node: SyntaxTree.NodeID, _ range: Range<Int>, keys: [String]) -> Item {
    var pieces: [Piece] = []
    var columns: [String]?
    var place = range.lowerBound
    func gap(to end: Int) {
      if place < end { pieces.append(Piece(pieces.isEmpty ? "open" : "between", place..<end, text)) }
    }
    for case .node(let row) in tree.children(node) where tree.kind(row) == .row {
      let tokens = tree.tokenRange(row)
      guard !tokens.isEmpty else { continue }
      gap(to: tokens.lowerBound)
      place = tokens.upperBound
      let cells = cells(tokens)
      guard let names = columns else {
        let names = cells.map { String($0.prefix { $0 != " " }) }
        columns = names
        pieces.append(Piece(row: "header", tokens, text, cells: names.map { ($0, "") }))
        continue
      }
      let named = Array(zip(names, cells))
      let keyCells = keys.compactMap { key in named.first { $0.0 == key }?.1 }
      let key = keyCells.isEmpty || keyCells.count < keys.count ? cells : keyCells
      pieces.append(
        Piece(
          row: "row " + key.joined(separator: ", "), tokens, text, cells: named.map { (column: $0.0, cell: $0.1) }))
    }
    if place < range.upperBound { pieces.append(Piece("close", place..<range.upperBound, text)) }
    return Item(kind: .rows, key: "rows", label: "rows", pieces: pieces)
  }

  /// The cells of a row, outer blanks and quotes left out.
  private func cells(_ tokens: Range<Int>) -> [String] {
    var cells: [String] = []
    var isBehindBar = true
    for index in tokens {
      switch tree.tokens[index].kind {
      case .bar:
        if isBehindBar { cells.append("") }
        isBehindBar = true
      case .text:
        cells.append(String(text.words(index..<index + 1).dropFirst().dropLast()))
        isBehindBar = false
      default:
        cells.append(text.words(index..<index + 1))
        isBehindBar = false
      }
    }
    if isBehindBar { cells.append("") }
    return cells
  }

  // MARK: - Clauses

  /// Pieces of `range` that begin at the given tokens, in their order.
  private func cut(_ range: Range<Int>, _ cuts: [(Int, String)]) -> [Piece] {
    cuts.enumerated().compactMap { number, cut in
      let end = number + 1 < cuts.count ? cuts[number + 1].0 : range.upperBound
      return cut.0 < end ? Piece(cut.1, cut.0..<end, text) : nil
    }
  }

  /// The parts of an entry that begin with one of `starts`, where that word is the entry's own; clauses with one word
  /// that follow each other are one.
  private func clauses(
    _ node: SyntaxTree.NodeID, _ range: Range<Int>, _ starts: Set<Word>, from first: Int
  ) -> [Piece] {
    var cuts: [(Int, String)] = [(range.lowerBound, "head")]
    for case .token(let token) in tree.children(node) where token.index >= range.lowerBound + first {
      guard let word = tree.token(token).word, starts.contains(word), cuts.last?.1 != word.rawValue else { continue }
      cuts.append((token.index, word.rawValue))
    }
    return cut(range, cuts)
  }

  /// The parts of a line: its name, its title, what it is, its value, its steps.
  private func lineClauses(_ node: SyntaxTree.NodeID, _ range: Range<Int>) -> [Piece] {
    var cuts: [(Int, String)] = [(range.lowerBound, "head")]
    var isInSteps = false
    for element in tree.children(node) {
      switch element {
      case .node(let child):
        guard tree.kind(child) == .step else { continue }
        isInSteps = true
        // The `then` in front is the step's.
        if cuts.last?.1 == "then" { cuts.removeLast() }
        let first = tree.tokenRange(child).lowerBound
        let start = first > range.lowerBound && tree.tokens[first - 1].word == .then ? first - 1 : first
        cuts.append((start, "step \(action(first))"))
      case .token(let token):
        guard token.index >= range.lowerBound + 2 else { continue }
        switch (tree.token(token).kind, tree.token(token).word) {
        case (.text, _): if !isInSteps { cuts.append((token.index, "title")) }
        case (.leftBrace, _): cuts.append((token.index, "open"))
        case (.rightBrace, _): cuts.append((token.index, "close"))
        case (.equal, _), (.colon, _), (_, .from?): cuts.append((token.index, "value"))
        case (_, .each?), (_, .starting?), (_, .to?), (_, .rounded?), (_, .at?):
          cuts.append((token.index, text.words(token.index..<token.index + 1)))
        case (_, .then?): cuts.append((token.index, "then"))
        default: break
        }
      }
    }
    return cut(range, cuts)
  }

  /// The words of a step that say what it does.
  private func action(_ first: Int) -> String {
    switch tree.tokens[first].word {
    case .stop?, .set?, .at?: words(first..<min(first + 2, tree.tokens.count))
    case .round?:
      words(first..<min(first + 1, tree.tokens.count))
    default: words(first..<first + 1)
    }
  }
}

extension Range<Int> {
  /// The first `count` of the tokens.
  func prefix(_ count: Int) -> Range<Int> { lowerBound..<Swift.min(upperBound, lowerBound + count) }

  /// All tokens but the first `count`.
  func dropFirst(_ count: Int = 1) -> Range<Int> { Swift.min(upperBound, lowerBound + count)..<upperBound }
}
