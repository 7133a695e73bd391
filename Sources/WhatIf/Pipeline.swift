import Allot
import Columns

/// Rows of a table that may come to count: open deals, what makes one of them won, and how likely that is.
public struct Pipeline: Hashable, Sendable {
  public var table: String
  /// Which rows are open, as an expression of the table's columns.
  public var condition: String
  /// The cells that a won row has; a text that is the name of a column stands for that column of the row.
  public var won: [NamedText]
  /// How likely a row is won: a percent, or an expression of the table's columns.
  public var probability: String
  /// The column of the amount, for what is paid for the expected amount; nil if that is not asked for.
  public var amount: String?
  /// Where the draws of a simulation begin.
  public var seed: UInt64
  /// How many draws a simulation makes.
  public var draws: Int

  public init(
    table: String, where condition: String, won: [NamedText], probability: String, amount: String? = nil,
    seed: UInt64 = 1, draws: Int = 2_000
  ) {
    self.table = table
    self.condition = condition
    self.won = won
    self.probability = probability
    self.amount = amount
    self.seed = seed
    self.draws = draws
  }

  /// More open rows than these are not enumerated for one payee.
  public static let exactLimit = 20
  /// More outcomes than these are enumerated only where the line's curve gives each of them without a run.
  public static let runLimit = 4_096
}

/// An open row.
public struct OpenRow: Hashable, Sendable {
  public let row: ScenarioChange.RowName
  public let probability: Rational
  /// Its amount, if that was asked for.
  public let amount: Rational?
  /// What makes it won.
  public let change: ScenarioChange
}

/// What an expected payout is made of, and how exactly it is known.
public struct Expectation: Hashable, Sendable {
  public enum Method: Hashable, Sendable {
    /// No open row changes it.
    case certain
    /// Every outcome with its probability: run, or taken from the line's curve, which agrees with runs.
    case exact(outcomes: Int, isByCurve: Bool)
    /// Outcomes drawn at random; the error is that of the mean of so many draws.
    case simulated(draws: Int, seed: UInt64, standardError: Rational)
  }

  /// To six decimals more than the amounts have.
  public let value: Rational
  /// The least and the greatest of the outcomes, or of those that were drawn.
  public let least: Rational
  public let greatest: Rational
  public let method: Method
}

/// What a pipeline makes of a measure, for one payee.
public struct PipelinePayout: Sendable {
  /// The keys of the payee.
  public let keys: [String]
  /// The open rows that change it, by their places.
  public let rows: [Int]
  public let present: Rational
  /// The scenario: all open rows are won.
  public let ifAllAreWon: Rational
  /// The payout of the expected amount: each open row is won with its amount times its probability.
  public let ofExpectedAmount: Rational?
  /// The expected payout: the mean over all outcomes.
  public let expected: Expectation
}

/// What a pipeline makes of a measure.
public struct PipelineForecast: Sendable {
  public let pipeline: Pipeline
  public let watch: Watch
  public let rows: [OpenRow]
  public let payouts: [PipelinePayout]
  /// The number of runs that were made.
  public let runCount: Int

  /// The sum over all payees, where it can be computed with.
  public func total(_ part: (PipelinePayout) -> Rational?) -> Rational? {
    var sum = Rational.zero
    for payout in payouts {
      guard let own = part(payout), let next = sum.adding(own) else { return nil }
      sum = next
    }
    return sum
  }
}

extension Expectation {
  /// Which of the figures it is, in words.
  public var statement: String {
    switch method {
    case .certain: "no open row changes it"
    case .exact(let outcomes, let isByCurve):
      "exact over \(outcomes) outcomes"
        + (isByCurve ? ", by the line's curve, which agrees with runs" : ", each one run")
    case .simulated(let draws, let seed, let error):
      "simulated: \(draws) draws with seed \(seed), standard error \(error.description(decimals: 2))"
    }
  }
}
