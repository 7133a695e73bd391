/// The files of one run, by their identity.
public struct SourceMap: Sendable {
  private var files: [SourceFile] = []

  public init() {}

  /// Takes in a file and returns the identity that its spans carry.
  public mutating func add(path: String, bytes: [UInt8]) -> FileID {
    add(SourceFile(path: path, bytes: bytes))
  }

  /// Takes in a file and returns the identity that its spans carry.
  public mutating func add(_ file: SourceFile) -> FileID {
    files.append(file)
    return FileID(Int32(files.count - 1))
  }

  /// The file that `id` names.
  ///
  /// - Requires: `id` was returned by `add` of this map.
  public subscript(id: FileID) -> SourceFile { files[Int(id.index)] }

  /// Whether `id` was returned by `add` of this map.
  public func contains(_ id: FileID) -> Bool { id.index >= 0 && Int(id.index) < files.count }

  /// The identities of all files, in the order in which they were added.
  public var ids: [FileID] { files.indices.map { FileID(Int32($0)) } }
}
