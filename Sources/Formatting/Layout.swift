import Source
import Syntax

/// Where the lines of a formatted file begin, how far they are indented, and what is aligned in them.
struct Layout {
  /// The columns that a line should not go beyond.
  static let width = 100
  /// The blanks of one step of indentation.
  static let step = 2

  let tree: SyntaxTree
  let roles: TokenRoles
  /// What stands in front of each token.
  let gaps: [Gap]
  /// The cells that each token takes on a terminal.
  private(set) var widths: [Int]
  /// Iff the token is the first one of its line.
  private(set) var startsLine: [Bool]
  /// True iff what stands in front of the token stays as it is, byte for byte.
  private(set) var isRaw: [Bool]
  /// The indentation of the lines that start with each token.
  private(set) var indentation: [Int]
  /// The blanks in front of a token that is aligned, beyond those that stand there anyway.
  var padding: [Int]
  /// The blanks in front of the comment behind the token before, beyond the two that stand there anyway.
  var commentPadding: [Int]

  init(_ tree: SyntaxTree, _ roles: TokenRoles) {
    let count = tree.tokens.count
    self.tree = tree
    self.roles = roles
    gaps = (0..<count).map { Gap(before: $0, of: tree) }
    widths = tree.tokens.map { token in
      let bytes = tree.bytes(of: token)
      return bytes.allSatisfy { $0 < 0x80 } ? bytes.count : displayWidth(of: String(decoding: bytes, as: UTF8.self))
    }
    startsLine = [Bool](repeating: false, count: count)
    isRaw = gaps.map(\.isFaulty)
    indentation = [Int](repeating: 0, count: count)
    padding = indentation
    commentPadding = indentation
    for item in roles.items where item.isVerbatim {
      for index in item.tokens.dropFirst() { isRaw[index] = true }
    }
    placeLines()
    align()
  }

  // MARK: - Lines

  private mutating func placeLines() {
    let end = tree.tokens.count - 1
    var start = 0
    while start < end {
      var next = start + 1
      while next < end, roles[next].start != .line || closesEmptyBlock(next) { next += 1 }
      placeRun(start..<next)
      start = next
    }
    startsLine[end] = true
  }

  /// Breaks the tokens from the one that starts a line up to the next that must.
  private mutating func placeRun(_ run: Range<Int>) {
    for index in run { startsLine[index] = index == run.lowerBound || isBroken(before: index) }
    breakCredits(in: run)
    var open: [(token: Int, indentation: Int)] = []
    var start = run.lowerBound
    while start < run.upperBound {
      var end = start + 1
      while end < run.upperBound, !startsLine[end] { end += 1 }
      let indentation = indentation(of: start, in: run, open)
      self.indentation[start] = indentation
      if indentation + width(of: start..<end) > Layout.width, breakLine(start..<end, indentation) { continue }
      for index in start..<end {
        switch tree.tokens[index].kind {
        case .leftParenthesis, .leftBracket: open.append((index, indentation))
        case .rightParenthesis, .rightBracket: _ = open.popLast()
        default: break
        }
      }
      start = end
    }
  }

  /// Iff token `index` is the brace behind an opening one: `{ }`.
  private func closesEmptyBlock(_ index: Int) -> Bool {
    tree.tokens[index].kind == .rightBrace && tree.tokens[index - 1].kind == .leftBrace
      && gaps[index].trailing == nil && gaps[index].comments.isEmpty
  }

  /// Iff the author's text has a line break in front of the token that stays.
  private func isBroken(before index: Int) -> Bool {
    if isRaw[index] { return false }
    let gap = gaps[index]
    if gap.trailing != nil || !gap.comments.isEmpty { return true }
    return gap.hasLineEnd && roles.mayStartLine(index, in: tree)
  }

  /// A credit stands on one line, or each of its clauses does.
  private mutating func breakCredits(in run: Range<Int>) {
    let item = roles.items[roles[run.lowerBound].item]
    guard item.kind == .credit else { return }
    let isOneLine = !run.dropFirst().contains { startsLine[$0] }
    if isOneLine, item.depth * Layout.step + width(of: run) <= Layout.width { return }
    for index in run where roles.startsCreditClause(index, in: tree) && !isRaw[index] { startsLine[index] = true }
  }

  private func indentation(of start: Int, in run: Range<Int>, _ open: [(token: Int, indentation: Int)]) -> Int {
    let base = roles.items[roles[start].item].depth * Layout.step
    if start == run.lowerBound || tree.tokens[start].kind == .leftBrace { return base }
    guard let last = open.last else {
      // What goes on with a credit's clause is told from the next clause.
      let isInClause = roles.items[roles[start].item].kind == .credit && !roles.startsCreditClause(start, in: tree)
      return base + (isInClause ? 2 : 1) * Layout.step
    }
    let closes = [.rightParenthesis, .rightBracket].contains(tree.tokens[start].kind)
    return closes ? last.indentation : last.indentation + Layout.step
  }

  /// Begins new lines in a line that is too wide; false if there is no place for one.
  private mutating func breakLine(_ line: Range<Int>, _ indentation: Int) -> Bool {
    var loosest: TokenRoles.Break?
    let item = roles.items[roles[line.lowerBound].item]
    var line = line
    if [.tier, .choiceRow, .point].contains(item.kind),
      let colon = line.first(where: { tree.tokens[$0].kind == .colon && roles[$0].owner == item.kind })
    {
      // What is in front of the colon stays on one line: a line with a colon is read as a tier of its own.
      line = colon..<line.upperBound
    }
    for index in line.dropFirst() where !isRaw[index] {
      if roles.startsValue(index, in: tree) {
        // A value that fits into one line stands whole on the next.
        startsLine[index] = indentation + Layout.step + width(of: index..<line.upperBound) <= Layout.width
        if startsLine[index] { return true }
      }
      guard let place = roles.lineBreak(before: index, in: tree) else { continue }
      if place.looseness < loosest?.looseness ?? Int.max { loosest = place }
    }
    guard let loosest else { return false }
    for index in line.dropFirst() where !isRaw[index] && roles.lineBreak(before: index, in: tree) == loosest {
      startsLine[index] = true
    }
    return true
  }

  /// The width of tokens that stand on one line.
  func width(of tokens: Range<Int>) -> Int {
    var width = 0
    for index in tokens {
      if index > tokens.lowerBound, roles.hasBlank(before: index, in: tree) { width += 1 }
      width += widths[index]
    }
    return width
  }
}
