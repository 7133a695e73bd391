#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A moment on a clock that nobody sets.
struct MonotonicTime {
  private let nanoseconds: Int

  static var now: MonotonicTime {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return MonotonicTime(nanoseconds: Int(time.tv_sec) &* 1_000_000_000 &+ Int(time.tv_nsec))
  }

  /// The time since an earlier moment: `12 ms`, `1.25 s`.
  func words(since start: MonotonicTime) -> String {
    let microseconds = (nanoseconds - start.nanoseconds) / 1_000
    if microseconds < 1_000 { return "\(microseconds) µs" }
    if microseconds < 1_000_000 { return "\(microseconds / 1_000) ms" }
    let hundredths = microseconds / 10_000
    let fraction = hundredths % 100
    return "\(hundredths / 100).\(fraction < 10 ? "0" : "")\(fraction) s"
  }
}
