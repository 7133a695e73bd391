/// How a run is carried out; none of it changes a result.
public struct RunOptions: Sendable {
  /// The number of threads.
  public var threads: Int
  /// The number of findings that a failed run describes; further ones are counted.
  public var errorLimit: Int
  public var rowOrder: RowOrder

  public init(threads: Int = 1, errorLimit: Int = 20, rowOrder: RowOrder = .asRead) {
    self.threads = threads
    self.rowOrder = rowOrder
    self.errorLimit = errorLimit
  }
}

/// Where the rows of a table come from.
public enum DataSource: Sendable {
  case file(path: String)
  /// The bytes of a file; `name` stands for it in messages.
  case bytes([UInt8], name: String)
  case standardInput
}
