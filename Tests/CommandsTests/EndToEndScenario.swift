import Allot
import TestSupport
import Testing

/// A table in memory: rows of cells as they stand in a file.
struct MemoryTable {
  var name: String
  var header: [String]
  var rows: [[String]]

  func source(shuffledBy random: inout SeededRandom) -> DataSource { source(rows.shuffled(using: &random)) }

  var source: DataSource { source(rows) }

  private func source(_ rows: [[String]]) -> DataSource {
    let lines = ([header] + rows).map { $0.joined(separator: ",") + "\n" }
    return .bytes(Array(lines.joined().utf8), name: "\(name).csv")
  }
}

/// The rows of one result by their keys (`ann|2026-01`), each with its cells by column.
typealias ResultRows = [String: [String: Value]]

/// A plan, its tables and what is asked of it.
struct Scenario {
  var plan: String
  var tables: [MemoryTable]
  var period: String?
  var asOf: String?
  var withDetail = false

  enum Outcome: Equatable {
    case results([String: ResultRows])
    /// The codes of what is wrong, each once, ascending.
    case failed([String])
  }

  /// Runs the plan; with `shuffle`, every table's rows come in another order.
  func run(period: String? = nil, threads: Int = 1, shuffledBy shuffle: SeededRandom? = nil) throws -> Outcome {
    let plan = Plan(text: plan)
    guard !plan.hasErrors else {
      Issue.record("\(DiagnosticRenderer(plan.sources).render(plan.diagnostics))")
      return .failed(Set(plan.diagnostics.map(\.code)).sorted())
    }
    let options = CompileOptions(period: period ?? self.period, asOf: asOf, withDetail: withDetail)
    let compiled = try plan.compile(options)
    var sources: [String: DataSource] = [:]
    if var random = shuffle {
      for table in tables { sources[table.name] = table.source(shuffledBy: &random) }
    } else {
      for table in tables { sources[table.name] = table.source }
    }
    do throws(RunError) {
      let results = try compiled.evaluate(DataLocation(tables: sources), options: RunOptions(threads: threads))
      return .results(Dictionary(uniqueKeysWithValues: results.outputs.map { ($0.output.name, Scenario.rows($0)) }))
    } catch {
      return .failed(Set(error.diagnostics.map(\.code)).sorted())
    }
  }

  private static func rows(_ table: OutputTable) -> ResultRows {
    var result: ResultRows = [:]
    let keys = table.output.keys.count
    for row in 0..<table.rowCount {
      let key = (0..<keys).map { table.text(row: row, column: $0) }.joined(separator: "|")
      var cells: [String: Value] = [:]
      for column in keys..<table.definitions.count {
        cells[table.definitions[column].name] = table.value(row: row, column: column)
      }
      if result.updateValue(cells, forKey: key) != nil { Issue.record("two rows of the key \(key)") }
    }
    return result
  }

  /// Compares the run with what an oracle expects: as it stands, with shuffled rows and several threads, and for each of
  /// `parts`, periods whose rows must be those of the whole run.
  func check(
    _ expected: Outcome, parts: [String] = [], _ seed: UInt64, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    func compare(_ found: Outcome, _ expected: Outcome, _ how: String) {
      guard found != expected else { return }
      Issue.record(
        "seed \(seed), \(how): \(Scenario.difference(found, expected))\n\(plan)\n\(text)",
        sourceLocation: sourceLocation)
    }
    compare(try run(), expected, "as it stands")
    for threads in [2, 7] {
      let shuffle = SeededRandom(seed: seed &+ UInt64(threads))
      compare(try run(threads: threads, shuffledBy: shuffle), expected, "shuffled, \(threads) threads")
    }
    if seed % 4 == 1 { try checkLive(seed) }
    guard case .results(let all) = expected else { return }
    for part in parts {
      guard let period = Period(part) else { continue }
      let wanted = all.mapValues { rows in
        rows.filter { key, _ in
          let own = key.split(separator: "|").compactMap { Period($0) }.first
          return own.map { $0.firstDay <= period.lastDay && period.firstDay <= $0.lastDay } ?? true
        }
      }
      compare(try run(period: part), .results(wanted), "for \(part) alone")
    }
  }

  var text: String {
    tables.map { table in
      "\(table.name): " + ([table.header] + table.rows).map { $0.joined(separator: ",") }.joined(separator: " / ")
    }.joined(separator: "\n")
  }

  private static func difference(_ found: Outcome, _ expected: Outcome) -> String {
    guard case .results(let a) = found, case .results(let b) = expected else { return "\(found)\nnot\n\(expected)" }
    var lines: [String] = []
    for name in Set(a.keys).union(b.keys).sorted() {
      let (found, wanted) = (a[name] ?? [:], b[name] ?? [:])
      for key in Set(found.keys).union(wanted.keys).sorted() where found[key] != wanted[key] {
        guard let ours = found[key], let theirs = wanted[key] else {
          lines.append("\(name) \(key): \(found[key] == nil ? "no row" : "a row too many")")
          continue
        }
        for column in Set(ours.keys).union(theirs.keys).sorted() where ours[column] != theirs[column] {
          let text = [ours[column], theirs[column]].map { $0.map { "\($0)" } ?? "no column" }
          lines.append("\(name) \(key) \(column): \(text[0]), expected \(text[1])")
        }
      }
    }
    return lines.prefix(12).joined(separator: "\n")
  }
}

// MARK: Exact arithmetic for oracles

extension Rational {
  /// A sum, difference, product or quotient of numbers that are small in every test.
  static func + (a: Rational, b: Rational) -> Rational { known(a.adding(b)) }
  static func - (a: Rational, b: Rational) -> Rational { known(a.subtracting(b)) }
  static func * (a: Rational, b: Rational) -> Rational { known(a.multiplying(b)) }
  static func / (a: Rational, b: Rational) -> Rational { known(a.dividing(b)) }

  private static func known(_ value: Rational?) -> Rational {
    guard let value else { preconditionFailure("the oracle's numbers are small") }
    return value
  }

  static var cent: Rational { Rational(1, scale: 2) }

  /// The nearest multiple of a cent, half away from zero.
  var cents: Rational { nearest(to: .cent) }

  /// The nearest multiple of `step`, half away from zero, by whole-number division.
  func nearest(to step: Rational) -> Rational {
    let steps = magnitude / step
    let twice = Rational.known(Rational(2 * steps.numerator + steps.denominator, over: 2 * steps.denominator))
    let whole = Rational.known(Rational(twice.numerator / twice.denominator, over: 1))
    return signum < 0 ? Rational(0) - whole * step : whole * step
  }

  /// The greatest multiple of `step` that is not greater.
  func floor(to step: Rational) -> Rational {
    let steps = self / step
    var whole = steps.numerator / steps.denominator
    if whole * steps.denominator > steps.numerator { whole -= 1 }
    return Rational.known(Rational(whole, over: 1)) * step
  }
}

extension Sequence where Element == Rational {
  var total: Rational { reduce(.zero) { $0 + $1 } }
}

extension SeededRandom {
  mutating func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &self) }

  mutating func chance(_ one: Int, in all: Int) -> Bool { number(1...all) <= one }

  mutating func pick<Element>(_ elements: [Element]) -> Element { elements[number(0...elements.count - 1)] }

  /// A day between two dates, often the first or the last of a month.
  mutating func day(_ from: CalendarDate, _ through: CalendarDate) -> CalendarDate {
    let day = CalendarDate(days: Int32(number(Int(from.days)...Int(through.days))))
    let month = Period(.month, containing: day)
    switch number(0...5) {
    case 0: return max(from, month.firstDay)
    case 1: return min(through, month.lastDay)
    default: return day
    }
  }
}

/// A date as it is written in the tests themselves.
func date(_ year: Int, _ month: Int, _ day: Int) -> CalendarDate {
  guard let date = CalendarDate(year: year, month: month, day: day) else { preconditionFailure("no day") }
  return date
}

func months(_ from: String, _ count: Int) -> [Period] {
  guard let first = Period(from) else { preconditionFailure("no month") }
  return (0..<count).compactMap { first.advanced(by: $0) }
}

/// A number as a cell: `-12.30`.
func cell(cents: Int) -> String {
  let sign = cents < 0 ? "-" : ""
  let rest = cents.magnitude % 100
  return "\(sign)\(cents.magnitude / 100).\(rest < 10 ? "0" : "")\(rest)"
}
