import Allot
import WhatIf

/// What is supposed, as changes of files that `patch` makes.
struct PlanPatch {
  /// The differences of the files that would be others, those of the plan first.
  let files: [UnifiedDiff]

  /// - Parameters:
  ///   - base: the scenario of the files.
  ///   - shown: how a file's path is written in the patch.
  init(_ scenario: Scenario, from base: Scenario, shown: (String) -> String) throws(SessionFailure) {
    var files: [UnifiedDiff] = []
    let asked = Set(base.options.parameters)
    let parameters = scenario.options.parameters.filter { !asked.contains($0) }
    for id in base.plan.readFiles {
      let file = base.plan.sources[id]
      var bytes = scenario.plan.sources[id].bytes
      // From the last to the first, so that the places of the others stay.
      let edits = scenario.plan.model.parameters.filter { $0.value.span.file == id }
        .compactMap { model in parameters.last { $0.name == model.name }.map { (model.value.span, $0.text) } }
        .sorted { $0.0.start > $1.0.start }
      for (span, text) in edits { bytes.replaceSubrange(Int(span.start)..<Int(span.end), with: Array(text.utf8)) }
      let difference = UnifiedDiff(old: file.bytes, new: bytes, path: shown(file.path))
      if !difference.isEmpty { files.append(difference) }
    }
    for file in scenario.changedFiles where file.old != file.new {
      files.append(UnifiedDiff(old: file.old, new: file.new, path: shown(file.path)))
    }
    self.files = files
  }

  var bytes: [UInt8] { files.flatMap(\.bytes) }
}

extension Session {
  mutating func savePatch(_ phrase: Phrase) throws(SessionFailure) {
    let scenario = try currentScenario()
    guard case .success(let timeline) = standing?.timeline else { return }
    let folder = terminal.folder
    let patch = try PlanPatch(scenario, from: timeline.base) { path in
      !folder.isEmpty && path.hasPrefix(folder + "/") ? String(path.dropFirst(folder.count + 1)) : path
    }
    guard !patch.files.isEmpty else {
      throw .complaint("nothing is supposed, so there is nothing to save")
    }
    let file = phrase.unquoted
    try write(patch.bytes, to: file)
    let names = patch.files.map(\.path).joined(separator: ", ")
    remark("wrote changes of \(names) to \(file): `patch -p0 < \(file)` makes them")
  }
}
