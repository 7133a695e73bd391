import Allot
import Model
import WhatIf

/// Reads what is supposed behind `what if`.
///
/// ```
/// deal d17 amount = 20_000 USD, stage = Closed Won        quotas[ann, 2026-Q1] target = 120_000 USD
/// deals add id = d99, owner = ann, …                      deals add like d17 with id = d99
/// deals drop d17                                          deals where name = "Brio" set amount = 5 USD
/// param rate = 6%                                         tier Accelerator from 100% = 10%
/// bound Accelerator 100% = 110%                           line commission = 5% of bookings
/// ```
struct ChangePhrase {
  let plan: Plan

  func change(_ phrase: Phrase) throws(SessionFailure) -> ScenarioChange {
    var rest = phrase
    if rest.take("param") { return try parameter(rest) }
    if rest.take("tier") { return try tier(rest, .rate) }
    if rest.take("bound") { return try tier(rest, .bound) }
    if rest.take("line") { return try line(rest) }
    _ = rest.take(words: ["row", "of"])
    return try row(rest)
  }

  // MARK: - The plan

  private func parameter(_ phrase: Phrase) throws(SessionFailure) -> ScenarioChange {
    let (name, value) = try assignment(phrase, "param rate = 6%")
    let known = plan.model.parameters.map(\.name)
    guard known.contains(name.unquoted) else {
      throw known.isEmpty
        ? .complaint("the plan has no params") : .unknown("param", name.unquoted, among: known)
    }
    return .parameter(NamedText(name.unquoted, value.string))
  }

  private func tier(_ phrase: Phrase, _ part: ScenarioChange.TierPart) throws(SessionFailure) -> ScenarioChange {
    let sample = part == .rate ? "tier Accelerator from 100% = 10%" : "bound Accelerator 100% = 110%"
    var (place, value) = try assignment(phrase, sample)
    let all = plan.model.rates.filter { !$0.isChoice }.map(\.name)
    var named = place
    let word = named.word().map { Phrase($0).unquoted } ?? ""
    let rates: String
    if all.contains(word), !named.isEmpty {
      (rates, place) = (word, named)
    } else if all.count == 1, suggestions(for: word, among: all).isEmpty {
      rates = all[0]
    } else {
      throw .unknown("table of rates", word, among: all, help: ["such as `what if \(sample)`"])
    }
    return .tier(rates: rates, tier: place.string, part: part, text: value.string)
  }

  private func line(_ phrase: Phrase) throws(SessionFailure) -> ScenarioChange {
    let (place, value) = try assignment(phrase, "line commission = 5% of bookings")
    let parts = place.split(at: "of")
    let name = (parts?.before ?? place).unquoted
    let sheets = plan.model.sheets.filter { sheet in sheet.lines.contains { $0.name == name } }
    guard !sheets.isEmpty else {
      throw .unknown("line", name, among: plan.model.sheets.flatMap { $0.lines.map(\.name) })
    }
    let owner = parts?.after.unquoted
    if let owner, !sheets.contains(where: { $0.name == owner }) {
      throw .unknown("plan with a line `\(name)`", owner, among: sheets.map(\.name))
    }
    if owner == nil, sheets.count > 1 {
      let names = sheets.map { "`\($0.name)`" }.joined(separator: ", ")
      throw .complaint("several have a line `\(name)`: \(names)", help: ["`line \(name) of \(sheets[0].name) = …`"])
    }
    return .line(plan: owner, name: name, text: value.string)
  }

  private func assignment(
    _ phrase: Phrase, _ sample: String
  ) throws(SessionFailure) -> (name: Phrase, value: Phrase) {
    guard let (name, value) = phrase.assignment, !name.isEmpty, !value.isEmpty else {
      throw .complaint("`what if` needs a name and a value here", help: ["such as `what if \(sample)`"])
    }
    return (name, value)
  }

  // MARK: - Rows

  private func row(_ phrase: Phrase) throws(SessionFailure) -> ScenarioChange {
    var rest = phrase
    guard let word = rest.word() else {
      throw .complaint("`what if` needs a change", help: ["such as `what if deal d17 amount = 20_000 USD`"])
    }
    // `quotas[ann, 2026-Q1]`, with or without a column behind it.
    var name = word
    var bracket: Phrase?
    if let open = word.firstIndex(of: "["), let close = word.lastIndex(of: "]"), open < close {
      name = String(word[..<open])
      bracket = Phrase(word[word.index(after: open)..<close])
      let behind = word[word.index(after: close)...]
      if behind.first == "." { rest = Phrase(String(behind.dropFirst()) + " " + rest.string) }
    }
    let table = try table(named: Phrase(name).unquoted)
    if let bracket {
      _ = rest.take("set")
      return .update(table: table.name, row: .key(bracket.list.map(\.unquoted)), cells: try cells(rest, of: table))
    }
    if rest.take("add") { return try addition(rest, to: table) }
    if rest.take("drop") {
      return .delete(table: table.name, row: try rowName(try rest.required("what if \(word) drop", "a key"), of: table))
    }
    if let (row, values) = rest.split(at: "set") {
      return .update(table: table.name, row: try rowName(row, of: table), cells: try cells(values, of: table))
    }
    if rest.take("where") {
      throw .complaint("`where` needs `set` and values behind it", help: [Self.sample(table)])
    }
    return try update(rest, of: table)
  }

  private static func sample(_ table: TableModel) -> String {
    let columns = table.columns.filter { $0.value == nil }
    let key = table.key.map { table.columns[$0].name.uppercased() }.joined(separator: ", ")
    return "such as `what if \(table.name)[\(key)] \(columns.last?.name ?? "COLUMN") = VALUE`"
  }

  /// The table with a name, which may be written in the singular.
  private func table(named name: String) throws(SessionFailure) -> TableModel {
    let tables = plan.model.tables
    if let table = tables.first(where: { $0.name == name }) { return table }
    let plural = tables.filter { $0.name == name + "s" || $0.name == name + "es" }
    if plural.count == 1 { return plural[0] }
    throw .unknown(
      "table", name, among: tables.map(\.name),
      help: ["`what if` begins with a table, `param`, `tier`, `bound` or `line`"])
  }

  private func addition(_ phrase: Phrase, to table: TableModel) throws(SessionFailure) -> ScenarioChange {
    var rest = phrase
    guard rest.take("like") else {
      return .insert(table: table.name, like: nil, cells: try cells(rest, of: table))
    }
    let parts = rest.split(at: "with")
    let row = try rowName(parts?.before ?? rest, of: table)
    let cells = try parts.map { parts throws(SessionFailure) in try self.cells(parts.after, of: table) } ?? []
    return .insert(table: table.name, like: row, cells: cells)
  }

  /// `d17`, `where name = Brio and stage = Lost`, `row 3`: which row is meant.
  private func rowName(_ phrase: Phrase, of table: TableModel) throws(SessionFailure) -> ScenarioChange.RowName {
    var rest = phrase
    if rest.take("where") {
      var named: [NamedText] = []
      for part in parts(of: rest, between: "and") { named.append(try cell(part, of: table)) }
      return .cells(named)
    }
    if rest.take("row") {
      guard let number = Int(rest.string), number >= 1 else {
        throw .complaint("`row` needs the number of a row, from 1, and `\(rest.string)` is none")
      }
      return .number(number - 1)
    }
    return .key(phrase.list.map(\.unquoted))
  }

  /// `d17 amount = 20_000 USD, …`: what stands in front of the first column is the key.
  private func update(_ phrase: Phrase, of table: TableModel) throws(SessionFailure) -> ScenarioChange {
    var key: [String] = []
    var isAssigned = false
    var values: [String] = []
    for part in phrase.list {
      if isAssigned {
        values.append(part.string)
      } else if let (left, value) = part.assignment {
        isAssigned = true
        // The last word is the column; what stands in front of it belongs to the key.
        let start = left.text.lastIndex(where: \.isWhitespace).map { left.text.index(after: $0) }
        let before = start.map { Phrase(left.text[..<$0]) }
        if let before, !before.isEmpty { key.append(before.unquoted) }
        values.append("\(start.map { left.text[$0...] } ?? left.text) = \(value.string)")
      } else {
        key.append(part.unquoted)
      }
    }
    guard isAssigned, !key.isEmpty else {
      throw .complaint(
        key.isEmpty ? "`what if` needs the key of a row of `\(table.name)`" : "`what if` needs a column and a value",
        help: [Self.sample(table)])
    }
    return .update(
      table: table.name, row: .key(key), cells: try cells(Phrase(values.joined(separator: ", ")), of: table))
  }

  /// `amount = 20_000 USD, stage = Closed Won`; a part without `=` goes on with the value before it.
  private func cells(_ phrase: Phrase, of table: TableModel) throws(SessionFailure) -> [NamedText] {
    var texts: [String] = []
    for part in phrase.list {
      if part.assignment == nil, !texts.isEmpty {
        texts[texts.count - 1] += ", " + part.string
      } else {
        texts.append(part.string)
      }
    }
    var cells: [NamedText] = []
    for text in texts { cells.append(try cell(Phrase(text), of: table)) }
    return cells
  }

  private func cell(_ phrase: Phrase, of table: TableModel) throws(SessionFailure) -> NamedText {
    guard let (name, value) = phrase.assignment, !name.isEmpty else {
      throw .complaint(
        phrase.isEmpty
          ? "`what if` needs a column and a value" : "`\(phrase.string)` is no column with a value",
        help: [Self.sample(table)])
    }
    let column = name.unquoted
    guard table.columns.contains(where: { $0.name == column }) else {
      throw .unknown("column of `\(table.name)`", column, among: table.columns.map(\.name))
    }
    return NamedText(column, value.string)
  }

  private func parts(of phrase: Phrase, between word: String) -> [Phrase] {
    guard let (before, after) = phrase.split(at: word) else { return [phrase] }
    return [before] + parts(of: after, between: word)
  }
}

extension ChangePhrase {
  /// A change as it is written behind `what if`.
  static func text(of change: ScenarioChange) -> String {
    switch change {
    case .update(let table, .key(let key), let cells): "\(table)[\(words(key))] \(words(cells))"
    case .update(let table, let row, let cells): "\(table) \(words(row)) set \(words(cells))"
    case .insert(let table, let like?, let cells):
      "\(table) add like \(words(like))" + (cells.isEmpty ? "" : " with \(words(cells))")
    case .insert(let table, nil, let cells): "\(table) add \(words(cells))"
    case .delete(let table, let row): "\(table) drop \(words(row))"
    case .parameter(let value): "param \(word(value))"
    case .tier(let rates, let tier, let part, let text):
      "\(part == .rate ? "tier" : "bound") \(rates) \(tier) = \(text)"
    case .line(let plan, let name, let text): "line \(name)" + (plan.map { " of \($0)" } ?? "") + " = \(text)"
    }
  }

  private static func words(_ row: ScenarioChange.RowName) -> String {
    switch row {
    case .key(let key): words(key)
    case .cells(let cells): "where " + cells.map(word).joined(separator: " and ")
    case .number(let number): "row \(number + 1)"
    }
  }

  private static func words(_ key: [String]) -> String { key.map(quoted).joined(separator: ", ") }

  private static func words(_ cells: [NamedText]) -> String { cells.map(word).joined(separator: ", ") }

  private static func word(_ cell: NamedText) -> String { "\(SavedExample.name(cell.name)) = \(cell.text)" }

  private static func quoted(_ key: String) -> String {
    key.contains { ",[]()\" =".contains($0) } ? LiteralText.quoted(key) : key
  }
}
