import Allot
import Model
import Syntax

/// The names that an expression begins something with: `quota` and `payee` of `quota + payee.salary`.
struct ExpressionNames {
  private(set) var names: [String] = []

  init(_ tree: SyntaxTree) {
    var before: TokenKind?
    for token in tree.tokens {
      switch token.kind {
      case .name where before != .dot:
        names.append(String(decoding: tree.bytes(of: token), as: UTF8.self))
      case .quotedName where before != .dot:
        names.append(String(decoding: tree.bytes(of: token).dropFirst().dropLast(), as: UTF8.self))
      default: break
      }
      before = token.kind
    }
  }

  init(text: String) {
    var sources = SourceMap()
    let file = SourceFile(path: "input", bytes: Array(text.utf8))
    self.init(parseExpression(file, id: sources.add(file)).tree)
  }
}

extension ExpressionNames {
  /// The text with other texts, in parentheses, in the place of some of its names; nil iff it has none of them.
  static func replacing(in text: String, with other: (String) -> String?) -> String? {
    var sources = SourceMap()
    let file = SourceFile(path: "input", bytes: Array(text.utf8))
    let tree = parseExpression(file, id: sources.add(file)).tree
    var bytes = file.bytes
    var before: TokenKind?
    var edits: [(range: Range<Int>, text: String)] = []
    for token in tree.tokens {
      if token.kind == .name, before != .dot,
        let replacement = other(String(decoding: tree.bytes(of: token), as: UTF8.self))
      {
        edits.append((token.range, "(\(replacement))"))
      }
      before = token.kind
    }
    guard !edits.isEmpty else { return nil }
    for edit in edits.reversed() { bytes.replaceSubrange(edit.range, with: Array(edit.text.utf8)) }
    return String(decoding: bytes, as: UTF8.self)
  }
}

/// Which plan, sheet or rule an expression is about, by the names that it mentions.
struct SheetChoice {
  /// The one whose lines the expression mentions; nil iff it mentions none of any.
  let best: String?
  /// Others that have as many of the names.
  let others: [String]

  init(_ model: CheckedModel, _ mentioned: [String], chosen: String?) {
    let wanted = Set(mentioned)
    var counts: [(name: String, count: Int)] = []
    for sheet in model.sheets {
      let own = Set(sheet.lines.map(\.name) + sheet.credits.map(\.name))
      counts.append((sheet.name, wanted.count { own.contains($0) }))
    }
    // What rows go through is looked at only where no line is meant: many sheets share it.
    if counts.allSatisfy({ $0.count == 0 }) {
      counts = model.sheets.map { sheet in
        let keys = Set(SheetChoice.rowNames(sheet, model))
        return (sheet.name, wanted.count { keys.contains($0) })
      }
    }
    guard let most = counts.map(\.count).max(), most > 0 else {
      (best, others) = (nil, [])
      return
    }
    let equal = counts.filter { $0.count == most }.map(\.name)
    if let chosen, equal.contains(chosen) {
      (best, others) = (chosen, [])
    } else {
      (best, others) = (equal.first, Array(equal.dropFirst()))
    }
  }

  /// The names by which a row and its keys are known.
  static func rowNames(_ sheet: SheetModel, _ model: CheckedModel) -> [String] {
    let payee = sheet.kind == .plan ? ["payee"] : []
    switch sheet.rows {
    case .table(let table, _): return payee + model.tables[table].columns.map(\.name)
    case .sheet(let other, _): return payee + model.sheets[other].lines.map(\.name)
    case .keys(let names, _, _): return payee + names
    case .one: return payee
    }
  }
}
