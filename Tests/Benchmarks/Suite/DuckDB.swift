import Foundation

/// The workloads in SQL, run by DuckDB's Python module where that is installed.
struct DuckDB {
  private let python: String

  /// The script that asks the questions.
  private static let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("duckdb_workloads.py").path

  /// Nil if `python` has no DuckDB.
  init?(python: String) throws {
    do {
      guard try ChildRun(python, ["-c", "import duckdb"]).status == 0 else { return nil }
    } catch is ChildRun.Failure {
      return nil
    }
    self.python = python
  }

  /// The answer goes to `answer`, under the headers that the workload has.
  func run(_ workload: Workload, _ data: String, _ answer: String) throws -> ChildRun {
    let run = try ChildRun(python, [DuckDB.script, workload.name, data, answer], errors: answer + ".errors")
    guard run.status == 0 else {
      let said = String(decoding: try Data(contentsOf: URL(fileURLWithPath: answer + ".errors")), as: UTF8.self)
      throw ChildRun.Failure(description: "DuckDB cannot answer \(workload.name): \(said)")
    }
    return run
  }
}
