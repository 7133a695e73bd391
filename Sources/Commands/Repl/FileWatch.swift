import Allot

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Which of the files that a session has read are others now.
struct FileWatch: Hashable {
  /// What tells one state of a file from another.
  private struct Stamp: Hashable {
    let size: Int
    let seconds: Int
    let nanoseconds: Int

    /// Nil for a file that is not there.
    init?(_ path: String) {
      var status = stat()
      guard stat(path, &status) == 0 else { return nil }
      size = Int(status.st_size)
      #if canImport(Glibc)
        seconds = Int(status.st_mtim.tv_sec)
        nanoseconds = Int(status.st_mtim.tv_nsec)
      #else
        seconds = Int(status.st_mtimespec.tv_sec)
        nanoseconds = Int(status.st_mtimespec.tv_nsec)
      #endif
    }
  }

  private var stamps: [String: Stamp?] = [:]
  /// Whether changed files are read again without being asked for.
  var isAutomatic = false

  init() {}

  init(plan: Plan, results: Results?) {
    let paths = plan.readFiles.map { plan.sources[$0].path } + (results?.files.map(\.path) ?? [])
    for path in paths where path != "-" { stamps[path] = Stamp(path) }
  }

  /// The files that have changed since this was last asked, by their names.
  mutating func changedFiles() -> [String] {
    var changed: [String] = []
    for (path, stamp) in stamps {
      let now = Stamp(path)
      if now != stamp {
        changed.append(path)
        stamps[path] = .some(now)
      }
    }
    return changed.sorted()
  }
}
