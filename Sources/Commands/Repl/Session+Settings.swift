import Allot

/// The commands that say what answers are about, and how they look.
extension Session {
  mutating func load(_ phrase: Phrase) throws(SessionFailure) {
    var paths: [String] = []
    var rest = phrase
    while let word = rest.word() { paths.append(Phrase(word).unquoted) }
    var next = request
    next.paths = paths
    try change(to: next, forgetting: true)
  }

  /// Sets what the session was asked for; the session stays as it was if the plan cannot be read.
  private mutating func change(to next: Request, forgetting: Bool = false) throws(SessionFailure) {
    var changed = self
    changed.request = next
    if forgetting {
      (changed.chosenPlan, changed.names, changed.answers, changed.scenarios) = (nil, [], [], [])
    }
    let steps = forgetting ? [] : suppositions
    try changed.load()
    changed.watch.isAutomatic = watch.isAutomatic
    changed.supposeAgain(steps)
    if !forgetting { changed.nameAgain(scenarios) }
    self = changed
  }

  mutating func reload(_ phrase: Phrase) throws(SessionFailure) {
    switch phrase.string {
    case "": try change(to: request)
    case "on change": watch.isAutomatic = true
    case "by hand": watch.isAutomatic = false
    default:
      throw .complaint("`reload` takes `on change` or `by hand`, and `\(phrase.string)` is neither")
    }
  }

  /// Says which files have changed, or reads them again.
  mutating func followFiles() throws(SessionFailure) {
    let changed = watch.changedFiles()
    guard !changed.isEmpty else { return }
    let names = changed.map(lastPathPart).joined(separator: ", ")
    if watch.isAutomatic {
      remark("\(names) changed, and is read again")
      try change(to: request)
    } else {
      remark("\(names) changed; `reload` uses it")
    }
  }

  mutating func setData(_ phrase: Phrase) throws(SessionFailure) {
    if phrase.isEmpty {
      terminal.put("\(request.data.folder ?? (standing?.plan.folder).map { $0.isEmpty ? "." : $0 } ?? ".")\n")
      return
    }
    let folder = terminal.path(phrase.unquoted)
    guard PlanFiles.isFolder(folder) else {
      throw .complaint(
        isThere(folder) ? "`\(phrase.unquoted)` is no folder" : "there is no folder `\(phrase.unquoted)`")
    }
    var next = request
    next.data.folder = folder
    try change(to: next)
  }

  mutating func setPeriod(_ phrase: Phrase) throws(SessionFailure) {
    if phrase.isEmpty {
      terminal.put("\(request.options.period ?? "all that plans are during")\n")
      return
    }
    var next = request
    next.options.period = phrase.string == "all" ? nil : phrase.string
    try setOptions(next)
  }

  mutating func setAsOf(_ phrase: Phrase) throws(SessionFailure) {
    if phrase.isEmpty {
      terminal.put("\(request.options.asOf ?? "none")\n")
      return
    }
    var next = request
    next.options.asOf = phrase.string == "none" ? nil : phrase.string
    try setOptions(next)
  }

  /// Sets other options, which must be in order.
  private mutating func setOptions(_ next: Request) throws(SessionFailure) {
    do {
      _ = try plan().compile(next.options)
    } catch let error as PlanError {
      throw SessionFailure(error)
    } catch let error as SessionFailure {
      throw error
    } catch {
      throw .complaint("\(error)")
    }
    try change(to: next)
  }

  mutating func setPlan(_ phrase: Phrase) throws(SessionFailure) {
    let known = try plan().resultNames
    if phrase.isEmpty {
      terminal.put("\(chosenPlan ?? "none")\n")
      return
    }
    let name = phrase.unquoted
    if name == "none" {
      chosenPlan = nil
      return
    }
    guard known.contains(name) else { throw .unknown("plan, sheet or rule", name, among: known) }
    chosenPlan = name
  }

  mutating func setFormat(_ phrase: Phrase) throws(SessionFailure) {
    if phrase.isEmpty {
      terminal.put("\(format.rawValue)\n")
      return
    }
    do throws(UsageError) {
      format = try ResultFormat.chosen(phrase.string, output: nil)
    } catch {
      throw .complaint(error.message, help: error.help)
    }
  }

  mutating func setTiming(_ phrase: Phrase) throws(SessionFailure) {
    switch phrase.string {
    case "": terminal.put("\(showsTime ? "on" : "off")\n")
    case "on": showsTime = true
    case "off": showsTime = false
    default: throw .complaint("`timing` is `on` or `off`, and `\(phrase.string)` is neither")
    }
  }
}
