import Model

/// A first draft of table declarations for data files, as `allot init` prints it.
public struct TableProposal: Sendable {
  /// The text of a plan file.
  public let text: String

  /// Looks at the files at `paths`; `shown` are the paths as the text names them.
  ///
  /// - Throws: a file that cannot be opened, or the faults that keep one from being read.
  public init(paths: [String]) throws {
    var drafts: [TableDraft] = []
    var pool = TextPool()
    var names: Set<String> = []
    for path in paths {
      let file: MappedFile
      do {
        file = try MappedFile.open(path)
      } catch {
        throw FileError(path: path, reason: error.reason)
      }
      let name = distinct(identifier(from: baseName(of: path), fallback: "data"), in: &names)
      do {
        drafts.append(try TableDraft(name: name, path: path, file, &pool))
      } catch {
        let findings = error.errors.map {
          RunFinding(.data($0), table: name, place: DataPlace(file: $0.file, line: $0.line, column: $0.column))
        }
        throw RunError(findings, omitted: error.total - error.errors.count, sources: SourceMap())
      }
    }
    for index in drafts.indices { drafts[index].findKey() }
    for index in drafts.indices { drafts[index].findReferences(drafts) }
    text =
      "language 1\n\n# Drafted by `allot init`; read it before you rely on it. Units are not in the files: say them.\n"
      + drafts.map { "\n" + $0.text }.joined()
  }
}

/// One table of the draft.
private struct TableDraft {
  struct ColumnDraft {
    let name: String
    let inferred: InferredColumn
    /// The values as codes of texts; -1 where there is none.
    let codes: [Int32]
    var reference: String?
    var remarks: [String] = []

    /// True iff the values can name something.
    var isName: Bool { type == .text || inferred.isIdentifier }

    /// What the values are; `D-100` and `D100` are names and no numbers in a unit D.
    var type: CellType {
      guard inferred.type == .number, let format = inferred.format else { return inferred.type }
      let sign = format.prefix { $0.isLetter }
      return sign.isEmpty || Currency(code: String(sign)) != nil ? .number : .text
    }

    var distinctCodes: Set<Int32> { Set(codes).subtracting([-1]) }
  }

  let name: String
  let path: String
  let rowCount: Int
  let isWhole: Bool
  var columns: [ColumnDraft] = []
  var key: [Int] = []
  private var remarks: [String] = []

  init(name: String, path: String, _ file: MappedFile, _ pool: inout TextPool) throws(DataErrors) {
    self.name = name
    self.path = path
    let inference = try inferColumns(of: file)
    isWhole = inference.isWholeFile
    var headers: [String: Int] = [:]
    for column in inference.columns { headers[column.header, default: 0] += 1 }
    let readable = inference.columns.filter { headers[$0.header] == 1 }
    for header in headers.keys.sorted() where headers[header] != 1 {
      remarks.append("the header \(quoted(header)) stands \(headers[header] ?? 0) times in the file, so it is left out")
    }
    let table = try readCSV(
      file, columns: readable.map { CSVColumn($0.header, .text, isOptional: true) },
      options: CSVOptions(separator: inference.separator), pool: &pool)
    rowCount = table.rowCount
    var names: Set<String> = []
    for (place, (column, values)) in zip(readable, table.columns).enumerated() {
      var codes = [Int32](repeating: -1, count: rowCount)
      if case .codes(let all) = values.storage {
        for row in 0..<rowCount where values.validity.map({ $0[row] }) ?? true { codes[row] = all[row] }
      }
      let name = distinct(identifier(from: column.header, fallback: "column_\(place + 1)"), in: &names)
      columns.append(ColumnDraft(name: name, inferred: column, codes: codes))
    }
  }

  // MARK: Keys and references

  /// The first column, or the first pair of columns, that no two rows share.
  mutating func findKey() {
    guard rowCount > 0 else { return }
    let names = columns.indices.filter { columns[$0].isName && !columns[$0].codes.contains(-1) }
    let single = names.filter { columns[$0].distinctCodes.count == rowCount }
    if let first = single.first(where: { columns[$0].inferred.isIdentifier }) ?? single.first {
      key = [first]
      return
    }
    let subjects = columns.indices.filter { columns[$0].isSubject && !columns[$0].codes.contains(-1) }
    // Sales of dealers and articles: that no dealer has two on one day is chance, and no key.
    let parts = columns.indices.filter {
      columns[$0].canBePartOfKey && !columns[$0].codes.contains(-1)
        && !(subjects.count > 1 && columns[$0].type == .date)
    }
    for first in parts {
      for second in parts where second > first {
        let pairs = Set(zip(columns[first].codes, columns[second].codes).map { [$0, $1] })
        if pairs.count == rowCount {
          key = [first, second]
          remarks.append(
            "no two of the \(rowCount) rows agree in \(columns[first].name) and \(columns[second].name): these may be the key"
          )
          return
        }
      }
    }
    remarks.append("no column is different in every row, so there is no key")
    guard let report = latestReport(of: Array(subjects.prefix(2))) else { return }
    remarks.append("if a later row replaces an earlier one, as in reports of stock: \(report)")
    remarks.append("if every row counts, as sales do, it stays without a key")
  }

  /// The clauses of a table whose rows replace each other, if rows of one moment do not contradict each other.
  private func latestReport(of subjects: [Int]) -> String? {
    let moments = columns.indices.filter { columns[$0].isMoment && !columns[$0].codes.contains(-1) }
    guard subjects.count == 2, !moments.isEmpty else { return nil }
    var rows: [[Int32]: Int] = [:]
    for row in 0..<rowCount {
      let earlier = rows.updateValue(row, forKey: (subjects + moments).map { columns[$0].codes[row] })
      if let earlier, columns.contains(where: { $0.codes[earlier] != $0.codes[row] }) { return nil }
    }
    let key = subjects.map { written(columns[$0].name) }.joined(separator: ", ")
    return "`(\(key)) latest by \(moments.map { written(columns[$0].name) }.joined(separator: ", "))`"
  }

  /// Columns whose values are all keys of one of the tables.
  mutating func findReferences(_ tables: [TableDraft]) {
    for index in columns.indices where columns[index].isName {
      let values = columns[index].distinctCodes
      guard !values.isEmpty else { continue }
      let isKey = key == [index]
      let targets = tables.filter { target in
        guard target.key.count == 1 else { return false }
        // Two lists of the same keys: only the name tells which one refers to the other.
        if isKey && (target.name == name || !columns[index].isNamedAfter(target.name)) { return false }
        return values.isSubset(of: target.columns[target.key[0]].distinctCodes)
      }
      guard let target = targets.first(where: { columns[index].isNamedAfter($0.name) }) ?? targets.first else {
        continue
      }
      columns[index].reference = target.name
      let others = targets.map(\.name).filter { $0 != target.name }
      if !others.isEmpty { columns[index].remarks.append("or " + others.joined(separator: ", ")) }
    }
  }

  // MARK: Text

  var text: String {
    let dates = columns.filter { $0.inferred.type == .date }
    let file = lastPathPart(of: path)
    var head = "table \(written(name))"
    if !key.isEmpty { head += " (" + key.map { written(columns[$0].name) }.joined(separator: ", ") + ")" }
    if dates.count == 1 { head += " dated \(written(dates[0].name))" }
    if file != name + ".csv" { head += " from \(quoted(file))" }
    var remarks = remarks
    if dates.count > 1 {
      remarks.append(
        "the date that counts is one of " + dates.map(\.name).joined(separator: ", ") + ": `dated \(dates[0].name)`")
    }
    var lines = ["## \(file), \(rowCount) row\(rowCount == 1 ? "" : "s")."]
    lines += remarks.map { "# \($0)" }
    lines.append(head + " {")
    let names = columns.map { written($0.name) }
    let types = columns.map(\.typeText)
    let nameWidth = names.map { displayWidth(of: $0) }.max() ?? 0
    let typeWidth = types.map { displayWidth(of: $0) }.filter { $0 <= 24 }.max() ?? 0
    for (index, column) in columns.enumerated() {
      var line = "  " + padded(names[index], nameWidth) + "  " + types[index]
      let tail = column.tailText
      if !tail.isEmpty {
        line = "  " + padded(names[index], nameWidth) + "  " + padded(types[index], typeWidth) + "  " + tail
      }
      let remarks = column.allRemarks
      if !remarks.isEmpty { line += "  # " + remarks.joined(separator: "; ") }
      lines.append(line)
    }
    lines.append("}")
    return lines.map { $0 + "\n" }.joined()
  }

  private func padded(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - displayWidth(of: text)))
  }
}

extension TableDraft.ColumnDraft {
  /// The currency that the cells' own sign means, where it means one.
  private var currency: String? {
    guard let format = inferred.format else { return nil }
    if let code = Currency(code: format.filter(\.isLetter)) { return code.code }
    let signs = [("$", "USD"), ("€", "EUR"), ("£", "GBP"), ("₹", "INR"), ("₩", "KRW"), ("zł", "PLN")]
    return signs.first { format.contains($0.0) }?.1
  }

  fileprivate var canBePartOfKey: Bool {
    switch type {
    case .text, .date, .period, .choice: true
    case .number: inferred.isIdentifier
    case .bool, .percent, .timestamp: false
    }
  }

  /// Whether the column says what a row is about: a dealer, an article.
  fileprivate var isSubject: Bool {
    switch type {
    case .text, .choice: true
    case .number: inferred.isIdentifier
    case .bool, .percent, .date, .timestamp, .period: false
    }
  }

  fileprivate var isMoment: Bool {
    switch type {
    case .date, .timestamp: true
    case .text, .choice, .number, .bool, .percent, .period: false
    }
  }

  fileprivate var typeText: String {
    var text: String
    if let reference {
      text = written(reference)
    } else {
      switch type {
      case .text: text = inferred.choices.flatMap(choicesText) ?? "text"
      case .bool: text = "bool"
      case .number: text = inferred.isIdentifier ? "text" : currency ?? "number"
      case .percent: text = "percent"
      case .date: text = "date"
      case .timestamp: text = "timestamp"
      case .period(let unit): text = unit.name
      case .choice(let texts): text = choicesText(texts) ?? "text"
      }
    }
    if inferred.isOptional { text += "?" }
    return text
  }

  private func choicesText(_ texts: [String]) -> String? {
    texts.count < 2 || texts.contains("") ? nil : texts.map(quoted).joined(separator: " | ")
  }

  /// Where the column stands in the file, and how its cells are written.
  fileprivate var tailText: String {
    var parts: [String] = []
    if inferred.header != name { parts.append("from \(quoted(inferred.header))") }
    if let format = inferred.format, reference == nil, type == inferred.type { parts.append("as \(quoted(format))") }
    return parts.joined(separator: " ")
  }

  fileprivate var allRemarks: [String] {
    var result = remarks
    if reference != nil { return result }
    if !inferred.otherFormats.isEmpty && type == inferred.type {
      let others = inferred.otherFormats.map { "as \(quoted($0))" }.joined(separator: " or ")
      let range = inferred.least.flatMap { least in inferred.greatest.map { " (\(least) to \($0))" } } ?? ""
      result.append("unsure: may be \(others)\(range)")
    }
    if type == .number && !inferred.isIdentifier && currency == nil { result.append("say the unit: USD, units, days") }
    if typeText.contains("|") { result.append("or text, if others may come") }
    return result
  }

  fileprivate func isNamedAfter(_ table: String) -> Bool {
    let own = name.lowercased()
    let other = table.lowercased()
    return own.hasPrefix(other) || other.hasPrefix(own) || own.hasPrefix(String(other.dropLast()))
  }
}

extension InferredColumn {
  /// True iff the header says that the values name something.
  fileprivate var isIdentifier: Bool {
    let name = header.lowercased()
    return ["id", "code", "key", "no"].contains(name)
      || ["_id", " id", "-id", "code", "编号", "工号"].contains { name.hasSuffix($0) }
      || header.hasSuffix("Id") || header.hasSuffix("ID")
  }
}

// MARK: Names

/// The file's name without folder and ending.
private func baseName(of path: String) -> String {
  let name = lastPathPart(of: path)
  guard let dot = name.lastIndex(of: "."), dot != name.startIndex else { return name }
  return String(name[..<dot])
}

/// `Close Date` and `CloseDate` as `close_date`; letters of all scripts stay.
private func identifier(from text: String, fallback: String) -> String {
  var result = ""
  var previous: Character?
  for character in text {
    if character.isLetter || character.isNumber && character.isASCII {
      if character.isUppercase, let previous, previous.isLowercase || previous.isNumber { result += "_" }
      result += character.lowercased()
    } else if !result.isEmpty && !result.hasSuffix("_") {
      result += "_"
    }
    previous = character
  }
  while result.hasSuffix("_") { result.removeLast() }
  if result.isEmpty { return fallback }
  return result.first?.isNumber == true ? "_" + result : result
}

private func distinct(_ name: String, in names: inout Set<String>) -> String {
  var candidate = name
  var number = 2
  while !names.insert(candidate).inserted {
    candidate = "\(name)_\(number)"
    number += 1
  }
  return candidate
}

/// Words that begin something else where a column or a table is named, or that are reserved in expressions.
private let reserved: Set<String> = Set(
  """
  and or not when else then over through against where per via is in as to at of on true false missing today it this \
  previous rounded check from rows one row dated latest separated numbers
  """.split(separator: " ").map(String.init))

/// A name as a plan writes it.
private func written(_ name: String) -> String { reserved.contains(name) ? "`\(name)`" : name }

/// A text literal.
private func quoted(_ text: String) -> String {
  var result = "\""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "\"": result += "\\\""
    case "\\": result += "\\\\"
    case "\n": result += "\\n"
    case "\t": result += "\\t"
    case _ where scalar.value < 0x20 || scalar.value == 0xFEFF: result += "\\u{\(String(scalar.value, radix: 16))}"
    default: result.unicodeScalars.append(scalar)
    }
  }
  return result + "\""
}
