import Allot
import LineEditing

/// Where a session's lines come from: a person at a terminal, or a script.
extension Session {
  /// Does the lines of the standard input: of a person with prompts, and whatever fails; else up to the first that
  /// fails.
  mutating func converse() -> ExitStatus {
    let isStyled = terminal.styled.contains(.output)
    var editor = LineEditor(settings: LineEditor.Settings(isStyled: isStyled))
    isInteractive = editor.isTerminal
    if editor.isTerminal {
      editor = LineEditor(
        settings: LineEditor.Settings(history: History.load(path: History.defaultPath()), isStyled: isStyled))
      greet()
    }
    while !isEnding {
      if let note = editor.takeRemark() { remark(note) }
      let input: Input
      do {
        input = try editor.read(
          needsMore: SessionScript.needsMore, complete: { completion(of: $0, at: $1) }, highlight: SessionColours.spans)
      } catch {
        terminal.complain(error.description)
        return .usage
      }
      switch input {
      case .text(let text):
        let isDone = performAll(text)
        if !isDone, !editor.isTerminal {
          terminal.put("the script stops at line \(editor.lineNumber)\n", to: .errors)
          return .findings
        }
      case .interrupted: remark("`quit` or Ctrl-D ends the session")
      case .end: return .ok
      }
    }
    return .ok
  }

  /// Does the lines of one input, which are several where they were pasted.
  private mutating func performAll(_ text: String) -> Bool {
    for (_, line) in SessionScript.lines(of: text) where !isEnding {
      if !perform(line) { return false }
    }
    return true
  }

  private mutating func greet() {
    guard let plan = standing?.plan else { return }
    let names = plan.resultNames.joined(separator: ", ")
    let rows = results?.files.reduce(0) { $0 + $1.rows }
    let data = rows.map { ", \(withThousands(String($0))) rows of data" } ?? ""
    remark("\(names)\(data); `help` shows what can be asked")
  }
}
