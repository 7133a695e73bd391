import Source
import Testing

@Suite struct DisplayWidthTests {
  @Test(arguments: [
    ("", 0), ("abc", 3), ("é", 1), ("e\u{301}", 1), ("经销商", 6), ("（", 2), ("ｱ", 1), ("한국", 4),
    ("\u{1112}\u{1161}\u{11AB}", 2),
    ("ไทย", 3), ("ที่", 1), ("नि", 1), ("👍", 2), ("👍🏽", 2), ("👩‍👩‍👧", 2), ("🇩🇪", 2), ("❤", 1), ("❤\u{FE0F}", 2),
    ("a\u{200D}b", 2),
    ("\u{200B}", 0), ("\u{AD}", 0), ("—", 1), ("€", 1), ("𠀀", 2), ("Ω", 1), ("ﬁ", 1), ("\u{7F}", 0),
  ])
  func widths(_ text: String, _ width: Int) {
    #expect(displayWidth(of: text) == width)
  }
}

@Suite struct SuggestionTests {
  @Test(arguments: [
    ("quta", ["quota", "rate", "amount"], ["quota"]),
    ("QUOTA", ["quota", "quotas"], ["quota", "quotas"]),
    ("amuont", ["amount", "account"], ["amount"]),
    ("dael", ["deal", "deals", "date"], ["deal"]),
    ("x", ["y", "quota"], []), ("ab", ["ba", "cd"], ["ba"]),
    ("fx_month_ed", ["fx_month_end", "fx_month_end_2", "fx_day"], ["fx_month_end", "fx_month_end_2"]),
    ("经销", ["经销商", "门店"], ["经销商"]),
    ("name", ["name"], []), ("", ["a"], []),
    ("aaaa", ["aaab", "aaac", "aaad", "aaae", "aaaf"], ["aaab", "aaac", "aaad", "aaae"]),
    ("owner", ["revenue", "stage", "closed"], []),
  ])
  func nearNames(_ name: String, _ candidates: [String], _ expected: [String]) {
    #expect(suggestions(for: name, among: candidates) == expected)
  }
}
