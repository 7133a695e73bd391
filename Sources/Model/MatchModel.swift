/// Two sides whose amounts are paired, as values of their rows.
public struct MatchModel: Sendable {
  public struct Side: Sendable {
    public var relation: Relation
    public var amount: TypedExpression
    public var group: [TypedExpression]
    public var order: [TypedAllocation.OrderKey]
  }

  public var giver: Side
  public var taker: Side
  /// The names of what both sides are grouped by.
  public var perNames: [String]

  public var sides: [Side] { [giver, taker] }

  /// What a pair is known by: the keys of both sides. Those that both are grouped by stand once and first; what is left
  /// of a side's keys has the side's name, and their own names behind it if there are several.
  public func names(of keys: [[String]], _ sides: [String]) -> [(side: Int, key: Int, name: String)] {
    var shared: [(side: Int, key: Int, name: String)] = []
    var own = shared
    for (side, names) in keys.enumerated() {
      let count = names.count { !perNames.contains($0) }
      for (key, name) in names.enumerated() {
        if !perNames.contains(name) {
          own.append((side, key, count == 1 ? sides[side] : "\(sides[side])_\(name)"))
        } else if !shared.contains(where: { $0.name == name }) {
          shared.append((side, key, name))
        }
      }
    }
    return shared + own
  }
}
