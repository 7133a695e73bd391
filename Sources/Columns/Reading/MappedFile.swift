#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The bytes of an input, readable at random: a mapped file, or memory for a pipe.
///
/// ```
/// | padding | byte 0 … byte count - 1 | padding |     `padding` bytes on both sides can be read, so that
///             ^ base                                a whole vector may be loaded at any byte
/// ```
/// A mapped file that another program shortens while it is read ends this program; small files are copied.
public final class MappedFile: Sendable {
  /// What messages call the input: its path, or `standard input`.
  public let name: String
  public let count: Int
  nonisolated(unsafe) let base: UnsafeRawPointer
  private let holding: Holding

  private enum Holding {
    /// `length` bytes are mapped, beginning one page before `base`.
    case mapped(length: Int)
    /// Allocated, beginning ``MappedFile/padding`` bytes before `base`.
    case allocated
  }

  /// An input that cannot be opened or read.
  public struct OpenError: Error, Hashable, Sendable {
    public let path: String
    /// The system's own words, such as `No such file or directory`.
    public let reason: String
  }

  static let padding = 64
  private static let pageSize = Int(sysconf(Int32(_SC_PAGESIZE)))
  /// Files up to this size are copied: mapping costs more.
  private static let copiedSize = 1 << 16

  private init(name: String, base: UnsafeRawPointer, count: Int, holding: Holding) {
    self.name = name
    self.base = base
    self.count = count
    self.holding = holding
  }

  deinit {
    switch holding {
    case .mapped(let length): munmap(UnsafeMutableRawPointer(mutating: base - MappedFile.pageSize), length)
    case .allocated: free(UnsafeMutableRawPointer(mutating: base - MappedFile.padding))
    }
  }

  /// A copy of `bytes`.
  public convenience init(copying bytes: some Collection<UInt8>, name: String) {
    let count = bytes.count
    var memory = GrowingMemory()
    memory.reserve(count)
    UnsafeMutableRawBufferPointer(start: memory.end, count: count).copyBytes(from: bytes)
    memory.count = count
    self.init(name: name, base: memory.finish(), count: count, holding: .allocated)
  }

  /// Calls `body` with the file's bytes.
  public func withBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
    body(UnsafeRawBufferPointer(start: base, count: count))
  }

  /// Opens the file at `path`; `-` is the standard input.
  public static func open(_ path: String) throws(OpenError) -> MappedFile {
    if path == "-" { return try contents(of: STDIN_FILENO, name: "standard input") }
    #if canImport(Glibc)
      let descriptor = Glibc.open(path, O_RDONLY | O_CLOEXEC)
    #else
      let descriptor = Darwin.open(path, O_RDONLY | O_CLOEXEC)
    #endif
    guard descriptor >= 0 else { throw OpenError(path: path, reason: systemReason()) }
    defer { close(descriptor) }
    return try contents(of: descriptor, name: path)
  }

  /// What the descriptor has to give, from where it stands: a pipe or a small file in memory, a large file mapped.
  private static func contents(of descriptor: Int32, name: String) throws(OpenError) -> MappedFile {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw OpenError(path: name, reason: systemReason()) }
    let count = Int(status.st_size)
    // A file that is piped in may have been read in part; the rest of it is not at a page's beginning.
    let isWholeFile = status.st_mode & S_IFMT == S_IFREG && lseek(descriptor, 0, SEEK_CUR) == 0
    if isWholeFile, count > copiedSize, let mapped = map(descriptor, count: count, name: name) { return mapped }
    return try readAll(from: descriptor, name: name)
  }

  /// The file's pages; nil where they cannot be mapped, as on some file systems, and must be read.
  private static func map(_ descriptor: Int32, count: Int, name: String) -> MappedFile? {
    // Anonymous pages first, then the file over the middle ones: the outer two remain as padding.
    let length = (count + pageSize - 1) / pageSize * pageSize + 2 * pageSize
    guard let start = mmap(nil, length, PROT_READ, MAP_PRIVATE | MAP_ANON, -1, 0), start != MAP_FAILED else {
      return nil
    }
    guard mmap(start + pageSize, count, PROT_READ, MAP_PRIVATE | MAP_FIXED, descriptor, 0) != MAP_FAILED else {
      munmap(start, length)
      return nil
    }
    return MappedFile(
      name: name, base: UnsafeRawPointer(start + pageSize), count: count, holding: .mapped(length: length))
  }

  private static func readAll(from descriptor: Int32, name: String) throws(OpenError) -> MappedFile {
    var memory = GrowingMemory()
    while true {
      memory.reserve(1 << 16)
      let received = read(descriptor, memory.end, memory.free)
      if received > 0 {
        memory.count += received
      } else if received == 0 {
        let count = memory.count
        return MappedFile(name: name, base: memory.finish(), count: count, holding: .allocated)
      } else if errno != EINTR {
        let reason = systemReason()
        memory.discard()
        throw OpenError(path: name, reason: reason)
      }
    }
  }

  private static func systemReason() -> String { String(cString: strerror(errno)) }

  /// Tells the system that the pages inside `range` are not needed soon; they stay readable.
  func release(_ range: Range<Int>) {
    guard case .mapped = holding else { return }
    let first = (range.lowerBound + MappedFile.pageSize - 1) / MappedFile.pageSize * MappedFile.pageSize
    let last = range.upperBound / MappedFile.pageSize * MappedFile.pageSize
    if last > first { madvise(UnsafeMutableRawPointer(mutating: base + first), last - first, MADV_DONTNEED) }
  }

  /// The bytes of `range`.
  func bytes(_ range: Range<Int>) -> UnsafeBufferPointer<UInt8> {
    UnsafeRawBufferPointer(start: base + range.lowerBound, count: range.count).bindMemory(to: UInt8.self)
  }

  @inline(__always)
  subscript(index: Int) -> UInt8 { base.load(fromByteOffset: index, as: UInt8.self) }
}

/// Memory that is filled from its front while its length is not known, with padding on both sides.
private struct GrowingMemory {
  private var start: UnsafeMutableRawPointer?
  private var capacity = 0
  var count = 0

  var end: UnsafeMutableRawPointer { memory + MappedFile.padding + count }
  var free: Int { capacity - count }

  private var memory: UnsafeMutableRawPointer {
    guard let start else { preconditionFailure("memory is reserved before it is used") }
    return start
  }

  /// Makes room for `more` bytes behind those there are.
  mutating func reserve(_ more: Int) {
    if start != nil && free >= more { return }
    capacity = max(count + more, capacity * 2)
    guard let wider = realloc(start, capacity + 2 * MappedFile.padding) else {
      preconditionFailure("out of memory for an input of \(capacity) bytes")
    }
    start = wider
  }

  /// The place of the first byte; both paddings are zero.
  func finish() -> UnsafeRawPointer {
    memset(memory, 0, MappedFile.padding)
    memset(end, 0, MappedFile.padding)
    return UnsafeRawPointer(memory + MappedFile.padding)
  }

  func discard() { Self.release(start) }

  private static func release(_ start: UnsafeMutableRawPointer?) {
    #if canImport(Glibc)
      Glibc.free(start)
    #else
      Darwin.free(start)
    #endif
  }
}
