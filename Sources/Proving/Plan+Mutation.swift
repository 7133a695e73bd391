import Allot
import Model
import Source
import Syntax

extension Plan {
  /// Changes the text in many small ways, one at a time, and finds the changes that no example notices.
  ///
  /// Each changed text is parsed and checked as any other; one that is no plan is not counted. The examples run in
  /// their order until one fails.
  ///
  /// - Requires: the examples pass.
  /// - Parameters:
  ///   - examples: those that count; nil for all of the file under test.
  ///   - withUsed: whether the texts of the files that it uses are changed, too.
  public func mutations(
    of examples: [Example]? = nil, withUsed: Bool = false, threads: Int = 1
  ) -> MutationReport {
    let files = withUsed ? Array(readFiles) : [FileID(0)]
    var mutants: [Mutant] = []
    var remarks: [SameRemarks.Remark] = []
    for file in files {
      guard let tree = trees[file] else { continue }
      mutants += MutantFinder(tree, file, sources[file].bytes, model).mutants
      remarks += SameRemarks(tree, file, sources[file]).remarks
    }
    let places = chosenPlaces(examples)
    let found = mutants
    let fates = DeepThreads.answers(found.count, threads: threads) { fate(of: found[$0], places) }
    var outcomes: [MutationReport.Outcome] = []
    var usedRemarks: Set<SameRemarks.Remark> = []
    for (mutant, fate) in zip(mutants, fates) {
      let line = sources[mutant.span.file].lineColumn(at: Int(mutant.span.start)).line
      let remark = remarks.first { $0.span.file == mutant.span.file && $0.line == line && !$0.reason.isEmpty }
      if fate == .survived, let remark {
        usedRemarks.insert(remark)
        outcomes.append(.init(mutant: mutant, fate: .same(reason: remark.reason)))
      } else {
        outcomes.append(.init(mutant: mutant, fate: fate))
      }
    }
    let idle = remarks.filter { !usedRemarks.contains($0) }.map { remark in
      MutationReport.IdleRemark(
        span: remark.span,
        message: remark.reason.isEmpty
          ? "the remark gives no reason why a change changes nothing" : "every change of the line is noticed")
    }
    return MutationReport(sources: sources, outcomes: outcomes, idleRemarks: idle)
  }

  /// The places of the examples that count among those of the file; a change of the text leaves their number.
  private func chosenPlaces(_ chosen: [Example]?) -> [Int] {
    let all = examples
    guard let chosen else { return Array(all.indices) }
    let spans = Set(chosen.map(\.span))
    return all.indices.filter { spans.contains(all[$0].span) }
  }

  private func fate(of mutant: Mutant, _ places: [Int]) -> MutationReport.Fate {
    let file = mutant.span.file
    let changed = replacing(file, with: mutant.applied(to: sources[file].bytes))
    if changed.hasErrors { return .invalid }
    let examples = changed.examples
    for place in places where examples.indices.contains(place) {
      if !changed.run(examples[place]).isPassed { return .killed(by: examples[place].title) }
    }
    return .survived
  }
}
