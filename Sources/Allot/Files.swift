#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A file that cannot be read or written.
public struct FileError: Error, Hashable, Sendable {
  public let path: String
  /// The system's own words, such as `No such file or directory`.
  public let reason: String
  /// Files of the same folder whose names are near.
  public let nearest: [String]

  public init(path: String, reason: String, nearest: [String] = []) {
    self.path = path
    self.reason = reason
    self.nearest = nearest
  }

  /// One sentence in lower case without a full stop.
  public var message: String { "the file `\(path)` cannot be read: \(reason)" }
}

/// The bytes of the file at `path`; `-` is the standard input.
public func readFile(_ path: String) throws(FileError) -> [UInt8] {
  let descriptor = path == "-" ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC)
  guard descriptor >= 0 else {
    let reason = String(cString: strerror(errno))
    throw FileError(path: path, reason: reason, nearest: nearestFiles(to: path))
  }
  defer { if path != "-" { close(descriptor) } }
  var bytes: [UInt8] = []
  let block = 1 << 16
  while true {
    var failure: Int32 = 0
    let part = [UInt8](unsafeUninitializedCapacity: block) { buffer, count in
      let received = read(descriptor, buffer.baseAddress, block)
      if received < 0 { failure = errno }
      count = max(0, received)
    }
    if failure == EINTR { continue }
    if failure != 0 { throw FileError(path: path, reason: String(cString: strerror(failure))) }
    if part.isEmpty { return bytes }
    bytes += part
  }
}

/// Whether there is a file, which may be one that cannot be read.
public func isThere(_ path: String) -> Bool { access(path, F_OK) == 0 }

/// Files of the folder that `path` leads to whose names are like the one it asks for, as paths.
func nearestFiles(to path: String) -> [String] {
  let folder = folderPath(of: path)
  guard let handle = opendir(folder.isEmpty ? "." : folder) else { return [] }
  defer { closedir(handle) }
  var names: [String] = []
  while let entry = readdir(handle) {
    let name = withUnsafePointer(to: &entry.pointee.d_name) {
      $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
    }
    if name != "." && name != ".." { names.append(name) }
  }
  // An ending that is shared makes no two names alike.
  let wanted = lastPathPart(of: path)
  let ending = wanted.lastIndex(of: ".").map { String(wanted[$0...]) } ?? ""
  let alike = names.filter { $0.hasSuffix(ending) }.map { String($0.dropLast(ending.count)) }.sorted()
  let near = suggestions(for: String(wanted.dropLast(ending.count)), among: alike).map { $0 + ending }
  return near.map { joinedPath(folder, $0) }
}

/// The part of a path in front of its last `/`; empty iff there is none.
public func folderPath(of path: String) -> String {
  guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "" }
  return slash == path.startIndex ? "/" : String(path[..<slash])
}

/// What follows the last `/` of a path.
public func lastPathPart(of path: String) -> String {
  guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return path }
  return String(path[path.utf8.index(after: slash)...])
}

/// `path` as seen from `folder`, without `.` parts and without a `..` that follows a name.
public func joinedPath(_ folder: String, _ path: String) -> String {
  let whole = path.utf8.first == UInt8(ascii: "/") || folder.isEmpty ? path : folder + "/" + path
  if isPlainPath(whole) { return whole }
  var parts: [Substring] = []
  for part in whole.split(separator: "/") where part != "." {
    if part == "..", let last = parts.last, last != ".." { parts.removeLast() } else { parts.append(part) }
  }
  let joined = parts.joined(separator: "/")
  if whole.hasPrefix("/") { return "/" + joined }
  return joined.isEmpty ? "." : joined
}

/// True iff a path has no `.`, `..` or empty parts.
private func isPlainPath(_ path: String) -> Bool {
  var length = 0
  var dots = 0
  var isFirst = true
  for byte in path.utf8 {
    if byte != UInt8(ascii: "/") {
      length += 1
      dots += byte == UInt8(ascii: ".") ? 1 : 0
      continue
    }
    if length == 0 && !isFirst || length > 0 && length == dots && length <= 2 { return false }
    (length, dots, isFirst) = (0, 0, false)
  }
  return length > 0 && !(length == dots && length <= 2)
}
