import Allot

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The plan files that arguments name: a file stands for itself, a folder for all `.allot` files in and below it.
enum PlanFiles {
  /// The paths as they are shown, each once; those of a folder by name. Hidden folders are left out.
  ///
  /// - Throws: a folder that cannot be read, or in which there is no plan file.
  static func paths(_ arguments: [String], _ terminal: Terminal) throws(FileError) -> [String] {
    var paths: [String] = []
    var seen: Set<String> = []
    for argument in arguments {
      guard argument != "-", isFolder(terminal.path(argument)) else {
        if seen.insert(argument).inserted { paths.append(argument) }
        continue
      }
      var found: [String] = []
      try collect(argument, terminal, depth: 0, into: &found)
      if found.isEmpty { throw FileError(path: argument, reason: "there is no `.allot` file in the folder") }
      for path in found where seen.insert(path).inserted { paths.append(path) }
    }
    return paths
  }

  static func isFolder(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  /// What there is in a folder, by name.
  static func names(in folder: String) throws(FileError) -> [String] {
    guard let handle = opendir(folder) else {
      throw FileError(path: folder, reason: String(cString: strerror(errno)))
    }
    defer { closedir(handle) }
    var names: [String] = []
    while let entry = readdir(handle) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name != "." && name != ".." { names.append(name) }
    }
    return names.sorted()
  }

  /// Links that lead back to a folder above end here.
  private static let depthLimit = 64

  private static func collect(
    _ folder: String, _ terminal: Terminal, depth: Int, into paths: inout [String]
  ) throws(FileError) {
    guard depth < depthLimit else { return }
    let names: [String]
    do throws(FileError) {
      names = try self.names(in: terminal.path(folder))
    } catch {
      throw FileError(path: folder, reason: error.reason)
    }
    for name in names where !name.hasPrefix(".") {
      let path = folder == "." ? name : joinedPath(folder, name)
      if name.hasSuffix(".allot") {
        paths.append(path)
      } else if isFolder(terminal.path(path)) {
        try collect(path, terminal, depth: depth + 1, into: &paths)
      }
    }
  }
}
