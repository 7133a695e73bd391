/// Writes plans that can be read, over the whole grammar, in layouts that nobody would choose.
///
/// Between two tokens stand any blanks, line ends and comments that the grammar allows there; names need not be declared.
public struct RandomPlan {
  /// What may stand between two tokens.
  enum Separation {
    /// Blanks, line ends and comments.
    case any
    /// Blanks, on the same line.
    case line
    /// Nothing or blanks, on the same line.
    case tight
  }

  var random: SeededRandom
  var text = ""
  /// Iff the entry at hand ends with its line, so that lines may end only where a parenthesis is open.
  var isEntry = false
  /// The number of parentheses that are open.
  private var openParentheses = 0
  /// How deep expressions may still become.
  var depth = 0

  private init(seed: UInt64) { random = SeededRandom(seed: seed) }

  /// The plan of a number; the same number gives the same plan.
  public static func text(seed: UInt64) -> String {
    var plan = RandomPlan(seed: seed)
    plan.file()
    return plan.text
  }

  // MARK: - Choices

  mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &random) < percent }

  mutating func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &random) }

  mutating func one(of texts: [String]) -> String { texts.randomElement(using: &random) ?? "" }

  /// Runs one of `parts`.
  mutating func one(of parts: [(inout RandomPlan) -> Void]) {
    if let part = parts.randomElement(using: &random) { part(&self) }
  }

  /// Runs `part` some times with a comma in between.
  mutating func list(_ range: ClosedRange<Int>, _ part: (inout RandomPlan) -> Void) {
    for index in 0..<number(range) {
      if index > 0 { put(",", .tight) }
      part(&self)
    }
  }

  // MARK: - Tokens

  /// Writes words, each a token.
  mutating func words(_ words: String, _ first: Separation = .line) {
    for (index, word) in words.split(separator: " ").enumerated() { put(String(word), index == 0 ? first : .line) }
  }

  /// Writes one token behind what may stand in front of it.
  mutating func put(_ token: String, _ separation: Separation = .any) {
    if let last = text.unicodeScalars.last, let next = token.unicodeScalars.first, !"\n".unicodeScalars.contains(last) {
      separate(last, next, separation)
    }
    text += token
    switch token {
    case "(", "[": openParentheses += 1
    case ")", "]": openParentheses -= 1
    default: break
    }
  }

  private mutating func separate(_ last: Unicode.Scalar, _ next: Unicode.Scalar, _ separation: Separation) {
    let mayTouch = "(),[]{}:".unicodeScalars.contains(last) || "(),[]{}:?".unicodeScalars.contains(next)
    let isDot = last == "." || next == "." || next == "%"
    // A comma between two digits is no token.
    let needsBlank = last == "," && next.properties.numericType != nil
    if mayTouch || (isDot && separation == .tight), !needsBlank, chance(40) { return }
    if separation == .any, !isEntry || openParentheses > 0, chance(15) { return breakLine() }
    if isDot, separation == .tight {
      text += one(of: ["", " "])
    } else {
      text += one(of: [" ", " ", " ", "  ", "\t", " \t ", "\u{3000}", " \u{A0}"])
    }
  }

  /// A line end, which may have a comment in front and lines of comments behind it.
  private mutating func breakLine() {
    if chance(15) { text += one(of: [" ", "", "\t"]) + comment }
    endLine()
    while chance(12) {
      text += one(of: ["", "", " ", "   "]) + (chance(60) ? comment : "")
      endLine()
    }
    text += one(of: [" ", "  ", "      ", "\t"])
  }

  private mutating func endLine() { text += one(of: ["\n", "\n", "\n", "\r\n", "  \n", "\t\r\n"]) }

  private var comment: String {
    mutating get {
      one(of: ["# a comment", "#", "##", "## 文档 of something", "#no blank", "# \"quoted\" | { } ( # again  ", "#|x|"])
    }
  }

  /// Ends a line for good, in front of what must start one.
  mutating func newLine(indentation: String? = nil) {
    if !text.isEmpty, !text.hasSuffix("\n") {
      // Behind the brace of a row block, a comment's sign has a blank behind it.
      if chance(10) { text += one(of: [" # a comment", " ##", "  # { | }  "]) }
      endLine()
    }
    while chance(15) {
      text += one(of: ["", " ", "  "]) + (chance(60) ? comment : "")
      endLine()
    }
    text += indentation ?? one(of: [" ", "  ", "    ", "\t"])
  }

  /// A block of entries, each on a line of its own.
  mutating func block(_ entries: ClosedRange<Int>, onLines: Bool = true, _ entry: (inout RandomPlan) -> Void) {
    put("{", .any)
    for _ in 0..<number(entries) {
      if onLines || chance(90) { newLine() }
      entry(&self)
    }
    if onLines || chance(80) { newLine() }
    put("}", .line)
  }

  /// Runs `part` with lines that end it.
  mutating func entry(_ part: (inout RandomPlan) -> Void) {
    let outer = isEntry
    isEntry = true
    part(&self)
    isEntry = outer
  }

  // MARK: - Names and literals

  /// A name that no word of the language is.
  mutating func name(_ separation: Separation = .any) {
    put(
      one(of: ["a", "b2", "deals", "客户", "经销商", "Händler", "`of which`", "`经销 商`", "a_long_name_for_a_column", "x"]),
      separation)
  }

  mutating func title(_ separation: Separation = .line) {
    put(one(of: ["\"\"", "\"a title\"", "\"# no comment\"", "\"标题 { | }\"", "\"say \\\"yes\\\"\""]), separation)
  }

  mutating func amount(_ separation: Separation = .any) {
    put(one(of: ["0", "1", "270_000", "2.50", "1_000.00", "270k", "1m", "120"]), separation)
    switch number(0...3) {
    case 0: put("%", .tight)
    case 1: put(one(of: ["USD", "units", "客", "`big boxes`", "days"]), .line)
    default: break
    }
  }
}
