import Allot

/// Which two versions are compared, and which plans of them.
struct DiffRequest {
  /// A plan that is compared; nil on the side that does not have it.
  struct Pair: Hashable {
    let old: String?
    let new: String?
  }

  let old: PlanVersion
  let new: PlanVersion
  private(set) var pairs: [Pair] = []
  /// The plans that have been read to find out which ones there are, by their paths.
  private var oldPlans: [String: Plan] = [:]
  private var newPlans: [String: Plan] = [:]
  /// The folder in which relative paths start.
  private let folder: String

  /// A folder of the working files as the system must be asked for it; tables are read from there on both sides.
  func place(_ path: String) -> String { folder.isEmpty ? path : path.isEmpty ? folder : joinedPath(folder, path) }

  init(_ arguments: [String], _ terminal: Terminal) throws {
    folder = terminal.folder
    let asked = try AskedVersions(arguments, terminal)
    old = asked.old
    new = asked.new
    var all: [Pair] = []
    for (oldPath, newPath) in asked.paths { all += try pairsOfPlans(oldPath, newPath, terminal) }
    var seen: Set<Pair> = []
    pairs = all.filter { seen.insert($0).inserted }
  }

  /// A plan of the old version.
  func oldPlan(at path: String) throws(FileError) -> Plan {
    if let plan = oldPlans[path] { return plan }
    return try old.plan(at: path)
  }

  /// A plan of the new version.
  func newPlan(at path: String) throws(FileError) -> Plan {
    if let plan = newPlans[path] { return plan }
    return try new.plan(at: path)
  }

  /// What git hands to an external diff: a path, and for each side a file with its name and mode, or `/dev/null`.
  init(git arguments: [String], _ terminal: Terminal) throws {
    guard arguments.count == 7 || arguments.count == 9 else {
      throw UsageError(
        "`--git` reads the seven arguments of a git external diff",
        help: ["`git config diff.allot.command \"allot diff --git\"` makes git give them"])
    }
    folder = terminal.folder
    old = .file(at: arguments[1], folder: terminal.folder)
    new = .file(at: arguments[4], folder: terminal.folder)
    pairs = [
      Pair(
        old: arguments[1] == "/dev/null" ? nil : arguments[0], new: arguments[4] == "/dev/null" ? nil : arguments[0])
    ]
  }

  /// The plans of a file or of a folder; of a folder those that no other file uses.
  private mutating func pairsOfPlans(_ oldPath: String, _ newPath: String, _ terminal: Terminal) throws -> [Pair] {
    let kinds = (try old.kind(of: oldPath), try new.kind(of: newPath))
    // What is asked for by one name may be missing on one side; what is asked for by two must be there.
    if oldPath != newPath {
      for (kind, path) in [(kinds.0, oldPath), (kinds.1, newPath)] where kind == nil {
        throw UsageError("there is no file or folder `\(path)`")
      }
    }
    switch kinds {
    case (nil, nil):
      let sides = [old.name, new.name].compactMap { $0 }.map { "`\($0)`" }
      throw UsageError(
        "there is no file or folder `\(oldPath)`"
          + (sides.isEmpty ? "" : ", and none in \(sides.joined(separator: " or "))"))
    case (.folder?, .file?), (.file?, .folder?):
      throw UsageError(
        "`\(oldPath)` and `\(newPath)` are a file and a folder",
        help: ["two files are compared, or two folders with the plans in them"])
    case (.folder?, _), (_, .folder?):
      let before = try kinds.0 == nil ? Roots() : Roots(old, oldPath, terminal)
      let after = try kinds.1 == nil ? Roots() : Roots(new, newPath, terminal)
      oldPlans.merge(before.plans) { $1 }
      newPlans.merge(after.plans) { $1 }
      let names = Set(before.roots).union(after.roots).sorted()
      return names.map { name in
        Pair(
          old: before.files.contains(name) ? DiffRequest.below(oldPath, name) : nil,
          new: after.files.contains(name) ? DiffRequest.below(newPath, name) : nil)
      }
    case (_, _):
      return [Pair(old: kinds.0 == nil ? nil : oldPath, new: kinds.1 == nil ? nil : newPath)]
    }
  }

  private static func below(_ folder: String, _ name: String) -> String {
    folder == "." ? name : joinedPath(folder, name)
  }

  /// The plan files of a folder, by their paths in it.
  private struct Roots {
    var files: Set<String> = []
    /// All of them, by their paths.
    var plans: [String: Plan] = [:]
    /// Those that no other one uses.
    var roots: [String] = []

    init() {}

    init(_ version: PlanVersion, _ folder: String, _ terminal: Terminal) throws {
      let paths: [String]
      do throws(FileError) {
        paths = try version.plans(below: folder, terminal)
      } catch {
        // A folder without plans is one in which none is left, or none was there before.
        if try version.kind(of: folder) == .folder { return }
        throw error
      }
      var used: Set<String> = []
      for path in paths {
        let plan = try version.plan(at: path)
        plans[path] = plan
        for file in plan.readFiles.dropFirst() { used.insert(plan.sources[file].path) }
      }
      func name(_ path: String) -> String {
        folder == "." ? path : String(path.dropFirst(joinedPath("", folder).count + 1))
      }
      files = Set(paths.map(name))
      roots = paths.filter { !used.contains(joinedPath("", $0)) }.map(name)
    }
  }
}

/// What the words behind `allot diff` ask for.
private struct AskedVersions {
  let old: PlanVersion
  let new: PlanVersion
  /// The paths on both sides.
  let paths: [(old: String, new: String)]

  init(_ arguments: [String], _ terminal: Terminal) throws {
    let files = PlanVersion.files(folder: terminal.folder)
    func isFile(_ argument: String) throws -> Bool { try files.kind(of: argument) != nil }
    guard let first = arguments.first else {
      throw UsageError(
        "`allot diff` needs two plans, or a revision",
        help: ["such as `allot diff old.allot new.allot`", AskedVersions.hint])
    }
    let rest = Array(arguments.dropFirst())
    if try isFile(first) {
      switch rest.count {
      case 0:
        (old, new) = (.revision(try GitFiles("HEAD", in: terminal.folder)), files)
        paths = [(first, first)]
      case 1:
        let (version, path) = try AskedVersions.version(rest[0], terminal) ?? (files, rest[0])
        (old, new) = (files, version)
        paths = [(first, path)]
      default:
        throw UsageError(
          "two plans are compared, and these are \(arguments.count)",
          help: ["a folder stands for the plans in it", AskedVersions.hint])
      }
      return
    }
    if let (version, path) = try AskedVersions.version(first, terminal) {
      old = version
      switch rest.count {
      case 0: (new, paths) = (files, [(path, path)])
      case 1:
        let (version, other) = try AskedVersions.version(rest[0], terminal) ?? (files, rest[0])
        (new, paths) = (version, [(path, other)])
      default: throw UsageError("two plans are compared, and these are \(arguments.count)", help: [AskedVersions.hint])
      }
      return
    }
    let same = (rest.isEmpty ? ["."] : rest).map { (old: $0, new: $0) }
    paths = same
    if let dots = first.firstRange(of: "...") {
      let left = try GitFiles(AskedVersions.head(first[..<dots.lowerBound]), in: terminal.folder)
      let right = try GitFiles(AskedVersions.head(first[dots.upperBound...]), in: terminal.folder)
      (old, new) = (.revision(try left.branchingPoint(of: right)), .revision(right))
    } else if let dots = first.firstRange(of: "..") {
      old = .revision(try GitFiles(AskedVersions.head(first[..<dots.lowerBound]), in: terminal.folder))
      new = .revision(try GitFiles(AskedVersions.head(first[dots.upperBound...]), in: terminal.folder))
    } else {
      (old, new) = (.revision(try GitFiles(first, in: terminal.folder)), files)
    }
  }

  private static let hint =
    "`allot diff main..HEAD` compares two revisions, `allot diff HEAD plans` a revision with the files"

  /// Nothing on a side of `..` is where the working files started from.
  private static func head(_ text: Substring) -> String { text.isEmpty ? "HEAD" : String(text) }

  /// `main:plans/ae.allot` as a revision and a path; nil if it is no such thing.
  private static func version(_ argument: String, _ terminal: Terminal) throws -> (PlanVersion, String)? {
    guard let colon = argument.firstIndex(of: ":"), colon != argument.startIndex,
      try PlanVersion.files(folder: terminal.folder).kind(of: argument) == nil
    else { return nil }
    let path = String(argument[argument.index(after: colon)...])
    return (.revision(try GitFiles(String(argument[..<colon]), in: terminal.folder)), path.isEmpty ? "." : path)
  }
}
