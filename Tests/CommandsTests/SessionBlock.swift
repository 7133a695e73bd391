/// A fenced block of a page that shows a part of a session, such as `session allot repl plan.allot`.
struct SessionBlock {
  /// What is typed, prompts and all, and what comes.
  struct Entry {
    var typed: [String]
    var answer: [String] = []

    /// What is typed, without prompts.
    var input: String { typed.map { $0.dropFirst(2) }.joined(separator: "\n") }
  }

  /// The columns of the terminal that the page shows.
  static let width = 80

  /// What starts the session, without the program's name; nil if the block goes on with that of the block before.
  let command: String?
  /// The number of the fence's line, from 1.
  let line: Int
  /// The lines between the fences.
  let range: Range<Int>
  let entries: [Entry]

  static func all(in lines: [String]) -> [SessionBlock] {
    var blocks: [SessionBlock] = []
    var open: (info: String, line: Int)?
    for (number, line) in lines.enumerated() where line.hasPrefix("```") {
      if let (info, start) = open {
        if info.hasPrefix("session") {
          let range = start + 1..<number
          blocks.append(
            SessionBlock(
              command: info.hasPrefix("session allot ") ? String(info.dropFirst("session allot ".count)) : nil,
              line: start + 1, range: range, entries: entries(of: lines[range])))
        }
        open = nil
      } else {
        open = (String(line.dropFirst(3)), number)
      }
    }
    return blocks
  }

  private static func entries(of lines: ArraySlice<String>) -> [Entry] {
    var entries: [Entry] = []
    for line in lines {
      if line.hasPrefix("> ") {
        entries.append(Entry(typed: [line]))
      } else if let last = entries.indices.last {
        if line.hasPrefix(". "), entries[last].answer.isEmpty {
          entries[last].typed.append(line)
        } else {
          entries[last].answer.append(line)
        }
      }
    }
    return entries
  }
}
