/// Which rule counts for each row of a sheet.
public struct RuleChoiceModel: Sendable {
  public enum Choice: Hashable, Sendable {
    /// A rule and its order.
    case rule(sheet: Int, order: Int)
    case nothing(reason: String)
  }

  /// What may be chosen, each once.
  public var choices: [Choice]
  /// For each choice the row of the rule that has this row's key, which may be missing; nil for ``Choice/nothing``.
  public var rows: [TypedExpression?]
  /// The number of the choice, or ``none``.
  public var number: TypedExpression

  /// Stands for the choice where no row of the declaration matches.
  public static let none = -1

  /// The rules that may be chosen, each once.
  public var rules: [Int] {
    choices.compactMap { if case .rule(let sheet, _) = $0 { sheet } else { nil } }
  }

  /// What the column `status` says beside the words of the rules themselves.
  public enum Status {
    public static let ordered = "ordered"
    public static let nothing = "none"
    public static let noRule = "no rule"
    public static let notInRule = "not in rule"
  }
}

/// A column of a sheet that says which rule counts; raw values are the names of all but the order.
enum RuleChoicePart: String, Hashable, Sendable {
  case rule, order, value, status, reason
}

extension CheckedModel {
  /// The rules that count by way of another declaration, which shows their orders.
  public var rulesChosen: Set<Int> { Set(sheets.compactMap(\.choice).flatMap(\.rules)) }
}
