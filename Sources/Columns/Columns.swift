// Exact values, columns of them, and the operations on whole columns.
//
// ```
// Values    Rational  RoundingMode  CalendarDate  CalendarUnit  Period  Value
// Storage   Column  ValueKind  Fault  Bitmap  TextPool
// Kernels   methods of Column: arithmetic, division, comparison, logic, choice, rounding, calendar
//           Tiers  MarginalRates  Grouping (with aggregates and running sums)  sortOrder  apportion
// Reading   CSV files into columns
// ```
//
// This module knows nothing of the language: units, grains and names are settled before a value gets here.
//
// **A column's form.** Rows of the same kind lie in one array; see ``Column``. The kinds and their storage:
//
// ```
// truth values   bools       [true, false, …]
// text           codes       codes of one TextPool: two columns can be compared only if they share it
// date           codes       days since 1970-01-01
// period         codes       Period.ordinal; the unit is known from outside
// timestamp      integers    seconds since 1970-01-01 00:00:00, scale 0
// number         integers    Int64 / 10^scale, scale 0 to 38          the usual case: a plain, fast loop
//                wide        Int128 / 10^scale                        when a row does not fit the former
//                rationals   Rational                                 when a row has no end as a decimal
// ```
//
// A number's storage is chosen anew by every operation, the narrowest that holds every row of its result; which one it
// is never shows in a value.
//
// **A constant column** holds one element that stands for all its rows. Its validity then has one bit, and its faults
// are at most one, at row 0. `value(at:)` and its like take care of that.
//
// **Missing.** A row whose validity bit is clear has no value; what its storage holds means nothing. An operation on a
// missing value is missing, except in `and`, `or`, `coalesce`, `isMissing`, and the branch of `choose` not taken.
//
// **Faults.** A row that failed carries a ``Fault`` in place of a value. An operation on a faulty row is faulty: with the
// left operand's fault if both are; a fault goes before a missing value. The right side of `and` and `or` and the branch
// of `choose` not taken pass on no fault.
//
// **Overflow.** Nothing wraps and nothing traps: a result that no storage holds is the fault `overflow` of its row.
