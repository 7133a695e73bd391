import Allot
import LineEditing
import Model
import WhatIf

/// What could stand at a place of a line: words, names of the plan, keys of the data, files.
extension Session {
  /// How many candidates are offered: more than fit on a screen help nobody.
  private static let candidateLimit = 200

  mutating func completion(of text: String, at cursor: String.Index) -> Completion? {
    let before = text[..<cursor]
    let found = candidates(before)
    guard !found.candidates.isEmpty else { return nil }
    let start = text.index(cursor, offsetBy: -found.typed.count)
    return Completion(range: start..<cursor, candidates: Array(found.candidates.prefix(Session.candidateLimit)))
  }

  private typealias Found = (typed: Substring, candidates: [Completion.Candidate])

  private mutating func candidates(_ before: Substring) -> Found {
    let typed = before.suffix(while: Session.isOfWord)
    let head = before.dropLast(typed.count)
    // `deals[` and what stands between the brackets: a key.
    if let open = head.lastIndex(of: "["), !head[open...].contains("]") {
      let part = head[head.index(after: open)...]
      let table = head[..<open].suffix(while: Session.isOfWord)
      let place = part.count { $0 == "," }
      let quoted = part.split(separator: ",", omittingEmptySubsequences: false).last?.trimmed ?? ""
      let keyStart = quoted.hasPrefix("\"") ? quoted.dropFirst() + typed : typed
      return (keyStart, keys(of: String(table), place: place, from: String(keyStart)))
    }
    if head.hasSuffix(".") { return (typed, matching(typed, columns(of: head.dropLast()))) }
    let words = head.split(whereSeparator: \.isWhitespace).map(String.init)
    if words.isEmpty { return (typed, matching(typed, firstWords())) }
    if let (command, rest) = SessionCommand.named(in: Substring(head)), command.name.count <= head.trimmed.count {
      return (typed, arguments(of: command, rest, words, typed, before))
    }
    // The second word of a command such as `what if`.
    let second = SessionCommand.all.filter { $0.name.hasPrefix(words.joined(separator: " ") + " ") }
    if words.count == 1, !second.isEmpty {
      let texts = second.map { ($0.name.split(separator: " ").last.map(String.init) ?? "", $0.summary) }
      return (typed, matching(typed, texts))
    }
    return (typed, expression(words, typed))
  }

  /// What stands behind a command's words.
  private mutating func arguments(
    of command: SessionCommand, _ rest: Phrase, _ words: [String], _ typed: Substring, _ before: Substring
  ) -> [Completion.Candidate] {
    if let last = words.last, last == "for" || last == "in" { return expression(words, typed) }
    switch command.takes {
    case .nothing: return []
    case .file: return matchingFiles(String(typed), foldersOnly: false)
    case .folder: return matchingFiles(String(typed), foldersOnly: true)
    case .table: return rest.isEmpty ? matching(typed, tableNames) : expression(words, typed)
    case .plan:
      return matching(
        typed, (planNow?.resultNames ?? []).map { ($0, "result") } + [("for", ""), ("in", ""), ("all", "")])
    case .line: return matching(typed, lineNames)
    case .scenario: return matching(typed, ([Session.fileName] + scenarios.map(\.name)).map { ($0, "scenario") })
    case .topic, .command: return matching(typed, SessionCommand.all.map { ($0.name, $0.summary) })
    case .format: return matching(typed, ResultFormat.allCases.map { ($0.rawValue, "format") })
    case .expression: return expression(words, typed)
    case .change: return change(rest, typed)
    }
  }

  /// What stands behind `what if`: a table, then the key of a row, then a column, then its value.
  private mutating func change(_ rest: Phrase, _ typed: Substring) -> [Completion.Candidate] {
    guard let plan = planNow else { return [] }
    var phrase = rest
    guard let word = phrase.word() else {
      let singular = tableNames.filter { $0.0.hasSuffix("s") }.map { (String($0.0.dropLast()), "row of \($0.0)") }
      let other = ["param", "tier", "bound", "line"].map { ($0, "of the plan") }
      return matching(typed, singular + tableNames + other)
    }
    switch word {
    case "param": return matching(typed, plan.model.parameters.map { ($0.name, "param") })
    case "tier", "bound": return matching(typed, plan.model.rates.filter { !$0.isChoice }.map { ($0.name, "rates") })
    case "line": return matching(typed, lineNames)
    default: break
    }
    let name = word.prefix { $0 != "[" }
    guard let table = plan.model.tables.first(where: { $0.name == name || $0.name == name + "s" }) else { return [] }
    if let last = phrase.list.last, let (column, value) = last.assignment, value.isEmpty,
      let wanted = column.string.split(whereSeparator: \.isWhitespace).last
    {
      return matching(typed, values(ofColumn: String(wanted), of: table, plan, from: String(typed)))
    }
    if phrase.isEmpty, !word.contains("[") {
      return matching(typed, [("add", "a row"), ("drop", "a row")])
        + keys(of: table.name, place: 0, from: String(typed))
    }
    if phrase.string == "drop" || phrase.string.hasSuffix("like") {
      return keys(of: table.name, place: 0, from: String(typed))
    }
    return matching(typed, columnNames(table), after: " = ")
  }

  /// What a column may hold, where that can be said.
  private mutating func values(
    ofColumn name: String, of table: TableModel, _ plan: Plan, from typed: String
  ) -> [(String, String)] {
    guard let column = table.columns.first(where: { $0.name == name }) else { return [] }
    switch column.type.value {
    case .choice(let texts): return texts.map { ($0, "of \(name)") }
    case .bool: return [("true", ""), ("false", "")]
    case .row(.table(let other)):
      return keys(of: plan.model.tables[other].name, place: 0, from: typed).map { ($0.text, $0.note) }
    default: return []
    }
  }

  /// The names and words that an expression may go on with.
  private mutating func expression(_ words: [String], _ typed: Substring) -> [Completion.Candidate] {
    if words.last == "for" || words.contains("for") && words.last?.hasSuffix(",") == true {
      return matching(typed, resultKeys(from: String(typed)) + [("all", "all rows")])
    }
    if words.last == "in" { return matching(typed, resultPeriods() + [("plan", "whose lines are meant")]) }
    if words.last == "plan" { return matching(typed, (planNow?.resultNames ?? []).map { ($0, "result") }) }
    return matching(typed, expressionWords(words))
  }

  private func firstWords() -> [(String, String)] {
    SessionCommand.all.map { ($0.name, $0.summary) } + expressionWords([])
  }

  private func expressionWords(_ words: [String]) -> [(String, String)] {
    guard let plan = planNow else { return [] }
    var names = lineNames
    names += plan.model.parameters.map { ($0.name, "param") }
    names += plan.model.rates.filter { !$0.isChoice }.map { ($0.name, "rates") }
    names += self.names.map { ($0.name, "= \($0.text)") } + (answers.isEmpty ? [] : [("ans", "the last value")])
    names += tableNames + functionPages.map { ($0.name, $0.summary) }
    names += ["sum", "count", "avg", "min", "max"].map { ($0, "aggregate") }
    return names + (words.isEmpty ? [] : [("for", "whose rows"), ("in", "which periods")])
  }

  // MARK: - Names

  private var planNow: Plan? { scenario?.plan ?? standing?.plan }

  private var tableNames: [(String, String)] { (planNow?.model.tables ?? []).map { ($0.name, "table") } }

  private var lineNames: [(String, String)] {
    (planNow?.model.sheets ?? []).flatMap { sheet in
      sheet.credits.map { ($0.name, "credit of \(sheet.name)") }
        + sheet.lines.map { ($0.name, "\($0.kind.rawValue) line of \(sheet.name)") }
    }
  }

  private func columnNames(_ table: TableModel) -> [(String, String)] {
    table.columns.map { ($0.name, "column of \(table.name)") }
  }

  /// The columns behind a dot: those of a table, or of what a reference leads to.
  private func columns(of head: Substring) -> [(String, String)] {
    guard let plan = planNow else { return [] }
    var head = head
    if head.hasSuffix("]"), let open = head.lastIndex(of: "[") { head = head[..<open] }
    let name = String(head.suffix(while: Session.isOfWord))
    if let table = plan.model.tables.first(where: { $0.name == name }) { return columnNames(table) }
    if let sheet = plan.model.sheets.first(where: { $0.name == name }) {
      return sheet.lines.map { ($0.name, "line of \(sheet.name)") }
    }
    for sheet in plan.model.sheets {
      guard case .table(let table, _) = sheet.rows else { continue }
      if name == "payee", sheet.kind == .plan { return columnNames(plan.model.tables[table]) }
    }
    for table in plan.model.tables {
      for column in table.columns where column.name == name {
        if case .row(.table(let other)) = column.type.value { return columnNames(plan.model.tables[other]) }
      }
    }
    return []
  }

  // MARK: - Keys of the data

  /// The keys of results that begin with what was typed.
  private func resultKeys(from typed: String) -> [(String, String)] {
    var found: [(String, String)] = []
    var seen: Set<String> = []
    for table in results?.outputs ?? [] where !table.output.kind.isBesideRows {
      for column in table.definitions.indices where table.isKey[column] {
        if case .period = table.kinds[column] { continue }
        for row in 0..<min(table.rowCount, Session.scanLimit) {
          let text = table.text(row: row, column: column)
          guard text.hasPrefix(typed), seen.insert(text).inserted else { continue }
          found.append((Session.word(text), table.definitions[column].name))
          if found.count >= Session.candidateLimit { return found }
        }
      }
    }
    return found
  }

  /// The periods of results, and the session's own.
  private func resultPeriods() -> [(String, String)] {
    var found: [(String, String)] = []
    var seen: Set<String> = []
    if let period = request.options.period { found.append((period, "the session's period")) }
    for table in results?.outputs ?? [] {
      for column in table.definitions.indices where table.isKey[column] {
        guard case .period(let unit) = table.kinds[column] else { continue }
        for row in 0..<min(table.rowCount, Session.candidateLimit) {
          let text = table.text(row: row, column: column)
          if seen.insert(text).inserted { found.append((text, unit.name)) }
        }
      }
    }
    return found
  }

  /// How many rows are looked at for a completion.
  private static let scanLimit = 200_000

  /// The keys of a table that begin with what was typed, at one place of the key.
  private mutating func keys(of name: String, place: Int, from typed: String) -> [Completion.Candidate] {
    let table = planNow?.model.tables.first { $0.name == name || $0.name == name + "s" }
    guard let table, table.key.indices.contains(place) else { return [] }
    let column = table.columns[table.key[place]].name
    let all = keyTexts(of: table, place: place)
    let first = all.partitioningIndex { $0 >= typed }
    return all[first...].prefix { $0.hasPrefix(typed) }.prefix(Session.candidateLimit).map {
      Completion.Candidate(Session.word($0), note: column)
    }
  }

  /// The texts of a table's keys at one place, in order; read once for each state of the data.
  mutating func keyTexts(of table: TableModel, place: Int) -> [String] {
    let cacheKey = KeyTexts.Key(table: table.name, place: place, changes: scenario?.changes ?? [])
    if keyTexts.key == cacheKey { return keyTexts.texts }
    guard let asking = planNow?.asking([], beside: "_Question", forEach: "`\(table.name)`") else { return [] }
    var options = scenario?.options ?? request.options
    (options.only, options.period) = ([asking.sheet], nil)
    var texts: Set<String> = []
    do {
      let results = try results(of: asking, options)
      if let output = results.outputs.first(where: { $0.output.name == asking.sheet }) {
        let keys = output.definitions.indices.filter { output.isKey[$0] }
        guard keys.indices.contains(place) else { return [] }
        for row in 0..<output.rowCount { texts.insert(output.text(row: row, column: keys[place])) }
      }
    } catch {
      // Nothing is offered then.
    }
    keyTexts = KeyTexts(key: cacheKey, texts: texts.sorted())
    return keyTexts.texts
  }

  // MARK: - Matching

  private func matching(
    _ typed: Substring, _ texts: [(String, String)], after: String = ""
  ) -> [Completion.Candidate] {
    var seen: Set<String> = []
    return texts.filter { $0.0.hasPrefix(typed) && seen.insert($0.0).inserted }
      .map { Completion.Candidate($0.0, note: $0.1, after: after) }
  }

  private func matchingFiles(_ typed: String, foldersOnly: Bool) -> [Completion.Candidate] {
    let folder = folderPath(of: typed)
    let names: [String]
    do {
      names = try PlanFiles.names(in: terminal.path(folder.isEmpty ? "." : folder))
    } catch {
      return []
    }
    let start = lastPathPart(of: typed)
    return names.filter { $0.hasPrefix(start) && (!$0.hasPrefix(".") || start.hasPrefix(".")) }.compactMap { name in
      let path = folder.isEmpty ? name : folder == "/" ? "/" + name : folder + "/" + name
      let isFolder = PlanFiles.isFolder(terminal.path(path))
      if foldersOnly, !isFolder { return nil }
      return Completion.Candidate(isFolder ? path + "/" : path, note: isFolder ? "folder" : "")
    }
  }

  private static func isOfWord(_ character: Character) -> Bool {
    character.isLetter || character.isNumber || character == "_" || character == "-" || character == "/"
      || character == "~"
  }
}

/// The keys of the table that was last completed.
struct KeyTexts {
  struct Key: Hashable {
    let table: String
    let place: Int
    let changes: [ScenarioChange]
  }

  var key: Key?
  var texts: [String] = []
}

extension Substring {
  /// The characters at the end for which a condition holds.
  fileprivate func suffix(while isWanted: (Character) -> Bool) -> Substring {
    var start = endIndex
    while start > startIndex, isWanted(self[index(before: start)]) { formIndex(before: &start) }
    return self[start...]
  }
}

extension [String] {
  /// The first place whose element is not in front of what is wanted; elements are sorted.
  fileprivate func partitioningIndex(where isBehind: (String) -> Bool) -> Int {
    var (low, high) = (startIndex, endIndex)
    while low < high {
      let middle = (low + high) / 2
      if isBehind(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
