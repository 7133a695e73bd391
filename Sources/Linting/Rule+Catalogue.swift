extension Rule {
  /// All rules, by code.
  public static let all: [Rule] = [
    .cliffs,
    .constantConditions,
    .unreachableBranches,
    .repeatedConditions,
    .identicalBranches,
    .identicalOperands,
    .idleArithmetic,
    .hardCodedNames,
    .hardCodedYears,
    .dipsInRates,
    .expiredSuppressions,
    .fallingPay,
    .plansWithoutExamples,
    .ratesAbove100Percent,
    .repeatedRates,
    .staleBaselineEntries,
    .suppressionsWithoutReason,
    .tiersWithoutZero,
    .unknownSuppressedRules,
    .unusedDeclarations,
    .unusedSuppressions,
  ].sorted { $0.code < $1.code }
}
