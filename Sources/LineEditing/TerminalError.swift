#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Why the terminal, or what stands in its place, cannot be read or written.
public struct TerminalError: Error, Hashable, Sendable, CustomStringConvertible {
  public let description: String

  init(_ what: String, _ number: Int32) { description = "\(what): \(String(cString: strerror(number)))" }
}
