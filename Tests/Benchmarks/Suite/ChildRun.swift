import Foundation

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A process that was run to its end, and what it cost.
///
/// A process counts the memory of the one that starts it as its own peak, and this one may hold all tables. So it starts
/// itself anew, small, with the word ``launcherWord`` and lets that one start the process and measure it:
///
/// ```
/// benchmarks (large)  ->  benchmarks --launch … (small)  ->  the program
///                     <-  status, times, peak            <-
/// ```
public struct ChildRun: Sendable {
  public let status: Int32
  public let seconds: Double
  /// User and system time.
  public let cpuSeconds: Double
  /// The most memory that it held at one time, files mapped included.
  public let peakBytes: Int
  /// What is not told apart from the launcher's own memory.
  public let leastPeakBytes: Int

  /// Why a program could not be started.
  public struct Failure: Error, CustomStringConvertible {
    public let description: String
  }

  static let launcherWord = "--launch"

  /// Runs a program; its output goes to the file at `output`, or nowhere.
  public init(_ program: String, _ arguments: [String], output: String? = nil, errors: String? = nil) throws {
    var ends: [Int32] = [0, 0]
    guard pipe(&ends) == 0 else { throw Failure(description: "no pipe: \(String(cString: strerror(errno)))") }
    defer { close(ends[0]) }
    let own = CommandLine.arguments.first ?? ""
    let words = [own, ChildRun.launcherWord, output ?? "/dev/null", errors ?? "/dev/null", program] + arguments
    let launcher: pid_t
    do {
      defer { close(ends[1]) }
      launcher = try ChildRun.spawn(words) { posix_spawn_file_actions_adddup2(&$0, ends[1], 3) }
    }
    var answer: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 4_096)
    while true {
      let count = read(ends[0], &buffer, buffer.count)
      if count > 0 { answer += buffer[..<count] } else if count == 0 || errno != EINTR { break }
    }
    _ = try ChildRun.wait(for: launcher)
    let text = String(decoding: answer, as: UTF8.self)
    let parts = text.split(separator: " ").compactMap { Double($0) }
    guard parts.count == 5 else { throw Failure(description: "\(program) cannot be run: \(text)") }
    status = Int32(parts[0])
    seconds = parts[1]
    cpuSeconds = parts[2]
    peakBytes = Int(parts[3])
    leastPeakBytes = Int(parts[4])
  }

  /// Runs the program of `words` - the output, the errors, the program and its arguments - and writes what it cost to
  /// descriptor 3.
  static func launch(_ words: [String]) -> Never {
    var answer: String
    do {
      var own = rusage()
      #if canImport(Darwin)
        getrusage(RUSAGE_SELF, &own)
      #else
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &own)
      #endif
      let start = ContinuousClock.now
      let process = try spawn(Array(words.dropFirst(2))) { actions in
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 1, words[0], O_WRONLY | O_CREAT | O_TRUNC, 0o644)
        posix_spawn_file_actions_addopen(&actions, 2, words[1], O_WRONLY | O_CREAT | O_TRUNC, 0o644)
        posix_spawn_file_actions_addclose(&actions, 3)
      }
      let (status, usage) = try wait(for: process)
      let seconds = (ContinuousClock.now - start) / .seconds(1)
      func time(_ value: timeval) -> Double { Double(value.tv_sec) + Double(value.tv_usec) / 1e6 }
      let cpu = time(usage.ru_utime) + time(usage.ru_stime)
      // The lower seven bits name the signal that ended it, if one did.
      let code = status & 0x7F == 0 ? (status >> 8) & 0xFF : 128 + (status & 0x7F)
      answer = "\(code) \(seconds) \(cpu) \(bytes(usage)) \(bytes(own))"
    } catch {
      answer = "\(error)"
    }
    let bytes = Array(answer.utf8)
    exit(write(3, bytes, bytes.count) == bytes.count ? 0 : 2)
  }

  private static func bytes(_ usage: rusage) -> Int {
    #if canImport(Darwin)
      Int(usage.ru_maxrss)
    #else
      Int(usage.ru_maxrss) << 10
    #endif
  }

  private static func spawn(
    _ words: [String], _ prepare: (inout posix_spawn_file_actions_t) -> Void
  ) throws -> pid_t {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    prepare(&actions)
    var pointers: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) }
    pointers.append(nil)
    defer { for pointer in pointers { free(pointer) } }
    var process = pid_t()
    let failure = posix_spawnp(&process, words[0], &actions, nil, pointers, environ)
    guard failure == 0 else {
      throw Failure(description: "\(words[0]): \(String(cString: strerror(failure)))")
    }
    return process
  }

  private static func wait(for process: pid_t) throws -> (status: Int32, usage: rusage) {
    var status: Int32 = 0
    var usage = rusage()
    while wait4(process, &status, 0, &usage) < 0 {
      guard errno == EINTR else { throw Failure(description: String(cString: strerror(errno))) }
    }
    return (status, usage)
  }
}

/// The figures of several runs of the same thing.
public struct Figures: Sendable {
  public private(set) var runs: [ChildRun] = []

  public init() {}

  public mutating func add(_ run: ChildRun) { runs.append(run) }

  public var seconds: Double { Figures.median(runs.map(\.seconds)) }
  public var cpuSeconds: Double { Figures.median(runs.map(\.cpuSeconds)) }
  /// The largest peak; nil where it is no larger than what cannot be told apart.
  public var peakBytes: Int? {
    let peak = runs.map(\.peakBytes).max() ?? 0
    let least = runs.map(\.leastPeakBytes).max() ?? 0
    return peak > least + least / 8 ? peak : nil
  }

  public static func median(_ values: [Double]) -> Double {
    let sorted = values.sorted()
    if sorted.isEmpty { return 0 }
    return (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
  }
}
