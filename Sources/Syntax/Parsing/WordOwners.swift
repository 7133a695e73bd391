/// What some words belong to in the expression at hand; between parentheses they belong to nothing around them.
struct WordOwners {
  /// Iff an `over` or `in total` at hand is a clause of the aggregate around it.
  var clausesBelongToAggregate = false
  /// Iff an `as of` at hand belongs to the lookup around it.
  var dateBelongsToLookup = false
  /// Iff an `of` at hand ends the condition of a credit's recipients.
  var ofEndsCondition = false
}
