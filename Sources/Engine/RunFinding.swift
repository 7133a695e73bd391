import Columns
import IR
import Source

/// A row of a data file, or one of its cells.
public struct DataPlace: Hashable, Sendable {
  public var file: String
  /// The line, counted from 1; 0 where it is not known.
  public var line: Int
  /// The character in the line, counted from 1; 0 for the whole row.
  public var column: Int

  public init(file: String, line: Int, column: Int = 0) {
    self.file = file
    self.line = line
    self.column = column
  }
}

extension DataPlace: Comparable, CustomStringConvertible {
  public static func < (a: DataPlace, b: DataPlace) -> Bool {
    (a.file, a.line, a.column) < (b.file, b.line, b.column)
  }

  /// The place as `deals.csv:12:7`, without the parts that are not known.
  public var description: String {
    if line == 0 { return file }
    return column == 0 ? "\(file):\(line)" : "\(file):\(line):\(column)"
  }
}

/// A name and the text of its value.
public struct NamedText: Hashable, Sendable {
  public var name: String
  public var text: String

  public init(_ name: String, _ text: String) {
    self.name = name
    self.text = text
  }
}

/// Why a run gave no results: one thing that is wrong in the data, or in what the plan makes of them.
public struct RunFinding: Hashable, Sendable {
  public enum Problem: Hashable, Sendable {
    /// A table that cannot be read at all; the message is a sentence.
    case table(String)
    /// A cell, row or header of a file that is not what it must be.
    case data(DataError)
    /// A cell that must name a row of a table and does not.
    case unknownKey(text: String, column: String, table: String, nearest: String?)
    /// A row's own unit that is no way to count `unit`; `known` are those that are.
    case unknownUnit(text: String, column: String, unit: String, nearest: String?, known: [String])
    /// Two rows with the same key.
    case duplicateKey(key: [NamedText], other: DataPlace?)
    /// A table that must have at most one row and has more.
    case severalRows(other: DataPlace?)
    /// Two rows of the same key, equally late, that differ.
    case tie(key: [NamedText], differing: [NamedText], other: DataPlace?)
    /// A value that could not be computed, and is used.
    case fault(Fault.Reason)
    /// A law that does not hold; `isMissing` where its condition has no value.
    case check(String, isMissing: Bool)
    /// More rows than can be numbered.
    case tooManyRows
    /// A range of rows that does not run between whole numbers, or has more rows than one row may have.
    case range(from: String, through: String, isTooLong: Bool)
    /// A version whose last day comes before its first.
    case endsFirst(from: String, through: String)
    /// Two versions of one key for the same days.
    case overlap(key: [NamedText], own: String, others: String, other: DataPlace?)
    /// A key without a version on a day; `nearest` names the key and the first day of the nearest one.
    case noVersion(key: [String], day: String, of: String, nearest: String?)
    /// Somebody of whom a hierarchy does not say who is above.
    case noPlace(String, day: String?)
    /// People who stand above each other in a circle.
    case circle([String], day: String?)
    /// The names of rows of a table that rank alike where one is wanted.
    case tiedPick(table: String, [String])
    /// The names of rows that are equal in all that puts rows in order.
    case tiedOrder([String])
  }

  public var problem: Problem
  /// The table or sheet whose row it is.
  public var table: String
  /// The row in a data file, where it comes from one.
  public var place: DataPlace?
  /// The text of the plan that says what must be.
  public var span: SourceSpan?
  /// What names the row: its keys.
  public var row: [NamedText]
  /// Further values that show why.
  public var witnesses: [NamedText]

  public init(
    _ problem: Problem, table: String, place: DataPlace? = nil, span: SourceSpan? = nil, row: [NamedText] = [],
    witnesses: [NamedText] = []
  ) {
    self.problem = problem
    self.table = table
    self.place = place
    self.span = span
    self.row = row
    self.witnesses = witnesses
  }

  /// One sentence in lower case without a full stop; it stands without the place.
  public var message: String {
    switch problem {
    case .table(let message): return message
    case .data(let error): return error.message
    case .unknownKey(let text, let column, let table, _):
      return "`\(text)` in column `\(column)` is no key of `\(table)`"
    case .unknownUnit(let text, let column, let unit, _, _):
      return "`\(text)` in column `\(column)` is no unit that \(unit) are counted in"
    case .duplicateKey(let key, _): return "two rows of `\(table)` have the key \(RunFinding.list(key))"
    case .severalRows: return "`\(table)` has more than one row"
    case .tie(let key, _, _):
      return "two rows of `\(table)` with the key \(RunFinding.list(key)) are equally late and differ"
    case .fault(let reason): return RunFinding.describe(reason)
    case .check(let text, let isMissing):
      return isMissing ? "the check `\(text)` has no value to judge" : "the check `\(text)` does not hold"
    case .tooManyRows: return "`\(table)` has more rows than can be numbered"
    case .range(let from, let through, let isTooLong):
      return isTooLong
        ? "the range from \(from) to \(through) of `\(table)` has more than \(Execution.rangeLimit) rows for one row"
        : "the range from \(from) to \(through) of `\(table)` does not run between whole numbers"
    case .endsFirst(let from, let through):
      return "a version of `\(table)` begins on \(from) and ends on \(through), before that"
    case .overlap(let key, let own, let others, _):
      let whose = key.isEmpty ? "" : " of \(RunFinding.list(key))"
      return "two versions\(whose) in `\(table)` hold on the same days: \(others), and \(own)"
    case .noVersion(let key, let day, let table, let nearest):
      let whose = key.isEmpty ? "" : " of " + key.map { "`\($0)`" }.joined(separator: ", ")
      return "`\(table)` has no version\(whose) on \(day)" + (nearest.map { "; the nearest begins at `\($0)`" } ?? "")
    case .noPlace(let person, let day):
      return "`\(table)` does not say who is above `\(person)`" + (day.map { " on \($0)" } ?? "")
    case .circle(let people, let day):
      let chain = (people + people.prefix(1)).map { "`\($0)`" }.joined(separator: " under ")
      return "the people of `\(table)` stand above each other in a circle" + (day.map { " on \($0)" } ?? "")
        + ": \(chain)"
    case .tiedPick(let table, let rows):
      return "\(rows.count) rows of `\(table)` rank first, and one is wanted: \(RunFinding.shown(rows))"
    case .tiedOrder(let rows):
      return "\(rows.count) rows of `\(table)` have the same place in the order: \(RunFinding.shown(rows))"
    }
  }

  /// Statements that explain or may help, each a sentence in lower case without a full stop.
  public var notes: [String] {
    switch problem {
    case .table, .fault, .check, .tooManyRows, .range, .endsFirst, .noVersion: return []
    case .noPlace: return ["everyone in a hierarchy has a row; who stands at the top has one that names nobody"]
    case .circle: return []
    case .tiedPick: return ["a further value to rank by decides between them: `by greatest closed, id`"]
    case .tiedOrder:
      return ["a further value to order by decides between them, such as a key: `in order of expiry, lot`"]
    case .data(let error):
      guard case .encoded(_, let command) = error.problem else { return error.suggestions }
      return [RunFinding.piping(error.file, through: command, into: table) + " reads its text"]
    case .unknownKey(_, _, let table, let nearest):
      return nearest.map { ["the nearest key of `\(table)` is `\($0)`"] } ?? []
    case .unknownUnit(_, _, let unit, let nearest, let known):
      return nearest.map { ["the nearest unit is `\($0)`"] }
        ?? ["\(unit) are counted in " + known.map { "`\($0)`" }.joined(separator: ", ")]
    case .duplicateKey(_, let other), .severalRows(let other), .overlap(_, _, _, let other):
      return other.map { ["the other row is \($0)"] } ?? []
    case .tie(_, let differing, let other):
      let differences = differing.map { "they differ in `\($0.name)`: \($0.text)" }
      return (other.map { ["the other row is \($0)"] } ?? []) + differences
    }
  }

  /// The command line, between backquotes, by which a table is read from a file whose text `command` writes.
  public static func piping(_ path: String, through command: String, into table: String) -> String {
    if path == "standard input" { return "`… | \(command) | allot run … --table \(table)=-`" }
    let plain = path.utf8.allSatisfy { byte in
      byte >= 0x80 || UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte
        || UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte | 0x20
        || "._/-+".utf8.contains(byte)
    }
    let word =
      plain ? path : "'" + path.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
    return "`\(command) \(word) | allot run … --table \(table)=-`"
  }

  private static func shown(_ rows: [String]) -> String {
    rows.prefix(5).map { "`\($0)`" }.joined(separator: ", ") + (rows.count > 5 ? " and others" : "")
  }

  private static func list(_ values: [NamedText]) -> String {
    values.map { "`\($0.text)`" }.joined(separator: ", ")
  }

  private static func describe(_ reason: Fault.Reason) -> String {
    switch reason {
    case .divisionByZero: "a division by zero"
    case .overflow: "a number with more digits than can be computed with"
    case .infinite: "an infinite value where a number is needed"
    case .noRow(let text): text.isEmpty ? "a row that must exist does not" : text
    case .missing: "a value that must be there is missing"
    case .outsideTiers(let text), .ambiguous(let text), .noSuchDay(let text), .notWhole(let text),
      .unscheduled(let text), .noWeekday(let text), .endsFirst(let text),
      .refused(let text), .rootOfNegative(let text), .outsideDomain(let text):
      text
    }
  }
}

extension RunFinding {
  /// The order in which findings are reported: files by name and place, then what has no place in a file by the plan's
  /// text and the row.
  static func precedes(_ a: RunFinding, _ b: RunFinding) -> Bool {
    switch (a.place, b.place) {
    case (let left?, let right?) where left != right: return left < right
    case (nil, .some): return false
    case (.some, nil): return true
    default: break
    }
    switch (a.span, b.span) {
    case (let left?, let right?) where left != right: return left < right
    case (nil, .some): return true
    case (.some, nil): return false
    default: break
    }
    let left = a.row.map(\.text)
    let right = b.row.map(\.text)
    if left != right { return left.lexicographicallyPrecedes(right) }
    return a.message < b.message
  }
}
