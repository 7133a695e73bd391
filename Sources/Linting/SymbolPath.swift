import Allot
import Syntax

/// Names the part of a file that holds a place: `plan AccountExecutive > pay commission`.
///
/// It stays the same where lines are moved, so that a finding is known again.
struct SymbolPath {
  /// A declaration with its parts, by where each begins.
  private struct Part {
    let start: Int32
    let name: String
    var parts: [Part] = []
  }

  private let declarations: [Part]

  init(_ syntax: FileSyntax) {
    declarations = syntax.declarations.map { declaration in
      let parts = SymbolPath.items(declaration).sorted { $0.start < $1.start }
      return Part(start: SymbolPath.start(declaration), name: SymbolPath.name(declaration), parts: parts)
    }.sorted { $0.start < $1.start }
  }

  /// The path to the part that holds `place`; empty in front of the first declaration.
  func path(to place: Int32) -> String {
    guard let declaration = SymbolPath.last(before: place, in: declarations) else { return "" }
    guard let part = SymbolPath.last(before: place, in: declaration.parts) else { return declaration.name }
    return declaration.name + " > " + part.name
  }

  private static func last(before place: Int32, in parts: [Part]) -> Part? { parts.last { $0.start <= place } }

  private static func start(_ declaration: Declaration) -> Int32 {
    switch declaration {
    case .unit(let unit): unit.name.span.start
    case .parameter(let parameter): parameter.name.span.start
    case .table(let table): table.span.start
    case .rates(let rates): rates.span.start
    case .define(let define): define.span.start
    case .curve(let curve): curve.span.start
    case .sheet(let sheet): sheet.span.start
    case .data(let data): data.span.start
    case .example(let example): example.span.start
    case .calendar(let calendar): calendar.span.start
    case .schedule(let schedule): schedule.span.start
    }
  }

  private static func name(_ declaration: Declaration) -> String {
    switch declaration {
    case .unit(let unit): "unit \(unit.name.text)"
    case .parameter(let parameter): "param \(parameter.name.text)"
    case .table(let table): "table \(table.name.text)"
    case .rates(let rates): "rates \(rates.name.text)"
    case .define(let define): "define \(define.name.text)"
    case .curve(let curve): "curve \(curve.name.text)"
    case .sheet(let sheet): "\(sheet.kind.rawValue) \(sheet.name.text)"
    case .data(let data): "data \(data.name.text)"
    case .example(let example): "example \(example.title.text)"
    case .calendar: "calendar"
    case .schedule(let schedule): "schedule \(schedule.name.text)"
    }
  }

  private static func items(_ declaration: Declaration) -> [Part] {
    switch declaration {
    case .table(let table):
      return table.columns.map { Part(start: $0.name.span.start, name: "column \($0.name.text)") }
        + table.checks.map { Part(start: $0.span.start, name: "check \($0.text.text)") }
    case .sheet(let sheet):
      return sheet.items.map { item in
        switch item {
        case .credit(let credit): Part(start: credit.span.start, name: "credit \(credit.name.text)")
        case .line(let line): Part(start: line.span.start, name: "\(line.kind.rawValue) \(line.name.text)")
        case .entry(let entry): Part(start: entry.span.start, name: "ordered")
        case .check(let check): Part(start: check.span.start, name: "check \(check.text.text)")
        case .assertion(let law):
          Part(start: law.span.start, name: law.title.map { "assert \($0.text)" } ?? "assert \(law.variable.text)")
        }
      }
    case .define(let define):
      guard case .block(let lines, let checks) = define.body else { return [] }
      return lines.map { Part(start: $0.span.start, name: "\($0.kind.rawValue) \($0.name.text)") }
        + checks.map { Part(start: $0.span.start, name: "check \($0.text.text)") }
    case .unit, .parameter, .rates, .curve, .data, .example, .calendar, .schedule: return []
    }
  }
}
