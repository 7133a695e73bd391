#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A program at a terminal of its own, and the screen as its user sees it.
public final class PseudoTerminal {
  /// How the terminal hands bytes over, as a program may have changed it.
  public struct Modes: Equatable {
    let flags: [tcflag_t]
    let characters: [UInt8]

    /// Iff lines are edited and echoed by the terminal, and Ctrl-C is a signal.
    public var isCooked: Bool { flags[3] & tcflag_t(ICANON | ECHO | ISIG) == tcflag_t(ICANON | ECHO | ISIG) }
  }

  /// How a program ended.
  public enum Ending: Equatable {
    case exit(Int32)
    case signal(Int32)
    /// It did not end in time, or not at all.
    case none
  }

  /// Why a terminal cannot be made.
  public struct Failure: Error {
    public let reason: String

    init(_ what: String, _ number: Int32) { reason = "\(what): \(String(cString: strerror(number)))" }
  }

  public private(set) var screen: TerminalScreen
  public let process: pid_t
  /// How the terminal was set before the program started.
  public let firstModes: Modes
  private let main: Int32
  private let reflows: Bool
  private var ending: Ending?

  /// Starts a program with a terminal as its input, output and controlling terminal.
  ///
  /// - Parameter environment: all of it.
  /// - Parameter reflows: whether wrapped lines are broken anew when the size changes.
  public init(
    _ arguments: [String], environment: [String: String], width: Int = 80, height: Int = 24, reflows: Bool = true
  ) throws {
    screen = TerminalScreen(width: width, height: height)
    self.reflows = reflows
    let name: [CChar]
    (main, name) = try Self.open()
    Self.setSize(of: main, width, height)
    firstModes = Self.modes(of: main)
    process = try Self.start(arguments, environment, on: name)
  }

  /// A new pair of ends: the one that the user has, and the name of the one that the program has.
  private static func open() throws -> (Int32, [CChar]) {
    #if canImport(Glibc)
      // The functions for this are not in the headers that Swift sees; these are the requests that they make.
      let unlock: UInt = 0x4004_5431
      let getNumber: UInt = 0x8004_5430
      let descriptor = Glibc.open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
      var isLocked: Int32 = 0
      var number: Int32 = 0
      guard descriptor >= 0, ioctl(descriptor, unlock, &isLocked) == 0, ioctl(descriptor, getNumber, &number) == 0
      else { throw Failure("no pseudo-terminal can be made", errno) }
      return (descriptor, Array("/dev/pts/\(number)".utf8CString))
    #else
      let descriptor = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC)
      guard descriptor >= 0, grantpt(descriptor) == 0, unlockpt(descriptor) == 0, let name = ptsname(descriptor)
      else { throw Failure("no pseudo-terminal can be made", errno) }
      return (descriptor, Array(String(cString: name).utf8CString))
    #endif
  }

  private static func start(
    _ arguments: [String], _ environment: [String: String], on terminal: [CChar]
  ) throws -> pid_t {
    #if canImport(Glibc)
      var actions = posix_spawn_file_actions_t()
      var attributes = posix_spawnattr_t()
    #else
      var actions: posix_spawn_file_actions_t?
      var attributes: posix_spawnattr_t?
    #endif
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    // The first terminal that the leader of a session opens becomes its controlling one.
    posix_spawn_file_actions_addopen(&actions, 0, terminal, O_RDWR, 0)
    posix_spawn_file_actions_adddup2(&actions, 0, 1)
    posix_spawn_file_actions_adddup2(&actions, 0, 2)
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var all = sigset_t()
    sigfillset(&all)
    posix_spawnattr_setsigdefault(&attributes, &all)
    var none = sigset_t()
    sigemptyset(&none)
    posix_spawnattr_setsigmask(&attributes, &none)
    #if canImport(Glibc)
      let newSession: Int32 = 0x80
    #else
      let newSession: Int32 = 0x0400
    #endif
    posix_spawnattr_setflags(&attributes, Int16(newSession | Int32(POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK)))
    let words = arguments.map { strdup($0) } + [nil]
    let variables = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer { for text in words + variables { free(text) } }
    var process: pid_t = 0
    let result = posix_spawn(&process, arguments[0], &actions, &attributes, words, variables)
    guard result == 0 else { throw Failure("`\(arguments[0])` cannot be started", result) }
    return process
  }

  deinit {
    if ending == nil {
      kill(process, SIGKILL)
      var status: Int32 = 0
      waitpid(process, &status, 0)
    }
    close(main)
  }

  // MARK: What the user does

  /// Types a text; Enter is `\r`.
  public func type(_ text: String) { type(Array(text.utf8)) }

  public func type(_ bytes: [UInt8]) {
    var written = 0
    while written < bytes.count {
      let count = bytes[written...].withUnsafeBytes { Self.write(main, $0) }
      if count > 0 {
        written += count
      } else if errno == EAGAIN {
        receive(within: 10)
      } else if errno != EINTR {
        return
      }
    }
  }

  private static func write(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
    #if canImport(Glibc)
      Glibc.write(descriptor, bytes.baseAddress, bytes.count)
    #else
      Darwin.write(descriptor, bytes.baseAddress, bytes.count)
    #endif
  }

  /// Pastes a text, as a terminal does that marks pastes.
  public func paste(_ text: String) { type("\u{1B}[200~\(text)\u{1B}[201~") }

  /// Makes the window another size.
  public func resize(width: Int, height: Int) {
    receive(within: 0)
    screen.resize(width: width, height: height, reflows: reflows)
    Self.setSize(of: main, width, height)
  }

  private static func setSize(of descriptor: Int32, _ width: Int, _ height: Int) {
    var size = winsize(ws_row: UInt16(height), ws_col: UInt16(width), ws_xpixel: 0, ws_ypixel: 0)
    _ = ioctl(descriptor, UInt(TIOCSWINSZ), &size)
  }

  /// Sends a signal to the program.
  public func signal(_ number: Int32) { kill(process, number) }

  /// The process group that the terminal's keys go to.
  public var foregroundGroup: pid_t { tcgetpgrp(main) }

  // MARK: What the user sees

  /// Waits until the screen is as wanted; false if it is not within the time, which is long for slow machines.
  public func wait(seconds: Double = 30, until isWanted: (TerminalScreen) -> Bool) -> Bool {
    let end = Self.now + seconds
    while true {
      if isWanted(screen) { return true }
      let rest = end - Self.now
      if rest <= 0 { return false }
      if !receive(within: Int32(min(rest, 0.2) * 1000)), ending != nil { return isWanted(screen) }
    }
  }

  /// Waits until the terminal is set as wanted.
  public func waitForModes(seconds: Double = 30, _ isWanted: (Modes) -> Bool) -> Bool {
    wait(seconds: seconds) { _ in isWanted(modes) }
  }

  /// How the terminal is set now.
  public var modes: Modes { Self.modes(of: main) }

  private static func modes(of descriptor: Int32) -> Modes {
    var modes = termios()
    tcgetattr(descriptor, &modes)
    return Modes(
      flags: [modes.c_iflag, modes.c_oflag, modes.c_cflag, modes.c_lflag],
      characters: withUnsafeBytes(of: &modes.c_cc) { Array($0) })
  }

  /// Waits until the program ends and all that it wrote is seen.
  public func waitForEnd(seconds: Double = 30) -> Ending {
    let end = Self.now + seconds
    while ending == nil, Self.now < end { receive(within: 50) }
    while receive(within: 0) {}
    return ending ?? .none
  }

  private static var now: Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }

  /// Shows what the program writes within some milliseconds; false if it wrote nothing.
  @discardableResult
  private func receive(within milliseconds: Int32) -> Bool {
    var wanted = pollfd(fd: main, events: Int16(POLLIN), revents: 0)
    if poll(&wanted, 1, milliseconds) > 0, wanted.revents & Int16(POLLIN) != 0 {
      var bytes = [UInt8](repeating: 0, count: 1 << 16)
      let count = read(main, &bytes, bytes.count)
      if count > 0 {
        screen.write(bytes.prefix(count))
        return true
      }
    }
    // A terminal whose programs are gone is ready at once, and must not be asked without pause.
    if wanted.revents & Int16(POLLHUP) != 0 { usleep(1_000) }
    reap()
    return false
  }

  private func reap() {
    guard ending == nil else { return }
    var status: Int32 = 0
    guard waitpid(process, &status, WNOHANG) == process else { return }
    let signal = status & 0x7F
    ending = signal == 0 ? .exit(status >> 8 & 0xFF) : .signal(signal)
  }
}
