import Allot
import Comparing

/// What a comparison of results was asked for, and what came of it.
struct DiffPayouts {
  /// What `--period`, `--as-of` and `--param` say, for the reader.
  let about: [(name: String, value: String)]
  let outcome: Result<PayoutDifference, VersionFailure>

  /// A cause in a few words, by the numbers of the changes in the list above.
  static func cause(_ cause: PayoutDifference.Cause, _ comparison: PlanComparison) -> String {
    switch cause {
    case .data: return "other data"
    case .changes(let places):
      guard places.count == 1 else { return numbers(places) + " together" }
      let statement = comparison.changes[places[0]].statement
      let words = statement.count <= 60 ? statement : statement.prefix(59) + "…"
      return "\(places[0] + 1). \(words)"
    case .rest: return "not known"
    }
  }

  /// A cause in a cell: `3`, `2, 5`, `data`.
  static func label(_ cause: PayoutDifference.Cause) -> String {
    switch cause {
    case .data: "data"
    case .changes(let places): numbers(places)
    case .rest: "?"
    }
  }

  private static func numbers(_ places: [Int]) -> String {
    places.count > 6
      ? "\(places[0] + 1), \(places[1] + 1) and \(places.count - 2) more"
      : places.map { String($0 + 1) }.joined(separator: ", ")
  }

  /// Which causes an amount's difference has: the one, or each with its part.
  static func causes(_ amount: PayoutDifference.Amount, _ difference: PayoutDifference) -> String {
    let acting = difference.causes.indices.filter { amount.parts[$0].signum != 0 }
    if acting.count == 1 { return label(difference.causes[acting[0]]) }
    return acting.map { index in
      "\(label(difference.causes[index])): \(signed(amount.parts[index], amount.format))"
    }.joined(separator: "; ")
  }

  static func text(_ number: Rational?, _ format: OutputColumn.Format) -> String {
    number.map { withThousands(format.text(of: $0)) } ?? ""
  }

  /// With a sign in front of what is more.
  static func signed(_ number: Rational, _ format: OutputColumn.Format) -> String {
    (number.signum > 0 ? "+" : "") + text(number, format)
  }

  /// `2 of 3 payees have more`, in the words of what the total is of.
  static func persons(_ result: PayoutDifference.Result, _ total: PayoutDifference.Total) -> String {
    total.line == nil ? result.keys.first.map { "\($0)s" } ?? "rows" : "rows"
  }
}

extension DiffPayouts {
  /// Asks for what the invocation says; nil where it asks for no results.
  static func question(_ invocation: Invocation, _ terminal: Terminal) throws(UsageError) -> Question? {
    let names = ["data", "old-data", "period", "as-of", "param", "plan", "table"]
    guard names.contains(where: invocation.has) else { return nil }
    return try Question(invocation, terminal)
  }

  struct Question {
    private let options: CompileOptions
    /// The folder of the tables; nil for that of each plan.
    private let folder: String?
    private let oldFolder: String?
    private let tables: [String: DataSource]
    private let threads: Int
    private let about: [(name: String, value: String)]

    /// Whether amounts may differ although the texts do not.
    var hasOtherData: Bool { oldFolder != nil }

    fileprivate init(_ invocation: Invocation, _ terminal: Terminal) throws(UsageError) {
      options = try CompileOptions(invocation)
      folder = invocation.value("data").map(terminal.path)
      oldFolder = invocation.value("old-data").map(terminal.path)
      var tables: [String: DataSource] = [:]
      for (name, path) in try invocation.pairs("table", example: "--table deals=exports/deals.csv") {
        if path == "-" { throw UsageError("`--table` cannot read the standard input here: there are several runs") }
        tables[name] = .file(path: terminal.path(path))
      }
      self.tables = tables
      threads = try invocation.count("threads") ?? processorCount()
      about = ["period", "as-of", "param", "data", "old-data"].flatMap { name in
        invocation.all(name).map { (name, $0) }
      }
    }

    /// - Parameter planFolder: where the plan's tables lie if nothing else is said.
    func answer(_ comparison: PlanComparison, planFolder: String) -> DiffPayouts {
      let data = DataLocation(folder: folder ?? planFolder, tables: tables)
      let question = PayoutQuestion(
        options: options, data: data, oldData: oldFolder.map { DataLocation(folder: $0, tables: tables) },
        threads: threads)
      do throws(VersionFailure) {
        return DiffPayouts(about: about, outcome: .success(try comparison.payouts(question)))
      } catch {
        return DiffPayouts(about: about, outcome: .failure(error))
      }
    }
  }
}
