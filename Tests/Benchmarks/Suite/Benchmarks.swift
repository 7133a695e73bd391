import Allot
import Foundation
import TestSupport

/// Measures the command and the operations under it, and prints one table.
///
/// Whole processes are measured, from their start to their end, and every result is held against one that is computed
/// here, row by row in whole numbers, from the same tables. What is compared is run in turn, so that a machine whose
/// speed varies treats all alike.
public struct Benchmarks {
  private let options: BenchmarkOptions
  private let folder: URL
  private var report = BenchmarkReport()

  /// The plans of the workloads.
  static let plans = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("workloads").path

  private init(_ options: BenchmarkOptions, in folder: URL) {
    self.options = options
    self.folder = folder
  }

  /// Runs what the process was asked for and ends the process.
  public static func main() -> Never {
    let arguments = Array(CommandLine.arguments.dropFirst())
    if arguments.first == ChildRun.launcherWord, arguments.count > 3 { ChildRun.launch(Array(arguments.dropFirst())) }
    if arguments.contains("--help") || arguments.contains("-h") {
      print(BenchmarkOptions.help, terminator: "")
      exit(0)
    }
    do {
      let options = try BenchmarkOptions(arguments)
      let own = FileManager.default.temporaryDirectory.appendingPathComponent("allot-benchmarks-\(getpid())")
      let folder = options.folder.map { URL(fileURLWithPath: $0) } ?? own
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      defer { if options.folder == nil { remove(folder) } }
      var benchmarks = Benchmarks(options, in: folder)
      try benchmarks.run()
      print(benchmarks.report.text, terminator: "")
      if !benchmarks.report.isRight {
        if options.folder == nil { remove(folder) }
        exit(1)
      }
    } catch let mistake as BenchmarkOptions.Mistake {
      complain(mistake.message + "\n\n" + BenchmarkOptions.help)
      exit(2)
    } catch {
      complain("\(error)\n")
      exit(2)
    }
    exit(0)
  }

  private static func remove(_ folder: URL) {
    do { try FileManager.default.removeItem(at: folder) } catch { complain("\(folder.path) stays: \(error)\n") }
  }

  private static func complain(_ text: String) { FileHandle.standardError.write(Data(text.utf8)) }

  private mutating func run() throws {
    let needsCommand = options.sections != [.kernels]
    if needsCommand, !FileManager.default.isExecutableFile(atPath: options.allot) {
      throw BenchmarkOptions.Mistake(message: "there is no `\(options.allot)`: build it, or name it with --allot")
    }
    for section in BenchmarkOptions.Section.allCases where options.sections.contains(section) {
      Benchmarks.complain("\(section.rawValue) …\n")
      switch section {
      case .kernels: measureKernels()
      case .compile: try measureCompiling()
      case .startup: try measureStartup()
      case .workloads: try measureWorkloads(scale: options.scale, withPeer: true)
      case .phases: try measurePhases()
      case .live: try measureLive()
      case .whatIf: try measureWhatIf()
      case .threads: try measureThreads()
      case .linearity: try measureLinearity()
      }
    }
  }

  // MARK: - Operations

  private mutating func measureKernels() {
    for benchmark in KernelBenchmark.all(rowCount: 4_096) {
      var row = BenchmarkReport.Row("operation", benchmark.name)
      if let mistake = benchmark.mistake() {
        row.note = "WRONG: \(mistake)"
        report.add(wrong: row)
        continue
      }
      let time = benchmark.nanoseconds(rounds: options.rounds, passes: 50)
      row.note = "\(BenchmarkReport.number(time)) ns a value, each equal to its definition"
      report.add(row)
    }
  }

  // MARK: - Plans

  private mutating func measureCompiling() throws {
    for areas in [5, 19, 76] {
      let text = GeneratedPlan.text(areas: areas)
      let lines = text.split(separator: "\n", omittingEmptySubsequences: false).count - 1
      let times = (0..<options.rounds).map { _ in
        let start = ContinuousClock.now
        let plan = Plan(text: text)
        precondition(!plan.hasErrors)
        return (ContinuousClock.now - start) / .milliseconds(1)
      }
      let plan = Plan(text: text)
      let compileTimes = try (0..<options.rounds).map { _ in
        let start = ContinuousClock.now
        _ = try plan.compile(CompileOptions(asOf: "2026-12-31"))
        return (ContinuousClock.now - start) / .milliseconds(1)
      }
      var row = BenchmarkReport.Row("plan", "\(lines) lines, read and checked")
      row.wall = Figures.median(times)
      report.add(row)
      row.detail = "\(lines) lines, compiled and verified"
      row.wall = Figures.median(compileTimes)
      report.add(row)
    }
    let many = folder.appendingPathComponent("plans")
    try FileManager.default.createDirectory(at: many, withIntermediateDirectories: true)
    var paths: [String] = []
    for number in 0..<500 {
      let path = many.appendingPathComponent("plan\(number).allot")
      try Data(GeneratedPlan.text(areas: 1).utf8).write(to: path)
      paths.append(path.path)
    }
    var figures = Figures()
    for _ in 0..<options.rounds { figures.add(try ChildRun(options.allot, ["check"] + paths)) }
    report.add(BenchmarkReport.Row("check", "500 files of 109 lines", figures))
  }

  // MARK: - Start

  private mutating func measureStartup() throws {
    let text = GeneratedPlan.text(areas: 2)
    let plan = folder.appendingPathComponent("two-areas.allot")
    try Data(text.utf8).write(to: plan)
    let tiny = folder.appendingPathComponent("tiny")
    try FileManager.default.createDirectory(at: tiny, withIntermediateDirectories: true)
    _ = try BenchmarkData(BenchmarkSize(scale: 0.00001)).write(to: tiny)
    var programs: [(name: String, program: String, arguments: [String])] = [
      ("allot --version", options.allot, ["--version"]),
      ("allot check, 215 lines", options.allot, ["check", plan.path]),
    ]
    for workload in Workload.all where ["C1", "R1"].contains(workload.name) {
      programs.append(
        (
          "allot run, \(workload.name) of ten rows", options.allot,
          workload.arguments(plans: Benchmarks.plans, data: tiny.path)
        ))
    }
    let greetings = try makeGreetings()
    if greetings.isEmpty {
      report.add(BenchmarkReport.Row("start", "hello world", note: "skipped: there is no swiftc to build it with"))
    }
    programs = greetings.map { ($0.name, $0.path, []) } + programs
    var figures = programs.map { _ in Figures() }
    for _ in 0..<max(20, options.rounds) {
      for (place, program) in programs.enumerated() {
        figures[place].add(try ChildRun(program.program, program.arguments))
      }
    }
    for (place, program) in programs.enumerated() {
      var row = BenchmarkReport.Row("start", program.name, figures[place])
      if let status = figures[place].runs.first(where: { $0.status != 0 })?.status {
        row.note = "FAILED with \(status)"
        report.add(wrong: row)
        continue
      }
      if place >= greetings.count, let first = greetings.indices.first {
        row.compare(greetings[first].name, seconds: figures[first].seconds)
      }
      report.add(row)
    }
  }

  /// Programs that only greet: the first is built as the command is.
  private func makeGreetings() throws -> [(name: String, path: String)] {
    let source = folder.appendingPathComponent("hello.swift")
    try Data("print(\"hello\")\n".utf8).write(to: source)
    let isStatic = try BinaryKind(of: options.allot) == .withoutRuntime
    var found: [(name: String, path: String)] = []
    for (name, flags, matches) in [
      ("hello, shared runtime", [], !isStatic), ("hello, -static-stdlib", ["-static-stdlib"], isStatic),
    ] {
      let path = folder.appendingPathComponent("hello\(found.count)").path
      do {
        let build = try ChildRun("swiftc", ["-O", source.path, "-o", path] + flags)
        guard build.status == 0 else { continue }
        found.insert((name, path), at: matches ? 0 : found.count)
      } catch is ChildRun.Failure {
        return []
      }
    }
    return found
  }

  // MARK: - Workloads

  /// The workloads that are asked for and whose plan is there.
  private func chosen() -> [Workload] {
    Workload.all.filter { options.workloads.isEmpty || options.workloads.contains($0.name) }
  }

  private mutating func measureWorkloads(scale: Double, withPeer: Bool) throws {
    let tables = try makeTables(scale)
    let peer = withPeer ? try DuckDB(python: options.python) : nil
    if withPeer, peer == nil {
      report.add(BenchmarkReport.Row("DuckDB", "", note: "skipped: `\(options.python)` has no module duckdb"))
    }
    var figures: [String: Figures] = [:]
    var peerFigures: [String: Figures] = [:]
    for round in 0..<options.rounds {
      for workload in chosen() {
        let result = folder.appendingPathComponent("\(workload.name).csv").path
        figures[workload.name, default: Figures()].add(
          try ChildRun(options.allot, arguments(workload, tables.path), output: result, errors: result + ".errors"))
        if let peer {
          let answer = folder.appendingPathComponent("\(workload.name).duckdb.csv").path
          peerFigures[workload.name, default: Figures()].add(try peer.run(workload, tables.path, answer))
        }
        if round == 0 { Benchmarks.complain("  \(workload.name) at \(scale)\n") }
      }
    }
    for workload in chosen() {
      guard let own = figures[workload.name] else { continue }
      var row = BenchmarkReport.Row(workload.name, "scale \(BenchmarkReport.plain(scale))", own)
      let mistake = try check(workload, tables.data, own)
      if let other = peerFigures[workload.name] {
        row.compare("DuckDB", seconds: other.seconds)
        let answer = [UInt8](
          try Data(contentsOf: folder.appendingPathComponent("\(workload.name).duckdb.csv")))
        if let wrong = workload.mistake(in: answer, expected: workload.expected(tables.data)) {
          row.against += " (WRONG: \(wrong))"
        }
      }
      row.note = mistake.map { "WRONG: \($0)" } ?? "every row right"
      if mistake == nil { report.add(row) } else { report.add(wrong: row) }
    }
  }

  private func arguments(_ workload: Workload, _ data: String, threads: Int? = nil) -> [String] {
    workload.arguments(plans: Benchmarks.plans, data: data)
      + ((threads ?? options.threads).map { ["--threads", "\($0)"] } ?? [])
  }

  /// What is wrong with the last result of a workload, or nil.
  private func check(_ workload: Workload, _ data: BenchmarkData, _ figures: Figures) throws -> String? {
    let result = folder.appendingPathComponent("\(workload.name).csv").path
    if let status = figures.runs.first(where: { $0.status != 0 })?.status {
      let said = String(decoding: try Data(contentsOf: URL(fileURLWithPath: result + ".errors")), as: UTF8.self)
      return "ended with \(status): \(said.split(separator: "\n").first ?? "")"
    }
    let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: result)))
    return workload.mistake(in: bytes, expected: workload.expected(data))
  }

  private func makeTables(_ scale: Double) throws -> (data: BenchmarkData, path: String) {
    let tables = folder.appendingPathComponent("scale-\(BenchmarkReport.plain(scale))")
    try FileManager.default.createDirectory(at: tables, withIntermediateDirectories: true)
    let data = BenchmarkData(BenchmarkSize(scale: scale))
    let size = try data.write(to: tables)
    Benchmarks.complain("  tables of \(size >> 20) MiB\n")
    return (data, tables.path)
  }

  // MARK: - Phases

  /// What the parts of a run take, in this process and on one thread.
  private mutating func measurePhases() throws {
    let tables = try makeTables(options.scale)
    for workload in chosen() {
      let compiled = try Benchmarks.compiled(workload)
      var times: [PhaseClock.Times] = []
      for _ in 0..<options.rounds {
        let clock = PhaseClock()
        let results = try compiled.evaluate(
          DataLocation(folder: tables.path), options: RunOptions(threads: 1) { clock.begin($0) })
        precondition(!results.outputs.isEmpty)
        times.append(clock.times)
      }
      for (name, phase) in [
        ("reading", \PhaseClock.Times.reading), ("evaluating", \.evaluating), ("arranging", \.arranging),
      ] {
        var row = BenchmarkReport.Row(
          workload.name, "\(name), one thread, scale \(BenchmarkReport.plain(options.scale))")
        let seconds = Figures.median(times.map { $0[keyPath: phase] })
        row.wall = seconds * 1e3
        let rows = workload.rows(tables.data)
        row.note = "\(BenchmarkReport.number(seconds * 1e9 / Double(rows))) ns for each of \(rows) rows"
        report.add(row)
      }
    }
  }

  static func compiled(_ workload: Workload) throws -> CompiledPlan {
    try Plan.load(paths: ["\(plans)/\(workload.plan).allot"]).compile(
      CompileOptions(asOf: workload.value(of: "--as-of"), only: workload.value(of: "--plan").map { [$0] } ?? []))
  }

  /// One deal or sale that changes in a run that is kept, in this process.
  private mutating func measureLive() throws {
    let tables = try makeTables(options.scale)
    let threads = options.threads ?? ProcessInfo.processInfo.activeProcessorCount
    // The results here have the plan's own headers.
    for workload in chosen() where workload.value(of: "--columns") == nil {
      let figures = try Benchmarks.live(
        workload, try Benchmarks.compiled(workload), tables.data, folder: tables.path, threads: threads,
        count: options.rounds + 1)
      let times = [
        ("run that is kept", figures.full), ("first change", figures.changes[0]),
        ("further change", Figures.median(Array(figures.changes.dropFirst()))),
      ]
      for (place, (name, seconds)) in times.enumerated() {
        var row = BenchmarkReport.Row(workload.name, "\(name), scale \(BenchmarkReport.plain(options.scale))")
        row.wall = seconds * 1e3
        if place > 0 { row.compare("run", seconds: figures.full) }
        row.note = figures.mistake.map { "WRONG: \($0)" } ?? (place > 0 ? "every row right" : "")
        if figures.mistake == nil { report.add(row) } else { report.add(wrong: row) }
      }
    }
  }

  /// Changes of rows and of the plan's text, with what they change, in this process and in turn with whole runs.
  private mutating func measureWhatIf() throws {
    let tables = try makeTables(options.scale)
    let threads = options.threads ?? ProcessInfo.processInfo.activeProcessorCount
    for workload in chosen() where workload.name == "C1" {
      let figures = try Benchmarks.whatIf(
        workload, folder: tables.path, threads: threads, rounds: options.rounds + 1)
      let run = Figures.median(figures.runs)
      var first = BenchmarkReport.Row(workload.name, "run, scale \(BenchmarkReport.plain(options.scale))")
      first.wall = run * 1e3
      report.add(first)
      for figure in figures.figures {
        let further = Array(figure.changes.dropFirst())
        let difference = Figures.median(Array(figure.differences.dropFirst()))
        var row = BenchmarkReport.Row(workload.name, figure.name)
        row.wall = (Figures.median(further) + difference) * 1e3
        row.compare("run", seconds: run)
        let (begun, shown) = (figure.changes[0] * 1e3, difference * 1e3)
        row.note =
          figures.mistake.map { "WRONG: \($0)" }
          ?? "the first one \(BenchmarkReport.number(begun)) ms; of it what it changes "
          + "\(BenchmarkReport.number(shown)) ms, \(figure.moved) amounts"
        if figures.mistake == nil { report.add(row) } else { report.add(wrong: row) }
      }
    }
  }

  // MARK: - Threads and sizes

  private mutating func measureThreads() throws {
    let tables = try makeTables(options.scale)
    for workload in chosen() {
      var figures = [Figures(), Figures()]
      var results: [[UInt8]] = []
      for round in 0..<options.rounds {
        for (place, threads) in [1, 2].enumerated() {
          let result = folder.appendingPathComponent("\(workload.name).csv").path
          figures[place].add(
            try ChildRun(
              options.allot, arguments(workload, tables.path, threads: threads), output: result,
              errors: result + ".errors"))
          if round == 0 { results.append([UInt8](try Data(contentsOf: URL(fileURLWithPath: result)))) }
        }
      }
      let isSame = results[0] == results[1] && !results[0].isEmpty
      var row = BenchmarkReport.Row(
        workload.name, "two threads, scale \(BenchmarkReport.plain(options.scale))", figures[1],
        note: isSame ? "the same bytes" : "WRONG: the threads change the result")
      row.compare("one", seconds: figures[0].seconds)
      if isSame { report.add(row) } else { report.add(wrong: row) }
    }
  }

  private mutating func measureLinearity() throws {
    var known: [String: (scale: Double, seconds: Double)] = [:]
    for scale in options.scales.sorted() {
      let tables = try makeTables(scale)
      for workload in chosen() {
        var figures = Figures()
        for _ in 0..<options.rounds {
          let result = folder.appendingPathComponent("\(workload.name).csv").path
          figures.add(
            try ChildRun(options.allot, arguments(workload, tables.path), output: result, errors: result + ".errors"))
        }
        let mistake = try check(workload, tables.data, figures)
        var row = BenchmarkReport.Row(workload.name, "scale \(BenchmarkReport.plain(scale))", figures)
        row.note = mistake.map { "WRONG: \($0)" } ?? "every row right"
        if let before = known[workload.name] {
          row.compare("in proportion", seconds: before.seconds * scale / before.scale)
        }
        if mistake == nil { report.add(row) } else { report.add(wrong: row) }
        known[workload.name] = (scale, figures.seconds)
      }
    }
  }
}

/// Whether a program brings the language's runtime along.
private enum BinaryKind {
  case withRuntime, withoutRuntime

  init(of path: String) throws {
    let bytes = try Data(contentsOf: URL(fileURLWithPath: path), options: .mappedIfSafe)
    self = bytes.range(of: Data("libswiftCore.so".utf8)) == nil ? .withoutRuntime : .withRuntime
  }
}

extension BenchmarkReport {
  /// A scale as it was asked for: `1`, `0.05`.
  static func plain(_ scale: Double) -> String { scale == scale.rounded() ? "\(Int(scale))" : "\(scale)" }
}
