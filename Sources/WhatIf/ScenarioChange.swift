import Allot

/// One change of the data, of a param or of a plan's text. Values are written in the language's notation; a text, a
/// choice or a key needs no quotes.
public enum ScenarioChange: Hashable, Sendable {
  /// Other values in some cells of a row.
  case update(table: String, row: RowName, cells: [NamedText])
  /// A new row behind all others, like one that is there but for `cells`; without such a row, cells that are not named
  /// are empty.
  case insert(table: String, like: RowName?, cells: [NamedText])
  case delete(table: String, row: RowName)
  /// Another value of a param.
  case parameter(NamedText)
  /// Another rate, or another bound, of a tier; `tier` is what stands in front of its colon, with or without the word:
  /// `100%`, `from 100%`, `"EMEA", any`.
  case tier(rates: String, tier: String, part: TierPart, text: String)
  /// Another text for the value of a line; its steps stay. Without a plan, that of the only one with such a line.
  case line(plan: String?, name: String, text: String)

  /// What names a row.
  public enum RowName: Hashable, Sendable {
    /// The values of the table's key, in its order.
    case key([String])
    /// Values of some columns, which no other row has.
    case cells([NamedText])
    /// The row's place among those of the table, from 0; a new row counts on from there.
    case number(Int)
  }

  public enum TierPart: String, Hashable, Sendable { case rate, bound }
}

extension ScenarioChange: CustomStringConvertible {
  /// The change in words, on one line: ``deals d17: amount = 20_000 USD``.
  public var description: String {
    switch self {
    case .update(let table, let row, let cells): "\(table) \(row): \(ScenarioChange.words(cells))"
    case .insert(let table, nil, let cells): "\(table): a new row with \(ScenarioChange.words(cells))"
    case .insert(let table, let like?, let cells):
      "\(table): a new row like \(like)" + (cells.isEmpty ? "" : " with \(ScenarioChange.words(cells))")
    case .delete(let table, let row): "\(table) \(row): dropped"
    case .parameter(let value): "param \(value.name) = \(value.text)"
    case .tier(let rates, let tier, .rate, let text): "tier \(rates) \(tier): \(text)"
    case .tier(let rates, let tier, .bound, let text): "tier \(rates) \(tier): the bound is \(text)"
    case .line(nil, let name, let text): "line \(name) = \(text)"
    case .line(let plan?, let name, let text): "line \(name) of \(plan) = \(text)"
    }
  }

  private static func words(_ cells: [NamedText]) -> String {
    cells.map { "\($0.name) = \($0.text)" }.joined(separator: ", ")
  }
}

extension ScenarioChange.RowName: CustomStringConvertible {
  public var description: String {
    switch self {
    case .key(let parts): parts.joined(separator: ", ")
    case .cells(let cells): cells.map { "\($0.name) = \($0.text)" }.joined(separator: " and ")
    case .number(let number): "row \(number + 1)"
    }
  }
}
