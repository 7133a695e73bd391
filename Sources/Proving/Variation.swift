import Allot
import Columns
import Engine
import IR
import Model
import Source

/// One run of an example with a cell changed, with every value kept.
struct Variation {
  let example: Example
  let run: KeptRun
  let model: CheckedModel
  let trace: Trace
  let probes: Probes

  /// Nil if there is no program for it.
  init?(_ example: Example, of plan: Plan) {
    guard case .program(var program, let model) = plan.program(of: example, traced: .parts), let trace = program.trace
    else { return nil }
    probes = Probes(&program, model)
    run = KeptRun(program, keeping: trace.columns + probes.columns)
    self.example = example
    self.model = model
    self.trace = trace
  }

  func number(_ column: ColumnID, _ row: Int) -> Rational? {
    if case .number(let number)? = run.value(column, row: row) { return number }
    return nil
  }
}

/// The smallest step by which the cells of a column differ, and how they are written.
struct CellNumbers {
  let step: Rational
  private let isPercent: Bool

  /// Nil for columns that hold no plain numbers.
  init?(_ type: StaticType) {
    guard case .number(let quantity) = type.value else { return nil }
    isPercent = quantity.form == .percent
    let decimals = isPercent ? 4 : quantity.unit.currency?.minorDigits ?? 0
    step = Rational(Int64(1), scale: decimals)
  }

  func value(_ text: String) -> Rational? {
    let digits = text.filter { $0 != "_" && $0 != " " }
    guard isPercent else { return Rational(decimal: digits) }
    guard digits.hasSuffix("%") else { return nil }
    return Rational(decimal: digits.dropLast())?.dividing(Rational(100))
  }

  func text(_ value: Rational) -> String {
    guard isPercent, let points = value.multiplying(Rational(100)) else { return grouped(value) }
    return grouped(points) + "%"
  }
}
