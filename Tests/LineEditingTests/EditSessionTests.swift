import Testing

@testable import LineEditing

@Suite struct EditSessionTests {
  /// What keys make of an empty text; `|` is the cursor.
  @Test(arguments: [
    // Typing and moving.
    ("abc", "abc|"), ("abc<left><left>X", "aX|bc"), ("abc<home>X<end>Y", "XabcY|"), ("abc<C-a>X<C-e>Y", "XabcY|"),
    ("abc<C-b><C-b><C-f>X", "abX|c"), ("one two<C-left>X", "one X|two"), ("one two<M-b><M-b><M-f>X", "oneX| two"),
    ("经销商<left>x", "经销x|商"), ("e\u{301}<left>x", "x|e\u{301}"), ("👩‍👩‍👧<left>x", "x|👩‍👩‍👧"),
    // Deleting.
    ("abc<back>", "ab|"), ("abc<left><del>", "ab|"), ("abc<left><C-d>", "ab|"), ("<back>", "|"), ("<del>", "|"),
    ("经销商<back>", "经销|"), ("e\u{301}x<back><back>", "|"), ("🇩🇪🇫🇷<back>", "🇩🇪|"),
    // Cutting and putting back.
    ("one two<C-w>", "one |"), ("one two.x<C-w>", "one |"), ("one two.x<M-back>", "one two.|"),
    ("one two<C-u>X<C-y>", "Xone two|"), ("one two<home><M-d>", "| two"), ("one two<C-a><C-k>X<C-y>", "Xone two|"),
    ("one two<C-w><C-w><C-y>", "one two|"), ("one two<C-a><M-d><M-d><end>X<C-y>", "Xone two|"),
    ("one two<C-w>x<C-w><C-y><M-y>", "one two|"), ("a b<C-w><left><C-w><C-y><C-y>", "aa| "), ("<C-y>", "|"),
    ("one<M-y>", "one|"), ("a<M-enter>b<up><C-k>", "a|b"),
    // Swapping.
    ("ab<C-t>", "ba|"), ("abc<left><C-t>", "acb|"), ("a<C-t>", "a|"), ("abc<home><C-t>", "|abc"),
    // Undoing.
    ("one two<C-_>", "one |"), ("one two<C-_><C-_><C-_>", "|"), ("abc<C-u><C-_>", "abc|"), ("abc<left>x<C-_>", "ab|c"),
    ("<C-_>", "|"), ("a<paste:b c d><C-_>", "a|"),
    // Lines.
    ("f(<enter>1", "f(\n1|"), ("f(<enter>  a(<enter>b", "f(\n  a(\n  b|"), ("a<M-enter>b<up>X", "aX|\nb"),
    ("abcd<M-enter>x<M-enter>efgh<up><up>Y", "abcdY|\nx\nefgh"), ("经销<M-enter>abcd<up>X", "经销X|\nabcd"),
    ("经销<M-enter>ab<up>X", "经X|销\nab"), ("经销<M-enter>abc<up>X", "经X|销\nabc"), ("a<M-enter>b<home><back>", "a|b"),
    ("a<M-enter>b<top>X<bottom>Y", "Xa\nbY|"), ("f(<enter><tab>x", "f(\n  x|"),
    // Pasting.
    ("<paste:a\nb\n>", "a\nb|"), ("x<paste:1>y", "x1y|"), ("<paste:>", "|"),
    ("<paste:\n>", "|"),
  ]) func keysMakeText(_ notation: String, _ expected: String) {
    #expect(shown(EditSession.after(notation).session.buffer) == expected)
  }

  /// A copied session leaves its inputs only.
  @Test func promptsOfPastesFallAway() {
    var session = EditSession(prompt: "> ", continuation: ". ")
    _ = session.handle(.paste("> attained for ann\n112.4%\n>\n> sum(\n. 1)\n= 1\n. x"))
    #expect(session.buffer.text == "attained for ann\n\nsum(\n1)\nx")
    // What merely holds a prompt somewhere is no copied session.
    var other = EditSession(prompt: "> ", continuation: ". ")
    _ = other.handle(.paste("a\n> b"))
    #expect(other.buffer.text == "a\n> b")
  }

  static let history = ["let a = 1", "sum(\n  2)", "show b", "let c = 3"]

  @Test(arguments: [
    ("<up>", "let c = 3|"), ("<up><up>", "show b|"), ("<up><up><down>", "let c = 3|"), ("<up><down>", "|"),
    ("x<C-p><C-n>", "x|"), ("let<up><up>", "let a = 1|"), ("let<up><up><up>", "let a = 1|"),
    ("let<up><up><down><down>", "let|"), ("<up><up><up><up>", "sum(|\n  2)"), ("<up><up><up><up><up>", "let a = 1|"),
    ("<C-p><C-p><C-p><C-p>", "let a = 1|"), ("<pgup><pgup><pgdn>", "let c = 3|"), ("<down>", "|"), ("zzz<up>", "zzz|"),
    ("<up>!<C-_><C-_>", "|"), ("le<left><up>", "let c = 3|"),
    // Searching.
    ("<C-r>let", "|let c = 3"), ("<C-r>let<C-r>", "|let a = 1"), ("<C-r>let<C-r><C-s>", "|let c = 3"),
    ("<C-r>2", "sum(\n  |2)"), ("<C-r>SHOW", "|"), ("<C-r>show<esc>", "|"), ("<C-r>show<C-g>", "|"),
    ("x<C-r>show<C-g>", "x|"), ("<C-r>show<right>X", "sX|how b"), ("<C-r>zz<back><back>", "|"),
    ("<C-r>b<back>a", "let |a = 1"), ("<C-r>let<end>X", "let c = 3X|"), ("<C-r>let<C-r><C-r>", "|let a = 1"),
    ("<C-r>show<end><C-_>", "|"), ("<C-s>show", "|"), ("<C-r><paste:= 1\n2>", "let a |= 1"),
  ]) func historyComesBack(_ notation: String, _ expected: String) {
    #expect(shown(EditSession.after(notation, history: Self.history).session.buffer) == expected)
  }

  @Test(arguments: [
    ("<C-r>", "earlier with ``: "), ("<C-r>sh", "earlier with `sh`: "), ("<C-r>zz", "nothing earlier with `zz`: "),
    ("<C-r>let<C-s>", "nothing later with `let`: "), ("<C-r>let<left>", "> "),
  ]) func searchesSayWhatTheySeek(_ notation: String, _ prompt: String) {
    #expect(EditSession.after(notation, history: Self.history).session.shownPrompt == prompt)
  }

  static let words = ["attained", "attainment", "commission", "Commission bonus", "经销商一", "经销商二", "zone"]

  @Test(
    arguments: [
      // One thing that fits is put there, with what follows it.
      ("z<tab>", "zone(|", nil), ("zz<tab>", "zz|", nil), ("z(<left><tab>", "zone|(", nil),
      // Several: as far as they agree.
      ("at<tab>", "attain|", [nil]), ("at<tab>e<tab>", "attained(|", nil), ("x + at<tab>", "x + attain|", [nil]),
      ("经<tab>", "经销商|", [nil]), ("com<tab>", "com|", [nil]), ("COM<tab>", "COM|", [nil]),
      // TAB goes through them, and back.
      ("at<tab><tab>", "attained|", [0]), ("at<tab><tab><tab>", "attainment|", [1]),
      ("at<tab><tab><tab><tab>", "attained|", [0]), ("at<tab><S-tab>", "attainment|", [1]),
      ("at<tab><tab><down>", "attainment|", [1]), ("at<tab><tab><up>", "attainment|", [1]),
      ("com<tab><tab><tab>", "Commission bonus|", [1]), ("at<tab><tab><esc>", "attain|", nil),
      ("at<tab><tab><enter>", "attained|", nil), ("at<tab><tab> x", "attained x|", nil),
      ("at<tab><tab><tab><C-_>", "at|", nil),
      // What stands behind the cursor stays.
      (" + 1<home>at<tab><tab>", "attained| + 1", [0]),
    ] as [(String, String, [Int?]?)])
  func tabCompletes(_ notation: String, _ expected: String, _ chosen: [Int?]?) {
    let session = EditSession.after(notation, words: Self.words).session
    #expect(shown(session.buffer) == expected)
    #expect(session.menu.map { [$0.chosen] } == chosen)
  }

  @Test(arguments: [
    ("a<enter>", EditSession.Outcome.asksAcceptance), ("f(<enter>", .editing), ("f(<enter><enter>", .asksAcceptance),
    ("f(<enter>)<enter>", .asksAcceptance), ("<C-c>", .interrupted), ("a<C-c>", .interrupted), ("<C-d>", .end),
    ("a<C-d>", .refused), ("<C-z>", .suspended), ("a<C-l>", .clearScreen), ("<C-x>", .refused),
    ("<C-r>let<enter>", .asksAcceptance), ("<C-r>let<C-c>", .interrupted), ("<tab>", .refused), ("<C-r>q", .refused),
  ]) func keysAsk(_ notation: String, _ outcome: EditSession.Outcome) {
    #expect(EditSession.after(notation, history: Self.history).outcome == outcome)
  }

  @Test func blankLinesAtTheEndAreNotPartOfTheInput() {
    #expect(EditSession.after("f(<enter>  <enter>").session.inputText == "f(")
    #expect(EditSession.after("  ").session.inputText == "  ")
  }
}
