@testable import BenchmarkSuite
import Foundation
import Testing

/// The workloads of the benchmarks at a small scale: their results are what the slow computation gives.
@Suite struct BenchmarkSuiteTests {
  @Test func workloadsGiveWhatTheSlowComputationGives() throws {
    try Package.withFolder { folder in
      let data = BenchmarkData(BenchmarkSize(scale: 0.0003))
      let size = try data.write(to: folder)
      #expect(size > 10_000)
      let plans = Package.root.appendingPathComponent("Tests/Benchmarks/workloads").path
      for workload in Workload.all
      where FileManager.default.fileExists(atPath: "\(plans)/\(workload.plan).allot") {
        let run = TestRun(workload.arguments(plans: plans, data: folder.path), in: folder)
        let expected = workload.expected(data)
        #expect(run.status == .ok, "\(run.transcript)")
        #expect(expected.count > 1_000, "\(workload.name)")
        #expect(workload.mistake(in: Array(run.output.utf8), expected: expected) == nil, "\(workload.name)")

        // The comparison is able to fail: one digit, one row less.
        var changed = expected
        changed[changed.count - 2] ^= 1
        #expect(workload.mistake(in: Array(run.output.utf8), expected: changed) != nil)
        let shorter = expected.prefix(expected.dropLast().lastIndex(of: UInt8(ascii: "\n")) ?? 0)
        #expect(workload.mistake(in: Array(run.output.utf8), expected: Array(shorter)) != nil)
      }
    }
  }

  @Test func changesOfARunThatIsKeptGiveWhatTheChangedTablesDo() throws {
    try Package.withFolder { folder in
      let data = BenchmarkData(BenchmarkSize(scale: 0.0001))
      _ = try data.write(to: folder)
      for workload in Workload.all where ["C1", "R1"].contains(workload.name) {
        let figures = try Benchmarks.live(
          workload, try Benchmarks.compiled(workload), data, folder: folder.path, threads: 2, count: 4)
        #expect(figures.mistake == nil && figures.changes.count == 4, "\(workload.name)")
      }
    }
  }

  @Test func whatIsSupposedGivesWhatTheChangedTablesDo() throws {
    try Package.withFolder { folder in
      _ = try BenchmarkData(BenchmarkSize(scale: 0.0005)).write(to: folder)
      let figures = try Benchmarks.whatIf(Workload.all[0], folder: folder.path, threads: 2, rounds: 2)
      #expect(figures.mistake == nil)
      #expect(figures.figures.allSatisfy { $0.changes.count == 2 && $0.name.isEmpty == false })
      #expect(figures.figures.filter { $0.moved > 0 }.count >= 4)
    }
  }

  @Test func sameScaleSameTables() {
    let size = BenchmarkSize(scale: 0.0002)
    let workload = Workload.all[0]
    #expect(workload.expected(BenchmarkData(size)) == workload.expected(BenchmarkData(size)))
  }
}
