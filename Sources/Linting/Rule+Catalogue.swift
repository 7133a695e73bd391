extension Rule {
  /// All rules, by code.
  public static let all: [Rule] = [
    .cliffs,
    .dipsInRates,
    .doublyPaidRows,
    .expiredSuppressions,
    .fallingPay,
    .fallingTotalPay,
    .incompleteCalendars,
    .nearMissValues,
    .plansWithoutExamples,
    .provedAsserts,
    .ratesAbove100Percent,
    .refutedAsserts,
    .repeatedRates,
    .silentDefaults,
    .staleBaselineEntries,
    .suppressionsWithoutReason,
    .tiersWithoutZero,
    .undecidedAsserts,
    .uncoveredRows,
    .uncreditedRows,
    .unknownSuppressedRules,
    .unusedDeclarations,
    .unusedSuppressions,
  ].sorted { $0.code < $1.code }
}
