import Allot
import Model
import Synchronization
import Syntax

/// A plan together with the data that it is for.
public struct DataReview: Sendable {
  /// Which data a review is about, as a run is asked for them.
  public struct Request: Sendable {
    public var data: DataLocation
    /// What `today` is, as ``CompileOptions/asOf``.
    public var asOf: String?
    public var period: String?

    public init(data: DataLocation, asOf: String? = nil, period: String? = nil) {
      self.data = data
      self.asOf = asOf
      self.period = period
    }
  }

  public let plan: PlanReview
  public let request: Request
  /// Why a run for the period that was asked for fails, with what the places are in; empty if it does not. If none was
  /// asked for, why a table that the plan uses cannot be read: most data are not there for all that a plan is `during`.
  public let failures: [Diagnostic]
  public let failureSources: SourceMap
  private let unanswered = UnansweredQuestions()

  init(_ plan: PlanReview, _ request: Request) {
    self.plan = plan
    self.request = request
    do {
      if request.period == nil {
        // Every column is shown, so that every cell is read and every reference is followed.
        let tables = plan.tablesInFiles
        let asked = plan.asking(
          tables.enumerated().map { number, table in
            let columns = table.columns.filter { $0.value == nil }.enumerated()
            let lines = columns.map { "  show _value_\($0) = `\($1.name)`\n" }.joined()
            return "sheet _table_\(number) {\n  for each `\(table.name)`\n\(lines)}\n"
          }.joined())
        let options = CompileOptions(asOf: request.asOf, only: tables.indices.map { "_table_\($0)" })
        if !tables.isEmpty {
          _ = try asked.compile(options).evaluate(request.data, options: RunOptions(threads: 1))
        }
      } else {
        let options = CompileOptions(period: request.period, asOf: request.asOf)
        _ = try plan.plan.compile(options).evaluate(request.data, options: RunOptions(threads: 1))
      }
      failures = []
      failureSources = plan.plan.sources
    } catch let error as PlanError {
      failures = error.diagnostics
      failureSources = error.sources
    } catch let error as RunError {
      failures = error.diagnostics
      failureSources = error.sources
    } catch {
      preconditionFailure("compiling and evaluating throw these two errors alone")
    }
  }

  /// The answer to a question, on one thread, as plans have a thread each; nil if the plan or the data do not allow it.
  ///
  /// Data that cannot be read are among ``failures``.
  func answer(_ question: DataQuestion) -> DataAnswer? {
    let names = question.values.indices.map { "_value_\($0)" }
    let lines = zip(names, question.values).map { "  show \($0) = (\n\($1)\n)\n" }.joined()
    let asked: Plan
    let sheet: String
    switch question.place {
    case .table(let table):
      sheet = "_question"
      asked = plan.asking("sheet _question {\n  for each `\(table)`\n\(lines)}\n")
    case .sheet(let name):
      sheet = name
      guard let end = plan.end(ofSheet: name) else { return nil }
      var bytes = plan.source.bytes
      bytes.insert(contentsOf: Array("\n\(lines)".utf8), at: end)
      asked = Plan(text: String(decoding: bytes, as: UTF8.self), path: plan.source.path, others: plan.texts)
    }
    if let error = asked.diagnostics.first(where: { $0.severity == .error }) {
      note(error, about: question)
      return nil
    }
    do {
      let options = CompileOptions(period: request.period, asOf: request.asOf, only: [sheet])
      let results = try asked.compile(options).evaluate(request.data, options: RunOptions(threads: 1))
      return results.outputs.first { $0.output.name == sheet && $0.output.kind != .detail }
        .flatMap { DataAnswer($0, values: names) }
    } catch let error as PlanError {
      if let first = error.diagnostics.first { note(first, about: question) }
      return nil
    } catch let error as RunError {
      if let first = error.diagnostics.first, failures.isEmpty { note(first, about: question) }
      return nil
    } catch {
      preconditionFailure("compiling and evaluating throw these two errors alone")
    }
  }

  /// What the rules could not look at, and why: nothing that is not looked at passes for being in order.
  var remarks: [Diagnostic] { unanswered.remarks }

  private func note(_ error: Diagnostic, about question: DataQuestion) {
    let (name, span): (String, SourceSpan?) =
      switch question.place {
      case .table(let name): (name, plan.model.tables.first { $0.name == name }?.span)
      case .sheet(let name): (name, plan.model.sheets.first { $0.name == name }?.span)
      }
    guard let span else { return }
    unanswered.add(
      Diagnostic(
        .info, error.code, "rules about data have not looked at all of `\(name)`: \(error.message)", at: span,
        help: error.help.filter(\.edits.isEmpty)))
  }
}

/// The questions of one review that had no answer, each reason once.
private final class UnansweredQuestions: Sendable {
  private let noted = Mutex<[Diagnostic]>([])

  var remarks: [Diagnostic] { noted.withLock { $0 } }

  func add(_ remark: Diagnostic) {
    noted.withLock { noted in if !noted.contains(remark) { noted.append(remark) } }
  }
}

extension PlanReview {
  /// The tables that the plan uses and that are read from files.
  fileprivate var tablesInFiles: [TableModel] {
    model.tables.indices.filter { uses.tables.contains($0) && model.tables[$0].rows == nil }.map { model.tables[$0] }
  }

  /// The texts of the plan's files but the reviewed one's, by path.
  fileprivate var texts: [String: String] {
    var texts: [String: String] = [:]
    for id in plan.readFiles where id != file {
      texts[plan.sources[id].path] = String(decoding: plan.sources[id].bytes, as: UTF8.self)
    }
    return texts
  }

  /// A plan of further declarations that use the reviewed one.
  fileprivate func asking(_ declarations: String) -> Plan {
    let folder = folderPath(of: source.path)
    let name = lastPathPart(of: source.path).reduce(into: "") {
      $0 += $1 == "\"" || $1 == "\\" ? "\\\($1)" : String($1)
    }
    var texts = texts
    texts[source.path] = String(decoding: source.bytes, as: UTF8.self)
    return Plan(
      text: "use \"\(name)\"\n\(declarations)", path: folder.isEmpty ? "_question" : folder + "/_question",
      others: texts)
  }

  /// The offset of the brace that closes a plan, sheet or rule of the file; nil if there is none.
  fileprivate func end(ofSheet name: String) -> Int? {
    for case .sheet(let sheet) in syntax.declarations where sheet.name.text == name {
      let place = Int(sheet.name.span.start)
      for case .node(let node) in tree.children(tree.root) {
        let tokens = tree.tokens[tree.tokenRange(node)]
        guard let first = tokens.first, let last = tokens.last, first.range.lowerBound <= place,
          place < last.range.upperBound
        else { continue }
        return source.bytes[last.range].elementsEqual([UInt8(ascii: "}")]) ? last.range.lowerBound : nil
      }
    }
    return nil
  }
}
