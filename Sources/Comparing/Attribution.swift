import Allot
import Columns
import Engine
import Model

/// What a comparison of results is asked for.
public struct PayoutQuestion: Sendable {
  public var options: CompileOptions
  /// Where the tables lie that both versions are run on.
  public var data: DataLocation
  /// Where the tables lie that the old version is run on; nil for the same.
  public var oldData: DataLocation?
  public var threads: Int

  public init(options: CompileOptions, data: DataLocation, oldData: DataLocation? = nil, threads: Int = 1) {
    self.options = options
    self.data = data
    self.oldData = oldData
    self.threads = threads
  }
}

extension PlanComparison {
  /// Runs both versions, and the texts between them, and holds their results against each other.
  ///
  /// - Throws: what is wrong with a version or with its data. A side whose text is empty has no results.
  public func payouts(_ question: PayoutQuestion) throws(VersionFailure) -> PayoutDifference {
    try Attribution(self, question).difference()
  }
}

/// Makes changes one after the other and notes what each run gives.
private struct Attribution {
  private let comparison: PlanComparison
  private let question: PayoutQuestion
  private let naming: Naming

  init(_ comparison: PlanComparison, _ question: PayoutQuestion) {
    self.comparison = comparison
    self.question = question
    naming = Naming(comparison.renaming, old: comparison.old, new: comparison.new)
  }

  func difference() throws(VersionFailure) -> PayoutDifference {
    let old = try run(comparison.old, .old, question.oldData ?? question.data)
    let new = try run(comparison.new, .new, question.data)
    var causes: [PayoutDifference.Cause] = []
    /// The results of the old version, and those on the other data.
    var stages: [ResultCells] = [old]
    if question.oldData != nil {
      causes.append(.data)
      stages.append(try run(comparison.old, .old, question.data))
    }
    guard let first = attempt([]) else {
      // Nothing can be run between the versions.
      causes.append(.changes(Array(comparison.changes.indices)))
      return Telescope(causes: causes, befores: stages, afters: Array(stages.dropFirst()) + [new], old: old, new: new)
        .difference
    }
    // What other data change has been noted; the texts follow from there.
    var befores = Array(stages.dropLast())
    var afters = Array(stages.dropFirst())
    var previous = first
    for (changes, cells) in steps(leadingTo: new) {
      causes.append(.changes(changes))
      befores.append(previous)
      afters.append(cells)
      previous = cells
    }
    return Telescope(causes: causes, befores: befores, afters: afters, old: old, new: new).difference
  }

  // MARK: - Steps

  /// Groups of changes that can be made one behind the other, as they stand in the text, and what the plan gives after
  /// each. A change that needs another one waits for it; those that need each other are made together.
  private func steps(leadingTo new: ResultCells) -> [(changes: [Int], cells: ResultCells)] {
    var steps: [(changes: [Int], cells: ResultCells)] = []
    var made: Set<Int> = []
    var waiting = Array(comparison.changes.indices)
    while !waiting.isEmpty {
      var left: [Int] = []
      for change in waiting {
        if let cells = attempt(made.union([change])) {
          made.insert(change)
          steps.append(([change], cells))
        } else {
          left.append(change)
        }
      }
      if left.count == waiting.count {
        // What cannot be run before all is changed has changed with the last of it.
        guard let (changes, cells) = joined(left, made) else { return steps + [(left, new)] }
        made.formUnion(changes)
        steps.append((changes, cells))
        left.removeAll { changes.contains($0) }
      }
      waiting = left
    }
    return steps
  }

  /// The first of `waiting` with as few of the others as it needs; nil if not even all of them can be run.
  private func joined(_ waiting: [Int], _ made: Set<Int>) -> (changes: [Int], cells: ResultCells)? {
    var group: [Int] = []
    var found: ResultCells?
    for change in waiting where found == nil {
      group.append(change)
      found = attempt(made.union(group))
    }
    guard var cells = found else { return nil }
    for change in group where group.count > 1 {
      let fewer = group.filter { $0 != change }
      if let enough = attempt(made.union(fewer)) { (group, cells) = (fewer, enough) }
    }
    return (group, cells)
  }

  /// What the text with some of the changes gives; nil if it cannot be compiled, or not be run.
  private func attempt(_ made: Set<Int>) -> ResultCells? {
    let plan = Plan(text: comparison.merged.text(making: made))
    guard !plan.hasErrors else { return nil }
    if plan.resultNames.isEmpty { return ResultCells() }
    do throws(PlanError) {
      let compiled = try plan.compile(options(for: plan))
      do throws(RunError) {
        let results = try compiled.evaluate(
          location(question.data, plan), options: RunOptions(threads: question.threads))
        return ResultCells(results, of: plan, naming: naming)
      } catch {
        return nil
      }
    } catch {
      return nil
    }
  }

  // MARK: - Runs

  private func run(
    _ plan: Plan, _ side: VersionFailure.Side, _ data: DataLocation
  ) throws(VersionFailure) -> ResultCells {
    if plan.resultNames.isEmpty && !plan.hasErrors { return ResultCells() }
    let compiled: CompiledPlan
    let location = location(data, plan)
    do throws(PlanError) {
      compiled = try plan.compile(options(for: plan))
      try compiled.validate(location)
    } catch {
      throw VersionFailure(
        side: side, diagnostics: error.diagnostics, sources: error.sources, omitted: error.omitted,
        isAboutOptions: error.isAboutOptions)
    }
    do throws(RunError) {
      let results = try compiled.evaluate(location, options: RunOptions(threads: question.threads))
      return ResultCells(results, of: plan, naming: naming)
    } catch {
      throw VersionFailure(
        side: side, diagnostics: error.diagnostics, sources: error.sources, omitted: error.omitted,
        isAboutOptions: false)
    }
  }

  /// What is asked for, as far as the plan knows the names; what neither version knows stays and is refused.
  private func options(for plan: Plan) -> CompileOptions {
    var options = question.options
    func isKnown(_ name: String, _ names: (Plan) -> [String]) -> Bool {
      names(plan).contains(name) || !(names(comparison.old) + names(comparison.new)).contains(name)
    }
    options.parameters.removeAll { parameter in !isKnown(parameter.name) { $0.model.parameters.map(\.name) } }
    options.only.removeAll { name in !isKnown(name, \.resultNames) }
    return options
  }

  private func location(_ data: DataLocation, _ plan: Plan) -> DataLocation {
    var location = data
    func names(_ plan: Plan) -> Set<String> { Set(plan.model.tables.filter { $0.rows == nil }.map(\.name)) }
    let known = names(comparison.old).union(names(comparison.new))
    for name in location.tables.keys where known.contains(name) && !names(plan).contains(name) {
      location.tables[name] = nil
    }
    return location
  }
}
