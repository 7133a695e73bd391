import Columns
import Engine
import IR
import Model
import Source

/// Columns that a program does not have by itself and that tell which tier, and which row of rates, each value came to:
/// the same operations, over tables whose rates are the numbers of their rows.
struct Probes {
  /// The tier that an amount came to.
  struct TierProbe {
    let column: ColumnID
    let of: ColumnID
    let table: Int
    /// True iff the tiers below are paid too.
    let countsBelow: Bool
  }

  /// The rows of rates that matched, the first as bit `offset` of the value.
  struct RowProbe {
    let column: ColumnID
    let of: ColumnID
    let spans: [SourceSpan]
    let isMask: Bool
  }

  /// More rows than the bits of an exact number.
  private static let rowsInProbe = 100

  private(set) var tiers: [TierProbe] = []
  private(set) var rows: [RowProbe] = []

  /// Adds the probes to `program`.
  init(_ program: inout Program, _ model: CheckedModel) {
    let adding = Set(model.rates.filter { $0.mode == .adding }.map(\.span))
    // Rates with tiers for each key find the key's tiers by a table whose rows are no rows of the text.
    let columned = Set(model.rates.filter(\.hasColumns).map(\.span))
    for (number, node) in program.columns.enumerated() {
      let column = ColumnID(number)
      switch node.operation {
      case .tierRate(let table, let value, let against):
        add(&program, column, table, value, against, countsBelow: adding.contains(program.tiers[table].span))
      case .tierAmount(let table, let value, let against):
        add(&program, column, table, value, against, countsBelow: true)
      case .matchRates(let table, let axes):
        if !columned.contains(program.keyedRates[table].span) || model.isWholeTable(program.keyedRates[table]) {
          add(&program, column, table, axes)
        }
      default: break
      }
    }
  }

  var columns: [ColumnID] { tiers.map(\.column) + rows.map(\.column) }

  private mutating func add(
    _ program: inout Program, _ of: ColumnID, _ table: Int, _ value: ColumnID, _ against: ColumnID?, countsBelow: Bool
  ) {
    var numbered = program.tiers[table]
    guard numbered.tierSpans.count == numbered.rates.count else { return }
    numbered.rates = numbered.rates.indices.map { Rational($0) }
    program.tiers.append(numbered)
    let operation = Operation.tierRate(table: program.tiers.count - 1, value, against: against)
    let column = append(operation, like: of, to: &program)
    tiers.append(TierProbe(column: column, of: of, table: table, countsBelow: countsBelow))
  }

  private mutating func add(_ program: inout Program, _ of: ColumnID, _ table: Int, _ axes: [ColumnID]) {
    let original = program.keyedRates[table]
    let isMask: Bool
    switch original.precedence {
    case .highest, .allAdded: isMask = true
    case .only, .firstMatch, .mostSpecific: isMask = false
    }
    let size = isMask ? Self.rowsInProbe : max(1, original.rows.count)
    var start = 0
    while start < original.rows.count {
      let end = min(start + size, original.rows.count)
      var numbered = original
      if isMask { numbered.precedence = .allAdded }
      for row in numbered.rows.indices {
        let isHere = row >= start && row < end
        let bit: Int128 = isHere ? 1 << Int128(row - start) : 0
        numbered.rows[row].value = .number(isMask ? Rational(bit, scale: 0) ?? .zero : Rational(row))
      }
      program.keyedRates.append(numbered)
      let operation = Operation.matchRates(table: program.keyedRates.count - 1, axes)
      let column = append(operation, like: of, to: &program)
      rows.append(
        RowProbe(column: column, of: of, spans: original.rows[start..<end].map(\.span), isMask: isMask))
      start = end
    }
  }

  private func append(_ operation: Operation, like of: ColumnID, to program: inout Program) -> ColumnID {
    let node = program[of]
    program.columns.append(ColumnNode(frame: node.frame, kind: .number, operation: operation, span: node.span))
    return ColumnID(program.columns.count - 1)
  }
}

extension CheckedModel {
  /// True iff a table of keyed rates has all axes of the rates that it is made of.
  fileprivate func isWholeTable(_ table: KeyedRates) -> Bool {
    rates.contains { $0.span == table.span && $0.axes.count == table.axisNames.count }
  }
}
