import Columns
import IR

/// The sums of a plan's money over its periods, or of the orders of a rule that prices them.
public struct ResultTotals: Sendable {
  /// What one payee gets over all periods, or everybody together.
  public struct Line: Sendable {
    /// Behind which printed row it stands; nil for the end.
    public let after: Int?
    /// The first key's text; nil for everybody.
    public let payee: String?
    /// By column; nil for columns that have no sum.
    public let sums: [String?]
  }

  public let lines: [Line]

  /// - Parameter rows: the printed rows, those of one payee together.
  public init(_ table: OutputTable, _ rows: [Int]) {
    let additive = table.definitions.indices.filter { table.definitions[$0].isAdditive && table.isNumber($0) }
    let isPlan = table.output.kind == .plan && table.output.keys.count == 2
    let isPriced =
      table.output.orders.contains { $0.value != nil } || !table.output.groups.isEmpty || table.output.kind == .orders
    guard isPlan || isPriced, !additive.isEmpty, rows.count > 1, table.beginsWithKeys else {
      lines = []
      return
    }
    let periods = isPlan ? Set(rows.map { table.text(row: $0, column: 1) }) : []
    var result: [Line] = []
    func line(_ part: ArraySlice<Int>, after: Int?, payee: String?) -> Line {
      var sums = [String?](repeating: nil, count: table.definitions.count)
      for column in additive { sums[column] = ResultTotals.sum(table, column, part) }
      return Line(after: after, payee: payee, sums: sums)
    }
    if isPlan, periods.count > 1 {
      var start = 0
      while start < rows.count {
        let payee = table.text(row: rows[start], column: 0)
        let end = rows[start...].firstIndex { table.text(row: $0, column: 0) != payee } ?? rows.count
        result.append(line(rows[start..<end], after: end - 1, payee: payee))
        start = end
      }
    }
    result.append(line(rows[...], after: nil, payee: nil))
    lines = result
  }

  /// The sums of a table's columns over some of its rows; nil for columns that have no sum.
  public static func sums(_ table: OutputTable, _ rows: [Int]) -> [String?] {
    table.definitions.indices.map { column in
      guard table.definitions[column].isAdditive, table.isNumber(column) else { return nil }
      return sum(table, column, rows[...])
    }
  }

  /// The sum with the column's decimals; nil iff no row has a value, or it has more digits than can be computed with.
  public static func sum(_ table: OutputTable, _ column: Int, _ rows: ArraySlice<Int>) -> String? {
    var sum = Rational(0)
    var isKnown = false
    for row in rows {
      guard case .number(let number) = table.value(row: row, column: column) else { continue }
      guard let next = sum.adding(number) else { return nil }
      sum = next
      isKnown = true
    }
    return !isKnown ? nil : table.definitions[column].format.text(of: sum)
  }
}

/// A number's text with its thousands apart: `1,234,567.50`.
public func withThousands(_ text: String) -> String {
  let digits = text.utf8.prefix { $0 != UInt8(ascii: ".") && $0 != UInt8(ascii: "%") }
  let isNegative = digits.first == UInt8(ascii: "-")
  let whole = isNegative ? digits.dropFirst() : digits
  guard whole.count > 3, whole.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) else { return text }
  var result = isNegative ? "-" : ""
  for (index, digit) in whole.enumerated() {
    if index > 0 && (whole.count - index) % 3 == 0 { result += "," }
    result.unicodeScalars.append(Unicode.Scalar(digit))
  }
  return result + String(text.dropFirst(digits.count))
}
