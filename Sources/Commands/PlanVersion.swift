import Allot

/// One side of a comparison: the files that lie there, or those of a git revision.
enum PlanVersion: Sendable {
  enum Kind: Hashable { case file, folder }

  /// The files as they lie in the file system; relative paths start in `folder`.
  case files(folder: String)
  case revision(GitFiles)
  /// One file under another name, and nothing that it uses.
  case file(at: String, folder: String)

  /// What tells a reader which side it is: `main`, or nil for files as they lie there.
  var name: String? {
    switch self {
    case .files, .file: nil
    case .revision(let git): git.revision
    }
  }

  /// Whether there is a file or a folder at `path`; nil if there is nothing.
  func kind(of path: String) throws(FileError) -> Kind? {
    switch self {
    case .files(let folder):
      if path == "-" { return .file }
      let place = folder.isEmpty ? path : joinedPath(folder, path)
      return PlanFiles.isFolder(place) ? .folder : isThere(place) ? .file : nil
    case .revision(let git): return try git.kind(of: path)
    case .file: return .file
    }
  }

  /// The plan files in and below a folder, by name.
  func plans(below path: String, _ terminal: Terminal) throws(FileError) -> [String] {
    switch self {
    case .files: try PlanFiles.paths([path], terminal)
    case .revision(let git): try git.plans(below: path)
    case .file: []
    }
  }

  /// The plan at `path` with all that it uses, from this side alone.
  func plan(at path: String) throws(FileError) -> Plan {
    let (version, asked) = (self, path)
    return try Plan.load(paths: [path]) { path throws(FileError) in
      switch version {
      case .files(let folder): return try readFile(path == "-" || folder.isEmpty ? path : joinedPath(folder, path))
      case .revision(let git): return try git.bytes(at: path)
      case .file(let place, let folder):
        guard path == joinedPath("", asked) else { throw FileError(path: path, reason: "it is not looked at") }
        return try readFile(folder.isEmpty ? place : joinedPath(folder, place))
      }
    }
  }
}
