import Foundation

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A process that was run to its end, and what it cost.
public struct ChildRun: Sendable {
  public let status: Int32
  public let seconds: Double
  /// User and system time.
  public let cpuSeconds: Double
  /// The most memory that it held at one time, files mapped included.
  public let peakBytes: Int

  /// Why a program could not be started.
  public struct Failure: Error, CustomStringConvertible {
    public let description: String
  }

  /// Runs a program; its output goes to the file at `output`, or nowhere.
  public init(_ program: String, _ arguments: [String], output: String? = nil, errors: String? = nil) throws {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, 1, output ?? "/dev/null", O_WRONLY | O_CREAT | O_TRUNC, 0o644)
    posix_spawn_file_actions_addopen(&actions, 2, errors ?? "/dev/null", O_WRONLY | O_CREAT | O_TRUNC, 0o644)
    var words: [UnsafeMutablePointer<CChar>?] = ([program] + arguments).map { strdup($0) }
    words.append(nil)
    defer { for word in words { free(word) } }
    var process = pid_t()
    let start = ContinuousClock.now
    let failure = posix_spawnp(&process, program, &actions, nil, words, environ)
    guard failure == 0 else {
      throw Failure(description: "\(program) cannot be run: \(String(cString: strerror(failure)))")
    }
    var status: Int32 = 0
    var usage = rusage()
    while wait4(process, &status, 0, &usage) < 0 {
      guard errno == EINTR else { throw Failure(description: "\(program): \(String(cString: strerror(errno)))") }
    }
    let elapsed = ContinuousClock.now - start
    // The lower seven bits name the signal that ended it, if one did.
    self.status = status & 0x7F == 0 ? status >> 8 & 0xFF : 128 + (status & 0x7F)
    seconds = elapsed / .seconds(1)
    func time(_ value: timeval) -> Double { Double(value.tv_sec) + Double(value.tv_usec) / 1e6 }
    cpuSeconds = time(usage.ru_utime) + time(usage.ru_stime)
    #if canImport(Darwin)
      peakBytes = Int(usage.ru_maxrss)
    #else
      peakBytes = Int(usage.ru_maxrss) << 10
    #endif
  }
}

/// The figures of several runs of the same thing.
public struct Figures: Sendable {
  public private(set) var runs: [ChildRun] = []

  public init() {}

  public mutating func add(_ run: ChildRun) { runs.append(run) }

  public var seconds: Double { Figures.median(runs.map(\.seconds)) }
  public var leastSeconds: Double { runs.map(\.seconds).min() ?? 0 }
  public var cpuSeconds: Double { Figures.median(runs.map(\.cpuSeconds)) }
  public var peakBytes: Int { runs.map(\.peakBytes).max() ?? 0 }

  public static func median(_ values: [Double]) -> Double {
    let sorted = values.sorted()
    if sorted.isEmpty { return 0 }
    return (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
  }
}
