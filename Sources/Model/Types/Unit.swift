/// A product of named units and their inverses, such as `USD`, `units / days` or, with no factor, a plain number.
public struct Unit: Hashable, Sendable {
  public struct Factor: Hashable, Sendable {
    public let name: String
    /// Never zero.
    public let power: Int
  }

  /// Sorted by name.
  public let factors: [Factor]

  public static let one = Unit([:])
  public static let days = Unit("days")

  public init(_ powers: [String: Int]) {
    factors = powers.filter { $0.value != 0 }.sorted { $0.key < $1.key }.map { Factor(name: $0.key, power: $0.value) }
  }

  public init(_ name: String) { factors = [Factor(name: name, power: 1)] }

  public var isOne: Bool { factors.isEmpty }

  /// The name, iff the unit is a single one to the power of one.
  public var singleName: String? {
    factors.count == 1 && factors[0].power == 1 ? factors[0].name : nil
  }

  /// The currency, iff the unit is one.
  public var currency: Currency? { singleName.flatMap(Currency.init(code:)) }

  /// True iff a currency stands in the numerator.
  public var isMonetary: Bool { factors.contains { $0.power > 0 && Currency(code: $0.name) != nil } }

  /// How many currencies stand in the numerator, a square as two.
  var currencyCount: Int {
    factors.reduce(0) { $1.power > 0 && Currency(code: $1.name) != nil ? $0 + $1.power : $0 }
  }

  /// The greatest power that a unit may have; no amount in a plan comes near it.
  static let powerLimit = 9

  /// True iff the product and the quotient of the two stay within ``powerLimit``.
  static func canCombine(_ a: Unit, _ b: Unit) -> Bool {
    b.factors.allSatisfy { factor in
      let other = a.factors.first { $0.name == factor.name }?.power ?? 0
      return abs(other) + abs(factor.power) <= powerLimit
    }
  }

  public static func * (a: Unit, b: Unit) -> Unit { a.combined(with: b, sign: 1) }
  public static func / (a: Unit, b: Unit) -> Unit { a.combined(with: b, sign: -1) }

  private func combined(with other: Unit, sign: Int) -> Unit {
    var powers: [String: Int] = [:]
    for factor in factors { powers[factor.name] = factor.power }
    for factor in other.factors { powers[factor.name, default: 0] += sign * factor.power }
    return Unit(powers)
  }
}

extension Unit: CustomStringConvertible {
  /// In the author's words: `USD / units`.
  public var description: String {
    if isOne { return "number" }
    func side(_ sign: Int) -> [String] {
      factors.flatMap { factor in Array(repeating: factor.name, count: max(0, factor.power * sign)) }
    }
    let top = side(1).joined(separator: " * ")
    let bottom = side(-1).map { " / \($0)" }.joined()
    return (top.isEmpty ? "1" : top) + bottom
  }
}
