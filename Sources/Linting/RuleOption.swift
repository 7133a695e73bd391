import Allot

/// A number that a rule compares with, and that a configuration may set: `cliffs.least = 10%`.
public struct RuleOption: Sendable {
  public enum Form: Hashable, Sendable { case number, percent }

  /// The rule's name, a dot, and the option's own.
  public let name: String
  public let form: Form
  /// Where nothing else is said; 0.1 for 10%.
  public let initial: Rational
  /// A few words without a full stop.
  public let summary: String

  public init(_ name: String, _ form: Form, _ initial: Rational, _ summary: String) {
    self.name = name
    self.form = form
    self.initial = initial
    self.summary = summary
  }

  /// Percents from whole numbers: `.percent(10)` is 10%.
  public init(_ name: String, percent: Int, _ summary: String) {
    self.init(name, .percent, Rational(Int64(percent), scale: 2), summary)
  }

  /// A value of the option as it is written.
  public func text(_ value: Rational) -> String {
    switch form {
    case .number: value.description
    case .percent: (value.multiplying(Rational(100)) ?? value).description + "%"
    }
  }

  /// The value that `text` gives: a number, with `%` behind it iff the option is a percentage.
  public func value(_ text: String) -> Rational? {
    switch form {
    case .number: return Rational(decimal: text)
    case .percent:
      guard text.hasSuffix("%") else { return nil }
      let digits = text.dropLast()
      return Rational(decimal: digits.last == " " ? digits.dropLast() : digits)?.dividing(Rational(100))
    }
  }

  /// The options of all rules.
  public static var all: [RuleOption] { Rule.all.flatMap(\.options) }
}
