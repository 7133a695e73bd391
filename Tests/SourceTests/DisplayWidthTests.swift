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
