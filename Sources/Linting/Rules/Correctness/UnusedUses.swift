import Allot
import Model
import Syntax

extension Rule {
  static let unusedUses = Rule(
    .correctness, 21, "unused-uses",
    page: RulePage(
      "A `use` of a file of which nothing is read.",
      why: """
        The file is read and checked each time, and whoever changes it believes that this plan depends on it. Remove the
        line.

        A file with a plan, a sheet or a calendar counts as used, because these are part of every run.
        """,
      failing: """
        use "crm.allot"
        use "fx.allot"

        plan Base {
          for each reps
          during   2026
          paid     monthly in USD, negative carried forward
          pay salary = payee.base
        }
        --- crm.allot
        table reps (id) {
          id    text
          base  USD
        }
        --- fx.allot
        param euro = 1.1

        """,
      mended: """
        use "crm.allot"

        plan Base {
          for each reps
          during   2026
          paid     monthly in USD, negative carried forward
          pay salary = payee.base
        }
        --- crm.allot
        table reps (id) {
          id    text
          base  USD
        }

        """,
      nearMisses: [
        RulePage.NearMiss(
          "a file that a used file needs",
          """
          use "crm.allot"

          plan Base {
            for each reps
            during   2026
            paid     monthly in USD, negative carried forward
            pay salary = payee.base
          }
          --- crm.allot
          use "units.allot"
          table reps (id) {
            id     text
            base   USD
            packs  crates
          }
          --- units.allot
          unit crates

          """)
      ],
      fix: "Removes the line, if nothing else stands on it. This is a safe fix."),
    check: .plan { UnusedUses($0).findings })
}

private struct UnusedUses {
  private let review: PlanReview

  init(_ review: PlanReview) { self.review = review }

  var findings: [Finding] {
    guard !review.syntax.uses.isEmpty else { return [] }
    var files: [String: FileSyntax] = [:]
    for file in review.plan.files {
      guard let span = UnusedUses.place(file) else { continue }
      files[review.plan.sources[span.file].path] = file
    }
    let folder = folderPath(of: review.source.path)
    return review.syntax.uses.compactMap { use in
      let path = joinedPath(folder, use.text)
      guard let file = files[path], isIdle(file, path, files) else { return nil }
      let line = review.source.lines.range(ofLine: review.source.lines.line(at: Int(use.span.start)))
      let whole = SourceSpan(file: review.file, start: line.lowerBound, end: line.upperBound)
      // A comment behind it may hold for more than the line.
      let isPlain = !review.source.bytes[line].contains(UInt8(ascii: "#"))
      return Finding(
        "nothing of `\(use.text)` is read", at: use.span,
        help: isPlain
          ? [Diagnostic.Help("remove the line", edits: [Diagnostic.Edit(whole, "")], safety: .safe)] : [])
    }
  }

  /// A place in the file; nil for one that declares nothing.
  private static func place(_ file: FileSyntax) -> SourceSpan? { file.declarations.first.map { span($0) } }

  private static func span(_ declaration: Declaration) -> SourceSpan {
    switch declaration {
    case .unit(let unit): unit.name.span
    case .parameter(let parameter): parameter.name.span
    case .table(let table): table.span
    case .rates(let rates): rates.span
    case .define(let define): define.span
    case .curve(let curve): curve.span
    case .sheet(let sheet): sheet.span
    case .data(let data): data.span
    case .example(let example): example.span
    case .calendar(let calendar): calendar.span
    case .schedule(let schedule): schedule.span
    }
  }

  /// True only if no other file names anything of the file or of those that it uses.
  private func isIdle(_ file: FileSyntax, _ path: String, _ files: [String: FileSyntax]) -> Bool {
    var names: Set<[UInt8]> = []
    var members: Set<String> = []
    var pending = [(file, path)]
    while let (next, path) = pending.popLast() {
      guard members.insert(path).inserted else { continue }
      for declaration in next.declarations {
        switch declaration {
        case .sheet, .calendar: return false
        case .example: break
        case .unit(let unit): names.insert(Array(unit.name.text.utf8))
        case .parameter(let parameter): names.insert(Array(parameter.name.text.utf8))
        case .table(let table): names.insert(Array(table.name.text.utf8))
        case .rates(let rates): names.insert(Array(rates.name.text.utf8))
        case .define(let define): names.insert(Array(define.name.text.utf8))
        case .curve(let curve): names.insert(Array(curve.name.text.utf8))
        case .data(let data): names.insert(Array(data.name.text.utf8))
        case .schedule(let schedule): names.insert(Array(schedule.name.text.utf8))
        }
      }
      for use in next.uses {
        let used = joinedPath(folderPath(of: path), use.text)
        guard let other = files[used] else { return false }
        pending.append((other, used))
      }
    }
    for (id, tree) in review.plan.trees where !members.contains(review.plan.sources[id].path) {
      let bytes = review.plan.sources[id].bytes
      for token in tree.tokens {
        switch token.kind {
        case .name: if names.contains(Array(bytes[token.range])) { return false }
        case .quotedName: if names.contains(Array(bytes[token.range].dropFirst().dropLast())) { return false }
        case .cell:
          for part in bytes[token.range].split(separator: 0x20) where names.contains(Array(part)) { return false }
        default: break
        }
      }
    }
    return true
  }
}
