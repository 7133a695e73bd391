extension Rule {
  /// All rules, by code.
  public static let all: [Rule] = [
    .cliffs,
    .dipsInRates,
    .doublyPaidRows,
    .expiredSuppressions,
    .fallingPay,
    .incompleteCalendars,
    .nearMissValues,
    .plansWithoutExamples,
    .ratesAbove100Percent,
    .repeatedRates,
    .silentDefaults,
    .staleBaselineEntries,
    .suppressionsWithoutReason,
    .tiersWithoutZero,
    .uncoveredRows,
    .uncreditedRows,
    .unknownSuppressedRules,
    .unusedDeclarations,
    .unusedSuppressions,
  ].sorted { $0.code < $1.code }
}
