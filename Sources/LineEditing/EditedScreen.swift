#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The part of a terminal's screen that shows the input being edited.
struct EditedScreen {
  private let output: Int32
  private var painter: ScreenPainter
  private var size: WindowSize
  /// What the last picture showed.
  private var shown: EditSession?
  /// What goes out before the next picture.
  private var pending = ""

  init(output: Int32, isStyled: Bool) {
    self.output = output
    painter = ScreenPainter(isStyled: isStyled)
    size = WindowSize(of: output)
  }

  /// Takes the next picture to start where the cursor stands then.
  mutating func open() {
    pending += TerminalGuard.entering
    painter.forget()
    shown = nil
  }

  mutating func show(_ session: EditSession, highlight: (String) -> [StyledSpan]) throws(TerminalError) {
    followSize()
    shown = session
    var layout = layout(of: session, session.buffer, highlight)
    if let menu = session.menu {
      layout.add(menu.rows(width: size.width, height: size.height - layout.rows.count))
    }
    let picture = painter.paint(layout, height: size.height)
    try write(pending + picture, to: output)
    pending = ""
  }

  /// Leaves the input on the screen for good, and goes to the line after it.
  mutating func close(
    _ session: EditSession, mark: String = "", highlight: (String) -> [StyledSpan]
  ) throws(TerminalError) {
    followSize()
    let layout = layout(of: session, session.finished(mark: mark), highlight)
    let picture = painter.finish(layout)
    try write(pending + picture + TerminalGuard.leaving, to: output)
    pending = ""
  }

  /// Clears the screen before the next picture.
  mutating func clear() {
    pending += "\u{1B}[H\u{1B}[2J"
    painter.forget()
    shown = nil
  }

  mutating func soundBell() { pending += "\u{7}" }

  /// Takes it that the terminal has broken the rows of the last picture anew if the window has another size now.
  ///
  /// Asked before every picture: a key may be handled before the signal that tells of the new size.
  private mutating func followSize() {
    let now = WindowSize(of: output)
    if now == size { return }
    size = now
    guard let shown else { return }
    painter.reflow(to: layout(of: shown, shown.buffer, { _ in [] }), height: size.height)
  }

  private func layout(
    of session: EditSession, _ buffer: EditBuffer, _ highlight: (String) -> [StyledSpan]
  ) -> ScreenLayout {
    ScreenLayout(
      prompt: session.shownPrompt, continuation: session.continuation, buffer: buffer,
      spans: highlight(buffer.text), width: size.width)
  }
}

/// The rows and columns of a terminal.
struct WindowSize: Equatable {
  var width = 80
  var height = 24

  /// What the terminal says, or else the environment; the usual 80 by 24 where nothing is said.
  init(of descriptor: Int32) {
    var size = winsize()
    if ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 {
      width = Int(size.ws_col)
      if size.ws_row > 0 { height = Int(size.ws_row) }
    } else {
      if let columns = environmentVariable("COLUMNS").flatMap({ Int($0) }), columns > 0 { width = columns }
      if let lines = environmentVariable("LINES").flatMap({ Int($0) }), lines > 0 { height = lines }
    }
  }
}
