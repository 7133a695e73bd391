#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The file that keeps inputs between sessions, one a line; only its owner may read it.
///
/// Several sessions may append to it: every entry is one write at the end, under a lock.
struct HistoryFile: Sendable {
  enum Reading {
    /// What was kept, and what is wrong with the rest.
    case entries([String], remark: String?)
    /// The path names what holds no lines, such as a device that swallows all.
    case notKept
    case failure(String)
  }

  let path: String

  static let largestCount = 5_000
  static let largestSize = 1 << 20
  /// An entry longer than this is remembered by its session only.
  private static let longestEntry = 1 << 16

  // MARK: Reading

  /// The entries, without those that are too old, or whose lines are damaged.
  func read() -> Reading {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else {
      if errno == ENOENT { return .entries([], remark: nil) }
      return .failure(sentence("the history is not read", errno))
    }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { return .failure(sentence("the history is not read", errno)) }
    guard status.st_mode & S_IFMT == S_IFREG else {
      return status.st_mode & S_IFMT == S_IFDIR ? .failure(sentence("the history is not read", EISDIR)) : .notKept
    }
    let bytes: [UInt8]
    switch tail(of: descriptor, size: Int(status.st_size)) {
    case .success(let read): bytes = read
    case .failure(let error): return .failure(sentence("the history is not read", error.number))
    }
    var entries: [String] = []
    var damaged = 0
    for line in bytes.split(separator: UInt8(ascii: "\n")) {
      guard let entry = Self.decoded(line) else {
        damaged += 1
        continue
      }
      if entry != entries.last { entries.append(entry) }
    }
    let kept = Self.newest(entries)
    if kept.count < entries.count || status.st_size > 4 * Self.largestSize {
      compact(kept, onlyIfSize: status.st_size)
    }
    let remark =
      damaged == 0
      ? nil
      : "\(damaged) \(damaged == 1 ? "line" : "lines") of the history `\(path)` are damaged and left out"
    return .entries(kept, remark: remark)
  }

  private struct SystemError: Error { let number: Int32 }

  /// The last bytes of the file, from the start of a line on.
  private func tail(of descriptor: Int32, size: Int) -> Result<[UInt8], SystemError> {
    let start = max(0, size - 4 * Self.largestSize)
    var bytes = [UInt8](repeating: 0, count: size - start)
    var filled = 0
    while filled < bytes.count {
      let count = bytes.withUnsafeMutableBytes { buffer in
        pread(descriptor, buffer.baseAddress?.advanced(by: filled), buffer.count - filled, off_t(start + filled))
      }
      if count == 0 { break }
      if count < 0 {
        if errno == EINTR { continue }
        return .failure(SystemError(number: errno))
      }
      filled += count
    }
    bytes.removeLast(bytes.count - filled)
    if start > 0, let end = bytes.firstIndex(of: UInt8(ascii: "\n")) { bytes.removeFirst(end + 1) }
    return .success(bytes)
  }

  /// The newest entries that fit.
  private static func newest(_ entries: [String]) -> [String] {
    var size = 0
    let count = entries.reversed().prefix(largestCount).prefix { entry in
      size += entry.utf8.count + 1
      return size <= largestSize
    }.count
    return Array(entries.suffix(count))
  }

  // MARK: Writing

  /// Appends an entry and answers nil, or why it cannot be kept.
  func append(_ entry: String) -> String? {
    let line = Self.encoded(entry)
    if line.count > Self.longestEntry { return nil }
    makeFolder()
    // Another session may put a shorter file in this one's place between opening and locking.
    for _ in 0..<16 {
      let descriptor = open(path, O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC | O_NONBLOCK, 0o600)
      guard descriptor >= 0 else { return sentence("the history is not kept", errno) }
      defer { close(descriptor) }
      lock(descriptor)
      var status = stat()
      guard fstat(descriptor, &status) == 0 else { return sentence("the history is not kept", errno) }
      guard isCurrent(status) else { continue }
      if status.st_mode & 0o077 != 0, fchmod(descriptor, 0o600) != 0 {
        return sentence("the history is not kept", errno)
      }
      var last: UInt8 = UInt8(ascii: "\n")
      if status.st_size > 0, pread(descriptor, &last, 1, status.st_size - 1) != 1 {
        return sentence("the history is not kept", errno)
      }
      // An entry that was cut off must not swallow the next one.
      let bytes = last == UInt8(ascii: "\n") ? line : [UInt8(ascii: "\n")] + line
      return writeAll(bytes, to: descriptor).map { sentence("the history is not kept", $0) }
    }
    return sentence("the history is not kept", EBUSY)
  }

  /// Puts a file with just `entries` in place of the file; what fails leaves it as it is.
  ///
  /// - Parameter size: that of the file they were read from; where another session appended since, the next one does it.
  private func compact(_ entries: [String], onlyIfSize size: off_t) {
    let descriptor = open(path, O_RDWR | O_CLOEXEC)
    guard descriptor >= 0, let resolved = realpath(path, nil) else {
      if descriptor >= 0 { close(descriptor) }
      return
    }
    let target = String(cString: resolved)
    free(resolved)
    defer { close(descriptor) }
    lock(descriptor)
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_size == size, isCurrent(status) else { return }
    let temporary = target + ".\(getpid()).part"
    let output = open(temporary, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0o600)
    guard output >= 0 else { return }
    let failure = writeAll(entries.flatMap(Self.encoded), to: output)
    let isStored = failure == nil && fsync(output) == 0
    close(output)
    if !isStored || rename(temporary, target) != 0 { unlink(temporary) }
  }

  /// Makes the folders that are missing, for the owner only.
  private func makeFolder() {
    for (place, character) in path.enumerated() where character == "/" && place > 0 {
      // A folder that cannot be made is noticed where the file is opened.
      _ = mkdir(String(path.prefix(place)), 0o700)
    }
  }

  /// Waits for the lock for a moment; without it an append is still one write at the end.
  private func lock(_ descriptor: Int32) {
    for _ in 0..<50 {
      if flock(descriptor, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK { return }
      usleep(2_000)
    }
  }

  /// Iff the opened file is the one that stands at the path now.
  private func isCurrent(_ opened: stat) -> Bool {
    var current = stat()
    return stat(path, &current) == 0 && current.st_ino == opened.st_ino && current.st_dev == opened.st_dev
  }

  private func sentence(_ what: String, _ number: Int32) -> String {
    "\(what): `\(path)`: \(String(cString: strerror(number)))"
  }

  // MARK: Lines

  /// An entry as a line: `\n` for the end of a line, `\\` for a backslash.
  static func encoded(_ entry: String) -> [UInt8] {
    var line: [UInt8] = []
    for byte in entry.utf8 {
      switch byte {
      case UInt8(ascii: "\n"): line += Array(#"\n"#.utf8)
      case UInt8(ascii: "\\"): line += Array(#"\\"#.utf8)
      default: line.append(byte)
      }
    }
    return line + [UInt8(ascii: "\n")]
  }

  /// The entry of a line; nil if the line is no text.
  static func decoded(_ line: some Sequence<UInt8>) -> String? {
    var bytes: [UInt8] = []
    var isEscaped = false
    for byte in line {
      if isEscaped {
        isEscaped = false
        bytes.append(byte == UInt8(ascii: "n") ? UInt8(ascii: "\n") : byte)
      } else if byte == UInt8(ascii: "\\") {
        isEscaped = true
      } else {
        bytes.append(byte)
      }
    }
    guard let text = String(validating: bytes, as: UTF8.self), text == text.cleanedForEditing else { return nil }
    return text
  }
}
