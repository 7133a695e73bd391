import Allot
import Syntax

/// Finds what a change of the plan's text names, and writes another text in its place.
struct PlanText {
  private let plan: Plan

  init(_ plan: Plan) { self.plan = plan }

  private var declarations: [Declaration] { plan.files.flatMap(\.declarations) }

  // MARK: Tiers

  /// The plan with another rate or bound of a tier.
  func tier(
    _ name: String, _ tier: String, _ part: ScenarioChange.TierPart, _ text: String
  ) throws(RequestProblem) -> Plan {
    let found = try row(name, tier)
    let span: SourceSpan
    switch part {
    case .rate: span = found.value.span
    case .bound:
      guard case .lowerBound(let bound, _, _)? = found.matchers.first else {
        throw RequestProblem("`\(tier)` of `\(name)` is no lower bound", about: tier)
      }
      span = bound.span
    }
    return try replacing(span, text)
  }

  /// The row of a table of rates that is named by what stands in front of its colon.
  func row(_ name: String, _ tier: String) throws(RequestProblem) -> RatesDeclaration.Row {
    let rates = declarations.compactMap { declaration -> RatesDeclaration? in
      if case .rates(let rates) = declaration { return rates }
      return nil
    }
    guard let found = rates.first(where: { $0.name.text == name }) else {
      throw .unknown("there are no rates", name, known: rates.map(\.name.text))
    }
    let wanted = PlanText.plain(tier)
    let rows = found.rows.filter { row in
      let names = names(of: row)
      return names.contains { PlanText.plain($0) == wanted }
    }
    if let row = rows.first, rows.count == 1 { return row }
    if rows.count > 1 { throw RequestProblem("several tiers of `\(name)` are called `\(tier)`", about: tier) }
    throw .unknown(
      "`\(name)` has no tier", tier, known: found.rows.compactMap { names(of: $0).last })
  }

  /// `100%`, `from 100%`: what a tier may be called.
  private func names(of row: RatesDeclaration.Row) -> [String] {
    let texts = row.matchers.map { matcher -> String in
      switch matcher {
      case .lowerBound(let bound, _, _): text(bound.span)
      case .values(_, let span), .any(let span): text(span)
      }
    }
    let bare = texts.joined(separator: ", ")
    guard case .lowerBound(_, let isIncluded, _)? = row.matchers.first else { return [bare] }
    return [bare, (isIncluded ? "from " : "above ") + bare]
  }

  /// A text without blanks and underscores, so that `270_000 USD` and `270000 USD` are the same tier.
  private static func plain(_ text: String) -> String {
    String(text.filter { !$0.isWhitespace && $0 != "_" && $0 != "\"" })
  }

  // MARK: Lines

  /// The plan with another text for a line's value.
  func line(_ sheet: String?, _ name: String, _ text: String) throws(RequestProblem) -> Plan {
    try replacing(try line(sheet, name).line.value.span, text)
  }

  /// The line of a plan, sheet or rule; of the only one that has it, if none is named.
  func line(
    _ sheet: String?, _ name: String
  ) throws(RequestProblem) -> (sheet: SheetDeclaration, line: LineDeclaration) {
    let sheets = declarations.compactMap { declaration -> SheetDeclaration? in
      if case .sheet(let sheet) = declaration { return sheet }
      return nil
    }
    if let sheet, !sheets.contains(where: { $0.name.text == sheet }) {
      throw .unknown("there is no plan, sheet or rule", sheet, known: sheets.map(\.name.text))
    }
    var found: [(sheet: SheetDeclaration, line: LineDeclaration)] = []
    var known: [String] = []
    for one in sheets where sheet == nil || one.name.text == sheet {
      for case .line(let line) in one.items {
        known.append(line.name.text)
        if line.name.text == name { found.append((one, line)) }
      }
    }
    guard let first = found.first else { throw .unknown("there is no line", name, known: known) }
    if found.count > 1 {
      throw RequestProblem(
        "several have a line `\(name)`: " + found.map { "`\($0.sheet.name.text)`" }.joined(separator: ", "),
        about: name, help: ["say of which plan it is"])
    }
    return first
  }

  // MARK: Texts

  private func text(_ span: SourceSpan) -> String { plan.sources[span.file].text(span) }

  private func replacing(_ span: SourceSpan, _ text: String) throws(RequestProblem) -> Plan {
    try plan.editing([Diagnostic.Edit(span, text)])
  }
}

extension Plan {
  /// The plan with texts in the place of others, all of one file that was read.
  func editing(_ edits: [Diagnostic.Edit]) throws(RequestProblem) -> Plan {
    guard let file = edits.first?.span.file else { return self }
    guard readFiles.contains(file) else {
      throw RequestProblem("what stands in the standard library cannot be changed")
    }
    var bytes = sources[file].bytes
    for edit in edits.sorted(by: { $0.span > $1.span }) {
      bytes.replaceSubrange(Int(edit.span.start)..<Int(edit.span.end), with: Array(edit.replacement.utf8))
    }
    return replacing(file, with: bytes)
  }
}
