extension Rule {
  /// All rules, by code.
  public static let all: [Rule] = [
    .cliffs,
    .dipsInRates,
    .expiredSuppressions,
    .fallingPay,
    .fallingTotalPay,
    .plansWithoutExamples,
    .provedAsserts,
    .ratesAbove100Percent,
    .refutedAsserts,
    .repeatedRates,
    .suppressionsWithoutReason,
    .tiersWithoutZero,
    .undecidedAsserts,
    .unknownSuppressedRules,
    .unusedDeclarations,
    .unusedSuppressions,
  ].sorted { $0.code < $1.code }
}
