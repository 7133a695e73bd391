import Allot
import Model
import WhatIf

/// Reads what runs through values in a sweep, or is looked for.
///
/// ```
/// amount of deal D-104                       target of quotas[ann, 2026-Q1]
/// amount of another deal like D-104 with owner = bo
/// deals["D-104"].amount
/// param rate                                 tier Accelerator from 100%          bound Accelerator 100%
/// ```
struct UnknownPhrase {
  let plan: Plan

  func unknown(_ phrase: Phrase) throws(SessionFailure) -> Unknown {
    var rest = phrase
    if rest.take("param") {
      let known = plan.model.parameters.map(\.name)
      guard known.contains(rest.unquoted) else {
        throw known.isEmpty
          ? .complaint("the plan has no params") : .unknown("param", rest.unquoted, among: known)
      }
      return .parameter(rest.unquoted)
    }
    if rest.take("tier") { return try tier(rest, .rate) }
    if rest.take("bound") { return try tier(rest, .bound) }
    // `deals["D-104"].amount`, as the language writes a cell.
    let whole = rest.string
    if let end = whole.lastRange(of: "]."), !whole[end.upperBound...].contains(where: \.isWhitespace) {
      return try cell(Phrase(whole[end.upperBound...]).unquoted, Phrase(whole[..<whole.index(after: end.lowerBound)]))
    }
    guard let (name, place) = rest.split(at: "of"), !name.isEmpty, !place.isEmpty else {
      throw .complaint(
        "`\(phrase.string)` is nothing that can be varied",
        help: ["such as `amount of deal d17`, `target of quotas[ann, 2026-Q1]`, `param rate`, `tier Accelerator 100%`"])
    }
    return try cell(name.unquoted, place)
  }

  private func tier(_ phrase: Phrase, _ part: ScenarioChange.TierPart) throws(SessionFailure) -> Unknown {
    // A change of the same tier says which rates are meant, and that there are such.
    let change = try ChangePhrase(plan: plan).change(
      Phrase("\(part == .rate ? "tier" : "bound") \(phrase.string) = 0"))
    guard case .tier(let rates, let tier, _, _) = change else {
      throw .complaint("`\(phrase.string)` is no tier")
    }
    return .tier(rates: rates, tier: tier, part: part)
  }

  private func cell(_ column: String, _ phrase: Phrase) throws(SessionFailure) -> Unknown {
    var rest = phrase
    let isAnother = rest.take("another")
    // What a change of that cell would be says which row is meant.
    let parts = isAnother ? rest.split(at: "with") : nil
    let change: ScenarioChange
    if isAnother {
      var place = parts?.before ?? rest
      guard let table = place.word(), place.take("like"), !place.isEmpty else {
        throw .complaint(
          "`another` needs a table and a row that the new one is like",
          help: ["such as `amount of another deal like d17 with owner = ann`"])
      }
      let cells = parts.map { " with \($0.after.string)" } ?? ""
      change = try ChangePhrase(plan: plan).change(Phrase("\(table) add like \(place.string)\(cells)"))
    } else {
      change = try ChangePhrase(plan: plan).change(Phrase("\(rest.string) set \(SavedExample.name(column)) = 0"))
    }
    switch change {
    case .update(let table, let row, _): return .cell(table: table, row: row, column: column)
    case .insert(let table, let like?, let cells):
      guard let model = plan.model.tables.first(where: { $0.name == table }),
        model.columns.contains(where: { $0.name == column })
      else {
        let known = plan.model.tables.first { $0.name == table }?.columns.map(\.name) ?? []
        throw .unknown("column of `\(table)`", column, among: known)
      }
      return .another(table: table, like: like, cells: cells, column: column)
    case .insert, .delete, .parameter, .tier, .line:
      throw .complaint("`\(phrase.string)` names no row")
    }
  }
}

extension String {
  /// Where another text stands last.
  fileprivate func lastRange(of other: String) -> Range<String.Index>? {
    indices.last { self[$0...].hasPrefix(other) }.map { $0..<index($0, offsetBy: other.count) }
  }
}
