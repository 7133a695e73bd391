import LineEditing
import TestSupport
import Testing

@Suite struct KeyDecoderTests {
  static let cases: [(String, [Key])] = [
    ("aé经", [.text("a"), .text("é"), .text("经")]),
    ("👧", [.text("👧")]),
    ("e\u{301}", [.text("e"), .text("\u{301}")]),
    ("\r\n", [.enter, .enter]),
    ("\t\u{7F}\u{8}", [.tab, .backspace, .backspace]),
    ("\u{1}\u{5}\u{1A}\u{1F}\u{0}", [.control("a"), .control("e"), .control("z"), .control("_"), .control("@")]),
    ("\u{1B}b\u{1B}F\u{1B}\r\u{1B}\u{7F}", [.alt("b"), .alt("F"), .altEnter, .altBackspace]),
    ("\u{1B}é", [.alt("é")]),
    ("\u{1B}[A\u{1B}[B\u{1B}[C\u{1B}[D", [.up, .down, .right, .left]),
    ("\u{1B}OA\u{1B}OB\u{1B}OC\u{1B}OD\u{1B}OH\u{1B}OF", [.up, .down, .right, .left, .home, .end]),
    ("\u{1B}[H\u{1B}[F\u{1B}[1~\u{1B}[4~\u{1B}[7~\u{1B}[8~", [.home, .end, .home, .end, .home, .end]),
    ("\u{1B}[3~\u{1B}[5~\u{1B}[6~\u{1B}[Z", [.delete, .pageUp, .pageDown, .shiftTab]),
    (
      "\u{1B}[1;5C\u{1B}[1;5D\u{1B}[1;3C\u{1B}[1;5H\u{1B}Oc",
      [.wordRight, .wordLeft, .wordRight, .textStart, .wordRight]
    ),
    ("\u{1B}\u{1B}[D", [.wordLeft]),
    ("\u{1B}[1;2A", [.up]),
    ("\u{1B}[15~\u{1B}[?1;2c\u{1B}[[Ax", [.unknown, .wordRight, .unknown, .text("x")]),
    ("\u{1B}[200~a\r\nb\tc\u{1B}[31md\u{3}\u{1B}[201~e", [.paste("a\nb\tc[31md"), .text("e")]),
    ("\u{1B}[200~\u{1B}[20\u{1B}[201~", [.paste("[20")]),
    ("\u{1B}[200~经\u{1B}[201~", [.paste("经")]),
    ("\u{1B}[1\u{1}", [.unknown, .control("a")]),
  ]

  /// However the bytes are cut, the keys are the same.
  @Test(arguments: cases) func keysOfBytes(_ text: String, _ keys: [Key]) {
    let bytes = Array(text.utf8)
    for size in 1...max(1, bytes.count) {
      var decoder = KeyDecoder()
      var decoded: [Key] = []
      for start in stride(from: 0, to: bytes.count, by: size) {
        decoded += decoder.decode(bytes[start..<min(start + size, bytes.count)])
      }
      #expect(decoded == keys, "in pieces of \(size)")
      #expect(decoder.patience == nil)
    }
  }

  /// What is unfinished becomes a key when nothing more comes.
  @Test(
    arguments: [
      ([0x1B], [Key.escape]), ([0x1B, 0x1B], [.escape, .escape]), ([0x1B, 0x5B], [.alt("[")]),
      ([0x1B, 0x4F], [.alt("O")]), ([0x1B, 0x5B, 0x31], [.unknown]), ([0x1B, 0x5B, 0x5B], [.unknown]),
      ([0xE7, 0xBB], [.text("\u{FFFD}")]),
    ] as [([UInt8], [Key])])
  func silenceEndsKeys(_ bytes: [UInt8], _ keys: [Key]) {
    var decoder = KeyDecoder()
    #expect(decoder.decode(bytes) == [])
    #expect(decoder.patience != nil)
    #expect(decoder.decodeSilence() == keys)
    #expect(decoder.patience == nil)
    #expect(decoder.decode(Array("x".utf8)) == [.text("x")])
  }

  /// Bytes that are no text become replacement characters, and lose nothing that follows.
  @Test(
    arguments: [
      ([0xFF, 0x61], [Key.text("\u{FFFD}"), .text("a")]), ([0xC3, 0x61], [.text("\u{FFFD}"), .text("a")]),
      ([0x80], [.text("\u{FFFD}")]), ([0xC0], [.text("\u{FFFD}")]),
      ([0xE7, 0xBB, 0x1B, 0x5B, 0x41], [.text("\u{FFFD}"), .up]),
      ([0xF5, 0xED, 0xA0, 0x80], [Key](repeating: .text("\u{FFFD}"), count: 4)),
    ] as [([UInt8], [Key])])
  func brokenTexts(_ bytes: [UInt8], _ keys: [Key]) {
    var decoder = KeyDecoder()
    #expect(decoder.decode(bytes) == keys)
  }

  /// A paste whose end was lost can be left: nothing else would be heard any more.
  @Test func lostEndOfPaste() {
    var decoder = KeyDecoder()
    #expect(decoder.decode("\u{1B}[200~abc".utf8) == [])
    #expect(decoder.decode([3]) == [])
    #expect(decoder.decodeSilence() == [])
    #expect(decoder.decode([3]) == [])
    #expect(decoder.decode("d".utf8) == [.text("d")])
  }

  /// Whatever comes, nothing breaks, and silence ends all but a paste.
  @Test func anythingIsDecoded() {
    var random = SeededRandom(seed: 7)
    let special: [UInt8] = [0x1B, 0x5B, 0x4F, 0x7E, 0x3B, 0x31, 0x80, 0xE7, 0x0D]
    for _ in 0..<2_000 {
      var decoder = KeyDecoder()
      for _ in 0..<30 {
        let byte =
          Bool.random(using: &random)
          ? special.randomElement(using: &random) ?? 0 : UInt8.random(in: 0...255, using: &random)
        _ = decoder.decode([byte])
      }
      _ = decoder.decodeSilence()
      #expect(decoder.patience == nil)
    }
  }
}
