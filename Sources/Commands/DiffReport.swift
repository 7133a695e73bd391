import Allot
import Comparing

/// What was found in the plans that were compared.
struct DiffReport {
  /// One plan in two versions.
  struct Entry {
    let old: String?
    let new: String?
    let comparison: PlanComparison
    /// The changes that no earlier plan has shown, by their place among those of ``comparison``.
    let shown: [Int]
    /// Whether both versions compute the same although their texts differ.
    let computesSame: Bool
    /// What it changes for whom; nil if that was not asked for, or where a version is not in order.
    let payouts: DiffPayouts?
    /// What is wrong with the versions.
    let diagnostics: [(Diagnostic, SourceMap)]

    /// The path, or both where they are not the same.
    var title: String {
      switch (old, new) {
      case (let old?, let new?): old == new ? new : "\(old) -> \(new)"
      case (nil, let new?): "\(new), which is new"
      case (let old?, nil): "\(old), which is gone"
      case (nil, nil): ""
      }
    }
  }

  let oldName: String?
  let newName: String?
  private(set) var entries: [Entry] = []
  private let isAlone: Bool
  private var seen: Set<[String]> = []

  /// - Parameter isAlone: whether the files are looked at without those that they use, which makes errors of no account.
  init(_ request: DiffRequest, isAlone: Bool, _ question: DiffPayouts.Question?) throws(FileError) {
    self.isAlone = isAlone
    oldName = request.old.name
    newName = request.new.name
    for pair in request.pairs {
      let nothing = Plan(text: "")
      let old = try pair.old.map { path throws(FileError) in try request.oldPlan(at: path) } ?? nothing
      let new = try pair.new.map { path throws(FileError) in try request.newPlan(at: path) } ?? nothing
      let comparison = PlanComparison(old: old, new: new)
      let isAsked = !comparison.changes.isEmpty && !old.hasErrors && !new.hasErrors || question?.hasOtherData == true
      let folder = folderPath(of: pair.new ?? pair.old ?? "")
      let payouts = isAsked ? question?.answer(comparison, planFolder: request.place(folder)) : nil
      add(pair, comparison, payouts)
    }
  }

  private mutating func add(_ pair: DiffRequest.Pair, _ comparison: PlanComparison, _ payouts: DiffPayouts?) {
    let shown = comparison.changes.indices.filter { index in
      let change = comparison.changes[index]
      let places = DiffReport.places(change, comparison)
      return seen.insert([change.statement, places.old ?? "", places.new ?? ""]).inserted
    }
    let computesSame = !isAlone && !comparison.changes.isEmpty && comparison.computesSame
    let diagnostics = [comparison.old, comparison.new].flatMap { plan in
      plan.diagnostics.filter { $0.severity == .error }.map { ($0, plan.sources) }
    }
    entries.append(
      Entry(
        old: pair.old, new: pair.new, comparison: comparison, shown: shown, computesSame: computesSame,
        payouts: payouts, diagnostics: isAlone ? [] : diagnostics))
  }

  /// Where a change stands in both versions: `plan.allot:12`.
  static func places(_ change: PlanChange, _ comparison: PlanComparison) -> (old: String?, new: String?) {
    func place(_ span: SourceSpan?, _ sources: SourceMap) -> String? {
      guard let span, sources.contains(span.file) else { return nil }
      let file = sources[span.file]
      return "\(file.path):\(file.lineColumn(at: Int(span.start)).line)"
    }
    return (place(change.oldSpan, comparison.old.sources), place(change.newSpan, comparison.new.sources))
  }

  /// The plans that have something to show.
  var differing: [Entry] {
    entries.filter {
      !$0.shown.isEmpty || !$0.comparison.examples.isEmpty || !$0.diagnostics.isEmpty || $0.payouts != nil
    }
  }

  var changeCount: Int { entries.reduce(0) { $0 + $1.shown.count } }

  var hasErrors: Bool {
    entries.contains { entry in
      if case .failure = entry.payouts?.outcome { return true }
      return !entry.diagnostics.isEmpty
    }
  }

  /// `HEAD and the files as they are`.
  var versions: String? {
    guard oldName != nil || newName != nil else { return nil }
    return "\(oldName ?? "the files") and \(newName ?? "the files")"
  }

  // MARK: - Words

  /// `2 changes, 1 example changed`.
  static func summary(_ entry: Entry) -> String {
    var parts = [counted(entry.shown.count, "change")]
    let examples = entry.comparison.examples
    for (count, what) in [(examples.added, "new"), (examples.changed, "changed"), (examples.removed, "gone")]
    where count > 0 {
      parts.append("\(counted(count, "example")) \(what)")
    }
    return parts.joined(separator: ", ")
  }

  static func counted(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }
}
