import Allot
import Columns
import Engine
import IR

/// A figure of the results: a line of a plan, sheet or rule, or an expression of its lines, for a row or for several.
public struct Measure: Hashable, Sendable {
  /// A line, or any expression that may stand in the plan.
  public var expression: String
  /// The plan, sheet or rule; nil for the only one in which the expression means something.
  public var sheet: String?
  /// The keys of the row, from the first on: `["ann"]`; none for all rows.
  public var keys: [String]
  /// The periods whose rows count; nil for all that the results have.
  public var period: String?

  public init(_ expression: String, in sheet: String? = nil, for keys: [String] = [], period: String? = nil) {
    self.expression = expression
    self.sheet = sheet
    self.keys = keys
    self.period = period
  }
}

/// How the rows of a measure become one value.
public enum RowCombination: Hashable, Sendable {
  /// There is one row.
  case row
  /// The value can be added up, and is: over so many rows.
  case sum(rows: Int)
  /// The value goes on from period to period, so that the last row has all of it.
  case last(of: Int)
}

/// The value of a measure.
public enum MeasuredValue: Hashable, Sendable {
  case number(Rational)
  /// A row has no value: an order that is unknown, a conflict, a value that is missing.
  case missing
  /// The run fails, for this reason.
  case refused(String)

  public var number: Rational? {
    if case .number(let number) = self { return number }
    return nil
  }
}

/// A measure in the results of a scenario and of all that it is changed to.
public struct Watch: Sendable {
  public let measure: Measure
  /// The scenario with only what the measure needs.
  let scenario: Scenario
  /// The name of the result and of its column.
  public let result: String
  public let column: String
  public let title: String
  public let unit: String?
  public let format: OutputColumn.Format
  public let combination: RowCombination
  /// The keys of the rows that count, as they are printed; none for all rows.
  private let rows: [[String]]
  /// Where the rows were; they are mostly still there.
  private let places: [Int]

  /// The value before any further change.
  public var value: MeasuredValue { value(in: scenario) }

  /// The keys of the last row that counts; nil where all rows do.
  var lastKey: [String]? { rows.last }

  /// The value as the results print it, without its unit.
  public func text(_ number: Rational) -> String { format.text(of: number) }

  /// The same as a person reads it: with thousands.
  public func label(_ number: Rational) -> String { withThousands(text(number)) }

  /// The same with its unit.
  public func amount(_ number: Rational) -> String { label(number) + (unit.map { " \($0)" } ?? "") }

  /// The value with changes made; a run that fails then is a value too.
  ///
  /// - Throws: a change that cannot be made.
  public func value(with changes: [ScenarioChange]) throws(ScenarioError) -> MeasuredValue {
    do throws(ScenarioError) {
      return value(in: try scenario.applying(changes))
    } catch {
      if case .request = error { throw error }
      return .refused(error.reason)
    }
  }

  /// The value in a scenario that has the same result.
  func value(in scenario: Scenario) -> MeasuredValue {
    guard let table = scenario.results.outputs.first(where: { $0.output.name == result }),
      let place = table.definitions.firstIndex(where: { $0.name == column })
    else { return .missing }
    let found = self.places(in: table)
    if found.isEmpty { return .missing }
    var sum = Rational.zero
    for row in found {
      switch table.value(row: row, column: place) {
      case .number(let number) where !number.isInfinite:
        if case .last = combination {
          sum = number
        } else {
          guard let next = sum.adding(number) else { return .refused("the sum has too many digits") }
          sum = next
        }
      case .number: return .refused("the value is infinite")
      case .bool(let truth): sum = truth ? .one : .zero
      case .missing, .text, .date, .period, .timestamp: return .missing
      }
    }
    return .number(sum)
  }

  /// The rows that count, in the order of the result.
  func places(in table: OutputTable) -> [Int] { WatchedRows(table).places(of: rows, first: places) }

  init(
    _ measure: Measure, _ scenario: Scenario, _ table: OutputTable, column: Int, rows: [Int],
    combination: RowCombination
  ) {
    let definition = table.definitions[column]
    self.measure = measure
    self.scenario = scenario
    result = table.output.name
    self.column = definition.name
    title = definition.name == Measuring.line ? measure.expression : definition.title ?? definition.name
    unit = definition.unit
    format = definition.format
    self.combination = combination
    self.rows = rows.count == table.rowCount ? [] : rows.map { WatchedRows(table).key(of: $0) }
    places = rows
  }
}

/// The rows of a result by their keys.
struct WatchedRows {
  private let table: OutputTable
  private let keys: [Int]

  init(_ table: OutputTable) {
    self.table = table
    keys = table.isKey.indices.filter { table.isKey[$0] }
  }

  func key(of row: Int) -> [String] { keys.map { table.text(row: row, column: $0) } }

  /// The places of rows in the order of the result; all rows if none is asked for.
  ///
  /// - Parameter likely: where they may be, to be looked at first.
  func places(of wanted: [[String]], first likely: [Int]) -> [Int] {
    if wanted.isEmpty { return Array(0..<table.rowCount) }
    if likely.count == wanted.count, zip(likely, wanted).allSatisfy({ $0 < table.rowCount && key(of: $0) == $1 }) {
      return likely
    }
    let rows = Set(wanted)
    // Most rows differ in their first key already.
    let first = Set(wanted.compactMap(\.first))
    return (0..<table.rowCount).filter { row in
      guard let place = keys.first else { return false }
      return first.contains(table.text(row: row, column: place)) && rows.contains(key(of: row))
    }
  }
}

extension ScenarioError {
  /// What is wrong, on one line.
  public var reason: String {
    switch self {
    case .request(let problem): problem.message
    case .plan(let error): error.diagnostics.first?.message ?? "the plan cannot be compiled"
    case .run(let error): error.diagnostics.first?.message ?? "the run fails"
    }
  }
}

extension OutputColumn.Format {
  /// Whether a value of the column is a share of one, shown as hundredths.
  var isPercent: Bool { if case .percent = self { true } else { false } }
}
