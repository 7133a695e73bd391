import Source
import TestSupport
import Testing

@testable import Syntax

/// The time to read a text grows with its length, whatever the text is.
@Suite struct SpeedTests {
  @Test(arguments: [
    "param x = a + b * sum(c where d over month)\n", "@ ", "let x = (\n", "plan p {\n", "table t {\n a text\n", "} ",
    "x", "1", "\"", "`", "(", "a | ", "rates r (x: USD) -> percent {\n from 1: 2%\n", "if (", "last (", "/*",
    "\u{FF08}",
    "table t { a text } rows {\n", "from 1: ", "- ", "a\n+", "then ", "\t", "#", "## a\n",
  ])
  func timeGrowsWithLength(_ piece: String) {
    func time(_ count: Int) -> Duration {
      let file = SourceFile(path: "speed", text: String(repeating: piece, count: count))
      return ContinuousClock().measure { _ = parse(file, id: FileID(0)) }
    }
    let short = time(1_000)
    let long = time(8_000)
    // Eight times the text may take ten times the time by chance, but not sixty-four times.
    #expect(long < max(short * 30, .seconds(1)), "\(short) \(long)")
  }
}
