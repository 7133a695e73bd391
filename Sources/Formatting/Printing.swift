import Syntax

/// The text of a layout.
extension Layout {
  /// The whole file, laid out.
  var bytes: [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(tree.tokens.last.map { Int($0.end) } ?? 0)
    for index in tree.tokens.indices {
      if isRaw[index] {
        result += tree.leadingTrivia(tree.id(ofToken: index))
      } else {
        printGap(index, into: &result)
      }
      result += tree.bytes(tree.id(ofToken: index))
    }
    if !result.isEmpty, result.last != 0x0A { result.append(0x0A) }
    return result
  }

  /// Writes what stands between the token in front of `index` and the one there.
  private func printGap(_ index: Int, into result: inout [UInt8]) {
    let gap = gaps[index]
    if let comment = gap.trailing {
      result += [UInt8](repeating: 0x20, count: 2 + commentPadding[index])
      result += comment
    }
    guard startsLine[index] else {
      let blanks = padding[index] + (index > 0 && roles.hasBlank(before: index, in: tree) ? 1 : 0)
      result += [UInt8](repeating: 0x20, count: blanks)
      return
    }
    let isEnd = index == tree.tokens.count - 1
    var blankLines = blankLines(before: index)
    for (comment, hasBlankLine) in zip(gap.comments, blankLines) {
      beginLine(afterBlankLine: hasBlankLine, into: &result)
      result += [UInt8](repeating: 0x20, count: commentIndentation(before: index))
      result += comment.text
    }
    if isEnd { return }
    beginLine(afterBlankLine: blankLines.popLast() ?? false, into: &result)
    let role = roles[index]
    if roles.items[role.item].isVerbatim, index == roles.items[role.item].tokens.lowerBound {
      result += leadingBlanks(of: index)
    } else {
      result += [UInt8](repeating: 0x20, count: indentation[index] + padding[index])
    }
  }

  private func beginLine(afterBlankLine: Bool, into result: inout [UInt8]) {
    if result.isEmpty { return }
    result.append(0x0A)
    if afterBlankLine { result.append(0x0A) }
  }

  /// The blanks between the start of its line and a token.
  private func leadingBlanks(of index: Int) -> ArraySlice<UInt8> {
    let trivia = tree.leadingTrivia(tree.id(ofToken: index))
    let end = trivia.lastIndex { $0 == 0x0A || $0 == 0x0D }
    guard let end else { return index == 0 && gaps[index].comments.isEmpty ? [] : trivia.prefix(0) }
    return trivia[(end + 1)...]
  }

  private func commentIndentation(before index: Int) -> Int {
    if tree.tokens[index].kind == .endOfFile { return 0 }
    let item = roles.items[roles[index].item]
    if index == item.tokens.lowerBound { return item.depth * Layout.step }
    if tree.tokens[index].kind == .rightBrace { return (item.depth + 1) * Layout.step }
    return indentation[index]
  }

  // MARK: - Blank lines

  /// Whether a blank line stands in front of each comment of a gap, and in front of the token behind them.
  private func blankLines(before index: Int) -> [Bool] {
    let gap = gaps[index]
    var lines = gap.comments.map(\.followsBlankLine) + [gap.endsInBlankLine]
    let item = roles.items[roles[index].item]
    let isEnd = tree.tokens[index].kind == .endOfFile
    let startsItem = !isEnd && index == item.tokens.lowerBound && roles[index].start == .line
    let closes = tree.tokens[index].kind == .rightBrace
    guard startsItem && tree.tokens[index].word != .then && item.kind != .rowBlock || closes || isEnd, index > 0 else {
      return index == 0 ? [false] + lines.dropFirst() : [Bool](repeating: false, count: lines.count)
    }
    if tree.tokens[index - 1].kind == .leftBrace { lines[0] = false }
    if closes || isEnd { lines[lines.count - 1] = false }
    if startsItem, item.depth == 0, needsBlankLine(before: index), !lines.contains(true) { lines[0] = true }
    return lines
  }

  /// Iff a blank line stands between the declaration that starts at `index` and the one before, whatever the author wrote.
  private func needsBlankLine(before index: Int) -> Bool {
    func isSmall(_ item: TokenRoles.Item) -> Bool {
      switch item.kind {
      case .language, .use, .unit, .parameter, .calendar, .error: true
      case .define: !item.tokens.contains { tree.tokens[$0].kind == .leftBrace }
      default: false
      }
    }
    let above = roles.items[declaration(of: roles[index - 1].item)]
    return !(isSmall(above) && isSmall(roles.items[roles[index].item]))
  }

  /// The declaration that an item stands in.
  private func declaration(of item: Int) -> Int {
    var item = item
    while roles.items[item].parent != item { item = roles.items[item].parent }
    return item
  }
}
