import Source

/// Prints a file's tokens, one a line, for tests and for `--dump tokens`.
public enum TokenPrinter {
  /// The tokens of `file`: kind, text, and the comments in front; the first one of a line is marked by `|`.
  public static func print(_ file: SourceFile) -> String {
    var result = ""
    for token in Lexer.lex(file.bytes, in: FileID(0)).tokens {
      for comment in String(decoding: file.bytes[token.triviaRange], as: UTF8.self).split(whereSeparator: \.isNewline) {
        let text = comment.drop { $0 == " " || $0 == "\t" }
        if !text.isEmpty { result += "    ~ \(text)\n" }
      }
      result += token.startsLine ? "| " : "  "
      result += String(describing: token.kind)
      if token.kind != .endOfFile { result += " \(String(decoding: file.bytes[token.range], as: UTF8.self))" }
      if let word = token.word, word.isReserved { result += "  (reserved)" }
      if token.isFaulty { result += "  (faulty)" }
      result += "\n"
    }
    return result
  }
}
