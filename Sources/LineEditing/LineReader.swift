#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Reads lines from a file, a pipe, or a terminal that edits them itself.
struct LineReader: Sendable {
  enum Event {
    case line(String)
    /// Ctrl-C.
    case interrupted
    case end
  }

  /// The number of lines read so far.
  private(set) var count = 0
  private let input: Int32
  private var bytes: [UInt8] = []
  /// The number of bytes handed over already, and of those known to hold no end of a line.
  private var start = 0
  private var searched = 0
  private var isAtEnd = false

  init(input: Int32) { self.input = input }

  /// Waits for a line; the last one may lack its end.
  mutating func next() throws(TerminalError) -> Event {
    while true {
      if let end = bytes[searched...].firstIndex(of: UInt8(ascii: "\n")) {
        defer { take(through: end + 1) }
        return line(start..<end)
      }
      searched = bytes.count
      if isAtEnd {
        if start == bytes.count { return .end }
        defer { take(through: bytes.count) }
        return line(start..<bytes.count)
      }
      bytes.removeFirst(start)
      searched -= start
      start = 0
      if try isInterrupted() {
        bytes = []
        searched = 0
        return .interrupted
      }
      try read()
    }
  }

  private mutating func line(_ range: Range<Int>) -> Event {
    count += 1
    let line = bytes[range]
    return .line(String(decoding: line.last == UInt8(ascii: "\r") ? line.dropLast() : line, as: UTF8.self))
  }

  private mutating func take(through end: Int) {
    start = end
    searched = end
  }

  /// Waits until there is something to read; true if Ctrl-C came before that.
  private func isInterrupted() throws(TerminalError) -> Bool {
    guard let wake = TerminalGuard.wakeDescriptor else { return false }
    while true {
      var descriptors = [
        pollfd(fd: input, events: Int16(POLLIN), revents: 0), pollfd(fd: wake, events: Int16(POLLIN), revents: 0),
      ]
      if poll(&descriptors, 2, -1) < 0, errno != EINTR { throw TerminalError("the input cannot be read", errno) }
      if descriptors[1].revents != 0 {
        _ = TerminalGuard.takeSignals()
        if Interrupt.isRequested { return true }
      }
      if descriptors[0].revents != 0 { return false }
    }
  }

  private mutating func read() throws(TerminalError) {
    var piece = [UInt8](repeating: 0, count: 1 << 16)
    #if canImport(Glibc)
      let count = Glibc.read(input, &piece, piece.count)
    #else
      let count = Darwin.read(input, &piece, piece.count)
    #endif
    if count > 0 {
      bytes += piece.prefix(count)
    } else if count == 0 || errno == EIO {
      isAtEnd = true
    } else if errno == EAGAIN {
      var wanted = pollfd(fd: input, events: Int16(POLLIN), revents: 0)
      _ = poll(&wanted, 1, -1)
    } else if errno != EINTR {
      throw TerminalError("the input cannot be read", errno)
    }
  }
}
