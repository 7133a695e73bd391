import Allot
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
  /// Why a run for the period that was asked for fails, with what the places are in; empty if it does not, or if none
  /// was asked for: most data are not there for all that a plan is `during`.
  public let failures: [Diagnostic]
  public let failureSources: SourceMap

  init(_ plan: PlanReview, _ request: Request) {
    self.plan = plan
    self.request = request
    if request.period == nil {
      failures = []
      failureSources = plan.plan.sources
      return
    }
    do {
      let options = CompileOptions(period: request.period, asOf: request.asOf)
      _ = try plan.plan.compile(options).evaluate(request.data, options: RunOptions(threads: 1))
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

  /// The answer to a question, on one thread, as plans have a thread each; nil if the plan or the data do not allow it, which is reported elsewhere.
  func answer(_ question: DataQuestion) -> DataAnswer? {
    let path = plan.source.path
    let folder = folderPath(of: path)
    let names = question.values.indices.map { "_value_\($0)" }
    let lines = zip(names, question.values).map { "  show \($0) = (\n\($1)\n)\n" }.joined()
    var texts: [String: String] = [:]
    for id in plan.plan.readFiles {
      texts[plan.plan.sources[id].path] = String(decoding: plan.plan.sources[id].bytes, as: UTF8.self)
    }
    let asked: Plan
    let sheet: String
    switch question.place {
    case .table(let table):
      sheet = "_question"
      let text = "use \"\(escaped(lastPathPart(of: path)))\"\nsheet _question {\n  for each `\(table)`\n\(lines)}\n"
      asked = Plan(text: text, path: folder.isEmpty ? "_question" : folder + "/_question", others: texts)
    case .sheet(let name):
      sheet = name
      guard let end = plan.end(ofSheet: name) else { return nil }
      var bytes = plan.source.bytes
      bytes.insert(contentsOf: Array("\n\(lines)".utf8), at: end)
      texts[path] = nil
      asked = Plan(text: String(decoding: bytes, as: UTF8.self), path: path, others: texts)
    }
    if asked.hasErrors { return nil }
    do {
      let options = CompileOptions(period: request.period, asOf: request.asOf, only: [sheet])
      let results = try asked.compile(options).evaluate(request.data, options: RunOptions(threads: 1))
      return results.outputs.first { $0.output.name == sheet && $0.output.kind != .detail }
        .flatMap { DataAnswer($0, values: names) }
    } catch {
      return nil
    }
  }

  private func escaped(_ text: String) -> String {
    text.reduce(into: "") { $0 += $1 == "\"" || $1 == "\\" ? "\\\($1)" : String($1) }
  }
}

extension PlanReview {
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
