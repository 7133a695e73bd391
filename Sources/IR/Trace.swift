import Model
import Source

/// Which columns hold the values of the parts of a plan's text: what explanations and coverage read beside a program.
///
/// Equal columns are one column, which stands for all the places in the text that are computed by it.
public struct Trace: Sendable {
  /// A part of the text with its value.
  public struct Part: Sendable {
    public var expression: TypedExpression
    public var column: ColumnID
    /// What was computed for it, by place among ``Trace/parts``; what several parts share is the first one's.
    public var parts: [Int]
  }

  /// A line of a plan, sheet or rule.
  public struct Line: Sendable {
    public var sheet: Int
    public var line: Int
    /// What results print of it.
    public var column: ColumnID
    /// What was computed for it, by place among ``Trace/parts``.
    public var parts: [Int]
    public var steps: [Step]
  }

  /// A step of a line.
  public struct Step: Sendable {
    public var step: TypedStep
    public var before: ColumnID
    public var after: ColumnID
    /// True where the step changed the value or ended the rest.
    public var isTaken: ColumnID
    /// True where the step is reached and its condition holds; nil if that is everywhere.
    public var applies: ColumnID?
  }

  /// The rows that a credit has made.
  public struct Credit: Sendable {
    public var sheet: Int
    public var credit: Int
    public var frame: FrameID
    /// The row of the table, the payee's row, the date and the amount of each.
    public var source: ColumnID
    public var payee: ColumnID
    public var date: ColumnID
    public var amount: ColumnID
  }

  /// The credited rows that fill the tiers of a part, in their order.
  public struct Filling: Sendable {
    public var through: TypedThrough
    /// Some of a credit's rows: those that the plan's rows hold.
    public var frame: FrameID
    /// What puts the rows of one window in order, the first deciding.
    public var order: [ColumnID]
  }

  public var parts: [Part] = []
  public var lines: [Line] = []
  public var credits: [Credit] = []
  public var fillings: [Filling] = []

  public init() {}

  /// All columns that the trace names.
  public var columns: [ColumnID] {
    parts.map(\.column) + credits.flatMap { [$0.source, $0.payee, $0.date, $0.amount] } + fillings.flatMap(\.order)
      + lines.flatMap { line in
        [line.column] + line.steps.flatMap { [$0.before, $0.after, $0.isTaken] + [$0.applies].compactMap { $0 } }
      }
  }
}

/// The trace of a program in the making.
struct Tracing {
  private(set) var trace = Trace()
  /// The parts of each expression that is being lowered, the outermost first.
  private var open: [[Int]] = [[]]
  /// The steps of the lines that are being lowered.
  private var steps: [[Trace.Step]] = [[]]

  mutating func begin() { open.append([]) }

  mutating func end(_ expression: TypedExpression, _ column: ColumnID) {
    let parts = open.removeLast()
    trace.parts.append(Trace.Part(expression: expression, column: column, parts: parts))
    open[open.count - 1].append(trace.parts.count - 1)
  }

  mutating func beginLine() {
    open.append([])
    steps.append([])
  }

  mutating func endLine(_ sheet: Int, _ line: Int, _ column: ColumnID) {
    let parts = open.removeLast()
    trace.lines.append(
      Trace.Line(sheet: sheet, line: line, column: column, parts: parts, steps: steps.removeLast()))
  }

  mutating func add(_ traces: [LoweredSteps.Trace]) {
    steps[steps.count - 1] = traces.map {
      Trace.Step(step: $0.step, before: $0.before, after: $0.after, isTaken: $0.isTaken, applies: $0.applies)
    }
  }

  mutating func add(_ through: TypedThrough, _ earnings: RowEarnings) {
    trace.fillings.append(Trace.Filling(through: through, frame: earnings.rows.frame, order: earnings.order))
  }

  mutating func add(_ credit: LoweredCredit, _ sheet: Int, _ number: Int) {
    trace.credits.append(
      Trace.Credit(
        sheet: sheet, credit: number, frame: credit.frame, source: credit.source, payee: credit.payee,
        date: credit.date, amount: credit.amount))
  }
}
