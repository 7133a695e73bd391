import Allot

/// Which columns of a result are written, in which order and under which names.
struct ColumnChoice: Hashable, Sendable {
  private struct Part: Hashable {
    /// The name that the result has for it, and the name that is written.
    let name: String
    let newName: String
  }

  private let parts: [Part]

  /// Reads `payee=rep_id,quarter`; names that hold a comma or an equals sign stand between backquotes.
  init(_ text: String) throws(UsageError) {
    var rest = text[...]
    var parts: [Part] = []
    repeat {
      let name = ColumnChoice.name(&rest)
      var newName = name
      if rest.first == "=" {
        rest.removeFirst()
        newName = ColumnChoice.name(&rest)
      }
      guard !name.isEmpty, !newName.isEmpty, rest.isEmpty || rest.first == "," else {
        throw UsageError(
          "`--columns` needs names between commas, and `\(text)` is none such",
          help: ["such as `--columns payee,total`, or `--columns payee=rep_id,total` to give one another name"])
      }
      parts.append(Part(name: name, newName: newName))
    } while rest.popFirst() != nil
    for (place, part) in parts.enumerated() where parts[..<place].contains(where: { $0.newName == part.newName }) {
      throw UsageError("`--columns` has two columns with the name `\(part.newName)`")
    }
    self.parts = parts
  }

  /// Takes a name from the front of `rest`.
  private static func name(_ rest: inout Substring) -> String {
    rest = rest.drop { $0 == " " }
    if rest.first == "`", let end = rest.dropFirst().firstIndex(of: "`") {
      let name = String(rest[rest.index(after: rest.startIndex)..<end])
      rest = rest[rest.index(after: end)...].drop { $0 == " " }
      return name
    }
    let name = rest.prefix { $0 != "," && $0 != "=" }
    rest = rest[name.endIndex...]
    return String(name.reversed().drop { $0 == " " }.reversed())
  }

  /// The result with the columns that are chosen.
  func applied(to table: OutputTable) throws(UsageError) -> OutputTable {
    var chosen: [(place: Int, name: String)] = []
    let names = table.definitions.map(\.name)
    for part in parts {
      guard let place = names.firstIndex(of: part.name) else {
        let near = suggestions(for: part.name, among: names).first
        throw UsageError(
          "`\(table.output.name)` has no column `\(part.name)`",
          help: (near.map { ["a similar one exists: `\($0)`"] } ?? [])
            + ["its columns are " + names.map { "`\($0)`" }.joined(separator: ", ")])
      }
      chosen.append((place, part.newName))
    }
    return table.choosing(chosen)
  }
}
