import Columns
import IR

/// What a run gives.
public enum RunOutcome: Sendable {
  case results(Results)
  /// What is wrong, the first findings, and the number of the others.
  case failed([RunFinding], omitted: Int)
}

/// The results of a run, and what was read for them.
public struct Results: Sendable {
  public struct ReadFile: Hashable, Sendable {
    public var table: String
    public var path: String
    public var rows: Int

    public init(table: String, path: String, rows: Int) {
      self.table = table
      self.path = path
      self.rows = rows
    }
  }

  public var outputs: [OutputTable]
  /// The files in the order of the program's tables; constant tables are not among them.
  public var files: [ReadFile]

  public init(outputs: [OutputTable], files: [ReadFile]) {
    self.outputs = outputs
    self.files = files
  }
}
