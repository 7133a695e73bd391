extension Rule {
  /// All rules, by code.
  public static let all: [Rule] = [
    .expiredSuppressions,
    .plansWithoutExamples,
    .staleBaselineEntries,
    .suppressionsWithoutReason,
    .unknownSuppressedRules,
    .unusedDeclarations,
    .unusedSuppressions,
  ].sorted { $0.code < $1.code }
}
