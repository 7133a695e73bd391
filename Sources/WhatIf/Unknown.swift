import Allot
import Columns
import Model

/// What runs through values, in a sweep or where a value is looked for.
public enum Unknown: Hashable, Sendable {
  /// A cell of a row that is there.
  case cell(table: String, row: ScenarioChange.RowName, column: String)
  /// A column of one more row, which is like another one but for `cells`.
  case another(table: String, like: ScenarioChange.RowName, cells: [NamedText], column: String)
  case parameter(String)
  /// The rate or the bound of a tier.
  case tier(rates: String, tier: String, part: ScenarioChange.TierPart)

  /// The change that gives it a value.
  public func change(to text: String) -> ScenarioChange {
    switch self {
    case .cell(let table, let row, let column): .update(table: table, row: row, cells: [NamedText(column, text)])
    case .another(let table, let like, let cells, let column):
      .insert(table: table, like: like, cells: cells.filter { $0.name != column } + [NamedText(column, text)])
    case .parameter(let name): .parameter(NamedText(name, text))
    case .tier(let rates, let tier, let part): .tier(rates: rates, tier: tier, part: part, text: text)
    }
  }
}

extension Unknown: CustomStringConvertible {
  public var description: String {
    switch self {
    case .cell(let table, let row, let column): "\(column) of \(table) \(row)"
    case .another(let table, let like, let cells, let column):
      "\(column) of one more of \(table) like \(like)"
        + (cells.isEmpty ? "" : " with " + cells.map { "\($0.name) = \($0.text)" }.joined(separator: ", "))
    case .parameter(let name): "param \(name)"
    case .tier(let rates, let tier, .rate): "the rate of tier \(rates) \(tier)"
    case .tier(let rates, let tier, .bound): "the bound of tier \(rates) \(tier)"
    }
  }
}

/// The values that an unknown may have: numbers on a grid, with how they are written.
public struct Axis: Hashable, Sendable {
  enum Kind: Hashable, Sendable { case number, percent, date }

  let kind: Kind
  /// The unit behind the number; nil for plain numbers, percents and days.
  public let unit: String?
  /// The smallest step by which two values differ.
  public let step: Rational
  /// The present value, if there is one.
  public let present: Rational?

  /// A value as the language writes it: `20_000 USD`, `6.5%`, `2026-03-31`; nil for one that has no such text.
  public func text(_ x: Rational) -> String? {
    switch kind {
    case .date:
      guard x.isInteger, let days = Int32(exactly: x.numerator), days >= CalendarDate.first.days,
        days <= CalendarDate.last.days
      else { return nil }
      return CalendarDate(days: days).description
    case .percent: return x.multiplying(Rational(100)).flatMap(Axis.grouped).map { $0 + "%" }
    case .number: return Axis.grouped(x).map { text in unit.map { "\(text) \($0)" } ?? text }
    }
  }

  /// The digits of a number that ends, in groups of three.
  private static func grouped(_ number: Rational) -> String? {
    guard !number.isInfinite, number.decimalScale != nil else { return nil }
    let text = number.description
    let digits = text.drop { $0 == "-" }
    let whole = digits.prefix { $0 != "." }
    var result = text.hasPrefix("-") ? "-" : ""
    for (place, digit) in whole.enumerated() {
      if place > 0, (whole.count - place) % 3 == 0 { result += "_" }
      result.append(digit)
    }
    return result + digits.dropFirst(whole.count)
  }

  /// The value that a text of the language has on the axis.
  public func value(_ text: String, in plan: Plan) throws(RequestProblem) -> Rational {
    let text = text.filter { !$0.isNewline }
    if kind == .date {
      guard let date = CalendarDate(iso: text) else {
        throw RequestProblem("`\(text)` is no day such as `2026-03-31`", about: text)
      }
      return Rational(Int(date.days))
    }
    let quantity = kind == .percent ? "percent" : unit ?? "number"
    guard let value = AmountText(plan).value(text, of: kind == .percent, unit: unit) else {
      throw RequestProblem("`\(text)` is no amount in \(quantity)", about: text)
    }
    return value
  }
}
