import Syntax

/// What is aligned: the cells of rows, of tiers, of matrices, and the columns of tables.
///
/// Lines that stand together are aligned with each other; a blank line parts them, except between rows, which share a header.
extension Layout {
  mutating func align() {
    var siblings: [[Int]] = [[Int]](repeating: [], count: roles.items.count)
    for (index, item) in roles.items.enumerated() where item.parent != index { siblings[item.parent].append(index) }
    for items in siblings {
      var group: [Int] = []
      for item in items {
        let first = roles.items[item].tokens.lowerBound
        if let last = group.last, !belongTogether(roles.items[last].kind, roles.items[item].kind, first) {
          align(group)
          group = []
        }
        if roles.items[item].isVerbatim || roles.items[item].tokens.contains(where: { isRaw[$0] }) { continue }
        group.append(item)
      }
      align(group)
    }
  }

  private func belongTogether(_ above: NodeKind, _ below: NodeKind, _ first: Int) -> Bool {
    switch (above, below) {
    case (.row, .row): return true
    case (.column, .column), (.tier, .tier), (.choiceRow, .choiceRow), (.point, .point),
      (.matrixHeader, .matrixLine), (.matrixLine, .matrixLine):
      return !gaps[first].endsInBlankLine && !gaps[first].comments.contains { $0.followsBlankLine }
    default: return false
    }
  }

  private mutating func align(_ items: [Int]) {
    guard let first = items.first else { return }
    switch roles.items[first].kind {
    case .row: alignGrid(items)
    case .matrixHeader, .matrixLine:
      alignBounds(
        items.compactMap { roles.items[$0].kind == .matrixLine ? roles.items[$0].matchers.first : nil }.filter(isBound))
      alignGrid(items)
    case .column: alignColumns(items)
    case .tier, .choiceRow: alignMatchers(items)
    case .point:
      let places = items.compactMap { place(ofPoint: roles.items[$0].tokens) }
      alignBounds(places)
      padBehind(places)
    default: return
    }
    alignComments(items)
  }

  /// The end of the first line of an item.
  private func lineEnd(_ tokens: Range<Int>) -> Int {
    tokens.dropFirst().first { startsLine[$0] } ?? tokens.upperBound
  }

  /// The width of tokens with the blanks that have been put between them.
  private func paddedWidth(of tokens: Range<Int>) -> Int {
    width(of: tokens) + tokens.dropFirst().reduce(0) { $0 + padding[$1] }
  }

  // MARK: - Cells between bars

  private mutating func alignGrid(_ items: [Int]) {
    let bars = items.map { item in
      let tokens = roles.items[item].tokens
      return tokens.filter { index in
        tree.tokens[index].kind == .bar && [.row, .matrixHeader, .matrixLine].contains(roles[index].owner)
      }
    }
    let count = bars.map(\.count).max() ?? 0
    for column in 0..<count {
      var cells: [(bar: Int, width: Int)] = []
      for (item, bars) in zip(items, bars) where column < bars.count {
        let start = column == 0 ? roles.items[item].tokens.lowerBound : bars[column - 1] + 1
        // What must touch its bar is not aligned.
        guard bars[column] == start || roles.hasBlank(before: bars[column], in: tree) else { continue }
        cells.append((bars[column], paddedWidth(of: start..<bars[column])))
      }
      let widest = cells.map(\.width).max() ?? 0
      for cell in cells {
        // A cell that is empty has no blank in front of it that separates it from the bar behind.
        let isEmpty = cell.width == 0
        padding[cell.bar] = widest - cell.width + (isEmpty && (column == 0 || widest > 0) ? 1 : 0)
      }
    }
  }

  // MARK: - Tiers

  private mutating func alignMatchers(_ items: [Int]) {
    let count = roles.items[items[0]].matchers.count
    let lines = items.map { roles.items[$0] }.filter { item in
      item.matchers.count == count && item.matchers.last.map { $0.upperBound < lineEnd(item.tokens) } ?? false
    }
    for column in 0..<count {
      let cells = lines.map { $0.matchers[column] }
      alignBounds(cells.filter(isBound))
      padBehind(cells)
    }
  }

  /// Iff a matcher is `from x` or `above x`.
  private func isBound(_ matcher: Range<Int>) -> Bool {
    [.from, .above].contains(tree.tokens[matcher.lowerBound].word) && matcher.count > 1
  }

  /// What stands between `at` and the colon of a curve's point, with its `at`.
  private func place(ofPoint tokens: Range<Int>) -> Range<Int>? {
    let colon = tokens.first { tree.tokens[$0].kind == .colon && roles[$0].owner == .point }
    guard let colon, colon < lineEnd(tokens), colon > tokens.lowerBound + 1 else { return nil }
    return tokens.lowerBound..<colon
  }

  /// Puts the bounds of tiers in one column: numbers end below each other.
  private mutating func alignBounds(_ bounds: [Range<Int>]) {
    let bounds = bounds.filter { range in !range.dropFirst().contains { startsLine[$0] } }
    guard bounds.count > 1, bounds.allSatisfy({ isPlainNumber($0.dropFirst()) }) else { return }
    let widestWord = bounds.map { widths[$0.lowerBound] }.max() ?? 0
    let widest = bounds.map { width(of: $0.lowerBound + 1..<$0.upperBound) }.max() ?? 0
    for bound in bounds {
      let value = width(of: bound.lowerBound + 1..<bound.upperBound)
      padding[bound.lowerBound + 1] = widestWord - widths[bound.lowerBound] + widest - value
    }
  }

  /// Iff the tokens are a number with its unit.
  private func isPlainNumber(_ tokens: Range<Int>) -> Bool {
    var tokens = tokens
    if let first = tokens.first, tree.tokens[first].kind == .minus { tokens = tokens.dropFirst() }
    guard let first = tokens.first, tree.tokens[first].kind == .number else { return false }
    return tokens.count == 1
      || tokens.count == 2 && [.name, .quotedName, .percent].contains(tree.tokens[first + 1].kind)
  }

  /// Begins what stands behind the sign behind each cell below each other.
  private mutating func padBehind(_ cells: [Range<Int>]) {
    let widest = cells.map { paddedWidth(of: $0) }.max() ?? 0
    for cell in cells {
      let next = cell.upperBound + 1
      if next < tree.tokens.count, !startsLine[next] { padding[next] = widest - paddedWidth(of: cell) }
    }
  }

  // MARK: - Columns

  private mutating func alignColumns(_ items: [Int]) {
    struct Column {
      let name: Int
      let type: Range<Int>
      let tail: Int?
    }
    let columns = items.compactMap { item -> Column? in
      let tokens = roles.items[item].tokens
      let end = lineEnd(tokens)
      let name = tokens.lowerBound
      guard name + 1 < end, tree.tokens[name + 1].kind != .equal else { return nil }
      let tail = (name + 1..<tokens.upperBound).first { index in
        roles[index].owner == .column && index > name
      }
      guard let tail, tail < end else { return Column(name: name, type: name + 1..<end, tail: nil) }
      return Column(name: name, type: name + 1..<tail, tail: tree.tokens[tail].kind == .equal ? nil : tail)
    }
    let widestName = columns.map { widths[$0.name] }.max() ?? 0
    let widestType = columns.filter { $0.tail != nil }.map { width(of: $0.type) }.max() ?? 0
    for column in columns {
      padding[column.name + 1] = widestName - widths[column.name] + 1
      if let tail = column.tail { padding[tail] = widestType - width(of: column.type) + 1 }
    }
  }

  // MARK: - Comments

  /// Begins the comments behind lines that stand together below each other.
  private mutating func alignComments(_ items: [Int]) {
    var lines: [(next: Int, width: Int)] = []
    for item in items {
      let tokens = roles.items[item].tokens
      let next = tokens.upperBound
      guard next < gaps.count, gaps[next].trailing != nil, lineEnd(tokens) == next else { continue }
      lines.append((next, paddedWidth(of: tokens) + padding[tokens.lowerBound]))
    }
    let widest = lines.map(\.width).max() ?? 0
    for line in lines { commentPadding[line.next] = widest - line.width }
  }
}
