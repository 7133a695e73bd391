import Allot
import Columns
import Model
import Source

/// How an amount of a result came about: a tree in which the children of a node sum exactly to it.
///
/// ```
/// Commission                                    9,300.00     line
/// ├ D-1004   60,000.00 USD × 6%                 3,600.00     row, one slice
/// ├ D-1007                                      5,700.00     row
/// │ ├ 30,000.00 USD × 6%                        1,800.00     slice
/// │ └ 43,333.37 USD × 9%                        3,900.0033   slice
/// └ rounding                                   -0.0033       rounding
/// ```
public struct Explanation: Hashable, Sendable {
  /// The result that the amount stands in: the name of a plan, sheet or rule.
  public let result: String
  /// The result's title, if it has one.
  public let title: String?
  /// What names the amount's row.
  public let keys: [NamedText]
  /// The name of the amount's column: a line, or `total`.
  public let line: String
  /// The amount with all that it is made of.
  public let root: ExplanationNode
  /// How the amount itself is printed.
  public let format: OutputColumn.Format
  /// The unit of all values of the tree, or nil.
  public let unit: String?

  /// True iff the children of every node sum exactly to it, so that the leaves sum to the amount.
  public func verify() -> Bool { root.addsUp && root.sumOfLeaves == root.value }

  /// How many leaves there are.
  public var leafCount: Int { root.leafCount }

  /// The same tree with what lies deeper than `depth`, and what stands behind the first `rows` children of a node, put
  /// together in nodes that still sum to the same.
  public func folded(depth: Int?, rows: Int?) -> Explanation {
    Explanation(
      result: result, title: title, keys: keys, line: line,
      root: root.folded(depth: depth, rows: rows) { ValueWords.text(of: $0, unit: unit, minorDigits: minorDigits) },
      format: format, unit: unit)
  }

  /// A value of the tree as it is printed, without the unit.
  public func text(of value: Rational) -> String {
    ValueWords.text(of: value, unit: nil, minorDigits: minorDigits)
  }

  private var minorDigits: Int { ValueWords.minorDigits(of: unit) }
}

/// A part of an amount.
public struct ExplanationNode: Hashable, Sendable {
  /// What a part is.
  public enum Kind: String, Hashable, Sendable {
    /// A line of a plan, sheet or rule.
    case line
    /// A part of a line's text that is made of several.
    case group
    /// A row of a table, or of a credit.
    case row
    /// What an amount has in one tier.
    case slice
    /// What a step of a line did to the value.
    case step
    /// What rounding added.
    case rounding
    /// What a share had to get or give so that all shares make the whole.
    case residue
    /// A value of an earlier period or row.
    case earlier
    /// A value that is made of nothing else: a cell, a constant, a rate.
    case value
    /// A value that cannot be split into a sum, with its formula.
    case formula
    /// Several parts that are not shown one by one.
    case folded
  }

  public var kind: Kind
  /// What it is, in a few words.
  public var label: String
  /// What it adds to the amount.
  public var value: Rational
  /// The value as it is printed, with its unit.
  public var text: String
  /// How the value comes about, where that is a product: `12,000.00 USD × 50% (share) × 6%`.
  public var working: String?
  /// Where it stands in the plan.
  public var span: SourceSpan?
  /// Where its row stands in the data.
  public var data: DataPlace?
  /// What the value rests on without being a summand.
  public var facts: [ExplanationFact]
  /// The parts that sum to the value; a leaf has none.
  public var children: [ExplanationNode]

  /// The number of leaves, a leaf itself counted as one.
  public var leafCount: Int { children.isEmpty ? 1 : children.reduce(0) { $0 + $1.leafCount } }

  /// True iff the children sum exactly to the value, here and everywhere below.
  public var addsUp: Bool {
    children.isEmpty || (children.allSatisfy(\.addsUp) && ExplanationNode.sum(children) == value)
  }

  /// The sum of the leaves; nil if it has too many digits.
  public var sumOfLeaves: Rational? {
    guard !children.isEmpty else { return value }
    var sum = Rational.zero
    for child in children {
      guard let part = child.sumOfLeaves, let next = sum.adding(part) else { return nil }
      sum = next
    }
    return sum
  }

  /// The sum of values; nil if it has too many digits.
  static func sum(_ nodes: [ExplanationNode]) -> Rational? {
    var sum = Rational.zero
    for node in nodes {
      guard let next = sum.adding(node.value) else { return nil }
      sum = next
    }
    return sum
  }

  /// All leaves, in their order.
  public var leaves: [ExplanationNode] { children.isEmpty ? [self] : children.flatMap(\.leaves) }
}

/// What a value rests on without being a summand of it: an attainment, a quota, a condition, a rate.
public struct ExplanationFact: Hashable, Sendable {
  /// The name or the words of what it is.
  public var name: String
  /// The value as it is printed, with its unit.
  public var value: String
  /// Where it stands in the plan.
  public var span: SourceSpan?
  /// Where its row stands in the data.
  public var data: DataPlace?
  /// What it rests on itself.
  public var facts: [ExplanationFact]

  init(
    _ name: String, _ value: String, span: SourceSpan? = nil, data: DataPlace? = nil, facts: [ExplanationFact] = []
  ) {
    self.name = name
    self.value = value
    self.span = span
    self.data = data
    self.facts = facts
  }
}
