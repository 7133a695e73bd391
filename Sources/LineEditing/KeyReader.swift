#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Reads keys from a terminal, and notices signals meanwhile.
struct KeyReader: Sendable {
  enum Event {
    case key(Key)
    /// A Ctrl-C that came as a signal.
    case interrupted
    /// The program was stopped and continued.
    case resumed
    /// Another signal came, perhaps because the window has another size.
    case woken
    /// The terminal is gone.
    case ended
  }

  private let input: Int32
  private var decoder = KeyDecoder()
  /// Keys that came together with others, so that they may belong to the next input.
  private var waiting: ArraySlice<Key> = []
  private var isAtEnd = false

  init(input: Int32) { self.input = input }

  /// Iff the next key is there already.
  var isReady: Bool { !waiting.isEmpty }

  /// Waits for what happens next.
  mutating func next() throws(TerminalError) -> Event {
    while true {
      if let key = waiting.popFirst() { return .key(key) }
      if isAtEnd { return .ended }
      var descriptors = [
        pollfd(fd: input, events: Int16(POLLIN), revents: 0),
        pollfd(fd: TerminalGuard.wakeDescriptor ?? -1, events: Int16(POLLIN), revents: 0),
      ]
      let count = poll(&descriptors, 2, decoder.patience ?? -1)
      if count < 0 {
        if errno == EINTR { continue }
        throw TerminalError("the terminal cannot be read", errno)
      }
      if count == 0 {
        waiting = decoder.decodeSilence()[...]
        continue
      }
      if descriptors[1].revents != 0 {
        let isResumed = TerminalGuard.takeSignals()
        if Interrupt.isRequested { return .interrupted }
        return isResumed ? .resumed : .woken
      }
      if descriptors[0].revents != 0 { try read() }
    }
  }

  private mutating func read() throws(TerminalError) {
    var bytes = [UInt8](repeating: 0, count: 4096)
    #if canImport(Glibc)
      let count = Glibc.read(input, &bytes, bytes.count)
    #else
      let count = Darwin.read(input, &bytes, bytes.count)
    #endif
    if count > 0 {
      waiting = decoder.decode(bytes.prefix(count))[...]
    } else if count == 0 || errno == EIO {
      isAtEnd = true
    } else if errno != EINTR && errno != EAGAIN {
      throw TerminalError("the terminal cannot be read", errno)
    }
  }
}
