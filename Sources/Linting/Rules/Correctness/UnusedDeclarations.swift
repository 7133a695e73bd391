import Allot
import Model
import Syntax

extension Rule {
  static let unusedDeclarations = Rule(
    .correctness, 1, "unused-declarations",
    page: RulePage(
      "A declaration that nothing reads.",
      why: """
        A rate table, a param, a define, a unit, a `let` line, a credit, a table, a schedule or a `data` block that nothing
        names decides nothing. Often the line that should use it is missing, or uses an older one: the plan looks as if it paid
        a rate that it does not pay. Use it, or remove it.

        A file without a plan, a sheet or a rule of its own is there to be used by others, and so is one that another
        file of the same run uses: of these nothing is reported. What `pay`, `order` and `show` lines give is shown, and
        so never unused.
        """,
      failing: """
        table reps (id) {
          id    text
          base  USD
        }

        param bonus = 500 USD

        plan Base {
          for each reps
          during   2026
          paid     monthly in USD, negative carried forward
          pay salary = payee.base
        }

        """,
      mended: """
        table reps (id) {
          id    text
          base  USD
        }

        param bonus = 500 USD

        plan Base {
          for each reps
          during   2026
          paid     monthly in USD, negative carried forward
          pay salary = payee.base + bonus
        }

        """,
      nearMisses: [
        RulePage.NearMiss(
          "a file without a plan is there to be used",
          """
          param bonus = 500 USD

          """),
        RulePage.NearMiss(
          "a `let` line that another `let` line reads, which is paid",
          """
          table reps (id) {
            id    text
            base  USD
          }

          plan Base {
            for each reps
            during   2026
            paid     monthly in USD, negative carried forward
            let half = payee.base / 2
            let both = half + half
            pay salary = both
          }

          """),
        RulePage.NearMiss(
          "a table that another one refers to",
          """
          table teams (id) {
            id  text
          }

          table reps (id) {
            id    text
            team  teams
            base  USD
          }

          plan Base {
            for each reps
            during   2026
            paid     monthly in USD, negative carried forward
            pay salary = payee.base
          }

          """),
      ]),
    check: .plan { UnusedDeclarations($0).findings })
}

private struct UnusedDeclarations {
  private let review: PlanReview
  private var model: CheckedModel { review.model }
  private var uses: DeclarationUses { review.uses }

  init(_ review: PlanReview) { self.review = review }

  var findings: [Finding] {
    guard hasSheets else { return [] }
    return lines + (review.isUsed ? [] : declarations)
  }

  private var hasSheets: Bool {
    review.syntax.declarations.contains { if case .sheet = $0 { true } else { false } }
  }

  private func unused(_ what: String, _ name: String, _ span: SourceSpan) -> Finding {
    Finding("\(what) `\(name)` is read nowhere", at: span)
  }

  /// `let` lines of the sheets, but for those that defines add.
  private var lines: [Finding] {
    var written: Set<SourceSpan> = []
    for case .sheet(let sheet) in review.syntax.declarations {
      for case .line(let line) in sheet.items where line.kind == .let { written.insert(line.name.span) }
    }
    var found: [LineModel] = []
    var windows: [LineModel] = []
    for (number, sheet) in model.sheets.enumerated() where review.isOwn(sheet.span) {
      for (place, line) in sheet.lines.enumerated() where line.kind == .let && written.contains(line.nameSpan) {
        if uses.lines.contains(DeclarationUses.SheetLine(sheet: number, line: place)) { continue }
        // Windows stand in the model where they are used, and no longer by their name.
        if line.value.type.value == .window { windows.append(line) } else { found.append(line) }
      }
    }
    if !windows.isEmpty {
      let counts = TokenCounts(review.plan, of: windows.map(\.name))
      found += windows.filter { counts[$0.name] == 1 }
    }
    return found.map { unused("line", $0.name, $0.nameSpan) } + credits
  }

  private var credits: [Finding] {
    model.sheets.enumerated().flatMap { number, sheet -> [Finding] in
      guard review.isOwn(sheet.span) else { return [] }
      return sheet.credits.enumerated().compactMap { place, credit in
        uses.credits.contains(DeclarationUses.SheetCredit(sheet: number, credit: place))
          ? nil : unused("credit", credit.name, credit.span)
      }
    }
  }

  private var declarations: [Finding] {
    var found: [Finding] = []
    func look<Item>(_ items: [Item], _ used: Set<Int>, _ what: String, _ name: (Item) -> String) {
      let idle = Set(items.indices.filter { !used.contains($0) }.map { name(items[$0]) })
      for declared in names where declared.what == what && idle.contains(declared.name.text) {
        found.append(unused(what, declared.name.text, declared.name.span))
      }
    }
    look(model.tables, uses.tables, "table", \.name)
    look(model.rates, uses.rates, "rates", \.name)
    look(model.curves, uses.curves, "curve", \.name)
    look(model.parameters, uses.parameters, "param", \.name)
    look(model.schedules, uses.schedules, "schedule", \.name)
    // Where each row says its own unit, a data file may name any.
    let readsUnits = model.tables.contains { $0.columns.contains { $0.rowUnit != nil } }
    let byText = names.filter { $0.what == "define" || $0.what == "data" || $0.what == "unit" && !readsUnits }
    guard !byText.isEmpty else { return found }
    // These are gone from the model: a name that stands nowhere else in the plan's texts is used nowhere.
    let counts = TokenCounts(review.plan, of: byText.map(\.name.text))
    for declared in byText where counts[declared.name.text] == 1 {
      found.append(unused(declared.what, declared.name.text, declared.name.span))
    }
    return found
  }

  private var names: [(what: String, name: Name)] {
    review.syntax.declarations.compactMap { declaration in
      switch declaration {
      case .unit(let unit): ("unit", unit.name)
      case .parameter(let parameter): ("param", parameter.name)
      case .table(let table): ("table", table.name)
      case .rates(let rates): ("rates", rates.name)
      case .define(let define): ("define", define.name)
      case .curve(let curve): ("curve", curve.name)
      case .data(let data): ("data", data.name)
      case .schedule(let schedule): ("schedule", schedule.name)
      case .sheet, .example, .calendar: nil
      }
    }
  }
}

/// How often some words stand in the texts of a plan, cells of tables and texts in quotes included.
private struct TokenCounts {
  private var counts: [[UInt8]: Int] = [:]

  init(_ plan: Plan, of words: [String]) {
    for word in words { counts[Array(word.utf8)] = 0 }
    let lengths = Set(counts.keys.map(\.count))
    for (file, tree) in plan.trees {
      let text = plan.sources[file].bytes
      for token in tree.tokens {
        var bytes = text[token.range]
        switch token.kind {
        case .quotedName: bytes = bytes.dropFirst().dropLast()
        case .cell:
          // A unit may stand in a cell, alone or behind a number.
          for part in bytes.split(separator: 0x20) where lengths.contains(part.count) { count(part) }
          continue
        case .name: break
        case .text: bytes = bytes.dropFirst().dropLast()
        case .endOfFile, .number, .date, .period, .malformed, .unknown, .leftParenthesis, .rightParenthesis,
          .leftBracket, .rightBracket, .leftBrace, .rightBrace, .comma, .colon, .dot, .dotDot, .question, .bar, .arrow,
          .percent, .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual, .plus, .minus, .star, .slash,
          .fatArrow:
          continue
        }
        if lengths.contains(bytes.count) { count(bytes) }
      }
    }
  }

  private mutating func count(_ bytes: ArraySlice<UInt8>) {
    let key = Array(bytes)
    if let known = counts[key] { counts[key] = known + 1 }
  }

  subscript(word: String) -> Int { counts[Array(word.utf8)] ?? 0 }
}
