import Columns
import Model
import Source
import Syntax

/// What is asked about a plan's row: which variable runs from where to where, and what else is fixed.
///
/// The row is that of a payee for whom all that is credited falls into the pay period at hand, the last of its windows;
/// nothing came before. A line `through` rates, or `true up`, then pays what its whole window earns.
package struct CurveQuestion: Sendable {
  package enum Variable: Sendable {
    /// The total of a credit.
    case credit(Int)
    /// The total of a credit as a multiple of an amount, such as the quota that it stands `against`.
    case multiple(credit: Int, of: TypedExpression)
    /// The value of a line: a multiple of a credit's total, or a value that no credited row changes.
    case line(Int)
  }

  package let sheet: Int
  package let variable: Variable
  package let first: Rational
  /// Nil for a domain without an end.
  package let last: Rational?
  /// The lines and credits that have a value.
  package let lines: [Int: Rational]
  package let credits: [Int: Rational]
  /// The values that are known of those that a curve has symbols for, by the symbols' keys.
  package private(set) var values: [String: Rational] = [:]

  package init(
    sheet: Int, variable: Variable, from first: Rational, to last: Rational?, lines: [Int: Rational] = [:],
    credits: [Int: Rational] = [:]
  ) {
    self.sheet = sheet
    self.variable = variable
    self.first = first
    self.last = last
    self.lines = lines
    self.credits = credits
  }

  /// The same question where some of the values that no credited row changes are known.
  package func knowing(_ values: [String: Rational]) -> CurveQuestion {
    var result = self
    result.values.merge(values) { $1 }
    return result
  }
}

/// A condition that no credited row can change, and what it is taken to be.
package struct CurveCase: Hashable, Sendable {
  let key: String
  package let span: SourceSpan
  package let holds: Bool
  /// The values of the row that it is about, by their keys.
  let subjects: Set<String>
}

/// A value that does not depend on the variable, and is taken to be above zero.
package struct CurveSymbol: Hashable, Sendable {
  /// What names the value, wherever it stands in the text.
  package let key: String
  /// Where it was first read.
  package let span: SourceSpan
  /// The line that is this value and nothing else, if there is one.
  package fileprivate(set) var line: String?

  init(key: String, span: SourceSpan) {
    self.key = key
    self.span = span
  }

  mutating func name(after line: String) { self.line = self.line ?? line }
}

/// A condition in a piece of a curve.
enum Truth: Hashable {
  case holds(Bool)
  case refused(Refusal)
}

/// What stopped an evaluation.
enum CurveStop: Error {
  case undecided(Undecided)
  /// A condition that may be either way: the question has a case for each.
  case needsCase(key: String, span: SourceSpan, subjects: Set<String>)
}
