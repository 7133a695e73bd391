/// How a run is carried out; none of it changes a result.
public struct RunOptions: Sendable {
  /// The number of threads.
  public var threads: Int
  /// The number of findings that a failed run describes; further ones are counted.
  public var errorLimit: Int
  public var rowOrder: RowOrder
  /// Is told of each phase when it begins, so that a caller may show or time it.
  public var observer: (@Sendable (RunPhase) -> Void)?

  public init(
    threads: Int = 1, errorLimit: Int = 20, rowOrder: RowOrder = .asRead,
    observer: (@Sendable (RunPhase) -> Void)? = nil
  ) {
    self.threads = threads
    self.rowOrder = rowOrder
    self.errorLimit = errorLimit
    self.observer = observer
  }
}

/// What a run is doing; the phases follow each other in this order.
public enum RunPhase: Hashable, Sendable {
  case reading(table: String)
  case evaluating
  /// The results are put in order and gathered.
  case arranging
  case done
}

/// Where the rows of a table come from.
public enum DataSource: Sendable {
  case file(path: String)
  /// The bytes of a file; `name` stands for it in messages.
  case bytes([UInt8], name: String)
  case standardInput
}
