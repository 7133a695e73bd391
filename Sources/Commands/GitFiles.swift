import Allot

#if canImport(Glibc)
  @preconcurrency import Glibc
#else
  import Darwin
#endif

/// The files of one revision in a git repository, as `git` gives them.
struct GitFiles: Sendable {
  /// The revision as it was asked for: `main`, `HEAD~2`.
  let revision: String
  /// The full name of its commit.
  private let commit: String
  /// The folder from which relative paths start; empty for the working folder.
  private let folder: String

  /// - Throws: why there is no such revision.
  init(_ revision: String, in folder: String) throws(UsageError) {
    let answer = GitFiles.run(
      ["rev-parse", "--verify", "--end-of-options", revision + "^{commit}"], in: folder)
    guard answer.status == 0 else {
      throw UsageError(
        answer.failure ?? "`\(revision)` is neither a file or folder nor a revision that git knows here",
        help: answer.help)
    }
    self.revision = revision
    self.folder = folder
    commit = String(decoding: answer.output, as: UTF8.self).trimmingNewlines
  }

  /// The revision at which `other` branched off from this one.
  func branchingPoint(of other: GitFiles) throws(UsageError) -> GitFiles {
    let answer = GitFiles.run(["merge-base", commit, other.commit], in: folder)
    guard answer.status == 0 else {
      throw UsageError(answer.failure ?? "`\(revision)` and `\(other.revision)` have nothing in common")
    }
    return try GitFiles(String(decoding: answer.output, as: UTF8.self).trimmingNewlines, in: folder).called(revision)
  }

  private init(_ other: GitFiles, revision: String) {
    self.revision = revision
    commit = other.commit
    folder = other.folder
  }

  private func called(_ revision: String) -> GitFiles { GitFiles(self, revision: revision) }

  /// The bytes of the file at `path`, which starts where the command was run.
  func bytes(at path: String) throws(FileError) -> [UInt8] {
    let answer = GitFiles.run(["cat-file", "blob", "\(commit):\(try inRepository(path))"], in: folder)
    guard answer.status == 0 else {
      throw FileError(path: path, reason: answer.failure ?? "there is no such file in \(revision)")
    }
    return answer.output
  }

  /// Whether the revision has a file or a folder at `path`.
  func kind(of path: String) throws(FileError) -> PlanVersion.Kind? {
    let answer = GitFiles.run(["cat-file", "-t", "\(commit):\(try inRepository(path))"], in: folder)
    switch String(decoding: answer.output, as: UTF8.self).trimmingNewlines {
    case "blob": return .file
    case "tree": return .folder
    default: return nil
    }
  }

  /// The plan files in and below a folder, as paths that start where `path` does; those in hidden folders are left out.
  func plans(below path: String) throws(FileError) -> [String] {
    let place = try inRepository(path)
    let answer = GitFiles.run(["ls-tree", "-r", "-z", "--name-only", "\(commit):\(place)"], in: folder)
    guard answer.status == 0 else {
      throw FileError(path: path, reason: answer.failure ?? "there is no such folder in \(revision)")
    }
    return answer.output.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }.filter { name in
      name.hasSuffix(".allot") && !name.split(separator: "/").contains { $0.hasPrefix(".") }
    }.map { path == "." ? $0 : joinedPath(path, $0) }.sorted()
  }

  /// A path as git has it behind a revision: relative paths start in the folder, absolute ones in the repository.
  private func inRepository(_ path: String) throws(FileError) -> String {
    guard path.hasPrefix("/") else { return path == "." ? "./" : "./" + path }
    let answer = GitFiles.run(["rev-parse", "--show-toplevel"], in: folder)
    guard answer.status == 0 else {
      throw FileError(path: path, reason: answer.failure ?? "there is no git repository here")
    }
    let top = String(decoding: answer.output, as: UTF8.self).trimmingNewlines
    guard path == top || path.hasPrefix(top + "/") else {
      throw FileError(path: path, reason: "the path leads out of the git repository")
    }
    return String(path.dropFirst(top.count + 1))
  }

  // MARK: - The process

  private struct Answer {
    var status: Int32
    var output: [UInt8]
    /// The first line of what git says about an error.
    var message = ""
    /// Why git could not be started; nil iff it could.
    var failure: String?

    /// What git says, where that is not only that there is no such revision.
    var help: [String] {
      let isPlain = message.isEmpty || message.contains("Needed a single revision")
      return isPlain ? [] : ["git says: \(message)"]
    }
  }

  private static func run(_ arguments: [String], in folder: String) -> Answer {
    var ends: [Int32] = [0, 0]
    guard pipe(&ends) == 0 else { return Answer(status: -1, output: [], failure: String(cString: strerror(errno))) }
    defer { close(ends[0]) }
    var errorEnds: [Int32] = [0, 0]
    guard pipe(&errorEnds) == 0 else {
      close(ends[1])
      return Answer(status: -1, output: [], failure: String(cString: strerror(errno)))
    }
    defer { close(errorEnds[0]) }
    #if canImport(Glibc)
      var actions = posix_spawn_file_actions_t()
    #else
      var actions: posix_spawn_file_actions_t?
    #endif
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO)
    posix_spawn_file_actions_adddup2(&actions, errorEnds[1], STDERR_FILENO)
    for end in ends + errorEnds { posix_spawn_file_actions_addclose(&actions, end) }
    let words = ["git"] + (folder.isEmpty ? [] : ["-C", folder]) + arguments
    var pointers: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) }
    defer { for pointer in pointers { free(pointer) } }
    pointers.append(nil)
    var process = pid_t()
    let failure = posix_spawnp(&process, "git", &actions, nil, pointers, environ)
    close(ends[1])
    close(errorEnds[1])
    guard failure == 0 else {
      return Answer(status: -1, output: [], failure: "git cannot be started: \(String(cString: strerror(failure)))")
    }
    // What git says about an error fits into the pipe, so that one can be read behind the other.
    let output = contents(of: ends[0])
    let message = String(decoding: contents(of: errorEnds[0]), as: UTF8.self).split(whereSeparator: \.isNewline).first
    var status: Int32 = 0
    while waitpid(process, &status, 0) < 0, errno == EINTR {}
    // The low byte tells how the process ended; 0 means by itself, with the status in the next one.
    return Answer(
      status: status & 0x7F == 0 ? (status >> 8) & 0xFF : -1, output: output, message: message.map(String.init) ?? "")
  }

  /// All that comes out of a pipe until it is closed.
  private static func contents(of end: Int32) -> [UInt8] {
    var contents: [UInt8] = []
    let block = 1 << 16
    while true {
      var isInterrupted = false
      let part = [UInt8](unsafeUninitializedCapacity: block) { buffer, count in
        let received = read(end, buffer.baseAddress, block)
        isInterrupted = received < 0 && errno == EINTR
        count = max(0, received)
      }
      if isInterrupted { continue }
      if part.isEmpty { return contents }
      contents += part
    }
  }
}

extension String {
  fileprivate var trimmingNewlines: String {
    var text = self
    while text.last?.isNewline == true { text.removeLast() }
    return text
  }
}
