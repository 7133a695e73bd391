#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The state of the terminal while an input is edited, and its way back whatever ends the program.
///
/// A process has one terminal and one table of signal handlers, so this stands once for all editors. What a handler
/// touches lies behind a pointer that is set up before any handler is: a handler may neither allocate nor wait.
enum TerminalGuard {
  private struct State {
    var input: Int32 = -1
    var output: Int32 = -1
    /// Iff keys are edited now, so that the terminal must be put back.
    var isEditing = false
    /// Iff the program went on after it was stopped, so that the screen must be drawn again.
    var isResumed = false
    /// How the terminal was before.
    var outer = termios()
    /// How it is while keys are edited.
    var inner = termios()
    /// The end of a pipe that wakes the reader.
    var wake: Int32 = -1
    /// What a program written before it reads again.
    var leaving: UnsafeMutableBufferPointer<UInt8>
    var entering: UnsafeMutableBufferPointer<UInt8>
    /// What each signal did before, by its number.
    var previous: UnsafeMutablePointer<sigaction>
  }

  nonisolated(unsafe) private static let state: UnsafeMutablePointer<State> = {
    func bytes(_ text: String) -> UnsafeMutableBufferPointer<UInt8> {
      let buffer = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: text.utf8.count)
      _ = buffer.initialize(from: text.utf8)
      return buffer
    }
    let previous = UnsafeMutablePointer<sigaction>.allocate(capacity: 65)
    previous.initialize(repeating: sigaction(), count: 65)
    let pointer = UnsafeMutablePointer<State>.allocate(capacity: 1)
    // Colours off and pasting as usual; what was typed stays, and what comes next starts on a line of its own.
    pointer.initialize(
      to: State(
        leaving: bytes("\u{1B}[0m\u{1B}[?2004l\r\n"), entering: bytes("\u{1B}[?2004h"), previous: previous))
    return pointer
  }()

  /// The reading end of the pipe that wakes the reader; -1 if there is none.
  nonisolated(unsafe) private static var wakeInput: Int32 = -1

  private static let ending = [SIGTERM, SIGHUP, SIGQUIT]
  private static let crashing = [SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGABRT, SIGTRAP]
  private static let waking = [SIGINT, SIGWINCH, SIGCONT, SIGTSTP]

  /// The descriptor that becomes readable when a signal came; nil if no handler stands.
  static var wakeDescriptor: Int32? { wakeInput < 0 ? nil : wakeInput }

  // MARK: Handlers

  /// Sets up the handlers, once.
  static func install() throws(TerminalError) {
    if wakeInput >= 0 { return }
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { throw TerminalError("no pipe can be made", errno) }
    for end in ends {
      _ = fcntl(end, F_SETFL, O_NONBLOCK)
      _ = fcntl(end, F_SETFD, FD_CLOEXEC)
    }
    wakeInput = ends[0]
    state.pointee.wake = ends[1]
    Interrupt.prepare()
    useOwnStack()
    atexit { TerminalGuard.leave() }
    for signal in ending + waking { take(signal, unlessIgnored: true) }
    for signal in crashing { take(signal, unlessIgnored: false) }
  }

  /// A crash because the stack is used up needs another stack to be handled on.
  private static func useOwnStack() {
    var stack = stack_t()
    guard sigaltstack(nil, &stack) == 0, Int(stack.ss_flags) & Int(SS_DISABLE) != 0 else { return }
    let size = 1 << 16
    stack.ss_sp = UnsafeMutableRawPointer.allocate(byteCount: size, alignment: 16)
    stack.ss_size = size
    stack.ss_flags = 0
    _ = sigaltstack(&stack, nil)
  }

  private static func take(_ signal: Int32, unlessIgnored: Bool) {
    var action = sigaction()
    guard sigaction(signal, nil, &action) == 0 else { return }
    state.pointee.previous[Int(signal)] = action
    // Whoever started the program, as `nohup` does, may have it live through a signal.
    if unlessIgnored, action.isIgnoring { return }
    stand(signal)
  }

  /// Puts the handler of a signal in place. Called by the handler too.
  private static func stand(_ signal: Int32) {
    var action = sigaction()
    action.setHandler(handle)
    sigfillset(&action.sa_mask)
    // Reads and writes elsewhere in the program are not to fail because of a signal.
    action.sa_flags = Int32(SA_RESTART) | Int32(SA_ONSTACK)
    _ = sigaction(signal, &action, nil)
  }

  /// What happens on a signal. With all signals blocked, so that the terminal can be set even from the background.
  private static let handle: @convention(c) (Int32) -> Void = { signal in
    let number = errno
    switch signal {
    case SIGINT:
      if Interrupt.request() { TerminalGuard.end(by: signal) }
      TerminalGuard.wakeReader()
    case SIGWINCH: TerminalGuard.wakeReader()
    case SIGCONT: TerminalGuard.resume()
    case SIGTSTP: TerminalGuard.stop()
    default: TerminalGuard.end(by: signal)
    }
    errno = number
  }

  /// Puts the terminal back and lets the signal do what it did before, as soon as its handler returns.
  private static func end(by signal: Int32) {
    leave()
    _ = sigaction(signal, &state.pointee.previous[Int(signal)], nil)
    raise(signal)
  }

  /// Stops as every program does on Ctrl-Z, and goes on here when it is continued.
  private static func stop() {
    let wasEditing = state.pointee.isEditing
    leave()
    var standard = sigaction()
    standard.setHandler(SIG_DFL)
    _ = sigaction(SIGTSTP, &standard, nil)
    var open = sigset_t()
    var closed = sigset_t()
    sigemptyset(&open)
    sigaddset(&open, SIGTSTP)
    raise(SIGTSTP)
    pthread_sigmask(SIG_UNBLOCK, &open, &closed)
    pthread_sigmask(SIG_SETMASK, &closed, nil)
    stand(SIGTSTP)
    state.pointee.isEditing = wasEditing
    resume()
  }

  /// Takes the terminal again after the program was stopped, if it is in the foreground.
  private static func resume() {
    guard state.pointee.isEditing, tcgetpgrp(state.pointee.input) == getpgrp() else { return }
    _ = tcsetattr(state.pointee.input, TCSANOW, &state.pointee.inner)
    _ = write(state.pointee.output, state.pointee.entering.baseAddress, state.pointee.entering.count)
    state.pointee.isResumed = true
    wakeReader()
  }

  private static func wakeReader() {
    var byte: UInt8 = 0
    // A full pipe wakes the reader as well.
    _ = write(state.pointee.wake, &byte, 1)
  }

  // MARK: Reading

  /// Makes the terminal hand over every key, and unechoed.
  static func enter(input: Int32, output: Int32) throws(TerminalError) {
    var outer = termios()
    guard tcgetattr(input, &outer) == 0 else { throw TerminalError("the terminal cannot be read", errno) }
    var inner = outer
    inner.c_iflag &= ~tcflag_t(BRKINT | ICRNL | INLCR | IGNCR | INPCK | ISTRIP | IXON)
    inner.c_cflag |= tcflag_t(CS8)
    inner.c_lflag &= ~tcflag_t(ECHO | ICANON | IEXTEN | ISIG)
    withUnsafeMutableBytes(of: &inner.c_cc) { characters in
      characters[Int(VMIN)] = 1
      characters[Int(VTIME)] = 0
    }
    state.pointee.input = input
    state.pointee.output = output
    state.pointee.outer = outer
    state.pointee.inner = inner
    state.pointee.isResumed = false
    // From here on a signal puts the terminal back, even one that comes in between.
    state.pointee.isEditing = true
    // What was typed ahead stays to be read.
    guard tcsetattr(input, TCSADRAIN, &inner) == 0 else {
      state.pointee.isEditing = false
      throw TerminalError("the terminal cannot be set", errno)
    }
  }

  /// What makes the terminal say where a paste starts and ends.
  static let entering = "\u{1B}[?2004h"

  /// What ends that.
  static let leaving = "\u{1B}[?2004l"

  /// Puts the terminal back after an input, when `leaving` was written.
  static func finish() {
    guard state.pointee.isEditing else { return }
    _ = tcsetattr(state.pointee.input, TCSADRAIN, &state.pointee.outer)
    state.pointee.isEditing = false
  }

  /// Puts the terminal back in the middle of an input. Called by signal handlers too, and at the end of the program.
  static func leave() {
    guard state.pointee.isEditing else { return }
    _ = write(state.pointee.output, state.pointee.leaving.baseAddress, state.pointee.leaving.count)
    // Without waiting for what a stopped terminal may never take.
    _ = tcsetattr(state.pointee.input, TCSANOW, &state.pointee.outer)
    state.pointee.isEditing = false
  }

  /// Stops the program, and all that were started with it, as Ctrl-Z does elsewhere; goes on when it is continued.
  static func suspend() throws(TerminalError) {
    finish()
    kill(0, SIGTSTP)
    try enter(input: state.pointee.input, output: state.pointee.output)
  }

  /// Empties the pipe of signals and answers whether the program was stopped in between.
  static func takeSignals() -> Bool {
    var bytes = [UInt8](repeating: 0, count: 64)
    while wakeInput >= 0, read(wakeInput, &bytes, bytes.count) > 0 {}
    defer { state.pointee.isResumed = false }
    return state.pointee.isResumed
  }
}

extension sigaction {
  #if canImport(Glibc)
    /// Iff the signal is to do nothing.
    fileprivate var isIgnoring: Bool {
      unsafeBitCast(__sigaction_handler.sa_handler, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self)
    }

    fileprivate mutating func setHandler(_ handler: (@convention(c) (Int32) -> Void)?) {
      __sigaction_handler.sa_handler = handler
    }
  #else
    /// Iff the signal is to do nothing.
    fileprivate var isIgnoring: Bool {
      unsafeBitCast(__sigaction_u.__sa_handler, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self)
    }

    fileprivate mutating func setHandler(_ handler: (@convention(c) (Int32) -> Void)?) {
      __sigaction_u.__sa_handler = handler
    }
  #endif
}
