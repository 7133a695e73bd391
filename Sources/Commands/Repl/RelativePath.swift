import Allot

/// Paths as they are written in a file of some folder.
enum RelativePath {
  /// How a file in `folder` names the file at `path`; both start in the same place, or are absolute.
  static func from(_ folder: String, to path: String) -> String {
    let (mine, theirs) = (parts(folder), parts(path))
    // A way up through `..` has no way back that could be known.
    guard folder.hasPrefix("/") == path.hasPrefix("/"), !mine.contains("..") else { return path }
    let common = zip(mine, theirs).prefix { $0 == $1 }.count
    let up = Array(repeating: "..", count: mine.count - common)
    return (up + theirs.dropFirst(common).map(String.init)).joined(separator: "/")
  }

  private static func parts(_ path: String) -> [Substring] { path.split(separator: "/").filter { $0 != "." } }
}
