/// The one table that a run of the benchmarks prints.
public struct BenchmarkReport: Sendable {
  /// A line of the table.
  public struct Row: Sendable {
    public var subject: String
    public var detail: String
    /// Medians, in milliseconds.
    public var wall: Double?
    public var cpu: Double?
    public var peakBytes: Int?
    /// What it is held against, such as `DuckDB 0.31 s`, and this wall time over that one.
    public var against = ""
    public var ratio: Double?
    /// Whether the result is right, and how that is known; or why there is none.
    public var note: String

    public init(_ subject: String, _ detail: String, note: String = "") {
      self.subject = subject
      self.detail = detail
      self.note = note
    }

    init(_ subject: String, _ detail: String, _ figures: Figures, note: String = "") {
      self.init(subject, detail, note: note)
      wall = figures.seconds * 1e3
      cpu = figures.cpuSeconds * 1e3
      peakBytes = figures.peakBytes
    }

    mutating func compare(_ name: String, seconds: Double) {
      against = "\(name) \(BenchmarkReport.number(seconds * 1e3)) ms"
      if let wall, seconds > 0 { ratio = wall / 1e3 / seconds }
    }
  }

  public private(set) var rows: [Row] = []
  /// False once a result was wrong.
  public private(set) var isRight = true

  public init() {}

  public mutating func add(_ row: Row) { rows.append(row) }

  /// Adds a row whose result is wrong.
  public mutating func add(wrong row: Row) {
    isRight = false
    rows.append(row)
  }

  /// The table, as Markdown that lines up.
  public var text: String {
    let header = ["what", "of", "wall ms", "cpu ms", "peak MiB", "against", "ratio", ""]
    let cells =
      [header]
      + rows.map { row in
        [
          row.subject, row.detail, row.wall.map(BenchmarkReport.number) ?? "",
          row.cpu.map(BenchmarkReport.number) ?? "",
          row.peakBytes.map { "\($0 >> 20)" } ?? "", row.against, row.ratio.map(BenchmarkReport.number) ?? "", row.note,
        ]
      }
    let widths = header.indices.map { column in cells.map { $0[column].count }.max() ?? 0 }
    let isNumber = [false, false, true, true, true, false, true, false]
    var lines = cells.map { row in
      "| "
        + row.indices.map { column in
          let blanks = String(repeating: " ", count: widths[column] - row[column].count)
          return isNumber[column] ? blanks + row[column] : row[column] + blanks
        }.joined(separator: " | ") + " |"
    }
    let rule = header.indices.map { column in
      let dashes = String(repeating: "-", count: max(3, widths[column]) - 1)
      return isNumber[column] ? dashes + ":" : "-" + dashes
    }
    lines.insert("| " + rule.joined(separator: " | ") + " |", at: 1)
    return lines.joined(separator: "\n") + "\n"
  }

  /// Three digits that count.
  static func number(_ value: Double) -> String {
    guard value.isFinite, value > 0 else { return "0" }
    let decimals = value >= 100 ? 0 : value >= 10 ? 1 : value >= 1 ? 2 : 3
    let unit = [1.0, 10, 100, 1_000][decimals]
    let scaled = Int((value * unit).rounded())
    if decimals == 0 { return "\(scaled)" }
    let digits = "\(scaled % Int(unit))"
    return "\(scaled / Int(unit))." + String(repeating: "0", count: decimals - digits.count) + digits
  }
}
