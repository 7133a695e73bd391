import LineEditing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

// A small program that reads inputs and says what it got, to be driven through a pseudo-terminal.
//
// An open bracket asks for more lines; some words can be completed; `wait` runs until Ctrl-C.

/// The words that can be completed, and what they are.
let words: [(String, String)] = [
  ("accelerator", "rates"), ("attained", "let in AccountExecutive"), ("attainment", "let in Team"),
  ("commission", "pay line"), ("经销商一", "dealer"), ("经销商二", "dealer"), ("quota", ""),
]

func completion(_ text: String, _ cursor: String.Index) -> Completion? {
  let before = text[..<cursor]
  let start = before.lastIndex { !$0.isLetter }.map { text.index(after: $0) } ?? text.startIndex
  let candidates = words.filter { $0.0.hasPrefix(text[start..<cursor]) }
  return Completion(
    range: start..<cursor, candidates: candidates.map { Completion.Candidate($0.0, note: $0.1, after: " ") })
}

/// Writes a line at once, not when some buffer is full.
func say(_ text: String) {
  let bytes = Array((text + "\n").utf8)
  _ = write(STDOUT_FILENO, bytes, bytes.count)
}

func needsMore(_ text: String) -> Bool {
  text.count { $0 == "(" } > text.count { $0 == ")" }
}

func session() -> Int32 {
  let history = History.load(path: History.defaultPath())
  var editor = LineEditor(settings: .init(history: history))
  if let remark = editor.takeRemark() { say("remark: \(remark)") }
  while true {
    do {
      switch try editor.read(needsMore: needsMore, complete: completion) {
      case .text("wait"):
        say("waiting")
        while !Interrupt.isRequested { usleep(1_000) }
        say("stopped")
      case .text("quit"): return 3
      case .text(let text):
        say("got \(text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init))")
      case .interrupted: say("interrupted")
      case .end:
        say("end")
        return 0
      }
      if let remark = editor.takeRemark() { say("remark: \(remark)") }
    } catch {
      say("failed: \(error)")
      return 1
    }
  }
}

exit(session())
