import Foundation

/// What a run of the benchmarks is asked for.
public struct BenchmarkOptions: Sendable {
  public enum Section: String, CaseIterable, Sendable {
    case kernels, compile, startup, workloads, phases, live
    case whatIf = "what-if"
    case threads, linearity
  }

  public var scale = 0.1
  public var rounds = 5
  /// The threads of the workloads' runs; nil for all processors.
  public var threads: Int?
  public var sections: Set<Section> = [
    .kernels, .compile, .startup, .workloads, .phases, .live, .whatIf, .threads,
  ]
  /// The workloads by name; empty for all.
  public var workloads: Set<String> = []
  /// The scales that are compared, when that is asked for.
  public var scales = [0.01, 0.1, 1]
  /// The command that is measured.
  public var allot: String
  /// The folder for data and results; nil for one of its own that is gone afterwards.
  public var folder: String?
  /// The Python that may have DuckDB.
  public var python = "python3"

  public struct Mistake: Error {
    public let message: String
  }

  public static let help = """
    benchmarks [options]: measures the command `allot` that lies beside this one

      --scale S         how large the tables are; 1 is a million deals and five million sales (0.1)
      --rounds N        how often everything is run, in turn; medians are shown (5)
      --threads N       the threads of a run; else one for each processor
      --only LIST       kernels, compile, startup, workloads, phases, live, what-if, threads, linearity, or
                        workloads by name: C1,R1
      --scales LIST     the scales of `linearity`, which is only run when it is asked for (0.01,0.1,1)
      --allot PATH      the command that is measured
      --folder DIR      where tables and results are written and left; a folder in memory keeps the disk out
      --python PATH     the Python whose DuckDB is held against the workloads (python3)

    Build both with `swift build -c release --product allot` and `swift build -c release --product benchmarks`.

    """

  public init(_ arguments: [String]) throws(Mistake) {
    let beside = URL(fileURLWithPath: CommandLine.arguments.first ?? "").resolvingSymlinksInPath()
    allot = beside.deletingLastPathComponent().appendingPathComponent("allot").path
    var rest = arguments[...]
    while let option = rest.popFirst() {
      guard let value = rest.popFirst() else { throw Mistake(message: "`\(option)` needs a value") }
      switch option {
      case "--scale": scale = try BenchmarkOptions.positive(value, option)
      case "--rounds": rounds = Int(try BenchmarkOptions.positive(value, option).rounded(.up))
      case "--threads": threads = Int(try BenchmarkOptions.positive(value, option).rounded(.up))
      case "--only": try choose(value)
      case "--scales":
        scales = []
        for part in value.split(separator: ",") {
          scales.append(try BenchmarkOptions.positive(String(part), option))
        }
      case "--allot": allot = value
      case "--folder": folder = value
      case "--python": python = value
      default: throw Mistake(message: "there is no option `\(option)`")
      }
    }
  }

  private static func positive(_ text: String, _ option: String) throws(Mistake) -> Double {
    guard let value = Double(text), value > 0, value <= 1_000 else {
      throw Mistake(message: "`\(option)` needs a number above zero, and `\(text)` is none")
    }
    return value
  }

  private mutating func choose(_ list: String) throws(Mistake) {
    sections = []
    for name in list.split(separator: ",").map(String.init) {
      if let section = Section(rawValue: name) {
        sections.insert(section)
      } else if Workload.all.contains(where: { $0.name == name }) {
        workloads.insert(name)
      } else {
        throw Mistake(message: "there is no benchmark `\(name)`")
      }
    }
    if sections.isEmpty { sections = [.workloads] }
  }
}
