import Allot

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What surrounds a command: where its words go, whether they may be coloured, and where relative paths start.
public struct Terminal {
  public enum Channel: Hashable, Sendable {
    /// What was asked for.
    case output
    /// Everything said about it.
    case errors
  }

  /// Writes bytes and answers 0, or the system's number of the error.
  public typealias Writing = (Channel, [UInt8]) -> Int32

  private let write: Writing
  /// The channels that take colours.
  public var styled: Set<Channel>
  /// The folder that relative paths start from; empty for the working folder.
  public let folder: String
  /// How many columns the output has; nil if it is no terminal.
  public var width: Int?
  /// The first error of a write to the output.
  private(set) var failure: Int32 = 0

  public init(styled: Set<Channel> = [], folder: String = "", write: @escaping Writing) {
    self.styled = styled
    self.folder = folder
    self.write = write
  }

  /// A path as the system must be asked for it.
  func path(_ path: String) -> String { path == "-" || folder.isEmpty ? path : joinedPath(folder, path) }

  mutating func put(_ text: String, to channel: Channel = .output) { put(Array(text.utf8), to: channel) }

  /// Answers whether more can be written.
  @discardableResult
  mutating func put(_ bytes: [UInt8], to channel: Channel = .output) -> Bool {
    if channel == .output && failure != 0 { return false }
    if bytes.isEmpty { return true }
    let result = write(channel, bytes)
    if channel == .output { failure = result }
    return result == 0
  }

  /// The same without colours: for what goes to a file.
  var uncoloured: Terminal {
    var plain = self
    plain.styled = []
    return plain
  }

  func style(_ channel: Channel) -> DiagnosticRenderer.Style { styled.contains(channel) ? .styled : .plain }

  /// `text` in bold where colours are taken.
  func strong(_ text: String, _ channel: Channel = .output) -> String {
    styled.contains(channel) && !text.isEmpty ? "\u{1B}[1m\(text)\u{1B}[0m" : text
  }

  /// `text` in a quiet colour where colours are taken.
  func faint(_ text: String, _ channel: Channel = .output) -> String {
    styled.contains(channel) && !text.isEmpty ? "\u{1B}[2m\(text)\u{1B}[0m" : text
  }

  /// Says what is wrong with the command, and what may help.
  mutating func complain(_ message: String, help: [String] = []) {
    let head = styled.contains(.errors) ? "\u{1B}[1;31merror\u{1B}[0m" : "error"
    put("\(head): \(message)\n", to: .errors)
    for line in help { put("  = help: \(line)\n", to: .errors) }
  }
}

extension Terminal {
  /// The process's own descriptors and environment.
  public static func process() -> Terminal {
    var styled: Set<Channel> = []
    for (channel, descriptor) in [(Channel.output, STDOUT_FILENO), (.errors, STDERR_FILENO)] {
      if takesColours(isTerminal: isatty(descriptor) == 1, variable) { styled.insert(channel) }
    }
    var terminal = Terminal(styled: styled) { channel, bytes in
      writeAll(bytes, to: channel == .output ? STDOUT_FILENO : STDERR_FILENO)
    }
    terminal.width = columns(of: STDOUT_FILENO)
    return terminal
  }

  /// How many columns a terminal has; nil if it is none or does not say so.
  static func columns(of descriptor: Int32) -> Int? {
    var size = winsize()
    guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
    return Int(size.ws_col)
  }

  /// Whether colours are wanted, by the conventions of `NO_COLOR`, `FORCE_COLOR` and `TERM`.
  static func takesColours(isTerminal: Bool, _ variable: (String) -> String?) -> Bool {
    if let off = variable("NO_COLOR"), !off.isEmpty { return false }
    if let on = variable("FORCE_COLOR"), !on.isEmpty, on != "0" { return true }
    return isTerminal && variable("TERM") != "dumb"
  }

  private static func variable(_ name: String) -> String? {
    guard let value = getenv(name) else { return nil }
    return String(cString: value)
  }
}

/// Writes all of `bytes` and answers 0, or the number of the error.
func writeAll(_ bytes: [UInt8], to descriptor: Int32) -> Int32 {
  bytes.withUnsafeBytes { buffer in
    var written = 0
    while written < buffer.count {
      let count = write(descriptor, buffer.baseAddress?.advanced(by: written), buffer.count - written)
      if count >= 0 {
        written += count
      } else if errno != EINTR {
        return errno
      }
    }
    return 0
  }
}
