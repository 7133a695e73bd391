import Source

/// Says what differs in the author's words.
enum ChangeWords {
  /// The longest text of a new thing that is shown whole.
  private static let longest = 90

  static func declaration(_ outline: Outline, kind: PlanChange.Kind) -> PlanChange {
    let what: String
    switch outline.kind {
    case .unit, .param, .define, .table, .schedule: what = body(outline.items.filter { $0.kind == .value })
    case .replenish: what = "replenishment rule"
    case .rules: what = "choice of rules"
    case .rates where kind == .removed || kind == .added: what = "table of rates"
    case .rates, .curve, .matrix, .plan, .sheet, .position, .data, .example: what = outline.kind.rawValue
    case .calendar, .unread: what = ""
    }
    let text = outline.text.words(outline.tokens)
    let isNew = kind == .added
    let words: String
    switch outline.kind {
    case .unit, .param, .define, .table, .schedule, .calendar, .unread:
      words = (isNew ? "new" : "gone") + (what.isEmpty ? "" : (isNew ? ", " : ", was ") + what)
    case .rates, .curve, .matrix, .plan, .sheet, .replenish, .position, .rules, .data, .example:
      words = isNew ? "a new \(what)" : "the \(what) is gone"
    }
    return PlanChange(
      kind: kind, declaration: outline.label, part: "", words: words,
      old: kind == .added ? nil : text, new: kind == .added ? text : nil,
      oldSpan: kind == .added ? nil : outline.span, newSpan: kind == .added ? outline.span : nil)
  }

  static func grid(_ old: Outline, _ new: Outline) -> PlanChange {
    func lines(_ outline: Outline) -> [Item] { outline.items.filter(\.isOfGrid) }
    func text(_ outline: Outline) -> String {
      lines(outline).map { outline.text.words($0.tokens) }.joined(separator: " / ")
    }
    func columns(_ outline: Outline) -> String {
      lines(outline).first { $0.key == "columns" }.map { outline.text.words($0.tokens) } ?? ""
    }
    return PlanChange(
      kind: .changed, declaration: new.label, part: "columns", words: "\(columns(old)) -> \(columns(new))",
      old: text(old), new: text(new), oldSpan: lines(old).first.map { old.text.span($0.tokens) },
      newSpan: lines(new).first.map { new.text.span($0.tokens) })
  }

  // MARK: - Entries

  /// The name of an entry in a sentence.
  static func label(_ item: Item, of kind: Item.Kind) -> String { item.label }

  /// An entry that is new or gone.
  static func item(_ item: Item, of outline: Outline, kind: PlanChange.Kind) -> PlanChange {
    let text = outline.text.words(item.tokens)
    let what = body([item])
    let isNew = kind == .added
    return PlanChange(
      kind: kind, declaration: outline.label, part: item.label,
      words: (isNew ? "new" : "gone") + (what.isEmpty ? "" : (isNew ? ", " : ", was ") + what),
      old: isNew ? nil : text, new: isNew ? text : nil,
      oldSpan: isNew ? nil : outline.text.span(item.tokens), newSpan: isNew ? outline.text.span(item.tokens) : nil)
  }

  /// An entry whose pieces change as one.
  static func item(_ old: Item, _ new: Item, of outline: Outline) -> PlanChange {
    let oldText = old.pieces.first?.text ?? outline.text
    var words: String
    var part = old.label
    switch new.kind {
    case .tier, .point, .choice, .curveEnd:
      let isBoundSame = old.pieces.first?.sayings == new.pieces.first?.sayings
      let isValueSame = old.pieces.dropFirst().map(\.sayings) == new.pieces.dropFirst().map(\.sayings)
      let before = body([old])
      let after = body([new])
      if isBoundSame {
        words = "\(before) -> \(after)"
      } else if isValueSame {
        words = "now \(bounds(new)), still \(after)"
      } else {
        words = "\(before) -> \(bounds(new)): \(after)"
      }
    case .condition: words = conditionWords(old.pieces.first, new.pieces.first, skipping: 1)
    case .check:
      words = difference(old.tokens.dropFirst(2), oldText, new.tokens.dropFirst(2), outline.text)
    case .entry: words = difference(old.tokens.dropFirst(3), oldText, new.tokens.dropFirst(3), outline.text)
    case .column: words = tokenDifference(old.tokens, oldText, new.tokens, outline.text)
    case .header where new.key != "for each":
      words = difference(old.tokens, oldText, new.tokens, outline.text)
      part = ""
    case .header, .head, .title, .brace, .rows, .closing, .grid, .credit, .line, .axis, .day, .value, .unread:
      words = difference(old.tokens, oldText, new.tokens, outline.text)
    }
    return PlanChange(
      kind: .changed, declaration: outline.label, part: part, words: words, old: oldText.words(old.tokens),
      new: outline.text.words(new.tokens), oldSpan: oldText.span(old.tokens), newSpan: outline.text.span(new.tokens))
  }

  static func movedItem(_ item: Item?, behind other: Item?, of outline: Outline) -> PlanChange {
    let tokens = item?.tokens ?? 0..<0
    return PlanChange(
      kind: .moved, declaration: outline.label, part: item?.label ?? "",
      words: other.map { "now behind \($0.label)" } ?? "now in front of the others",
      old: outline.text.words(tokens), new: outline.text.words(tokens), oldSpan: nil, newSpan: outline.text.span(tokens)
    )
  }

  /// A block of rows or of steps that is new or gone.
  static func block(_ old: Item, _ new: Item, of outline: Outline) -> PlanChange {
    let oldText = old.pieces.first?.text ?? outline.text
    return PlanChange(
      kind: .changed, declaration: outline.label, part: new.label,
      words: tokenDifference(old.tokens, oldText, new.tokens, outline.text), old: oldText.words(old.tokens),
      new: outline.text.words(new.tokens), oldSpan: oldText.span(old.tokens), newSpan: outline.text.span(new.tokens))
  }

  // MARK: - Pieces

  /// A part of an entry that is new, other or gone.
  static func piece(
    _ old: Piece?, _ new: Piece?, _ oldItem: Item, _ newItem: Item, of outline: Outline
  ) -> PlanChange {
    let key = new?.key ?? old?.key ?? ""
    var part = newItem.label
    let words: String
    let kind: PlanChange.Kind = old == nil ? .added : new == nil ? .removed : .changed
    if key == "where" {
      words = conditionWords(old, new, skipping: 1)
    } else if newItem.kind == .rows {
      (part, words) = rowWords(old, new)
    } else {
      let own = pieceLabel(key, newItem, new ?? old)
      part += (part.isEmpty || own.isEmpty ? "" : ", ") + own
      switch (old, new) {
      case (let old?, let new?):
        words =
          key == "head"
          ? tokenDifference(old.tokens, old.text, new.tokens, new.text)
          : difference(essence(old), old.text, essence(new), new.text, isStep: new.isStep)
      case (nil, let new?): words = "new, " + cut(new.text.words(essence(new)))
      case (let old?, nil): words = "gone, was " + cut(old.text.words(essence(old)))
      case (nil, nil): words = ""
      }
    }
    return PlanChange(
      kind: kind, declaration: outline.label, part: part, words: words, old: old?.words, new: new?.words,
      oldSpan: old?.span, newSpan: new?.span)
  }

  static func movedStep(
    _ moves: Moves, _ place: Int, _ pieces: [Pairing.Pieces], _ item: Item, of outline: Outline
  ) -> PlanChange {
    let newPlace = pieces[place].new == nil ? moves.others[place] ?? place : place
    let oldPlace = pieces[place].new == nil ? place : moves.others[place] ?? place
    let step = pieces[newPlace].new
    let before = pieces[..<newPlace].last { $0.new?.isStep == true }?.new
    var words =
      before.map { "now behind `\(cut($0.text.words(withoutThen($0)), to: 40))`" } ?? "now in front of all steps"
    if let old = pieces[oldPlace].old, let step, Array(old.step) != Array(step.step) {
      words = difference(essence(old), old.text, essence(step), step.text, isStep: true) + ", " + words
    }
    let label = step.map { pieceLabel($0.key, item, $0) } ?? ""
    return PlanChange(
      kind: .moved, declaration: outline.label, part: item.label + ", " + label, words: words,
      old: pieces[oldPlace].old?.words, new: step?.words, oldSpan: pieces[oldPlace].old?.span, newSpan: step?.span)
  }

  /// What a piece is called behind the name of its entry.
  private static func pieceLabel(_ key: String, _ item: Item, _ piece: Piece?) -> String {
    switch key {
    case "head", "value", "open", "close", "whole", "between", "rest": return ""
    case "bounds": return ""
    case _ where key.hasPrefix("step "): return String(key.dropFirst("step ".count))
    case _ where key.hasPrefix("cell "):
      return "cell \((Int(key.dropFirst("cell ".count)) ?? 0) + 1)"
    default: return key
    }
  }

  /// The tokens of a piece without the words that its label says already.
  private static func essence(_ piece: Piece) -> Range<Int> {
    if piece.isStep {
      let own = withoutThen(piece)
      let action = piece.key.dropFirst("step ".count).split(separator: " ").count
      return own.dropFirst(action)
    }
    switch piece.key {
    case "value":
      let kind = piece.text.tree.tokens[piece.tokens.lowerBound].kind
      let isBehindSign = kind == .equal || kind == .colon || piece.sayings.first == .name("from")
      return isBehindSign ? piece.tokens.dropFirst() : piece.tokens
    case "each", "starting", "to", "rounded", "at", "on", "of", "from", "where", "dated", "latest", "valid", "unknown",
      "separated", "numbers":
      return piece.tokens.dropFirst()
    case _ where piece.key.hasPrefix("cell "): return piece.tokens.dropFirst()
    default: return piece.tokens
    }
  }

  private static func withoutThen(_ piece: Piece) -> Range<Int> {
    piece.sayings.first == .name("then") ? piece.tokens.dropFirst() : piece.tokens
  }

  // MARK: - Words

  private static func difference(
    _ old: Range<Int>, _ oldText: TreeText, _ new: Range<Int>, _ newText: TreeText, isStep: Bool = false
  ) -> String {
    words(ExpressionDifference(oldText, old, newText, new, isStep: isStep))
  }

  /// What differs word for word.
  private static func tokenDifference(
    _ old: Range<Int>, _ oldText: TreeText, _ new: Range<Int>, _ newText: TreeText
  ) -> String {
    words(ExpressionDifference(tokensOf: oldText, old, newText, new))
  }

  private static func words(_ difference: ExpressionDifference) -> String {
    if difference.old.isEmpty { return "now with \(difference.new)" }
    if difference.new.isEmpty { return "no longer with \(difference.old)" }
    return "\(difference.old) -> \(difference.new)"
  }

  /// What entries say behind their names.
  private static func body(_ items: [Item]) -> String {
    guard let item = items.first else { return "" }
    switch item.kind {
    case .tier, .point, .choice, .curveEnd:
      return item.pieces.dropFirst().map(\.words).joined(separator: " ")
    case .line:
      let pieces = item.pieces.drop { $0.key != "value" }
      guard let first = pieces.first, let last = pieces.last else { return "" }
      return cut(first.text.words(essence(first).lowerBound..<last.tokens.upperBound))
    case .condition, .check, .entry:
      guard let piece = item.pieces.first else { return "" }
      return cut(piece.text.words(piece.tokens.dropFirst(item.kind == .condition ? 1 : item.kind == .check ? 2 : 3)))
    case .rows: return "\(item.pieces.count { $0.key.hasPrefix("row ") }) rows"
    case .credit, .column:
      guard let first = item.pieces.first, let last = item.pieces.last else { return "" }
      let start = first.tokens.dropFirst(item.kind == .credit ? 2 : 1).lowerBound
      return cut(first.text.words(start..<last.tokens.upperBound))
    case .head, .title, .brace, .header, .closing, .grid, .axis, .day, .value, .unread:
      guard let first = item.pieces.first, let last = item.pieces.last else { return "" }
      return cut(first.text.words(first.tokens.lowerBound..<last.tokens.upperBound))
    }
  }

  private static func bounds(_ item: Item) -> String {
    guard let first = item.pieces.first else { return "" }
    return first.text.words(first.tokens.lowerBound..<max(first.tokens.lowerBound, first.tokens.upperBound - 1))
  }

  private static func cut(_ text: String, to length: Int = longest) -> String {
    text.count <= length ? text : text.prefix(length - 1) + "…"
  }

  /// Which conditions are new and which are gone, where all must hold.
  private static func conditionWords(_ old: Piece?, _ new: Piece?, skipping count: Int) -> String {
    let before = old.map { conjuncts($0, skipping: count) } ?? []
    let after = new.map { conjuncts($0, skipping: count) } ?? []
    let added = after.filter { part in !before.contains { $0.sayings == part.sayings } }
    let removed = before.filter { part in !after.contains { $0.sayings == part.sayings } }
    func text(_ parts: [Piece]) -> String { parts.map(\.words).joined(separator: " and ") }
    if removed.isEmpty, !added.isEmpty { return (before.isEmpty ? "now only where " : "now also where ") + text(added) }
    if added.isEmpty, !removed.isEmpty { return "no longer where " + text(removed) }
    if let old = removed.first, let new = added.first, removed.count == 1, added.count == 1 {
      return "where " + difference(old.tokens, old.text, new.tokens, new.text)
    }
    if added.isEmpty { return "the same conditions in another form" }
    return "where \(text(removed)) -> \(text(added))"
  }

  /// The parts of a condition that `and` joins, or all of it.
  private static func conjuncts(_ piece: Piece, skipping count: Int) -> [Piece] {
    let tree = piece.text.tree
    var parts: [Range<Int>] = []
    var start = piece.tokens.dropFirst(count).lowerBound
    var depth = 0
    for index in piece.tokens.dropFirst(count) {
      switch tree.tokens[index].kind {
      case .leftParenthesis, .leftBracket: depth += 1
      case .rightParenthesis, .rightBracket: depth -= 1
      default: break
      }
      guard depth == 0 else { continue }
      switch tree.tokens[index].word {
      case .or?, .when?, .else?:
        return [Piece("condition", piece.tokens.dropFirst(count), piece.text)]
      case .and?, .where?:
        parts.append(start..<index)
        start = index + 1
      default: break
      }
    }
    parts.append(start..<piece.tokens.upperBound)
    return parts.filter { !$0.isEmpty }.map { Piece("condition", $0, piece.text) }
  }

  /// A row by its key, and the cells that differ.
  private static func rowWords(_ old: Piece?, _ new: Piece?) -> (part: String, words: String) {
    let key = new?.key ?? old?.key ?? ""
    func text(_ cells: [(column: String, cell: String)]) -> String {
      cut(cells.map { "\($0.column) \($0.cell.isEmpty ? "empty" : $0.cell)" }.joined(separator: ", "))
    }
    switch (old, new) {
    case (let old?, let new?):
      if key == "header" {
        return ("rows", difference(old.tokens, old.text, new.tokens, new.text))
      }
      let changes = new.cells.compactMap { column, cell -> String? in
        let before = old.cells.first { $0.column == column }?.cell
        guard before != cell else { return nil }
        return "\(column) \(before.map { $0.isEmpty ? "empty" : $0 } ?? "nothing") -> \(cell.isEmpty ? "empty" : cell)"
      }
      let gone = old.cells.filter { cell in !new.cells.contains { $0.column == cell.column } }
      return (key, (changes + gone.map { "\($0.column) \($0.cell) -> nothing" }).joined(separator: ", "))
    case (nil, let new?):
      let rest = new.cells.filter { !key.dropFirst("row ".count).split(separator: ", ").contains($0.cell[...]) }
      return (key, rest.isEmpty ? "new" : "new, " + text(rest))
    case (let old?, nil):
      let rest = old.cells.filter { !key.dropFirst("row ".count).split(separator: ", ").contains($0.cell[...]) }
      return (key, rest.isEmpty ? "gone" : "gone, was " + text(rest))
    case (nil, nil): return (key, "")
    }
  }
}
