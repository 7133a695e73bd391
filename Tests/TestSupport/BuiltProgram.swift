import Foundation

/// The path of a program that is built with the tests; it stands beside them.
public func builtProgram(_ name: String) -> String {
  let path = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? CommandLine.arguments[0]
  let folder = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
  return "\(folder)/\(name)"
}
