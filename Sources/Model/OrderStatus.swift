import Syntax

/// What has become of a line of a rule: the values of its column `status`.
public enum OrderStatus: String, CaseIterable, Hashable, Sendable {
  /// Something is ordered.
  case ordered
  /// Nothing is ordered: the order is 0.
  case none
  /// The order has no quantity, because something is not known or two things contradict each other.
  case unknown, conflict

  public init(_ outcome: OrderOutcome) {
    switch outcome {
    case .unknown: self = .unknown
    case .conflict: self = .conflict
    }
  }

  /// The type of a column `status`.
  public static let type = StaticType(.choice(allCases.map(\.rawValue)))
}

extension LineModel {
  /// True iff a step may end the order without a quantity.
  public var hasOutcomes: Bool {
    steps.contains { step in
      if case .end = step.action { true } else { false }
    }
  }

  /// The type of the line's value: an order is missing where an outcome has ended it, and nowhere else.
  public var type: StaticType {
    guard kind == .order, !value.type.isPoison else { return value.type }
    return value.type.optional(hasOutcomes)
  }
}

extension SheetModel {
  /// The names of what a rule says of its orders: `reason`, or `quantity_reason` where it has several orders.
  public func outcomeName(_ word: String, ofOrder line: Int) -> String {
    lines.count { $0.kind == .order } == 1 ? word : "\(lines[line].name)_\(word)"
  }

  /// The line with an order's value in money, if the order has a price.
  public func worth(ofOrder line: Int) -> Int? { lines.firstIndex { $0.worthOf == line } }
}
