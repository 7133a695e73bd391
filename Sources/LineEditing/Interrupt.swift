import Synchronization

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Ctrl-C while a command runs: the command is asked to stop, and decides where it can.
///
/// Pressed again more than a second later, Ctrl-C ends the program.
public enum Interrupt {
  private static let requested = Atomic<Bool>(false)
  private static let requestSecond = Atomic<Int>(0)

  /// Iff Ctrl-C was pressed since the last `clear`.
  public static var isRequested: Bool { requested.load(ordering: .relaxed) }

  /// Forgets an earlier Ctrl-C.
  public static func clear() { requested.store(false, ordering: .relaxed) }

  /// Makes sure that a signal handler need not set anything up.
  static func prepare() { _ = isRequested || requestSecond.load(ordering: .relaxed) > 0 }

  /// Notes a Ctrl-C and answers whether it is the second one that nobody heard. Called by a signal handler.
  static func request() -> Bool {
    var now = timespec()
    clock_gettime(CLOCK_MONOTONIC, &now)
    if requested.load(ordering: .relaxed) {
      return Int(now.tv_sec) - requestSecond.load(ordering: .relaxed) >= 2
    }
    requestSecond.store(Int(now.tv_sec), ordering: .relaxed)
    requested.store(true, ordering: .relaxed)
    return false
  }
}
