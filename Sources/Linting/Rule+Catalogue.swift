extension Rule {
  /// All rules, by code.
  public static let all: [Rule] = [
    .expiredSuppressions,
    .plansWithoutExamples,
    .suppressionsWithoutReason,
    .unknownSuppressedRules,
    .unusedDeclarations,
    .unusedSuppressions,
  ].sorted { $0.code < $1.code }
}
