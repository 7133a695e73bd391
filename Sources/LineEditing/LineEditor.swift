#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// One thing that was typed, or why nothing was.
public enum Input: Hashable, Sendable {
  case text(String)
  /// Ctrl-C where nothing was typed.
  case interrupted
  /// Ctrl-D, or the end of the file.
  case end
}

/// Reads inputs: with editing, history and completion at a terminal, line by line from anything else.
public struct LineEditor: Sendable {
  public struct Settings: Sendable {
    /// The inputs that can be called up again.
    public var history: History
    /// Iff colours may be shown.
    public var isStyled: Bool

    public init(history: History = History(), isStyled: Bool = false) {
      self.history = history
      self.isStyled = isStyled
    }
  }

  /// Iff keys are edited; otherwise the terminal, or whatever stands in its place, hands over lines.
  public let isInteractive: Bool
  /// Iff somebody sits there, so that prompts are shown.
  public let isTerminal: Bool
  public private(set) var history: History
  /// The number of the line where the last input started, from 1, of all lines read without editing.
  public private(set) var lineNumber = 0

  private let input: Int32
  private let output: Int32
  private let isStyled: Bool
  private var lines: LineReader
  private var keys: KeyReader
  private var kills = KillRing()

  /// - Parameter output: where keys are shown; nil for the standard output, or the standard error where that is no
  ///   terminal.
  public init(input: Int32 = STDIN_FILENO, output: Int32? = nil, settings: Settings = Settings()) {
    self.input = input
    self.output = output ?? (isatty(STDOUT_FILENO) == 1 ? STDOUT_FILENO : STDERR_FILENO)
    isTerminal = isatty(input) == 1
    isInteractive = isTerminal && isatty(self.output) == 1 && Self.canEdit(on: environmentVariable("TERM"))
    history = settings.history
    isStyled = settings.isStyled
    lines = LineReader(input: input)
    keys = KeyReader(input: input)
  }

  /// Iff a terminal of this name understands the few sequences that editing needs.
  static func canEdit(on name: String?) -> Bool {
    guard let name, !name.isEmpty else { return false }
    return !["dumb", "cons25", "emacs"].contains(name)
  }

  /// Reads one input.
  ///
  /// - Parameters:
  ///   - prompt: stands before the first line.
  ///   - continuation: stands before the other lines.
  ///   - needsMore: whether a text is a beginning only, so that Enter starts another line.
  ///   - complete: what could stand at a place of a text.
  ///   - highlight: how the parts of a text are shown.
  public mutating func read(
    prompt: String = "> ", continuation: String = ". ",
    needsMore: (String) -> Bool = { _ in false },
    complete: (String, String.Index) -> Completion? = { _, _ in nil },
    highlight: (String) -> [StyledSpan] = { _ in [] }
  ) throws(TerminalError) -> Input {
    if isTerminal { try TerminalGuard.install() }
    Interrupt.clear()
    guard isInteractive else {
      return try readLines(prompt: prompt, continuation: continuation, needsMore: needsMore)
    }
    try TerminalGuard.enter(input: input, output: output)
    let result: Input
    do {
      result = try edit(
        prompt: prompt, continuation: continuation, needsMore: needsMore, complete: complete, highlight: highlight)
    } catch {
      TerminalGuard.leave()
      throw error
    }
    TerminalGuard.finish()
    if case .text(let text) = result { history.add(text) }
    return result
  }

  /// Why inputs of earlier sessions are not read, or those of this one not kept; said once.
  public mutating func takeRemark() -> String? { history.takeRemark() }

  // MARK: Keys

  private mutating func edit(
    prompt: String, continuation: String, needsMore: (String) -> Bool,
    complete: (String, String.Index) -> Completion?, highlight: (String) -> [StyledSpan]
  ) throws(TerminalError) -> Input {
    var session = EditSession(
      prompt: prompt, continuation: continuation, history: history.entries, kills: kills)
    var screen = EditedScreen(output: output, isStyled: isStyled)
    screen.open()
    while true {
      if !keys.isReady { try screen.show(session, highlight: highlight) }
      let outcome: EditSession.Outcome
      switch try keys.next() {
      case .key(let key): outcome = session.handle(key)
      case .interrupted: outcome = .interrupted
      case .woken: continue
      case .resumed:
        screen.open()
        continue
      case .ended: outcome = .end
      }
      kills = session.kills
      switch outcome {
      case .editing: break
      case .refused: screen.soundBell()
      case .asksCompletion:
        let buffer = session.buffer
        let text = buffer.text
        let cursor = text.index(text.startIndex, offsetBy: buffer.cursor, limitedBy: text.endIndex) ?? text.endIndex
        if session.offer(complete(text, cursor)) == .refused { screen.soundBell() }
      case .asksAcceptance:
        if !session.endsWithEmptyLine, needsMore(session.buffer.text) {
          session.breakLine()
        } else {
          try screen.close(session, highlight: highlight)
          return .text(session.inputText)
        }
      case .interrupted:
        let wasEmpty = session.buffer.isEmpty && session.search == nil
        try screen.close(session, mark: "^C", highlight: highlight)
        Interrupt.clear()
        if wasEmpty { return .interrupted }
        session = EditSession(
          prompt: prompt, continuation: continuation, history: history.entries, kills: kills)
        screen.open()
      case .end:
        try screen.close(session, highlight: highlight)
        return .end
      case .clearScreen: screen.clear()
      case .suspended:
        try screen.close(session, highlight: highlight)
        TerminalGuard.suspend()
        screen.open()
      }
    }
  }

  // MARK: Lines

  private mutating func readLines(
    prompt: String, continuation: String, needsMore: (String) -> Bool
  ) throws(TerminalError) -> Input {
    var text: String?
    while true {
      if isTerminal { try write(text == nil ? prompt : continuation, to: output) }
      switch try lines.next() {
      case .line(let line):
        if text == nil { lineNumber = lines.count }
        let whole = text.map { $0 + "\n" + line } ?? line
        if !needsMore(whole) { return .text(whole) }
        text = whole
      case .interrupted:
        try write("\n", to: output)
        Interrupt.clear()
        if text == nil { return .interrupted }
        text = nil
      case .end:
        if isTerminal { try write("\n", to: output) }
        return text.map { .text($0) } ?? .end
      }
    }
  }
}

func write(_ text: String, to output: Int32) throws(TerminalError) {
  if let number = writeAll(Array(text.utf8), to: output) {
    throw TerminalError("the terminal cannot be written", number)
  }
}
