/// What a node of a ``SyntaxTree`` is.
public enum NodeKind: String, Hashable, Sendable, CaseIterable {
  case file, language, use
  case unit, parameter, define, defineParameter, calendar
  case schedule, weekdays, scheduleDays, scheduled
  case table, tableKey, tableOption, column, tableCondition, rowBlock, row
  case rates, axis, tier, matcher, closing
  case curve, point, curveEnd, matrix, matrixHeader, matrixLine
  case ruleChoice, choiceRow, orderEntry
  case sheet, rowsHeader, rowSource, rowRange, periodHeader, eachHeader, paymentHeader, orderHeader, belowZero,
    groupingHeader
  case data, tableRows, example, given, asOf, expect
  case credit, recipient, rollUp, line, step, rounding, check
  case assertion, assertedDomain, fixedValue
  case type, unitExpression
  case number, text, bool, missing, date, period, name, thisRow, it, today, relativePeriod
  case member, lookup, call, argument, decimals, aggregate, aggregateClause, rank, allocate, running, unary, binary,
    isMissing,
    isInfinite, isTied,
    pick, membership,
    conditional, otherwise
  case over, through, trueUp, previous, round, convert, restate, window, range, parentheses
  /// Text that could not be read.
  case error
}
