import Columns

/// What an operation answers for one row.
enum RowAnswer<Element> {
  case value(Element)
  case missing
  case fault(Fault.Reason)
}

/// The loop of an operation that works on one row at a time: what is missing or faulty in an operand is so in the
/// result, and operands that are all constant give a constant.
struct RowMap {
  private let operands: [Column]
  private let count: Int
  private let isConstant: Bool
  private let site: Int32

  init(_ operands: [Column], count: Int, site: Int32) {
    self.operands = operands
    self.count = count
    self.site = site
    isConstant = operands.allSatisfy(\.isConstant) && count > 0
  }

  /// The answers of `body` for each row that has a value in every operand.
  func callAsFunction<Element>(
    filler: Element, _ body: (Int) -> RowAnswer<Element>, storage: ([Element]) -> Column.Storage
  ) -> Column {
    let rows = isConstant ? 1 : count
    var elements = [Element](repeating: filler, count: rows)
    var validity = Bitmap(repeating: true, count: rows)
    var faults: [Int32: Fault] = [:]
    let isPlain = operands.allSatisfy { $0.validity == nil && $0.faults == nil }
    for row in 0..<rows {
      if !isPlain {
        if let fault = operands.lazy.compactMap({ $0.fault(at: row) }).first {
          faults[Int32(row)] = fault
          continue
        }
        if operands.contains(where: { $0.isMissing(at: row) }) {
          validity[row] = false
          continue
        }
      }
      switch body(row) {
      case .value(let element): elements[row] = element
      case .missing: validity[row] = false
      case .fault(let reason): faults[Int32(row)] = Fault(reason, site: site)
      }
    }
    return Column(
      storage(elements), count: count, isConstant: isConstant, validity: validity.isAllTrue ? nil : validity,
      faults: faults.isEmpty ? nil : faults)
  }

  func codes(_ body: (Int) -> RowAnswer<Int32>) -> Column {
    self(filler: 0, body) { .codes($0) }
  }

  func numbers(_ body: (Int) -> RowAnswer<Rational>) -> Column {
    self(filler: .zero, body) { Column.numbers($0).storage }
  }
}
